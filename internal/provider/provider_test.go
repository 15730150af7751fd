package provider_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/provider"
)

const apiKey = "test-key"

// factories serve the provider as main does.
var factories = map[string]func() (tfprotov6.ProviderServer, error){
	"proget": func() (tfprotov6.ProviderServer, error) { return provider.Server("test")(), nil },
}

// server is a fake ProGet and the provider block that reaches it.
type server struct {
	*fakeproget.Server
	URL   string
	Block string
}

// serve starts a fake ProGet. It gets a key unless the options have some.
func serve(t *testing.T, options fakeproget.Options) *server {
	t.Helper()
	if options.Keys == nil {
		options.Keys = []fakeproget.Key{{Value: apiKey, Scopes: []fakeproget.Scope{fakeproget.FullControl}}}
	}
	fake := fakeproget.New(options)
	listener := httptest.NewServer(fake)
	t.Cleanup(func() {
		listener.Close()
		listener.Config.Handler = nil // package testing keeps what cleans up until the last test ends
	})
	url := listener.URL + options.BasePath
	return &server{fake, url, fmt.Sprintf("provider \"proget\" {\n  url     = %q\n  api_key = %q\n}\n", url, apiKey)}
}

// forProfiles runs a test for every profile of the fake.
func forProfiles(t *testing.T, test func(t *testing.T, profile string)) {
	t.Helper()
	runFor(t, fakeproget.Profiles, test)
}

// forOuterProfiles runs a test, whose steps with Terraform take long, for the
// oldest and the newest profile, and in the long form for all.
func forOuterProfiles(t *testing.T, test func(t *testing.T, profile string)) {
	t.Helper()
	profiles := fakeproget.Profiles
	if !long() {
		profiles = []string{profiles[0], profiles[len(profiles)-1]}
	}
	runFor(t, profiles, test)
}

func runFor(t *testing.T, profiles []string, test func(t *testing.T, profile string)) {
	t.Helper()
	for _, profile := range profiles {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			test(t, profile)
		})
	}
}

// with is the provider block with further settings.
func (s *server) with(settings string) string {
	return strings.Replace(s.Block, "{\n", "{\n"+settings, 1)
}
