package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

//go:embed team changes
var configurations embed.FS

const mirrorPassword = "s3cret-of-the-mirror"

// story is the demo.
var story = []step{
	{"A team writes down its connectors, feeds and a license. Terraform plans them and creates them in ProGet.", create},
	{"Configuration, state and ProGet agree: the next plan is empty. At most two requests per type answer it, however many objects there are.", planAgain},
	{"The mirror's password is write-only. ProGet has it; the state and the plan do not.", keepSecrets},
	{"Somebody changes a connector and the retention of a feed in ProGet's pages. The plan shows both.", drift},
	{"Applying heals them, and sends nothing but what differs.", heal},
	{"What is removed from the configuration is really removed from ProGet.", clearAway},
	{"The rest of a platform: a group, a permission, a key for the build server, a bucket and a setting.", grantAccess},
	{"A new name renames in place: the packages stay, and the old address goes on working.", rename},
	{"A feed that a person made long ago is adopted: Terraform writes its configuration.", adopt},
	{"A connector that somebody deleted is missed by name, and made again.", recreate},
	{"A wrong API key, and a login page in front of ProGet: both fail with the reason, and nothing leaves the state.", distrust},
	{"A block is deleted by mistake. The plan tells how many packages are at stake, and applying it is refused.", guard},
	{"With permission, destroying removes all that Terraform manages, and nothing else.", destroy},
}

func create(ctx context.Context, s *stage) error {
	s.proget.Put("feeds", "made-by-hand", map[string]any{
		"feedType": "npm", "description": "Nobody knows who made this.", "retentionRulesEnabled": true,
		"retentionRules": []any{map[string]any{"deleteCached": true, "keepVersionsCount": 3}},
	})
	s.proget.Put("feeds", "of-another-team", map[string]any{"feedType": "pypi"})
	s.proget.Put("connectors", "of-another-team", map[string]any{"feedType": "pypi", "url": "https://packages.example.com/pypi/"})
	if err := s.copyFiles("team"); err != nil {
		return err
	}
	if !s.verbose {
		feeds, err := s.read("feeds.tf")
		if err != nil {
			return err
		}
		s.show("feeds.tf", feeds)
		s.say("--- with connectors.tf, licenses.tf, packages.tf and versions.tf, as in internal/demo/team")
	}
	if err := s.terraform(ctx, succeeded, []string{"plan", "-out=team.tfplan"}, "Plan: 8 to add, 0 to change, 0 to destroy."); err != nil {
		return err
	}
	if err := s.terraform(ctx, succeeded, []string{"apply", "team.tfplan"}, "Resources: 8 added, 0 changed, 0 destroyed."); err != nil {
		return err
	}
	if err := s.stored("connectors", "nuget.org", map[string]any{
		"feedType": "nuget", "url": "https://api.nuget.org/v3/index.json", "timeout": 30.0,
		"metadataCacheEnabled": true, "metadataCacheMinutes": 60.0, "metadataCacheCount": 500.0,
	}); err != nil {
		return err
	}
	if err := s.stored("feeds", "nuget-unapproved", map[string]any{
		"feedType": "nuget", "connectors": []any{"internal-mirror", "nuget.org"}, "retentionRulesEnabled": true,
	}); err != nil {
		return err
	}
	return s.stored("licenses", "ACME-1.0", map[string]any{"spdx": []any{"LicenseRef-ACME-1.0"}})
}

func planAgain(ctx context.Context, s *stage) error {
	s.proget.ResetRequests()
	if err := s.emptyPlan(ctx); err != nil {
		return err
	}
	asked := s.requests(true)
	s.say("ProGet was asked: %s", strings.Join(asked, ", "))
	if len(asked) > 6 {
		return fmt.Errorf("the plan took %d requests, not at most 6", len(asked))
	}
	return nil
}

func keepSecrets(_ context.Context, s *stage) error {
	if err := s.stored("connectors", "internal-mirror", map[string]any{"username": "proget", "password": mirrorPassword}); err != nil {
		return err
	}
	for _, name := range []string{"terraform.tfstate", "team.tfplan"} {
		content, err := s.read(name)
		if err != nil {
			return err
		}
		if strings.Contains(content, mirrorPassword) || strings.Contains(content, apiKey) {
			return fmt.Errorf("%s holds a secret", name)
		}
	}
	s.say("Neither terraform.tfstate nor team.tfplan holds the password or the API key.")
	return nil
}

func drift(ctx context.Context, s *stage) error {
	s.proget.Put("connectors", "nuget.org", map[string]any{"timeout": 5, "filters": []string{"*"}})
	s.proget.Put("feeds", "nuget-unapproved", map[string]any{"retentionRules": []any{map[string]any{"keepVersionsCount": 1}}})
	return s.terraform(ctx, differs, []string{"plan", "-detailed-exitcode", "-out=heal.tfplan"},
		"timeout = 5 -> 30", `- "*"`, `+ "Newtonsoft.Json"`,
		"keep_versions_count = 1 -> null", "+ delete_cached = true", "Plan: 0 to add, 2 to change, 0 to destroy.")
}

func heal(ctx context.Context, s *stage) error {
	s.proget.ResetRequests()
	if err := s.terraform(ctx, succeeded, []string{"apply", "heal.tfplan"}, "0 added, 2 changed, 0 destroyed."); err != nil {
		return err
	}
	sent := s.requests(false)
	s.say("ProGet was sent: %s", strings.Join(sent, "; "))
	if len(sent) != 2 {
		return fmt.Errorf("%d changes were sent, not 2", len(sent))
	}
	for _, change := range sent {
		for _, other := range []string{`"url"`, `"name"`, `"description"`, `"connectors"`, `"metadataCacheEnabled"`} {
			if strings.Contains(change, other) {
				return fmt.Errorf("an update sent %s, which does not differ: %s", other, change)
			}
		}
	}
	return s.emptyPlan(ctx)
}

func clearAway(ctx context.Context, s *stage) error {
	if err := s.edit("connectors.tf", `  filters   = ["Microsoft.*", "Newtonsoft.Json", "!*.Preview"]`+"\n", ""); err != nil {
		return err
	}
	if err := s.edit("feeds.tf", `  description = "Packages that builds may use."`+"\n", ""); err != nil {
		return err
	}
	if err := s.terraform(ctx, succeeded, []string{"apply", "-auto-approve"}, "0 added, 2 changed, 0 destroyed."); err != nil {
		return err
	}
	if err := s.stored("connectors", "nuget.org", map[string]any{"filters": []any{}}); err != nil {
		return err
	}
	if err := s.stored("feeds", "nuget-approved", map[string]any{"description": nil}); err != nil {
		return err
	}
	return s.emptyPlan(ctx)
}

func grantAccess(ctx context.Context, s *stage) error {
	if err := s.copyFiles("changes/access.tf"); err != nil {
		return err
	}
	if err := s.terraform(ctx, succeeded, []string{"apply", "-auto-approve"}, "5 added, 0 changed, 0 destroyed."); err != nil {
		return err
	}
	for name, want := range map[string]map[string]any{
		"groups/Developers":      {"users": []any{"Admin"}},
		"storage/nuget-approved": {"id": "s3"},
		"settings/Web.BaseUrl":   {"value": "https://proget.example.com"},
	} {
		kind, key, _ := strings.Cut(name, "/")
		if err := s.stored(kind, key, want); err != nil {
			return err
		}
	}
	state, err := s.read("terraform.tfstate")
	if err != nil {
		return err
	}
	if strings.Contains(state, "s3cret-of-the-bucket") {
		return errors.New("terraform.tfstate holds the secret of the bucket")
	}
	return nil // the next steps end in empty plans
}

func rename(ctx context.Context, s *stage) error {
	s.proget.AddPackage("packages", "Example.Core", "1.0.0")
	s.proget.AddPackage("packages", "Example.Web", "1.1.0")
	s.proget.AddPackage("packages", "Example.Tools", "2.0.0")
	if err := s.edit("packages.tf", `  name      = "packages"`, "  name      = \"nuget-internal\"\n\n  alternate_names = [\"packages\"]\n"); err != nil {
		return err
	}
	s.proget.ResetRequests()
	if err := s.terraform(ctx, succeeded, []string{"apply", "-auto-approve"},
		`name = "packages" -> "nuget-internal"`, "0 added, 1 changed, 0 destroyed."); err != nil {
		return err
	}
	sent := s.requests(false)
	s.say("ProGet was sent: %s", strings.Join(sent, "; "))
	if len(sent) != 1 {
		return fmt.Errorf("renaming took %d changes, not 1", len(sent))
	}
	if err := s.stored("feeds", "nuget-internal", map[string]any{"alternateNames": []any{"packages"}}); err != nil {
		return err
	}
	if err := s.gone("feeds", "packages"); err != nil {
		return err
	}
	return s.emptyPlan(ctx)
}

func adopt(ctx context.Context, s *stage) error {
	if err := s.copyFiles("changes/import.tf"); err != nil {
		return err
	}
	s.say("import.tf: + import the feed \"made-by-hand\" to proget_feed.by_hand")
	if err := s.terraform(ctx, succeeded, []string{"plan", "-generate-config-out=adopted.tf", "-out=adopt.tfplan"},
		"Plan: 1 to import, 0 to add, 0 to change, 0 to destroy."); err != nil {
		return err
	}
	generated, err := s.read("adopted.tf")
	if err != nil {
		return err
	}
	s.show("adopted.tf, without what is null", withoutNulls(generated))
	if !strings.Contains(generated, `"Nobody knows who made this."`) {
		return errors.New("the generated configuration lacks the feed's description")
	}
	if err := s.terraform(ctx, succeeded, []string{"apply", "adopt.tfplan"}, "1 imported, 0 added, 0 changed, 0 destroyed."); err != nil {
		return err
	}
	s.say("import.tf has done its work and is deleted.")
	if err := s.cli.Write("import.tf", nil); err != nil {
		return err
	}
	return s.emptyPlan(ctx)
}

// withoutNulls leaves out comments and the attributes that generated configuration sets to null.
func withoutNulls(configuration string) string {
	var kept strings.Builder
	for line := range strings.Lines(configuration) {
		if text := strings.TrimSpace(line); text != "" && !strings.HasPrefix(text, "#") && !strings.Contains(text, " = null") {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

func recreate(ctx context.Context, s *stage) error {
	s.proget.Remove("connectors", "nuget.org")
	if err := s.terraform(ctx, succeeded, []string{"apply", "-auto-approve"},
		`Connector "nuget.org" no longer exists`, "1 added,", "0 destroyed."); err != nil {
		return err
	}
	return s.stored("feeds", "nuget-unapproved", map[string]any{"connectors": []any{"internal-mirror", "nuget.org"}})
}

// distrust plans against answers that say nothing of the objects: to a wrong
// key, ProGet lists no feeds at all, and without an error.
func distrust(ctx context.Context, s *stage) error {
	before, err := s.read("terraform.tfstate")
	if err != nil {
		return err
	}
	s.say("$ export PROGET_API_KEY=mistyped")
	right := s.cli.Env
	s.cli.Env = append(slices.Clip(right), "PROGET_API_KEY=mistyped")
	err = s.terraform(ctx, failed, []string{"plan"},
		`Unable to read feed "nuget-internal"`, `Unable to read connector "nuget.org"`, `Unable to read license "ACME-1.0"`,
		"403 Forbidden", "ProGet does not accept the credential for this, or does not know it.")
	s.cli.Env = right
	if err != nil {
		return err
	}
	s.say("The key is right again, but a login page answers in place of ProGet's API. A refresh would write the state.")
	s.proget.Fail(fakeproget.Fault{Path: "/api/", HTML: true})
	err = s.terraform(ctx, failed, []string{"apply", "-refresh-only", "-auto-approve"}, "a login page", "Something asks for a login before ProGet's API is reached")
	s.proget.ClearFaults()
	if err != nil {
		return err
	}
	after, err := s.read("terraform.tfstate")
	if err != nil {
		return err
	}
	if after != before {
		return errors.New("terraform.tfstate has changed")
	}
	s.say("terraform.tfstate is what it was. With the right key and ProGet itself, the plan is empty.")
	return s.emptyPlan(ctx)
}

func guard(ctx context.Context, s *stage) error {
	block, err := s.read("packages.tf")
	if err != nil {
		return err
	}
	s.say("packages.tf: its only block is deleted")
	if err := s.cli.Write("packages.tf", nil); err != nil {
		return err
	}
	if err := s.terraform(ctx, differs, []string{"plan", "-detailed-exitcode", "-out=mistake.tfplan"},
		`Feed "nuget-internal" cannot be destroyed as it is`, "The feed holds 3 packages."); err != nil {
		return err
	}
	if err := s.terraform(ctx, failed, []string{"apply", "mistake.tfplan"}, `Feed "nuget-internal" is not deleted`, "The feed holds 3 packages."); err != nil {
		return err
	}
	if err := s.stored("feeds", "nuget-internal", map[string]any{"active": true}); err != nil {
		return err
	}
	s.say("ProGet has the feed as it was, and the block is put back.")
	return s.cli.Write("packages.tf", []byte(block))
}

func destroy(ctx context.Context, s *stage) error {
	if err := s.edit("packages.tf", `  feed_type = "nuget"`, "  feed_type = \"nuget\"\n\n  deletion_policy = \"delete\""); err != nil {
		return err
	}
	if err := s.terraform(ctx, succeeded, []string{"apply", "-auto-approve"}, "0 added, 1 changed, 0 destroyed."); err != nil {
		return err
	}
	if err := s.terraform(ctx, succeeded, []string{"destroy", "-auto-approve"},
		`Feed "nuget-internal" will be destroyed with all that it holds`, "Destroy complete! Resources: 14 destroyed."); err != nil {
		return err
	}
	if err := s.names("feeds", "of-another-team"); err != nil {
		return err
	}
	for _, name := range []string{"licenses/ACME-1.0", "groups/Developers"} {
		kind, key, _ := strings.Cut(name, "/")
		if err := s.gone(kind, key); err != nil {
			return err
		}
	}
	return s.names("connectors", "of-another-team")
}
