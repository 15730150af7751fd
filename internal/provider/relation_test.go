package provider_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// related is a step with a feed and a license, what it plans to change of each,
// and the one relation between the two that it leaves on the server.
type related struct {
	feed, license               string   // HCL
	feedChanges, licenseChanges []string // "create" at first
	allowed, blocked            any      // licenses of the feed
}

func (r related) step(s *server) resource.TestStep {
	plans := func(kind string, changes []string) plannedChanges {
		return plannedChanges{resource: "proget_" + kind, want: map[string][]string{"proget_" + kind + ".a": changes}}
	}
	return resource.TestStep{
		Config: s.with("  feed_deletion_policy = \"delete\"\n") + fmt.Sprintf(`
resource "proget_feed" "a" {
  name      = "a"
  feed_type = "nuget"
  %s
}
resource "proget_license" "a" {
  code  = "A"
  title = "A"
  %s
}
`, r.feed, r.license),
		ConfigPlanChecks: ends(plans("feed", r.feedChanges), plans("license", r.licenseChanges)),
		Check: func(*terraformState) error {
			feed, _ := s.Get("feeds", "a")
			got := []any{none(feed["allowedLicenses"]), none(feed["blockedLicenses"])}
			if diff := cmp.Diff([]any{r.allowed, r.blocked}, got); diff != "" {
				return fmt.Errorf("allowed and blocked licenses of the feed (-want +got):\n%s", diff)
			}
			return nil
		},
	}
}

// Which licenses a feed allows and blocks is one relation, which either side may
// manage. What one side leaves out is the other's business: it is no change, and
// nothing takes it back. An empty list clears it.
func TestAccLicenseRelation(t *testing.T) {
	t.Parallel()
	const feedFirst, licenseFirst = "depends_on = [proget_feed.a]\n  ", "depends_on = [proget_license.a]\n  "
	create, a := []string{"create"}, []any{"A"}
	lives := map[string][]related{
		"one side at a time": {
			{license: feedFirst + `allowed_feeds = ["a"]`, feedChanges: create, licenseChanges: create, allowed: a},
			{feed: `description = "x"`, license: feedFirst + `allowed_feeds = ["a"]`, feedChanges: []string{"description"}, allowed: a},
			{feed: `description = "x"`, license: feedFirst, allowed: a},
			{feed: `description = "x"`, license: feedFirst + `blocked_feeds = ["a"]`, licenseChanges: []string{"allowed_feeds", "blocked_feeds"}, blocked: a},
			{feed: `allowed_licenses = ["a"]`, license: feedFirst, feedChanges: []string{"allowed_licenses", "blocked_licenses", "description"}, allowed: a},
			{feed: `allowed_licenses = ["a"]`, license: feedFirst + `urls = ["example.com/b"]`, licenseChanges: []string{"urls"}, allowed: a},
			{feed: `allowed_licenses = []`, license: feedFirst, feedChanges: []string{"allowed_licenses"}, licenseChanges: []string{"urls"}},
			{feed: `blocked_licenses = ["A"]`, license: feedFirst, feedChanges: []string{"blocked_licenses"}, blocked: a},
			{license: feedFirst, blocked: a},
			{license: feedFirst + `blocked_feeds = []`, licenseChanges: []string{"blocked_feeds"}},
		},
		// The feed's update is answered with what the license's, just before, has made of the relation.
		"the other side in the same apply": {
			{feed: licenseFirst, feedChanges: create, licenseChanges: create},
			{feed: licenseFirst + `description = "x"`, license: `allowed_feeds = ["a"]`, feedChanges: []string{"description"}, licenseChanges: []string{"allowed_feeds"}, allowed: a},
			{feed: licenseFirst + `description = "y"`, license: `blocked_feeds = ["a"]`, feedChanges: []string{"description"}, licenseChanges: []string{"allowed_feeds", "blocked_feeds"}, blocked: a},
			{feed: licenseFirst + `description = "z"`, license: `blocked_feeds = []`, feedChanges: []string{"description"}, licenseChanges: []string{"blocked_feeds"}},
		},
	}
	for _, profile := range until2023 {
		for name, steps := range lives {
			t.Run(profile+" "+name, func(t *testing.T) {
				t.Parallel()
				s := serve(t, fakeproget.Options{Profile: profile, BuiltInLicenses: -1})
				test := resource.TestCase{ProtoV6ProviderFactories: factories}
				for _, step := range steps {
					test.Steps = append(test.Steps, step.step(s))
				}
				resource.Test(t, test)
			})
		}
	}
}
