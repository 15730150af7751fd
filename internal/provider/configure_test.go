package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// sources is a configuration of pgutil: a plain source, an obfuscated one and
// one that cannot be decoded.
const sources = `{"sources":[
	{"name":"Plain","url":"URL","token":"test-key"},
	{"name":"person","url":"URL","username":"alice","password":"wonder land"},
	{"name":"obfuscated","url":"URL","encryptedToken":"TOKEN"},
	{"name":"broken","url":"URL","encryptedToken":"bm90IGVuY3J5cHRlZA=="}]}`

// obfuscated is "test-key" as pgutil hides it.
const obfuscated = "MDEyMzQ1Njc4OWFiY2RlZggVD2A/fpTBnnXFXE7ynUI="

// without removes the variables that a developer may have set.
func without(t *testing.T) {
	t.Helper()
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "PROGET_") {
			t.Setenv(name, "")
		}
	}
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
}

// pgutil writes a configuration of pgutil for the server.
func pgutil(t *testing.T, s *server) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", dir)
	t.Setenv("HOME", dir)
	text := strings.NewReplacer("URL", s.URL, "TOKEN", obfuscated).Replace(sources)
	must(t, os.MkdirAll(filepath.Join(dir, "pgutil"), 0o700))
	must(t, os.WriteFile(filepath.Join(dir, "pgutil", "pgutil.config"), []byte(text), 0o600))
}

// A setting that cannot work is an error on its attribute, and nothing is sent.
func TestBadSettings(t *testing.T) {
	without(t)
	s := serve(t, fakeproget.Options{})
	pgutil(t, s)
	file := filepath.Join(t.TempDir(), "file.pem")
	must(t, os.WriteFile(file, []byte("no PEM"), 0o600))
	empty := filepath.Join(t.TempDir(), "empty.pem")
	must(t, os.WriteFile(empty, []byte("\n"), 0o600))
	tests := []struct {
		name      string
		settings  values
		env       map[string]string
		attribute string
		says      string
	}{
		{"no url", values{"api_key": "k"}, nil, "url", `PROGET_URL`},
		{"no scheme", values{"url": "proget.example.com"}, nil, "url", `http://`},
		{"no host", values{"url": "https://"}, nil, "url", `no host`},
		{"another scheme", values{"url": "ftp://proget.example.com"}, nil, "url", `https?://`},
		{"a user in the url", values{"url": "https://u:p@proget.example.com"}, nil, "url", `username`},
		{"a query in the url", values{"url": "https://proget.example.com?key=x"}, nil, "url", `api_key`},
		{"a query in the environment", nil, map[string]string{"PROGET_URL": "https://proget.example.com?api_key=S3CRET"}, "url", `variable PROGET_URL\.$`},
		{"a fragment in the environment", nil, map[string]string{"PROGET_URL": "https://proget.example.com#S3CRET"}, "url", `variable PROGET_URL\.$`},
		{"a user in the environment", nil, map[string]string{"PROGET_URL": "https://u:S3CRET@proget.example.com"}, "url", `variable PROGET_URL\.$`},
		{"no scheme in the environment", nil, map[string]string{"PROGET_URL": "proget.example.com"}, "url", `variable PROGET_URL, which is "proget`},
		{"two credentials", values{"url": s.URL, "api_key": "k", "username": "u", "password": "p"}, nil, "api_key", `Keep one`},
		{"a key and a password", values{"url": s.URL, "api_key": "k", "password": "p"}, nil, "api_key", `Keep one`},
		{"two credentials in the environment", values{"url": s.URL}, map[string]string{"PROGET_API_KEY": "k", "PROGET_USERNAME": "u"}, "", `Unset one`},
		{"no password", values{"url": s.URL, "username": "u"}, nil, "password", `missing`},
		{"no username", values{"url": s.URL, "password": "p"}, nil, "username", `missing`},
		{"a colon in the username", values{"url": s.URL, "username": "u:v", "password": "p"}, nil, "username", `colon`},
		{"a line break in the key", values{"url": s.URL, "api_key": "k\n"}, nil, "api_key", `line break`},
		{"a header with the key", values{"url": s.URL, "headers": values{"x-apikey": "k"}}, nil, "headers", `api_key`},
		{"a header that HTTP does not allow", values{"url": s.URL, "headers": values{"a b": "k"}}, nil, "headers", `not allow`},
		{"no duration", values{"url": s.URL, "request_timeout": "soon"}, nil, "request_timeout", `90s`},
		{"a number without a unit", values{"url": s.URL, "request_timeout": "60"}, nil, "request_timeout", `90s`},
		{"a negative duration", values{"url": s.URL, "request_timeout": "-1s"}, nil, "request_timeout", `above zero`},
		{"no duration in the environment", values{"url": s.URL}, map[string]string{"PROGET_REQUEST_TIMEOUT": "soon"}, "request_timeout", `90s`},
		{"negative retries", values{"url": s.URL, "max_retries": -1}, nil, "max_retries", `0 to 100`},
		{"too many retries", values{"url": s.URL, "max_retries": 1000}, nil, "max_retries", `0 to 100`},
		{"no number of retries in the environment", values{"url": s.URL}, map[string]string{"PROGET_MAX_RETRIES": "many"}, "max_retries", `0 to 100`},
		{"neither true nor false in the environment", values{"url": s.URL}, map[string]string{"PROGET_SKIP_TLS_VERIFY": "maybe"}, "skip_tls_verify", `neither true nor false`},
		{"no file of authorities", values{"url": s.URL, "ca_file": file + ".missing"}, nil, "ca_file", `no such file`},
		{"no certificate in the file of authorities", values{"url": s.URL, "ca_file": file}, nil, "ca_file", `BEGIN CERTIFICATE`},
		{"an empty file of authorities", values{"url": s.URL, "ca_file": empty}, nil, "ca_file", `is empty`},
		{"no certificate in the text of authorities", values{"url": s.URL, "ca_pem": "no PEM"}, nil, "ca_pem", `BEGIN CERTIFICATE`},
		{"authorities twice", values{"url": s.URL, "ca_pem": "a", "ca_file": file}, nil, "ca_pem", `Keep one`},
		{"a certificate without a key", values{"url": s.URL, "cert_file": file}, nil, "key_pem", `missing`},
		{"a key without a certificate", values{"url": s.URL, "key_pem": "k"}, nil, "cert_pem", `missing`},
		{"no certificate", values{"url": s.URL, "cert_pem": "c", "key_pem": "k"}, nil, "cert_pem", `BEGIN CERTIFICATE`},
		{"no file of the key in the environment", values{"url": s.URL, "cert_pem": "c"}, map[string]string{"PROGET_KEY_FILE": file + ".missing"}, "key_file", `no such file`},
		{"no such source of pgutil", values{"pgutil_source": "other"}, nil, "pgutil_source", `"Plain".*"obfuscated".*"person"`},
		{"a source of pgutil that cannot be decoded", values{"pgutil_source": "broken"}, nil, "pgutil_source", `cannot be decoded`},
		{"no deletion policy", values{"url": s.URL, "feed_deletion_policy": "maybe"}, nil, "feed_deletion_policy", `delete_if_empty`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for name, value := range tt.env {
				t.Setenv(name, value)
			}
			diags := start(t).Configure(t, tt.settings)
			for _, d := range diags {
				if strings.Contains(d.Summary+d.Detail, "S3CRET") {
					t.Errorf("a secret is said: %s", d.Detail)
				}
				if tftest.AttributeOf(d) == tt.attribute && regexp.MustCompile(tt.says).MatchString(d.Detail) {
					return
				}
			}
			t.Errorf("want an error at %q that says %q, got\n%s", tt.attribute, tt.says, diags)
		})
	}
	if sent := s.Requests(); len(sent) > 0 {
		t.Errorf("%d requests were sent", len(sent))
	}
}

// Settings come from the configuration, then the environment, then pgutil.
func TestPrecedence(t *testing.T) {
	const alice = "alice:wonder land"
	tests := []struct {
		name     string
		settings values // url is replaced by that of the server
		env      map[string]string
		sent     string // X-ApiKey
	}{
		{"configuration", values{"url": "", "api_key": "test-key"}, nil, "test-key"},
		{"user", values{"url": "", "username": "alice", "password": "wonder land"}, nil, alice},
		{"environment", values{}, map[string]string{"PROGET_URL": "", "PROGET_API_KEY": "test-key"}, "test-key"},
		{"user from the environment", values{}, map[string]string{"PROGET_URL": "", "PROGET_USERNAME": "alice", "PROGET_PASSWORD": "wonder land"}, alice},
		{"password from the environment", values{"url": "", "username": "alice"}, map[string]string{"PROGET_PASSWORD": "wonder land"}, alice},
		{"configuration before environment", values{"url": "", "api_key": "test-key"}, map[string]string{"PROGET_URL": "http://localhost:1", "PROGET_API_KEY": "other"}, "test-key"},
		{"key before the environment's user", values{"url": "", "api_key": "test-key"}, map[string]string{"PROGET_USERNAME": "bob", "PROGET_PASSWORD": "x"}, "test-key"},
		{"user before the environment's key", values{"url": "", "username": "alice", "password": "wonder land"}, map[string]string{"PROGET_API_KEY": "other"}, alice},
		{"pgutil", values{"pgutil_source": "plain"}, nil, "test-key"},
		{"pgutil's user", values{"pgutil_source": "person"}, nil, alice},
		{"pgutil, obfuscated", values{"pgutil_source": "obfuscated"}, nil, "test-key"},
		{"pgutil from the environment", values{}, map[string]string{"PROGET_PGUTIL_SOURCE": "Plain"}, "test-key"},
		{"environment before pgutil", values{"pgutil_source": "plain"}, map[string]string{"PROGET_USERNAME": "alice", "PROGET_PASSWORD": "wonder land"}, alice},
		{"pgutil only when named", values{"url": ""}, nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			without(t)
			s := serve(t, fakeproget.Options{Keys: []fakeproget.Key{
				{Value: "test-key", Scopes: []fakeproget.Scope{fakeproget.FullControl}},
				{Value: alice, Scopes: []fakeproget.Scope{fakeproget.FullControl}},
			}, Anonymous: []fakeproget.Scope{fakeproget.FullControl}})
			pgutil(t, s)
			if _, ok := tt.settings["url"]; ok {
				tt.settings["url"] = s.URL
			}
			for name, value := range tt.env {
				t.Setenv(name, or(value, s.URL))
			}
			e := start(t)
			noErrors(t, e.Configure(t, tt.settings))
			if sent := s.Requests(); len(sent) > 0 {
				t.Fatalf("configuring sends %d requests", len(sent))
			}
			_, diags := list(t, e, "proget_connector", values{}, 0, "")
			noErrors(t, diags)
			for _, r := range s.Requests() {
				if got := r.Header.Get("X-ApiKey"); got != tt.sent {
					t.Errorf("sends X-ApiKey %q, want %q", got, tt.sent)
				}
			}
			if len(s.Requests()) == 0 {
				t.Error("the server was not asked")
			}
		})
	}
}

// Extra headers go with every request, and a path in the url before every path.
func TestHeadersAndBasePath(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{BasePath: "/tools/proget"})
	for _, url := range []string{s.URL, s.URL + "/"} {
		s.ResetRequests()
		e := connect(t, s, values{"url": url, "headers": values{"X-Proxy-Token": "one", "User-Agent": "mine"}})
		_, diags := e.Apply(t, "proget_connector", e.Absent("proget_connector"), values{"name": "a b", "feed_type": "nuget", "url": nuget})
		noErrors(t, diags)
		s.Remove("connectors", "a b")
		for _, r := range s.Requests() {
			if !strings.HasPrefix(r.RawPath, "/tools/proget/api/") || strings.Contains(r.RawPath, "//") {
				t.Errorf("asks for %s", r.RawPath)
			}
			if r.Header.Get("X-Proxy-Token") != "one" || r.Header.Get("User-Agent") != "mine" {
				t.Errorf("headers are missing: %v", r.Header)
			}
		}
	}
}

// A server that is made in the same run: plans wait for its url, and what can
// be known without it is.
func TestAccUnknownSettings(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	for _, provider := range []string{
		`url = terraform_data.server.output` + "\n  api_key = \"" + apiKey + `"`,
		`url = "` + s.URL + `"` + "\n  api_key = terraform_data.key.output",
		`url = "` + s.URL + `"` + "\n  api_key = \"" + apiKey + "\"\n  headers = { X-Made = terraform_data.key.output }",
	} {
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: factories,
			CheckDestroy:             func(*terraform.State) error { return nil },
			Steps: []resource.TestStep{{
				Config: `
resource "terraform_data" "server" { input = "` + s.URL + `" }
resource "terraform_data" "key" { input = "` + apiKey + `" }
provider "proget" {
  ` + provider + `
}
resource "proget_connector" "a" {
  name      = "a"
  feed_type = "nuget"
  url       = "https://api.nuget.org/v3/index.json"
}
resource "proget_feed" "a" {
  name            = "a"
  feed_type       = "nuget"
  connectors      = [proget_connector.a.name]
  deletion_policy = "delete"
}
resource "proget_license" "a" {
  code  = "A-1.0"
  title = "A"
  spdx  = ["A-1.0"]
}
data "proget_feeds" "all" { depends_on = [proget_feed.a] }
`,
				ConfigPlanChecks: ends(),
			}},
		})
	}
}
