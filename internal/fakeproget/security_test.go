package fakeproget_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

const security = "/api/security/"

func equal(a, b any) bool { return reflect.DeepEqual(a, b) }

func TestSecurity(t *testing.T) {
	c := serve(t, fakeproget.Options{})
	// Reference section 25, F14.
	c.wantJSON(c.get(security+"permissions/list"), 200, `[{"id":1,"user":"Anonymous","task":"View & Download Packages","deny":false},{"id":2,"group":"Administrators","task":"Administer","deny":false},{"id":3,"user":"Anonymous","task":"Administer","deny":false}]`)
	const djones = `{"name":"djones","displayName":"David Jones","email":"djones@kramerica.com","groups":[]}`
	c.wantJSON(c.post(security+"users/add", `{"name":"djones","displayName":"David Jones","email":"djones@kramerica.com","password":"password123"}`), 200, djones)
	c.wantJSON(c.get(security+"users/list"), 200, `[{"name":"Admin","displayName":"Administrator","groups":["Administrators"]},`+djones+`]`)
	wantMember(t, c.post(security+"users/update", `{"name":"djones","email":"david@kramerica.com"}`).body, "email", `"david@kramerica.com"`)
	if stored, _ := c.Get("users", "djones"); stored["password"] != "password123" || stored["displayName"] != "David Jones" {
		t.Errorf("stored is %v", stored)
	}
	c.wantJSON(c.post(security+"groups/add", `{"name":"Developers"}`), 200, `{"name":"Developers","users":[]}`)
	c.wantJSON(c.post(security+"groups/update", `{"name":"Developers","users":["djones","jsmith"]}`), 200, `{"name":"Developers","users":["djones","jsmith"]}`)
	c.wantJSON(c.get(security+"groups/list"), 200, `[{"name":"Administrators","users":["Admin"]},{"name":"Developers","users":["djones","jsmith"]}]`)
	if stored, _ := c.Get("users", "djones"); !equal(stored["groups"], []any{"Developers"}) {
		t.Errorf("groups are %v", stored["groups"])
	}
	const task = `{"name":"Basic Feed Access","description":"Allows basic feed access","feedScoped":true,"attributes":["Feeds_ViewFeed","Feeds_DownloadPackage","Feeds_PullPackage"]}`
	c.wantJSON(c.post(security+"tasks/add", task), 200, task)
	wantMember(t, c.post(security+"tasks/update", `{"name":"Basic Feed Access","attributes":["Feeds_ViewFeed"]}`).body, "attributes", `["Feeds_ViewFeed"]`)
	attributes := array(t, parse(t, c.get(security+"attributes/list").body))
	for _, text := range []string{`{"name":"Feeds_ViewFeed","feedScoped":true}`, `{"name":"Admin_ConfigureProGet","feedScoped":false}`} {
		if !slices.ContainsFunc(attributes, func(attribute any) bool { return equal(attribute, parse(t, text)) }) {
			t.Errorf("attributes are %v", attributes)
		}
	}
	c.Put("feeds", "approved-nuget", map[string]any{"feedType": "nuget"})
	const permission = `{"group":"Developers","task":"Promote Packages","feed":"approved-nuget","deny":false`
	c.wantJSON(c.post(security+"permissions/add", permission+"}"), 200, permission+`,"id":4}`)
	c.wantText(c.post(security+"permissions/delete?permissionId=1", ""), 200, "")
	c.wantText(c.do("DELETE", security+"users/delete?user=djones", ""), 200, "")
	c.wantJSON(c.get(security+"groups/list"), 200, `[{"name":"Administrators","users":["Admin"]},{"name":"Developers","users":["jsmith"]}]`)
	c.wantText(c.post(security+"groups/delete?group=Developers", ""), 200, "")
	if names := c.Names("permissions"); !slices.Equal(names, []string{"2", "3"}) {
		t.Errorf("permissions are %v", names)
	}
	// Deleting what is missing is no error.
	for _, path := range []string{"users/delete?user=nope", "groups/delete?group=nope", "tasks/delete?task=nope", "permissions/delete?permissionId=99"} {
		c.wantText(c.post(security+path, ""), 200, "")
		c.wantText(c.do("DELETE", security+path, ""), 200, "")
	}
	// What locks the server.
	c.wantText(c.post(security+"permissions/delete?permissionId=3", ""), 200, "")
	c.wantText(c.post(security+"permissions/delete?permissionId=3", ""), 403, "")
}

func TestUserSearch(t *testing.T) {
	c := serve(t, fakeproget.Options{})
	c.Put("users", "djones", map[string]any{"displayName": "David Jones"})
	for term, want := range map[string]int{"": 2, "?search-term=": 2, "?search-term=JONES": 1, "?search-term=david": 1, "?search-term=nobody": 0} {
		if users := array(t, parse(t, c.get(security+"users/list"+term).body)); len(users) != want {
			t.Errorf("%s finds %v", term, users)
		}
	}
}

func TestMembership(t *testing.T) {
	c := serve(t, fakeproget.Options{})
	c.Put("groups", "a", nil)
	c.Put("groups", "b", map[string]any{"users": []string{"jane"}})
	wantMember(t, c.post(security+"users/add", `{"name":"jane","groups":["a"]}`).body, "groups", `["a"]`)
	c.wantStatus(c.post(security+"users/update", `{"name":"jane","email":"jane@example.com"}`), 200)
	c.wantStatus(c.post(security+"groups/update", `{"name":"a","users":null}`), 200)
	c.wantJSON(c.get(security+"groups/list"), 200, `[{"name":"Administrators","users":["Admin"]},{"name":"a","users":["jane"]},{"name":"b","users":[]}]`)
	c.wantStatus(c.post(security+"groups/update", `{"name":"a","users":[]}`), 200)
	if stored, _ := c.Get("users", "jane"); !equal(stored["groups"], []any{}) {
		t.Errorf("groups are %v", stored["groups"])
	}
	c.Put("users", "jane", map[string]any{"groups": []string{"b"}})
	c.Put("tasks", "t", nil)
	c.Put("permissions", "", map[string]any{"user": "jane", "task": "Administer"})
	c.Put("permissions", "", map[string]any{"user": "john", "task": "t"})
	if stored, _ := c.Get("groups", "b"); !equal(stored["users"], []any{"jane"}) {
		t.Errorf("users are %v", stored["users"])
	}
	// Permissions go with what they name.
	c.wantStatus(c.post(security+"users/delete?user=jane", ""), 200)
	c.wantStatus(c.post(security+"tasks/delete?task=t", ""), 200)
	if names := c.Names("permissions"); !slices.Equal(names, []string{"1", "2", "3"}) {
		t.Errorf("permissions are %v", names)
	}
}

func TestSecurityRefusals(t *testing.T) {
	c := serve(t, fakeproget.Options{})
	c.Put("feeds", "x", map[string]any{"feedType": "npm"})
	for _, test := range []struct {
		path, body string
		status     int
		text       string
	}{
		{"users/add", `{}`, 400, "user name is required"},
		{"users/add", `{"name":"Admin"}`, 400, "a user named 'Admin' already exists"},
		{"users/add", `{"name":"Anonymous"}`, 400, "a user named 'Anonymous' already exists"},
		{"users/add", `{"name":"jane","groups":["nope"]}`, 400, "group 'nope' does not exist"},
		{"users/add", `{"name":"jane","admin":true}`, 400, "unknown property 'admin'"},
		{"users/update", `{"name":"nope"}`, 404, `User "nope" not found`},
		{"users/update", `{}`, 400, "user name is required"},
		{"users/delete", ``, 400, "user is required"},
		{"groups/add", `{"name":"Administrators"}`, 400, "a group named 'Administrators' already exists"},
		{"groups/add", `{"name":"Everyone"}`, 400, "a group named 'Everyone' already exists"},
		{"groups/update", `{"name":"nope"}`, 404, `Group "nope" not found`},
		{"groups/update", `{"name":"Administrators","users":["a","a"]}`, 400, "users[1] repeats 'a'"},
		{"tasks/add", `{"name":"t"}`, 400, "attributes is required"},
		{"tasks/add", `{"name":"t","attributes":["Feeds_Fly"]}`, 400, "attribute 'Feeds_Fly' does not exist"},
		{"tasks/update", `{"name":"nope","attributes":[]}`, 404, `Task "nope" not found`},
		{"permissions/add", `{"task":"Administer"}`, 400, "user or group is required"},
		{"permissions/add", `{"task":"Administer","user":"a","group":"b"}`, 400, "user and group exclude each other"},
		{"permissions/add", `{"user":"a"}`, 400, "task is required"},
		{"permissions/add", `{"user":"a","task":"nope"}`, 400, "task 'nope' does not exist"},
		{"permissions/add", `{"user":"a","task":"Administer","feed":"x"}`, 400, "the task 'Administer' is not for single feeds"},
		{"permissions/add", `{"user":"a","task":"Manage Feed","feed":"nope"}`, 400, "feed 'nope' does not exist"},
		{"permissions/add", `{"user":"a","task":"Manage Feed","feed":"x","feedGroup":"g"}`, 400, "feed and feedGroup exclude each other"},
		{"permissions/add", `{"group":"Administrators","task":"Administer"}`, 400, "the permission exists already"},
		{"permissions/add", `{"id":9,"user":"a","task":"Administer"}`, 400, "id is read-only"},
		{"permissions/delete?permissionId=x", ``, 400, "permissionId 'x' is not an integer"},
	} {
		if r := c.post(security+test.path, test.body); r.status != test.status || r.body != test.text {
			t.Errorf("%s %s: got %d %s, want %d %s", test.path, test.body, r.status, r.body, test.status, test.text)
		}
	}
}

func TestSecurityOptions(t *testing.T) {
	c := serve(t, fakeproget.Options{EmptyBodies: true, AddOverwrites: true, UpdateCreates: true, SecurityDeleteOnly: true})
	c.wantText(c.post(security+"users/add", `{"name":"Admin","email":"a@example.com"}`), 200, "")
	if stored, _ := c.Get("users", "Admin"); stored["email"] != "a@example.com" || stored["displayName"] != "Administrator" {
		t.Errorf("stored is %v", stored)
	}
	c.wantText(c.post(security+"permissions/add", `{"group":"Administrators","task":"Administer","deny":false}`), 200, "")
	c.wantText(c.post(security+"groups/update", `{"name":"new","users":["a"]}`), 200, "")
	c.wantText(c.post(security+"tasks/update", `{"name":"new","attributes":[]}`), 200, "")
	c.wantStatus(c.post(security+"users/update", `{"name":"new"}`), 404)
	if p, g := len(c.Names("permissions")), len(c.Names("groups")); p != 3 || g != 2 {
		t.Errorf("%d permissions, %d groups", p, g)
	}
	c.wantStatus(c.post(security+"groups/delete?group=new", ""), 405)
	c.wantStatus(c.do("DELETE", security+"groups/delete?group=new", ""), 200)

	list := security + "users/list"
	c.wantStatus(serve(t, fakeproget.Options{Edition: "Free"}).get(list), 403)
	c.wantStatus(serve(t, fakeproget.Options{Edition: "Free", FreeSecurityStatus: 404}).get(security+"attributes/list"), 404)
	for _, profile := range []string{"5.2", "2023", "2024"} {
		c.wantStatus(serve(t, fakeproget.Options{Profile: profile}).get(list), 404)
	}
	c.wantStatus(serve(t, fakeproget.Options{Profile: "2024", Version: "25.0.24.1"}).get(list), 200)
	c = serve(t, fakeproget.Options{Keys: keys()})
	for _, key := range keys() {
		want := map[bool]int{true: 200, false: 403}[key.Value == "full-control" || key.Value == "Admin:secret"]
		if r := c.do("GET", list, "", "X-ApiKey", key.Value); r.status != want {
			t.Errorf("%s: %d", key.Value, r.status)
		}
	}
}

// TestPermissionsDecide gives users rights and takes them away.
func TestPermissionsDecide(t *testing.T) {
	c := serve(t, fakeproget.Options{
		Keys:       []fakeproget.Key{{Value: "root", Scopes: []fakeproget.Scope{fakeproget.FullControl}}},
		FeedGroups: map[string][]string{"g": {"b", "c"}},
	})
	for _, name := range []string{"a", "b", "c"} {
		c.Put("feeds", name, map[string]any{"feedType": "npm"})
	}
	c.Put("users", "jane", map[string]any{"password": "pw"})
	c.Put("groups", "dev", map[string]any{"users": []string{"jane"}})
	const view = "View & Download Packages"
	sees := func(key, want string) {
		t.Helper()
		var seen []string
		for _, name := range []string{"a", "b", "c"} {
			headers := []string{"X-ApiKey", key}
			if key == "" {
				headers = nil
			}
			if r := c.do("GET", feeds+"get/"+name, "", headers...); r.status == 200 {
				seen = append(seen, name)
			}
		}
		if got := strings.Join(seen, ""); got != want {
			t.Errorf("%q sees %q, want %q", key, got, want)
		}
	}
	sees("jane:pw", "")
	sees("", "")
	c.Put("permissions", "", map[string]any{"group": "Everyone", "task": view, "feed": "a"})
	sees("jane:pw", "a")
	sees("", "a")
	c.Put("permissions", "", map[string]any{"group": "dev", "task": view})
	sees("jane:pw", "abc")
	sees("", "a")
	// What is denied in the same scope is denied, whatever allows it.
	global := c.Put("permissions", "", map[string]any{"user": "jane", "task": view, "deny": true})
	sees("jane:pw", "a")
	// A more specific scope wins: a group of feeds, and then a feed.
	c.Put("permissions", "", map[string]any{"group": "Authenticated", "task": view, "feedGroup": "g"})
	sees("jane:pw", "abc")
	c.Put("permissions", "", map[string]any{"user": "jane", "task": view, "feed": "c", "deny": true})
	sees("jane:pw", "ab")
	c.Remove("permissions", global)
	sees("jane:pw", "ab")
	sees("", "a")

	jane := func(method, path, body string) response { return c.do(method, path, body, "X-ApiKey", "jane:pw") }
	c.wantStatus(jane("POST", feeds+"update/a", `{"description":"d"}`), 500)
	c.Put("permissions", "", map[string]any{"user": "jane", "task": "Manage Feed", "feed": "a"})
	c.wantStatus(jane("POST", feeds+"update/a", `{"description":"d"}`), 200)
	c.wantStatus(jane("POST", feeds+"update/b", `{"description":"d"}`), 500)
	c.wantStatus(jane("POST", feeds+"create", `{"name":"d","feedType":"npm"}`), 403)
	c.wantStatus(jane("GET", security+"users/list", ""), 403)
	c.Put("permissions", "", map[string]any{"user": "jane", "task": "Administer"})
	c.wantStatus(jane("GET", security+"users/list", ""), 200)
	c.wantStatus(jane("GET", modern+"list", ""), 200)
	// The permissions of a feed go with it, and follow its name.
	c.wantStatus(jane("POST", feeds+"update/a", `{"name":"z"}`), 200)
	if stored, _ := c.Get("permissions", "2"); stored["feed"] != "z" {
		t.Errorf("the permission is for %v", stored["feed"])
	}
	c.Remove("feeds", "z")
	if _, has := c.Get("permissions", "2"); has {
		t.Error("the permission of a feed that is gone is there")
	}
}
