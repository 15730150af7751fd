package provider_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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

// others are objects that are there already, as answers to requests for another.
var others = []struct {
	resource, fake, create, update string
	config                         values
	put                            map[string]any
	name, answer                   string // of the other one
}{
	{
		"proget_connector", "connectors", "/api/management/connectors/create", "/api/management/connectors/update/",
		values{"name": "mine", "feed_type": "nuget", "url": nuget, "username": "u", "password_wo": "one", "password_wo_version": 1},
		map[string]any{"feedType": "nuget", "url": nuget},
		"other", `{"name":"other","feedType":"nuget","url":"` + nuget + `"}`,
	},
	{
		"proget_feed", "feeds", "/api/management/feeds/create", "/api/management/feeds/update/",
		values{"name": "mine", "feed_type": "nuget", "description": "d"},
		map[string]any{"feedType": "nuget", "description": "d"},
		"other", `{"name":"other","feedType":"nuget","description":"d"}`,
	},
	{
		"proget_license", "licenses", "/api/licenses/add", "/api/licenses/update",
		values{"code": "a", "title": "t"},
		map[string]any{"title": "t"},
		"other", `{"id":77,"code":"other","title":"t"}`,
	},
	{
		"proget_group", "groups", "/api/security/groups/add", "/api/security/groups/update",
		values{"name": "new"},
		nil, "Administrators", `{"name":"Administrators","users":["Admin"]}`,
	},
	{
		"proget_user", "users", "/api/security/users/add", "/api/security/users/update",
		values{"name": "new", "password_wo": "one", "password_wo_version": 1},
		nil, "Admin", `{"name":"Admin","displayName":"Administrator"}`,
	},
	{
		"proget_task", "tasks", "/api/security/tasks/add", "/api/security/tasks/update",
		values{"name": "new", "attributes": []string{"Feeds_ViewFeed"}},
		nil, "Administer", `{"name":"Administer","attributes":["Feeds_ViewFeed"]}`,
	},
	{
		"proget_permission", "permissions", "/api/security/permissions/add", "",
		values{"group": "Administrators", "task": "Publish Packages"},
		nil, "", `{"id":2,"group":"Administrators","task":"Administer"}`,
	},
	{
		"proget_api_key", "api-keys", "/api/api-keys/create", "",
		values{"type": "other", "display_name": "a"},
		map[string]any{"type": "Other", "displayName": "a"},
		"", `{"id":1000,"type":"Other","displayName":"a","key":"abc"}`,
	},
}

// An answer to a creation that is about another object makes nobody the owner of
// that, whether the creation came to pass or not.
func TestTrustAnswerAboutAnother(t *testing.T) {
	t.Parallel()
	for _, other := range others {
		for _, acts := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s %t", other.resource, acts), func(t *testing.T) {
				t.Parallel()
				s := withSecurity(t, fakeproget.Options{})
				if other.put != nil {
					s.Put(other.fake, other.name, other.put)
				}
				before := s.Names(other.fake)
				s.Fail(fakeproget.Fault{Path: other.create, Status: http.StatusCreated, Body: other.answer, ContentType: "application/json", Act: acts})
				e := connect(t, s, nil)
				o, diags := e.Apply(t, other.resource, e.Absent(other.resource), other.config)
				made := len(s.Names(other.fake)) > len(before)
				if made != acts || acts == o.State.IsNull() || acts == diags.Failed() {
					t.Errorf("made: %t, in the state: %t\n%s", made, !o.State.IsNull(), diags)
				}
				if o.State.IsNull() {
					return
				}
				_, diags = connect(t, s, nil).Apply(t, other.resource, o, nil)
				noErrors(t, diags)
				if diff := cmp.Diff(before, s.Names(other.fake)); diff != "" {
					t.Errorf("what is left (-before +after):\n%s", diff)
				}
			})
		}
	}
}

// An update that is answered by another object may not have stored a secret, and an
// object that is answered by another is not that one under a new name.
func TestTrustUpdateAnsweredByAnother(t *testing.T) {
	t.Parallel()
	for _, other := range others {
		if other.update == "" {
			continue
		}
		t.Run(other.resource, func(t *testing.T) {
			t.Parallel()
			s := withSecurity(t, fakeproget.Options{})
			if other.put != nil {
				s.Put(other.fake, other.name, other.put)
			}
			o := made(t, s, other.resource, other.config)
			foreign := fakeproget.Fault{Path: other.update, Status: http.StatusOK, Body: other.answer, ContentType: "application/json"}
			if _, secret := other.config["password_wo"]; secret {
				changed := maps.Clone(other.config)
				changed["password_wo"], changed["password_wo_version"] = "two", 2
				s.Fail(foreign)
				struck, diags := connect(t, s, nil).Apply(t, other.resource, o, changed)
				if !diags.Failed() || struck.Get(t, "password_wo_version") != 1 {
					t.Errorf("the state has version %v of a password that was not stored\n%s", struck.Get(t, "password_wo_version"), diags)
				}
				s.ClearFaults()
			}
			foreign.Method, foreign.Path = http.MethodGet, strings.Replace(other.update, "/update", "/get", 1)
			if !strings.Contains(foreign.Path, "/management/") {
				return // nothing is asked for by name
			}
			s.Fail(foreign)
			read, diags := connect(t, s, nil).Read(t, other.resource, o)
			if !diags.Failed() || read.Get(t, "name") != "mine" {
				t.Errorf("the state is about %v\n%s", read.Get(t, "name"), diags)
			}
		})
	}
}

// A creation that something else refuses after ProGet acted is found.
func TestTrustForeignRefusalOfACreation(t *testing.T) {
	t.Parallel()
	for _, other := range others {
		if other.resource == apiKeyName || other.resource == "proget_permission" {
			continue // whose ids nothing tells
		}
		t.Run(other.resource, func(t *testing.T) {
			t.Parallel()
			s := withSecurity(t, fakeproget.Options{})
			s.Fail(fakeproget.Fault{Path: other.create, Status: http.StatusNotFound, Foreign: true, Act: true})
			e := connect(t, s, nil)
			o, diags := e.Apply(t, other.resource, e.Absent(other.resource), other.config)
			if diags.Failed() || o.State.IsNull() {
				t.Errorf("in the state: %t\n%s", !o.State.IsNull(), diags)
			}
		})
	}
}
