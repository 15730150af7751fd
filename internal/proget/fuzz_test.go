package proget

import (
	"bytes"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What decodes foreign bytes neither panics nor believes what is not there. The
// seeds run as tests; go test -fuzz goes on from them.

var answers = []string{
	"", "null", "[]", "{}", "[null]", `[{"name":"a"}]`, `{"name":"a","timeout":3e1,"filters":[null],"username":""}`, nugetOrg, defaultFeed, mit, zeroBSD,
	"[" + defaultFeed + "," + mit + "]", `[{"name":"a","timeout":"x"},{"code":7}]`, `{"name":"a"}{"name":"b"}`, `[{"name":"a","type":"dir"}`, "\xef\xbb\xbf[ ]", "\v[]",
	`{"variables":{"a":"1"},"variableDictionary":7}`, `{"packageFilters":["<x/>",{"a":1}]}`, `{"licenseId":"x","allowedlicenses":["f"]}`, "<html>", "OK",
	`{"retentionRules":[{"keepVersionsCount":5.0,"keepPackageIds":null}],"replication":{}}`,
}

// fuzzKind checks what holds for the answers of every kind.
func fuzzKind[T any](t *testing.T, body []byte, key func(T) string, names []string) {
	t.Helper()
	if object, err := decodeObject(body, key); err == nil {
		if key(object) == "" {
			t.Errorf("%q: an object without a key", body)
		}
		again, err := decodeObject(encode(object), key)
		if err != nil || !bytes.Equal(encode(again), encode(object)) {
			t.Errorf("%q: %s is read as %s, %v", body, encode(object), encode(again), err)
		}
	}
	all, err := decodeList(body, key, names)
	if err != nil {
		return
	}
	var texts []json.RawMessage
	if err := json.Unmarshal(withoutBOM(body), &texts); err != nil {
		t.Errorf("%q: it is listed, but no array: %v", body, err)
	}
	for _, item := range all.list {
		if key(item) == "" {
			t.Errorf("%q: an item without a key", body)
		}
	}
	if listed := len(all.list) + len(all.failed); listed > len(texts) || listed < len(texts) && !all.skipped && len(all.failed) == 0 {
		t.Errorf("%q: %d of %d items", body, listed, len(texts))
	}
}

func FuzzAnswers(f *testing.F) {
	for _, body := range answers {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		fuzzKind(t, body, func(c Connector) string { return c.Name.Or("") }, []string{"name"})
		fuzzKind(t, body, func(feed Feed) string { return feed.Name.Or("") }, []string{"name"})
		fuzzKind(t, body, licenseCode, licenseKeyNames)
		_ = eachItem(bytes.NewReader(body), func([]byte) error { return nil })
		if result, err := nativeResult(body); err == nil && !json.Valid(result) {
			t.Errorf("%q: the result %q is not JSON", body, result)
		}
		misfit(answer{body: body}, errShape)
	})
}

func FuzzPersistedXML(f *testing.F) {
	for _, text := range []string{`{}`, `[]`, `null`, `["<a/>",null,7]`, `{"10":"<a/>","9":"<b/>","x":{"y":1}}`, `{"-1":"a","007":"b"}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var x PersistedXML
		if json.Unmarshal(body, &x) != nil {
			return
		}
		if len(x.Values()) != len(x) {
			t.Errorf("%q: %d values of %d", body, len(x.Values()), len(x))
		}
		var again PersistedXML
		if err := json.Unmarshal(encode(x.Values()), &again); err != nil || len(again) != len(x) {
			t.Errorf("%q: read back as %v, %v", body, again, err)
		}
	})
}

func FuzzPgutilSource(f *testing.F) {
	const obfuscated = "AAECAwQFBgcICQoLDA0OD/XoC6l08HSxHxJQ5awT2Y4="
	for _, text := range []string{
		"", "{}", `{"sources":null}`, `{"sources":[{"name":"Default","url":"https://proget.example.com","token":"abc"}]}`,
		`{"sources":[{"name":"default","encryptedToken":"` + obfuscated + `"}]}`, `{"sources":[{"name":"default","encryptedPassword":"AAEC"}]}`,
	} {
		f.Add([]byte(text))
	}
	path := filepath.Join(f.TempDir(), "pgutil.config")
	f.Fuzz(func(t *testing.T, body []byte) {
		if err := os.WriteFile(path, body, 0o600); err != nil {
			t.Fatal(err)
		}
		source, err := PgutilSource(path, "Default")
		if err == nil && !strings.EqualFold(source.Name, "Default") {
			t.Errorf("%q: the source is %q", body, source.Name)
		}
		if text, ok := deobfuscate(string(body)); ok && len(text) >= len(body) {
			t.Errorf("%q: it hides %q", body, text)
		}
	})
}

// Masking never fails to end, leaves no plain secret, and finds one that was
// escaped twice.
func FuzzMask(f *testing.F) {
	for _, text := range []string{"", "abc12345", `\u0061\u0062c12345`, "%61bc12345", "&#97;bc12345", `\ud83d`, "%", "&", "YWJjMTIzNDU=", "https://u:p@h/", "https://u:p@w@h", "'x://u:p'@h", `\\u0061\\u0062c12345`, "%2561bc12345", `\&nGt;`} {
		f.Add(text, "abc12345")
	}
	f.Add("\xd2\xbc000", "\xbc000")
	f.Fuzz(func(t *testing.T, text, secret string) {
		if len(secret) < minSecret || strings.Contains(secret, "*") { // which the mask has
			return
		}
		if got := (secrets{secret}).mask(text); strings.Contains(got, secret) {
			t.Errorf("%q still has %q: %q", text, secret, got)
		}
		if got := maskSecret(url.QueryEscape(url.QueryEscape(secret)), secret); !strings.HasPrefix(got, masked) {
			t.Errorf("%q, escaped twice, becomes %q", secret, got)
		}
	})
}
