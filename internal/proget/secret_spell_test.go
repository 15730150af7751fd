package proget

import (
	"encoding/base64"
	"fmt"
	"html"
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
	inJSON := func(text string) string { return strings.Trim(string(encode(text)), `"`) }
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
		"JSON in JSON":        inJSON(inJSON(secret)),
		"thrice in JSON":      inJSON(inJSON(inJSON(secret))),
		"JSON escapes twice":  inJSON(escaped([]rune(secret), `\u%04X`)),
		"query in a query":    url.QueryEscape(url.QueryEscape(secret)),
		"path in a path":      url.PathEscape(url.PathEscape(url.PathEscape(secret))),
		"HTML in HTML":        html.EscapeString(html.EscapeString(secret)),
		"JSON in HTML":        html.EscapeString(inJSON(secret)),
		"JSON in a query":     url.QueryEscape(inJSON(secret)),
		"query in JSON":       inJSON(url.QueryEscape(secret)),
		"HTML in JSON":        inJSON(html.EscapeString(secret)),
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
	if got := maskSecret(`100% of \u00 &amp; \ + %zz p+a/s %25zz \\u00 \&nGt;`, secret); got != `100% of \u00 &amp; \ + %zz p+a/s %25zz \\u00 \&nGt;` {
		t.Errorf("what is no secret becomes %q", got)
	}
	if got := maskSecret(`\ud83d\ude00 secret \\ud83d\\ude00+secret \uD83D`, "\U0001F600 secret"); got != `*** *** \uD83D` {
		t.Errorf("a pair of surrogates becomes %q", got)
	}
	// As escapes, backslashes can be read in more ways than time allows to try.
	if text := strings.Repeat(`\`, 200); maskSecret(text, text[:40]+"x") != text {
		t.Errorf("half a secret of backslashes is masked")
	}
}
