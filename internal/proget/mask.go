package proget

import (
	"bytes"
	"encoding/json"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// mask removes the client's own secrets from a text, and those in the request:
// a server may repeat what it refuses.
func (c *Client) mask(r request, text string) string {
	if text == "" {
		return ""
	}
	return c.secretsOf(r).mask(text)
}

func (c *Client) secretsOf(r request) secrets {
	sent := append(secrets{}, c.secrets...)
	sent.add(r.secrets...)
	for name, values := range r.query {
		for _, value := range values {
			if isSecretParameter(name, value) {
				sent.add(value)
			}
		}
	}
	var body any
	if len(r.body) > 0 && json.Unmarshal(r.body, &body) == nil {
		sent.collect("", body)
	}
	return sent
}

// collect finds the secrets in a JSON value, which is the named member.
func (s *secrets) collect(name string, value any) {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			s.collect(name, member)
		}
	case []any:
		for _, member := range value {
			s.collect("", member)
		}
	case string:
		if isSecret(name, value) {
			s.add(value)
			s.add(attributes(value)...)
		}
		s.add(urlPassword(value))
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

// isNameless judges a member of the named object which may hold a secret though
// its name does not say so: the value of a setting, and a property of a storage,
// whose names are those of an extension (reference sections 8.3 and 13).
func isNameless(object string, members map[string]any, name string) bool {
	if strings.EqualFold(name, "value") {
		_, isSetting := members["valueType"]
		return isSetting
	}
	return object == "properties" && !slices.Contains(openProperties, name)
}

// openProperties are the properties of storages that hold no secret.
var openProperties = []string{"StoragePath", "BucketName", "RegionEndpoint", "TargetPath", "InstanceRole", "CustomServiceUrl", "ContainerName"}

// isSecretParameter judges a parameter of a query. The value of a setting is
// one (reference section 13).
func isSecretParameter(name, value string) bool {
	return strings.EqualFold(name, "value") || isSecret(name, value)
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
		return s.mask(value)
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
