package provider_test

import (
	"fmt"
	"maps"
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

// adopted puts objects with nothing set and with everything set into a server,
// and returns their names by address.
func adopted(s *server, profile string) map[string]string {
	names := map[string]string{}
	for _, k := range wholeKinds(profile) {
		if k.matrix.prepare != nil {
			k.matrix.prepare(s)
		}
		for _, b := range k.bare {
			if b.object != nil {
				s.Put(k.fake, b.name, b.object)
			}
			names[k.resource+"."+b.label] = b.name
		}
	}
	for _, k := range wholeKinds(profile) {
		all := maps.Clone(k.theirs)
		for _, r := range k.rows(profile) {
			if !r.unsent && !r.secret {
				all[r.wireName()] = decode(r.wire(r.set))
			}
		}
		s.Put(k.fake, k.name(k.whole), all)
		names[k.resource+".whole"] = k.name(k.whole)
	}
	return names
}

// writer says in an import block which provider writes the configuration.
// Terraform 1.16 insists on it while there is no resource block, and all
// refuse it once there is one.
const writer = "  provider = proget\n"

// What Terraform generates for existing objects is valid and plans nothing but the import.
func TestAccGeneratedConfiguration(t *testing.T) {
	t.Parallel()
	forProfiles(t, func(t *testing.T, profile string) {
		t.Helper()
		s := serve(t, fakeproget.Options{Profile: profile})
		c := cli(t)
		must(t, c.Write("main.tf", []byte(required+s.Block)))
		var imports strings.Builder
		objects := adopted(s, profile)
		for _, k := range kindsOn(profile) {
			for _, b := range k.bare {
				if k.matrix == nil && b.object != nil {
					s.Put(k.fake, b.name, b.object)
				}
				objects[k.resource+"."+b.label] = b.name
			}
		}
		s.Put("feeds", "whole", map[string]any{"packageStore": nil}) // Terraform generates no secrets: see below
		for address, id := range objects {
			fmt.Fprintf(&imports, "import {\n  to = %s\n  id = %q\n%s}\n", address, id, writer)
		}
		must(t, c.Write("imports.tf", []byte(imports.String())))
		run(t, c, 0, "plan", "-generate-config-out=generated.tf")
		must(t, c.Write("imports.tf", []byte(strings.ReplaceAll(imports.String(), writer, ""))))
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
	for kind, name := range threeKinds {
		s.Put(kind, name, map[string]any{"feedType": "nuget", "url": nuget, "title": "A"})
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
