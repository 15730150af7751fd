package crud_test

import (
	"testing"
)

func TestUpdate(t *testing.T) {
	t.Parallel()
	const a = `{"name":"a","number":10,` + url + `}`
	renamed := func(t *testing.T, s *server) {
		t.Helper()
		if s.stored("a") != "" || s.stored("b") == "" {
			t.Errorf("not renamed: %v", s.objects)
		}
	}
	for name, c := range map[string]write{
		"only what changed": {
			server: []string{`{"name":"a","text":"t","number":5,"tags":["x","y"],"secret":"s",` + url + `}`},
			prior:  `{"name":"a","text":"t","number":5,"tags":["x","y"],"secret":"s",` + url + `}`,
			config: `{"name":"a","text":"u","tags":["y","x"],"secret":"s"}`,
			calls:  []string{`update a {"text":"u"}`},
			state:  `{"name":"a","number":5,"secret":"s","tags":["x","y"],"text":"u",` + url + `}`,
		},
		"cleared": {
			server: []string{`{"name":"a","text":"t","tags":["x"],"secret":"s","parts":[{"label":"l"}],"number":5,` + url + `}`},
			prior:  `{"name":"a","text":"t","tags":["x"],"secret":"s","parts":[{"label":"l"}],"number":5,` + url + `}`,
			config: `{"name":"a"}`,
			calls:  []string{`update a {"text":null,"tags":[],"secret":null,"parts":[]}`},
			state:  `{"name":"a","number":5,` + url + `}`,
		},
		"emptied": {
			server: []string{`{"name":"a","text":"t","tags":["x"],"number":5,` + url + `}`},
			prior:  `{"name":"a","text":"t","tags":["x"],"number":5,` + url + `}`,
			config: `{"name":"a","text":"","tags":[]}`,
			calls:  []string{`update a {"text":null,"tags":[]}`},
			state:  `{"name":"a","number":5,"tags":[],"text":"",` + url + `}`,
		},
		"only the provider's own": {
			server: []string{a}, prior: a,
			config: `{"name":"a","local":"here"}`,
			calls:  []string{`find a`},
			state:  `{"local":"here","name":"a","number":10,` + url + `}`,
		},
		"only the provider's own, gone": {
			prior:  a,
			config: `{"name":"a","local":"here"}`,
			calls:  []string{`find a`},
			state:  a,
			said:   []string{`error: Unable to update widget "a"`},
		},
		"renamed": {
			looks:  true,
			server: []string{a}, prior: a,
			config: `{"name":"b","text":"t"}`,
			calls:  []string{`update a {"name":"b","text":"t"}`},
			state:  `{"name":"b","number":10,"text":"t",` + url + `}`,
			after:  renamed,
		},
		"renamed in case only": {
			server: []string{a}, prior: a,
			config: `{"name":"A"}`,
			calls:  []string{`update a {"name":"A"}`},
			state:  `{"name":"A","number":10,` + url + `}`,
		},
		"renaming ignored": {
			looks:  true,
			server: []string{a}, prior: a, fixed: true,
			config: `{"name":"b","text":"t"}`,
			calls:  []string{`update a {"name":"b","text":"t"}`, `find b`},
			state:  `{"name":"a","number":10,"text":"t",` + url + `}`,
			said:   []string{`error at name: ProGet did not store name of widget "b"`},
		},
		"renamed to what exists": {
			looks:   true,
			warned:  []string{`warning at name: Widget "b" already exists`},
			server:  []string{a, `{"name":"b"}`},
			prior:   a,
			config:  `{"name":"b"}`,
			calls:   []string{`update a {"name":"b"}`},
			state:   a,
			said:    []string{`error at name: Unable to update widget "a"`},
			details: []string{"a widget of that name exists"},
		},
		"changed meanwhile": {
			server: []string{`{"name":"a","text":"theirs","tags":["x","y"],"number":5,` + url + `}`},
			prior:  `{"name":"a","text":"t","number":5,` + url + `}`,
			config: `{"name":"a","text":"t","number":6}`, // theirs is drift, for the next plan
			calls:  []string{`update a {"number":6}`},
			state:  `{"name":"a","number":6,"text":"t",` + url + `}`,
		},
		"ignored": {
			server: []string{a}, prior: a,
			stores: ignoring("tags"),
			config: `{"name":"a","tags":["x"],"text":"t"}`,
			calls:  []string{`update a {"text":"t","tags":["x"]}`, `find a`},
			state:  `{"name":"a","number":10,"text":"t",` + url + `}`,
			said:   []string{`error at tags: ProGet did not store tags of widget "a"`},
		},
		"ignored, with a secret that may be, too": {
			server: []string{`{"name":"a","number":10,"secret":"old",` + url + `}`},
			prior:  `{"name":"a","number":10,"secret":"old",` + url + `}`,
			stores: ignoring("tags"),
			config: `{"name":"a","tags":["x"],"secret":"new"}`,
			calls:  []string{`update a {"tags":["x"],"secret":"new"}`, `find a`},
			state:  `{"name":"a","number":10,"secret":"old",` + url + `}`,
			said:   []string{`error at tags: ProGet did not store tags of widget "a"`},
		},
		"ignored, with what is never revealed": {
			server: []string{`{"name":"a","number":10,"secret":"s",` + url + `}`},
			prior:  `{"name":"a","number":10,"secret":"s","local":"here",` + url + `}`,
			stores: ignoring("tags"),
			config: `{"name":"a","tags":["x"],"secret":"s","local":"here"}`,
			calls:  []string{`update a {"tags":["x"]}`, `find a`},
			state:  `{"local":"here","name":"a","number":10,"secret":"s",` + url + `}`,
			said:   []string{`error at tags: ProGet did not store tags of widget "a"`},
		},
		"refused": {
			server: []string{a}, prior: a,
			script:  map[string][]step{"update": {{err: refusal(`Invalid value for $.parts[1].Count`)}}},
			config:  `{"name":"a","parts":[{},{"count":-1}]}`,
			calls:   []string{`update a {"parts":[{},{"count":-1}]}`},
			state:   a,
			said:    []string{`error at parts: Unable to update widget "a"`},
			details: []string{"At parts[1].count: Invalid value"},
		},
		"gone": {
			prior:  a,
			config: `{"name":"a","text":"t"}`,
			calls:  []string{`update a {"text":"t"}`},
			state:  a,
			said:   []string{`error: Unable to update widget "a"`},
		},
		"lost, acted": {
			server: []string{a}, prior: a,
			script: map[string][]step{"update": {{acts: true, err: errLost}}},
			config: `{"name":"a","text":"t"}`,
			calls:  []string{`update a {"text":"t"}`, `find a`},
			state:  `{"name":"a","number":10,"text":"t",` + url + `}`,
		},
		"lost, not acted": {
			server: []string{a}, prior: a,
			script: map[string][]step{"update": {{err: errLost}}},
			config: `{"name":"a","text":"t"}`,
			calls:  []string{`update a {"text":"t"}`, `find a`, `update a {"text":"t"}`},
			state:  `{"name":"a","number":10,"text":"t",` + url + `}`,
		},
		"lost with a secret": {
			server: []string{a}, prior: a,
			script: map[string][]step{"update": {{acts: true, err: errLost}}},
			config: `{"name":"a","text":"t","secret":"s"}`,
			calls:  []string{`update a {"text":"t","secret":"s"}`, `find a`, `update a {"text":"t","secret":"s"}`},
			state:  `{"name":"a","number":10,"secret":"s","text":"t",` + url + `}`,
		},
		"lost with a secret, again and again": {
			server: []string{a}, prior: a,
			script: map[string][]step{"update": {{err: errLost}, {err: errLost}, {err: errLost}}},
			config: `{"name":"a","secret":"s"}`,
			calls:  []string{`update a {"secret":"s"}`, `find a`, `update a {"secret":"s"}`, `find a`, `update a {"secret":"s"}`, `find a`},
			state:  a,
			said:   []string{`error: Unable to update widget "a"`},
		},
		"lost, not acted, then lost, acted": {
			server: []string{a}, prior: a,
			script: map[string][]step{"update": {{err: errLost}, {err: errLost}, {acts: true, err: errLost}}},
			config: `{"name":"a","text":"t"}`,
			calls:  []string{`update a {"text":"t"}`, `find a`, `update a {"text":"t"}`, `find a`, `update a {"text":"t"}`, `find a`},
			state:  `{"name":"a","number":10,"text":"t",` + url + `}`,
		},
		"lost, then refused": {
			server: []string{a}, prior: a,
			script: map[string][]step{"update": {{err: errLost}, {err: errForbidden}}},
			config: `{"name":"a","text":"t"}`,
			calls:  []string{`update a {"text":"t"}`, `find a`, `update a {"text":"t"}`},
			state:  a,
			said:   []string{`error: Unable to update widget "a"`},
		},
		"lost, unreadable": {
			server: []string{a}, prior: a,
			script: map[string][]step{"update": {{acts: true, err: errLost}}, "find": {{err: errForbidden}}},
			config: `{"name":"a","text":"t"}`,
			calls:  []string{`update a {"text":"t"}`, `find a`},
			state:  a,
			said:   []string{`error: Unable to update widget "a"`},
		},
		"renaming lost, acted": {
			looks:  true,
			server: []string{a}, prior: a,
			script: map[string][]step{"update": {{acts: true, err: errLost}}},
			config: `{"name":"b"}`,
			calls:  []string{`update a {"name":"b"}`, `find a`, `find b`},
			state:  `{"name":"b","number":10,` + url + `}`,
			after:  renamed,
		},
		"renaming lost, acted, with a secret": {
			looks:  true,
			server: []string{a}, prior: a,
			script: map[string][]step{"update": {{acts: true, err: errLost}}},
			config: `{"name":"b","secret":"s"}`,
			calls:  []string{`update a {"name":"b","secret":"s"}`, `find a`, `find b`, `update b {"name":"b","secret":"s"}`},
			state:  `{"name":"b","number":10,"secret":"s",` + url + `}`,
			after:  renamed,
		},
		"renaming lost, acted, with a secret, then refused": {
			looks:  true,
			server: []string{`{"name":"a","number":10,"secret":"old",` + url + `}`},
			prior:  `{"name":"a","number":10,"secret":"old",` + url + `}`,
			script: map[string][]step{"update": {{acts: true, err: errLost}, {err: errForbidden}}},
			config: `{"name":"b","secret":"s"}`,
			calls:  []string{`update a {"name":"b","secret":"s"}`, `find a`, `find b`, `update b {"name":"b","secret":"s"}`},
			state:  `{"name":"b","number":10,"secret":"old",` + url + `}`,
			said:   []string{`error: Unable to update widget "a"`},
			after:  renamed,
		},
		"renaming lost, acted, with a secret, again and again": {
			looks:  true,
			server: []string{a}, prior: a,
			script: map[string][]step{"update": {{acts: true, err: errLost}, {err: errLost}, {err: errLost}}},
			config: `{"name":"b","secret":"s","text":"t"}`,
			calls: []string{
				`update a {"name":"b","text":"t","secret":"s"}`, `find a`, `find b`,
				`update b {"name":"b","text":"t","secret":"s"}`, `find a`, `find b`,
				`update b {"name":"b","text":"t","secret":"s"}`, `find a`, `find b`,
			},
			state: `{"name":"b","number":10,"text":"t",` + url + `}`,
			said:  []string{`error: Unable to update widget "a"`},
			after: renamed,
		},
		"renaming lost, then unreadable": {
			looks:  true,
			server: []string{a}, prior: a,
			script: map[string][]step{"update": {{acts: true, err: errLost}}, "find": {{err: errNotFound}, {err: errForbidden}}},
			config: `{"name":"b","secret":"s"}`,
			calls:  []string{`update a {"name":"b","secret":"s"}`, `find a`, `find b`},
			state:  `{"name":"b","number":10,` + url + `}`,
			said:   []string{`error: Unable to update widget "a"`, `warning: Unable to verify the rename of widget "b"`},
			after:  renamed,
		},
		"renaming lost, acted, with a secret, then lost and unreadable": {
			looks:  true,
			server: []string{a}, prior: a,
			script: map[string][]step{
				"update": {{acts: true, err: errLost}, {err: errLost}},
				"find":   {{acts: true}, {acts: true}, {err: errForbidden}},
			},
			config: `{"name":"b","secret":"s","text":"t"}`,
			calls: []string{
				`update a {"name":"b","text":"t","secret":"s"}`, `find a`, `find b`,
				`update b {"name":"b","text":"t","secret":"s"}`, `find a`,
			},
			state: `{"name":"b","number":10,"text":"t",` + url + `}`,
			said:  []string{`error: Unable to update widget "a"`},
			after: renamed,
		},
		"renaming lost, not acted": {
			looks:  true,
			server: []string{a}, prior: a,
			script: map[string][]step{"update": {{err: errLost}}},
			config: `{"name":"b"}`,
			calls:  []string{`update a {"name":"b"}`, `find a`, `update a {"name":"b"}`},
			state:  `{"name":"b","number":10,` + url + `}`,
			after:  renamed,
		},
		"renaming lost, not acted, the name is another's": {
			looks:  true,
			warned: []string{`warning at name: Widget "b" already exists`},
			server: []string{a, `{"name":"b","text":"theirs"}`},
			prior:  a,
			script: map[string][]step{"update": {{err: errLost}}},
			config: `{"name":"b","text":"t"}`,
			calls:  []string{`update a {"name":"b","text":"t"}`, `find a`, `update a {"name":"b","text":"t"}`},
			state:  a,
			said:   []string{`error at name: Unable to update widget "a"`},
			after: func(t *testing.T, s *server) {
				t.Helper()
				if got := s.stored("b"); got != `{"name":"b","text":"theirs"}` {
					t.Errorf("the other became %s", got)
				}
			},
		},
		"unread": {
			server: []string{a}, prior: a,
			script: map[string][]step{"update": {{acts: true, err: errUnread}}},
			config: `{"name":"a","text":"t","secret":"s"}`,
			calls:  []string{`update a {"text":"t","secret":"s"}`},
			state:  `{"name":"a","number":10,"secret":"s","text":"t",` + url + `}`,
			said:   []string{`warning: Unable to verify the update of widget "a"`},
		},
	} {
		t.Run(name, c.run)
	}
}

// What is planned is what the prior state means, so that it is no change at all.
func TestPlanWithoutChange(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ prior, config string }{
		"left out":            {`{"name":"a","number":5,"active":false,` + url + `}`, `{"name":"a"}`},
		"spelled otherwise":   {`{"name":"a","sort":"nuget","tags":["b","a"],"number":5,` + url + `}`, `{"name":"a","sort":"NuGet","tags":["a","b"]}`},
		"nothing, explicitly": {`{"name":"a","text":"","tags":[],"number":5,` + url + `}`, `{"name":"a","text":"","tags":[]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, newServer())
			r.tf.PlanEmpty(t, r.resource, r.object(c.prior), r.values(c.config))
			if len(r.server.calls) > 0 {
				t.Errorf("planning called %v", r.server.calls)
			}
		})
	}
}

// What stays open in a plan is known after the apply.
func TestPlanOfCreation(t *testing.T) {
	t.Parallel()
	r := newRig(t, newServer())
	got, _ := r.plan("", `{"name":"a","text":""}`)
	const want = `{"active":"(unknown)","name":"a","number":"(unknown)","text":"","url":"(unknown)"}`
	if got != want {
		t.Errorf("planned %s\nwant    %s", got, want)
	}
	if _, diags := r.plan(`{"name":"b","number":5,`+url+`}`, ""); len(diags) > 0 {
		t.Errorf("a planned destroy says %q", diags)
	}
}
