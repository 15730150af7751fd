package provider_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// One key and a fresh ProGet become a platform: the example is applied, plans
// nothing more, keeps secrets out of its state, and leaves nothing behind when it
// is destroyed, keys of runs least of all.
func TestAccBootstrap(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{Secrets: fakeproget.EchoSecrets})
	before := map[string][]string{}
	for _, kind := range fakeproget.Kinds {
		before[kind] = s.Names(kind)
	}
	c := cli(t, "PROGET_API_KEY="+apiKey, "TF_VAR_url="+s.URL, "TF_VAR_base_url=https://proget.example.com",
		"TF_VAR_product_license=l1cense-s3cr3t", "TF_VAR_bucket_secret=bucket-s3cr3t", `TF_VAR_teams=["payments","search"]`,
		`TF_VAR_bucket={"name":"packages","region":"us-east-1","access_key":"EXAMPLE"}`)
	must(t, os.CopyFS(c.Dir, os.DirFS(filepath.Join(root, "examples", "bootstrap"))))
	run(t, c, 0, "apply", "-auto-approve")
	must(t, s.hasSetting("Licensing.Key", "l1cense-s3cr3t"))
	must(t, s.hasStorage("search-nuget", "s3", values{
		"BucketName": "packages", "RegionEndpoint": "us-east-1", "TargetPath": "search", "AccessKey": "EXAMPLE", "SecretAccessKey": "bucket-s3cr3t", "Encrypted": true,
	}))
	if result := run(t, c, 0, "output", "feeds"); !result.Says("https://proget.example.com/nuget/payments-nuget/") {
		t.Errorf("the feeds are not at the base URL:\n%s", result.Output)
	}
	if keys := s.Names("api-keys"); len(keys) != len(before["api-keys"])+2 {
		t.Errorf("there are the keys %v, want those of two teams", keys)
	}
	state, err := os.ReadFile(filepath.Join(c.Dir, "terraform.tfstate"))
	must(t, err)
	if strings.Contains(string(state), "s3cr3t") {
		t.Errorf("the state has a secret:\n%s", state)
	}
	run(t, c, 0, "plan", "-detailed-exitcode")
	for _, r := range s.Requests() {
		if strings.HasPrefix(r.Path, "/api/management/feeds/create") && r.Header.Get("X-ApiKey") == apiKey {
			t.Errorf("%s was made with the first key", r.Path)
		}
	}
	run(t, c, 0, "destroy", "-auto-approve")
	for _, kind := range fakeproget.Kinds {
		if now := s.Names(kind); strings.Join(now, ",") != strings.Join(before[kind], ",") {
			t.Errorf("%s: %v are left, want %v", kind, now, before[kind])
		}
	}
	must(t, s.hasSetting("Web.BaseUrl", nil))
	must(t, s.hasSetting("Licensing.Key", "l1cense-s3cr3t"))
}
