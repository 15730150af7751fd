package proget

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
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

// APIKeys are the server's API keys (reference section 11), addressed by id.
// What a listing says of the keys themselves is not passed on: it may be the
// key, a mask or nothing (reference section 24, Q26).
type APIKeys struct {
	*collection[APIKey]

	oneAtATime sync.Mutex // keys are made one after the other, so that a new one stands out in the listing
	mu         sync.Mutex
	revealed   map[string]string // the keys that this run created, by id
}

func newAPIKeys(c *Client) *APIKeys {
	return &APIKeys{collection: newCollection(c, apiKeyAPI()), revealed: map[string]string{}}
}

// List returns all keys, those that this run created with the key itself.
func (k *APIKeys) List(ctx context.Context) ([]APIKey, error) {
	keys, err := k.collection.List(ctx)
	for i := range keys {
		keys[i] = k.withRevealedKey(keys[i])
	}
	return keys, err
}

// Find returns one key, with the key itself if this run created it.
func (k *APIKeys) Find(ctx context.Context, id string) (APIKey, error) {
	found, err := k.collection.Find(ctx, id)
	return k.withRevealedKey(found), err
}

// withRevealedKey replaces what a listing says of the key itself.
func (k *APIKeys) withRevealedKey(key APIKey) APIKey {
	k.mu.Lock()
	defer k.mu.Unlock()
	key.Key = Value[string]{}
	if text, ok := k.revealed[apiKeyID(key)]; ok {
		key.Key = Of(text)
	}
	return key
}

// Create makes a key and returns it as the server has it, with the key itself
// if the answer reveals it. If the answer leaves out the id, the new key is the
// one that the listing has now and had not before; should it not be found, the
// error IsUnread.
func (k *APIKeys) Create(ctx context.Context, key APIKey) (APIKey, error) {
	k.oneAtATime.Lock()
	defer k.oneAtATime.Unlock()
	before, err := k.List(ctx)
	if err != nil && !IsOdd(err) {
		return APIKey{}, err // nothing would show what became of it
	}
	r := k.api.create(key)
	a, err := k.client.act(ctx, r, func() {
		k.listing.drop()
		_, _ = k.List(ctx)
	})
	k.listing.drop()
	if err != nil {
		return APIKey{}, err
	}
	created, ok := createdKey(a.body)
	if !ok && !a.signed {
		return APIKey{}, k.client.misshapenError(r, a, errShape)
	}
	if created.isOther(key, before) {
		created = APIKey{}
	}
	text := created.Key.Or(key.Key.Or(""))
	if apiKeyID(created) == "" {
		if created, err = k.findNew(ctx, before, key, text); err != nil {
			return APIKey{}, unreadAfter(err)
		}
	}
	k.believe(a, created)
	if text != "" {
		k.mu.Lock()
		k.revealed[apiKeyID(created)] = text
		k.mu.Unlock()
	}
	return k.withRevealedKey(created), nil
}

// findNew finds the key that was just created in a new listing: the one that
// was not there before and holds what was sent. text is the key itself, if it is known.
func (k *APIKeys) findNew(ctx context.Context, before []APIKey, sent APIKey, text string) (APIKey, error) {
	now, err := k.collection.List(ctx)
	if err != nil && !IsOdd(err) {
		return APIKey{}, err
	}
	var found []APIKey
	for _, key := range now {
		old := slices.ContainsFunc(before, func(b APIKey) bool { return apiKeyID(b) == apiKeyID(key) })
		switch {
		case old || !key.alike(sent):
		case text != "" && key.Key.Or("") == text:
			return key, nil
		default:
			found = append(found, key)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	return APIKey{}, k.client.newError(k.api.list, Unlisted, "the answer to the creation lacks the id, and the listing has no new API key that is certainly the one that was created")
}

// isOther reports whether the answer to a creation is about another key than the
// one that was sent: one that was there before, or is called otherwise.
func (k APIKey) isOther(sent APIKey, before []APIKey) bool {
	name, named := k.DisplayName.Get()
	return named && !strings.EqualFold(strings.TrimSpace(name), strings.TrimSpace(sent.DisplayName.Or(""))) ||
		slices.ContainsFunc(before, func(b APIKey) bool { return apiKeyID(k) != "" && apiKeyID(b) == apiKeyID(k) })
}

// alike reports whether two keys are called the same and of the same type, so
// that one may be the other.
func (k APIKey) alike(other APIKey) bool {
	same := func(a, b Value[string]) bool { return strings.EqualFold(a.Or(""), b.Or("")) }
	return same(k.Type, other.Type) && same(k.DisplayName, other.DisplayName) && same(k.Description, other.Description) &&
		same(k.User, other.User)
}

// Delete removes a key. It refuses to remove the one that the client uses.
func (k *APIKeys) Delete(ctx context.Context, id string) error {
	if own, err := k.IsOwn(ctx, id, ""); err != nil {
		return err
	} else if own {
		return k.client.unsentError(k.api.remove(id, APIKey{})[0], "it is the API key that the provider itself uses")
	}
	return k.collection.Delete(ctx, id)
}

// IsOwn reports whether the key with the given id is the one that the client
// uses, as far as that can be known: the key itself is given, or this run
// created it, or the server lists it.
func (k *APIKeys) IsOwn(ctx context.Context, id, text string) (bool, error) {
	if k.client.apiKey == "" {
		return false, nil
	}
	if text == k.client.apiKey {
		return true, nil
	}
	listed, err := k.collection.Find(ctx, id)
	if err != nil {
		return false, err
	}
	return listed.Key.Or("") == k.client.apiKey || k.withRevealedKey(listed).Key.Or("") == k.client.apiKey, nil
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
	k.SystemAPIs, k.PackagePermissions = each(k.SystemAPIs, strings.ToLower), each(k.PackagePermissions, strings.ToLower)
	return k
}

func pascal(word string) string {
	if word == "" {
		return ""
	}
	return strings.ToUpper(word[:1]) + strings.ToLower(word[1:])
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
