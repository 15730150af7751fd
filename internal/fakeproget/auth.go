package fakeproget

import (
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Scope is something a credential may do (reference sections 3.2 and 3.3).
type Scope string

// The scopes of system keys, then ManageLicenses, which stands for the flag
// "Manage Licenses" on a key of 5.2 and for a user's Licenses_Manage, then the
// permissions of feed keys, which stand for a user's Feeds_* privileges as well.
const (
	FullControl    Scope = "full-control"
	Feeds          Scope = "feeds"
	SCA            Scope = "sca"
	SBOMUpload     Scope = "sbom-upload"
	ManageLicenses Scope = "licenses"
	View           Scope = "view"
	Add            Scope = "add"
	Delete         Scope = "delete"
)

// Key is a credential that the server knows. Value is what is presented, which
// for a user is "user:password". A key without Scopes is known but may do
// nothing. Feed confines the feed permissions to one feed.
type Key struct {
	Value  string
	Scopes []Scope
	Feed   string
}

// permission is what an endpoint asks for.
type permission struct {
	anyone bool
	system []Scope // one of them suffices; full control always does
	all    []Scope // or all of these together
	feed   Scope   // a feed key with this will do
	status int     // what others get, 403 unless set
	text   bool    // others get a sentence, whatever the profile
}

func (k Key) has(scope Scope) bool {
	return slices.Contains(k.Scopes, FullControl) || slices.Contains(k.Scopes, scope)
}

// may tells whether the key has a permission on a feed; the empty name stands for no feed in particular.
func (k Key) may(scope Scope, feed string) bool {
	return k.has(Feeds) || k.has(scope) && (k.Feed == "" || feed == "" || strings.EqualFold(k.Feed, feed))
}

func (n permission) allows(k Key, feed string) bool {
	return n.anyone || k.has(FullControl) || slices.ContainsFunc(n.system, k.has) ||
		len(n.all) > 0 && !slices.ContainsFunc(n.all, func(scope Scope) bool { return !k.has(scope) }) ||
		n.feed != "" && k.may(n.feed, feed)
}

const deniedSentence = "The specified API key does not have the proper permissions to perform this action."

func (s *Server) denied(need permission) error {
	status := need.status
	if status == 0 {
		status = http.StatusForbidden
	}
	if s.profile.deniedText || need.text || status != http.StatusForbidden {
		return problem{status, deniedSentence}
	}
	return problem{status, ""}
}

// caller finds out who calls; a wrong key is worse than none.
func (s *Server) caller(r *http.Request, body []byte) Key {
	if len(s.options.Keys) == 0 {
		return Key{Scopes: []Scope{FullControl}}
	}
	value, presented := credential(r, body)
	if !presented {
		return Key{Scopes: s.options.Anonymous}
	}
	for _, key := range s.options.Keys {
		if key.Value == value {
			return key
		}
	}
	return Key{}
}

// credential is what a request presents, in the ways of reference section 3.1.
func credential(r *http.Request, body []byte) (string, bool) {
	if values := r.Header.Values("X-ApiKey"); len(values) > 0 {
		return values[0], true
	}
	query := r.URL.Query()
	if query.Has("key") {
		return query.Get("key"), true
	}
	if isNative(r.URL.Path) && query.Has("API_Key") {
		return query.Get("API_Key"), true
	}
	switch media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); media {
	case "application/x-www-form-urlencoded":
		if form, err := url.ParseQuery(string(body)); err == nil && form.Has("key") {
			return form.Get("key"), true
		}
	case "application/json":
		var root struct {
			Key *string `json:"API_Key"`
		}
		if err := json.Unmarshal(body, &root); err == nil && root.Key != nil {
			return *root.Key, true
		}
	}
	if user, password, ok := r.BasicAuth(); ok && isFeedEndpoint(r.URL.Path) {
		if user == "api" {
			return password, true
		}
		return user + ":" + password, true
	}
	return "", false
}

func isNative(path string) bool {
	return path == "/api/json" || strings.HasPrefix(path, "/api/json/")
}

// isFeedEndpoint tells whether the path belongs to feeds rather than to their
// management, which ignores the header Authorization.
func isFeedEndpoint(path string) bool {
	return slices.ContainsFunc([]string{"/api/packages/", "/endpoints/", "/nuget/", "/v2/"}, func(prefix string) bool {
		return strings.HasPrefix(path, prefix)
	})
}
