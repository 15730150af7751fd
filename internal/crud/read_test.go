package crud_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// identified is the identity of a widget; without a name there is none.
func identified(name string) tftest.Values {
	if name == "" {
		return nil
	}
	return tftest.Values{"name": name}
}

func TestRead(t *testing.T) {
	t.Parallel()
	const state = `{"local":"here","name":"A","number":5,"secret":"s","sort":"NuGet","text":"",` + url + `}`
	stored := []string{`{"name":"a","sort":"nuget","number":5,` + url + `}`}
	for name, c := range map[string]struct {
		server   []string
		find     error
		alias    string // what the server finds by the old name
		identity string // that Terraform brings
		state    string
		told     string // identity
		said     []string
		details  string
	}{
		"unchanged":              {server: stored, identity: "A", state: state, told: "A"},
		"without identity":       {server: stored, state: state, told: "A"},
		"drifted":                {server: []string{`{"name":"a","sort":"npm","text":"t","tags":["x"]}`}, identity: "A", state: `{"local":"here","name":"A","secret":"s","sort":"npm","tags":["x"],"text":"t"}`, told: "A"},
		"renamed elsewhere":      {alias: `{"name":"b"}`, identity: "A", state: `{"local":"here","name":"b","secret":"s","text":""}`, told: "b"},
		"gone":                   {identity: "A", told: "A", said: []string{`warning: Widget "A" no longer exists`}, details: "the plan creates it anew"},
		"gone, without identity": {told: "A", said: []string{`warning: Widget "A" no longer exists`}, details: "removed from the Terraform state"},
		"forbidden":              {server: stored, find: errForbidden, identity: "A", state: state, told: "A", said: []string{`error: Unable to read widget "A"`}, details: "not allowed"},
		"no answer":              {find: errLost, state: state, told: "A", said: []string{`error: Unable to read widget "A"`}, details: "502"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(c.server...)
			if c.find != nil {
				s.script["find"] = []step{{err: c.find}}
			}
			if c.alias != "" {
				s.put(c.alias)
				s.objects["a"] = s.objects["b"]
			}
			got := newRig(t, s).refresh(state, identified(c.identity))
			if got.state != c.state {
				t.Errorf("state %s\nwant  %s", got.state, c.state)
			}
			if got.identity != c.told {
				t.Errorf("identity %q, want %q", got.identity, c.told)
			}
			if !slices.Equal(got.said, c.said) || !strings.Contains(got.details, c.details) {
				t.Errorf("said %q:\n%s\nwant %q: %s", got.said, got.details, c.said, c.details)
			}
			if want := []string{"find A"}; !slices.Equal(s.calls, want) {
				t.Errorf("called %v", s.calls)
			}
		})
	}
}

func TestImport(t *testing.T) {
	t.Parallel()
	stored := `{"name":"a","sort":"nuget","text":"","tags":["x"],"secret":"s","number":5,"active":true,"parts":[{"label":"l","token":"t"}],` + url + `}`
	const imported = `{"active":true,"name":"a","number":5,"parts":[{"label":"l"}],"sort":"nuget","tags":["x"],` + url + `}`
	for name, c := range map[string]struct {
		id, identity string
		state, told  string
		said         []string
	}{
		"by id":               {id: "a", state: imported, told: "a"},
		"by identity":         {identity: "a", state: imported, told: "a"},
		"in another case":     {id: "A", state: imported, told: "a"}, // the server's spelling
		"missing":             {id: "b", state: `{"name":"b"}`, told: "b", said: []string{`error: There is no widget "b" to import`}},
		"missing by identity": {identity: "b", state: `{"name":"b"}`, told: "b", said: []string{`error: There is no widget "b" to import`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := newRig(t, newServer(stored)).imported(c.id, identified(c.identity))
			if got.state != c.state || got.identity != c.told || !slices.Equal(got.said, c.said) {
				t.Errorf("got  %+v\nwant %+v", got, c)
			}
		})
	}
}

func TestDelete(t *testing.T) {
	t.Parallel()
	const state = `{"name":"a","number":5,` + url + `}`
	for name, c := range map[string]struct {
		script map[string][]step
		gone   bool
		calls  []string
		state  string
		said   []string
	}{
		"deleted":      {calls: []string{"delete a"}},
		"gone already": {gone: true, calls: []string{"delete a"}},
		"refused": {
			script: map[string][]step{"delete": {{err: errForbidden}}},
			calls:  []string{"delete a"}, state: state, said: []string{`error: Unable to delete widget "a"`},
		},
		"lost, acted": {
			script: map[string][]step{"delete": {{acts: true, err: errLost}}},
			calls:  []string{"delete a", "find a"},
		},
		"lost, not acted": {
			script: map[string][]step{"delete": {{err: errLost}}},
			calls:  []string{"delete a", "find a", "delete a"},
		},
		"lost, acted the last time": {
			script: map[string][]step{"delete": {{err: errLost}, {err: errLost}, {acts: true, err: errLost}}},
			calls:  []string{"delete a", "find a", "delete a", "find a", "delete a", "find a"},
		},
		"lost, then gone": {
			script: map[string][]step{"delete": {{err: errLost}, {err: errNotFound}}},
			calls:  []string{"delete a", "find a", "delete a"},
		},
		"lost every time": {
			script: map[string][]step{"delete": {{err: errLost}, {err: errLost}, {err: errLost}}},
			calls:  []string{"delete a", "find a", "delete a", "find a", "delete a", "find a"},
			state:  state, said: []string{`error: Unable to delete widget "a"`},
		},
		"lost, undecided": {
			script: map[string][]step{"delete": {{acts: true, err: errLost}}, "find": {{err: errForbidden}}},
			calls:  []string{"delete a", "find a"}, state: state, said: []string{`error: Unable to delete widget "a"`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(state)
			if c.gone {
				s = newServer()
			}
			maps.Copy(s.script, c.script)
			got := newRig(t, s).apply(state, "")
			if got.state != c.state || !slices.Equal(got.said, c.said) {
				t.Errorf("got  %+v\nwant %+v", got, c)
			}
			if !slices.Equal(s.calls, c.calls) {
				t.Errorf("called %v, want %v", s.calls, c.calls)
			}
		})
	}
}

// While the provider's settings are unknown, plans are made and nothing else.
func TestUnknownProvider(t *testing.T) {
	t.Parallel()
	const prior, config, unset = `{"name":"a","number":5}`, `{"name":"a","text":"t"}`, "error: ProGet provider is not configured yet"
	s := newServer(prior)
	r := newRigWith(t, s, nil)
	for name, c := range map[string]struct {
		got   outcome
		state string
	}{
		"create": {r.apply("", config), ""},
		"update": {r.apply(prior, config), prior},
		"delete": {newRigWith(t, s, nil).apply(prior, ""), prior},
		"read":   {r.refresh(prior, identified("a")), prior},
		"import": {r.imported("a", nil), `{"name":"a"}`},
	} {
		if want := []string{unset}; !slices.Equal(c.got.said, want) {
			t.Errorf("%s: said %q, want %q", name, c.got.said, want)
		}
		if c.got.state != c.state {
			t.Errorf("%s: the state is %s, want %s", name, c.got.state, c.state)
		}
	}
	for name, diags := range map[string]tftest.Diagnostics{
		"data source":  dataDiags(r.data("proget_widget", `{"name":"a"}`)),
		"data sources": dataDiags(r.data("proget_widgets", `{}`)),
	} {
		if got := said(diags); !slices.Equal(got, []string{unset}) {
			t.Errorf("%s: said %q", name, got)
		}
	}
	if _, diags := r.list(`{}`, 0, false); !slices.Equal(diags, []string{unset}) {
		t.Errorf("list: said %q", diags)
	}
	if len(s.calls) > 0 {
		t.Errorf("called %v", s.calls)
	}
}
