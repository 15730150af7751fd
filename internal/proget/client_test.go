package proget

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParseURL(t *testing.T) {
	t.Parallel()
	good := map[string]string{
		"https://proget.example.com":    "https://proget.example.com",
		"\thttp://localhost:8624/\n":    "http://localhost:8624/",
		"https://example.com/proget/":   "https://example.com/proget/",
		"HTTPS://example.com/a%2Fb":     "https://example.com/a%2Fb",
		"http://[::1]:8624":             "http://[::1]:8624",
		"https://example.com/caf\u00e9": "https://example.com/caf%C3%A9",
	}
	for text, want := range good {
		u, err := ParseURL(text)
		if err != nil || u.String() != want {
			t.Errorf("ParseURL(%q) = %v, %v, want %s", text, u, err, want)
		}
	}
	bad := map[string]string{
		"":                                 "is empty",
		"  ":                               "is empty",
		"proget.example.com":               "must begin with http:// or https://",
		"localhost:8624":                   "must begin with http:// or https://",
		"ftp://proget.example.com":         "must begin with http:// or https://",
		"https://":                         "has no host",
		"https:///path":                    "has no host",
		"https://:8624":                    "has no host",
		"https://example.com?key=abc":      "query",
		"https://example.com?":             "query",
		"https://example.com#top":          "fragment",
		"https://example.com#":             "fragment",
		"https://user:pass@example.com":    "api_key, or username and password",
		"https://exa mple.com":             "is not a URL",
		"https://example.com:port":         "is not a URL",
		"https://u:s3cr3t@exam ple.com/%%": "is not a URL",
	}
	for text, want := range bad {
		_, err := ParseURL(text)
		var e *ConfigError
		if !errors.As(err, &e) || e.Setting != "url" || !strings.Contains(e.Problem, want) {
			t.Errorf("ParseURL(%q) = %v, want a *ConfigError on url with %q", text, err, want)
			continue
		}
		if strings.Contains(err.Error(), "s3cr3t") || strings.Contains(err.Error(), "abc") {
			t.Errorf("ParseURL(%q) shows a secret: %v", text, err)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	cert, key := selfSigned(t, "one")
	_, otherKey := selfSigned(t, "other")
	for name, test := range map[string]struct {
		config        Config
		setting, want string
	}{
		"no url":             {Config{}, "url", "is empty"},
		"two credentials":    {Config{APIKey: "k", Username: "u", Password: "p"}, "api_key", "cannot be combined"},
		"only user":          {Config{Username: "u"}, "password", "is missing"},
		"only password":      {Config{Password: "p"}, "username", "is missing"},
		"colon in user":      {Config{Username: "a:b", Password: "p"}, "username", "colon"},
		"line break in key":  {Config{APIKey: "s3cr3t\n"}, "api_key", "line break"},
		"break in password":  {Config{Username: "u", Password: "s3cr3t\r"}, "password", "line break"},
		"negative retries":   {Config{MaxRetries: -1}, "max_retries", "negative"},
		"negative timeout":   {Config{Timeout: -time.Second}, "request_timeout", "negative"},
		"own X-ApiKey":       {Config{Headers: map[string]string{"x-apikey": "s3cr3t"}}, "headers", "Use api_key"},
		"Host header":        {Config{Headers: map[string]string{"host": "a"}}, "headers", "belongs to each request"},
		"bad header name":    {Config{Headers: map[string]string{"a b": "c"}}, "headers", "does not allow"},
		"empty header name":  {Config{Headers: map[string]string{"": "c"}}, "headers", "does not allow"},
		"bad header value":   {Config{Headers: map[string]string{"A": "s3cr3t\n"}}, "headers", "line break"},
		"CA is no PEM":       {Config{CAPEM: []byte("hello")}, "ca_pem", "holds no certificate"},
		"CA is a key":        {Config{CAPEM: key}, "ca_pem", "holds no certificate"},
		"cert without key":   {Config{CertPEM: cert}, "key_pem", "is missing"},
		"key without cert":   {Config{KeyPEM: key}, "cert_pem", "is missing"},
		"cert is no PEM":     {Config{CertPEM: []byte("x"), KeyPEM: key}, "cert_pem", "holds no certificate"},
		"key does not fit":   {Config{CertPEM: cert, KeyPEM: otherKey}, "key_pem", "does not fit"},
		"key is no key":      {Config{CertPEM: cert, KeyPEM: cert}, "key_pem", "does not fit"},
		"key and cert in it": {Config{CertPEM: key, KeyPEM: cert}, "cert_pem", "holds no certificate"},
	} {
		if name != "no url" {
			test.config.URL = "https://proget.example.com"
		}
		_, err := New(test.config)
		var e *ConfigError
		if !errors.As(err, &e) || e.Setting != test.setting || !strings.Contains(e.Problem, test.want) {
			t.Errorf("%s: New says %v, want %s: ...%s...", name, err, test.setting, test.want)
			continue
		}
		if strings.Contains(err.Error(), "s3cr3t") {
			t.Errorf("%s: New shows a secret: %v", name, err)
		}
	}
}

func TestCredentialsAndHeaders(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config func(*Config)
		want   map[string][]string
	}{
		"key": {
			func(c *Config) { c.UserAgent = "terraform-provider-proget/1.2.3" },
			map[string][]string{"X-Apikey": {"abc12345"}, "User-Agent": {"terraform-provider-proget/1.2.3"}, "Authorization": nil},
		},
		"user and password": {
			func(c *Config) { c.APIKey, c.Username, c.Password = "", "jsmith", "pass:123" },
			map[string][]string{"X-Apikey": {"jsmith:pass:123"}, "User-Agent": {"terraform-provider-proget"}, "Authorization": nil},
		},
		"anonymous": {
			func(c *Config) { c.APIKey = "" },
			map[string][]string{"X-Apikey": nil},
		},
		"further headers": {
			func(c *Config) { c.Headers = map[string]string{"x-proxy-token": "t", "User-Agent": "mine"} },
			map[string][]string{"X-Proxy-Token": {"t"}, "User-Agent": {"mine"}, "X-Apikey": {"abc12345"}},
		},
	} {
		s := serve(t, routes{"GET /api/management/connectors/list": reply(200, `[]`)})
		if _, err := s.client(t, test.config).Connectors().List(t.Context()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got := s.last(t, "GET /api/management/connectors/list").header
		for header, want := range test.want {
			if diff := cmp.Diff(want, got[header]); diff != "" {
				t.Errorf("%s: %s (-want +got):\n%s", name, header, diff)
			}
		}
	}
}

func TestServer(t *testing.T) {
	t.Parallel()
	type atLeast struct {
		major, release int
		known, ok      bool
	}
	for version, test := range map[string]struct {
		release string
		tests   []atLeast
	}{
		"26.0.12.24": {"2026.12", []atLeast{{2026, 12, true, true}, {2026, 13, true, false}, {2027, 0, true, false}, {2025, 99, true, true}, {5, 2, true, true}}},
		"23.0.35.1":  {"2023.35", []atLeast{{2023, 25, true, true}, {2024, 0, true, false}}},
		"22.0.0":     {"2022.0", []atLeast{{2022, 0, true, true}, {2022, 1, true, false}}},
		"5.2.9.10":   {"5.2.9.10", []atLeast{{5, 2, true, true}, {5, 3, true, false}, {2022, 0, true, false}, {4, 8, true, true}}},
		"6.0.6.3":    {"6.0.6.3", []atLeast{{5, 3, true, true}, {6, 1, true, false}}},
		"":           {"", []atLeast{{5, 2, false, false}}},
		"nonsense":   {"nonsense", []atLeast{{5, 2, false, false}}},
		"26":         {"26", []atLeast{{5, 2, false, false}}},
		"26.0":       {"26.0", []atLeast{{5, 2, false, false}}},
		"26.0.x":     {"26.0.x", []atLeast{{5, 2, false, false}}},
		"-1.2":       {"-1.2", []atLeast{{5, 2, false, false}}},
	} {
		server := Server{Version: version}
		if got := server.Release(); got != test.release {
			t.Errorf("Release of %q is %q, want %q", version, got, test.release)
		}
		for _, a := range test.tests {
			if known, ok := server.AtLeast(a.major, a.release); known != a.known || ok != a.ok {
				t.Errorf("%q at least %d.%d: %v, %v, want %v, %v", version, a.major, a.release, known, ok, a.known, a.ok)
			}
		}
	}
	if got := (Server{"26.0.12.24", "Free"}).String(); got != "ProGet 2026.12 (Free)" {
		t.Errorf("String() = %q", got)
	}

	s := serve(t, routes{
		"GET /api/management/connectors/get/a": inTurn(reply(403, ""), replyAs("", 403, "")),
	})
	c := s.client(t)
	if got := c.Server(); got != (Server{}) {
		t.Errorf("before any answer: %v", got)
	}
	for range 2 { // an answer without headers takes nothing back
		_, err := c.Connectors().reader.read(t.Context(), "a")
		if e := problemOf(t, err); e.Version != "26.0.12.24" || e.Edition != "Free" {
			t.Errorf("the error says %q, %q", e.Version, e.Edition)
		}
	}
	if got := c.Server(); got != (Server{"26.0.12.24", "Free"}) {
		t.Errorf("after an error: %v", got)
	}
}
