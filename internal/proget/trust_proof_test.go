package proget

import (
	"net/http"
	"testing"
)

// gateways are what may answer at /health in ProGet's place.
var gateways = map[string]http.HandlerFunc{
	"503": unsigned(503, "no healthy upstream"), "502": unsigned(502, "bad gateway"), "404": unsigned(404, "<html>404 Not Found</html>"),
	"a redirect": unsigned(302, ""), "an array": unsigned(200, "[]"), "a page": unsigned(200, "<html></html>"), "an object": unsigned(200, `{"status":"UP"}`),
}

const (
	usersList  = "GET /api/security/users/list"
	userDelete = "POST /api/security/users/delete?user=jane"
)

// What is not signed proves that nothing is gone, unless /health is ProGet's and
// is not signed either: something else answers, or a cache.
func TestUnsignedProvesNothing(t *testing.T) {
	t.Parallel()
	health := map[string]http.HandlerFunc{"a server that signs": reply(200, "OK")}
	for name, gateway := range gateways {
		health["a gateway's "+name] = gateway
	}
	for name, handle := range health {
		for listed, list := range map[string]http.HandlerFunc{"nothing": unsigned(200, "[]"), "others": unsigned(200, `[{"name":"b","code":"X"}]`)} {
			for answered, missing := range map[string]http.HandlerFunc{"404": unsigned(404, "no route"), "200": unsigned(200, "")} {
				s := serve(t, routes{
					signedHealth: handle, connectorList: list, connectorGet: unsigned(404, "no route"), connectorDelete: missing,
					usersList: list, "GET /api/management/feeds/list": list, "GET /api/management/feeds/get/a": unsigned(404, ""), "GET /api/storage?feed=a": unsigned(404, ""),
					modernList: list, "GET /api/licenses/files/download?hash=ab": unsigned(404, ""), "POST /api/licenses/files/delete?hash=ab": missing,
					"GET /api/management/licenses/list": unsigned(404, ""), "GET /api/security/groups/list": unsigned(200, `[{"name":"a","users":["x"]}]`),
				})
				for what, read := range map[string]func(*Client) error{
					"connector":         func(c *Client) error { _, err := c.Connectors().Find(t.Context(), "a"); return err },
					"connector deleted": func(c *Client) error { return c.Connectors().Delete(t.Context(), "a") },
					"user":              func(c *Client) error { _, err := c.Users().Find(t.Context(), "jane"); return err },
					"user deleted":      func(c *Client) error { return c.Users().Delete(t.Context(), "jane") },
					"storage":           func(c *Client) error { _, err := c.Storages().Find(t.Context(), "a"); return err },
					"text":              func(c *Client) error { _, err := c.Licenses().Files().Content(t.Context(), "ab"); return err },
					"text found":        func(c *Client) error { _, err := c.Licenses().Files().Find(t.Context(), "ab"); return err },
					"text deleted":      func(c *Client) error { return c.Licenses().Files().Delete(t.Context(), "ab") },
					"member":            func(c *Client) error { _, err := c.Groups().Members().Find(t.Context(), "group:a/user:y"); return err },
					"member deleted":    func(c *Client) error { return c.Groups().Members().Delete(t.Context(), "group:a/user:y") },
				} {
					if err := read(s.client(t)); err == nil || IsNotFound(err) {
						t.Errorf("%s, /health is %s, listed is %s, answered %s: %v", what, name, listed, answered, err)
					}
				}
				_, err := s.client(t).Connectors().List(t.Context())
				if signs := name == "a server that signs"; err == nil && (signs || listed == "nothing") {
					t.Errorf("/health is %s, listed is %s: the listing is believed", name, listed)
				}
			}
		}
	}
}

// On a server that never signs, the last object of a kind can be deleted, and
// found to be gone where it can be asked for by name.
func TestUnsignedLastObject(t *testing.T) {
	t.Parallel()
	hash := LicenseHash("one")
	for name, health := range map[string]http.HandlerFunc{
		"2026": unsigned(200, "OK"), "JSON": unsigned(200, `{"applicationName":"ProGet","versionNumber":"23.0.35.1"}`),
		"unwell": unsigned(500, `{"applicationName":"ProGet","versionNumber":"24.0.3.1","licenseStatus":"Error"}`),
		"none":   unsigned(404, ""),
	} {
		s := serve(t, routes{
			signedHealth: health, connectorDelete: unsigned(200, ""), connectorGet: unsigned(404, ""), connectorList: unsigned(200, "[]"),
			usersList: inTurn(unsigned(200, `[{"name":"jane"}]`), unsigned(200, "[]")), userDelete: unsigned(200, ""),
			modernList: inTurn(unsigned(200, `[{"code":"X","hashes":["`+hash+`"]}]`), unsigned(200, `[{"code":"X","hashes":[]}]`)),
			"POST /api/licenses/files/delete?hash=" + hash: unsigned(200, ""),
		})
		for what, do := range map[string]func(*Client) error{
			"connector": func(c *Client) error { return c.Connectors().Delete(t.Context(), "a") },
			"user":      func(c *Client) error { return c.Users().Delete(t.Context(), "jane") },
			"text":      func(c *Client) error { return c.Licenses().Files().Delete(t.Context(), hash) },
		} {
			if err := do(s.client(t)); err != nil {
				t.Errorf("%s, %s: %v", name, what, err)
			}
		}
		if _, err := s.client(t).Connectors().Find(t.Context(), "a"); !IsNotFound(err) {
			t.Errorf("%s: %v", name, err)
		}
		if got, err := s.client(t).Connectors().List(t.Context()); err != nil || len(got) > 0 {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

// What a server that never signs says was deleted is looked for, and so is what a
// signed answer shows to be as it was.
func TestDeletedAndStillThere(t *testing.T) {
	t.Parallel()
	hash, ok := LicenseHash("one"), unsigned(200, "OK")
	for name, test := range map[string]struct {
		routes routes
		do     func(*Client) error
	}{
		"a text": {routes{
			signedHealth: ok, modernList: unsigned(200, `[{"code":"MIT","hashes":["`+hash+`"]}]`), "POST /api/licenses/files/delete?hash=" + hash: unsigned(200, ""),
		}, func(c *Client) error { return c.Licenses().Files().Delete(t.Context(), hash) }},
		"a connector of which nobody knows": {routes{
			signedHealth: ok, connectorDelete: unsigned(200, ""), connectorGet: unsigned(500, "no"),
		}, func(c *Client) error { return c.Connectors().Delete(t.Context(), "a") }},
		"a storage": {routes{
			"GET /api/storage": reply(200, `[]`), "POST /api/storage?feed=a": reply(200, `{"id":"s3","properties":{"BucketName":"b"}}`),
		}, func(c *Client) error { return c.Storages().Delete(t.Context(), "a") }},
		"a storage of which nobody knows": {routes{
			signedHealth: ok, "GET /api/storage": unsigned(200, `[{"id":"disk"}]`), "POST /api/storage?feed=a": unsigned(200, ""), "GET /api/storage?feed=a": unsigned(500, "no"),
		}, func(c *Client) error { return c.Storages().Delete(t.Context(), "a") }},
	} {
		if err := test.do(serve(t, test.routes).client(t)); err == nil || IsNotFound(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A name in another case may be the same object, so that an unsigned 404 and a
// listing that has it contradict each other.
func TestUnsignedMissingInAnotherCase(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{signedHealth: unsigned(200, "OK"), "GET /api/management/connectors/get/A": unsigned(404, ""), connectorList: unsigned(200, "["+objectA+"]")})
	if _, err := s.client(t).Connectors().Find(t.Context(), "A"); err == nil || IsNotFound(err) {
		t.Error(err)
	}
}

// Readings beside those of objects: settings that are shown, what the native API
// answers, and that a feed holds nothing.
func TestUnsignedReadings(t *testing.T) {
	t.Parallel()
	assets := func(list http.HandlerFunc) routes {
		return routes{"GET /api/management/feeds/get/a": reply(200, `{"name":"a","feedType":"asset"}`), "GET /endpoints/a/dir/?recursive=true": list}
	}
	contents := func(c *Client) error { _, err := c.Feeds().Contents(t.Context(), "a"); return err }
	for name, test := range map[string]struct {
		routes routes
		read   func(*Client) error
	}{
		"shown settings": {routes{
			"GET /api/settings/list?showAll=True": reply(200, `[{"name":"A","value":"1"}]`), "GET /api/settings/list?showAll=False": unsigned(200, "[]"),
		}, func(c *Client) error { _, err := c.Settings().Shown(t.Context()); return err }},
		"native": {routes{signedHealth: reply(200, "OK"), "GET /api/json/Feeds_GetFeeds": unsigned(200, "[]")}, func(c *Client) error {
			_, err := c.Native(t.Context(), "Feeds_GetFeeds", nil)
			return err
		}},
		"folders in folders":  {assets(unsigned(200, `[{"name":"x","type":"dir","parent":"y"}]`)), contents},
		"folders at the root": {assets(reply(200, `[{"name":"x","type":"dir","parent":"/"}]`)), contents},
	} {
		if err := test.read(serve(t, test.routes).client(t)); err == nil {
			t.Errorf("%s: it is believed", name)
		}
	}
}

// A 400 may be about another object of that name. Where the object itself is
// there, or cannot be looked for, it is the refusal that it was.
func TestRefusalAboutAnotherObject(t *testing.T) {
	t.Parallel()
	const text = "connector 'a' does not exist"
	for name, list := range map[string]http.HandlerFunc{"listed": reply(200, "["+objectA+"]"), "failing": reply(500, "no"), "unsigned": unsigned(200, "["+objectA+"]")} {
		refusal := reply(400, text)
		if name == "unsigned" {
			refusal = unsigned(400, text)
		}
		s := serve(t, routes{signedHealth: unsigned(200, "OK"), connectorUpdate: refusal, connectorList: list})
		_, err := s.client(t).Connectors().Update(t.Context(), "a", Connector{Timeout: Of[int64](7)})
		if e := problemOf(t, err); e.Problem != Refusal || e.Text != text || e.Detail != "" || IsNotFound(err) {
			t.Errorf("%s: %v (%s)", name, err, e.Detail)
		}
	}
	s := serve(t, routes{connectorUpdate: reply(400, text), connectorList: reply(200, "[]")})
	if _, err := s.client(t).Connectors().Update(t.Context(), "a", Connector{Timeout: Of[int64](7)}); !IsNotFound(err) {
		t.Errorf("not listed: %v", err)
	}
}
