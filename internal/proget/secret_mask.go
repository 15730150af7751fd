package proget

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const masked = "***"

// minSecret is the shortest secret, in bytes, that is masked inside of other
// text: a password "a" would black out every word. Where a value is the secret
// and nothing else (a JSON member, a header), it is masked at any length.
const minSecret = 4

// secrets are texts that must not appear in errors or logs, the longest first:
// "user:password" before "password".
type secrets []string

func (s *secrets) add(texts ...string) {
	for _, text := range texts {
		if text != "" && !slices.Contains(*s, text) {
			*s = append(*s, text)
		}
	}
	slices.SortStableFunc(*s, func(a, b string) int { return len(b) - len(a) })
}

// mask masks the secrets in a text, in whichever of the usual encodings, and
// the passwords of URLs.
func (s secrets) mask(text string) string {
	if slices.Contains(s, text) {
		return masked
	}
	for _, secret := range s {
		if len(secret) >= minSecret {
			text = maskSecret(text, secret)
		}
	}
	return maskURLs(text)
}

// maskURLs masks the passwords of the URLs in a text. Quotes end a URL that stands
// in them; elsewhere they may be of its password, but for those of JSON and XML.
func maskURLs(text string) string {
	parts := strings.Split(text, "://")
	for i, part := range parts[1:] {
		ends := "/?#\"<> \t\r\n"
		before := strings.TrimRight(parts[i], schemeCharacters)
		if strings.HasSuffix(before, "'") || strings.HasSuffix(before, "`") {
			ends += before[len(before)-1:]
		}
		authority := upTo(part, ends)
		parts[i+1] = maskPassword(authority, passwordIn(authority)) + part[len(authority):]
	}
	return strings.Join(parts, "://")
}

const schemeCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+.-"

// maskPassword masks the password in a URL.
func maskPassword(url, password string) string {
	if password == "" {
		return url
	}
	return strings.Replace(url, ":"+password+"@", ":"+masked+"@", 1)
}

// mask removes the client's own secrets from a text, and those in the request:
// a server may repeat what it refuses.
func (c *Client) mask(r request, text string) string {
	if text == "" {
		return ""
	}
	return c.secretsOf(r).mask(text)
}

// maskQuery encodes a query without the values of the parameters that carry
// credentials or settings.
func maskQuery(query url.Values) string {
	shown := url.Values{}
	for name, values := range query {
		for _, value := range values {
			if isSecretParameter(name, value) {
				value = masked
			}
			shown.Add(name, value)
		}
	}
	return strings.ReplaceAll(shown.Encode(), url.QueryEscape(masked), masked)
}

const (
	maxLoggedBody = 32 << 10
	// A secret that begins before the end of what is logged must be found
	// whole: this much more is searched.
	overlap = 8 << 10
)

// maskBody prepares a body for the log. What is not valid JSON or plain text
// is described, not shown: it can't be searched for secrets.
func (c *Client) maskBody(r request, body []byte) string {
	body = bytes.TrimSpace(body)
	secrets := c.secretsOf(r)
	switch {
	case len(body) == 0:
		return ""
	case isHTML(body):
		return "(a web page of " + strconv.Itoa(len(body)) + " bytes)"
	case body[0] == '{' || body[0] == '[':
		var value any
		decoder := json.NewDecoder(bytes.NewReader(body))
		decoder.UseNumber()
		if decoder.Decode(&value) != nil {
			return "(" + strconv.Itoa(len(body)) + " bytes that are not valid JSON)"
		}
		body, _ = json.Marshal(secrets.maskValue("", value))
	case !utf8.Valid(body):
		return "(" + strconv.Itoa(len(body)) + " bytes)"
	}
	text := secrets.mask(string(body[:min(len(body), maxLoggedBody+overlap)]))
	if len(body) > maxLoggedBody {
		return strings.ToValidUTF8(text[:min(len(text), maxLoggedBody)], "") + " ... (" + strconv.Itoa(len(body)) + " bytes in all)"
	}
	return text
}

// maskValue masks the secrets in a JSON value, which is the named member.
func (s secrets) maskValue(name string, value any) any {
	switch value := value.(type) {
	case nil:
		return nil
	case bool:
		return value
	case string:
		if value != "" && isSecret(name, value) {
			return masked
		}
		shown := s.mask(value)
		return maskPassword(shown, urlPassword(shown))
	}
	if name != "" && isSecret(name, "") {
		return masked
	}
	switch value := value.(type) {
	case map[string]any:
		for member, inner := range value {
			if text, ok := inner.(string); ok && text != "" && isNameless(name, value, member) {
				value[member] = masked
			} else {
				value[member] = s.maskValue(member, inner)
			}
		}
	case []any:
		for i, member := range value {
			value[i] = s.maskValue("", member)
		}
	}
	return value
}
