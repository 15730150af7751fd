package proget

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

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
		"Cookie": true, "cookie": true, "Proxy-Authorization": true, "X-Api-KEY": true, "Private-Token": true, "X-Auth": true, "X-Credential": true, "X-My-Password": true, "X-Pwd": true, "Proxy-Pass": true,
		"X-Forwarded-Proto": false, "X-Forwarded-For": false, "Accept-Language": false, "Host-Name": false,
	} {
		if got := isSecretHeader(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestSecretNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"key": true, "Key": true, "apiKey": true, "API_Key": true, "APIKey_Text": true, "SecretAccessKey": true, "license-key": true, "privatekey": true,
		"keyMaterial": true, "keyValue": true, "key_value": true, "KEY-VALUE": true, "PrivateKeyPEM": true, "XMLKeyData": true, "My Key Text": true, "key1": true, "accountKey2": true,
		"Password_Bytes": true, "clientToken": true, "userCredential": true, "Value_Text": true,
		"pwd": true, "SQL_PWD": true, "passphrase": true, "Pass_Phrase": true, "pass": true, "Pass": true, "dbPass": true, "db_pass": true, "pass2": true,
		"bypass": false, "bypassProxy": false, "passThrough": false, "compass": false, "passed": false,
		"": false, "keys": false, "Keys": false, "keywords": false, "keyWords": false, "keyed": false, "monkeyName": false, "hotkeys": false, "turkeyType": false,
		"Key_Name": false, "keyNames": false, "keyId": false, "key_ids": false, "keyType": false, "KeyPrefix": false, "keyVaultName": false, "useKeyVault": false,
		"name": false, "displayName": false, "expiration": false,
	} {
		if got := isSecret(name, "text"); got != want {
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
			replyAs("6.0 f1lter-key", 400, `bad: f1lter-key, "\u0066\u0031lter-key", src-pass%77ord, p"ss/w@rd`)(w, nil)
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
		Variables:      Of(map[string]string{"Site": `https://me:p"ss/w@rd@example.com/`}),
	})
	if want := `bad: ***, "***", ***, ***`; problemOf(t, err).Text != want {
		t.Errorf("the text is %q, want %q", problemOf(t, err).Text, want)
	}
	_, setErr := c.do(t.Context(), request{method: http.MethodPost, path: "settings/set", query: url.Values{"name": {"Licensing.Key"}, "value": {"L1CENSE-KEY"}}})
	shown := fmt.Sprint(j.lines, err, setErr, *problemOf(t, err), *problemOf(t, setErr), c.Server())
	for _, secret := range []string{"f1lter", "src-pass", "L1CENSE", `p"ss`, `p\"ss`} {
		if strings.Contains(shown, secret) {
			t.Errorf("%s is shown: %s", secret, shown)
		}
	}
	if !strings.Contains(shown, "https://me:***@example.com/nuget/x") || !strings.Contains(shown, "name=Licensing.Key&value=***") {
		t.Errorf("more than the secrets is masked: %s", shown)
	}
}

func TestSecretsInXML(t *testing.T) {
	t.Parallel()
	const text = `<S3 Assembly="AWS"><Properties AccessKey="a&amp;1" SecretAccess='b"2' Password = "c'3" pwd=	'd&apos;4' BucketName='bucket' Token="" /></S3>`
	want := []string{"a&amp;1", "a&1", `b"2`, `b"2`, "c'3", "c'3", "d&apos;4", "d'4", "", ""}
	if got := secretsInXML(text); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestURLPassword(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"https://u:pw@h/": "pw", "https://u:p%40w@h": "p%40w", "https://u:p@w:'\"@h/x@y": `p@w:'"`, "https://u:p/a#s?s@h/": "p/a#s?s",
		"https://u@h:80/": "", "https://h:80/@x": "", "https://h:80?x@y": "", "http://[::1]:80/@x": "", "http://[::1]/@x": "", "u:pw@h": "", "see https://u:pw@h/": "", "": "",
	} {
		if got := urlPassword(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
