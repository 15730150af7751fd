package export_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// What the edition or an old server lacks is none, and said to be.
func TestKindsThatTheServerLacks(t *testing.T) {
	tests := []struct {
		name    string
		options fakeproget.Options
		says    []string
	}{
		{"Free refuses", fakeproget.Options{Edition: "Free", FreeSecurityStatus: http.StatusForbidden}, []string{
			"users: none, ProGet Free does not have them (403 Forbidden)", "groups: none", "tasks: none", "permissions: none", "api_keys: 1", "settings: 10",
		}},
		{"Free does not know", fakeproget.Options{Edition: "Free", FreeSecurityStatus: http.StatusNotFound}, []string{"users: none, ProGet Free does not have them (404 Not Found)"}},
		{"Free fails", fakeproget.Options{Edition: "Free", FreeSecurityStatus: http.StatusInternalServerError}, []string{"permissions: none, ProGet Free does not have them (500 Internal Server Error)"}},
		{"unknown version of 5.2", fakeproget.Options{Profile: "5.2", NoVersionHeader: true}, []string{
			"feed_storage: none, ProGet answers 404 Not Found", "users: none", "api_keys: none", "settings: none", "projects: none",
		}},
		{"unknown version of 2024", fakeproget.Options{Profile: "2024", NoVersionHeader: true}, []string{"feed_storage: 0", "users: none", "api_keys: 1"}},
		{"a release of 2024 before the API", fakeproget.Options{Profile: "2024", Version: "24.0.5.1"}, []string{"feed_storage: none, ProGet answers 404 Not Found", "api_keys: 1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, tt.options)
			if tt.options.NoVersionHeader {
				s.Fail(fakeproget.Fault{Path: "/health", Status: http.StatusOK, Body: "OK"}) // which tells no version
			}
			s.Put("feeds", "plain", map[string]any{"feedType": "nuget"})
			if !strings.HasPrefix(tt.options.Profile, "5") {
				s.Put("api-keys", "", map[string]any{"type": "System", "systemApis": []any{"feeds"}})
			}
			code, messages := exported(t, s, "-out", t.TempDir())
			if code != 0 {
				t.Fatal(messages)
			}
			for _, line := range tt.says {
				has(t, messages, line, 1)
			}
		})
	}
}

// A kind that every server has, one that is asked for and one that a server of a
// paid edition refuses fail as before.
func TestKindsThatFail(t *testing.T) {
	paid := serve(t, fakeproget.Options{})
	paid.Fail(fakeproget.Fault{Path: "/api/security/users", Status: http.StatusForbidden})
	missing := serve(t, fakeproget.Options{})
	missing.Fail(fakeproget.Fault{Path: "/api/management/feeds", Status: http.StatusNotFound})
	for _, tt := range []struct {
		server *server
		args   []string
		says   string
	}{
		{serve(t, fakeproget.Options{Edition: "Free"}), []string{"-kinds", "licenses,users"}, "Unable to list users"},
		{paid, nil, "Unable to list users"},
		{missing, nil, "Unable to list feeds"},
	} {
		if code, messages := exported(t, tt.server, append(tt.args, "-out", t.TempDir())...); code != 1 || !strings.Contains(messages, tt.says) {
			t.Errorf("exit code %d, want 1 with %q:\n%s", code, tt.says, messages)
		}
	}
}

// A kind is left out on ProGet's word only, and what the server has twice is written once.
func TestKindsThatAStrangerDenies(t *testing.T) {
	s := serve(t, fakeproget.Options{})
	s.Fail(fakeproget.Fault{Path: "/api/security/users", Status: http.StatusNotFound, Foreign: true})
	s.Put("feeds", "plain", map[string]any{"feedType": "nuget"})
	if code, messages := exported(t, s, "-out", t.TempDir()); code == 0 {
		t.Errorf("the users were left out:\n%s", messages)
	}

	s = serve(t, fakeproget.Options{})
	for range 2 {
		s.Put("permissions", "", map[string]any{"group": "Administrators", "task": "Publish Packages"})
	}
	dir := t.TempDir()
	code, messages := exported(t, s, "-out", dir)
	text, err := os.ReadFile(filepath.Join(dir, "permissions.tf"))
	if code != 0 || err != nil || strings.Count(string(text), `resource "proget_permission"`) != len(s.Names("permissions"))-1 {
		t.Errorf("exit code %d, %v, of %v:\n%s\n%s", code, err, s.Names("permissions"), text, messages)
	}
	has(t, string(text), "is written once: the server has it", 1)
}
