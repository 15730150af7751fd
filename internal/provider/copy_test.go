package provider_test

import (
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/tfcli"
)

// The example that copies a server makes a second one equal, removes what the
// first one no longer has, and plans nothing when nothing changed. It needs the
// CLI with a provider process for each of the two servers, as users have them:
// the testing library would serve both from one.
func TestAccCopyAServer(t *testing.T) {
	t.Parallel()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("acceptance tests run with TF_ACC=1")
	}
	source := serve(t, fakeproget.Options{Profile: "2026", WebBaseURL: "https://proget.example.com"})
	target := serve(t, fakeproget.Options{Profile: "2026", WebBaseURL: "https://proget.example.com"})
	source.Put("connectors", "nuget.org", map[string]any{
		"feedType": "nuget", "url": "https://api.nuget.org/v3/index.json", "filters": []any{"Example.*"},
		"username": "reader", "metadataCacheEnabled": true, "metadataCacheMinutes": 5, "metadataCacheCount": 50,
	})
	source.Put("feeds", "packages", map[string]any{
		"feedType": "nuget", "description": "All packages", "connectors": []any{"nuget.org"}, "alternateNames": []any{"old"},
		"variables": map[string]any{"Owner": "platform"}, "retentionRules": []any{map[string]any{"deleteCached": true, "keepVersionsCount": 3}},
		"stripSymbols": true, "useApiV3": true, "retentionRulesEnabled": true,
	})
	source.Put("feeds", "files", map[string]any{"feedType": "asset", "description": "Installers"})

	example, err := os.ReadFile("../../examples/copy-a-server/main.tf")
	if err != nil {
		t.Fatal(err)
	}
	cli, err := tfcli.New(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := cli.Write("main.tf", example); err != nil {
		t.Fatal(err)
	}
	cli.Env = []string{
		"TF_VAR_source_url=" + source.URL, "TF_VAR_source_api_key=" + apiKey,
		"TF_VAR_target_url=" + target.URL, "TF_VAR_target_api_key=" + apiKey,
	}
	run := func(exit int, args ...string) {
		t.Helper()
		result, err := cli.Run(t.Context(), args...)
		if err != nil {
			t.Fatal(err)
		}
		if code := result.Process.ExitCode(); code != exit {
			t.Fatalf("%v exits with %d, want %d:\n%s", args, code, exit, result.Output)
		}
	}
	// A flag that is off and one that a feed of its type does not have are told apart only inside the fake.
	off := cmpopts.IgnoreMapEntries(func(_ string, value any) bool { return value == false })
	equal := func() {
		t.Helper()
		for _, kind := range []string{"connectors", "feeds"} {
			for _, name := range slices.Concat(source.Names(kind), target.Names(kind)) {
				want, _ := source.Get(kind, name)
				got, _ := target.Get(kind, name)
				if diff := cmp.Diff(want, got, off); diff != "" {
					t.Errorf("%s of the %s differs (-source +target):\n%s", name, kind, diff)
				}
			}
		}
	}

	run(0, "apply", "-auto-approve")
	equal()
	run(0, "plan", "-detailed-exitcode")

	source.Remove("feeds", "files")
	source.Put("feeds", "packages", map[string]any{"description": nil, "connectors": []any{}})
	source.Remove("connectors", "nuget.org")
	run(2, "plan", "-detailed-exitcode")
	run(0, "apply", "-auto-approve")
	equal()
	run(0, "plan", "-detailed-exitcode")
}
