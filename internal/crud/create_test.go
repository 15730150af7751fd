package crud_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// write is a case of a create or an update.
type write struct {
	server  []string // objects
	script  map[string][]step
	stores  func(name string, object map[string]any)
	sparse  bool
	fixed   bool
	prior   string
	config  string
	looks   bool     // the plan lists what there is: of a creation always
	warned  []string // by the plan of an update
	calls   []string
	state   string
	said    []string
	details []string // parts of the details
	after   func(t *testing.T, s *server)
}

func (c write) run(t *testing.T) {
	t.Parallel()
	s := newServer(c.server...)
	if c.script != nil {
		s.script = c.script
	}
	if c.stores != nil {
		s.stores = c.stores
	}
	s.sparse, s.fixed = c.sparse, c.fixed
	got := newRig(t, s).apply(c.prior, c.config, c.warned...)
	if c.prior == "" || c.looks {
		if len(s.calls) == 0 || s.calls[0] != "list" {
			t.Fatalf("planning does not look: %q", s.calls)
		}
		s.calls = s.calls[1:]
	}
	if !slices.Equal(s.calls, c.calls) {
		t.Errorf("calls:\n%s\nwant:\n%s", strings.Join(s.calls, "\n"), strings.Join(c.calls, "\n"))
	}
	if got.state != c.state {
		t.Errorf("state %s\nwant  %s", got.state, c.state)
	}
	if !slices.Equal(got.said, c.said) {
		t.Errorf("said %q\nwant %q", got.said, c.said)
	}
	for _, part := range c.details {
		if !strings.Contains(got.details, part) {
			t.Errorf("the details lack %q:\n%s", part, got.details)
		}
	}
	name := ""
	if _, after, ok := strings.Cut(got.state, `"name":"`); ok {
		name, _, _ = strings.Cut(after, `"`)
	}
	if got.identity != name {
		t.Errorf("the identity is %q, the name %q", got.identity, name)
	}
	if c.after != nil {
		c.after(t, s)
	}
}

// forever makes the server store values on its own, whatever it is sent.
func forever(change map[string]any) func(string, map[string]any) {
	return func(_ string, object map[string]any) {
		maps.Copy(object, change)
	}
}

// once is forever for the first write.
func once(change map[string]any) func(string, map[string]any) {
	done := false
	return func(_ string, object map[string]any) {
		if !done {
			forever(change)("", object)
		}
		done = true
	}
}

// ignoring makes the server store nothing of some properties.
func ignoring(names ...string) func(string, map[string]any) {
	return func(_ string, object map[string]any) {
		for _, name := range names {
			delete(object, name)
		}
	}
}

// keeps requires what the server has as a in the end.
func keeps(want string) func(*testing.T, *server) {
	return func(t *testing.T, s *server) {
		t.Helper()
		if got := s.stored("a"); got != want {
			t.Errorf("the server has %s, want %s", got, want)
		}
	}
}

const url = `"url":"https://proget.example.com/a"`

func TestCreate(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]write{
		"the least": {
			config: `{"name":"a"}`,
			calls:  []string{`create {"name":"a"}`},
			state:  `{"name":"a","number":10,` + url + `}`,
		},
		"everything": {
			config: `{"name":"A","sort":"NuGet","text":"","number":0,"active":false,"tags":["b","a"],"secret":"s","parts":[{"label":"l","token":"t"},{"count":0}],"local":"here"}`,
			calls:  []string{`create {"name":"A","sort":"NuGet","number":0,"active":false,"tags":["b","a"],"secret":"s","parts":[{"label":"l","token":"t"},{"count":0}]}`},
			state:  `{"active":false,"local":"here","name":"A","number":0,"parts":[{"label":"l","token":"t"},{"count":0}],"secret":"s","sort":"NuGet","tags":["a","b"],"text":"","url":"https://proget.example.com/A"}`,
		},
		"the server spells": {
			stores: forever(map[string]any{"name": "a", "sort": "nuget", "tags": []string{"b", "a"}}),
			config: `{"name":"A","sort":"NuGet","tags":["a","b"]}`,
			calls:  []string{`create {"name":"A","sort":"NuGet","tags":["a","b"]}`},
			state:  `{"name":"A","number":10,"sort":"NuGet","tags":["a","b"],"url":"https://proget.example.com/A"}`,
		},
		"an answer that tells little": {
			sparse: true,
			config: `{"name":"a","text":"t"}`,
			calls:  []string{`create {"name":"a","text":"t"}`, `find a`},
			state:  `{"name":"a","number":10,"text":"t",` + url + `}`,
		},
		"filled in": {
			stores: once(map[string]any{"text": "mine", "tags": []string{"x"}}),
			config: `{"name":"a"}`,
			calls:  []string{`create {"name":"a"}`, `find a`, `update a {"text":null,"tags":[]}`},
			state:  `{"name":"a","number":10,` + url + `}`,
		},
		"filled in, an answer that tells little": {
			stores: once(map[string]any{"text": "mine"}),
			sparse: true,
			config: `{"name":"a","sort":"s"}`,
			calls:  []string{`create {"name":"a","sort":"s"}`, `find a`, `update a {"text":null}`, `find a`},
			state:  `{"name":"a","number":10,"sort":"s",` + url + `}`,
		},
		"filled in and insisted upon": {
			stores:  forever(map[string]any{"text": "mine"}),
			config:  `{"name":"a"}`,
			calls:   []string{`create {"name":"a"}`, `find a`, `update a {"text":null}`, `find a`},
			state:   `{"name":"a","number":10,` + url + `}`,
			said:    []string{`warning at text: ProGet sets text of widget "a" on its own`},
			details: []string{"Add the value to the configuration"},
		},
		"explicitly empty, insisted upon": {
			stores: forever(map[string]any{"text": "mine"}),
			config: `{"name":"a","text":""}`,
			calls:  []string{`create {"name":"a"}`, `find a`, `update a {"text":null}`, `find a`},
			state:  `{"name":"a","number":10,"text":"mine",` + url + `}`,
			said:   []string{`error at text: ProGet did not store text of widget "a"`},
		},
		"filled in, correction refused": {
			stores: forever(map[string]any{"text": "mine"}),
			script: map[string][]step{"update": {{err: errForbidden}}},
			config: `{"name":"a"}`,
			calls:  []string{`create {"name":"a"}`, `find a`, `update a {"text":null}`},
			state:  `{"name":"a","number":10,"text":"mine",` + url + `}`,
			said:   []string{`error: Unable to update widget "a"`},
		},
		"filled in, correction unread": {
			stores: once(map[string]any{"text": "mine"}),
			script: map[string][]step{"update": {{acts: true, err: errUnread}}},
			config: `{"name":"a"}`,
			calls:  []string{`create {"name":"a"}`, `find a`, `update a {"text":null}`},
			state:  `{"name":"a","number":10,` + url + `}`,
			said:   []string{`warning: Unable to verify the update of widget "a"`},
		},
		"ignored": {
			stores:  ignoring("tags", "text"),
			config:  `{"name":"a","tags":["a"],"text":"t","secret":"s"}`,
			calls:   []string{`create {"name":"a","text":"t","tags":["a"],"secret":"s"}`, `find a`},
			state:   `{"name":"a","number":10,"secret":"s",` + url + `}`,
			said:    []string{`error at text: ProGet did not store text of widget "a"`, `error at tags: ProGet did not store tags of widget "a"`},
			details: []string{"accepted the request but did not store tags (tags in its API)", "terraform untaint"},
		},
		"ignored and filled in": {
			stores: forever(map[string]any{"tags": nil, "text": "mine"}),
			config: `{"name":"a","tags":["a"]}`,
			calls:  []string{`create {"name":"a","tags":["a"]}`, `find a`},
			state:  `{"name":"a","number":10,"text":"mine",` + url + `}`,
			said:   []string{`error at tags: ProGet did not store tags of widget "a"`},
		},
		"ignored inside": {
			stores: forever(map[string]any{"parts": []map[string]any{{"label": "l"}}}),
			config: `{"name":"a","parts":[{"label":"l","count":1,"token":"t"}]}`,
			calls:  []string{`create {"name":"a","parts":[{"label":"l","count":1,"token":"t"}]}`, `find a`},
			state:  `{"name":"a","number":10,"parts":[{"label":"l","token":"t"}],` + url + `}`,
			said:   []string{`error at parts: ProGet did not store parts of widget "a"`},
		},
		"taken": {
			server:  []string{`{"name":"a","text":"other"}`},
			config:  `{"name":"a"}`,
			calls:   []string{`create {"name":"a"}`, `find a`},
			said:    []string{`error at name: Widget "a" already exists`},
			details: []string{"import {\n    to = proget_widget.<name>\n    id = \"a\"\n  }", "a widget of that name exists"},
		},
		"refused": {
			script:  map[string][]step{"create": {{err: refusal(`tags must be short`)}}},
			config:  `{"name":"a","tags":["long"]}`,
			calls:   []string{`create {"name":"a","tags":["long"]}`, `find a`},
			said:    []string{`error at tags: Unable to create widget "a"`},
			details: []string{"tags must be short", "POST", "422", "2026.12"},
		},
		"forbidden": {
			script:  map[string][]step{"create": {{err: errForbidden}}},
			config:  `{"name":"a"}`,
			calls:   []string{`create {"name":"a"}`, `find a`},
			said:    []string{`error: Unable to create widget "a"`},
			details: []string{"not allowed", "403"},
		},
		"lost, acted": {
			script: map[string][]step{"create": {{acts: true, err: errLost}}},
			config: `{"name":"a","text":"t"}`,
			calls:  []string{`create {"name":"a","text":"t"}`, `find a`},
			state:  `{"name":"a","number":10,"text":"t",` + url + `}`,
		},
		"lost, acted, with a secret": { // nothing shows whose secret it has
			script:  map[string][]step{"create": {{acts: true, err: errLost}}},
			config:  `{"name":"a","text":"t","secret":"s"}`,
			calls:   []string{`create {"name":"a","text":"t","secret":"s"}`, `find a`, `find a`},
			said:    []string{`error at name: Widget "a" already exists`},
			details: []string{"made by this creation or by somebody else", `id = "a"`},
		},
		"lost, acted, with a secret inside": {
			script: map[string][]step{"create": {{acts: true, err: errLost}}},
			config: `{"name":"a","parts":[{"label":"l","token":"t"}]}`,
			calls:  []string{`create {"name":"a","parts":[{"label":"l","token":"t"}]}`, `find a`, `find a`},
			said:   []string{`error at name: Widget "a" already exists`},
		},
		"lost, acted, filled in": { // which somebody else may have done
			stores:  once(map[string]any{"text": "mine"}),
			script:  map[string][]step{"create": {{acts: true, err: errLost}}},
			config:  `{"name":"a"}`,
			calls:   []string{`create {"name":"a"}`, `find a`, `find a`},
			said:    []string{`error at name: Widget "a" already exists`},
			details: []string{"made by this creation or by somebody else", `id = "a"`},
			after:   keeps(`{"name":"a","number":10,"text":"mine",` + url + `}`),
		},
		"lost, not acted": {
			script: map[string][]step{"create": {{err: errLost}}},
			config: `{"name":"a"}`,
			calls:  []string{`create {"name":"a"}`, `find a`, `create {"name":"a"}`},
			state:  `{"name":"a","number":10,` + url + `}`,
		},
		"lost, not acted, then lost, acted": {
			script: map[string][]step{"create": {{err: errLost}, {err: errLost}, {acts: true, err: errLost}}},
			config: `{"name":"a"}`,
			calls:  []string{`create {"name":"a"}`, `find a`, `create {"name":"a"}`, `find a`, `create {"name":"a"}`, `find a`},
			state:  `{"name":"a","number":10,` + url + `}`,
		},
		"lost, acted late": {
			script: map[string][]step{
				"create": {{err: errLost}},
				"find":   {{err: errNotFound, then: func(s *server) { s.put(`{"name":"a","number":10,` + url + `}`) }}},
			},
			config: `{"name":"a"}`,
			calls:  []string{`create {"name":"a"}`, `find a`, `create {"name":"a"}`, `find a`},
			state:  `{"name":"a","number":10,` + url + `}`,
		},
		"lost, then refused": {
			script: map[string][]step{"create": {{err: errLost}, {err: errForbidden}}},
			config: `{"name":"a"}`,
			calls:  []string{`create {"name":"a"}`, `find a`, `create {"name":"a"}`, `find a`},
			said:   []string{`error: Unable to create widget "a"`},
		},
		"lost, taken by another": {
			server: []string{`{"name":"a","text":"other"}`},
			script: map[string][]step{"create": {{err: errLost}}},
			config: `{"name":"a","text":"t"}`,
			calls:  []string{`create {"name":"a","text":"t"}`, `find a`, `find a`},
			said:   []string{`error at name: Widget "a" already exists`},
			after:  keeps(`{"name":"a","text":"other"}`),
		},
		"lost, taken by another that holds more": {
			server: []string{`{"name":"a","text":"other","tags":["x"]}`},
			script: map[string][]step{"create": {{err: errLost}}},
			config: `{"name":"a","text":"other"}`,
			calls:  []string{`create {"name":"a","text":"other"}`, `find a`, `find a`},
			said:   []string{`error at name: Widget "a" already exists`},
			after:  keeps(`{"name":"a","tags":["x"],"text":"other"}`),
		},
		"lost, taken by another, and then unreadable": {
			server:  []string{`{"name":"a","text":"other"}`},
			script:  map[string][]step{"create": {{err: errLost}}, "find": {{acts: true}, {err: errForbidden}}},
			config:  `{"name":"a"}`,
			calls:   []string{`create {"name":"a"}`, `find a`, `find a`},
			said:    []string{`error: Unable to create widget "a"`, `warning: It is unknown whether widget "a" exists`},
			details: []string{`id = "a"`},
		},
		"lost, then refused, and unreadable": {
			script:  map[string][]step{"create": {{err: errLost}, {err: errForbidden}}, "find": {{acts: true}, {err: errForbidden}}},
			config:  `{"name":"a"}`,
			calls:   []string{`create {"name":"a"}`, `find a`, `create {"name":"a"}`, `find a`},
			said:    []string{`error: Unable to create widget "a"`, `warning: It is unknown whether widget "a" exists`},
			details: []string{`id = "a"`},
		},
		"refused by somebody else, acted": {
			script: map[string][]step{"create": {{acts: true, err: errForeign}}},
			config: `{"name":"a","text":"t"}`,
			calls:  []string{`create {"name":"a","text":"t"}`, `find a`},
			state:  `{"name":"a","number":10,"text":"t",` + url + `}`,
		},
		"refused by somebody else, acted, with a secret": {
			script: map[string][]step{"create": {{acts: true, err: errForeign}}},
			config: `{"name":"a","secret":"s"}`,
			calls:  []string{`create {"name":"a","secret":"s"}`, `find a`},
			said:   []string{`error at name: Widget "a" already exists`},
		},
		"refused by somebody else, taken by another that holds more": {
			server: []string{`{"name":"a","text":"other"}`},
			script: map[string][]step{"create": {{err: errForeign}}},
			config: `{"name":"a"}`,
			calls:  []string{`create {"name":"a"}`, `find a`},
			said:   []string{`error at name: Widget "a" already exists`},
			after:  keeps(`{"name":"a","text":"other"}`),
		},
		"refused by somebody else, acted, and unreadable": {
			script:  map[string][]step{"create": {{acts: true, err: errForeign}}, "find": {{err: errForbidden}}},
			config:  `{"name":"a"}`,
			calls:   []string{`create {"name":"a"}`, `find a`},
			said:    []string{`error: Unable to create widget "a"`, `warning: It is unknown whether widget "a" exists`},
			details: []string{"import {\n    to = proget_widget.<name>\n    id = \"a\"\n  }"},
		},
		"lost, undecided": {
			script:  map[string][]step{"create": {{acts: true, err: errLost}}, "find": {{err: errForbidden}}},
			config:  `{"name":"a","text":"t","secret":"s"}`,
			calls:   []string{`create {"name":"a","text":"t","secret":"s"}`, `find a`},
			state:   `{"name":"a","text":"t"}`, // nothing shows whose secret it has
			said:    []string{`error: Unable to create widget "a"`, `warning: It is unknown whether widget "a" exists`},
			details: []string{"terraform untaint"},
		},
		"lost every time": {
			script:  map[string][]step{"create": {{err: errLost}, {err: errLost}, {err: errLost}}},
			config:  `{"name":"a"}`,
			calls:   []string{`create {"name":"a"}`, `find a`, `create {"name":"a"}`, `find a`, `create {"name":"a"}`, `find a`},
			state:   `{"name":"a"}`,
			said:    []string{`error: Unable to create widget "a"`, `warning: It is unknown whether widget "a" exists`},
			details: []string{"reading found none after each attempt"},
		},
		"unread": {
			script:  map[string][]step{"create": {{acts: true, err: errUnread}}},
			config:  `{"name":"a","text":"","tags":["a"],"parts":[{"token":"t"}]}`,
			calls:   []string{`create {"name":"a","tags":["a"],"parts":[{"token":"t"}]}`, `find a`},
			state:   `{"name":"a","parts":[{"token":"t"}],"tags":["a"],"text":""}`,
			said:    []string{`warning: Unable to verify the create of widget "a"`},
			details: []string{"holds what was sent"},
		},
		"unread, not there": {
			script:  map[string][]step{"create": {{err: errUnread}}},
			config:  `{"name":"a"}`,
			calls:   []string{`create {"name":"a"}`, `find a`},
			said:    []string{`error: Unable to create widget "a"`},
			details: []string{"afterwards there is no such widget"},
		},
	} {
		t.Run(name, c.run)
	}
}
