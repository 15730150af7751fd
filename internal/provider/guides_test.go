package provider_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// What the guide on platform repositories shows is applied to each of its
// environments, plans nothing more, and sees what somebody else changes.
func TestAccPlatformRepository(t *testing.T) {
	t.Parallel()
	for _, environment := range []string{"staging", "production"} {
		t.Run(environment, func(t *testing.T) {
			t.Parallel()
			s := serve(t, fakeproget.Options{})
			c := cli(t, "PROGET_URL="+s.URL, "PROGET_API_KEY="+apiKey)
			must(t, os.CopyFS(c.Dir, os.DirFS(filepath.Join(root, "examples", "platform-repository"))))
			must(t, os.CopyFS(filepath.Join(c.Dir, "..", "modules"), os.DirFS(filepath.Join(root, "examples", "modules"))))
			must(t, os.Remove(filepath.Join(c.Dir, "backend.tf"))) // there is no S3 here
			run(t, c, 0, "get")
			values := "-var-file=environments/" + environment + ".tfvars"
			if result := run(t, c, 0, "apply", "-auto-approve", values); result.Says("is meant for") {
				t.Errorf("the release is not the one that was meant:\n%s", result.Output)
			}
			run(t, c, 0, "plan", "-detailed-exitcode", values)
			s.Put("feeds", "payments-npm", map[string]any{"description": "changed by hand"})
			run(t, c, 2, "plan", "-detailed-exitcode", "-lock=false", values)
		})
	}
}

// The import blocks that the example prints adopt a server, step by step as
// the guide on adoption has them.
func TestAccAdoptAServer(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	s.Put("connectors", "nuget.org", map[string]any{"feedType": "nuget", "url": nuget, "timeout": 5})
	s.Put("feeds", "a.b", map[string]any{"feedType": "nuget", "connectors": []string{"nuget.org"}, "variables": map[string]any{"Owner": "a"}})
	s.Put("feeds", "a_b", map[string]any{"feedType": "npm", "active": false})
	c := cli(t, "PROGET_URL="+s.URL, "PROGET_API_KEY="+apiKey)
	must(t, os.CopyFS(c.Dir, os.DirFS(filepath.Join(root, "examples", "adopt-a-server"))))
	run(t, c, 0, "apply", "-auto-approve")
	result := run(t, c, 0, "output", "-json", "imports")
	var imports string
	must(t, json.Unmarshal([]byte(result.Output), &imports))
	must(t, c.Write("imports.tf", []byte(imports)))
	if result := run(t, c, 0, "plan", "-generate-config-out=generated.tf", "-out=adopt.tfplan"); !result.Says("Plan: 3 to import, 0 to add, 0 to change, 0 to destroy.") {
		t.Fatalf("the plan is not about three imports:\n%s", result.Output)
	}
	s.ResetRequests()
	run(t, c, 0, "apply", "adopt.tfplan")
	if writes := s.writes(); len(writes) > 0 {
		t.Errorf("importing sent %q", writes)
	}
	must(t, os.Remove(filepath.Join(c.Dir, "imports.tf")))
	run(t, c, 0, "plan", "-detailed-exitcode")
}
