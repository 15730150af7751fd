package proget

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

const signedHealth = "GET /health"

// What is not signed does not count, also if it is the first answer of a run: a
// server that signs is found out by asking.
func TestUnsignedReadingOfASigningServer(t *testing.T) {
	t.Parallel()
	usersList, groupsList := "GET /api/security/users/list", "GET /api/security/groups/list"
	for name, read := range map[string]func(*Client) error{
		"an object":                 func(c *Client) error { _, err := c.Connectors().Find(t.Context(), "a"); return err },
		"another object":            func(c *Client) error { _, err := c.Connectors().Find(t.Context(), "mine"); return err },
		"a listing":                 func(c *Client) error { _, err := c.Users().List(t.Context()); return err },
		"not in a listing":          func(c *Client) error { _, err := c.Users().Find(t.Context(), "jane"); return err },
		"deleted though not listed": func(c *Client) error { return c.Users().Delete(t.Context(), "jane") },
		"a storage":                 func(c *Client) error { _, err := c.Storages().Find(t.Context(), "a"); return err },
		"a group that gets a member": func(c *Client) error {
			_, err := c.Groups().Members().Create(t.Context(), GroupMember{Of("a"), Of("x")})
			return err
		},
		"a group that loses a member": func(c *Client) error { return c.Groups().Members().Delete(t.Context(), "group:a/user:x") },
	} {
		s := serve(t, routes{
			connectorGet: unsigned(200, objectA), "GET /api/management/connectors/get/mine": unsigned(200, `{"name":"victim"}`),
			usersList: unsigned(200, `[{"name":"somebody"}]`), groupsList: unsigned(200, `[{"name":"a","users":[]}]`),
			"GET /api/storage?feed=a": unsigned(200, `{"id":"disk","properties":{}}`),
			signedHealth:              reply(200, "OK"),
		})
		if err := read(s.client(t)); err == nil || IsNotFound(err) || !strings.Contains(err.Error(), "X-ProGet-Version") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A server that never signs is asked once for that, and then believed; but not
// if it answers with an object of another name.
func TestUnsignedServerIsAskedOnce(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	s := serve(t, routes{
		connectorGet: unsigned(200, objectA), "GET /api/management/connectors/get/mine": unsigned(200, `{"name":"victim"}`),
		connectorList: unsigned(200, "["+objectA+"]"),
		signedHealth: func(w http.ResponseWriter, r *http.Request) {
			asked.Add(1)
			unsigned(404, "")(w, r)
		},
	})
	c := s.client(t)
	for range 3 {
		if _, err := c.Connectors().Find(t.Context(), "a"); err != nil {
			t.Error(err)
		}
		if _, err := c.Connectors().List(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if asked.Load() != 1 {
		t.Errorf("it was asked %d times", asked.Load())
	}
	if _, err := c.Connectors().Find(t.Context(), "mine"); err == nil || IsNotFound(err) {
		t.Errorf("another object: %v", err)
	}
}
