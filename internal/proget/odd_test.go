package proget

import (
	"strings"
	"testing"
)

// An object that is listed and cannot be read is there, however its key is spelt.
func TestUnreadableIsNotGone(t *testing.T) {
	t.Parallel()
	hash := LicenseHash("one")
	for name, test := range map[string]struct {
		list, body string
		find       func(*Client) error
	}{
		"a user":               {usersList, `[{"name":"Jane","email":5},{"name":"x"}]`, func(c *Client) error { _, err := c.Users().Find(t.Context(), "jane"); return err }},
		"a user to delete":     {usersList, `[{"name":"Jane","email":5},{"name":"x"}]`, func(c *Client) error { return c.Users().Delete(t.Context(), "jane") }},
		"a license":            {modernList, `[{"code":"MIT","title":5},{"code":"x"}]`, func(c *Client) error { _, err := c.Licenses().Find(t.Context(), "mit"); return err }},
		"a permission":         {"GET /api/security/permissions/list", `[{"id":30.0,"task":5},{"id":31,"task":"x"}]`, func(c *Client) error { _, err := c.Permissions().Find(t.Context(), "30"); return err }},
		"a permission by name": {"GET /api/security/permissions/list", `[{"id":30,"task":"x","user":5}]`, func(c *Client) error { _, err := c.Permissions().Find(t.Context(), "user:5/task:x"); return err }},
		"an API key":           {"GET /api/api-keys/list", `[{"id":3e1,"expiration":5}]`, func(c *Client) error { _, err := c.APIKeys().Find(t.Context(), "30"); return err }},
		"a text":               {modernList, `[{"code":"MIT","title":5,"hashes":["` + hash + `"]},{"code":"x"}]`, func(c *Client) error { _, err := c.Licenses().Files().Find(t.Context(), hash); return err }},
	} {
		for range 2 { // read by itself, and from the listing
			if err := test.find(serve(t, routes{test.list: reply(200, test.body)}).client(t)); err == nil || IsNotFound(err) || !strings.Contains(err.Error(), "not what ProGet answers") {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// An API key that cannot be read keeps nobody from making others.
func TestAPIKeyBesideAnUnreadableOne(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{
		"GET /api/api-keys/list":    inTurn(reply(200, `[{"id":30,"expiration":5}]`), reply(200, `[{"id":30,"expiration":5},{"id":32,"type":"Other"}]`)),
		"POST /api/api-keys/create": reply(200, `{"key":"zzzz"}`),
	})
	c := s.client(t)
	made, err := c.APIKeys().Create(t.Context(), APIKey{Type: Of("Other")})
	if err != nil || apiKeyID(made) != "32" {
		t.Errorf("%v, %v", made, err)
	}
	listed, err := c.APIKeys().List(t.Context())
	if len(listed) != 1 || !IsOdd(err) {
		t.Errorf("%v, %v", listed, err)
	}
}
