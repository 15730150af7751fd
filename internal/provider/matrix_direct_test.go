package provider_test

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// direct takes every row through the stages as Terraform would, without it: an
// object at a time, on every profile. Each stage has to plan and to send what
// it changes and nothing else, and to end in a refresh and a plan without
// changes.
func (w *walk) direct(t *testing.T, stages ...stage) {
	t.Helper()
	s := w.serve(t)
	for _, r := range w.rows {
		w.cases += len(stages)
		e := connectBoth(t, s, w.settingsOf())
		o, was := e.Absent(w.resource), cell{}
		for n, stage := range stages {
			s.ResetRequests()
			config := w.values(r, stage.value(r))
			is := r.next(was, stage)
			if stage.unknown && n > 0 {
				open := maps.Clone(config)
				open[r.attribute] = unknownValue{}
				w.planned(t, e, r, stage, o, open, []string{r.attribute})
			} else if n > 0 {
				var changes []string
				if was.value != is.value {
					changes = []string{r.attribute}
				}
				w.planned(t, e, r, stage, o, config, changes)
			}
			var diags diagnostics
			o, diags = e.Apply(t, w.resource, o, config)
			noErrors(t, diags)
			var changes []change
			for _, request := range s.Requests() {
				if c, ok := w.change(request); ok {
					changes = append(changes, c)
				}
			}
			if err := w.checkSent(r, n == 0, was, is, changes); err != nil {
				t.Errorf("%s: %v", stage.name, err)
			}
			if err := w.checkStored(s, r, is); err != nil {
				t.Errorf("%s: %v", stage.name, err)
			}
			e = connectBoth(t, s, w.settingsOf()) // the next walk
			read, diags := e.Read(t, w.resource, o)
			noErrors(t, diags)
			if diff := cmp.Diff(tftest.Plain(t, o.State), tftest.Plain(t, read.State)); diff != "" {
				t.Errorf("%s: %s: the refresh changes the state:\n%s", r.name(), stage.name, diff)
			}
			w.planned(t, e, r, stage, read, config, nil)
			was = is
		}
		_, diags := e.Apply(t, w.resource, o, nil)
		noErrors(t, diags)
		if _, ok := s.Get(w.kind, r.name()); ok {
			t.Errorf("%s was not deleted", r.name())
		}
	}
}

// planned requires the plan of a configuration to change the given attributes.
func (w *walk) planned(t *testing.T, e *engine, r row, stage stage, o object, config values, want []string) {
	t.Helper()
	resp, diags := e.Plan(t, w.resource, o, config)
	noErrors(t, diags)
	was, _ := tftest.Plain(t, o.State).(values)
	becomes, _ := tftest.Plain(t, tftest.Decode(t, e.Schema(w.resource).ValueType(), resp.PlannedState)).(values)
	var got []string
	for _, name := range slices.Sorted(maps.Keys(becomes)) {
		if !reflect.DeepEqual(was[name], becomes[name]) && (want == nil || !slices.Contains(r.also, name)) {
			got = append(got, name)
		}
	}
	if !slices.Equal(want, got) || len(resp.RequiresReplace) > 0 {
		t.Errorf("%s: %s: plans to change %v, want %v (replacement for %v)", r.name(), stage.name, got, want, resp.RequiresReplace)
	}
}

var assignment = regexp.MustCompile(`(?m)^\s*(\w+)\s*=\s*(\S.*)$`)

// values are the configuration of a row with a value.
func (w *walk) values(r row, value string) values {
	config := values{w.key: r.name()}
	for _, line := range assignment.FindAllStringSubmatch(or(r.base, w.base)+"\n"+r.with, -1) {
		config[line[1]] = decode(line[2])
	}
	if value != "" {
		config[r.attribute] = decode(value)
	}
	return config
}

// settingsOf are the settings of the provider.
func (w *walk) settingsOf() values {
	settings := values{}
	for _, line := range assignment.FindAllStringSubmatch(w.settings, -1) {
		settings[line[1]] = decode(line[2])
	}
	return settings
}
