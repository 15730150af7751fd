package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/provider"
)

// The guide on old and new servers has the table by which plans refuse.
func TestVersionsPage(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"feed", "license"} {
		var page strings.Builder
		page.WriteString("| Attribute | Exists in | On other versions |\n|---|---|---|\n")
		for _, limit := range provider.Limits()[kind] {
			name, member, ok := strings.Cut(limit.Attribute, ".")
			attribute := "`" + name + "`"
			if ok {
				attribute = "`" + member + "` in `" + name + "`"
			}
			elsewhere := "refused by the plan"
			if limit.Uncertain {
				elsewhere = "perhaps not stored, so the plan warns"
			}
			if limit.Instead != "" {
				elsewhere += "; " + limit.Instead
			}
			fmt.Fprintf(&page, "| %s | %s | %s |\n", attribute, limit.Versions(), elsewhere)
		}
		comparePage(t, "old-and-new-servers.md.tmpl", kind, page.String())
	}
	var page strings.Builder
	page.WriteString("| Resource | Exists in |\n|---|---|\n")
	limits := provider.Limits()
	for _, kind := range slices.Sorted(maps.Keys(limits)) {
		for _, limit := range limits[kind] {
			if limit.Attribute == "" {
				fmt.Fprintf(&page, "| `proget_%s` | %s |\n", kind, limit.Versions())
			}
		}
	}
	comparePage(t, "old-and-new-servers.md.tmpl", "kinds", page.String())
}

// What has no limit is an attribute, and what the matrix tests on some profiles
// only is refused on the others, before anything is created.
func TestVersionsRefuse(t *testing.T) {
	t.Parallel()
	for _, m := range []*matrix{feeds, licenses} {
		for _, profile := range fakeproget.Profiles {
			s := serve(t, fakeproget.Options{Profile: profile})
			existing := map[string]bool{"title": true, "retention_rule": true} // they have rows for single profiles only
			for _, r := range m.rows {
				if len(r.profiles) == 0 || slices.Contains(r.profiles, profile) {
					existing[r.attribute] = true
				}
			}
			for _, r := range m.rows {
				if existing[r.attribute] {
					continue
				}
				config := values{"name": "a", "feed_type": "nuget"}
				if m == licenses {
					config = values{"code": "A-1.0", "title": "A"}
				}
				config[r.attribute] = decode(r.set)
				if r.set == "false" { // which is what a server without it does
					config[r.attribute] = true
				}
				e := connect(t, s, nil)
				_, diags := e.Plan(t, m.resource, e.Absent(m.resource), config)
				if attribute, summary, _ := firstError(diags); attribute != r.attribute || !strings.HasSuffix(summary, "does not exist on this server") {
					t.Errorf("%s: %s is not refused:\n%s", profile, r.attribute, diags)
				}
			}
		}
	}
}

// A server that lacks a kind says so while planning: since when it exists, and
// that an upgrade helps. Nothing is sent.
func TestPlansOfWhatAServerLacks(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		lacking := slices.Clone(k.lacking)
		for _, profile := range fakeproget.Profiles {
			if !k.on(profile) {
				lacking = append(lacking, fakeproget.Options{Profile: profile})
			}
		}
		for _, options := range lacking {
			host := strings.Join(strings.Fields(options.Profile+" "+options.Version+" "+options.Edition), " ")
			s := serve(t, options)
			e := connect(t, s, nil)
			_, diags := e.Plan(t, k.resource, e.Absent(k.resource), k.before)
			_, summary, detail := firstError(diags)
			upgrades := options.Edition != "Free"
			if len(diags) != 1 || summary != k.resource+" does not exist on this server" || strings.Contains(detail, "upgrade ProGet.") != upgrades ||
				!strings.Contains(detail, "does not have ") || !strings.Contains(detail, ": they exist in ProGet "+k.since+". ") || len(s.writes()) > 0 {
				t.Errorf("%s on %s: it sends %v and says\n%s", k, host, s.writes(), diags)
			}
			if server := map[string]string{"5.2": "ProGet 5.2.9.10 (Enterprise)", "2023": "ProGet 2023.35 (Enterprise)", "24.0.2.1": "ProGet 2024.2 (Enterprise)", "Free": "ProGet 2026.12 (Free)"}[or(or(options.Version, options.Edition), options.Profile)]; !strings.Contains(detail, server) {
				t.Errorf("%s on %s: want a message that names %s, got\n%s", k, host, server, detail)
			}
		}
	}
}

// A plan makes as many requests as are needed to look once at the listing of
// each kind that it concerns, and none without a change.
func TestPlanRequests(t *testing.T) {
	t.Parallel()
	connector := func(name string) values { return values{"name": name, "feed_type": "nuget", "url": nuget} }
	const feedList, connectorList = "GET /api/management/feeds/list", "GET /api/management/connectors/list"
	tests := []struct {
		name string
		plan func(t *testing.T, e *engine)
		want []string
	}{
		{"many new feeds", func(t *testing.T, e *engine) {
			t.Helper()
			for i := range 20 {
				_, diags := e.PlanBeside(t, "proget_feed", e.Absent("proget_feed"), feedOf("nuget", values{"name": fmt.Sprint("n", i)}))
				noErrors(t, diags)
			}
		}, []string{feedList}},
		{"feeds of a connector that is planned as well", func(t *testing.T, e *engine) {
			t.Helper()
			_, diags := e.PlanBeside(t, "proget_connector", e.Absent("proget_connector"), connector("new"))
			noErrors(t, diags)
			_, diags = e.PlanBeside(t, "proget_feed", e.Absent("proget_feed"), feedOf("nuget", values{"name": "n", "connectors": []string{"new"}}))
			if len(diags) > 0 {
				t.Errorf("the plan says\n%s", diags)
			}
		}, []string{connectorList, feedList}},
		{"feeds of connectors of the server", func(t *testing.T, e *engine) {
			t.Helper()
			for i := range 5 {
				_, diags := e.PlanBeside(t, "proget_feed", e.Absent("proget_feed"), feedOf("nuget", values{"name": fmt.Sprint("n", i), "connectors": []string{"c"}}))
				if len(diags) > 0 {
					t.Errorf("the plan says\n%s", diags)
				}
			}
		}, []string{feedList, connectorList}},
		{"a feed that is read and not changed", func(t *testing.T, e *engine) {
			t.Helper()
			o := imported(t, e, "proget_feed", "f")
			_, diags := e.PlanBeside(t, "proget_feed", o, feedOf("nuget", values{"name": "f"}))
			noErrors(t, diags)
		}, []string{"GET /api/management/feeds/get/f"}},
		{"a feed that is read and changed", func(t *testing.T, e *engine) {
			t.Helper()
			o := imported(t, e, "proget_feed", "f")
			_, diags := e.PlanBeside(t, "proget_feed", o, feedOf("nuget", values{"name": "f", "use_with_projects": true, "description": "d"}))
			noErrors(t, diags)
		}, []string{"GET /api/management/feeds/get/f"}},
		{"a storage, however many feeds there are", func(t *testing.T, e *engine) {
			t.Helper()
			_, diags := e.PlanBeside(t, storageKind, e.Absent(storageKind), values{"feed": "f", "disk": values{}})
			noErrors(t, diags)
		}, []string{"GET /api/storage", feedList, "GET /api/storage"}}, // the types, the feeds, and the feed's storage
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, fakeproget.Options{})
			s.Put("connectors", "c", map[string]any{"feedType": "nuget", "url": nuget})
			s.Put("feeds", "f", map[string]any{"feedType": "nuget"})
			s.ResetRequests()
			tt.plan(t, connect(t, s, nil))
			var got []string
			for _, r := range s.Requests() {
				got = append(got, r.Method+" "+r.Path)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("requests %q, want %q", got, tt.want)
			}
		})
	}
}
