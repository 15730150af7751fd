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
	Promote        Scope = "promote"
	Delete         Scope = "delete"
)

// Key is a credential that the server knows. Value is what is presented, which
// for a user is "user:password". A key without Scopes is known but may do
// nothing. Feed confines the feed permissions to one feed.
//
// These keys are beyond the reach of the API of keys, which neither lists nor
// deletes them. What that API makes, and Put, works as well.
type Key struct {
	Value  string
	Scopes []Scope
	Feed   string

	feeds   []string                          // the feeds that the feed permissions are confined to, unless nil
	user    string                            // who calls, where tasks decide
	granted func(attribute, feed string) bool // what tasks let the user do
}

// permission is what an endpoint asks for.
type permission struct {
	anyone bool
	system []Scope  // one of them suffices; full control always does
	all    []Scope  // or all of these together
	feed   Scope    // a feed key with this will do
	tasks  []string // one of these attributes of tasks suffices for users, Admin_ConfigureProGet unless set
	status int      // what others get, 403 unless set
	text   bool     // others get a sentence, whatever the profile
}

// feedAttributes are the attributes of tasks that stand for the permissions of feed keys.
var feedAttributes = map[Scope]string{
	View: "Feeds_ViewFeed", Add: "Feeds_AddPackage", Promote: "Feeds_AcceptPackagePromotions", Delete: "Feeds_DeletePackage",
}

func (k Key) has(scope Scope) bool {
	return slices.Contains(k.Scopes, FullControl) || slices.Contains(k.Scopes, scope)
}

// may reports whether the key has a permission on a feed; the empty name stands for no feed in particular.
func (k Key) may(scope Scope, feed string) bool {
	return k.has(Feeds) || k.has(scope) && k.covers(feed) || k.can(feedAttributes[scope], feed)
}

// covers reports whether the key's feed permissions are about a feed.
func (k Key) covers(feed string) bool {
	switch {
	case feed == "":
		return true
	case k.feeds != nil:
		return containsFold(k.feeds, feed)
	}
	return k.Feed == "" || strings.EqualFold(k.Feed, feed)
}

// can reports whether tasks let the user behind the key do something.
func (k Key) can(attribute, feed string) bool {
	return k.granted != nil && k.granted(attribute, feed)
}

func (n permission) allows(k Key, feed string) bool {
	tasks := n.tasks
	if tasks == nil {
		tasks = []string{"Admin_ConfigureProGet"}
	}
	return n.anyone || k.has(FullControl) || slices.ContainsFunc(n.system, k.has) ||
		len(n.all) > 0 && !slices.ContainsFunc(n.all, func(scope Scope) bool { return !k.has(scope) }) ||
		n.feed != "" && k.may(n.feed, feed) ||
		slices.ContainsFunc(tasks, func(attribute string) bool { return k.can(attribute, feed) })
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

// caller finds out who calls. A wrong key is worse than none, but on a server
// without Keys, where it counts as none: what Anonymous may do there, which
// is everything until somebody takes it away, decides.
func (s *Server) caller(r *http.Request, body []byte) Key {
	value, presented := credential(r, body)
	if presented {
		for _, key := range s.options.Keys {
			if key.Value == value {
				return key
			}
		}
		if key, known := s.knownKey(value); known {
			return key
		}
		if len(s.options.Keys) > 0 {
			return Key{}
		}
	}
	return Key{Scopes: s.options.Anonymous, granted: s.grants(anonymous)}
}

// knownKey is the caller behind a key that the API made, or a user's password.
func (s *Server) knownKey(value string) (Key, bool) {
	for _, e := range s.apiKeys.table.rows {
		if value != "" && e.text("key") == value {
			return s.keyOf(e), true
		}
	}
	name, password, _ := strings.Cut(value, ":")
	if user := s.users.table.find(name); user != nil && password != "" && user.text("password") == password {
		return s.userKey(name), true
	}
	return Key{}, false
}

// userKey is what a user presents, who may do what tasks say.
func (s *Server) userKey(name string) Key {
	return Key{user: name, granted: s.grants(name)}
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

// isFeedEndpoint reports whether the path belongs to feeds rather than to their
// management, which ignores the header Authorization.
func isFeedEndpoint(path string) bool {
	return slices.ContainsFunc([]string{"/api/packages/", "/endpoints/", "/nuget/", "/v2/"}, func(prefix string) bool {
		return strings.HasPrefix(path, prefix)
	})
}
