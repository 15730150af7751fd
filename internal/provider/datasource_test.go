package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// A data source tells of an object what the resource has in its state; the
// plural one tells the same of all, sorted.
func TestDataSources(t *testing.T) {
	t.Parallel()
	forProfiles(t, func(t *testing.T, profile string) {
		t.Helper()
		s := serve(t, fakeproget.Options{Profile: profile, BuiltInLicenses: -1})
		adopted(s, profile)
		s.Remove("licenses", "MIT")
		for _, k := range wholeKinds(profile) {
			e := connect(t, s, nil)
			whole := fmt.Sprint(k.whole[k.key])
			o, diags := e.Import(t, k.resource, whole, nil)
			noErrors(t, diags)
			want, _ := tftest.Plain(t, o.State).(values)
			if k.resource == "proget_feed" && profile >= "2024" { // which a resource leaves to proget_feed_storage
				stored, _ := s.Get(k.fake, whole)
				want["package_store"] = stored["packageStore"]
			}
			single, diags := e.Data(t, k.resource, values{k.key: whole})
			noErrors(t, diags)
			drop(want)
			if diff := cmp.Diff(want, single); diff != "" {
				t.Errorf("%s (-resource +data source):\n%s", k.resource, diff)
			}
			plural, diags := e.Data(t, k.resource+"s", values{k.key + "_regex": "(?i)^(whole|bare|files)"})
			noErrors(t, diags)
			keys, _ := plural[k.key+"s"].([]any)
			objects, _ := plural[strings.TrimPrefix(k.resource, "proget_")+"s"].([]any)
			if len(keys) != len(objects) || len(keys) < 2 {
				t.Fatalf("%s tells of %d objects and %d keys", k.resource+"s", len(objects), len(keys))
			}
			for i, o := range objects {
				members, _ := o.(values)
				if members[k.key] != keys[i] || i > 0 && fmt.Sprint(keys[i-1]) >= fmt.Sprint(keys[i]) {
					t.Errorf("%s are %v, and object %d is %v", k.key, keys, i, members[k.key])
				}
			}
			if diff := cmp.Diff(single, objects[len(objects)-1]); diff != "" {
				t.Errorf("%s (-single +plural):\n%s", k.resource, diff)
			}
		}
	})
}

// The same of objects as the suites have them.
func TestDataSourcesOfKinds(t *testing.T) {
	t.Parallel()
	for _, k := range listedKinds() {
		if k.matrix != nil {
			continue // see above
		}
		for name, options := range k.hosts() {
			t.Run(k.String()+" on "+name, func(t *testing.T) {
				t.Parallel()
				s := k.served(t, options)
				o := made(t, s, k.resource, k.before)
				e := connect(t, s, nil)
				o, diags := e.Read(t, k.resource, o)
				noErrors(t, diags)
				want, _ := tftest.Plain(t, o.State).(values)
				drop(want)
				id, alike := k.importID(t, o), func(value any) any { return value }
				if options.RecaseSets {
					alike = spelledAlike // what the resource keeps in the user's spelling
				}
				if e.Schemas.DataSourceSchemas[k.resource] != nil {
					got, diags := e.Data(t, k.resource, values{k.key: id})
					noErrors(t, diags)
					if diff := cmp.Diff(alike(want), alike(got)); diff != "" || strings.Contains(fmt.Sprint(got), secretPassword) {
						t.Errorf("-resource +data source:\n%s", diff)
					}
				}
				if e.Schemas.DataSourceSchemas[k.resource+"s"] == nil {
					return
				}
				plural, diags := e.Data(t, k.resource+"s", values{})
				noErrors(t, diags)
				keys, _ := plural[k.key+"s"].([]any)
				objects, _ := plural[strings.TrimPrefix(k.resource, "proget_")+"s"].([]any)
				i := slices.Index(keys, any(id))
				if i < 0 || len(keys) != len(objects) {
					t.Fatalf("it tells of %d objects and of the keys %v", len(objects), keys)
				}
				if diff := cmp.Diff(alike(want), alike(objects[i])); diff != "" || strings.Contains(fmt.Sprint(plural), secretPassword) {
					t.Errorf("-resource +data source of all:\n%s", diff)
				}
			})
		}
	}
}

// drop leaves out what data sources do not tell, at every depth, and names blocks as they do.
func drop(o values) {
	for block, plural := range plurals {
		if rules, ok := o[block]; ok {
			delete(o, block)
			o[plural] = rules
			if none, _ := rules.([]any); len(none) == 0 {
				o[plural] = nil
			}
		}
	}
	maps.DeleteFunc(o, func(name string, _ any) bool { return untold(name) })
	for _, v := range o {
		if inner, ok := v.(values); ok {
			drop(inner)
		}
	}
}

// What a data source cannot find or filter by is an error on its attribute.
func TestDataSourceErrors(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	for _, k := range listedKinds() {
		e := connect(t, s, nil)
		if e.Schemas.DataSourceSchemas[k.resource] != nil {
			_, diags := e.Data(t, k.resource, values{k.key: "missing"})
			if attribute, summary, _ := firstError(diags); attribute != k.key || summary == "" {
				t.Errorf("%s: want an error at %s, got\n%s", k.resource, k.key, diags)
			}
		}
		if e.Schemas.DataSourceSchemas[k.resource+"s"] == nil {
			continue
		}
		_, diags := e.Data(t, k.resource+"s", values{k.key + "_regex": "("})
		if attribute, _, _ := firstError(diags); attribute != k.key+"_regex" {
			t.Errorf("%ss: want an error at %s_regex, got\n%s", k.resource, k.key, diags)
		}
	}
}

// What the server says of itself, on every version, well and not.
func TestServerDataSource(t *testing.T) {
	t.Parallel()
	releases := map[string]string{"5.2": "5.2.9.10", "2023": "2023.35", "2024": "2024.39", "2026": "2026.12"}
	forProfiles(t, func(t *testing.T, profile string) {
		t.Helper()
		for _, health := range []fakeproget.Health{{}, {Database: "no connection"}, {License: "expired"}, {Service: "stopped"}} {
			if profile == "5.2" && health.Database != "" {
				continue // which 5.2 does not reveal
			}
			s := serve(t, fakeproget.Options{Profile: profile, Health: health, Edition: "Basic"})
			got, diags := connect(t, s, nil).Data(t, "proget_server", values{})
			noErrors(t, diags)
			if got["release"] != releases[profile] || got["edition"] != "Basic" || got["healthy"] != (health == fakeproget.Health{}) {
				t.Errorf("%v: %v", health, got)
			}
			for name, detail := range map[string]string{"database": health.Database, "license": health.License, "service": health.Service} {
				if detail != "" && (got[name+"_status"] != "Error" || got[name+"_status_detail"] != detail) {
					t.Errorf("%s is %v, %v, want an error that says %q", name, got[name+"_status"], got[name+"_status_detail"], detail)
				}
			}
		}
	})
}
