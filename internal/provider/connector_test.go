package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// connectors are all attributes of proget_connector that can be left out or
// changed in place; name and feed_type have tests of their own.
var connectors = &matrix{
	resource: "proget_connector", kind: "connectors", key: "name", change: managedChange,
	base: `
  feed_type = "nuget"
  url       = "https://api.nuget.org/v3/index.json"`,
	// Not every ProGet tells usernames. This one's shows that the fake does, so
	// that a username that goes missing is seen.
	prepare: func(s *server) {
		s.Put("connectors", "bystander", map[string]any{"feedType": "nuget", "url": nuget, "username": "bystander"})
	},
	rows: []row{
		{
			attribute: "url", base: `  feed_type = "nuget"`, otherwise: `"https://api.nuget.org/v3/index.json"`,
			set: `"https://api.nuget.org/v3/index.json#v2"`, changed: `"http://nuget.example.com/a%20b/?x=%23&y"`,
		},
		{attribute: "username", set: `"reader"`, changed: `"writer"`, empty: `""`, unset: `""`},
		{attribute: "password", set: `"first"`, changed: `"second"`, empty: `""`, unset: `""`, secret: true},
		{attribute: "timeout", set: `30`, changed: `0`, keeps: true},
		{attribute: "filters", set: `["!Inner.*","Outer.*"]`, changed: `["Outer.*"]`, empty: `[]`},
		{attribute: "filters", variant: "many", set: `["a","b","c"]`, changed: `["B","c","d"]`, empty: `[]`},
		{attribute: "metadata_cache_enabled", set: `true`, changed: `false`, keeps: true, also: []string{"metadata_cache_minutes", "metadata_cache_count"}},
		{attribute: "metadata_cache_minutes", with: `metadata_cache_enabled = true`, set: `5`, changed: `0`, keeps: true},
		{attribute: "metadata_cache_count", with: `metadata_cache_enabled = true`, set: `5`, changed: `0`, keeps: true},
		{attribute: "metadata_cache_minutes", variant: "off", with: `metadata_cache_enabled = false`, set: `5`, changed: `6`, keeps: true, unsent: true},
		{attribute: "metadata_cache_count", variant: "off", with: `metadata_cache_enabled = false`, set: `5`, changed: `6`, keeps: true, unsent: true},
	},
}

func TestAccConnectorAttributes(t *testing.T) {
	t.Parallel()
	connectors.run(t)
}

// sent expects the bodies of the updates since the last step, by name.
func (s *server) sent(want map[string]string) error {
	got := map[string]string{}
	for _, r := range s.Requests() {
		if c, ok := managedChange(r); ok && c.verb == "update" {
			got[c.name] += string(r.Body)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		return fmt.Errorf("updates (-want +got):\n%s", diff)
	}
	return nil
}

// Name and type: renamed in place, with the feeds that use it; the spelling of
// the type is nothing; another type is another connector.
func TestAccConnectorNameAndType(t *testing.T) {
	t.Parallel()
	forOuterProfiles(t, func(t *testing.T, profile string) {
		t.Helper()
		s := serve(t, fakeproget.Options{Profile: profile})
		config := func(name, feedType string) string {
			return fmt.Sprintf("%sresource \"proget_connector\" \"a\" {\n  name = %q\n  feed_type = %q\n  url = \"https://example.com\"\n}\n", s.Block, name, feedType)
		}
		step := func(name, feedType string, changes []string, sent map[string]string) resource.TestStep {
			return resource.TestStep{
				PreConfig:        s.ResetRequests,
				Config:           config(name, feedType),
				ConfigPlanChecks: ends(plannedChanges{resource: "proget_connector", want: map[string][]string{"proget_connector.a": changes}}),
				Check: resource.ComposeTestCheckFunc(
					resource.TestCheckResourceAttr("proget_connector.a", "name", name),
					func(*terraformState) error {
						if names := s.Names("connectors"); len(names) != 1 || names[0] != name {
							return fmt.Errorf("connectors are %v, want %q", names, name)
						}
						if feed, _ := s.Get("feeds", "user"); slices.Contains(changes, "name") && fmt.Sprint(feed["connectors"]) != "["+name+"]" {
							return fmt.Errorf("the feed uses %v", feed["connectors"])
						}
						return s.sent(sent)
					},
				),
			}
		}
		use := step("one", "universal", nil, map[string]string{})
		use.PreConfig = func() {
			s.Put("feeds", "user", map[string]any{"feedType": "universal", "connectors": []string{"one"}})
			s.ResetRequests()
		}
		steps := []resource.TestStep{
			step("one", "ProGet", []string{"create"}, map[string]string{}),
			use,
			step("one", "UNIVERSAL", nil, map[string]string{}),
			step("two", "UNIVERSAL", []string{"name"}, map[string]string{"one": `{"name":"two"}`}),
			step("Two", "universal", []string{"name"}, map[string]string{"two": `{"name":"Two"}`}),
			step("Two", "npm", []string{"replace"}, map[string]string{}),
		}
		resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: factories, Steps: steps})
	})
}

// Filters are sent in the order written, and their order alone is no difference:
// not in the configuration, not on the server, not in what was imported.
func TestAccConnectorFilterOrder(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	step := func(filters, stored string, changes []string) resource.TestStep {
		return resource.TestStep{
			Config:           s.Block + "resource \"proget_connector\" \"a\" {\n  name = \"a\"\n  feed_type = \"nuget\"\n  url = \"https://example.com\"\n  filters = " + filters + "\n}\n",
			ConfigPlanChecks: ends(plannedChanges{resource: "proget_connector", want: map[string][]string{"proget_connector.a": changes}}),
			Check: func(*terraformState) error {
				if object, _ := s.Get("connectors", "a"); fmt.Sprint(object["filters"]) != stored {
					return fmt.Errorf("filters are %v, want %s", object["filters"], stored)
				}
				return nil
			},
		}
	}
	turned := step(`["Z.*", "!A.*", "B.*"]`, "[B.* Z.* !A.*]", nil)
	turned.PreConfig = func() { s.Put("connectors", "a", map[string]any{"filters": []string{"B.*", "Z.*", "!A.*"}}) }
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: factories, Steps: []resource.TestStep{
		step(`["Z.*", "!A.*", "B.*"]`, "[Z.* !A.* B.*]", []string{"create"}),
		turned,
		step(`["!A.*", "B.*", "Z.*"]`, "[B.* Z.* !A.*]", nil),
		step(`["Y.*", "Z.*", "!A.*", "B.*"]`, "[Y.* Z.* !A.* B.*]", []string{"filters"}),
		{
			ResourceName: "proget_connector.a", ImportState: true, ImportStateId: "a", ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "name",
		},
	}})
}

// A rename that the server accepts and ignores is an error.
func TestConnectorRenameIsVerified(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{RenameIgnored: true})
	e := connect(t, s, nil)
	o, diags := e.Apply(t, "proget_connector", e.Absent("proget_connector"), values{"name": "a", "feed_type": "nuget", "url": nuget})
	noErrors(t, diags)
	o, diags = e.Apply(t, "proget_connector", o, values{"name": "b", "feed_type": "nuget", "url": nuget})
	if attribute, summary, _ := firstError(diags); attribute != "name" || !strings.Contains(summary, "did not store name") {
		t.Errorf("want an error at name, got\n%s", diags)
	}
	if o.Get(t, "name") != "a" || named(t, e, "proget_connector", o) != "a" {
		t.Errorf("the state says %v, the identity %v", o.Get(t, "name"), named(t, e, "proget_connector", o))
	}
}

// The write-only password is sent when its version changes and is nowhere in
// the state; giving it up for the other one and back sends the new value.
func TestAccConnectorWriteOnlyPassword(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	step := func(password string, sent map[string]string, stored any) resource.TestStep {
		return resource.TestStep{
			PreConfig:        s.ResetRequests,
			Config:           s.Block + "resource \"proget_connector\" \"a\" {\n  name = \"a\"\n  feed_type = \"nuget\"\n  url = \"https://example.com\"\n" + password + "}\n",
			ConfigPlanChecks: ends(),
			Check: func(state *terraformState) error {
				if err := s.sent(sent); err != nil {
					return err
				}
				if object, _ := s.Get("connectors", "a"); object["password"] != stored {
					return fmt.Errorf("the password is %v, want %v", object["password"], stored)
				}
				for name, value := range state.RootModule().Resources["proget_connector.a"].Primary.Attributes {
					if strings.HasPrefix(value, "secret-") {
						return fmt.Errorf("%s is %s in the state", name, value)
					}
				}
				return nil
			},
		}
	}
	resource.Test(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_11_0)},
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			step("  password_wo = \"secret-1\"\n  password_wo_version = 1\n", map[string]string{}, "secret-1"),
			step("  password_wo = \"secret-2\"\n  password_wo_version = 1\n", map[string]string{}, "secret-1"),
			step("  password_wo = \"secret-2\"\n  password_wo_version = 2\n", map[string]string{"a": `{"password":"secret-2"}`}, "secret-2"),
			step("  password_wo = \"secret-2\"\n  password_wo_version = 2\n  timeout = 20\n", map[string]string{"a": `{"timeout":20}`}, "secret-2"),
			step("  password = \"plain\"\n", map[string]string{"a": `{"password":"plain"}`}, "plain"),
			step("  password_wo = \"secret-3\"\n  password_wo_version = 2\n", map[string]string{"a": `{"password":"secret-3"}`}, "secret-3"),
			step("", map[string]string{"a": `{"password":""}`}, nil),
		},
	})
}

// Bad input is an error on its attribute before anything is sent; what is not known yet passes.
func TestConnectorInput(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		config    values
		attribute string // of the error, none if empty
	}{
		{"good", values{}, ""},
		{"unknown", values{"name": unknownValue{}, "feed_type": unknownValue{}, "url": unknownValue{}, "timeout": unknownValue{}, "password": unknownValue{}, "filters": unknownValue{}, "metadata_cache_count": unknownValue{}}, ""},
		{"empty name", values{"name": ""}, "name"},
		{"long name", values{"name": strings.Repeat("ä", 101)}, "name"},
		{"name as long as may be", values{"name": strings.Repeat("ä", 100)}, ""},
		{"name with a space at its end", values{"name": "a "}, "name"},
		{"name with a line break", values{"name": "a\nb"}, "name"},
		{"empty type", values{"feed_type": ""}, "feed_type"},
		{"no scheme", values{"url": "api.nuget.org"}, "url"},
		{"no host", values{"url": "https://"}, "url"},
		{"no url at all", values{"url": "::"}, "url"},
		{"negative timeout", values{"timeout": -1}, "timeout"},
		{"negative minutes", values{"metadata_cache_minutes": -1}, "metadata_cache_minutes"},
		{"negative count", values{"metadata_cache_count": -1}, "metadata_cache_count"},
		{"two passwords", values{"password": "a", "password_wo": "b", "password_wo_version": 1}, "password"},
		{"version without a password", values{"password_wo_version": 1}, "password_wo_version"},
	}
	e := start(t)
	for _, tt := range tests {
		config := values{"name": "a", "feed_type": "nuget", "url": nuget}
		maps.Copy(config, tt.config)
		diags := e.Validate(t, "proget_connector", config)
		attribute, _, _ := firstError(diags)
		if attribute != tt.attribute || diags.Failed() != (tt.attribute != "") {
			t.Errorf("%s: want an error at %q, got\n%s", tt.name, tt.attribute, diags)
		}
	}
}
