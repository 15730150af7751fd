package provider_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// seed puts on the server what the examples expect to find.
func seed(s *server) {
	s.Put("connectors", "nuget.org", map[string]any{"feedType": "nuget", "url": nuget, "filters": []string{"A.*", "!B"}, "metadataCacheEnabled": true})
	s.Put("connectors", "npmjs.org", map[string]any{"feedType": "npm", "url": "https://registry.example.com"})
	s.Put("feeds", "nuget-approved", map[string]any{
		"feedType": "nuget", "description": "d", "connectors": []string{"nuget.org"}, "variables": map[string]any{"a": "b"},
		"retentionRules": []any{map[string]any{"keepVersionsCount": 3, "keepPackageIds": []string{"A"}}},
	})
	s.Put("feeds", "npm", map[string]any{"feedType": "npm", "connectors": []string{"npmjs.org"}, "active": false})
	s.Put("projects", "shop", map[string]any{"type": "application", "url": "https://code.example.com/shop"})
}

var (
	// A test brings its own provider and has the requirements from the test library.
	providerBlock  = regexp.MustCompile(`(?s)provider "[^"]*" \{\n.*?\n\}\n`)
	terraformBlock = regexp.MustCompile(`(?s)terraform \{\n.*?\n\}\n`)

	importTo = regexp.MustCompile(`to = (\S+)`)
	importID = regexp.MustCompile(`\w+ = "(.+)"`)
)

func TestAccExamples(t *testing.T) {
	t.Parallel()
	count := 0
	must(t, filepath.WalkDir(filepath.Join(root, "examples"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".tf" || appliedElsewhere(path) {
			return err
		}
		count++
		if _, err := os.Stat(filepath.Join(filepath.Dir(path), "import-by-string-id.tf")); err == nil && entry.Name() == "resource.tf" {
			return nil // the import begins with applying it
		}
		name := strings.TrimPrefix(filepath.ToSlash(path), root+"/examples/")
		text, err := os.ReadFile(path)
		must(t, err)
		for _, profile := range profilesOf(name) {
			t.Run(name+" "+profile, func(t *testing.T) {
				t.Parallel()
				example(t, name, string(text), profile)
			})
		}
		return nil
	}))
	if count < 22 {
		t.Errorf("only %d examples were found", count)
	}
}

// since is the first generation that has what an example shows, if not that of
// its kind, and until the last one.
var (
	since = map[string]string{
		"resources/proget_feed/resource.tf":                  "2023", // retention_rules_enabled
		"resources/proget_feed/resource_docker.tf":           "2023",
		"resources/proget_license/resource.tf":               "2024",
		"resources/proget_api_key/resource_types.tf":         "2026", // with a user
		"resources/proget_project/resource.tf":               "2026", // the first that deletes it again
		"data-sources/proget_storage_types/data-source.tf":   "2024",
		"data-sources/proget_task_attributes/data-source.tf": "2026",
	}
	until = map[string]string{
		"resources/proget_feed/resource_replication.tf":   "5.2",
		"resources/proget_feed/resource_license_rules.tf": "2023",
		"resources/proget_license/resource_rules.tf":      "2023",
	}
)

// profilesOf are the generations that an example is applied to: in the long
// form all that have what it shows, otherwise the newest of them, and all for
// the native API, whose answers differ most.
func profilesOf(name string) []string {
	if strings.HasPrefix(filepath.Base(name), "import-by-") {
		name = filepath.ToSlash(filepath.Join(filepath.Dir(name), "resource.tf"))
	}
	profiles := fakeproget.Profiles
	if last, limited := until[name]; limited {
		profiles = profiles[:slices.Index(profiles, last)+1]
	}
	if first := or(since[name], firstOf(name)); first != "" {
		profiles = profiles[slices.Index(profiles, first):]
	}
	if !long() && !strings.Contains(name, "proget_native_api") {
		profiles = profiles[len(profiles)-1:]
	}
	return profiles
}

// firstOf is the first generation that has the kind that an example is of, or
// nothing if all have it.
func firstOf(name string) string {
	subject := strings.Split(name, "/")[1]
	for _, k := range kinds {
		if (subject == k.resource || subject == k.resource+"s") && len(k.profiles) > 0 {
			return k.profiles[0]
		}
	}
	return ""
}

// appliedElsewhere tells whether an example has a test of its own.
func appliedElsewhere(path string) bool {
	return slices.ContainsFunc([]string{"/copy-a-server/", "/adopt-a-server/", "/platform-repository/", "/bootstrap/", "/modules/"}, func(folder string) bool {
		return strings.Contains(filepath.ToSlash(path), folder)
	})
}

// example applies an example, which has to end in an empty plan. One of an
// import is tried on what the resource's example makes.
func example(t *testing.T, name, text, profile string) {
	t.Helper()
	s := serve(t, fakeproget.Options{Profile: profile})
	if strings.HasPrefix(name, "data-sources/") {
		t.Cleanup(func() {
			if t.Failed() {
				t.Log("does seed() in examples_test.go hold what it reads?")
			}
		})
	}
	imports := ""
	if strings.HasPrefix(name, "resources/proget_feed_storage/") {
		for _, feed := range []string{"nuget-approved", "nuget-archive"} {
			s.Put("feeds", feed, map[string]any{"feedType": "nuget"})
		}
	}
	if strings.HasPrefix(filepath.Base(name), "import-by-") {
		imports = text
		resources, err := os.ReadFile(filepath.Join(root, "examples", filepath.Dir(name), "resource.tf"))
		must(t, err)
		text = string(resources)
	} else if !strings.HasPrefix(name, "resources/") {
		seed(s)
	}
	text = terraformBlock.ReplaceAllString(text, "")
	test := resource.TestCase{ProtoV6ProviderFactories: factories}
	step := resource.TestStep{Config: s.with("feed_deletion_policy = \"delete\"\n") + providerBlock.ReplaceAllString(text, ""), ConfigPlanChecks: ends()}
	test.Steps = []resource.TestStep{step}
	if imports != "" {
		step := resource.TestStep{
			ResourceName: importTo.FindStringSubmatch(imports)[1], ImportState: true,
			ImportStateKind: resource.ImportBlockWithID, ImportStateId: importID.FindStringSubmatch(imports)[1],
		}
		if strings.Contains(imports, "identity") {
			step.ImportStateKind, step.ImportStateId = resource.ImportBlockWithResourceIdentity, ""
			test.TerraformVersionChecks = []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)}
		}
		test.Steps = append(test.Steps, step)
	}
	resource.Test(t, test)
}
