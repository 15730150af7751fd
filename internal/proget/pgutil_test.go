package proget

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Reference fixture F22; the obfuscated forms are its test vectors.
const pgutilConfig = `{
  "sources": [
    {"name": "Default", "url": "https://proget.corp.local/", "encryptedToken": "AAECAwQFBgcICQoLDA0OD/XoC6l08HSxHxJQ5awT2Y4="},
    {"name": "MyPackages", "url": "https://other.example.com/", "defaultFeed": "unapproved-nuget", "username": "devbuilds", "encryptedPassword": "AAECAwQFBgcICQoLDA0OD2JNW+12LRZxBJhUQ0nWiuM="},
    {"name": "plain", "url": "http://localhost:8624/", "token": "abc12345", "encryptedToken": "AAAA"},
    {"name": "anonymous", "url": "http://localhost:8624/"},
    {"name": "broken", "url": "x", "encryptedToken": "AAECAwQFBgcICQoLDA0OD/XoC6l08HSxHxJQ5awT2Y8="},
    {"name": "short", "url": "x", "encryptedPassword": "AAECAwQFBgcICQoLDA0ODw=="},
    {"name": "no base64", "url": "x", "encryptedToken": "s3cr3t!"}
  ]
}`

func TestPgutilSource(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "pgutil.config")
	if err := os.WriteFile(file, []byte(pgutilConfig), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]Source{
		"Default":    {Name: "Default", URL: "https://proget.corp.local/", Token: "abc12345"},
		"DEFAULT":    {Name: "Default", URL: "https://proget.corp.local/", Token: "abc12345"},
		"mypackages": {Name: "MyPackages", URL: "https://other.example.com/", Username: "devbuilds", Password: "myP@ssw0rd"},
		"plain":      {Name: "plain", URL: "http://localhost:8624/", Token: "abc12345"},
		"anonymous":  {Name: "anonymous", URL: "http://localhost:8624/"},
	} {
		got, err := PgutilSource(file, name)
		if err != nil || got != want {
			t.Errorf("%s: %+v, %v, want %+v", name, got, err, want)
		}
	}
	empty, broken := filepath.Join(t.TempDir(), "empty"), filepath.Join(t.TempDir(), "broken")
	for path, text := range map[string]string{empty: `{}`, broken: `{"sources":[{"name":"a","token":"s3cr3t"`} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct{ path, name, want string }{
		{file, "other", `names "other", which ` + file + ` does not have. It has "Default", "MyPackages", "anonymous", "broken", "no base64", "plain", "short".`},
		{file, "", `names "", which`},
		{file, "broken", "whose encryptedToken in " + file + " cannot be decoded"},
		{file, "short", "whose encryptedPassword in " + file + " cannot be decoded"},
		{file, "no base64", "cannot be decoded"},
		{empty, "a", "has no sources"},
		{broken, "a", "is not valid JSON"},
		{file + "x", "a", "there is no pgutil.config at " + file + "x"},
		{t.TempDir(), "a", "cannot be looked up: "},
	} {
		_, err := PgutilSource(test.path, test.name)
		var e *ConfigError
		if !errors.As(err, &e) || e.Setting != "pgutil_source" || !strings.Contains(e.Problem, test.want) {
			t.Errorf("%s in %s: %v, want %q", test.name, test.path, err, test.want)
			continue
		}
		if strings.Contains(err.Error(), "s3cr3t") {
			t.Errorf("shows a secret: %v", err)
		}
	}
}

func TestPgutilPlaces(t *testing.T) {
	t.Parallel()
	env := map[string]string{"HOME": "/home/u", "APPDATA": "/appdata"}
	xdg := map[string]string{"HOME": "/home/u", "XDG_CONFIG_HOME": "/xdg"}
	for _, test := range []struct {
		goos string
		env  map[string]string
		want []string
	}{
		{"linux", env, []string{"/home/u/.config/pgutil/pgutil.config"}},
		{"linux", xdg, []string{"/xdg/pgutil/pgutil.config"}},
		{"darwin", env, []string{"/home/u/Library/Application Support/pgutil/pgutil.config", "/home/u/.config/pgutil/pgutil.config"}},
		{"darwin", xdg, []string{"/home/u/Library/Application Support/pgutil/pgutil.config", "/xdg/pgutil/pgutil.config"}},
		{"windows", env, []string{"/appdata/pgutil/pgutil.config"}},
	} {
		got := pgutilPlaces(test.goos, func(name string) string { return test.env[name] })
		for i := range got {
			got[i] = filepath.ToSlash(got[i])
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.goos, diff)
		}
	}
}

// The place is found without being told, and the second is used where the
// first has nothing.
func TestPgutilDefaultPlace(t *testing.T) {
	home := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", home)
	t.Setenv("APPDATA", home)
	t.Setenv("HOME", home)
	if _, err := PgutilSource("", "plain"); err == nil || !strings.Contains(err.Error(), "there is no pgutil.config at "+home) {
		t.Errorf("without a file: %v", err)
	}
	if err := os.MkdirAll(filepath.Join(home, "pgutil"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "pgutil", "pgutil.config"), []byte(pgutilConfig), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := PgutilSource("", "plain"); err != nil || got.Token != "abc12345" {
		t.Errorf("with one: %v, %v", got, err)
	}
}
