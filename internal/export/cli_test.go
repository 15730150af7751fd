package export_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/tfcli"
)

// cli is the CLI in an empty folder, with the provider as it is built for users.
func cli(t *testing.T) *tfcli.CLI {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("acceptance tests run with TF_ACC=1")
	}
	c, err := tfcli.New(t.Context(), t.TempDir())
	must(t, err)
	return c
}

// on makes the CLI work on a server.
func on(s *server) []string {
	return []string{"PROGET_URL=" + s.URL, "PROGET_API_KEY=" + apiKey}
}

// written runs the provider's binary as users do.
func written(t *testing.T, c *tfcli.CLI, s *server, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), c.Provider, append([]string{"export"}, args...)...)
	command.Env = append(os.Environ(), on(s)...)
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("export %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// run runs a command of Terraform, which has to end with the given exit code.
func run(t *testing.T, c *tfcli.CLI, exit int, args ...string) tfcli.Result {
	t.Helper()
	result, err := c.Run(t.Context(), args...)
	must(t, err)
	if got := result.Process.ExitCode(); got != exit {
		t.Fatalf("%s: exit code %d, want %d\n%s", strings.Join(args, " "), got, exit, result.Output)
	}
	return result
}

func forProfiles(t *testing.T, test func(t *testing.T, profile string)) {
	t.Helper()
	for _, profile := range fakeproget.Profiles {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			test(t, profile)
		})
	}
}

// builtIn is how many users, groups, tasks, permissions and settings every server
// has from the start, of those that are written.
var builtIn = map[string]int{"5.2": 0, "2023": 0, "2024": 10, "2026": 19}

// What is written imports everything, changes nothing, and is formatted; the
// server is only read, and says the same the second time.
func TestAccExport(t *testing.T) {
	t.Parallel()
	forProfiles(t, func(t *testing.T, profile string) {
		t.Helper()
		s := serve(t, fakeproget.Options{Profile: profile})
		estate(t, s, profile)
		s.ResetRequests()
		c := cli(t)
		c.Env = on(s)
		messages := written(t, c, s, "-out", c.Dir)
		lines := 0
		files := read(t, c.Dir)
		for _, content := range files {
			lines += strings.Count(content, "\n")
		}
		t.Logf("%d lines in %s\n%s", lines, names(files), messages)
		again := t.TempDir()
		written(t, c, s, "-out", again)
		if diff := cmp.Diff(files, read(t, again)); diff != "" {
			t.Errorf("the second time differs:\n%s", diff)
		}

		run(t, c, 0, "fmt", "-check", "-diff")
		plan := run(t, c, 2, "plan", "-detailed-exitcode")
		total := 0
		for _, kind := range []string{"connectors", "feeds", "licenses"} {
			total += len(s.Names(kind))
			for _, name := range s.Names(kind) {
				object, _ := s.Get(kind, name)
				texts, _ := object["hashes"].([]any)
				total += len(texts)
			}
		}
		total += builtIn[profile]
		if want := fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy.", total); !plan.Says(want) {
			t.Errorf("want %q, got\n%s", want, plan.Output)
		}
		if strings.Contains(plan.Output, "Warning") && profile != "5.2" { // which cannot say that retention rules run
			t.Errorf("the plan warns:\n%s", plan.Output)
		}
		run(t, c, 0, "apply", "-auto-approve")
		must(t, os.Remove(c.Dir+"/imports.tf"))
		run(t, c, 0, "plan", "-detailed-exitcode")
		for _, r := range s.Requests() {
			if r.Method != http.MethodGet {
				t.Errorf("adoption sends %s %s %s", r.Method, r.Path, r.Body)
			}
		}
		for name, content := range files {
			if strings.Contains(content, "secret-of") || strings.Contains(content, apiKey) {
				t.Errorf("%s holds a secret:\n%s", name, content)
			}
		}
	})
}

// A copy is equal, up to what the target's version lacks.
func TestAccCopy(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		source, target string
		differs        []string // properties that one of them does not have
	}{
		{"5.2", "5.2", nil},
		{"2026", "2026", nil},
		{"5.2", "2026", []string{
			"allowUnknownLicenses", "vulnerabilitySources", "allowedLicenses", "blockedLicenses", "allowed", "allowedFeeds", "blockedFeeds", "replication",
			"deploymentRecordsEnabled", "usageRecordsEnabled", "useWithProjects", "retentionRulesEnabled",
		}},
		{"2023", "2024", []string{
			"allowUnknownLicenses", "vulnerabilitySources", "allowedLicenses", "blockedLicenses", "allowed", "allowedFeeds", "blockedFeeds",
		}},
	} {
		t.Run(tt.source+" to "+tt.target, func(t *testing.T) {
			t.Parallel()
			source := serve(t, fakeproget.Options{Profile: tt.source, BuiltInLicenses: -1})
			target := serve(t, fakeproget.Options{Profile: tt.target, BuiltInLicenses: -1})
			estate(t, source, tt.source)
			c := cli(t)
			args := []string{"-out", c.Dir, "-no-imports"}
			if tt.source != tt.target {
				args = append(args, "-for", tt.target)
			}
			written(t, c, source, args...)
			c.Env = append(on(target), "TF_VAR_connector_nuget_org_password=secret-of-connector",
				"TF_VAR_feed_inactive_client_token=secret-of-replication",
				`TF_VAR_feed_store_package_store=<A.B Assembly="A"><Properties Key="secret-of-store" /></A.B>`)
			run(t, c, 0, "fmt", "-check", "-diff")
			run(t, c, 0, "apply", "-auto-approve")
			run(t, c, 0, "plan", "-detailed-exitcode")
			for _, kind := range []string{"connectors", "feeds", "licenses"} {
				if diff := cmp.Diff(slices.Sorted(slices.Values(source.Names(kind))), slices.Sorted(slices.Values(target.Names(kind)))); diff != "" {
					t.Errorf("%s (-source +target):\n%s", kind, diff)
				}
				for _, name := range source.Names(kind) {
					compare(t, source, target, kind, name, tt.differs)
				}
			}
		})
	}
}

// compare compares an object as it is stored on two servers.
func compare(t *testing.T, source, target *server, kind, name string, differs []string) {
	t.Helper()
	want, _ := source.Get(kind, name)
	got, _ := target.Get(kind, name)
	for _, relation := range []string{"allowedFeeds", "blockedFeeds", "allowedLicenses", "blockedLicenses"} { // have no order
		for _, object := range []map[string]any{want, got} {
			if set, ok := object[relation].([]any); ok {
				slices.SortFunc(set, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
			}
		}
	}
	ignored := cmpopts.IgnoreMapEntries(func(property string, value any) bool {
		// What is off and what objects of its type do not have differ only inside the fake.
		empty := reflect.ValueOf(value)
		return property == "id" || slices.Contains(differs, property) || value == nil || value == false ||
			slices.Contains([]reflect.Kind{reflect.Slice, reflect.Map, reflect.String}, empty.Kind()) && empty.Len() == 0
	})
	if diff := cmp.Diff(want, got, ignored); diff != "" {
		t.Errorf("%s %q (-source +target):\n%s", kind, name, diff)
	}
}

// So are the kinds beside feeds, connectors and licenses, each with everything
// set and with nothing set.
func TestAccExportOfOtherKinds(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{BuiltInLicenses: -1})
	s.Put("feeds", "cloud", map[string]any{"feedType": "npm"})
	s.Put("storage", "cloud", map[string]any{"id": "s3", "properties": map[string]any{
		"BucketName": "packages", "RegionEndpoint": "eu-central-1", "AccessKey": "AKIA", "SecretAccessKey": "secret-of-storage", "MakePublic": false,
	}})
	s.Put("users", "jane ${x}", map[string]any{"displayName": "Jane", "email": "jane@example.com", "password": "secret-of-user"})
	s.Put("users", "joe", nil)
	s.Put("groups", "developers", map[string]any{"users": []any{"jane ${x}", "joe"}})
	s.Put("groups", "nobody", nil)
	s.Put("tasks", "Look", map[string]any{"description": "Looks.", "feedScoped": true, "attributes": []any{"Feeds_ViewFeed"}})
	s.Put("permissions", "", map[string]any{"group": "developers", "task": "Look", "feed": "cloud"})
	s.Put("permissions", "", map[string]any{"user": "joe", "task": "Look", "deny": true})
	s.Put("api-keys", "", map[string]any{"type": "System", "systemApis": []any{"feeds"}, "displayName": "CI", "key": "secret-of-key"})
	s.Put("api-keys", "", map[string]any{"type": "Feed", "feed": "cloud", "packagePermissions": []any{"view", "add"}, "expiration": "2099-01-01T00:00:00"})
	s.Put("projects", "shop", map[string]any{"type": "application", "url": "https://shop.example.com"})
	s.Put("projects", "bare", nil)
	c := cli(t)
	c.Env = on(s)
	written(t, c, s, "-out", c.Dir)
	run(t, c, 0, "fmt", "-check", "-diff")
	plan := run(t, c, 2, "plan", "-detailed-exitcode")
	if !plan.Says("to import, 0 to add, 0 to change, 0 to destroy.") {
		t.Errorf("want imports alone, got\n%s", plan.Output)
	}
	for name, content := range read(t, c.Dir) {
		if strings.Contains(content, "secret-of") {
			t.Errorf("%s has a secret:\n%s", name, content)
		}
	}
	run(t, c, 0, "apply", "-auto-approve")
	must(t, os.Remove(c.Dir+"/imports.tf"))
	run(t, c, 0, "plan", "-detailed-exitcode")
}

// Whoever runs the program by hand without the command learns of it.
func TestAccOtherCommandLines(t *testing.T) {
	t.Parallel()
	c := cli(t)
	for _, tt := range []struct {
		args []string
		exit int
		says string
	}{
		{nil, 2, "there is no command\n"},
		{[]string{"exprot"}, 2, `there is no command "exprot"`},
		{[]string{"--help"}, 0, ""},
		{[]string{"-x"}, 2, "flag provided but not defined: -x"},
	} {
		var out, messages bytes.Buffer
		command := exec.CommandContext(t.Context(), c.Provider, tt.args...)
		command.Stdout, command.Stderr = &out, &messages
		_ = command.Run() // the exit code says it
		if got := command.ProcessState.ExitCode(); got != tt.exit || out.Len() > 0 {
			t.Errorf("%v: exit code %d, want %d; on stdout %q", tt.args, got, tt.exit, &out)
		}
		for _, text := range []string{tt.says, "terraform-provider-proget export"} {
			if !strings.Contains(messages.String(), text) {
				t.Errorf("%v: want %q on stderr, got\n%s", tt.args, text, &messages)
			}
		}
	}
}

// A copy of the kinds beside feeds, connectors and licenses is equal, on a server
// that has what every server has.
func TestAccCopyOfOtherKinds(t *testing.T) {
	t.Parallel()
	source := serve(t, fakeproget.Options{})
	target := serve(t, fakeproget.Options{})
	source.Put("licenses", "Own-1.0", map[string]any{"title": "Own"})
	source.Put("feeds", "cloud", map[string]any{"feedType": "npm"})
	source.Put("storage", "cloud", map[string]any{"id": "s3", "properties": map[string]any{
		"BucketName": "packages", "RegionEndpoint": "eu-central-1", "AccessKey": "AKIA", "SecretAccessKey": "secret-of-storage",
	}})
	source.Put("users", "jane", map[string]any{"displayName": "Jane", "password": "secret-of-user"})
	source.Put("groups", "developers", map[string]any{"users": []any{"jane"}})
	source.Put("tasks", "Look", map[string]any{"description": "Looks.", "feedScoped": true, "attributes": []any{"Feeds_ViewFeed"}})
	source.Put("permissions", "", map[string]any{"group": "developers", "task": "Look", "feed": "cloud"})
	source.Put("api-keys", "", map[string]any{"type": "Feed", "feed": "cloud", "packagePermissions": []any{"view"}, "displayName": "CI", "logging": "Both"})
	source.Put("api-keys", "", map[string]any{"type": "System", "systemApis": []any{"feeds"}, "displayName": "old", "expiration": "2020-01-01T00:00:00"})
	source.Put("settings", "Web.NuGetRequestLimit", map[string]any{"value": "7"})
	source.Put("projects", "shop", map[string]any{"type": "application"})
	c := cli(t)
	c.Env = append(on(target), "TF_VAR_feed_storage_cloud_secret_access_key=secret-of-storage", "TF_VAR_user_jane_password=secret-of-user")
	written(t, c, source, "-out", c.Dir, "-no-imports")
	run(t, c, 0, "fmt", "-check", "-diff")
	run(t, c, 0, "apply", "-auto-approve")
	run(t, c, 0, "plan", "-detailed-exitcode")
	for kind, names := range map[string][]string{
		"licenses": {"Own-1.0"}, "feeds": {"cloud"}, "storage": {"cloud"}, "users": {"jane"}, "groups": {"developers"},
		"tasks": {"Look"}, "settings": {"Web.NuGetRequestLimit"}, "projects": {"shop"},
	} {
		for _, name := range names {
			if _, there := target.Get(kind, name); !there {
				t.Errorf("the copy has no %s %q", kind, name)
			}
			compare(t, source, target, kind, name, nil)
		}
		if diff := cmp.Diff(len(source.Names(kind)), len(target.Names(kind))); diff != "" {
			t.Errorf("%s (-source +target): %s", kind, diff)
		}
	}
	if got, want := len(target.Names("permissions")), len(source.Names("permissions")); got != want {
		t.Errorf("the copy has %d permissions, want %d", got, want)
	}
	if got, want := len(target.Names("api-keys")), len(source.Names("api-keys"))-1; got != want {
		t.Errorf("the copy has %d keys, want %d", got, want)
	}
}
