package proget

import (
	"net/http"
	"net/url"
)

var securityAbout = Endpoint{
	Needs:   fullControl + ", or a personal key of a user with Admin_ConfigureProGet, and an edition other than Free",
	Since:   "it came with ProGet 2025, for editions other than Free",
	Failing: "ProGet's own log says more. The Free edition does not have this API.",
}

// securityAPI is what the APIs of users, groups, tasks and permissions have in
// common (reference section 12.1). by is the parameter that names what is to be
// deleted; body is what an update sends, nil where there is none. Deletions are POST
// or DELETE (reference section 21, C17).
func securityAPI[T any](objects, noun, by string, key func(T) string, keyName string, body func(prior, change T) T) api[T] {
	ask := func(method, verb string) request {
		return request{method: method, path: endpoint("api", "security", objects, verb), about: securityAbout}
	}
	return api[T]{
		noun:     noun,
		keyNames: []string{keyName},
		anyCase:  true,
		key:      key,
		list:     ask(http.MethodGet, "list"),
		create:   func(object T) request { return ask(http.MethodPost, "add").withBody(encode(object)) },
		update: func(_ string, prior, change T) request {
			return ask(http.MethodPost, "update").withBody(encode(body(prior, change)))
		},
		remove: func(_ string, prior T) []request {
			post, del := ask(http.MethodPost, "delete"), ask(http.MethodDelete, "delete")
			post.query, del.query = url.Values{by: {key(prior)}}, url.Values{by: {key(prior)}}
			return []request{post, del}
		},
	}
}
