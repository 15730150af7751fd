package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// Every answer about an object has its identity, also the one that removes it.
// Terraform 1.11 keeps no identities, so that none comes with a request.
func TestIdentityIsWritten(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		for _, kept := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, identity kept %t", k, kept), func(t *testing.T) {
				t.Parallel()
				s := k.served(t, fakeproget.Options{})
				e := connect(t, s, nil)
				check := func(step string, o object, diags diagnostics, want values) object {
					t.Helper()
					noErrors(t, diags)
					if diff := cmp.Diff(want, e.Identity(t, k.resource, o)); diff != "" || len(want) == 0 {
						t.Errorf("%s: identity (-want +got):\n%s", step, diff)
					}
					if !kept {
						o.Identity = nil
					}
					return o
				}
				o, diags := e.Apply(t, k.resource, e.Absent(k.resource), k.before)
				o = check("created", o, diags, k.identified(t, e, o))
				o, diags = e.Read(t, k.resource, o)
				o = check("read", o, diags, k.identified(t, e, o))
				last := k.after
				if k.renames {
					last = k.renamed()
				}
				o, diags = e.Apply(t, k.resource, o, last)
				key := k.identified(t, e, o)
				for attribute, got := range key {
					if want, given := last[attribute]; given && want != got {
						t.Errorf("%s is %v, want %v", attribute, got, want)
					}
				}
				o = check("updated", o, diags, key)
				e = connect(t, s, nil) // the next walk
				o, diags = e.Read(t, k.resource, o)
				o = check("read again", o, diags, key)
				k.remove(s, last)
				e = connect(t, s, nil)
				o, diags = e.Read(t, k.resource, o)
				o = check("removed", o, diags, key)
				if !o.State.IsNull() {
					t.Error("the object is gone but still in the state")
				}
				if len(diags) != 1 || diags[0].Severity != tfprotov6.DiagnosticSeverityWarning {
					t.Errorf("want one warning, got %v", diags)
				}
			})
		}
	}
}

// Import by identity and by id read the same object.
func TestImportByIdentity(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		t.Run(k.String(), func(t *testing.T) {
			t.Parallel()
			s := k.served(t, fakeproget.Options{})
			e := connect(t, s, nil)
			created, diags := e.Apply(t, k.resource, e.Absent(k.resource), k.before)
			noErrors(t, diags)
			want, diags := e.Read(t, k.resource, created)
			noErrors(t, diags)
			for _, id := range []string{"", k.importID(t, created)} {
				o, diags := e.Import(t, k.resource, id, e.Identity(t, k.resource, created))
				noErrors(t, diags)
				if diff := cmp.Diff(revealed(t, want), revealed(t, o)); diff != "" {
					t.Errorf("imported (-created +imported):\n%s", diff)
				}
				if diff := cmp.Diff(k.identified(t, e, created), e.Identity(t, k.resource, o)); diff != "" {
					t.Errorf("identity (-want +got):\n%s", diff)
				}
			}
		})
	}
}

// revealed is what an import can know of an object.
func revealed(t *testing.T, o object) values {
	t.Helper()
	state, _ := tftest.Plain(t, o.State).(values)
	drop(state)
	return state
}

// An import of what does not exist says what may have been meant.
func TestImportOfNothing(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		s := k.served(t, fakeproget.Options{})
		if k.resource == "proget_license_file" {
			continue // its text is downloaded first
		}
		s.Put("connectors", "Mising", map[string]any{"feedType": "nuget", "url": nuget})
		id := or(k.missing, "missing")
		_, diags := connect(t, s, nil).Import(t, k.resource, id, nil)
		if _, summary, detail := firstError(diags); !strings.HasSuffix(summary, fmt.Sprintf("%q to import", id)) ||
			k.resource == "proget_connector" && !strings.Contains(detail, `Did you mean "Mising"`) {
			t.Errorf("%s: want an error that names the nearest, got\n%s", k.resource, diags)
		}
	}
}

// listed is a result of a list resource.
type listed struct {
	DisplayName, Identity string
	Resource              any // only the asked attribute
}

func list(t *testing.T, e *engine, resource string, config values, limit int64, attribute string) ([]listed, diagnostics) {
	t.Helper()
	all, diags := e.List(t, resource, config, limit, attribute != "")
	var results []listed
	for _, one := range all {
		item := listed{DisplayName: one.DisplayName, Identity: named(t, e, resource, one.Resource)}
		if attribute != "" {
			item.Resource = one.Resource.Get(t, attribute)
		}
		results = append(results, item)
	}
	return results, diags
}

func TestListResources(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{BuiltInLicenses: -1})
	for _, name := range []string{"npm-b", "nuget-b", "nuget-a"} {
		s.Put("connectors", name, map[string]any{"feedType": name[:len(name)-2], "url": "https://example.com/" + name, "timeout": 7})
		s.Put("feeds", name, map[string]any{"feedType": name[:len(name)-2], "description": "about " + name, "active": name != "nuget-b"})
		s.Put("licenses", name, map[string]any{"title": "about " + name})
	}
	tests := []struct {
		resource  string
		config    values
		limit     int64
		attribute string
		names     []string
		told      []any
	}{
		{"proget_connector", nil, 0, "", []string{"npm-b", "nuget-a", "nuget-b"}, nil},
		{"proget_connector", values{"feed_type": "NuGet"}, 0, "", []string{"nuget-a", "nuget-b"}, nil},
		{"proget_connector", values{"name_regex": "-b$"}, 0, "", []string{"npm-b", "nuget-b"}, nil},
		{"proget_connector", values{"name_regex": "-b$", "feed_type": "nuget"}, 0, "url", []string{"nuget-b"}, []any{"https://example.com/nuget-b"}},
		{"proget_connector", nil, 2, "timeout", []string{"npm-b", "nuget-a"}, []any{7, 7}},
		{"proget_connector", values{"name_regex": "none"}, 0, "", nil, nil},
		{"proget_feed", nil, 0, "", []string{"npm-b", "nuget-a", "nuget-b"}, nil},
		{"proget_feed", values{"feed_type": "NPM"}, 0, "", []string{"npm-b"}, nil},
		{"proget_feed", values{"active": true}, 0, "active", []string{"npm-b", "nuget-a"}, []any{true, true}},
		{"proget_feed", values{"active": false}, 0, "active", []string{"nuget-b"}, []any{false}},
		{"proget_feed", values{"active": true, "name_regex": "^nuget", "feed_type": "nuget"}, 0, "description", []string{"nuget-a"}, []any{"about nuget-a"}},
		{"proget_feed", nil, 1, "", []string{"npm-b"}, nil},
		{"proget_license", nil, 0, "title", []string{"npm-b", "nuget-a", "nuget-b"}, []any{"about npm-b", "about nuget-a", "about nuget-b"}},
		{"proget_license", values{"code_regex": "(?i)NUGET"}, 1, "", []string{"nuget-a"}, nil},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%s %v %d %s", tt.resource, tt.config, tt.limit, tt.attribute), func(t *testing.T) {
			t.Parallel()
			config := tt.config
			if config == nil {
				config = values{}
			}
			got, diags := list(t, connect(t, s, nil), tt.resource, config, tt.limit, tt.attribute)
			noErrors(t, diags)
			var want []listed
			for i, name := range tt.names {
				item := listed{DisplayName: name, Identity: name}
				if tt.told != nil {
					item.Resource = tt.told[i]
				}
				want = append(want, item)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// What a list resource tells of an object plans empty as its configuration:
// that is what terraform query writes.
func TestListedResourcesPlanEmpty(t *testing.T) {
	t.Parallel()
	forProfiles(t, func(t *testing.T, profile string) {
		t.Helper()
		s := serve(t, fakeproget.Options{Profile: profile})
		s.Put("connectors", "bare", map[string]any{"feedType": "nuget", "url": nuget})
		s.Put("connectors", "full", map[string]any{"feedType": "nuget", "url": nuget, "username": "u", "password": "p", "filters": []string{"a"}, "metadataCacheEnabled": true})
		s.Put("feeds", "bare", map[string]any{"feedType": "npm"})
		s.Put("feeds", "full", map[string]any{
			"feedType": "nuget", "description": "d", "connectors": []string{"full"}, "variables": map[string]any{"a": "b"},
			"retentionRules": []any{map[string]any{"keepVersionsCount": 3, "deleteCached": true}}, "allowUnknownLicenses": true,
		})
		s.Put("licenses", "Full-1.0", map[string]any{"title": "t", "urls": []string{"example.com/a"}})
		for _, k := range listedKinds() {
			on := s
			if !k.on(profile) || k.secrets != nil && k.matrix == nil && k.resource != "proget_user" {
				continue // what was listed lacks a secret that the configuration has to have
			} else if k.matrix == nil {
				on = k.served(t, fakeproget.Options{Profile: profile})
				made(t, on, k.resource, k.another(0))
				made(t, on, k.resource, k.another(1))
			}
			k.listsEmpty(t, on)
		}
	})
}

func (k *kind) listsEmpty(t *testing.T, s *server) {
	t.Helper()
	e := connect(t, s, nil)
	all, diags := e.List(t, k.resource, values{}, 0, true)
	noErrors(t, diags)
	for _, one := range all {
		config := e.Generated(t, k.resource, one.Resource)
		if k.resource == "proget_setting" && config["value"] == nil {
			continue // a secret, which the configuration has to have
		}
		noErrors(t, e.Validate(t, k.resource, config))
		o, diags := e.Read(t, k.resource, one.Resource)
		noErrors(t, diags)
		e.PlanEmpty(t, k.resource, o, config)
		if diff := cmp.Diff(k.identified(t, e, o), one.Identity); diff != "" {
			t.Errorf("%s: identity (-state +listed):\n%s", k, diff)
		}
	}
	if len(all) < 2 {
		t.Errorf("%s: %d results", k, len(all))
	}
}
