package provider_test

import (
	"fmt"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// variants are servers that do what the documents disagree on, or leave open.
var variants = []struct {
	name    string
	options fakeproget.Options
}{
	{"as documented", fakeproget.Options{}},
	{"under a path", fakeproget.Options{BasePath: "/tools/proget"}},
	{"empty bodies", fakeproget.Options{EmptyBodies: true}},
	{"other statuses", fakeproget.Options{CreateStatus: 202, UpdateStatus: 204}},
	{"null for empty arrays", fakeproget.Options{NullArrays: true}},
	{"nothing for defaults", fakeproget.Options{OmitDefaults: true}},
	{"sorted sets", fakeproget.Options{Sets: fakeproget.SetsSorted}},
	{"reversed sets", fakeproget.Options{Sets: fakeproget.SetsReversed}},
	{"secrets echoed", fakeproget.Options{Secrets: fakeproget.EchoSecrets}},
	{"secrets masked", fakeproget.Options{Secrets: fakeproget.MaskSecrets}},
	{"no username", fakeproget.Options{OmitUsername: true}},
	{"rules as arrays", fakeproget.Options{RuleArrays: true}},
	{"another name for variables", fakeproget.Options{VariableDictionary: true}},
	{"other names for the feeds of licenses", fakeproget.Options{MisnamedLicenseFeeds: true}},
	{"no ids of licenses", fakeproget.Options{NoLicenseIDs: true}},
	{"licenses deleted by code", fakeproget.Options{LicenseDeleteByCode: true}},
	{"both dialects of licenses", fakeproget.Options{LegacyLicenses: true}},
	{"names without case", fakeproget.Options{CaseInsensitiveNames: true}},
	{"names with alternates", fakeproget.Options{FollowAlternateNames: true}},
	{"no version", fakeproget.Options{NoVersionHeader: true}},
	{"only GET and POST", fakeproget.Options{BlockVerbs: true}},
	{"Free", fakeproget.Options{Edition: "Free"}},
}

// wholes are objects that have every attribute at once.
var wholes = []struct {
	*matrix
	required values
}{
	{connectors, values{"name": "whole", "feed_type": "NuGet", "url": nuget}},
	{feeds, values{"name": "whole", "feed_type": "NuGet", "deletion_policy": "delete"}},
	{licenses, values{"code": "Whole-1.0", "title": "A license"}},
}

// An object with every attribute lives its life on every variant of the
// server: each step ends with the server as configured and an empty plan.
func TestVariants(t *testing.T) {
	t.Parallel()
	for _, variant := range variants {
		t.Run(variant.name, func(t *testing.T) {
			t.Parallel()
			for _, profile := range fakeproget.Profiles {
				options := variant.options
				options.Profile = profile
				for _, w := range wholes {
					t.Run(profile+" "+w.resource, func(t *testing.T) {
						t.Parallel()
						s := serve(t, options)
						if w.prepare != nil {
							w.prepare(s)
						}
						w.live(t, s, w.required, w.whole(profile))
					})
				}
			}
		})
	}
}

// whole is one row for each attribute.
func (m *matrix) whole(profile string) []row {
	var rows []row
	seen := map[string]bool{}
	for _, r := range m.of(profile) {
		if !seen[r.attribute] && r.attribute != "deletion_policy" && r.attribute != "title" {
			rows = append(rows, r)
		}
		seen[r.attribute] = true
	}
	return rows
}

func (m *matrix) live(t *testing.T, s *server, required values, rows []row) {
	t.Helper()
	e := connect(t, s, nil)
	o, name := e.absent(m.resource), fmt.Sprint(required[m.key])
	cells := make([]cell, len(rows))
	for _, stage := range []stage{set, changed, nothing, set, emptied} {
		config := maps.Clone(required)
		for i, r := range rows {
			cells[i] = r.next(cells[i], stage)
			if value := stage.value(r); value != "" {
				config[r.attribute] = decode(value)
			}
		}
		var diags diagnostics
		o, diags = e.apply(t, m.resource, o, config)
		noErrors(t, diags)
		object, _ := s.Get(m.kind, name)
		for i, r := range rows {
			if err := r.checkIn(object, cells[i]); err != nil && !r.unsent && !m.off(r, config) {
				t.Errorf("%s: %v", stage.name, err)
			}
		}
		e = connect(t, s, nil)
		was := plain(t, o.state)
		o, diags = e.read(t, m.resource, o)
		noErrors(t, diags)
		if diff := cmp.Diff(was, plain(t, o.state)); diff != "" {
			t.Errorf("%s: the refresh changes the state:\n%s", stage.name, diff)
		}
		planned, diags := e.plan(t, m.resource, o, config)
		noErrors(t, diags)
		if diff := cmp.Diff(plain(t, o.state), plain(t, decoded(t, e.schema(m.resource).ValueType(), planned.PlannedState))); diff != "" {
			t.Errorf("%s: the plan is not empty:\n%s", stage.name, diff)
		}
	}
	_, diags := e.apply(t, m.resource, o, nil)
	noErrors(t, diags)
	if _, ok := s.Get(m.kind, name); ok {
		t.Error("the object was not deleted")
	}
}

// off reports that the cache, and with it its numbers, is off.
func (m *matrix) off(r row, config values) bool {
	return (r.attribute == "metadata_cache_minutes" || r.attribute == "metadata_cache_count") && config["metadata_cache_enabled"] != true
}
