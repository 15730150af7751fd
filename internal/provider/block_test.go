package provider_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// A misspelt name in a block is an error, which it would not be in an attribute.
func TestAccMisspeltInBlock(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	for block, says := range map[string]string{
		"retention_rule {\n    delete_prerelease_version = true\n    keep_versions_count = 5\n  }": `(?s)argument named\s+"delete_prerelease_version" is not expected`,
		"replication {\n    client_modus = \"mirror\"\n  }":                                        `(?s)argument named\s+"client_modus" is not expected`,
		"retention_rules = [{ keep_versions_count = 5 }]":                                          `(?s)argument named\s+"retention_rules" is not expected`,
	} {
		resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: factories, Steps: []resource.TestStep{{
			Config:      s.Block + "resource \"proget_feed\" \"a\" {\n  name = \"a\"\n  feed_type = \"nuget\"\n  " + block + "\n}\n",
			ExpectError: regexp.MustCompile(says),
		}}})
	}
	if sent := s.Requests(); len(sent) > 0 {
		t.Errorf("%d requests were sent", len(sent))
	}
}

// Blocks that mean the same in other words change the state, as Terraform wants
// it, but nothing on the server; each ends in an empty plan. So does an import.
func TestAccBlockSpelling(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{Profile: "5.2"})
	s.Put("feeds", "a", map[string]any{
		"feedType":       "nuget",
		"retentionRules": []any{map[string]any{"keepVersionsCount": 5, "deleteCached": false}, map[string]any{"deleteCached": true}},
		"replication":    map[string]any{"serverMode": "readonly"},
	})
	want, _ := s.Get("feeds", "a")
	step := func(blocks string, changes ...string) resource.TestStep {
		return resource.TestStep{
			PreConfig: s.ResetRequests,
			Config: s.with("  feed_deletion_policy = \"delete\"\n") +
				"import {\n  to = proget_feed.a\n  id = \"a\"\n}\nresource \"proget_feed\" \"a\" {\n  name = \"a\"\n  feed_type = \"nuget\"\n" + blocks + "}\n",
			ConfigPlanChecks: ends(plannedChanges{resource: "proget_feed", want: map[string][]string{"proget_feed.a": changes}}),
			Check: func(*terraformState) error {
				if writes := s.writes(); len(writes) > 0 {
					return fmt.Errorf("sent %v", writes)
				}
				got, _ := s.Get("feeds", "a")
				if diff := cmp.Diff(want, got); diff != "" {
					return fmt.Errorf("the feed changed:\n%s", diff)
				}
				return nil
			},
		}
	}
	const cached, replicated = "  retention_rule {\n    delete_cached = true\n  }\n", "  replication {\n    server_mode = \"readonly\"\n  }\n"
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: factories, Steps: []resource.TestStep{
		step("  retention_rule {\n    keep_versions_count = 5\n  }\n" + cached + replicated),
		step("  retention_rule {\n    keep_versions_count = 5\n    delete_cached = false\n  }\n"+cached+replicated, "retention_rule"),
		step("  retention_rule {\n    keep_versions_count = 5\n    keep_versions = []\n  }\n"+cached+replicated, "retention_rule"),
		step("  retention_rule {\n    keep_versions_count = 5\n  }\n"+cached+"  replication {\n    client_mode = \"disabled\"\n    server_mode = \"ReadOnly\"\n  }\n", "replication", "retention_rule"),
	}})
}
