package proget

import (
	"bytes"
	"context"
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const masked = "***"

// secrets are texts that must not appear in errors or logs.
type secrets []string

// add remembers secrets, each also in the forms in which a server may echo it.
func (s *secrets) add(texts ...string) {
	for _, text := range texts {
		inJSON, _ := json.Marshal(text)
		for _, form := range []string{text, url.QueryEscape(text), url.PathEscape(text), strings.Trim(string(inJSON), `"`)} {
			if form != "" && !slices.Contains(*s, form) {
				*s = append(*s, form)
			}
		}
	}
	// The longest first: "user:password" before "password".
	slices.SortStableFunc(*s, func(a, b string) int { return len(b) - len(a) })
}

func (s secrets) mask(text string) string {
	for _, secret := range s {
		text = maskText(text, secret)
	}
	return text
}

// maskText replaces a secret wherever it occurs; a short one, which would turn
// up inside ordinary words, only where it stands alone.
func maskText(text, secret string) string {
	if len(secret) >= 6 {
		return strings.ReplaceAll(text, secret, masked)
	}
	var out strings.Builder
	for done := 0; ; {
		at := strings.Index(text[done:], secret)
		if at < 0 {
			out.WriteString(text[done:])
			return out.String()
		}
		start, end := done+at, done+at+len(secret)
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		out.WriteString(text[done:start])
		if isWord(before) || isWord(after) {
			out.WriteString(secret)
		} else {
			out.WriteString(masked)
		}
		done = end
	}
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// mask removes the client's own secrets from a text, and those in the
// request's body: a server may repeat what it refuses.
func (c *Client) mask(r request, text string) string {
	if text == "" {
		return ""
	}
	text = c.secrets.mask(text)
	var body any
	if len(r.body) == 0 || json.Unmarshal(r.body, &body) != nil {
		return text
	}
	var sent secrets
	sent.collect(body)
	return sent.mask(text)
}

// collect finds the secret members of a JSON value.
func (s *secrets) collect(value any) {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			if text, ok := member.(string); ok && isSecret(name, text) {
				s.add(text)
				s.add(attributes(text)...)
				continue
			}
			s.collect(member)
		}
	case []any:
		for _, member := range value {
			s.collect(member)
		}
	}
}

// isSecret judges a JSON member. Persisted XML is secret whatever its name: it
// carries the keys of cloud storage in clear text (reference section 5.8).
func isSecret(name, text string) bool {
	if strings.HasPrefix(strings.TrimSpace(text), "<") {
		return true
	}
	name = strings.NewReplacer("_", "", "-", "", ".", "", " ", "").Replace(strings.ToLower(name))
	for _, word := range []string{"password", "passwd", "secret", "token", "apikey", "accesskey", "connectionstring", "packagestore", "credential"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return name == "valuetext" || strings.HasSuffix(name, "key")
}

// attributes returns the secret attribute values of persisted XML, which a
// server may quote one by one.
func attributes(text string) []string {
	var found []string
	for {
		name, rest, ok := strings.Cut(text, `="`)
		if !ok {
			return found
		}
		value, rest, ok := strings.Cut(rest, `"`)
		if !ok {
			return found
		}
		if name = name[strings.LastIndexAny(name, " \t\r\n")+1:]; isSecret(name, "") {
			found = append(found, value, html.UnescapeString(value))
		}
		text = rest
	}
}

// maskQuery encodes a query without the values of the parameters that carry
// credentials or settings.
func maskQuery(query url.Values) string {
	shown := url.Values{}
	for name, values := range query {
		for _, value := range values {
			if strings.EqualFold(name, "value") || isSecret(name, value) {
				value = masked
			}
			shown.Add(name, value)
		}
	}
	return strings.ReplaceAll(shown.Encode(), url.QueryEscape(masked), masked)
}

const maxLoggedBody = 32 << 10

// maskBody prepares a body for the log. What is not valid JSON or plain text
// is described, not shown: it can't be searched for secrets.
func (c *Client) maskBody(body []byte) string {
	body = bytes.TrimSpace(body)
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
		body, _ = json.Marshal(maskValue(value))
	case !utf8.Valid(body):
		return "(" + strconv.Itoa(len(body)) + " bytes)"
	}
	text := c.secrets.mask(string(body))
	if len(text) > maxLoggedBody {
		return strings.ToValidUTF8(text[:maxLoggedBody], "") + " ... (" + strconv.Itoa(len(text)) + " bytes in all)"
	}
	return text
}

func maskValue(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			text, isText := member.(string)
			switch {
			case member == nil || isText && text == "":
			case isSecret(name, text) && !isFlag(member):
				value[name] = masked
			default:
				value[name] = maskValue(member)
			}
		}
	case []any:
		for i, member := range value {
			if text, ok := member.(string); ok && isSecret("", text) {
				value[i] = masked
			} else {
				value[i] = maskValue(member)
			}
		}
	}
	return value
}

func isFlag(value any) bool { _, ok := value.(bool); return ok }

// logAttempt tells the log about one attempt. Of the headers only those are
// named that cannot hold a secret.
func (c *Client) logAttempt(httpRequest *http.Request, call *call, response *http.Response, body []byte, took time.Duration, err error) {
	if c.log == nil {
		return
	}
	path := c.secrets.mask(httpRequest.URL.EscapedPath())
	if query := httpRequest.URL.Query(); len(query) > 0 {
		path += "?" + c.secrets.mask(maskQuery(query))
	}
	fields := map[string]any{
		"method":      httpRequest.Method,
		"path":        path,
		"attempt":     call.attempts,
		"duration_ms": took.Milliseconds(),
	}
	if len(call.body) > 0 {
		fields["request_body"] = c.maskBody(call.body)
	}
	if err != nil {
		fields["error"] = c.mask(request{body: call.body}, err.Error())
		c.report(httpRequest.Context(), "ProGet did not answer", fields)
		return
	}
	fields["status"] = response.StatusCode
	fields["response_body"] = c.mask(request{body: call.body}, c.maskBody(body))
	for _, name := range []string{"Content-Type", "Retry-After", "X-Proget-Version", "X-Proget-Edition"} {
		if value := response.Header.Get(name); value != "" {
			fields[strings.ReplaceAll(strings.ToLower(name), "-", "_")] = c.secrets.mask(value)
		}
	}
	c.report(httpRequest.Context(), "ProGet answered", fields)
}

func (c *Client) report(ctx context.Context, message string, fields map[string]any) {
	c.log(ctx, message, fields)
}

// quote puts a text of the user into a message.
func quote(text string) string { return strconv.Quote(clip(text)) }
