package export_test

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/export"
	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/provider"
)

func TestMain(m *testing.M) {
	provider.Tune()
	debug.SetMemoryLimit(math.MaxInt64)
	os.Exit(m.Run())
}

const (
	apiKey = "the-key"
	nuget  = "https://api.nuget.org/v3/index.json"
)

// server is a fake ProGet that listens.
type server struct {
	*fakeproget.Server
	URL string
}

func serve(t *testing.T, options fakeproget.Options) *server {
	t.Helper()
	if options.Keys == nil {
		options.Keys = []fakeproget.Key{{Value: apiKey, Scopes: []fakeproget.Scope{fakeproget.FullControl}}}
	}
	if options.WebBaseURL == "" {
		options.WebBaseURL = "https://proget.example.com"
	}
	fake := fakeproget.New(options)
	listener := httptest.NewServer(fake)
	t.Cleanup(listener.Close)
	return &server{fake, listener.URL}
}

// exported runs the command in this process, which has one environment: tests
// that use it are not parallel.
func exported(t *testing.T, s *server, args ...string) (code int, messages string) {
	t.Helper()
	t.Setenv("PROGET_URL", s.URL)
	t.Setenv("PROGET_API_KEY", apiKey)
	t.Setenv("PROGET_MAX_RETRIES", "0")
	var out bytes.Buffer
	code = export.Run(t.Context(), "1.2.3", provider.Server("test")(), args, &out)
	return code, out.String()
}

// read returns the files of a folder by name.
func read(t *testing.T, folder string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	must(t, err)
	files := map[string]string{}
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(folder, e.Name()))
		must(t, err)
		files[e.Name()] = string(content)
	}
	return files
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func names(files map[string]string) string {
	return strings.Join(slices.Sorted(maps.Keys(files)), " ")
}

// attach attaches a text to a license.
func attach(t *testing.T, s *server, code, content string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/api/licenses/files/add?code="+code, strings.NewReader(content))
	must(t, err)
	request.Header.Set("X-ApiKey", apiKey)
	answer := httptest.NewRecorder()
	s.ServeHTTP(answer, request)
	if answer.Code != http.StatusOK {
		t.Fatalf("%d: %s", answer.Code, answer.Body)
	}
}

// estate is a server that was set up by hand: 40 feeds, 20 connectors and 10
// licenses, with everything set and with nothing set.
func estate(t *testing.T, s *server, profile string) {
	t.Helper()
	old := profile == "5.2" || profile == "2023"
	for i := range 12 {
		s.Put("connectors", fmt.Sprintf("mirror-%02d", i), map[string]any{"feedType": "nuget", "url": nuget, "timeout": 30})
	}
	s.Put("connectors", "nuget.org", map[string]any{"feedType": "nuget", "url": nuget + "#v2", "filters": []any{"Example.*", "!Example.Internal.*"}})
	s.Put("connectors", "nuget_org", map[string]any{"feedType": "nuget", "url": nuget, "username": "reader", "password": "secret-of-connector"})
	s.Put("connectors", "npmjs", map[string]any{"feedType": "npm", "url": "https://npm.example.com", "metadataCacheEnabled": true, "metadataCacheMinutes": 5, "metadataCacheCount": 50})
	s.Put("connectors", "upack", map[string]any{"feedType": "universal", "url": "https://upack.example.com"})
	for i := range 4 {
		s.Put("connectors", fmt.Sprintf("%d-docker", i), map[string]any{"feedType": "docker", "url": fmt.Sprintf("https://docker-%d.example.com", i)})
	}
	for i := range 25 {
		s.Put("feeds", fmt.Sprintf("team-%02d", i), map[string]any{"feedType": "nuget", "connectors": []any{"nuget.org"}, "description": "Of a team"})
	}
	for _, typ := range []string{"npm", "docker", "asset", "maven", "pypi", "helm", "rubygems", "universal", "debian", "vsix"} {
		s.Put("feeds", typ, map[string]any{"feedType": typ})
	}
	s.Put("feeds", "inactive", map[string]any{"feedType": "npm", "active": false, "cacheConnectors": false, "connectors": []any{"npmjs"}})
	s.Put("feeds", "odd", map[string]any{
		"feedType": "nuget", "description": "One ${a} and %{b}\n\tand \"two\" \\ Ünïcödé 包\nEOT", "variables": map[string]any{"Some Name-1": "${x}", "true": "%{y}", "lines": "a\nb\n"},
	})
	s.Put("feeds", "lines", map[string]any{"feedType": "nuget", "description": "First ${line}\nsecond %{line}\n", "dropPath": `C:\drop`, "packagesPath": `\\share\packages`})
	s.Put("feeds", "store", map[string]any{"feedType": "nuget", "packageStore": `<A.B Assembly="A"><Properties Key="secret-of-store" /></A.B>`})
	s.Put("feeds", "whole", map[string]any{
		"feedType": "nuget", "connectors": slices.Collect(func(yield func(any) bool) {
			for i := range 12 {
				yield(fmt.Sprintf("mirror-%02d", i))
			}
		}),
		"stripSymbols": true, "stripSource": true, "symbolServerEnabled": true,
		"retentionRules": []any{
			map[string]any{"deletePrereleaseVersions": true, "keepVersionsCount": 5, "keepPackageIds": []any{"Acme.*"}},
			map[string]any{"deleteCached": true, "keepUsedWithinDays": 30, "sizeTriggerKb": 1000, "sizeExclusive": true},
		},
		"packageFilters": map[string]any{"0": `<A.F Assembly="A"><Properties Name="${x}" /></A.F>`},
	})
	if profile == "5.2" {
		s.Put("feeds", "inactive", map[string]any{"replication": map[string]any{
			"clientMode": "mirror", "sourceUrl": "https://proget.example.com/npm/other/", "clientToken": "secret-of-replication",
		}})
	} else {
		s.Put("feeds", "whole", map[string]any{"retentionRulesEnabled": true})
	}
	if old {
		s.Put("feeds", "whole", map[string]any{"allowUnknownLicenses": true, "vulnerabilitySources": []any{"PGVC"}})
	} else {
		s.Put("feeds", "whole", map[string]any{"alternateNames": []any{"former"}, "useApiV3": true, "vulnerabilitiesEnabled": true, "useWithProjects": false})
	}
	for i := range 9 {
		s.Put("licenses", fmt.Sprintf("Own-%d.0", i), map[string]any{"title": fmt.Sprintf("License %d", i), "urls": []any{fmt.Sprintf("example.com/license/%d", i)}})
	}
	s.Put("licenses", "0-BSD", map[string]any{"title": "Begins with a digit"})
	if old {
		s.Put("licenses", "Own-1.0", map[string]any{"allowed": true, "allowedFeeds": []any{"whole", "npm"}, "blockedFeeds": []any{"odd"}, "urls": []any{"example.com/1"}})
	} else {
		s.Put("licenses", "Own-1.0", map[string]any{"spdx": []any{"Own-1.0 OR MIT"}, "packageNames": []any{"Acme"}, "purls": []any{"pkg:nuget/Acme@1.0.0"}})
		attach(t, s, "Own-1.0", "Do what ${you} want,\n\n\tbut say so.\n")
	}
}
