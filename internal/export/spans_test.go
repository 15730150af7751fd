package export

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
	"github.com/proget-community/terraform-provider-proget/internal/provider"
)

// What the provider refuses on other servers is what is left out for them.
func TestSpansAreThoseOfTheProvider(t *testing.T) {
	t.Parallel()
	want := map[string]map[string]span{}
	for kind, limits := range provider.Limits() {
		want[kind] = map[string]span{}
		for _, l := range limits {
			want[kind][l.Attribute] = span{since: l.Since, until: l.Until, notFree: l.NotFree}
		}
	}
	if diff := cmp.Diff(want, spans, cmp.AllowUnexported(span{})); diff != "" {
		t.Errorf("put what versions.go of the provider says into releases.go (-provider +export):\n%s", diff)
	}
}

// So is what the two take for a secret.
func TestSecretSettingsAreThoseOfTheProvider(t *testing.T) {
	t.Parallel()
	names := []string{
		"Licensing.Key", "LICENSING.KEY", "Proxy.Password", "A.ClientSecret", "A.Token", "A.ConnectionString",
		"Web.BaseUrl", "Api.Keys", "Api.DisablePersonalKeyExpiresNotification", "Storage.PackagesRootPath", "Password.Length",
	}
	for _, name := range names {
		if got, want := isSecretSetting(name), proget.IsSecretSetting(name); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
