package provider_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// adopted are objects with nothing set and with everything set, by address.
func adopted(s *server, profile string) map[string]string {
	for _, m := range wholes {
		if m.prepare != nil {
			m.prepare(s)
		}
	}
	s.Put("connectors", "bare", map[string]any{"feedType": "nuget", "url": nuget})
	s.Put("feeds", "bare", map[string]any{"feedType": "npm"})
	s.Put("feeds", "files", map[string]any{"feedType": "asset"})
	s.Put("licenses", "Bare-1.0", map[string]any{"title": "Bare"})
	for _, m := range wholes {
		all := map[string]any{"feedType": "nuget", "url": nuget, "title": "Whole"}
		for _, r := range m.whole(profile) {
			if !r.unsent && !r.secret {
				all[r.wireName()] = decode(r.wire(r.set))
			}
		}
		s.Put(m.kind, fmt.Sprint(m.required[m.key]), all)
	}
	return map[string]string{
		"proget_connector.bare": "bare", "proget_connector.whole": "whole",
		"proget_feed.bare": "bare", "proget_feed.files": "files", "proget_feed.whole": "whole",
		"proget_license.bare": "Bare-1.0", "proget_license.whole": "Whole-1.0", "proget_license.built_in": "MIT",
	}
}

// What Terraform generates for existing objects is valid and plans nothing but the import.
func TestAccGeneratedConfiguration(t *testing.T) {
	t.Parallel()
	forProfiles(t, func(t *testing.T, profile string) {
		t.Helper()
		s := serve(t, fakeproget.Options{Profile: profile})
		c := cli(t)
		var config strings.Builder
		config.WriteString(required + s.Block)
		objects := adopted(s, profile)
		s.Put("feeds", "whole", map[string]any{"packageStore": nil}) // Terraform generates no secrets: see below
		for address, id := range objects {
			fmt.Fprintf(&config, "import {\n  to = %s\n  id = %q\n}\n", address, id)
		}
		must(t, c.Write("main.tf", []byte(config.String())))
		run(t, c, 0, "plan", "-generate-config-out=generated.tf")
		generated, err := os.ReadFile(filepath.Join(c.Dir, "generated.tf"))
		must(t, err)
		run(t, c, 0, "validate")
		result := run(t, c, 0, "apply", "-auto-approve")
		if want := fmt.Sprintf("Resources: %d imported, 0 added, 0 changed, 0 destroyed", len(objects)); !result.Says(want) {
			t.Errorf("want %q, got\n%s\n%s", want, result.Output, generated)
		}
		run(t, c, 0, "plan", "-detailed-exitcode")
		for _, r := range s.Requests() {
			if r.Method != http.MethodGet {
				t.Errorf("adoption sends %s %s %s", r.Method, r.Path, r.Body)
			}
		}
	})
}

// Configuration that Terraform generated lacks the package store, which is a
// secret: the plan that would take it away warns.
func TestLostPackageStoreIsWarnedOf(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	e := connect(t, s, nil)
	config := values{"name": "a", "feed_type": "nuget", "package_store": decode(xmlText("Store", "A"))}
	o, diags := e.Apply(t, "proget_feed", e.Absent("proget_feed"), config)
	noErrors(t, diags)
	config["package_store"] = decode(xmlText("Store", "B"))
	if _, diags = e.Plan(t, "proget_feed", o, config); len(diags) > 0 {
		t.Errorf("a change of the store is warned of:\n%s", diags)
	}
	delete(config, "package_store")
	if _, diags = e.Plan(t, "proget_feed", o, config); len(diags) != 1 || tftest.AttributeOf(diags[0]) != "package_store" || diags.Failed() {
		t.Errorf("want one warning at package_store, got\n%s", diags)
	}
}

// terraform query finds objects and their identities.
func TestAccQuery(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	s.Put("feeds", "nuget-a", map[string]any{"feedType": "nuget"})
	s.Put("feeds", "nuget-b", map[string]any{"feedType": "nuget"})
	s.Put("feeds", "npm", map[string]any{"feedType": "npm"})
	resource.Test(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)},
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: s.Block},
			{
				Query: true,
				Config: `
list "proget_feed" "nuget" {
  provider = proget
  config {
    feed_type = "NuGet"
  }
}
`,
				QueryResultChecks: []querycheck.QueryResultCheck{
					querycheck.ExpectLength("proget_feed.nuget", 2),
					querycheck.ExpectIdentity("proget_feed.nuget", map[string]knownvalue.Check{"name": knownvalue.StringExact("nuget-a")}),
					querycheck.ExpectIdentity("proget_feed.nuget", map[string]knownvalue.Check{"name": knownvalue.StringExact("nuget-b")}),
				},
			},
		},
	})
}

// An import block may give the identity instead of the id.
func TestAccImportByIdentity(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	for _, tt := range identified {
		s.Put(tt.kind, fmt.Sprint(tt.config[tt.key]), map[string]any{"feedType": "nuget", "url": nuget, "title": "A"})
	}
	resource.Test(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: s.Block + `
import {
  to       = proget_connector.a
  identity = { name = "a" }
}
import {
  to       = proget_feed.a
  identity = { name = "a" }
}
import {
  to       = proget_license.a
  identity = { code = "A-1.0" }
}
` + strings.ReplaceAll(threeObjects, `  deletion_policy = "delete"`, ""),
			ConfigPlanChecks: ends(actions(plancheck.ResourceActionNoop)...),
		}},
	})
}
