package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// prepareSecurity makes what permissions and groups refer to.
func prepareSecurity(s *server) {
	for _, name := range []string{"a", "b"} {
		s.Put("feeds", name, map[string]any{"feedType": "nuget"})
		s.Put("users", name, nil)
		s.Put("groups", name, map[string]any{"users": []string{}})
	}
}

func withSecurity(t *testing.T, options fakeproget.Options) *server {
	t.Helper()
	s := serve(t, options)
	prepareSecurity(s)
	return s
}

var (
	since2025   = []string{"2026"}
	noSecurity  = []fakeproget.Options{{Edition: "Free"}, {Edition: "Free", FreeSecurityStatus: 500}}
	onlyPaid    = map[string]string{"Free": "lacks it"}
	withMembers = map[string]string{"Free": "lacks it", "groups without users": "does not show members that are no users of ProGet"}
)

const notFree = "2025 and later, in editions other than Free"

// securityServers give the answers that the security API is known to give.
var securityServers = map[string]fakeproget.Options{
	"2025":       {Profile: "2026", Version: "25.0.1.1"},
	"sparse":     {EmptyBodies: true, OmitDefaults: true, SecurityDeleteOnly: true},
	"overwrites": {AddOverwrites: true, UpdateCreates: true, NullArrays: true, CaseInsensitiveNames: true},
	"recased":    {Sets: fakeproget.SetsReversed, RecaseSets: true, Edition: "Basic"},
}

var (
	view        = []string{"Feeds_ViewFeed"}
	userCourses = []course{
		{attribute: "display_name", with: values{"name": "new"}, set: "One", changed: "Two"},
		{attribute: "email", with: values{"name": "new"}, set: "one@example.com", changed: "two@example.com"},
	}
	groupCourses = []course{
		{attribute: "users", with: values{"name": "new"}, set: []string{"B", "a"}, changed: []string{"a", "DOMAIN\\else"}, keeps: true},
		{attribute: "users", with: values{"name": "new"}, set: []string{"a"}, changed: []string{}, otherwise: []string{"b"}},
	}
	taskCourses = []course{
		{attribute: "description", with: values{"name": "new", "attributes": view}, set: "One", changed: "Two"},
		{attribute: "feed_scoped", with: values{"name": "new", "attributes": view}, set: true, changed: false, keeps: true},
		{attribute: "attributes", with: values{"name": "new"}, set: []string{"Feeds_ViewFeed", "Feeds_AddPackage"}, changed: []string{"Feeds_DeletePackage"}, otherwise: []string{"Projects_View"}},
	}
	permissionCourses = []course{
		{attribute: "user", with: values{"task": "Manage Feed"}, set: "A", changed: "b", otherwise: "DOMAIN\\jane"},
		{attribute: "group", with: values{"task": "Manage Feed"}, set: "A", changed: "b", otherwise: "DOMAIN\\all"},
		{attribute: "task", with: values{"user": "a"}, set: "Manage Feed", changed: "Publish Packages", otherwise: "Promote Packages"},
		{attribute: "feed", with: values{"user": "a", "task": "Manage Feed"}, set: "a", changed: "b"},
		{attribute: "feed_group", with: values{"user": "a", "task": "Manage Feed"}, set: "x", changed: "y/z: %"},
		{attribute: "deny", with: values{"user": "a", "task": "Manage Feed"}, set: true, changed: false, inPlace: []int{3}},
	}
	memberCourses = []course{
		{attribute: "user", with: values{"group": "a"}, set: "b", changed: "DOMAIN\\jane", otherwise: "x"},
		{attribute: "group", with: values{"user": "b"}, set: "a", changed: "b", otherwise: "Administrators"},
	}
)

// storedMembers are all memberships.
func storedMembers(s *server) map[string]map[string]any {
	members := map[string]map[string]any{}
	for _, name := range s.Names("groups") {
		group, _ := s.Get("groups", name)
		users, _ := group["users"].([]any)
		for _, user := range users {
			members[proget.JoinKey(proget.Part{Name: "group", Value: name}, proget.Part{Name: "user", Value: fmt.Sprint(user)})] = map[string]any{"group": name, "user": user}
		}
	}
	return members
}

// putMember puts a user into a group.
func putMember(s *server, config values, _ map[string]any) {
	group, _ := s.Get("groups", fmt.Sprint(config["group"]))
	users, _ := group["users"].([]any)
	s.Put("groups", fmt.Sprint(config["group"]), map[string]any{"users": append(users, config["user"])})
}

// removeMember takes a user out of a group.
func removeMember(s *server, config values) {
	group, _ := s.Get("groups", fmt.Sprint(config["group"]))
	users, _ := group["users"].([]any)
	users = slices.DeleteFunc(users, func(user any) bool { return user == config["user"] })
	s.Put("groups", fmt.Sprint(config["group"]), map[string]any{"users": users})
}

// The password of a user is sent when its version changes, and is nowhere.
func TestUserPassword(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	e := connect(t, s, nil)
	o := e.Absent("proget_user")
	for n, step := range []struct {
		config values
		want   any
	}{
		{values{"name": "new", "password_wo": "s3cr3t-1", "password_wo_version": 1}, "s3cr3t-1"},
		{values{"name": "new", "password_wo": "s3cr3t-2", "password_wo_version": 1}, "s3cr3t-1"},
		{values{"name": "new", "password_wo": "s3cr3t-2", "password_wo_version": 2}, "s3cr3t-2"},
		{values{"name": "new", "password_wo": "s3cr3t-2", "password_wo_version": 2, "email": "a@example.com"}, "s3cr3t-2"},
		{values{"name": "new"}, "s3cr3t-2"},
	} {
		var diags diagnostics
		o, diags = e.Apply(t, "proget_user", o, step.config)
		noErrors(t, diags)
		stored, _ := s.Get("users", "new")
		if stored["password"] != step.want || strings.Contains(fmt.Sprint(tftest.Plain(t, o.State)), "s3cr3t") {
			t.Errorf("step %d: stored %v, state %v", n, stored["password"], tftest.Plain(t, o.State))
		}
		staysSo(t, e, fmt.Sprintf("step %d", n), "proget_user", o, step.config)
	}
}

// A permission is imported by its number or by what it says, by id and by identity.
func TestPermissionImports(t *testing.T) {
	t.Parallel()
	s := withSecurity(t, fakeproget.Options{FeedGroups: map[string][]string{"x/y": {"a"}}})
	s.Put("permissions", "41", map[string]any{"group": "a", "task": "View & Download Packages", "feedGroup": "x/y", "deny": true})
	s.Put("permissions", "42", map[string]any{"group": "a", "task": "View & Download Packages", "feedGroup": "x/y"})
	e := connect(t, s, nil)
	for id, want := range map[string]string{
		"41": "41", "42": "42",
		"group:a/task:View%20&%20Download%20Packages/feed_group:x%2Fy/deny:true": "41",
		"task:View%20&%20Download%20Packages/feed_group:X%2Fy/group:A":           "42",
	} {
		o, diags := e.Import(t, "proget_permission", id, nil)
		noErrors(t, diags)
		if o.Get(t, "id") != want || o.Get(t, "feed_group") != "x/y" || o.Get(t, "deny") != (want == "41") {
			t.Errorf("%s is imported as %v", id, tftest.Plain(t, o.State))
		}
	}
	o, diags := e.Import(t, "proget_permission", "", values{"group": "a", "task": "View & Download Packages", "feed_group": "x/y"})
	noErrors(t, diags)
	if o.Get(t, "id") != "42" {
		t.Errorf("imported by identity as %v", tftest.Plain(t, o.State))
	}
	silent := withSecurity(t, fakeproget.Options{OmitMembers: []string{"deny"}})
	silent.Put("permissions", "43", map[string]any{"group": "a", "task": "Manage Feed"})
	config := values{"group": "a", "task": "Manage Feed"}
	es := connect(t, silent, nil)
	o, diags = es.Import(t, "proget_permission", "43", nil)
	noErrors(t, diags)
	es.PlanEmpty(t, "proget_permission", o, config)
	for id, want := range map[string]string{"99": "", "group:b/task:Administer": "", "group:a": "", "nonsense": "the parts are user, group, task"} {
		o, diags := e.Import(t, "proget_permission", id, nil)
		if want == "" && !strings.Contains(diags.String(), "to import") || want != "" && !strings.Contains(diags.String(), want) {
			t.Errorf("%s: %v\n%s", id, o.State, diags)
		}
	}
}

// Bad input is an error on its attribute.
func TestSecurityInput(t *testing.T) {
	t.Parallel()
	e := start(t)
	for _, tt := range []struct {
		resource  string
		config    values
		attribute string
	}{
		{"proget_permission", values{"user": "a", "task": "t"}, ""},
		{"proget_permission", values{"user": unknownValue{}, "group": unknownValue{}, "task": "t", "feed": unknownValue{}}, ""},
		{"proget_permission", values{"task": "t"}, "user"},
		{"proget_permission", values{"task": "t", "user": "a", "group": "b"}, "user"},
		{"proget_permission", values{"task": "t", "user": ""}, "user"},
		{"proget_permission", values{"task": "", "user": "a"}, "task"},
		{"proget_permission", values{"task": "t", "user": "a", "feed": "a", "feed_group": "b"}, "feed_group"},
		{"proget_task", values{"name": "a", "attributes": []string{}}, "attributes"},
		{"proget_task", values{"name": "a ", "attributes": []string{"b"}}, "name"},
		{"proget_task", values{"name": "a", "attributes": []string{""}}, "attributes"},
		{"proget_user", values{"name": ""}, "name"},
		{"proget_user", values{"name": "a", "password_wo": "b"}, "password_wo"},
		{"proget_user", values{"name": "a", "password_wo_version": 1}, "password_wo_version"},
		{"proget_group", values{"name": "a", "users": []string{""}}, "users"},
		{"proget_group", values{"name": "a\nb"}, "name"},
		{"proget_group_member", values{"group": "", "user": "a"}, "group"},
	} {
		diags := e.Validate(t, tt.resource, tt.config)
		if attribute, _, _ := firstError(diags); attribute != tt.attribute || diags.Failed() != (tt.attribute != "") {
			t.Errorf("%s %v: want an error at %q, got\n%s", tt.resource, tt.config, tt.attribute, diags)
		}
	}
}

// Plans warn of what takes rights away, and of rights that do not exist.
func TestSecurityWarnings(t *testing.T) {
	t.Parallel()
	adopt := func(resource, id string) func(*testing.T, *engine) object {
		return func(t *testing.T, e *engine) object {
			t.Helper()
			o, diags := e.Import(t, resource, id, nil)
			noErrors(t, diags)
			return o
		}
	}
	create := func(resource string) func(*testing.T, *engine) object {
		return func(_ *testing.T, e *engine) object { return e.Absent(resource) }
	}
	administrators := values{"group": "Administrators", "task": "Administer"}
	with := func(name string, value any) values {
		changed := maps.Clone(administrators)
		changed[name] = value
		return changed
	}
	for name, tt := range map[string]struct {
		resource string
		another  bool // permission to administer
		prior    func(*testing.T, *engine) object
		config   values
		warning  string
	}{
		"the last is destroyed":   {"proget_permission", false, adopt("proget_permission", "1"), nil, "The last permission to administer ProGet will be taken away"},
		"the last is denied":      {"proget_permission", false, adopt("proget_permission", "1"), with("deny", true), "The last permission to administer ProGet will be taken away"},
		"the last is narrowed":    {"proget_permission", false, adopt("proget_permission", "1"), with("feed", "a"), "The last permission to administer ProGet will be taken away"},
		"the last changes hands":  {"proget_permission", false, adopt("proget_permission", "1"), with("group", "a"), ""},
		"one of two is destroyed": {"proget_permission", true, adopt("proget_permission", "1"), nil, ""},
		"a denial":                {"proget_permission", true, create("proget_permission"), values{"user": "a", "task": "administer", "deny": true}, "This denies the task Administer everywhere"},
		"a narrow denial":         {"proget_permission", true, create("proget_permission"), values{"user": "a", "task": "administer", "deny": true, "feed": "a"}, `Task "Administer" cannot be given for a feed`},
		"Admin":                   {"proget_user", true, adopt("proget_user", "Admin"), nil, `The user "Admin" will be deleted although it comes with ProGet`},
		"Admin, renamed":          {"proget_user", true, adopt("proget_user", "Admin"), values{"name": "Root"}, `The user "Admin" will be deleted although it comes with ProGet`},
		"Administrators":          {"proget_group", true, adopt("proget_group", "Administrators"), nil, `The group "Administrators" will be deleted although it comes with ProGet`},
		"a built-in task":         {"proget_task", true, adopt("proget_task", "Manage Feed"), nil, `The task "Manage Feed" will be deleted although it comes with ProGet`},
		"another user":            {"proget_user", true, adopt("proget_user", "a"), nil, ""},
		"an unknown right":        {"proget_task", true, create("proget_task"), values{"name": "x", "attributes": []string{"Feeds_ViewFeeds"}}, `Did you mean "Feeds_ViewFeed"?`},
		"a strange right":         {"proget_task", true, create("proget_task"), values{"name": "x", "attributes": []string{"zzz"}}, "ProGet probably refuses the task. The data source"},
		"a known right":           {"proget_task", true, create("proget_task"), values{"name": "x", "attributes": []any{"Feeds_ViewFeed", unknownValue{}}}, ""},
	} {
		s := withSecurity(t, fakeproget.Options{})
		if tt.another {
			s.Put("permissions", "", map[string]any{"user": "b", "task": "Administer"})
		}
		e := connect(t, s, nil)
		_, diags := e.Plan(t, tt.resource, tt.prior(t, e), tt.config)
		if diags.Failed() || (len(diags) > 0) != (tt.warning != "") || !strings.Contains(diags.String(), tt.warning) {
			t.Errorf("%s: want %q, got\n%s", name, tt.warning, diags)
		}
	}
}

// Twenty memberships at once do not overwrite each other, nor those of others.
func TestGroupMembersAtOnce(t *testing.T) {
	t.Parallel()
	s := withSecurity(t, fakeproget.Options{})
	s.Put("groups", "a", map[string]any{"users": []string{"else"}})
	e := connect(t, s, nil)
	members := make([]object, 20)
	var wait sync.WaitGroup
	for i := range members {
		wait.Go(func() {
			var diags diagnostics
			members[i], diags = e.Apply(t, "proget_group_member", e.Absent("proget_group_member"), values{"group": "a", "user": fmt.Sprintf("u%02d", i)})
			if diags.Failed() {
				t.Error(diags)
			}
		})
	}
	wait.Wait()
	want := []any{"else"}
	for i := range members {
		want = append(want, fmt.Sprintf("u%02d", i))
	}
	users := func() []any {
		stored, _ := s.Get("groups", "a")
		list, _ := stored["users"].([]any)
		slices.SortFunc(list, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		return list
	}
	if diff := cmp.Diff(want, users()); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
	e = connect(t, s, nil)
	for i := range members {
		wait.Go(func() {
			if _, diags := e.Apply(t, "proget_group_member", members[i], nil); diags.Failed() {
				t.Error(diags)
			}
		})
	}
	wait.Wait()
	if diff := cmp.Diff([]any{"else"}, users()); diff != "" {
		t.Errorf("members afterwards (-want +got):\n%s", diff)
	}
}

// With Terraform: twenty memberships at -parallelism=20, and permissions that
// are replaced before they are destroyed.
func TestAccSecurity(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	c := cli(t)
	config := func(feed string) {
		t.Helper()
		must(t, c.Write("main.tf", []byte(required+s.Block+`
resource "proget_feed" "a" {
  for_each  = toset(["a", "b"])
  name      = each.key
  feed_type = "nuget"
}
resource "proget_user" "all" {
  count = 20
  name  = "user-${count.index}"
}
resource "proget_group" "a" {
  name = "Developers"
}
resource "proget_group_member" "all" {
  count = 20
  group = proget_group.a.name
  user  = proget_user.all[count.index].name
}
resource "proget_task" "look" {
  name        = "Look"
  feed_scoped = true
  attributes  = ["Feeds_ViewFeed"]
}
resource "proget_permission" "look" {
  group = proget_group.a.name
  task  = proget_task.look.name
  feed  = proget_feed.a["`+feed+`"].name
  lifecycle {
    create_before_destroy = true
  }
}
`)))
	}
	for _, feed := range []string{"a", "b"} {
		config(feed)
		run(t, c, 0, "apply", "-auto-approve", "-parallelism=20")
		run(t, c, 0, "plan", "-detailed-exitcode")
		if group, _ := s.Get("groups", "Developers"); len(group["users"].([]any)) != 20 { //nolint:forcetypeassert // what a group has
			t.Errorf("members are %v", group["users"])
		}
		if names := s.Names("permissions"); len(names) != 2 {
			t.Errorf("permissions are %v", names)
		}
	}
	run(t, c, 0, "destroy", "-auto-approve", "-parallelism=20")
	if users, groups := s.Names("users"), s.Names("groups"); len(users) != 1 || len(groups) != 1 {
		t.Errorf("%v and %v are left", users, groups)
	}
}

// One listing of each kind answers for all objects of a run.
func TestSecurityListsOnce(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	for i := range 50 {
		s.Put("users", fmt.Sprintf("u%d", i), nil)
		s.Put("permissions", "", map[string]any{"user": fmt.Sprintf("u%d", i), "task": "Manage Feed"})
		s.Put("groups", fmt.Sprintf("g%d", i), map[string]any{"users": []string{"u1", "u2"}})
	}
	e := connect(t, s, nil)
	s.ResetRequests()
	for i := range 50 {
		for resource, id := range map[string]string{
			"proget_user": fmt.Sprintf("u%d", i), "proget_group": fmt.Sprintf("g%d", i), "proget_permission": strconv.Itoa(i + 2),
			"proget_group_member": fmt.Sprintf("group:g%d/user:u2", i),
		} {
			o, diags := e.Import(t, resource, id, nil)
			noErrors(t, diags)
			if o.State.IsNull() {
				t.Errorf("%s %s is not found", resource, id)
			}
		}
	}
	if n := len(s.Requests()); n != 3 {
		t.Errorf("%d requests", n)
	}
}

// The data sources tell what there is.
func TestSecurityDataSources(t *testing.T) {
	t.Parallel()
	s := withSecurity(t, fakeproget.Options{})
	s.Put("users", "a", map[string]any{"password": "s3cr3t", "email": "a@example.com"})
	s.Put("groups", "a", map[string]any{"users": []string{"a"}})
	e := connect(t, s, nil)
	for name, tt := range map[string]struct {
		config values
		part   string
	}{
		"proget_user":            {values{"name": "a"}, "email:a@example.com groups:[a] name:a"},
		"proget_users":           {values{"name_regex": "^a$"}, "names:[a]"},
		"proget_group":           {values{"name": "a"}, "users:[a]"},
		"proget_groups":          {values{}, "names:[Administrators a b]"},
		"proget_task":            {values{"name": "Publish Packages"}, "feed_scoped:true"},
		"proget_tasks":           {values{"feed_scoped": false}, "names:[Administer Manage Projects]"},
		"proget_permissions":     {values{"task": "administer"}, "ids:[1]"},
		"proget_task_attributes": {values{}, "names:[Admin_ConfigureProGet Admin_ManageConnectors Admin_ManageFeed"},
	} {
		got, diags := e.Data(t, name, tt.config)
		noErrors(t, diags)
		if text := fmt.Sprint(got); !strings.Contains(text, tt.part) || strings.Contains(text, "s3cr3t") {
			t.Errorf("%s: %s, want %s", name, text, tt.part)
		}
	}
}
