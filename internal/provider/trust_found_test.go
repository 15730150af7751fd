package provider_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// Cases that went wrong until the suites had every kind.

// A membership whose answer ends in the middle is read again, at the end as well.
func TestTrustCutAnswerToAMembership(t *testing.T) {
	t.Parallel()
	s := withSecurity(t, fakeproget.Options{})
	const update = "/api/security/groups/update"
	s.Fail(fakeproget.Fault{Path: update, Truncate: 5, Times: 1})
	o := made(t, s, "proget_group_member", values{"group": "a", "user": "x"})
	s.Fail(fakeproget.Fault{Path: update, Truncate: 5, Times: 1})
	_, diags := connect(t, s, nil).Apply(t, "proget_group_member", o, nil)
	noErrors(t, diags)
	if group, _ := s.Get("groups", "a"); len(group["users"].([]any)) > 0 { //nolint:forcetypeassert // what a group has
		t.Errorf("the members are %v", group["users"])
	}
}

// A secret that may have been set is in the state, though nothing shows it.
func TestTrustUnseenSetting(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	s.Fail(fakeproget.Fault{Path: "/api/settings/set", Status: http.StatusBadGateway, Act: true})
	e := connect(t, s, nil)
	o, diags := e.Apply(t, "proget_setting", e.Absent("proget_setting"), values{"name": "Licensing.Key", "value_wo": "a", "value_wo_version": 1})
	must(t, s.hasSetting("Licensing.Key", "a"))
	if !diags.Failed() || o.State.IsNull() {
		t.Errorf("in the state: %t\n%s", !o.State.IsNull(), diags)
	}
}

// A key that was made though something answered with an error is named.
func TestTrustKeyBehindAnError(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	s.Fail(fakeproget.Fault{Path: "/api/api-keys/create", Status: http.StatusNotFound, Foreign: true, Act: true, Times: 1})
	e := connect(t, s, nil)
	_, diags := e.Apply(t, apiKeyName, e.Absent(apiKeyName), values{"type": "other", "display_name": "a"})
	if len(s.Names("api-keys")) != 1 || !strings.Contains(diags.String(), "answered with an error") || !importBlock.MatchString(diags.String()) {
		t.Errorf("%v exist, and the error says\n%s", s.Names("api-keys"), diags)
	}
}

// What exists in another case is said to, also where no object can be asked for by name.
func TestTrustTakenInAnotherCase(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{CaseInsensitiveNames: true})
	s.Put("projects", "Shop", nil)
	e := connect(t, s, nil)
	_, diags := e.Apply(t, "proget_project", e.Absent("proget_project"), values{"name": "shop"})
	if _, summary, detail := firstError(diags); !strings.HasSuffix(summary, `already exists as "Shop"`) || !strings.Contains(detail, `id = "Shop"`) {
		t.Errorf("got\n%s", diags)
	}
}

// A server that answers 500 for want of a credential is told from one that fails.
func TestTrustAnonymous500(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	s.Put("feeds", "a", map[string]any{"feedType": "nuget"})
	o := made(t, s, storageKind, storageOf(onDisk))
	if _, diags := connect(t, s, values{"api_key": nil}).Read(t, storageKind, o); !diags.Failed() || !strings.Contains(diags.String(), "made as Anonymous") {
		t.Errorf("got\n%s", diags)
	}
}
