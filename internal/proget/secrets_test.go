package proget

import (
	"encoding/base64"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// escaped writes each of the bytes, or characters, of a text as an escape.
func escaped[T byte | rune](text []T, format string) string {
	var out strings.Builder
	for _, unit := range text {
		fmt.Fprintf(&out, format, unit)
	}
	return out.String()
}

// A server may repeat a secret in any encoding.
func TestMaskSecret(t *testing.T) {
	t.Parallel()
	const secret = `p+a/s s&w"<\é=~'`
	for name, text := range map[string]string{
		"as it is":            secret,
		"query":               url.QueryEscape(secret),
		"query, lower case":   strings.ToLower(url.QueryEscape(secret)),
		"path":                url.PathEscape(secret),
		"every byte, %":       escaped([]byte(secret), "%%%02X"),
		"every byte, % lower": escaped([]byte(secret), "%%%02x"),
		"JSON":                strings.Trim(string(encode(secret)), `"`),
		"JSON with \\/":       strings.ReplaceAll(strings.Trim(string(encode(secret)), `"`), "/", `\/`),
		"JSON, all escaped":   escaped([]rune(secret), `\u%04X`),
		"JSON, + escaped":     strings.ReplaceAll(strings.Trim(string(encode(secret)), `"`), "+", `\u002B`),
		"HTML":                html.EscapeString(secret),
		"HTML, named":         strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "'", "&apos;", "\u00e9", "&eacute;").Replace(secret),
		"HTML, decimal":       escaped([]rune(secret), "&#%d;"),
		"HTML, hexadecimal":   escaped([]rune(secret), "&#x%x;"),
		"mixed":               strings.NewReplacer("+", "%2b", "s", `\u0073`, `"`, "&quot;").Replace(secret),
	} {
		if got := maskSecret("before "+text+" after", secret); got != "before *** after" {
			t.Errorf("%s: %q becomes %q", name, text, got)
		}
	}
	for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.RawURLEncoding} {
		for _, whole := range []string{secret, "u:" + secret, "user:" + secret + "!", "ab" + secret} {
			text := encoding.EncodeToString([]byte(whole))
			got := maskSecret("Basic "+text, secret)
			if !strings.Contains(got, masked) || len(got) > len("Basic ***")+len(text)-len(secret) {
				t.Errorf("base64 %q becomes %q", text, got)
			}
		}
	}
	if got := maskSecret("l'\u00e9t\u00e9 %C3%A9t&eacute;", "\u00e9t\u00e9"); got != "l'*** ***" {
		t.Errorf("a secret that begins with more than a byte becomes %q", got)
	}
	if got := maskSecret(`100% of \u00 &amp; \ + %zz p+a/s`, secret); got != `100% of \u00 &amp; \ + %zz p+a/s` {
		t.Errorf("what is no secret becomes %q", got)
	}
	if got := maskSecret(`\ud83d\ude00 secret \uD83D`, "\U0001F600 secret"); got != `*** \uD83D` {
		t.Errorf("a pair of surrogates becomes %q", got)
	}
}

func TestMask(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ secret, text, want string }{
		{"abc12345", "key abc12345, keyabc12345x", "key ***, key***x"},
		{"kurz", "kurz, verkurzt", "***, ver***t"},
		{"ab", "abab ab", "abab ab"}, // too short for text
		{"ab", "ab", "***"},          // but not for a value
	} {
		if got := (secrets{test.secret}).mask(test.text); got != test.want {
			t.Errorf("%q without %q is %q, want %q", test.text, test.secret, got, test.want)
		}
	}
}

// A header is a secret only if it is a credential.
func TestSecretHeaders(t *testing.T) {
	t.Parallel()
	echo := func(w http.ResponseWriter, r *http.Request) {
		reply(400, "see https://h/ with "+r.Header.Get("X-Forwarded-Proto")+", "+r.Header.Get("Authorization")+" and "+r.Header.Get("CF-Access-Client-Secret"))(w, r)
	}
	c := serve(t, routes{connectorList: echo}).client(t, func(c *Config) {
		c.Headers = map[string]string{"X-Forwarded-Proto": "https", "authorization": "Bearer abcdefgh", "CF-Access-Client-Secret": "cf-secret"}
	})
	_, err := c.Connectors().List(t.Context())
	if want := "see https://h/ with https, *** and ***"; problemOf(t, err).Text != want {
		t.Errorf("got %q, want %q", problemOf(t, err).Text, want)
	}
	for name, want := range map[string]bool{
		"Cookie": true, "cookie": true, "Proxy-Authorization": true, "X-Api-KEY": true, "Private-Token": true, "X-Auth": true, "X-Credential": true, "X-My-Password": true,
		"X-Forwarded-Proto": false, "X-Forwarded-For": false, "Accept-Language": false, "Host-Name": false,
	} {
		if got := isSecretHeader(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// Nothing that a request carries comes back out: XML in arrays, passwords of
// URLs, values in a query, and what a server puts into its headers.
func TestSecretsOfRequests(t *testing.T) {
	t.Parallel()
	var j journal
	s := serve(t, routes{
		"GET /api/management/feeds/get/a": reply6(`{"name":"a"}`),
		"POST /api/management/feeds/update/a": func(w http.ResponseWriter, _ *http.Request) {
			replyAs("6.0 f1lter-key", 400, `bad: f1lter-key, "\u0066\u0031lter-key", src-pass%77ord`)(w, nil)
		},
		"POST /settings/set?name=Licensing.Key&value=L1CENSE-KEY": reply(400, "L1CENSE-KEY is wrong"),
	})
	c := s.client(t, func(c *Config) { c.Log = j.log })
	feeds := c.Feeds()
	if _, err := feeds.Find(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	_, err := feeds.Update(t.Context(), "a", Feed{
		PackageFilters: Of(PersistedXML{"0": `<F Key="f1lter-key"/>`}),
		Replication:    Of(Replication{SourceURL: Of("https://me:src-password@example.com/nuget/x")}),
	})
	if want := `bad: ***, "***", ***`; problemOf(t, err).Text != want {
		t.Errorf("the text is %q, want %q", problemOf(t, err).Text, want)
	}
	_, setErr := c.do(t.Context(), request{method: http.MethodPost, path: "settings/set", query: url.Values{"name": {"Licensing.Key"}, "value": {"L1CENSE-KEY"}}})
	shown := fmt.Sprint(j.lines, err, setErr, *problemOf(t, err), *problemOf(t, setErr), c.Server())
	for _, secret := range []string{"f1lter", "src-pass", "L1CENSE"} {
		if strings.Contains(shown, secret) {
			t.Errorf("%s is shown: %s", secret, shown)
		}
	}
	if !strings.Contains(shown, "https://me:***@example.com/nuget/x") || !strings.Contains(shown, "name=Licensing.Key&value=***") {
		t.Errorf("more than the secrets is masked: %s", shown)
	}
}
