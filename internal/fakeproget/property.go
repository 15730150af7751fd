package fakeproget

import (
	"encoding/json"
	"fmt"
	"math"
	"mime"
	"net/http"
	"strings"
)

// property is what a body may hold under one name. Its check gets the value's
// full JSON path for the text of a refusal and returns the value in its stored
// form.
type property struct {
	check    func(path string, value any) (any, error)
	as       string   // what it is stored as, where that has another name
	types    []string // the feed types that have it, all unless set
	since    int      // the first generation that knows it; older ones ignore it
	until    int      // the last generation that knows it, 0 for no last one
	resets   bool     // null removes it; elsewhere null keeps it
	readOnly bool     // accepted only if unchanged
	set      bool     // an array whose order means nothing
	fold     bool     // the case of its elements means nothing
	secret   bool     // answers show it as the option Secrets says
}

func (p property) known(generation int) bool {
	return generation >= p.since && (p.until == 0 || generation <= p.until)
}

func checkText(path string, value any) (any, error) {
	if _, ok := value.(string); !ok {
		return nil, invalid("%s must be a string", path)
	}
	return value, nil
}

func checkFlag(path string, value any) (any, error) {
	if _, ok := value.(bool); !ok {
		return nil, invalid("%s must be true or false", path)
	}
	return value, nil
}

// checkCount accepts whole numbers from 0 to the largest.
func checkCount(largest float64) func(path string, value any) (any, error) {
	return func(path string, value any) (any, error) {
		number, ok := value.(float64)
		switch {
		case !ok || number != math.Trunc(number):
			return nil, invalid("%s must be an integer", path)
		case number < 0:
			return nil, invalid("%s must not be negative", path)
		case number > largest:
			return nil, invalid("%s is too large", path)
		}
		return value, nil
	}
}

func checkTexts(path string, value any) (any, error) {
	array, ok := value.([]any)
	if !ok {
		return nil, invalid("%s must be an array of strings", path)
	}
	for i, element := range array {
		if _, err := checkText(fmt.Sprintf("%s[%d]", path, i), element); err != nil {
			return nil, err
		}
	}
	return value, nil
}

// checkDistinct accepts arrays of strings that hold none twice and none empty.
func checkDistinct(path string, value any) (any, error) {
	if _, err := checkTexts(path, value); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for i, text := range textsOf(value) {
		switch {
		case text == "":
			return nil, invalid("%s[%d] must not be empty", path, i)
		case seen[text]:
			return nil, invalid("%s[%d] repeats '%s'", path, i, text)
		}
		seen[text] = true
	}
	return value, nil
}

// checkMembers checks an object by the properties that it may have, and leaves out those that are null.
func checkMembers(path string, value any, properties map[string]property) (map[string]any, error) {
	object, ok := value.(map[string]any)
	if !ok {
		return nil, invalid("%s must be an object", path)
	}
	checked := map[string]any{}
	for _, name := range sortedKeys(object) {
		member := path + "." + name
		p, known := properties[name]
		switch {
		case !known:
			return nil, invalid("unknown property '%s'", member)
		case object[name] == nil:
			continue
		}
		value, err := p.check(member, object[name])
		if err != nil {
			return nil, err
		}
		checked[name] = value
	}
	return checked, nil
}

// object reads a request's body, which has to be one JSON object and to say so.
func (s *Server) object(c *call) (map[string]any, error) {
	media, parameters, err := mime.ParseMediaType(c.Header.Get("Content-Type"))
	if err != nil || media != "application/json" || s.profile.bareContentType && parameters["charset"] != "" {
		return nil, refusal(http.StatusUnsupportedMediaType, "the content type of the request must be application/json")
	}
	decoder := json.NewDecoder(strings.NewReader(string(c.body)))
	var object map[string]any
	if err := decoder.Decode(&object); err != nil {
		return nil, invalid("the body of the request is not a JSON object: %v", err)
	}
	if object == nil || decoder.More() {
		return nil, invalid("the body of the request is not a JSON object")
	}
	delete(object, "API_Key") // a credential, wherever it is sent
	return object, nil
}
