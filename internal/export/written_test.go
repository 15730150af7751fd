package export_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// parts are the files of an export, which has to succeed.
func parts(t *testing.T, s *server, args ...string) (files map[string]string, messages string) {
	t.Helper()
	out := t.TempDir()
	code, messages := exported(t, s, append(args, "-out", out)...)
	if code != 0 {
		t.Fatal(messages)
	}
	return read(t, out), messages
}

// joined has each comment on one line.
func joined(content string) string {
	return regexp.MustCompile(`\n *# ?`).ReplaceAllString(content, " ")
}

var extension = []map[string]any{{"id": "gcs", "name": "Cloud", "properties": map[string]any{
	"Bucket": map[string]any{"type": "string"}, "Token": map[string]any{"type": "string", "secret": true},
}}}

// stores has feeds with each sort of storage.
func stores(t *testing.T, profile string) *server {
	t.Helper()
	s := serve(t, fakeproget.Options{Profile: profile, BuiltInLicenses: -1, ExtraStorageTypes: extension})
	for _, name := range []string{"azure", "disk", "extension", "half", "role", "s3"} {
		s.Put("feeds", name, map[string]any{"feedType": "npm", "description": name})
	}
	put := func(feed, id string, properties map[string]any) {
		s.Put("storage", feed, map[string]any{"id": id, "properties": properties})
	}
	put("azure", "azure", map[string]any{"ContainerName": "c", "ConnectionString": "secret-1"})
	put("s3", "s3", map[string]any{"BucketName": "b", "RegionEndpoint": "eu-central-1", "AccessKey": "AKIA", "SecretAccessKey": "secret-2"})
	put("role", "s3", map[string]any{"BucketName": "b", "RegionEndpoint": "eu-central-1", "InstanceRole": "r"})
	put("half", "azure", map[string]any{"ConnectionString": "secret-4"})
	put("extension", "gcs", map[string]any{"Token": "secret-3"})
	return s
}

// What the provider does not accept is left out, and said to be.
func TestRefusedConfigurations(t *testing.T) {
	files, messages := parts(t, stores(t, ""))
	const reason = `Feed storage "half" is left out: the provider does not accept it as it is: azure.container_name is required.`
	has(t, joined(files["feed_storage.tf"]), reason, 1)
	has(t, messages, reason, 1)
	has(t, files["imports.tf"], "proget_feed_storage.half", 0)
	has(t, files["feed_storage.tf"], "resource ", 4)
	has(t, files["feed_storage.tf"], "properties = {}", 1)
}

// What is required is written if it is empty, too.
func TestRequiredAttributes(t *testing.T) {
	s := serve(t, fakeproget.Options{BuiltInLicenses: -1})
	s.Put("tasks", "Nothing", map[string]any{"attributes": []any{}})
	files, _ := parts(t, s, "-kinds", "tasks")
	if !strings.Contains(files["tasks.tf"], "attributes = []") && !strings.Contains(files["tasks.tf"], `Task "Nothing" is left out`) {
		t.Errorf("there is a task without attributes:\n%s", files["tasks.tf"])
	}
}

// A feed of 2024 and later has its store in its storage alone.
func TestStoresOfFeeds(t *testing.T) {
	s := stores(t, "")
	files, _ := parts(t, s)
	for name, content := range files {
		has(t, content, "package_store", 0)
		if name == "variables.tf" {
			t.Errorf("imports need no variables:\n%s", content)
		}
	}
	storage := files["feed_storage.tf"]
	has(t, storage, "keeps the one that it has", 0)
	has(t, storage, "# secret_access_key_wo = var.feed_storage_secret_access_key\n", 1)
	has(t, storage, "# connection_string_wo = var.feed_storage_connection_string\n", 1)
	has(t, joined(storage), "Unchanged, the feed storage keeps it, but every change of this block sends all properties", 2)
	has(t, joined(storage), "If the type gcs has secret properties, ProGet does not reveal them.", 1)

	files, _ = parts(t, s, "-no-imports")
	for _, content := range files {
		has(t, content, "package_store", 0)
	}
	has(t, files["variables.tf"], "variable ", 2)

	files, _ = parts(t, s, "-no-imports", "-for", "2023")
	has(t, files["variables.tf"], "_package_store", 4) // which has no other place for it

	old := serve(t, fakeproget.Options{Profile: "2023", BuiltInLicenses: -1})
	old.Put("feeds", "cloud", map[string]any{"feedType": "npm", "packageStore": `<A.B Assembly="A"><Properties Key="secret-2" /></A.B>`})
	files, _ = parts(t, old)
	has(t, files["feeds.tf"], "ignore_changes = [package_store]", 1)
}

// A copy leaves out the licenses that every ProGet has, and says so.
func TestLicensesOfACopy(t *testing.T) {
	for _, profile := range []string{"2023", "2026"} {
		t.Run(profile, func(t *testing.T) {
			s := serve(t, fakeproget.Options{Profile: profile, BuiltInLicenses: 6})
			s.Put("licenses", "Own-1.0", map[string]any{"title": "Own", "urls": []any{"example.com/own"}})
			s.Put("feeds", "f", map[string]any{"feedType": "npm"})
			if profile == "2023" {
				s.Put("licenses", "AAL", map[string]any{"allowed": false})
				s.Put("licenses", "0BSD", map[string]any{"allowedFeeds": []any{"f"}})
			} else {
				s.Put("licenses", "AAL", map[string]any{"packageNames": []any{"Acme"}})
				attach(t, s, "0BSD", "text")
				attach(t, s, "Own-1.0", "my text")
			}
			files, _ := parts(t, s)
			has(t, files["licenses.tf"], "resource ", 7)
			files, messages := parts(t, s, "-no-imports")
			licenses := files["licenses.tf"]
			has(t, licenses, "resource ", 2)
			has(t, licenses, `"Own-1.0"`, 1)
			has(t, licenses, "= \"AAL\"\n", 1)
			has(t, joined(licenses), `ProGet brings the license "AAL" along, and this one was changed: import it into the new server before the apply.`, 1)
			has(t, joined(licenses), "5 licenses that ProGet brings along are left out, with their texts.", 1)
			has(t, messages, "5 licenses that ProGet brings along are left out, with their texts.", 1)
			has(t, files["license_files.tf"], "resource ", map[string]int{"2026": 1}[profile])
			if profile == "2023" {
				has(t, files["feeds.tf"], `= ["0BSD"]`, 1)
			}
		})
	}
}

// A copy makes new keys, and none that would have expired.
func TestKeysOfACopy(t *testing.T) {
	s := serve(t, fakeproget.Options{BuiltInLicenses: -1})
	s.Put("api-keys", "", map[string]any{"type": "System", "systemApis": []any{"feeds"}, "displayName": "CI"})
	s.Put("api-keys", "", map[string]any{"type": "System", "systemApis": []any{"sca"}, "displayName": "old", "expiration": "2020-01-01T00:00:00"})
	files, _ := parts(t, s)
	has(t, files["api_keys.tf"], "resource ", 2)
	has(t, files["api_keys.tf"], "#", 0)
	files, messages := parts(t, s, "-no-imports")
	has(t, files["api_keys.tf"], "resource ", 1)
	const reason = `API key "1001" is left out: it expired on 2020-01-01T00:00:00Z.`
	has(t, joined(files["api_keys.tf"]), reason, 1)
	has(t, messages, reason, 1)
	has(t, files["api_keys.tf"], "# The copies are new keys", 1)
}

// What a new object has anyway is not written, and the rest as the documentation spells it.
func TestSpelling(t *testing.T) {
	s := serve(t, fakeproget.Options{BuiltInLicenses: -1, RecaseSets: true})
	s.Put("feeds", "f", map[string]any{"feedType": "npm"})
	s.Put("users", "joe", nil)
	s.Put("tasks", "Look", map[string]any{"attributes": []any{"Feeds_ViewFeed"}, "feedScoped": false})
	s.Put("permissions", "", map[string]any{"user": "joe", "task": "Look", "deny": false})
	s.Put("permissions", "", map[string]any{"group": "Everyone", "task": "Look", "deny": true})
	s.Put("api-keys", "", map[string]any{"type": "Feed", "feed": "f", "packagePermissions": []any{"view", "add"}})
	s.Put("api-keys", "", map[string]any{"type": "System", "systemApis": []any{"feeds"}, "logging": "Both"})
	files, _ := parts(t, s)
	keys := files["api_keys.tf"]
	has(t, keys, `= "feed"`, 1)
	has(t, keys, `= "system"`, 1)
	has(t, keys, "logging", 1)
	has(t, keys, `"both"`, 1)
	has(t, keys, `["add", "view"]`, 1)
	has(t, keys, `["feeds"]`, 1)
	has(t, files["permissions.tf"], "deny = false", 0)
	has(t, files["permissions.tf"], "= true", 1)
	has(t, files["tasks.tf"], "= false", 0)
}

// Settings that are secrets are named once.
func TestSecretSettings(t *testing.T) {
	s := serve(t, fakeproget.Options{BuiltInLicenses: -1})
	s.Put("settings", "Licensing.Key", map[string]any{"value": "secret-1"})
	s.Put("settings", "Proxy.Password", map[string]any{"value": "secret-2"})
	for _, args := range [][]string{nil, {"-no-imports"}} {
		files, messages := parts(t, s, args...)
		const note = "Licensing.Key and Proxy.Password are left out: ProGet reveals neither what secrets are nor whether they are set."
		has(t, joined(files["settings.tf"]), note, 1)
		has(t, messages, note, 1)
		has(t, files["settings.tf"], "secret-", 0)
	}
}

// A secret that an import can do without is there to be set, as comments.
func TestOptionalSecrets(t *testing.T) {
	s := serve(t, fakeproget.Options{BuiltInLicenses: -1})
	for i := range 3 {
		s.Put("users", fmt.Sprintf("robot-%d", i), map[string]any{"password": "secret-1"})
	}
	s.Put("connectors", "private", map[string]any{"feedType": "nuget", "url": nuget, "username": "u", "password": "secret-1"})
	files, _ := parts(t, s)
	has(t, files["users.tf"], "# password_wo = var.user_password\n  # password_wo_version = 1\n", 2) // of Admin, and of the robots
	has(t, files["connectors.tf"], "# password_wo = var.connector_password\n  # password_wo_version = 1\n", 1)
	if content, there := files["variables.tf"]; there {
		t.Errorf("imports need no variables:\n%s", content)
	}
	files, _ = parts(t, s, "-no-imports")
	has(t, files["users.tf"], "  password_wo         = var.user_robot_1_password\n  password_wo_version = 1\n", 1)
}
