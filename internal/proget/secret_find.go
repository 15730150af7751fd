package proget

import (
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// secretsOf are the client's own secrets and those in a request.
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
			s.add(secretsInXML(value)...)
		}
		password := urlPassword(value)
		s.add(password)
		if unescaped, err := url.PathUnescape(password); err == nil {
			s.add(unescaped)
		}
	}
}

// isSecret judges a JSON member. Persisted XML is secret whatever its name: it
// carries the keys of cloud storage in clear text (reference section 5.8).
func isSecret(name, text string) bool {
	if strings.HasPrefix(strings.TrimSpace(text), "<") {
		return true
	}
	if namesKey(name) || namesPass(name) {
		return true
	}
	name = separators.Replace(strings.ToLower(name))
	for _, word := range []string{"password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "accesskey", "connectionstring", "packagestore", "credential"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return name == "valuetext" || strings.HasSuffix(name, "key")
}

var separators = strings.NewReplacer("_", "", "-", "", ".", "", " ", "")

// namesKey reports whether a name has the word key in it, as keyMaterial has, and
// means the key, not which one it is or whether to use it.
func namesKey(name string) bool {
	if !strings.Contains(strings.ToLower(name), "key") {
		return false
	}
	words := wordsOf(name)
	at := slices.Index(words, "key")
	if at < 0 || words[0] == "use" {
		return false
	}
	return at == len(words)-1 || !slices.Contains(aboutKeys, words[at+1])
}

// aboutKeys are the words after key in names of what is no key: Key_Name of the
// native API (reference section 18) is the name of a setting.
var aboutKeys = []string{"name", "names", "id", "ids", "type", "prefix", "vault", "word", "words"}

// namesPass reports whether the last word of a name is pass, as in dbPass, but not
// in bypass.
func namesPass(name string) bool {
	if !strings.Contains(strings.ToLower(name), "pass") {
		return false
	}
	words := wordsOf(name)
	return words[len(words)-1] == "pass"
}

// wordsOf are the words of a name in lower case: key and value of keyValue,
// key_value and KEY-VALUE.
func wordsOf(name string) []string {
	name = wordBegins.ReplaceAllString(name, "$1 $2")
	name = wordFollowsInitials.ReplaceAllString(name, "$1 $2")
	return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) })
}

var (
	wordBegins          = regexp.MustCompile(`([a-z])([A-Z])`)
	wordFollowsInitials = regexp.MustCompile(`([A-Z])([A-Z][a-z])`) // XMLKey
)

// isNameless judges a member of the named object which may hold a secret though
// its name does not say so: the value of a setting, and a property of a storage,
// whose names are those of an extension (reference sections 8.3 and 13).
func isNameless(object string, members map[string]any, name string) bool {
	if strings.EqualFold(name, "value") {
		return hasAnyOf(members, "name", "key", "valueType")
	}
	return strings.EqualFold(object, "properties") && !containsFold(openProperties, name)
}

func hasAnyOf(members map[string]any, names ...string) bool {
	for member := range members {
		if containsFold(names, member) {
			return true
		}
	}
	return false
}

// openProperties are the properties of storages that hold no secret.
var openProperties = []string{"StoragePath", "BucketName", "RegionEndpoint", "TargetPath", "InstanceRole", "CustomServiceUrl", "ContainerName"}

// isSecretParameter judges a parameter of a query. The value of a setting is
// one (reference section 13).
func isSecretParameter(name, value string) bool {
	return strings.EqualFold(name, "value") || isSecret(name, value)
}

// secretsInXML returns the secret values of persisted XML, which a server may
// quote one by one.
func secretsInXML(text string) []string {
	var found []string
	for _, match := range xmlAttribute.FindAllStringSubmatch(text, -1) {
		name, value := match[1], match[2]+match[3]
		if isSecret(name, "") {
			found = append(found, value, html.UnescapeString(value))
		}
	}
	return found
}

var xmlAttribute = regexp.MustCompile(`([^\s<>="']+)\s*=\s*(?:"([^"]*)"|'([^']*)')`)

// isSecretHeader reports whether a header that the user configures holds a
// credential.
func isSecretHeader(name string) bool {
	folded := strings.ToLower(name)
	return folded == "cookie" || strings.Contains(folded, "key") || strings.Contains(folded, "auth") || isSecret(name, "")
}

// credentialParts are the value of a header, and what follows its scheme, as in
// "Bearer abc".
func credentialParts(value string) []string {
	_, rest, _ := strings.Cut(strings.TrimSpace(value), " ")
	return []string{value, rest}
}

// urlPassword is the password in a text that is a URL, as it is written there, or
// "". It may have characters that should be escaped: the last @ before the path
// ends it or, where what precedes the path is no host, the last of all.
func urlPassword(text string) string {
	if !beginsAsURL.MatchString(text) {
		return ""
	}
	_, rest, _ := strings.Cut(text, "://")
	authority := upTo(rest, "/?#")
	if _, err := url.Parse(text); err != nil && !strings.Contains(authority, "@") {
		authority = rest
	}
	return passwordIn(authority)
}

var beginsAsURL = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*://`)

// passwordIn is the password in what stands before the path of a URL, or "".
func passwordIn(authority string) string {
	host := strings.LastIndexByte(authority, '@')
	if host < 0 {
		return ""
	}
	_, password, _ := strings.Cut(authority[:host], ":")
	return password
}

// upTo is the text before the first of some characters.
func upTo(text, characters string) string {
	if end := strings.IndexAny(text, characters); end >= 0 {
		return text[:end]
	}
	return text
}
