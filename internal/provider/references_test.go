package provider_test

import (
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// Plans warn of names that nothing has, with what may have been meant, and of
// what two resources manage.
func TestPlansWarnOfReferences(t *testing.T) {
	t.Parallel()
	type planned struct {
		resource string
		config   values
	}
	member := planned{"proget_group_member", values{"group": "Developers", "user": "jane"}}
	for name, tt := range map[string]struct {
		beside []planned // planned before
		last   planned
		says   string // nothing if empty
	}{
		"a task":                {nil, planned{"proget_permission", values{"user": "a", "task": "Adminster"}}, `There is no task "Adminster": Did you mean "Administer"?`},
		"a task to come":        {[]planned{{"proget_task", values{"name": "New", "attributes": []string{"Projects_View"}}}}, planned{"proget_permission", values{"user": "a", "task": "New"}}, ""},
		"a feed":                {nil, planned{"proget_permission", values{"user": "a", "task": "Manage Feed", "feed": "nugte"}}, `There is no feed "nugte": Did you mean "nuget"?`},
		"an alternate name":     {nil, planned{"proget_permission", values{"user": "a", "task": "Manage Feed", "feed": "OLD"}}, ""},
		"a task for all feeds":  {nil, planned{"proget_permission", values{"user": "a", "task": "Administer", "feed": "nuget"}}, `Task "Administer" cannot be given for a feed`},
		"an equal permission":   {nil, planned{"proget_permission", values{"group": "administrators", "task": "Administer"}}, `id = "1"`},
		"a permission twice":    {[]planned{{"proget_permission", values{"user": "a", "task": "Manage Feed"}}}, planned{"proget_permission", values{"user": "A", "task": "manage feed"}}, "Two resources make permission"},
		"a group":               {nil, planned{"proget_group_member", values{"group": "Developer", "user": "jane"}}, `There is no group "Developer": Did you mean "Developers"?`},
		"a member":              {nil, member, ""},
		"members of two owners": {[]planned{{"proget_group", values{"name": "DEVELOPERS", "users": []string{"jane"}}}}, member, `The members of group "Developers" are managed twice`},
		"the other way round":   {[]planned{member}, planned{"proget_group", values{"name": "Developers", "users": []string{"jane"}}}, `The members of group "Developers" are managed twice`},
		"a group of its own":    {[]planned{{"proget_group", values{"name": "Developers"}}}, member, ""},
		"a key's feed":          {nil, planned{apiKeyName, values{"type": "feed", "feed": "x", "package_permissions": []string{"view"}}}, `There is no feed "x"`},
		"a key of that name":    {nil, planned{apiKeyName, values{"type": "system", "display_name": "ci", "system_apis": []string{"feeds"}}}, `id = "77"`},
		"a setting twice":       {[]planned{{"proget_setting", values{"name": "Web.BaseUrl", "value": "https://a.example.com"}}}, planned{"proget_setting", values{"name": "web.baseurl", "value": "https://b.example.com"}}, "Two resources make setting"},
		"a storage's feed":      {nil, planned{storageKind, values{"feed": "nope", "disk": values{}}}, `There is no feed "nope"`},
		"a storage set up":      {nil, planned{storageKind, values{"feed": "npm", "disk": values{"path": "/mine"}}}, `Feed "npm" has a storage of the type "disk" already`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, fakeproget.Options{})
			s.Put("feeds", "nuget", map[string]any{"feedType": "nuget", "alternateNames": []string{"old"}})
			s.Put("feeds", "npm", map[string]any{"feedType": "npm"})
			s.Put("storage", "npm", map[string]any{"id": "disk", "properties": map[string]any{"StoragePath": "/theirs"}})
			s.Put("users", "jane", nil)
			s.Put("groups", "Developers", map[string]any{"users": []string{}})
			s.Put("api-keys", "77", map[string]any{"type": "System", "displayName": "ci", "systemApis": []string{"feeds"}, "key": "s3cr3t-of-the-other"})
			e := connect(t, s, nil)
			for _, p := range tt.beside {
				_, diags := e.PlanBeside(t, p.resource, e.Absent(p.resource), p.config)
				noErrors(t, diags)
			}
			_, diags := e.PlanBeside(t, tt.last.resource, e.Absent(tt.last.resource), tt.last.config)
			if tt.says == "" && len(diags) > 0 && !strings.Contains(diags.String(), "already exists") || !strings.Contains(diags.String(), tt.says) {
				t.Errorf("want %q, got\n%s", tt.says, diags)
			}
			quiet(t, diags)
		})
	}
}

// Destroying both of the last permissions to administer warns, whichever goes first.
func TestLastAdministratorsTogether(t *testing.T) {
	t.Parallel()
	s := withSecurity(t, fakeproget.Options{})
	s.Put("permissions", "9", map[string]any{"group": "a", "task": "Administer"})
	for _, id := range s.Names("permissions") {
		if object, _ := s.Get("permissions", id); object["user"] == "Anonymous" {
			s.Remove("permissions", id)
		}
	}
	e := connect(t, s, nil)
	var said []bool
	for _, id := range []string{"1", "9"} {
		o, diags := e.Import(t, "proget_permission", id, nil)
		noErrors(t, diags)
		_, diags = e.PlanBeside(t, "proget_permission", o, nil)
		said = append(said, strings.Contains(diags.String(), "The last permission to administer ProGet will be taken away"))
	}
	if said[0] || !said[1] {
		t.Errorf("warns: %t, want only the second to", said)
	}
}

// A change that would take the secret of a storage away is refused; without a
// change nothing has to be given.
func TestStorageSecretIsNotTakenAway(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	s.Put("feeds", "a", map[string]any{"feedType": "nuget"})
	s.Put("storage", "a", map[string]any{"id": "s3", "properties": map[string]any{"BucketName": "b", "RegionEndpoint": "us-east-1", "AccessKey": "k", "SecretAccessKey": "s3cr3t"}})
	bucket := values{"bucket_name": "b", "region_endpoint": "us-east-1", "access_key": "k"}
	e := connect(t, s, nil)
	o, diags := e.Import(t, storageKind, "a", nil)
	noErrors(t, diags)
	e.PlanEmpty(t, storageKind, o, values{"feed": "a", "s3": bucket})
	bucket["target_path"] = "new"
	_, diags = e.Plan(t, storageKind, o, values{"feed": "a", "s3": bucket})
	if attribute, summary, _ := firstError(diags); attribute != "s3" || summary != "Missing secret_access_key_wo" {
		t.Errorf("want an error at s3, got\n%s", diags)
	}
	bucket["secret_access_key_wo"] = "s3cr3t"
	_, diags = e.Plan(t, storageKind, o, values{"feed": "a", "s3": bucket, "secrets_wo_version": 1})
	noErrors(t, diags)
}
