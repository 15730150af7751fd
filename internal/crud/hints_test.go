package crud_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// wire answers every request for a path, "METHOD path", by the letter.
type wire map[string]http.HandlerFunc

func (w wire) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	if handle, ok := w[r.Method+" "+r.URL.Path]; ok {
		handle(out, r)
		return
	}
	says(http.StatusOK, "[]")(out, r)
}

func says(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-ProGet-Version", "26.0.12.24")
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func breakOff(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Length", "100")
	says(http.StatusCreated, "{")(w, r)
}

// client connects to a server that answers like w.
func (w wire) client(t *testing.T, change func(*proget.Config)) *proget.Client {
	t.Helper()
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	config := proget.Config{URL: server.URL, APIKey: "abc12345"}
	if change != nil {
		change(&config)
	}
	client, err := proget.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// Every error says what helps, in the words of the provider's configuration.
func TestExplain(t *testing.T) {
	t.Parallel()
	const (
		connectors = "GET /api/management/connectors/list"
		create     = "POST /api/management/connectors/create"
	)
	list := func(c *proget.Client) error { _, err := c.Connectors().List(t.Context()); return err }
	make1 := func(c *proget.Client) error {
		_, err := c.Connectors().Create(t.Context(), proget.Connector{Name: proget.Of("a")})
		return err
	}
	anonymous := func(c *proget.Config) { c.APIKey = "" }
	for name, test := range map[string]struct {
		wire   wire
		change func(*proget.Config)
		do     func(*proget.Client) error
		want   []string
	}{
		"anonymous": {wire{connectors: says(403, "")}, anonymous, list, []string{"No credential is configured", "Set api_key", "Admin_ConfigureProGet"}},
		"refused":   {wire{connectors: says(401, "")}, nil, list, []string{"does not accept the credential", "This endpoint needs", "Admin_ConfigureProGet"}},
		"feeds": {wire{"GET /api/management/feeds/list": says(403, "")}, nil, func(c *proget.Client) error { _, err := c.Feeds().List(t.Context()); return err }, []string{
			"does not accept the credential", `"Use/Manage Feeds"`,
		}},
		"feeds/update says 500": {
			wire{"POST /api/management/feeds/update/a": says(500, "Object reference not set")},
			nil,
			func(c *proget.Client) error {
				_, err := c.Feeds().Update(t.Context(), "a", proget.Feed{Active: proget.Of(true)})
				return err
			},
			[]string{"ProGet answers 500 here when the credential lacks the permission", `"Use/Manage Feeds"`, "ProGet's own log says more."},
		},
		"feeds/create says 500": {
			wire{"POST /api/management/feeds/create": says(500, "Object reference not set")},
			nil,
			func(c *proget.Client) error {
				_, err := c.Feeds().Create(t.Context(), proget.Feed{Name: proget.Of("a")})
				return err
			},
			[]string{"ProGet's own log"},
		},
		"legacy licenses say 500": {
			wire{
				"GET /api/licenses/list":               says(404, "", "X-ProGet-Version", "23.0.30.1"),
				"POST /api/management/licenses/create": says(500, "", "X-ProGet-Version", "23.0.30.1"),
				"GET /api/management/licenses/list":    says(200, "[]", "X-ProGet-Version", "23.0.30.1"),
			},
			nil,
			func(c *proget.Client) error {
				_, err := c.Licenses().Create(t.Context(), proget.License{Code: proget.Of("a")})
				return err
			},
			[]string{"reported not to work from ProGet 2023.22"},
		},
		"licenses":    {wire{"GET /api/licenses/list": says(403, "")}, nil, func(c *proget.Client) error { _, err := c.Licenses().List(t.Context()); return err }, []string{"full control", "Licenses_Manage"}},
		"native":      {wire{"GET /api/json/A_B": says(403, "")}, nil, func(c *proget.Client) error { _, err := c.Native(t.Context(), "A_B", nil); return err }, []string{"full control (Native API access)"}},
		"rate limit":  {wire{connectors: says(429, "")}, nil, list, []string{"-parallelism", "max_retries"}},
		"no such API": {wire{connectors: says(404, "")}, nil, list, []string{"Either this ProGet has no such API (feeds and connectors came with 5.2), or the url is not ProGet's base address."}},
		"no universal packages": {
			wire{"GET /api/management/feeds/get/a": says(200, `{"name":"a","feedType":"universal"}`, "X-ProGet-Version", "6.0.6.3"), "GET /upack/a/packages": says(404, "", "X-ProGet-Version", "6.0.6.3")},
			nil,
			func(c *proget.Client) error { _, err := c.Feeds().Contents(t.Context(), "a"); return err },
			[]string{"Either this ProGet has no such API, or the url is not ProGet's base address."},
		},
		"no license for a text": {
			wire{"POST /api/licenses/files/add": says(404, ""), "GET /api/licenses/list": says(200, `[{"code":"B"}]`)},
			nil,
			func(c *proget.Client) error {
				_, err := c.Licenses().Files().Create(t.Context(), proget.LicenseFile{Code: proget.Of("A")})
				return err
			},
			[]string{"A license must exist before a text can be attached to it."},
		},
		"lost":      {wire{create: hangUp}, nil, make1, []string{"may have done it nevertheless"}},
		"unread":    {wire{create: breakOff}, nil, make1, []string{"only the result could not be read"}},
		"unchecked": {wire{connectors: says(500, ""), create: says(400, "")}, nil, make1, []string{"could not be checked whether it exists"}},
		"unchecked, so not sent": {
			wire{"GET /api/security/users/list": says(500, "")},
			nil,
			func(c *proget.Client) error {
				_, err := c.Users().Create(t.Context(), proget.User{Name: proget.Of("a")})
				return err
			},
			[]string{"could not be checked whether it exists already, so nothing was sent"},
		},
		"a foreign answer": {wire{create: func(http.ResponseWriter, *http.Request) {}}, nil, make1, []string{"lacks the header X-ProGet-Version", "It is not certain that this is ProGet's word", "may have done it nevertheless"}},
		"unproven":         {wire{"GET /api/management/connectors/get/a": says(404, ""), connectors: says(403, "")}, nil, func(c *proget.Client) error { _, err := c.Connectors().Find(t.Context(), "a"); return err }, []string{"nothing is concluded from it: the listing fails as well", "base address"}},
		"a page":           {wire{connectors: says(200, "<html>")}, nil, list, []string{"This is probably not ProGet's API. The url must be ProGet's base address"}},
		"a login page":     {wire{connectors: says(200, "<title>Log in</title>")}, nil, list, []string{"asks for a login", "headers"}},
		"not activated":    {wire{connectors: says(200, "<title>Activate ProGet</title>")}, nil, list, []string{"enter a license key"}},
		"cut off":          {wire{connectors: says(200, "[{")}, nil, list, []string{"cut the answer off"}},
		"other host":       {wire{connectors: says(308, "", "Location", "https://other.example.com/p/api/management/connectors/list")}, nil, list, []string{"set url to https://other.example.com/p followed by the same path", "was not followed"}},
		"other scheme":     {wire{connectors: says(301, "", "Location", "https://other.example.com/x")}, nil, list, []string{"use its address as url", "was not followed"}},
		"to a login":       {wire{connectors: says(302, "", "Location", "https://sso.example.com/login?ReturnUrl=%2F")}, nil, list, []string{"asks for a login"}},
		"to licensing":     {wire{connectors: says(302, "", "Location", "https://proget.example.com/licensing")}, nil, list, []string{"not activated"}},
		"405":              {wire{create: says(405, "")}, nil, make1, []string{"forbids this method"}},
	} {
		err := test.do(test.wire.client(t, test.change))
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		text := crud.Explain(err)
		for _, want := range test.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: it lacks %q:\n%s", name, want, text)
			}
		}
	}
	if got := crud.Explain(errors.New("plain")); got != "plain" {
		t.Errorf("another error becomes %q", got)
	}
}

// Proof that something is gone needs no hint, and a foreign success does not
// blame the server's version.
func TestExplainLittle(t *testing.T) {
	t.Parallel()
	w := wire{"GET /api/management/connectors/get/a": says(404, "no such connector"), "POST /api/management/connectors/update/a": func(http.ResponseWriter, *http.Request) {}}
	connectors := w.client(t, nil).Connectors()
	_, err := connectors.Find(t.Context(), "a")
	if want := "no such connector\n\nGET /api/management/connectors/get/a: 404 Not Found, from ProGet 2026.12"; crud.Explain(err) != want {
		t.Errorf("got\n%s\nwant\n%s", crud.Explain(err), want)
	}
	_, err = connectors.Update(t.Context(), "a", proget.Connector{Timeout: proget.Of[int64](1)})
	if text := crud.Explain(err); !proget.IsLost(err) || strings.Contains(text, "upgrade") || strings.Contains(text, "no such API") {
		t.Errorf("%v:\n%s", err, text)
	}
}

// What cannot be reached says which settings to look at.
func TestExplainConnections(t *testing.T) {
	t.Parallel()
	secure := httptest.NewTLSServer(wire{})
	t.Cleanup(secure.Close)
	closed := httptest.NewServer(wire{})
	closed.Close()
	for url, want := range map[string]string{
		secure.URL: "ca_file or ca_pem. If ProGet asks for a client certificate, give it in cert_file or cert_pem",
		closed.URL: "HTTPS_PROXY",
	} {
		client := wire{}.client(t, func(c *proget.Config) { c.URL = url })
		_, err := client.Connectors().List(t.Context())
		if err == nil || !strings.Contains(crud.Explain(err), want) {
			t.Errorf("%s: it lacks %q:\n%v", url, want, err)
		}
	}
	stuck := wire{"GET /api/management/connectors/list": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }}
	_, err := stuck.client(t, func(c *proget.Config) { c.Timeout = 1e7 }).Connectors().List(t.Context())
	if err == nil || !strings.Contains(crud.Explain(err), "request_timeout") {
		t.Errorf("too slow: %v", err)
	}
}
