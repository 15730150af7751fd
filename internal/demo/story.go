package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"strings"
)

//go:embed team changes
var configurations embed.FS

const mirrorPassword = "s3cret-of-the-mirror"

// story is the demo.
var story = []step{
	{"A team writes down which connectors it wants. Terraform plans them and creates them in ProGet.", create},
	{"Configuration, state and ProGet agree: the next plan is empty. Two requests answer it, however many connectors there are.", planAgain},
	{"The mirror's password is write-only. ProGet has it; the state and the plan do not.", keepSecrets},
	{"Somebody changes two settings in ProGet's pages. The plan shows both.", drift},
	{"Applying heals them, and sends nothing but them.", heal},
	{"What is removed from the configuration is really removed from ProGet.", clearFilters},
	{"A new name renames in place: nothing is destroyed.", rename},
	{"A connector that a person made long ago is adopted: Terraform writes its configuration.", adopt},
	{"A connector that somebody deleted is missed by name, and made again.", recreate},
	{"Destroying removes what Terraform manages, and nothing else.", destroy},
}

func create(ctx context.Context, s *stage) error {
	s.proget.Put("connectors", "made-by-hand", map[string]any{
		"feedType": "npm", "url": "https://packages.example.com/npm/legacy/",
		"timeout": 45, "filters": []string{"@example/*"},
	})
	s.proget.Put("connectors", "of-another-team", map[string]any{
		"feedType": "pypi", "url": "https://packages.example.com/pypi/",
	})
	if err := s.copyFiles("team"); err != nil {
		return err
	}
	if err := s.terraform(ctx, succeeded, []string{"plan", "-out=team.tfplan"}, "Plan: 2 to add, 0 to change, 0 to destroy."); err != nil {
		return err
	}
	if err := s.terraform(ctx, succeeded, []string{"apply", "team.tfplan"}, "Resources: 2 added, 0 changed, 0 destroyed."); err != nil {
		return err
	}
	return s.stored("connectors", "nuget.org", map[string]any{
		"feedType": "nuget", "url": "https://api.nuget.org/v3/index.json", "timeout": 30.0,
		"metadataCacheEnabled": true, "metadataCacheMinutes": 60.0, "metadataCacheCount": 500.0,
	})
}

func planAgain(ctx context.Context, s *stage) error {
	s.proget.ResetRequests()
	if err := s.emptyPlan(ctx); err != nil {
		return err
	}
	var asked []string
	for _, r := range s.proget.Requests() {
		asked = append(asked, r.Method+" "+r.Path)
	}
	s.say("ProGet was asked: %s", strings.Join(asked, ", "))
	if len(asked) > 2 {
		return fmt.Errorf("the plan took %d requests, not 2", len(asked))
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
	return s.terraform(ctx, differs, []string{"plan", "-detailed-exitcode"},
		"timeout = 5 -> 30", `- "*"`, `+ "Newtonsoft.Json"`, "Plan: 0 to add, 1 to change, 0 to destroy.")
}

func heal(ctx context.Context, s *stage) error {
	s.proget.ResetRequests()
	if err := s.terraform(ctx, succeeded, []string{"apply", "-auto-approve"}, "0 added, 1 changed, 0 destroyed."); err != nil {
		return err
	}
	sent := s.sent()
	s.say("ProGet was sent: %s", strings.Join(sent, "; "))
	if len(sent) != 1 || strings.Count(sent[0], `":`) != 2 || !strings.Contains(sent[0], `"timeout":30`) {
		return fmt.Errorf("the update sent %q, not just filters and timeout", sent)
	}
	return s.emptyPlan(ctx)
}

func clearFilters(ctx context.Context, s *stage) error {
	if err := s.edit("connectors.tf", `  filters   = ["Microsoft.*", "Newtonsoft.Json", "!*.Preview"]`+"\n", ""); err != nil {
		return err
	}
	if err := s.terraform(ctx, succeeded, []string{"apply", "-auto-approve"}, "0 added, 1 changed, 0 destroyed."); err != nil {
		return err
	}
	if err := s.stored("connectors", "nuget.org", map[string]any{"filters": []any{}}); err != nil {
		return err
	}
	return s.emptyPlan(ctx)
}

func rename(ctx context.Context, s *stage) error {
	if err := s.edit("connectors.tf", `"internal-mirror"`, `"mirror"`); err != nil {
		return err
	}
	if err := s.terraform(ctx, succeeded, []string{"apply", "-auto-approve"},
		`name = "internal-mirror" -> "mirror"`, "0 added, 1 changed, 0 destroyed."); err != nil {
		return err
	}
	if err := s.stored("connectors", "mirror", map[string]any{"password": mirrorPassword}); err != nil {
		return err
	}
	if err := s.gone("connectors", "internal-mirror"); err != nil {
		return err
	}
	return s.emptyPlan(ctx)
}

func adopt(ctx context.Context, s *stage) error {
	if err := s.copyFiles("changes/import.tf"); err != nil {
		return err
	}
	if err := s.terraform(ctx, succeeded, []string{"plan", "-generate-config-out=adopted.tf"},
		"Plan: 1 to import, 0 to add, 0 to change, 0 to destroy."); err != nil {
		return err
	}
	generated, err := s.read("adopted.tf")
	if err != nil {
		return err
	}
	s.show("adopted.tf", generated)
	if !strings.Contains(generated, `"https://packages.example.com/npm/legacy/"`) {
		return errors.New("the generated configuration lacks the connector's URL")
	}
	if err := s.terraform(ctx, succeeded, []string{"apply", "-auto-approve"}, "1 imported, 0 added, 0 changed, 0 destroyed."); err != nil {
		return err
	}
	return s.emptyPlan(ctx)
}

func recreate(ctx context.Context, s *stage) error {
	s.proget.Remove("connectors", "nuget.org")
	if err := s.terraform(ctx, succeeded, []string{"apply", "-auto-approve"},
		`Connector "nuget.org" no longer exists`, "1 added, 0 changed, 0 destroyed."); err != nil {
		return err
	}
	return s.emptyPlan(ctx)
}

func destroy(ctx context.Context, s *stage) error {
	if err := s.terraform(ctx, succeeded, []string{"destroy", "-auto-approve"}, "Destroy complete! Resources: 3 destroyed."); err != nil {
		return err
	}
	return s.names("connectors", "of-another-team")
}
