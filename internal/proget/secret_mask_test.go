package proget

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestNoSecretAnywhere lets a server repeat every secret in every place.
func TestNoSecretAnywhere(t *testing.T) {
	t.Parallel()
	const xml = `<S3FileSystem Assembly="AWS"><Properties AccessKey="AKIA-xml-key" SecretAccessKey="s3&amp;xml-secret" BucketName="bucket" /></S3FileSystem>`
	secret := []string{
		"key+with/odd&chars", "proxy-token-value", "hunter22", "t0ken-of-client", "AKIA-xml-key", "s3&amp;xml-secret", "s3&xml-secret", `quo"ted\pass`, "kurz",
	}
	echo := func(status int) http.HandlerFunc {
		var text strings.Builder
		for _, s := range secret {
			quoted, _ := json.Marshal(s)
			fmt.Fprintf(&text, "raw %s query %s path %s json %s\n", s, url.QueryEscape(s), url.PathEscape(s), quoted)
		}
		return reply(status, text.String(), "Set-Cookie", "s3cr3t-cookie", "Content-Type", "text/plain; x=proxy-token-value")
	}
	feed := Feed{
		Name: Of("a"), PackageStore: Of(xml),
		Replication: Of(Replication{ClientToken: Of("t0ken-of-client")}),
		Variables:   Of(map[string]string{"Db_Password": "hunter22", "Api-Key": `quo"ted\pass`, "Token": "kurz"}),
	}
	for name, handle := range map[string]http.HandlerFunc{
		"400": echo(400), "500": echo(500), "502": echo(502), "200": echo(200), "404": echo(404),
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			reply(302, "", "Location", "https://hunter22@sso.example.com/key+with%2Fodd&chars/t0ken-of-client?key=hunter22#hunter22")(w, r)
		},
		"page": reply(200, "<html><title>hunter22 t0ken-of-client</title>"), "dropped": drop,
		"JSON": reply(400, `{"message":"hunter22","inner":[{"apiKey":"x-private-1","Password_Bytes":"x-private-2","packageStore":"<x-private-3/>","f":["<x-private-4/>"],"token":{"a":"x-private-5"},"connectionString":"x-private-6","Value_Text":"x-private-7"}]}`),
		"half": reply(400, `{"password":"x-private-8`),
	} {
		var j journal
		s := serve(t, routes{"POST /api/management/feeds/update/a": handle, "GET /api/management/feeds/get/a": reply(500, "oops"), "GET /api/management/feeds/list": reply(200, "[]")})
		c := s.client(t, func(c *Config) {
			c.APIKey, c.Headers, c.Log = "key+with/odd&chars", map[string]string{"X-Proxy-Token": "proxy-token-value"}, j.log
		})
		_, err := c.Feeds().Update(t.Context(), "a", feed)
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		e := problemOf(t, err)
		shown := map[string]string{"error": e.Error(), "hint": facts(e), "text": e.Text, "path": e.Path, "log": fmt.Sprint(j.lines)}
		if len(j.lines) == 0 {
			t.Errorf("%s: nothing was logged", name)
		}
		for place, text := range shown {
			if name == "JSON" && place != "log" || name == "half" && place != "log" {
				text = strings.ReplaceAll(text, "x-private", "") // ProGet's own words, not ours to judge
			}
			if name == "400" && place == "text" && strings.Count(text, masked) != 4*len(secret) {
				t.Errorf("the text lost more or less than the secrets: %s", text)
			}
			for _, s := range append(secret, "s3cr3t-cookie", "x-private", url.QueryEscape(secret[0])) {
				if strings.Contains(text, s) {
					t.Errorf("%s: %q is in the %s: %s", name, s, place, text)
				}
			}
		}
	}
}

func TestMaskQuery(t *testing.T) {
	t.Parallel()
	query := url.Values{
		"key": {"abc"}, "API_Key": {"abc"}, "value": {"abc"}, "Value": {"abc"}, "name": {"Licensing.Key"}, "code": {"MIT"},
		"Password_Bytes": {"abc"}, "PackageStoreConfiguration_Xml": {"<abc/>"}, "id": {"1", "2"},
	}
	want := "API_Key=***&PackageStoreConfiguration_Xml=***&Password_Bytes=***&Value=***&code=MIT&id=1&id=2&key=***&name=Licensing.Key&value=***"
	if got := maskQuery(query); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestMaskBody(t *testing.T) {
	t.Parallel()
	c := &Client{}
	c.secrets.add("abc12345", "x")
	long := `["` + strings.Repeat("x", 2*maxLoggedBody) + `"]`
	for body, want := range map[string]string{
		"":                                "",
		"OK":                              "OK",
		"the key abc12345 is not known":   "the key *** is not known",
		" <html>abc12345":                 "(a web page of 14 bytes)",
		`{"a":`:                           "(5 bytes that are not valid JSON)",
		"\xff\xfe":                        "(2 bytes)",
		`{"a":"abc12345"}`:                `{"a":"***"}`,
		`{"a":"x","b":"a x y","c":["x"]}`: `{"a":"***","b":"a x y","c":["***"]}`,
		`{"url":"https://u:p%40w@example.com/v3","n":[{"sourceUrl":"http://u:pw@h"}]}`:        `{"n":[{"sourceUrl":"http://u:***@h"}],"url":"https://u:***@example.com/v3"}`,
		`cannot connect to https://u:pw@example.com/ or http://h:80/@scope`:                   `cannot connect to https://u:***@example.com/ or http://h:80/@scope`,
		`{"keepVersionsCount":5,"b":1e30}`:                                                    `{"b":1e30,"keepVersionsCount":5}`,
		`{"keyMaterial":"z","Key_Name":"Web.BaseUrl","keywords":["k"],"n":[{"key_value":7}]}`: `{"Key_Name":"Web.BaseUrl","keyMaterial":"***","keywords":["k"],"n":[{"key_value":"***"}]}`,
		`{"password":null,"token":"","apiKey":"x","useKey":true}`:                             `{"apiKey":"***","password":null,"token":"","useKey":true}`,
		`[{"clientToken":"x","serverToken":{"a":"b"}},"<Store Key=\"x\"/>"]`:                  `[{"clientToken":"***","serverToken":"***"},"***"]`,
		`{"packageFilters":{"0":"<F/>"},"variables":{"My Secret":"x","Team":"y"}}`:            `{"packageFilters":{"0":"***"},"variables":{"My Secret":"***","Team":"y"}}`,
		`{"connectionString":"x","CONNECTIONSTRING":"y","Connection_String":"z","name":"n"}`:  `{"CONNECTIONSTRING":"***","Connection_String":"***","connectionString":"***","name":"n"}`,
		`[{"name":"a","value":"x"},{"Name":"b","VALUE":"y"},{"ValueType":"","Value":"z"}]`:    `[{"name":"a","value":"***"},{"Name":"b","VALUE":"***"},{"Value":"***","ValueType":""}]`,
		`[{"Key":"c","value":"x"},{"value":"y"}]`:                                             `[{"Key":"***","value":"***"},{"value":"y"}]`,
		`{"Properties":{"Hidden":"x","bucketName":"b"},"pwd":"x","pass":"y"}`:                 `{"Properties":{"Hidden":"***","bucketName":"b"},"pass":"***","pwd":"***"}`,
		`["https://u:p@ss@h/","https://u:pa'ss@h/","https://u:p\"a<s@h/"]`:                    `["https://u:***@h/","https://u:***@h/","https://u:***@h/"]`,
		`["https://u:p/a#s?s@h/","https://u@h:80/@x"]`:                                        `["https://u:***@h/","https://u@h:80/@x"]`,
		`["https://u:p@h1, https://u:p@h2","at https://u:pa'ss@h/, me@h"]`:                    `["https://u:***@h1, https://u:***@h2","at https://u:***@h/, me@h"]`,
		long: `["` + strings.Repeat("x", maxLoggedBody-2) + fmt.Sprintf(" ... (%d bytes in all)", len(long)),
	} {
		if got := c.maskBody(request{}, []byte(body)); got != want {
			t.Errorf("%.80q is logged as %.200q, want %.200q", body, got, want)
		}
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

func TestMaskURLs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"at https://u:p@ss:w'or`d@h/x@y":                      "at https://u:***@h/x@y",
		"from http://a:b@h1/, to 'ftp://c:d@h2' and x://e:f@": "from http://a:***@h1/, to 'ftp://c:***@h2' and x://e:***@",
		"http://a:b@h1,https://c:d@h2":                        "http://a:***@h1,https://c:***@h2",
		`["http://a:b@h","me@h"]`:                             `["http://a:***@h","me@h"]`,
		`["http://h:80","me@h"]`:                              `["http://h:80","me@h"]`,
		"['http://h:80','me@h']":                              "['http://h:80','me@h']",
		"`http://h:80`,`me@h`":                                "`http://h:80`,`me@h`",
		"http://h:80?a@b http://h:80#a@b http://h:80 a@b":     "http://h:80?a@b http://h:80#a@b http://h:80 a@b",
		"<a>http://h:80</a>me@h":                              "<a>http://h:80</a>me@h",
		"http://u@h:80/ http://u:@h/ http://[::1]:80/@x ://":  "http://u@h:80/ http://u:@h/ http://[::1]:80/@x ://",
	} {
		if got := (secrets{}).mask(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
