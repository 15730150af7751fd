package provider_test

import (
	"fmt"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// variants are servers that do what the documents disagree on, or leave open.
var variants = []struct {
	name     string
	options  fakeproget.Options
	profiles []string // that it makes sense on; nil for all
}{
	{"as documented", fakeproget.Options{}, nil},
	{"under a path", fakeproget.Options{BasePath: "/tools/proget"}, nil},
	{"empty bodies", fakeproget.Options{EmptyBodies: true}, nil},
	{"other statuses", fakeproget.Options{CreateStatus: 202, UpdateStatus: 204}, nil},
	{"null for empty arrays", fakeproget.Options{NullArrays: true}, nil},
	{"nothing for defaults", fakeproget.Options{OmitDefaults: true}, nil},
	{"sorted sets", fakeproget.Options{Sets: fakeproget.SetsSorted}, nil},
	{"reversed sets", fakeproget.Options{Sets: fakeproget.SetsReversed}, nil},
	{"secrets echoed", fakeproget.Options{Secrets: fakeproget.EchoSecrets}, nil},
	{"secrets masked", fakeproget.Options{Secrets: fakeproget.MaskSecrets}, nil},
	// From 2024 on ProGet is taken to reveal usernames, so that a missing one is drift.
	{"no username", fakeproget.Options{OmitUsername: true}, []string{"5.2", "2023"}},
	{"rules as arrays", fakeproget.Options{RuleArrays: true}, nil},
	{"another name for variables", fakeproget.Options{VariableDictionary: true}, nil},
	{"other names for the feeds of licenses", fakeproget.Options{MisnamedLicenseFeeds: true}, nil},
	{"no ids of licenses", fakeproget.Options{NoLicenseIDs: true}, nil},
	{"licenses deleted by code", fakeproget.Options{LicenseDeleteByCode: true}, nil},
	{"both dialects of licenses", fakeproget.Options{LegacyLicenses: true}, nil},
	{"names without case", fakeproget.Options{CaseInsensitiveNames: true}, nil},
	{"names with alternates", fakeproget.Options{FollowAlternateNames: true}, nil},
	{"no version", fakeproget.Options{NoVersionHeader: true}, nil},
	{"only GET and POST", fakeproget.Options{BlockVerbs: true}, nil},
	{"Free", fakeproget.Options{Edition: "Free"}, nil},
}

// An object with every attribute lives its life on every variant of the
// server: each step ends with the server as configured and an empty plan.
func TestVariants(t *testing.T) {
	t.Parallel()
	for _, variant := range variants {
		t.Run(variant.name, func(t *testing.T) {
			t.Parallel()
			profiles := variant.profiles
			if profiles == nil {
				profiles = fakeproget.Profiles
			}
			for _, profile := range profiles {
				options := variant.options
				options.Profile = profile
				for _, k := range wholeKinds(profile) {
					t.Run(profile+" "+k.resource, func(t *testing.T) {
						t.Parallel()
						k.matrix.live(t, k.served(t, options), k.whole, k.rows(profile))
					})
				}
			}
		})
	}
}

// rows are one for each attribute that an object with every attribute has
// besides what it needs.
func (k *kind) rows(profile string) []row {
	var rows []row
	seen := map[string]bool{}
	for _, r := range k.matrix.of(profile) {
		if _, needed := k.whole[r.attribute]; !seen[r.attribute] && !needed {
			rows = append(rows, r)
		}
		seen[r.attribute] = true
	}
	return rows
}

func (m *matrix) live(t *testing.T, s *server, required values, rows []row) {
	t.Helper()
	e := connect(t, s, nil)
	o, name := e.Absent(m.resource), fmt.Sprint(required[m.key])
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
		o, diags = e.Apply(t, m.resource, o, config)
		noErrors(t, diags)
		object, _ := s.Get(m.kind, name)
		for i, r := range rows {
			if err := r.checkIn(object, cells[i]); err != nil && !r.unsent && !m.off(r, config) {
				t.Errorf("%s: %v", stage.name, err)
			}
		}
		e = connect(t, s, nil)
		was := tftest.Plain(t, o.State)
		o, diags = e.Read(t, m.resource, o)
		noErrors(t, diags)
		if diff := cmp.Diff(was, tftest.Plain(t, o.State)); diff != "" {
			t.Errorf("%s: the refresh changes the state:\n%s", stage.name, diff)
		}
		e.PlanEmpty(t, m.resource, o, config)
	}
	_, diags := e.Apply(t, m.resource, o, nil)
	noErrors(t, diags)
	if _, ok := s.Get(m.kind, name); ok {
		t.Error("the object was not deleted")
	}
}

// off reports that the cache, and with it its numbers, is off.
func (m *matrix) off(r row, config values) bool {
	return (r.attribute == "metadata_cache_minutes" || r.attribute == "metadata_cache_count") && config["metadata_cache_enabled"] != true
}
