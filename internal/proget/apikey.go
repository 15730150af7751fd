package proget

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// APIKey is an API key (reference section 11). It never changes once it exists.
type APIKey struct {
	ID                 Value[int64]    `json:"id,omitzero"`
	Type               Value[string]   `json:"type,omitzero"` // System, Feed, Personal or Other, in any case
	Key                Value[string]   `json:"key,omitzero"`  // a secret; revealed by the creation only
	DisplayName        Value[string]   `json:"displayName,omitzero"`
	Description        Value[string]   `json:"description,omitzero"`
	SystemAPIs         Value[[]string] `json:"systemApis,omitzero"`
	PackagePermissions Value[[]string] `json:"packagePermissions,omitzero"`
	Feed               Value[string]   `json:"feed,omitzero"` // several with commas between, from 2025.23 on
	FeedGroup          Value[string]   `json:"feedGroup,omitzero"`
	User               Value[string]   `json:"user,omitzero"`
	Expiration         Value[string]   `json:"expiration,omitzero"` // date and time
	Logging            Value[string]   `json:"logging,omitzero"`    // None, Request, Response or Both, in any case
}

var apiKeysAbout = Endpoint{Needs: fullControl, Since: "it came with ProGet 2024.3"}

func apiKeyID(key APIKey) string {
	if id, ok := key.ID.Get(); ok {
		return strconv.FormatInt(id, 10)
	}
	return ""
}

// apiKeyAPI is the API of keys: a listing, a creation whose answer has one of
// several forms (see createdKey), and a deletion by id.
func apiKeyAPI() api[APIKey] {
	ask := func(method, verb string, query url.Values) request {
		return request{method: method, path: endpoint("api", "api-keys", verb), query: query, about: apiKeysAbout}
	}
	return api[APIKey]{
		noun:     "API key",
		keyNames: []string{"id"},
		key:      apiKeyID,
		natural:  func(APIKey) string { return "" }, // nothing keeps two keys from being alike
		list:     ask(http.MethodGet, "list", nil),
		create: func(key APIKey) request {
			r := ask(http.MethodPost, "create", nil)
			r.body, r.confidential = encode(key.spelled()), true
			return r
		},
		remove: func(id string, _ APIKey) []request {
			return []request{ask(http.MethodPost, "delete", url.Values{"id": {id}})}
		},
	}
}

// spelled is the key as pgutil sends it: enumerations in PascalCase (reference
// section 21, C25), scopes in lower case, and always with a logging.
func (k APIKey) spelled() APIKey {
	k.ID = Value[int64]{}
	k.Type = Of(pascal(k.Type.Or("")))
	k.Logging = Of(pascal(k.Logging.Or("None")))
	k.SystemAPIs, k.PackagePermissions = lower(k.SystemAPIs), lower(k.PackagePermissions)
	return k
}

func pascal(word string) string {
	if word == "" {
		return ""
	}
	return strings.ToUpper(word[:1]) + strings.ToLower(word[1:])
}

func lower(words Value[[]string]) Value[[]string] {
	list, ok := words.Get()
	if !ok {
		return words
	}
	lowered := make([]string, len(list))
	for i, word := range list {
		lowered[i] = strings.ToLower(word)
	}
	return Of(lowered)
}

// createdKey is what the answer to the creation of a key says, in one of the
// forms that the sources know (reference section 21, C16): the object, the
// object without the key, or the key alone, as JSON or as text. An answer that
// says nothing is none of them.
func createdKey(body []byte) (key APIKey, ok bool) {
	if unmarshal(body, '{', &key) == nil {
		return key, true
	}
	text := strings.TrimSpace(textOf(withoutBOM(body)))
	if text == "" || strings.ContainsAny(text, "{}[]<> \t\r\n") {
		return APIKey{}, false
	}
	return APIKey{Key: Of(text)}, true
}
