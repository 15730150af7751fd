package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// open opens an ephemeral key.
func open(t *testing.T, e *engine, config values) (values, []byte, diagnostics) {
	t.Helper()
	typ := e.Schemas.EphemeralResourceSchemas[apiKeyName].ValueType()
	validated, err := e.ValidateEphemeralResourceConfig(t.Context(), &tfprotov6.ValidateEphemeralResourceConfigRequest{TypeName: apiKeyName, Config: tftest.Encode(t, typ, config)})
	must(t, err)
	if diagnostics(validated.Diagnostics).Failed() {
		return nil, nil, validated.Diagnostics
	}
	opened, err := e.OpenEphemeralResource(t.Context(), &tfprotov6.OpenEphemeralResourceRequest{TypeName: apiKeyName, Config: tftest.Encode(t, typ, config)})
	must(t, err)
	result, _ := tftest.Plain(t, tftest.Decode(t, typ, opened.Result)).(values)
	return result, opened.Private, opened.Diagnostics
}

func shut(t *testing.T, e *engine, private []byte) diagnostics {
	t.Helper()
	closed, err := e.CloseEphemeralResource(t.Context(), &tfprotov6.CloseEphemeralResourceRequest{TypeName: apiKeyName, Private: private})
	must(t, err)
	return closed.Diagnostics
}

// An ephemeral key works between Open and Close, and is gone afterwards,
// whatever form the answer has.
func TestEphemeralAPIKey(t *testing.T) {
	t.Parallel()
	config := values{"type": "system", "system_apis": []string{"feeds"}, "display_name": "run"}
	for _, form := range []fakeproget.CreatedKey{fakeproget.KeyAsMember, fakeproget.KeyAsText} {
		s := serve(t, fakeproget.Options{CreatedKey: form, HashKeys: true})
		e := connect(t, s, nil)
		result, private, diags := open(t, e, config)
		noErrors(t, diags)
		stored, _ := s.Get("api-keys", "1000")
		if result["key"] != stored["key"] || result["id"] != "1000" || result["display_name"] != "run" {
			t.Errorf("form %d: opened %v, stored %v", form, result, stored)
		}
		second := connect(t, s, values{"api_key": result["key"]})
		_, diags = second.Apply(t, "proget_connector", second.Absent("proget_connector"), values{"name": "a", "feed_type": "nuget", "url": nuget})
		noErrors(t, diags)
		if strings.Contains(string(private), result["key"].(string)) { //nolint:forcetypeassert // see above
			t.Errorf("form %d: what is kept for Close has the key: %s", form, private)
		}
		for range 2 { // the second time, it is gone already
			noErrors(t, shut(t, e, private))
		}
		if names := s.Names("api-keys"); len(names) > 0 {
			t.Errorf("form %d: %v are left", form, names)
		}
	}
}

// What cannot be used is not left behind, and what could not be made is an error.
func TestEphemeralAPIKeyErrors(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		options fakeproget.Options
		fault   fakeproget.Fault
		config  values
		left    int
		text    string
	}{
		"unrevealed":    {fakeproget.Options{CreatedKey: fakeproget.KeyLeftOut}, fakeproget.Fault{Path: "/none"}, values{"type": "other"}, 0, "It is deleted again"},
		"not as sent":   {fakeproget.Options{IgnoreProperties: []string{"description"}}, fakeproget.Fault{Path: "/none"}, values{"type": "other", "description": "d"}, 0, "did not store description"},
		"lost":          {fakeproget.Options{}, fakeproget.Fault{Path: "/api/api-keys/create", Drop: fakeproget.AfterActing}, values{"type": "other"}, 1, `id = "1000"`},
		"an old server": {fakeproget.Options{Profile: "2023"}, fakeproget.Fault{Path: "/none"}, values{"type": "other"}, 0, "it came with ProGet 2024.3"},
		"bad input":     {fakeproget.Options{}, fakeproget.Fault{Path: "/none"}, values{"type": "feed"}, 0, "package_permissions is missing"},
		"expired":       {fakeproget.Options{}, fakeproget.Fault{Path: "/none"}, values{"type": "other", "expiration": "2001-01-01T00:00:00Z"}, 0, "in the past"},
	} {
		s := serve(t, tt.options)
		s.Fail(tt.fault)
		_, _, diags := open(t, connect(t, s, nil), tt.config)
		if !diags.Failed() || !strings.Contains(diags.String(), tt.text) || len(s.Names("api-keys")) != tt.left {
			t.Errorf("%s: %v are left\n%s", name, s.Names("api-keys"), diags)
		}
	}
	s := serve(t, fakeproget.Options{})
	e := connect(t, s, nil)
	_, private, diags := open(t, e, values{"type": "other"})
	noErrors(t, diags)
	s.Fail(fakeproget.Fault{Path: "/api/api-keys/delete", Status: 403})
	if diags := shut(t, e, private); !diags.Failed() || !strings.Contains(diags.String(), `Unable to delete API key "1000"`) {
		t.Errorf("a deletion that is refused: %s", diags)
	}
}

// With Terraform: the provider of the second step uses the key of the first, and
// neither plan nor state nor a run that fails leaves anything of it.
func TestAccEphemeralAPIKey(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	c := cli(t)
	must(t, c.Write("main.tf", []byte(required+s.Block+`
ephemeral "proget_api_key" "run" {
  type        = "system"
  system_apis = ["feeds"]
}
provider "proget" {
  alias       = "second"
  url         = "`+s.URL+`"
  api_key     = ephemeral.proget_api_key.run.key
  max_retries = 0
}
resource "proget_connector" "a" {
  provider  = proget.second
  name      = "a"
  feed_type = "nuget"
  url       = "`+nuget+`"
}
`)))
	gone := func(step string, used bool) {
		t.Helper()
		if names := s.Names("api-keys"); len(names) > 0 {
			t.Errorf("%s: %v are left", step, names)
		}
		made := false
		for _, r := range s.Requests() {
			made = made || r.Path == "/api/api-keys/create"
		}
		if made != used {
			t.Errorf("%s: a key was made: %t", step, made)
		}
		s.ResetRequests()
	}
	s.Fail(fakeproget.Fault{Path: "/api/management/connectors/create", Status: 400, Body: "refused"})
	run(t, c, 1, "apply", "-auto-approve")
	gone("a run that failed", true)
	s.ClearFaults()
	run(t, c, 0, "apply", "-auto-approve")
	gone("a run", true)
	run(t, c, 0, "plan", "-detailed-exitcode")
	gone("a plan without changes", true)
	run(t, c, 0, "destroy", "-auto-approve")
	gone("the end", true)
}
