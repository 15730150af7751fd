package proget

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestNamesAreOneSegment(t *testing.T) {
	t.Parallel()
	for name, segment := range map[string]string{
		"plain":           "plain",
		"Inedo Den":       "Inedo%20Den",
		"100%":            "100%25",
		"%41":             "%2541",
		"a#b":             "a%23b",
		"a?b=c":           "a%3Fb=c",
		"a/b":             "a%2Fb",
		"/":               "%2F",
		"..":              "%2E%2E",
		".":               "%2E",
		"...":             "...",
		"../list":         "..%2Flist",
		"a\\b":            "a%5Cb",
		"a+b&c;d":         "a+b&c%3Bd",
		"\u00fcml\u00e4t": "%C3%BCml%C3%A4t",
		"\u65e5\u672c":    "%E6%97%A5%E6%9C%AC",
		"tab\there":       "tab%09here",
	} {
		line := "GET /api/management/connectors/get/" + segment
		s := serve(t, routes{line: reply(200, named(name)[1:len(named(name))-1])})
		if _, err := s.client(t).Connectors().Find(t.Context(), name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestBaseURL(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"":          "/api/management/connectors/list",
		"/":         "/api/management/connectors/list",
		"/pro/get":  "/pro/get/api/management/connectors/list",
		"/pro/get/": "/pro/get/api/management/connectors/list",
		"/a%2Fb%20": "/a%2Fb%20/api/management/connectors/list",
	} {
		var got string
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			got = r.RequestURI
			reply(200, `[]`)(w, r)
		}))
		c := connect(t, s.URL+path)
		if _, err := c.Connectors().List(t.Context()); err != nil || got != want {
			t.Errorf("%q: asks %s, %v, want %s", path, got, err, want)
		}
		c.transport.CloseIdleConnections()
		s.Close()
	}
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	const (
		list   = "GET /api/management/connectors/list"
		update = "POST /api/management/connectors/update/a"
	)
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the other host was sent %s %s with %v", r.Method, r.URL, r.Header)
	}))
	t.Cleanup(other.Close)
	read := func(c *Client) error { _, err := c.Connectors().List(t.Context()); return err }
	write := func(c *Client) error {
		_, err := c.Connectors().Update(t.Context(), "a", Connector{Password: Of("hunter22")})
		return err
	}

	for name, test := range map[string]struct {
		routes routes
		do     func(*Client) error
		hint   string // empty: no error
		text   string
	}{
		"read, same host": {
			routes{list: reply(302, "", "Location", base+"/elsewhere"), "GET /elsewhere": reply(307, "", "Location", "again"), "GET /again": reply(200, `[]`)},
			read, "", "",
		},
		"read, in a circle": {
			routes{list: reply(302, "", "Location", base+"/api/management/connectors/list")},
			read, "redirect; http", "a redirect to http://",
		},
		"read, other host": {
			routes{list: reply(308, "", "Location", other.URL+"/base/path/api/management/connectors/list?key=s3cr3t")},
			read, "redirect; " + other.URL + base + "/api/management/connectors/list", "308 Permanent Redirect: a redirect to " + other.URL + "/base/path/api/management/connectors/list",
		},
		"read, other scheme": {
			routes{list: reply(301, "", "Location", strings.Replace(other.URL, "http:", "https:", 1)+"/x")},
			read, "redirect; https://", "301 Moved Permanently: a redirect to https://",
		},
		"read, user in the target": {
			routes{list: func(w http.ResponseWriter, r *http.Request) {
				reply(302, "", "Location", "http://user:s3cr3t@"+r.Host+base+"/x")(w, r)
			}},
			read, "redirect; http://127", "a redirect to http://127",
		},
		"read, login": {
			routes{list: reply(302, "", "Location", "https://sso.example.com/login?ReturnUrl=%2F")},
			read, "redirect to a login; https://sso.example.com/login", "a redirect to https://sso.example.com/login",
		},
		"read, no target": {
			routes{list: reply(302, "")},
			read, "", "a redirect to nowhere",
		},
		"write, same host": {
			routes{update: reply(307, "", "Location", base+"/elsewhere")},
			write, "redirect; http", "307 Temporary Redirect",
		},
		"write, other host": {
			routes{update: reply(307, "", "Location", other.URL+"/x")},
			write, "redirect; http", "307 Temporary Redirect",
		},
	} {
		s := serve(t, test.routes)
		err := test.do(s.client(t))
		if test.hint == "" && test.text == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		e := problemOf(t, err)
		if !strings.Contains(facts(e), test.hint) || !strings.Contains(e.Error(), test.text) || e.Outcome != Refused {
			t.Errorf("%s: %v\nhint: %s\noutcome: %v", name, e, facts(e), e.Outcome)
		}
		if strings.Contains(e.Error()+facts(e), "s3cr3t") {
			t.Errorf("%s: shows a secret: %v %s", name, e, facts(e))
		}
	}
}

func TestBounds(t *testing.T) {
	t.Parallel()
	endless := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			chunk := []byte(strings.Repeat("x", 1<<16))
			for {
				if _, err := w.Write(chunk); err != nil {
					return
				}
			}
		}
	}
	s := serve(t, routes{
		"GET /api/management/connectors/list":  endless(200),
		"GET /api/management/connectors/get/a": endless(400),
	})
	c := s.client(t, func(c *Config) { c.MaxRetries = 3 })
	c.limit = 1 << 20
	_, err := c.Connectors().List(t.Context())
	if e := problemOf(t, err); !strings.Contains(e.Error(), "larger than 64 MiB") || len(s.lines()) != 1 {
		t.Errorf("an endless listing: %v after %q", e, s.lines())
	}
	_, err = c.Connectors().reader.read(t.Context(), "a")
	if e := problemOf(t, err); e.Status != 400 || len(e.Text) > maxText+40 || !strings.HasPrefix(e.Text, "xxx") || !strings.Contains(e.Text, "more bytes") {
		t.Errorf("an endless error text is kept in %d bytes", len(e.Text))
	}
}

func TestTimeout(t *testing.T) {
	t.Parallel()
	stuck := func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("begun") || strings.Contains(r.URL.Path, "/get/") {
			w.WriteHeader(http.StatusOK)
			_, _ = io.WriteString(w, `{"name":`)
			_ = http.NewResponseController(w).Flush()
		}
		<-r.Context().Done()
	}
	s := serve(t, routes{
		"GET /api/management/connectors/list":      stuck,
		"GET /api/management/connectors/get/a":     stuck,
		"POST /api/management/connectors/create":   stuck,
		"POST /api/management/connectors/delete/a": stuck,
	})
	c := s.client(t, func(c *Config) { c.Timeout, c.MaxRetries = 50*time.Millisecond, 3 })
	_, listErr := c.Connectors().List(t.Context())
	_, getErr := c.Connectors().reader.read(t.Context(), "a")
	_, createErr := c.Connectors().Create(t.Context(), Connector{Name: Of("a")})
	deleteErr := c.Connectors().Delete(t.Context(), "a")
	for name, test := range map[string]struct {
		err     error
		outcome Outcome
	}{
		"list": {listErr, Refused}, "get": {getErr, Refused}, "create": {createErr, Lost}, "delete": {deleteErr, Lost},
	} {
		e := problemOf(t, test.err)
		if e.Outcome != test.outcome || !strings.Contains(facts(e), "time up") {
			t.Errorf("%s: %v, outcome %v, hint %s", name, e, e.Outcome, facts(e))
		}
	}
	for line := range s.routes {
		if got := s.count(line); got != 1 {
			t.Errorf("%d attempts of %s", got, line)
		}
	}
}

// The proxy of the environment is read once in a process, so this runs in one
// of its own.
func TestProxy(t *testing.T) {
	t.Parallel()
	if url := os.Getenv("PROGET_TEST_URL"); url != "" {
		c := connect(t, url)
		_, err := c.Connectors().List(t.Context())
		_, _ = os.Stdout.WriteString("result: " + errorText(err) + "\n")
		return
	}
	var asked []string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.RequestURI)
		if r.Method == http.MethodConnect {
			w.WriteHeader(http.StatusProxyAuthRequired)
			return
		}
		reply(200, `[]`)(w, r)
	}))
	t.Cleanup(proxy.Close)
	run := func(url string, env ...string) string {
		command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestProxy$", "-test.v")
		command.Env = append(withoutProxies(os.Environ()), append(env, "PROGET_TEST_URL="+url)...)
		out, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		_, result, _ := strings.Cut(string(out), "result: ")
		result, _, _ = strings.Cut(result, "\n")
		return result
	}
	if got := run("http://proget.example.com/p", "HTTP_PROXY="+proxy.URL); got != "" {
		t.Errorf("through a proxy: %s", got)
	}
	if got := run("https://proget.example.com/p", "https_proxy="+proxy.URL); !strings.Contains(got, "Proxy Authentication Required") {
		t.Errorf("through a proxy that refuses: %s", got)
	}
	want := []string{"GET http://proget.example.com/p/api/management/connectors/list", "CONNECT proget.example.com:443"}
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Errorf("the proxy was asked (-want +got):\n%s", diff)
	}
}

func withoutProxies(env []string) []string {
	return slices.DeleteFunc(env, func(entry string) bool {
		name, _, _ := strings.Cut(strings.ToLower(entry), "=")
		return strings.HasSuffix(name, "_proxy")
	})
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// What ProGet adds in the future, or leaves out, breaks nothing.
func TestAnySuccess(t *testing.T) {
	t.Parallel()
	bodies := maps.All(map[int]string{200: `[]`, 201: `[{"name":"a","x":[1]}]`, 203: "\xef\xbb\xbf [ ]\n"})
	for status, body := range bodies {
		s := serve(t, routes{"GET /api/management/connectors/list": reply(status, body, "Content-Type", "text/plain")})
		if _, err := s.client(t).Connectors().List(t.Context()); err != nil {
			t.Errorf("%d %s: %v", status, body, err)
		}
	}
}
