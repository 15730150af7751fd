package export_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/export"
	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/provider"
)

// small is a server with an object of each kind.
func small(t *testing.T) *server {
	t.Helper()
	s := serve(t, fakeproget.Options{BuiltInLicenses: -1})
	s.Put("connectors", "one", map[string]any{"feedType": "nuget", "url": nuget})
	s.Put("feeds", "two", map[string]any{"feedType": "nuget", "connectors": []any{"one"}})
	s.Put("licenses", "Three-3.0", map[string]any{"title": "Three"})
	return s
}

func TestCommandLine(t *testing.T) {
	s := small(t)
	tests := []struct {
		name  string
		args  []string
		code  int
		says  string
		files string
	}{
		{"all", nil, 0, "Wrote 10 files", "connectors.tf feeds.tf groups.tf imports.tf licenses.tf permissions.tf settings.tf tasks.tf users.tf versions.tf"},
		{"some kinds", []string{"-kinds", "proget_feed,connectors"}, 0, "feeds: 1", "connectors.tf feeds.tf imports.tf versions.tf"},
		{"a match", []string{"-match", "^t"}, 0, "connectors: 0", "feeds.tf imports.tf versions.tf"},
		{"no imports", []string{"-no-imports", "-kinds", "feeds,connectors,licenses"}, 0, "", "connectors.tf feeds.tf licenses.tf versions.tf"},
		{"another release", []string{"-for", "2023", "-kinds", "feeds,connectors,licenses"}, 0, "", "connectors.tf feeds.tf imports.tf licenses.tf versions.tf"},
		{"help", []string{"-h"}, 0, "terraform plan", ""},
		{"unknown option", []string{"-x"}, 2, "flag provided but not defined: -x", ""},
		{"more than options", []string{"feeds"}, 2, `"feeds" is no option`, ""},
		{"unknown kind", []string{"-kinds", "feed,fed"}, 2, `there is no kind "fed", there are connectors,`, ""},
		{"no pattern", []string{"-match", "("}, 2, "-match: error parsing regexp", ""},
		{"no release", []string{"-for", "new"}, 2, `"new" is no release`, ""},
		{"no such name", []string{"-match", "xyz", "-kinds", "feeds,connectors,licenses"}, 1, `none of the names of 3 objects matches "xyz"`, ""},
		{"no pgutil source", []string{"-pgutil-source", "none"}, 1, "pgutil_source", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("XDG_CONFIG_HOME", t.TempDir())
			out := filepath.Join(t.TempDir(), "new", "folder")
			code, messages := exported(t, s, append([]string{"-out", out}, tt.args...)...)
			if code != tt.code || !strings.Contains(messages, tt.says) {
				t.Errorf("exit code %d, want %d with %q:\n%s", code, tt.code, tt.says, messages)
			}
			if tt.files == "" {
				if _, err := os.Stat(filepath.Dir(out)); err == nil {
					t.Errorf("%s was made", filepath.Dir(out))
				}
				return
			}
			if got := names(read(t, out)); got != tt.files {
				t.Errorf("wrote %s, want %s", got, tt.files)
			}
		})
	}
	for _, r := range s.Requests() {
		if r.Method != http.MethodGet {
			t.Errorf("sent %s %s", r.Method, r.Path)
		}
	}
}

// What fails leaves nothing, and says why.
func TestFailures(t *testing.T) {
	refusing := serve(t, fakeproget.Options{Keys: []fakeproget.Key{{Value: "another"}}})
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	foreign := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(foreign.Close)
	occupied := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(occupied, nil, 0o600))
	tests := []struct {
		name   string
		server *server
		out    string
		says   string
	}{
		{"wrong key", refusing, "", "Unable to list connectors"},
		{"unreachable", &server{URL: gone.URL}, "", "connection refused"},
		{"not ProGet", &server{URL: foreign.URL}, "", "Unable to list connectors"},
		{"a file in place of the folder", small(t), filepath.Join(occupied, "folder"), "not a directory"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out := tt.out
			if out == "" {
				out = filepath.Join(t.TempDir(), "out")
			}
			code, messages := exported(t, tt.server, "-out", out)
			if code != 1 || !strings.Contains(messages, tt.says) || !strings.Contains(messages, "Nothing is written.") {
				t.Errorf("exit code %d, want 1 with %q:\n%s", code, tt.says, messages)
			}
			if strings.Contains(messages, apiKey) {
				t.Errorf("the key is shown:\n%s", messages)
			}
			if _, err := os.Stat(out); err == nil {
				t.Errorf("%s was made", out)
			}
		})
	}
}

// With a source of pgutil, neither the command nor what it writes needs the environment.
func TestPgutilSource(t *testing.T) {
	s := small(t)
	home := t.TempDir()
	config := fmt.Sprintf(`{"sources":[{"name":"Main","url":%q,"token":%q}]}`, s.URL, apiKey)
	must(t, os.Mkdir(filepath.Join(home, "pgutil"), 0o700))
	must(t, os.WriteFile(filepath.Join(home, "pgutil", "pgutil.config"), []byte(config), 0o600))
	for _, variable := range []string{"XDG_CONFIG_HOME", "APPDATA"} {
		t.Setenv(variable, home)
	}
	t.Setenv("HOME", home)
	for _, variable := range []string{"PROGET_URL", "PROGET_API_KEY"} {
		t.Setenv(variable, "")
	}
	out := t.TempDir()
	var messages bytes.Buffer
	if code := export.Run(t.Context(), "test", provider.Server("test")(), []string{"-out", out, "-pgutil-source", "main"}, &messages); code != 0 {
		t.Fatal(messages.String())
	}
	has(t, read(t, out)["versions.tf"], `pgutil_source = "main"`, 1)
}

// A wrong key sees no feeds and no error on later versions (reference section 3.4).
func TestNothingSeen(t *testing.T) {
	s := serve(t, fakeproget.Options{BuiltInLicenses: -1})
	code, messages := exported(t, s, "-out", t.TempDir(), "-kinds", "feeds,connectors,licenses")
	if code != 1 || !strings.Contains(messages, "shows no objects") {
		t.Errorf("exit code %d:\n%s", code, messages)
	}
}

func TestFilesThatAreThere(t *testing.T) {
	s := small(t)
	out := t.TempDir()
	must(t, os.WriteFile(filepath.Join(out, "feeds.tf"), []byte("mine"), 0o600))
	must(t, os.WriteFile(filepath.Join(out, "main.tf"), []byte("mine too"), 0o600))
	code, messages := exported(t, s, "-out", out, "-kinds", "feeds,connectors,licenses")
	if code != 1 || !strings.Contains(messages, "has feeds.tf already") {
		t.Errorf("exit code %d:\n%s", code, messages)
	}
	if files := read(t, out); len(files) != 2 || files["feeds.tf"] != "mine" {
		t.Errorf("something was written: %v", files)
	}
	code, messages = exported(t, s, "-out", out, "-force", "-kinds", "feeds,connectors,licenses")
	files := read(t, out)
	if code != 0 || len(files) != 6 || !strings.Contains(files["feeds.tf"], "proget_feed") || files["main.tf"] != "mine too" {
		t.Errorf("exit code %d:\n%s\n%v", code, messages, files)
	}
}

func TestInterrupted(t *testing.T) {
	s := small(t)
	ctx, interrupt := context.WithCancel(t.Context())
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/feeds/") {
			interrupt()
		}
		s.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	t.Setenv("PROGET_URL", front.URL)
	t.Setenv("PROGET_API_KEY", apiKey)
	out := filepath.Join(t.TempDir(), "out")
	var messages bytes.Buffer
	code := export.Run(ctx, "test", provider.Server("test")(), []string{"-out", out}, &messages)
	if code != 1 || !strings.Contains(messages.String(), "Interrupted") {
		t.Errorf("exit code %d:\n%s", code, messages.String())
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("the folder was made")
	}
}

// A secret that ProGet does not reveal is asked for where an object is new, and
// one that it reveals is not written down either.
func TestSecrets(t *testing.T) {
	s := serve(t, fakeproget.Options{BuiltInLicenses: -1})
	s.Put("connectors", "private", map[string]any{"feedType": "nuget", "url": nuget, "username": "u", "password": "secret-1"})
	s.Put("connectors", "public", map[string]any{"feedType": "nuget", "url": nuget})
	s.Put("feeds", "cloud", map[string]any{"feedType": "npm", "packageStore": `<A.B Assembly="A"><Properties Key="secret-2" /></A.B>`})
	out := t.TempDir()
	if code, messages := exported(t, s, "-out", out); code != 0 {
		t.Fatal(messages)
	}
	files := read(t, out)
	has(t, files["connectors.tf"], "# ProGet does not reveal the password.", 1)
	has(t, files["feeds.tf"], "package_store", 0) // which a feed of 2024 and later that leaves it out keeps
	if content, there := files["variables.tf"]; there {
		t.Errorf("imports need no variables:\n%s", content)
	}
	if code, messages := exported(t, s, "-out", out, "-force", "-no-imports", "-kinds", "feeds,connectors,licenses"); code != 0 {
		t.Fatal(messages)
	}
	files = read(t, out)
	has(t, files["connectors.tf"], "var.connector_private_password\n  password_wo_version = 1", 1)
	has(t, files["feeds.tf"], "= var.feed_cloud_package_store", 1)
	has(t, files["variables.tf"], "sensitive   = true", 2)
	has(t, files["variables.tf"], "ephemeral   = true", 1)
	for _, content := range files {
		has(t, content, "secret-", 0)
	}
}

// A token is only asked for where the mode needs it.
func TestTokens(t *testing.T) {
	s := serve(t, fakeproget.Options{Profile: "5.2", BuiltInLicenses: -1})
	s.Put("feeds", "client", map[string]any{"feedType": "npm", "replication": map[string]any{
		"clientMode": "pullonly", "serverMode": "disabled", "sourceUrl": "https://proget.example.com/npm/a/", "clientToken": "secret-1",
	}})
	s.Put("feeds", "server", map[string]any{"feedType": "npm", "replication": map[string]any{"serverMode": "readonly", "serverToken": "secret-2"}})
	out := t.TempDir()
	if code, messages := exported(t, s, "-out", out); code != 0 {
		t.Fatal(messages)
	}
	feeds := read(t, out)["feeds.tf"]
	has(t, feeds, "# ProGet does not reveal the client token. The feed keeps the one that it has.", 1)
	has(t, feeds, "# ProGet does not reveal the server token.", 1)
	if code, messages := exported(t, s, "-out", out, "-force", "-no-imports"); code != 0 {
		t.Fatal(messages)
	}
	files := read(t, out)
	has(t, files["feeds.tf"], "= var.feed_client_client_token", 1)
	has(t, files["feeds.tf"], "= var.feed_server_server_token", 1)
	has(t, files["variables.tf"], "variable ", 2)
	has(t, files["variables.tf"], "ephemeral", 0) // the state keeps these tokens
}

func has(t *testing.T, content, text string, times int) {
	t.Helper()
	if got := strings.Count(content, text); got != times {
		t.Errorf("%q is there %d times, want %d:\n%s", text, got, times, content)
	}
}
