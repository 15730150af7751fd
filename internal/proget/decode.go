package proget

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// items are the objects of a listing.
type items[T any] struct {
	list   []T
	signed bool
	// failed are the errors of the items that have a key but do not decode, by
	// that key. They concern only those who may ask for them.
	failed map[string]error
	// skipped means that items without a key were left out, so that the
	// listing says nothing about what it lacks.
	skipped bool
}

var (
	errNoName = errors.New("the object has no name") // so it is none of this API's
	errShape  = errors.New("it is JSON of another shape")
)

// decodeList reads a listing: an array of objects, each of which has a key.
// One that has none is left out, unless all of them are so: then the array is
// none of this API's. keyNames are the members that may hold the key.
func decodeList[T any](body []byte, key func(T) string, keyNames []string) (items[T], error) {
	var all items[T]
	if unmarshal(body, '[', &all.list) == nil {
		for _, item := range all.list {
			if key(item) == "" {
				return decodeEach(body, key, keyNames)
			}
		}
		return all, nil
	}
	return decodeEach(body, key, keyNames)
}

func decodeEach[T any](body []byte, key func(T) string, keyNames []string) (items[T], error) {
	var all items[T]
	var texts []json.RawMessage
	if err := unmarshal(body, '[', &texts); err != nil {
		return all, err
	}
	for _, text := range texts {
		item, err := decodeObject(text, key)
		name := key(item)
		if err != nil {
			name = keyOf(text, key, keyNames)
		}
		switch {
		case name == "":
			all.skipped = true
		case err != nil:
			if all.failed == nil {
				all.failed = map[string]error{}
			}
			all.failed[name] = err
		default:
			all.list = append(all.list, item)
		}
	}
	if all.skipped && len(all.list)+len(all.failed) == 0 {
		return all, errNoName
	}
	return all, nil
}

// keyOf finds the key of an object that does not decode, spelt as that of one that does.
func keyOf[T any](text []byte, key func(T) string, keyNames []string) string {
	var members map[string]json.RawMessage
	if json.Unmarshal(text, &members) != nil {
		return ""
	}
	for _, name := range keyNames {
		for member, value := range members {
			if strings.EqualFold(member, name) && string(value) != "null" {
				if bare, err := decodeObject(encode(map[string]json.RawMessage{member: value}), key); err == nil {
					return key(bare)
				}
				return textOf(value)
			}
		}
	}
	return ""
}

func decodeObject[T any](body []byte, key func(T) string) (T, error) {
	var item T
	if err := unmarshal(body, '{', &item); err != nil {
		return item, err
	}
	if key(item) == "" {
		return item, errNoName
	}
	return item, nil
}

// unmarshal is json.Unmarshal for a value that begins with the given bracket.
// null, numbers and the like would otherwise pass for empty values.
func unmarshal(body []byte, bracket byte, into any) error {
	body = bytes.TrimLeft(withoutBOM(body), " \t\r\n")
	if len(body) > 0 && body[0] != bracket && json.Valid(body) {
		return errShape
	}
	return json.Unmarshal(body, into)
}

func withoutBOM(body []byte) []byte { return bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")) }

// textOf is the text in a JSON string, and the JSON of anything else.
func textOf(data json.RawMessage) string {
	var text string
	if json.Unmarshal(data, &text) == nil {
		return text
	}
	return string(data)
}

// containsFold reports whether a member is among the named ones, whose case means
// nothing to the decoder.
func containsFold(names []string, name string) bool {
	return slices.ContainsFunc(names, func(other string) bool { return strings.EqualFold(other, name) })
}
