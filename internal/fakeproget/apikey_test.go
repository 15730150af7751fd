package fakeproget_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

const apiKeys = "/api/api-keys/"

func TestAPIKeys(t *testing.T) {
	for _, profile := range []string{"2024", "2026"} {
		c := serve(t, fakeproget.Options{Profile: profile})
		c.Put("feeds", "public-npm", map[string]any{"feedType": "npm"})
		c.Put("users", "johnsmith", nil)
		// Reference section 25, F13, with a key of the caller's choice.
		const key = `"key":"70f875c2593ef93d0b21400d5f94ea1d8ed519d0",`
		const system = `"type":"System","displayName":"terraform","description":"managed by Terraform","systemApis":["feeds","sca"],"expiration":"2027-01-01T00:00:00","logging":"None"}`
		c.wantJSON(c.post(apiKeys+"create", `{`+key+system), 200, `{"id":1000,`+key+system)
		for _, test := range []struct{ sent, want string }{
			{`{"type":"Feed","feed":"public-npm","packagePermissions":["view","add"],"logging":"None"}`, `{"type":"Feed","feed":"public-npm","packagePermissions":["view","add"],"logging":"None"}`},
			{`{"type":"Feed","feedGroup":"production-feeds","packagePermissions":["view"],"logging":"None"}`, `{"type":"Feed","feedGroup":"production-feeds","packagePermissions":["view"],"logging":"None"}`},
			{`{"type":"Personal","user":"johnsmith","logging":"None"}`, `{"type":"Personal","user":"johnsmith","logging":"None"}`},
			{`{"type":"system","systemApis":["full-control"],"logging":"BOTH"}`, `{"type":"System","systemApis":["full-control"],"logging":"Both"}`},
			{`{"id":null,"type":"Other","systemApis":[],"feed":"","user":null,"description":"old"}`, `{"type":"Other","description":"old","logging":"None"}`},
		} {
			r := c.post(apiKeys+"create", test.sent)
			c.wantStatus(r, 200)
			got := object(t, r.body)
			if text, _ := got["key"].(string); len(text) != 40 {
				t.Errorf("the key is %v", got["key"])
			}
			delete(got, "id")
			delete(got, "key")
			if want := object(t, test.want); !equal(got, want) {
				t.Errorf("%s: got %v, want %v", test.sent, got, want)
			}
		}
		if n := len(array(t, parse(t, c.get(apiKeys+"list").body))); n != 6 {
			t.Errorf("%d are listed", n)
		}
		c.wantText(c.post(apiKeys+"delete?id=1000", ""), 200, "")
		c.wantText(c.post(apiKeys+"delete?id=1000", ""), 404, "API key with id 1000 not found")
		c.wantText(c.post(apiKeys+"delete?id=abc", ""), 400, "id 'abc' is not an integer")
		c.wantText(c.post(apiKeys+"delete", ""), 400, "id is required")
		c.wantStatus(c.post(apiKeys+"update", `{}`), 404)
	}
	for _, options := range []fakeproget.Options{{Profile: "5.2"}, {Profile: "2023"}, {Profile: "2024", Version: "24.0.2.1"}} {
		c := serve(t, options)
		c.wantStatus(c.get(apiKeys+"list"), 404)
		c.wantStatus(c.post(apiKeys+"create", `{"type":"Other"}`), 404)
	}
}

func TestAPIKeyRefusals(t *testing.T) {
	for _, test := range []struct{ body, text string }{
		{`{}`, "type is required"},
		{`{"type":"Robot"}`, "type must be one of System, Feed, Personal, Other"},
		{`{"type":"System"}`, "systemApis is required for keys of the type System"},
		{`{"type":"System","systemApis":["native"]}`, "systemApis[0] must be one of full-control, feeds, sca, sbom-upload"},
		{`{"type":"System","systemApis":["feeds"],"feed":"x"}`, "feed is for keys of the type Feed"},
		{`{"type":"System","systemApis":["feeds"],"user":"Admin"}`, "user is for keys of the type Personal"},
		{`{"type":"Feed","systemApis":["feeds"],"feed":"x","packagePermissions":["view"]}`, "systemApis is for keys of the type System"},
		{`{"type":"Feed","packagePermissions":["view"]}`, "one of feed and feedGroup is required for keys of the type Feed"},
		{`{"type":"Feed","feed":"x","feedGroup":"g","packagePermissions":["view"]}`, "one of feed and feedGroup is required for keys of the type Feed"},
		{`{"type":"Feed","feed":"x"}`, "packagePermissions is required for keys of the type Feed"},
		{`{"type":"Feed","feed":"x","packagePermissions":["read"]}`, "packagePermissions[0] must be one of view, add, promote, delete"},
		{`{"type":"Feed","feed":"nope","packagePermissions":["view"]}`, "feed 'nope' does not exist"},
		{`{"type":"Feed","feedGroup":"nope","packagePermissions":["view"]}`, "feed group 'nope' does not exist"},
		{`{"type":"Personal"}`, "user is required for keys of the type Personal"},
		{`{"type":"Personal","user":"nope"}`, "user 'nope' does not exist"},
		{`{"type":"Other","packagePermissions":["view"]}`, "packagePermissions is for keys of the type Feed"},
		{`{"type":"Other","expiration":"tomorrow"}`, "expiration must be a date and time"},
		{`{"type":"Other","logging":"All"}`, "logging must be one of None, Request, Response, Both"},
		{`{"type":"Other","id":7}`, "id is read-only"},
		{`{"type":"Other","name":"x"}`, "unknown property 'name'"},
		{`{"type":"Other","key":"taken"}`, "the key is in use"},
	} {
		c := serve(t, fakeproget.Options{FeedGroups: map[string][]string{"g": {"x"}}})
		c.Put("feeds", "x", map[string]any{"feedType": "npm"})
		c.Put("api-keys", "", map[string]any{"type": "Other", "key": "taken"})
		if r := c.post(apiKeys+"create", test.body); r.status != 400 || r.body != test.text {
			t.Errorf("%s: got %d %s, want %s", test.body, r.status, r.body, test.text)
		}
		if n := len(c.Names("api-keys")); n != 1 {
			t.Errorf("%s: there are %d keys", test.body, n)
		}
	}
	// Reference sections 4 and 11: several feeds from 2025.23 on, expiry in Enterprise only.
	const several = `{"type":"Feed","feed":"x, y","packagePermissions":["view"]}`
	for version, status := range map[string]int{"25.0.22.1": 400, "25.0.23.1": 200} {
		c := serve(t, fakeproget.Options{Version: version})
		c.Put("feeds", "x", map[string]any{"feedType": "npm"})
		c.Put("feeds", "y", map[string]any{"feedType": "npm"})
		c.wantStatus(c.post(apiKeys+"create", several), status)
	}
	c := serve(t, fakeproget.Options{Edition: "Free"})
	c.wantText(c.post(apiKeys+"create", `{"type":"Other","expiration":"2027-01-01"}`), 400, "keys that expire require the Enterprise edition")
	c.wantStatus(c.post(apiKeys+"create", `{"type":"System","systemApis":["feeds"]}`), 200)
}

func TestAPIKeyOptions(t *testing.T) {
	const create = `{"type":"Other","key":"k1"}`
	for told, want := range map[fakeproget.CreatedKey]string{
		fakeproget.KeyAsMember: `{"id":1000,"type":"Other","key":"k1","logging":"None"}`,
		fakeproget.KeyLeftOut:  `{"id":1000,"type":"Other","logging":"None"}`,
	} {
		c := serve(t, fakeproget.Options{CreatedKey: told})
		c.wantJSON(c.post(apiKeys+"create", create), 200, want)
		c.wantJSON(c.get(apiKeys+"list"), 200, `[{"id":1000,"type":"Other","key":"k1","logging":"None"}]`)
	}
	c := serve(t, fakeproget.Options{CreatedKey: fakeproget.KeyAsText})
	r := c.post(apiKeys+"create", create)
	c.wantText(r, 200, "k1")
	if got := r.header.Get("Content-Type"); !strings.HasPrefix(got, "text/plain") {
		t.Errorf("content type %s", got)
	}
	c.wantText(serve(t, fakeproget.Options{EmptyBodies: true}).post(apiKeys+"create", create), 200, "")

	c = serve(t, fakeproget.Options{HashKeys: true})
	c.wantText(c.post(apiKeys+"create", create), 400, "a key cannot be chosen where keys are hashed")
	key, _ := object(t, c.post(apiKeys+"create", `{"type":"System","systemApis":["full-control"]}`).body)["key"].(string)
	c.wantJSON(c.get(apiKeys+"list"), 200, `[{"id":1000,"type":"System","key":null,"systemApis":["full-control"],"logging":"None"}]`)
	if stored, _ := c.Get("api-keys", "1000"); stored["key"] != key || key == "" || stored["id"] != float64(1000) {
		t.Errorf("stored is %v", stored)
	}
	c = serve(t, fakeproget.Options{Secrets: fakeproget.MaskSecrets, UTCExpirations: true})
	c.wantStatus(c.post(apiKeys+"create", `{"type":"Other","key":"k1","expiration":"2027-01-01T02:00:00.5+02:00"}`), 200)
	c.wantJSON(c.get(apiKeys+"list"), 200, `[{"id":1000,"type":"Other","key":"********","logging":"None","expiration":"2027-01-01T00:00:00Z"}]`)
}

// TestCreatedKeysWork uses keys in the moment of their creation, and after their end.
func TestCreatedKeysWork(t *testing.T) {
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	c := serve(t, fakeproget.Options{
		Keys: []fakeproget.Key{{Value: "root", Scopes: []fakeproget.Scope{fakeproget.FullControl}}},
		Now:  func() time.Time { return now }, FeedGroups: map[string][]string{"g": {"b"}},
	})
	for _, name := range []string{"a", "b"} {
		c.Put("feeds", name, map[string]any{"feedType": "npm"})
	}
	create := func(key, body string) response {
		return c.do("POST", apiKeys+"create", body, "X-ApiKey", key)
	}
	for _, body := range []string{
		`{"type":"System","key":"feeds","systemApis":["feeds"]}`,
		`{"type":"System","key":"full","systemApis":["full-control"],"expiration":"2026-06-02T00:00:00"}`,
		`{"type":"System","key":"sca","systemApis":["sca"]}`,
		`{"type":"Feed","key":"only-a","feed":"a","packagePermissions":["view"]}`,
		`{"type":"Feed","key":"group","feedGroup":"g","packagePermissions":["view"]}`,
		`{"type":"Personal","key":"mine","user":"Admin"}`,
		`{"type":"Other","key":"other"}`,
	} {
		if r := create("root", body); r.status != 200 {
			t.Fatalf("%s: %d %s", body, r.status, r.body)
		}
	}
	check := func(path string, may ...string) {
		t.Helper()
		for _, key := range []string{"feeds", "full", "sca", "only-a", "group", "mine", "other", "Admin:Admin", "Admin:guess"} {
			want := 403
			for _, name := range may {
				if name == key {
					want = 200
				}
			}
			if r := c.do(http.MethodGet, path, "", "X-ApiKey", key); r.status != want {
				t.Errorf("%s with %s: %d %s, want %d", path, key, r.status, r.body, want)
			}
		}
	}
	check(connectors+"list", "feeds", "full", "mine", "Admin:Admin")
	check(apiKeys+"list", "full", "mine", "Admin:Admin")
	check(modern+"list", "full", "mine", "Admin:Admin")
	check(feeds+"get/a", "feeds", "full", "only-a", "mine", "Admin:Admin")
	check(feeds+"get/b", "feeds", "full", "group", "mine", "Admin:Admin")
	if r := c.do("GET", feeds+"list", "", "X-ApiKey", "only-a"); strings.Count(r.body, `"name"`) != 1 {
		t.Errorf("the key of a feed lists %s", r.body)
	}
	now = now.Add(24 * time.Hour)
	check(apiKeys+"list", "mine", "Admin:Admin")
	c.wantStatus(create("feeds", `{"type":"Other"}`), 403)
	c.wantStatus(c.do("POST", apiKeys+"delete?id=1000", "", "X-ApiKey", "root"), 200)
	check(connectors+"list", "mine", "Admin:Admin")

	// A renamed feed keeps its keys.
	c.wantStatus(c.do("POST", feeds+"update/a", `{"name":"c"}`, "X-ApiKey", "root"), 200)
	c.wantStatus(c.do("GET", feeds+"get/c", "", "X-ApiKey", "only-a"), 200)

	// Every user may make a personal key for himself, and nothing else.
	c.Put("users", "jane", map[string]any{"password": "pw"})
	c.wantStatus(create("jane:pw", `{"type":"personal","user":"jane"}`), 200)
	c.wantStatus(create("jane:pw", `{"type":"Personal","user":"Admin"}`), 403)
	c.wantStatus(create("jane:pw", `{"type":"Other"}`), 403)
	c.wantStatus(create("jane:", `{"type":"Personal","user":"jane"}`), 403)
}

// TestKeysOnAFreshServer begins where everybody may do everything.
func TestKeysOnAFreshServer(t *testing.T) {
	c := serve(t, fakeproget.Options{})
	c.wantStatus(c.post(apiKeys+"create", `{"type":"System","key":"root","systemApis":["full-control"]}`), 200)
	c.wantStatus(c.post(apiKeys+"create", `{"type":"System","key":"feeds","systemApis":["feeds"]}`), 200)
	c.wantStatus(c.do("GET", apiKeys+"list", "", "X-ApiKey", "feeds"), 403)
	c.wantStatus(c.do("GET", apiKeys+"list", "", "X-ApiKey", "unknown"), 200)
	c.wantStatus(c.get(apiKeys+"list"), 200)
	// Until Anonymous loses Administer (reference section 3.4).
	c.wantStatus(c.post(security+"permissions/delete?permissionId=3", ""), 200)
	c.wantStatus(c.get(apiKeys+"list"), 403)
	c.wantStatus(c.do("GET", apiKeys+"list", "", "X-ApiKey", "unknown"), 403)
	c.wantStatus(c.do("GET", apiKeys+"list", "", "X-ApiKey", "root"), 200)
}
