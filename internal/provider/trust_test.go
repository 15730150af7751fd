package provider_test

import (
	"fmt"
	"hash/fnv"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// long reports whether the suites run whole instead of a sample.
func long() bool { return os.Getenv("PROGET_TEST_LONG") != "" }

// sampled reports whether a case belongs to the sample of one in so many. It
// goes by the name, so that the sample is the same every time.
func sampled(name string, oneIn uint32) bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name))
	return long() || h.Sum32()%oneIn == 0
}

// A trial is one operation on one object of a kind, while something goes wrong.
// It judges the objects of the server and the state right after the operation,
// and again after Terraform's next run on a healthy server: nothing may be lost,
// doubled, orphaned or adopted, and nothing believed that did not happen.
type trial struct {
	*kind

	profile   string
	operation string // create, update, rotate, rename, delete or read
	fault     fakeproget.Fault
	where     string // writes, reads or all
	times     int    // how often the fault strikes; 0 for always
	imports   *atomic.Int64
}

// trialFaults are all faults of the other suites, and all answers of something
// that is not ProGet, with and without the server having acted.
func trialFaults(elsewhere string) map[string]fakeproget.Fault {
	faults := map[string]fakeproget.Fault{}
	for _, d := range disorders(elsewhere) {
		faults[d.name] = d.fault
	}
	for name, fault := range fakeproget.ForeignAnswers() {
		faults["foreign: "+name] = fault
		fault.Act = true
		faults["foreign after acting: "+name] = fault
	}
	faults["the answer unsigned"] = fakeproget.Fault{Foreign: true}
	faults["the answer cut as if whole"] = fakeproget.Fault{Cut: 3}
	return faults
}

var operations = []string{"create", "update", "rotate", "rename", "delete", "read"}

// trials are the cases that there are for a kind.
func (k *kind) trials(profile string, faults map[string]fakeproget.Fault) map[string]trial {
	trials := map[string]trial{}
	for name, fault := range faults {
		for _, operation := range operations {
			if operation == "update" && k.fixed || operation == "rename" && !k.renames || operation == "rotate" && k.secrets == nil {
				continue
			}
			for _, where := range []string{"writes", "reads", "all"} {
				if operation == "read" && where == "writes" {
					continue
				}
				if lies(fault) && !fault.Foreign && (operation == "delete" || operation == "rotate" || where == "all" || k.unseen) {
					continue // ProGet's own word, for what nothing else shows
				}
				for _, times := range []int{1, 0} {
					trials[fmt.Sprintf("%s %s, %s, %s of %s, %d", profile, k, operation, name, where, times)] = trial{k, profile, operation, fault, where, times, nil}
				}
			}
		}
	}
	return trials
}

func TestTrust(t *testing.T) {
	t.Parallel()
	elsewhere, received := otherHost(t)
	var count, imports atomic.Int64
	t.Run("all", func(t *testing.T) {
		t.Parallel()
		for _, profile := range fakeproget.Profiles {
			for _, k := range kindsOn(profile) {
				all := k.trials(profile, trialFaults(elsewhere))
				for _, name := range slices.Sorted(maps.Keys(all)) {
					if !sampled(name, 120) {
						continue
					}
					t.Run(name, func(t *testing.T) {
						t.Parallel()
						count.Add(1)
						tr := all[name]
						tr.imports = &imports
						tr.run(t)
					})
				}
			}
		}
	})
	t.Cleanup(func() {
		t.Logf("%d trials of operation, fault, kind and profile; after %d an error named the object with its import block", count.Load(), imports.Load())
		if n := received.Load(); n > 0 {
			t.Errorf("%d requests were sent to another host", n)
		}
	})
}

// contradicts reports whether nobody can know what became of the operation: the
// server acted and something else said no, or nothing could be read any more, or
// nothing shows whose secret an object has. Then an error has to name the object
// with its import block.
func (tr trial) contradicts() bool {
	return tr.blind() || tr.fault.Act && tr.fault.Status >= 400 || tr.operation == "create" && tr.secrets != nil
}

// blind reports whether nothing of the server was to be seen. Then it is the
// next run whose error names the object.
func (tr trial) blind() bool { return tr.where == "all" && tr.times == 0 }

var importBlock = regexp.MustCompile(`import \{\s+to = \S+\s+id = "([^"]+)"\s+\}`)

// strike makes the fault strike from now on.
func (tr trial) strike(s *server) {
	methods := map[string][]string{"writes": {"POST", "PUT", "DELETE"}, "reads": {"GET"}, "all": {""}}[tr.where]
	for _, method := range methods {
		fault := tr.fault
		fault.Method, fault.Times, fault.Path = method, tr.times, "/api/"
		s.Fail(fault)
	}
}

// goal is the configuration that the operation is to bring about; nil for none.
func (tr trial) goal() values {
	switch tr.operation {
	case "update":
		return tr.after
	case "rename":
		return tr.renamed()
	case "rotate":
		return tr.rotated()
	case "delete":
		return nil
	}
	return tr.before
}

// rotated is the configuration before with other secrets and nothing else changed.
func (k *kind) rotated() values {
	config := k.before
	for attribute := range k.secrets {
		config = altered(config, attribute, fmt.Sprint(at(config, attribute), "-rotated"))
		if version, ok := config[k.versionOf(attribute)].(int); ok {
			config = altered(config, k.versionOf(attribute), version+1)
		}
	}
	return config
}

func (tr trial) run(t *testing.T) {
	t.Helper()
	s := tr.served(t, fakeproget.Options{Profile: tr.profile})
	o, goal := connect(t, s, nil).Absent(tr.resource), tr.goal()
	if tr.operation != "create" {
		e := connect(t, s, nil)
		var diags diagnostics
		o, diags = e.Apply(t, tr.resource, o, tr.before)
		noErrors(t, diags)
	}
	others := tr.others(s)

	e := connect(t, s, nil)
	tr.strike(s)
	var struck object
	var diags diagnostics
	if tr.operation == "read" {
		struck, diags = e.Read(t, tr.resource, o)
	} else {
		struck, diags = e.Apply(t, tr.resource, o, goal)
	}
	s.ClearFaults()
	quiet(t, diags)
	tr.judge(t, s, struck, goal, diags)
	if diff := cmp.Diff(others, tr.others(s)); diff != "" {
		t.Errorf("objects that the operation is not about changed:\n%s", diff)
	}

	tr.recover(t, s, struck, goal, diags)
	if diff := cmp.Diff(others, tr.others(s)); diff != "" {
		t.Errorf("objects that the recovery is not about changed:\n%s", diff)
	}
}

// configs are all configurations of the object in this trial.
func (tr trial) configs() []values {
	configs := []values{tr.before, tr.after}
	if tr.renames {
		configs = append(configs, tr.renamed())
	}
	return configs
}

// others are all objects of the kind but that of the trial.
func (tr trial) others(s *server) map[string]map[string]any {
	objects := tr.all(s)
	for _, config := range tr.configs() {
		for _, name := range tr.made(s, config) {
			delete(objects, name)
		}
	}
	maps.DeleteFunc(objects, func(_ string, object map[string]any) bool { return tr.free != nil && tr.free(object) })
	return objects
}

// judge compares the state with the server's objects right after the operation.
func (tr trial) judge(t *testing.T, s *server, struck object, goal values, diags diagnostics) {
	t.Helper()
	exists := tr.there(s, tr.configs()...)
	creates := tr.operation == "create" || tr.fixed && tr.operation == "rotate"
	switch {
	case exists && struck.State.IsNull() && creates && diags.Failed() && tr.named(diags):
	case exists && struck.State.IsNull():
		t.Errorf("orphaned: the object exists and is not in the state\n%s", diags)
	case diags.Failed():
	case goal == nil && exists:
		t.Error("the deletion is believed, and the object exists")
	case goal != nil && !tr.there(s, goal):
		t.Errorf("success is believed, and the object does not exist\n%s", diags)
	}
	tr.single(t, s)
	if goal != nil && !struck.State.IsNull() {
		tr.believes(t, s, struck, goal, diags)
	}
}

// lookYourself is what the error of a creation says that nothing shows.
const lookYourself = "look in ProGet for what is new, and delete or import it"

// named reports whether an error may leave out of the state what there is: it
// has to name it, or the next one does.
func (tr trial) named(diags diagnostics) bool {
	if tr.unnamed != "" {
		return importBlock.MatchString(diags.String()) || tr.blind() && strings.Contains(diags.String(), lookYourself)
	}
	return tr.blind() || tr.contradicts() && importBlock.MatchString(diags.String())
}

// single requires that the object is not there twice, as one or under both names.
func (tr trial) single(t *testing.T, s *server) {
	t.Helper()
	count := 0
	if tr.there(s, tr.before) {
		count = max(1, len(tr.made(s, tr.before)))
	}
	if tr.renames && tr.there(s, tr.renamed()) {
		count++
	}
	if count > 1 {
		t.Errorf("doubled: the object exists %d times", count)
	}
}

// believes requires that the state claims no secret that the server does not have.
func (tr trial) believes(t *testing.T, s *server, struck object, goal values, diags diagnostics) {
	t.Helper()
	stored, exists := tr.get(s, goal)
	if !exists {
		return
	}
	for attribute, property := range tr.secrets {
		state, _ := tftest.Plain(t, struck.State).(values)
		claimed := at(state, attribute)
		if version, ok := goal[tr.versionOf(attribute)]; ok && state[tr.versionOf(attribute)] == version {
			claimed = at(goal, attribute)
		}
		if claimed == at(goal, attribute) && claimed != stored[property] {
			t.Errorf("the state claims %s %q, and the server has %q\n%s", attribute, claimed, stored[property], diags)
		}
	}
	if !diags.Failed() && len(diags) == 0 && fmt.Sprint(stored[field.Property(tr.changed)]) != fmt.Sprint(at(goal, tr.changed)) && stored[field.Property(tr.changed)] != nil {
		t.Errorf("success without a word, and the server has %s %v", tr.changed, stored[field.Property(tr.changed)])
	}
}

// recover is Terraform's next run, on a healthy server. What failed to be
// created is tainted, so that it is replaced.
func (tr trial) recover(t *testing.T, s *server, struck object, goal values, said diagnostics) {
	t.Helper()
	e := connect(t, s, nil)
	o, failed := struck, said.Failed()
	var diags diagnostics
	if block := importBlock.FindStringSubmatch(said.String()); block != nil && tr.unnamed != "" && o.State.IsNull() && goal != nil {
		tr.imports.Add(1)
		o, diags = e.Import(t, tr.resource, block[1], nil) // as the error says, or there would be two
		noErrors(t, diags)
		failed = false
	} else if tr.unnamed != "" && strings.Contains(said.String(), lookYourself) {
		tr.remove(s, goal) // as it says
	}
	if !o.State.IsNull() {
		o, diags = e.Read(t, tr.resource, o)
		noErrors(t, diags)
	}
	if !o.State.IsNull() && (goal == nil || failed && tr.operation == "create") {
		o, diags = e.Apply(t, tr.resource, o, nil)
		noErrors(t, diags)
	}
	if goal == nil {
		if tr.there(s, tr.configs()...) {
			t.Error("the object is still on the server after the next run")
		}
		return
	}
	applied, diags := e.Apply(t, tr.resource, o, goal)
	if block := importBlock.FindStringSubmatch(diags.String()); block != nil && tr.contradicts() && failed && o.State.IsNull() {
		tr.imports.Add(1)
		applied, diags = e.Import(t, tr.resource, block[1], nil) // as the error says
		noErrors(t, diags)
		applied, diags = e.Apply(t, tr.resource, applied, goal)
	}
	noErrors(t, diags)
	e = connect(t, s, nil)
	o, diags = e.Read(t, tr.resource, applied)
	noErrors(t, diags)
	e.PlanEmpty(t, tr.resource, o, goal)
	stored, exists := tr.get(s, goal)
	if !exists {
		t.Fatal("the object is not on the server after the next run")
	}
	for attribute, property := range tr.secrets {
		if at(goal, attribute) != stored[property] {
			t.Errorf("the plan is empty, and the server has %s %q instead of %q", property, stored[property], at(goal, attribute))
		}
	}
	tr.single(t, s)
}

// A rival makes an object of the same key after Terraform's look and before its
// creation. Whatever the answer is, the rival's object is neither adopted nor changed.
func TestTrustRival(t *testing.T) {
	t.Parallel()
	answers := fakeproget.ForeignAnswers()
	answers["the server's own"] = fakeproget.Fault{Path: "/nowhere"}
	answers["500"] = fakeproget.Fault{Status: 500, Body: "Object reference not set."}
	answers["500 after acting"] = fakeproget.Fault{Status: 500, Body: "Object reference not set.", Act: true}
	answers["connection dropped after acting"] = fakeproget.Fault{Drop: fakeproget.AfterActing}
	answers["connection dropped before acting"] = fakeproget.Fault{Drop: fakeproget.BeforeActing}
	forProfiles(t, func(t *testing.T, profile string) {
		t.Helper()
		for _, k := range kindsOn(profile) {
			if k.theirs == nil || k.unguarded != "" {
				continue
			}
			for name, fault := range answers {
				for _, same := range []bool{false, true} { // the rival's object can look as ours would
					if !same && len(k.theirs) == 0 {
						continue // it has to
					}
					trial := fmt.Sprintf("%s %s %t", k, name, same)
					if !sampled(profile+" "+trial, 4) {
						continue
					}
					t.Run(trial, func(t *testing.T) {
						t.Parallel()
						k.rival(t, profile, fault, same)
					})
				}
			}
		}
	})
}

func (k *kind) rival(t *testing.T, profile string, fault fakeproget.Fault, same bool) {
	t.Helper()
	theirs := maps.Clone(k.theirs)
	if same {
		for name, value := range k.before {
			if _, known := k.secrets[name]; !known && name != "deletion_policy" && !strings.HasSuffix(name, "_wo_version") {
				theirs[field.Property(name)] = value
			}
		}
	}
	var s *server
	var once sync.Once
	s = k.served(t, fakeproget.Options{Profile: profile, OnRequest: func(r *http.Request) {
		if r.Method != http.MethodGet && slices.ContainsFunc(k.writes, func(path string) bool { return strings.HasPrefix(r.URL.Path, path) }) {
			once.Do(func() { k.change(s, k.before, theirs) })
		}
	}})
	e := connect(t, s, nil)
	fault.Method, fault.Times = http.MethodPost, 1
	if fault.Path == "" {
		k.fail(s, fault)
	}
	o, diags := e.Apply(t, k.resource, e.Absent(k.resource), k.before)
	stored, _ := k.get(s, k.before)
	for attribute, property := range k.secrets {
		if stored[property] != nil {
			t.Errorf("the rival's object got our %s", attribute)
		}
	}
	if !same && fmt.Sprint(stored[field.Property(k.changed)]) == fmt.Sprint(k.before[k.changed]) {
		t.Errorf("the rival's object was changed: %v", stored)
	}
	// If the answer is lost and the rival's object is as ours would be, nobody can tell them apart.
	certain := fault.Path != "" || fault.Status == http.StatusInternalServerError || k.secrets != nil
	if (certain || !same) && (!o.State.IsNull() || !diags.Failed()) {
		t.Errorf("the rival's object was adopted:\n%v\n%s", tftest.Plain(t, o.State), diags)
	}
}

// A rival's object that has all that ours would have, and more of what ours leaves
// out: it is not taken for what a lost creation made, and nothing of it is reset.
func TestTrustRicherRival(t *testing.T) {
	t.Parallel()
	faults := map[string]fakeproget.Fault{
		"dropped before acting": {Drop: fakeproget.BeforeActing},
		"502":                   {Status: 502},
		"foreign 404":           {Status: 404, Foreign: true, Body: "404 page not found"},
		"foreign 200":           {Status: 200, Foreign: true, Body: "OK"},
		"other JSON":            {Status: 200, Body: `{"error":"x"}`, ContentType: "application/json"},
	}
	for _, c := range []struct {
		resource, fake, name, create string
		config                       values
		theirs                       map[string]any
	}{
		{"proget_feed", "feeds", "new", feedsAPI + "create", values{"name": "new", "feed_type": "nuget"}, map[string]any{"feedType": "nuget", "description": "theirs", "dropPath": "/theirs"}},
		{"proget_license", "licenses", "N-1", "/api/licenses/add", values{"code": "N-1"}, map[string]any{"title": "theirs", "urls": []string{"theirs.example.com"}}},
		{"proget_task", "tasks", "new", "/api/security/tasks/add", values{"name": "new", "attributes": []string{"Feeds_ViewFeed"}}, map[string]any{"attributes": []string{"Feeds_ViewFeed"}, "description": "theirs"}},
		{"proget_user", "users", "new", "/api/security/users/add", values{"name": "new"}, map[string]any{"email": "theirs@example.com"}},
	} {
		for name, fault := range faults {
			t.Run(c.resource+", "+name, func(t *testing.T) {
				t.Parallel()
				var s *server
				var once sync.Once
				s = withSecurity(t, fakeproget.Options{OnRequest: func(r *http.Request) {
					if r.Method == http.MethodPost && r.URL.Path == c.create {
						once.Do(func() { s.Put(c.fake, c.name, c.theirs) })
					}
				}})
				fault.Method, fault.Path, fault.Times = http.MethodPost, c.create, 1
				s.Fail(fault)
				e := connect(t, s, nil)
				o, diags := e.Apply(t, c.resource, e.Absent(c.resource), c.config)
				if !o.State.IsNull() || !diags.Failed() || !importBlock.MatchString(diags.String()) {
					t.Errorf("want an error with the import block and no state, got %v\n%s", tftest.Plain(t, o.State), diags)
				}
				stored, _ := s.Get(c.fake, c.name)
				for property, value := range c.theirs {
					if fmt.Sprint(stored[property]) != fmt.Sprint(value) {
						t.Errorf("%s of the rival's object became %v", property, stored[property])
					}
				}
			})
		}
	}
}
