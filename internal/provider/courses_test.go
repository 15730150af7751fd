package provider_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// A course is what an attribute of an object goes through, for kinds that have
// no matrix: left out, set, changed behind Terraform's back, changed and left
// out again. Where that does not say enough, it is a list of legs.
type course struct {
	attribute    string
	with         values // always
	set, changed any
	otherwise    any      // where others have nothing
	keeps        bool     // removing it keeps its last value
	inPlace      []int    // steps that replace nothing though the kind is fixed
	unsent       bool     // ProGet is never told
	sent         []string // what each step sends, if that is to be looked at
	legs         []leg
}

// A leg is one step of a course, told in full.
type leg struct {
	config  values
	value   any                   // of the attribute
	has     func(s *server) error // what the server has to have afterwards
	drifted func(s *server)       // what changes behind Terraform's back before
}

func (c course) config(value any) values {
	config := values{c.attribute: value}
	maps.Copy(config, c.with)
	return config
}

// tries notes what the course gives values to. A leg counts for all it holds.
func (c course) tries(paths map[string]bool) {
	paths[c.attribute] = true
	for _, leg := range c.legs {
		for name, value := range leg.config {
			paths[name] = true
			if block, is := value.(values); is {
				for member := range block {
					paths[name+"."+member] = true
				}
			}
		}
	}
}

// steps are the legs of any course.
func (c course) steps() []leg {
	if c.legs != nil {
		return c.legs
	}
	var legs []leg
	for _, value := range []any{c.otherwise, c.set, c.changed, c.otherwise} {
		legs = append(legs, leg{config: c.config(value), value: value})
	}
	return legs
}

// holds requires that the server has what the attribute is to be.
func (c course) holds(t *testing.T, k *kind, s *server, step string, o object, want any) {
	t.Helper()
	if c.legs != nil {
		return // which say so themselves
	}
	stored, ok := k.all(s)[k.importID(t, o)]
	if got := stored[field.Property(c.attribute)]; !ok || !c.unsent && (want != nil || !c.keeps) && meaning(got) != meaning(want) {
		t.Errorf("%s: %s is %v on the server, want %v (there are %v)", step, c.attribute, got, want, k.all(s))
	}
}

// meaning is a value as ProGet compares it: without case, and sets without order.
func meaning(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case []string:
		texts := make([]any, len(v))
		for i, text := range v {
			texts[i] = text
		}
		return meaning(texts)
	case []any:
		var texts []string
		for _, element := range v {
			texts = append(texts, strings.ToLower(fmt.Sprint(element)))
		}
		slices.Sort(texts)
		return strings.Join(texts, "\n")
	}
	return strings.TrimPrefix(strings.ToLower(fmt.Sprint(value)), "false") // which is nothing
}

// hosts are the servers that the courses of a kind run on: one of each profile
// that has it, and those of its line.
func (k *kind) hosts() map[string]fakeproget.Options {
	hosts := map[string]fakeproget.Options{}
	for _, profile := range fakeproget.Profiles {
		if k.on(profile) {
			hosts[profile] = fakeproget.Options{Profile: profile}
		}
	}
	maps.Copy(hosts, k.servers)
	return hosts
}

// Every attribute is set, changed, removed and imported, on every server that
// the kind is known to live on. Each step does to the server what it says, shows
// no secret, and ends in a refresh and a plan without changes.
func TestCourses(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		if k.courses == nil {
			continue
		}
		for name, options := range k.hosts() {
			t.Run(k.String()+" on "+name, func(t *testing.T) {
				t.Parallel()
				k.run(t, k.served(t, options))
			})
		}
	}
}

// run takes an object through each of the courses, and expects nothing to be left of it.
func (k *kind) run(t *testing.T, s *server) {
	t.Helper()
	before := k.everything(s)
	for _, c := range k.courses {
		c.run(t, k, s)
	}
	if diff := cmp.Diff(before, k.everything(s)); diff != "" {
		t.Errorf("what is left differs from what was there before:\n%s", diff)
	}
}

// everything are all objects of the kind, whatever the case.
func (k *kind) everything(s *server) map[string]string {
	all := map[string]string{}
	for name, object := range k.all(s) {
		all[strings.ToLower(name)] = meaning(fmt.Sprint(object))
	}
	return all
}

func (c course) run(t *testing.T, k *kind, s *server) {
	t.Helper()
	o := start(t).Absent(k.resource)
	steps := c.steps()
	for n, leg := range steps {
		step := fmt.Sprintf("%s, %s, step %d", k, c.attribute, n)
		if leg.drifted != nil {
			o = k.drifts(t, s, o, leg.config, leg.drifted)
		}
		e := connectBoth(t, s, nil)
		s.ResetRequests()
		var replaced bool
		var diags diagnostics
		o, replaced, diags = become(t, e, k.resource, o, leg.config)
		noErrors(t, diags)
		if want := k.fixed && n > 0 && !slices.Contains(c.inPlace, n); replaced != want {
			t.Errorf("%s: replaced %t, want %t", step, replaced, want)
		}
		if len(c.sent) > 0 && !slices.Equal(s.bodies(), listOf(c.sent[n])) {
			t.Errorf("%s: sent %q, want %q", step, s.bodies(), c.sent[n])
		}
		k.standsAt(t, s, step, o, leg)
		c.holds(t, k, s, step, o, leg.value)
		imported := k.imports(t, s, step, o)
		if n == len(steps)-1 && !slices.ContainsFunc(slices.Collect(maps.Keys(leg.config)), unimported) {
			staysSo(t, connectBoth(t, s, nil), step+", imported", k.resource, imported, leg.config)
		}
		if n == 1 && c.legs == nil && !c.unsent && k.fake != "" {
			o = k.drifts(t, s, o, leg.config, func(s *server) {
				s.Put(k.fake, k.importID(t, o), map[string]any{field.Property(c.attribute): c.changed})
			})
			o, diags = connectBoth(t, s, nil).Apply(t, k.resource, o, leg.config)
			noErrors(t, diags)
			k.standsAt(t, s, step+", healed", o, leg)
			c.holds(t, k, s, step+", healed", o, leg.value)
		}
	}
	_, diags := connectBoth(t, s, nil).Apply(t, k.resource, o, nil)
	noErrors(t, diags)
}

// unimported tells the attributes that no import can know.
func unimported(name string) bool {
	return strings.HasSuffix(name, "_wo_version") || slices.Contains([]string{"keepers", "on_destroy", "create"}, name)
}

// listOf is a list of a text, or of none where that is empty.
func listOf(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// bodies are the bodies of the requests that write.
func (s *server) bodies() (bodies []string) {
	for _, r := range s.Requests() {
		if r.Method != http.MethodGet {
			bodies = append(bodies, string(r.Body))
		}
	}
	return bodies
}

// standsAt requires of an object that a step was applied to that the server has
// it, that the state has no secret, and that nothing is left to plan.
func (k *kind) standsAt(t *testing.T, s *server, step string, o object, leg leg) {
	t.Helper()
	if leg.has != nil {
		if err := leg.has(s); err != nil {
			t.Errorf("%s: %v", step, err)
		}
	}
	if text := fmt.Sprint(tftest.Plain(t, o.State)) + string(o.Private); strings.Contains(text, "s3cr3t") {
		t.Errorf("%s: the state has a secret: %s", step, text)
	}
	staysSo(t, connectBoth(t, s, nil), step, k.resource, o, leg.config) // the next walk
}

// imports takes an object that is in the state in anew, which has to come out the same.
func (k *kind) imports(t *testing.T, s *server, step string, o object) object {
	t.Helper()
	e := connectBoth(t, s, nil)
	imported, diags := e.Import(t, k.resource, k.importID(t, o), nil)
	noErrors(t, diags)
	if diff := cmp.Diff(k.identified(t, e, imported), e.Identity(t, k.resource, imported)); diff != "" {
		t.Errorf("%s: identity of what was imported (-state +identity):\n%s", step, diff)
	}
	if imported.State.IsNull() {
		t.Fatalf("%s: nothing was imported", step)
	}
	if k.fake == "api-keys" && imported.Get(t, "key") != nil {
		t.Errorf("%s: the import knows the key itself", step)
	}
	if diff := cmp.Diff(spelledAlike(revealed(t, o)), spelledAlike(revealed(t, imported))); diff != "" {
		t.Errorf("%s: imported (-applied +imported):\n%s", step, diff)
	}
	return imported
}

// drifts changes an object behind Terraform's back, which the next plan has to see.
func (k *kind) drifts(t *testing.T, s *server, o object, config values, change func(s *server)) object {
	t.Helper()
	change(s)
	e := connectBoth(t, s, nil)
	read, diags := e.Read(t, k.resource, o)
	noErrors(t, diags)
	planned, diags := e.Plan(t, k.resource, read, config)
	noErrors(t, diags)
	if becomes := e.PlannedState(t, k.resource, planned); cmp.Equal(tftest.Plain(t, read.State), tftest.Plain(t, becomes.State)) {
		t.Errorf("%s: the drift is not planned away: %v", k, tftest.Plain(t, read.State))
	}
	return read
}

// spelledAlike is a value without the user's spelling of it.
func spelledAlike(value any) any {
	switch v := value.(type) {
	case values:
		all := values{}
		for name, member := range v {
			if member = spelledAlike(member); member != nil {
				all[name] = member
			}
		}
		return all
	case []any:
		return none(meaning(v))
	case string:
		if at, err := time.Parse(time.RFC3339, v); err == nil {
			return at.UTC()
		}
	}
	return none(meaning(value))
}
