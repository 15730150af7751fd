package proget

import (
	"cmp"
	"net/http"
)

// What the management API needs (reference section 3.3), and since when its kinds exist.
const (
	needsFeeds      = `a system API key with "Use/Manage Feeds" (feeds) or full control, or a personal key of a user who may manage feeds`
	needsConnectors = `a system API key with "Use/Manage Feeds" (feeds) or full control, or a personal key of a user with Admin_ConfigureProGet`
	needsLegacy     = `an API key with both "Feed Management" and "Manage Licenses"`

	sinceFeeds  = "feeds and connectors came with 5.2"
	sinceLegacy = "this API for licenses came with 5.2 and ended with 2023"
)

// management reaches a kind of the management API (reference sections 1, dialect
// A, and 5.1): objects with a name, at /api/management/{kind}/{verb}/{name}.
type management struct {
	kind    string // in the path: connectors
	about   Endpoint
	failing map[string]string // what a 500 means, by verb
}

func newManagement(kind, needs, since string) management {
	return management{kind: kind, about: Endpoint{Needs: needs, Since: since}}
}

func (m management) request(method, verb string, name ...string) request {
	about := m.about
	about.Failing = cmp.Or(m.failing[verb], about.Failing)
	return request{method: method, path: endpoint(append([]string{"api", "management", m.kind, verb}, name...)...), about: about}
}

// managementAPI is the API of a kind. encode is the form of an object that this
// server takes.
func managementAPI[T any](m management, key func(T) string, keyNames []string, encode func(T) []byte) api[T] {
	return api[T]{
		keyNames: keyNames,
		key:      key,
		list:     m.request(http.MethodGet, "list"),
		get:      func(name string) request { return m.request(http.MethodGet, "get", name) },
		create:   func(object T) request { return m.request(http.MethodPost, "create").withBody(encode(object)) },
		update: func(name string, _, change T) request {
			return m.request(http.MethodPost, "update", name).withBody(encode(change))
		},
		remove: func(name string, _ T) []request { return []request{m.request(http.MethodPost, "delete", name)} },
	}
}
