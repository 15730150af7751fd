package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMain lets the test binary play the command, too.
func TestMain(m *testing.M) {
	if path := os.Getenv("FAKEPROGET_TEST_PATH"); path != "" {
		body, err := get(os.Getenv("PROGET_URL")+path, os.Getenv("PROGET_API_KEY"))
		fmt.Println(body, err)
		os.Exit(7)
	}
	os.Exit(m.Run())
}

func get(url, key string) (string, error) {
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, url, http.NoBody)
	if err != nil {
		return "", err
	}
	request.Header.Set("X-ApiKey", key)
	response, err := (&http.Client{Transport: &http.Transport{}}).Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return fmt.Sprintf("%d %s", response.StatusCode, body), err
}

func TestCommand(t *testing.T) {
	seed := filepath.Join(t.TempDir(), "seed.json")
	if err := os.WriteFile(seed, []byte(`{
		"connectors": [{"name": "nuget.org", "feedType": "nuget"}],
		"feeds": [{"name": "approved", "feedType": "nuget", "connectors": ["nuget.org"]}, {"name": "files", "feedType": "asset"}],
		"licenses": [{"licenseId": "ABC-1.0", "title": "ABC"}],
		"packages": {"approved": [{"name": "Acme.Core", "version": "1.0.0"}]},
		"storage": [{"feed": "approved", "id": "s3", "properties": {"BucketName": "packages"}}],
		"groups": [{"name": "Developers"}],
		"users": [{"name": "jane", "groups": ["Developers"]}],
		"tasks": [{"name": "Look", "feedScoped": true, "attributes": ["Feeds_ViewFeed"]}],
		"permissions": [{"group": "Developers", "task": "Look", "feed": "approved"}],
		"api-keys": [{"type": "System", "displayName": "CI", "systemApis": ["feeds"]}],
		"settings": [{"name": "Web.BaseUrl", "value": "https://proget.example.com"}],
		"projects": [{"name": "shop"}],
		"assets": {"files": ["a.txt"]}
	}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/api/management/feeds/get/approved": `200 {.*"connectors":["nuget.org"]`,
		"/api/packages/approved/versions":    `200 [{.*"version":"1.0.0"}]`,
		"/endpoints/files/dir/":              `200 [{.*"name":"a.txt"`,
		"/api/licenses/list":                 `200 [{.*"code":"ABC-1.0"`,
		"/api/storage?feed=approved":         `200 {"id":"s3".*"BucketName":"packages"`,
		"/api/security/groups/list":          `200 [{.*{"name":"Developers","users":["jane"]}`,
		"/api/security/users/list":           `200 [{.*{"groups":["Developers"],"name":"jane"}`,
		"/api/security/tasks/list":           `200 [{.*"name":"Look"}`,
		"/api/security/permissions/list":     `200 [{.*{"deny":false,"feed":"approved","group":"Developers","id":2,"task":"Look"}`,
		"/api/api-keys/list":                 `200 [{.*"displayName":"CI"`,
		"/api/settings/list":                 `200 [{.*"https://proget.example.com"`,
		"/api/sca/projects":                  `200 [{.*"name":"shop"}]`,
	} {
		t.Setenv("FAKEPROGET_TEST_PATH", path)
		var stdout, stderr bytes.Buffer
		code := run(t.Context(), []string{"-seed", seed, "-key", "secret", "-base-path", "/proget", "--", os.Args[0]}, &stdout, &stderr)
		if code != 7 || stderr.Len() > 0 {
			t.Errorf("%s: exit code %d, %s", path, code, stderr.String())
		}
		before, after, _ := strings.Cut(want, ".*")
		if out := stdout.String(); !strings.HasPrefix(out, before) || !strings.Contains(out, after) {
			t.Errorf("%s: %s", path, out)
		}
	}
}

func TestServe(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	done := make(chan int)
	go func() {
		done <- run(ctx, []string{"-profile", "5.2", "-edition", "Free", "-key", "secret"}, writer, io.Discard)
	}()
	url, err := bufio.NewReader(reader).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	url = strings.TrimSpace(url) + "/api/management/connectors/list"
	if got, err := get(url, "secret"); got != "200 []" || err != nil {
		t.Errorf("got %s, %v", got, err)
	}
	if got, err := get(url, "guess"); !strings.HasPrefix(got, "403 ") || err != nil {
		t.Errorf("got %s, %v", got, err)
	}
	cancel()
	if code := <-done; code != 0 {
		t.Errorf("exit code %d", code)
	}
	if _, err := get(url, "secret"); err == nil {
		t.Error("it still serves")
	}
}

// TestVersion serves a version in which the security API is not yet there, and one in which it is.
func TestVersion(t *testing.T) {
	for version, want := range map[string]string{"24.0.39.1": "404 ", "25.0.24.1": "200 "} {
		t.Setenv("FAKEPROGET_TEST_PATH", "/api/security/users/list")
		var stdout bytes.Buffer
		if code := run(t.Context(), []string{"-profile", "2024", "-version", version, "--", os.Args[0]}, &stdout, io.Discard); code != 7 || !strings.HasPrefix(stdout.String(), want) {
			t.Errorf("%s: exit code %d, %s", version, code, stdout.String())
		}
	}
}

func TestRefusals(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "seed.json")
	for _, test := range []struct {
		seed string
		args []string
		code int
		want string
	}{
		{"", []string{"-profile", "4"}, 2, `unknown profile "4", there are 5.2, 2023, 2024, 2026`},
		{"", []string{"-nope"}, 2, "flag provided but not defined: -nope"},
		{"", []string{"-h"}, 0, "-seed file"},
		{"", []string{"-seed", filepath.Join(t.TempDir(), "none.json")}, 1, "none.json: no such file"},
		{"", []string{"-addr", "nowhere"}, 1, "missing port"},
		{"", []string{"--", filepath.Join(t.TempDir(), "no-command")}, 1, "no such file"},
		{`{"feed":[]}`, []string{"-seed", bad}, 1, `seed: json: unknown field "feed"`},
		{`{"feeds":[{"feedType":"npm"}]}`, []string{"-seed", bad}, 1, "seed: feeds[0] has no name"},
		{`{"licenses":[{"title":"x"}]}`, []string{"-seed", bad}, 1, "seed: licenses[0] has no code"},
		{`{"users":[{}]}`, []string{"-seed", bad}, 1, "seed: users[0] has no name"},
		{`{"storage":[{"feed":"x","id":"s3"}]}`, []string{"-seed", bad}, 1, `seed: storage[0] is of a feed "x" that does not exist`},
		{`{"packages":{"x":[]}}`, []string{"-seed", bad}, 1, `seed: packages are for a feed "x" that does not exist`},
		{`{"assets":{"x":[]}}`, []string{"-seed", bad}, 1, `seed: assets are for a directory "x" that does not exist`},
	} {
		if err := os.WriteFile(bad, []byte(test.seed), 0o600); err != nil {
			t.Fatal(err)
		}
		var stderr bytes.Buffer
		if code := run(t.Context(), test.args, io.Discard, &stderr); code != test.code || !strings.Contains(stderr.String(), test.want) {
			t.Errorf("%v: exit code %d, %s", test.args, code, stderr.String())
		}
	}
}
