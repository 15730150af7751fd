package proget

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
)

var nativeMethod = regexp.MustCompile(`^[A-Za-z0-9_]+$`)

// maxNativeQuery is the longest query, in bytes, that arguments are sent in;
// servers refuse long ones.
const maxNativeQuery = 1500

// Native calls a method of the native JSON API (reference section 18) and
// returns the JSON it answers, which is null for methods that answer nothing.
// What the methods do and take differs between versions, and nothing keeps a
// caller from calling one that changes something: a failed call is repeated
// like any reading.
func (c *Client) Native(ctx context.Context, method string, arguments map[string]string) (json.RawMessage, error) {
	get := request{
		method: http.MethodGet, path: endpoint("api", "json", method), query: url.Values{},
		about: Endpoint{Needs: fullControl + " (Native API access)"},
	}
	for name, value := range arguments {
		get.query.Set(name, value)
	}
	if !nativeMethod.MatchString(method) {
		get.query = nil
		return nil, c.unsentError(get, quote(method)+" is no method: its name consists of letters, digits and underscores")
	}
	// POST takes the same arguments as JSON. It changes no more than GET does
	// here, so it may be repeated like it.
	post := request{method: http.MethodPost, path: get.path, body: nativeBody(arguments), reads: true, about: get.about}

	r := get
	if len(get.query.Encode()) > maxNativeQuery || holdsSecret(arguments) {
		r = post
	}
	a, err := c.do(ctx, r)
	if r.method == http.MethodGet && hasStatus(err, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusRequestURITooLong) {
		r = post
		a, err = c.do(ctx, r)
	}
	if err != nil {
		return nil, err
	}
	result, err := nativeResult(a.body)
	if err != nil {
		return nil, c.misshapenError(r, a, err)
	}
	return result, c.verify(ctx, r, a)
}

// nativeResult reads what a method answers: a JSON value, nothing, or, in 5.2,
// one value after another, which become an array.
func nativeResult(body []byte) (json.RawMessage, error) {
	decoder := json.NewDecoder(bytes.NewReader(withoutBOM(body)))
	var values []json.RawMessage
	for {
		var value json.RawMessage
		err := decoder.Decode(&value)
		switch {
		case err == nil:
			values = append(values, value)
			continue
		case !errors.Is(err, io.EOF):
			return nil, err
		case len(values) == 0:
			return json.RawMessage("null"), nil
		case len(values) == 1:
			return values[0], nil
		}
		return encode(values), nil
	}
}

func nativeBody(arguments map[string]string) []byte {
	if arguments == nil {
		arguments = map[string]string{}
	}
	return encode(arguments)
}

func holdsSecret(arguments map[string]string) bool {
	for name, value := range arguments {
		if isSecret(name, value) {
			return true
		}
	}
	return false
}
