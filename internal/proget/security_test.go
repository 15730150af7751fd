package proget

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const security = "/api/security/"

// The requests of the four APIs, as the wire has them (reference sections 12.1
// and 25, F14), whether the answers hold the object or nothing.
func TestSecurityRequests(t *testing.T) {
	t.Parallel()
	jones := `{"name":"djones","displayName":"David Jones","email":"djones@example.com","groups":[]}`
	developers := `{"name":"Developers","users":["djones","jsmith"]}`
	basic := `{"name":"Basic Feed Access","description":"Allows basic feed access","feedScoped":true,"attributes":["Feeds_ViewFeed","Feeds_DownloadPackage","Feeds_PullPackage"]}`
	grant := `{"id":7,"user":"Anonymous","task":"View & Download Packages","deny":false}`
	for kind, test := range map[string]struct {
		object, added, updated, deletion string
		create, update, remove           func(context.Context, *Client) error
	}{
		"users": {
			jones, `{"name":"djones","displayName":"David Jones","email":"djones@example.com","password":"password123"}`, `{"name":"djones","email":""}`, "user=djones",
			func(ctx context.Context, c *Client) error {
				_, err := c.Users().Create(ctx, User{Name: Of("djones"), DisplayName: Of("David Jones"), Email: Of("djones@example.com"), Password: Of("password123")})
				return err
			},
			func(ctx context.Context, c *Client) error {
				_, err := c.Users().Update(ctx, "djones", User{Email: Of("")})
				return err
			},
			func(ctx context.Context, c *Client) error { return c.Users().Delete(ctx, "djones") },
		},
		"groups": {
			developers, `{"name":"Developers","users":["djones","jsmith"]}`, `{"name":"Developers","users":[]}`, "group=Developers",
			func(ctx context.Context, c *Client) error {
				_, err := c.Groups().Create(ctx, Group{Name: Of("Developers"), Users: Of([]string{"djones", "jsmith"})})
				return err
			},
			func(ctx context.Context, c *Client) error {
				_, err := c.Groups().Update(ctx, "Developers", Group{Users: Of([]string{})})
				return err
			},
			func(ctx context.Context, c *Client) error { return c.Groups().Delete(ctx, "Developers") },
		},
		"tasks": {
			basic, basic, strings.Replace(basic, "Allows basic feed access", "", 1), "task=Basic+Feed+Access",
			func(ctx context.Context, c *Client) error {
				var task Task
				_ = json.Unmarshal([]byte(basic), &task)
				_, err := c.Tasks().Create(ctx, task)
				return err
			},
			func(ctx context.Context, c *Client) error {
				_, err := c.Tasks().Update(ctx, "Basic Feed Access", Task{Description: Of("")})
				return err
			},
			func(ctx context.Context, c *Client) error { return c.Tasks().Delete(ctx, "Basic Feed Access") },
		},
		"permissions": {
			grant, `{"user":"Anonymous","task":"View & Download Packages","deny":false}`, "", "permissionId=7",
			func(ctx context.Context, c *Client) error {
				created, err := c.Permissions().Create(ctx, Permission{ID: Of[int64](3), User: Of("Anonymous"), Task: Of("View & Download Packages"), Deny: Of(false)})
				if err == nil && created.ID.Or(0) != 7 {
					err = fmt.Errorf("created %+v", created)
				}
				return err
			},
			nil,
			func(ctx context.Context, c *Client) error {
				return c.Permissions().Delete(ctx, "task:View%20&%20Download%20Packages/user:anonymous")
			},
		},
	} {
		for form, answer := range map[string]string{"object": test.object, "nothing": "", "text": "OK"} {
			list, add, update := "GET "+security+kind+"/list", "POST "+security+kind+"/add", "POST "+security+kind+"/update"
			remove := "POST " + security + kind + "/delete?" + test.deletion
			other := `{"id":1,"name":"other","user":"other"}`
			s := serve(t, routes{
				list: inTurn(reply(200, "["+other+"]"), reply(200, "["+other+","+test.object+"]")),
				add:  reply(200, answer), update: reply(200, answer), remove: reply(200, ""),
			})
			c := s.client(t)
			if err := test.create(t.Context(), c); err != nil {
				t.Errorf("%s, %s: create: %v", kind, form, err)
			}
			want := map[string]string{add: test.added, remove: ""}
			if test.update != nil {
				want[update] = test.updated
				if err := test.update(t.Context(), c); err != nil {
					t.Errorf("%s, %s: update: %v", kind, form, err)
				}
			}
			if err := test.remove(t.Context(), c); err != nil {
				t.Errorf("%s, %s: delete: %v", kind, form, err)
			}
			for line, body := range want {
				var a, b any
				_ = json.Unmarshal([]byte(body), &a)
				_ = json.Unmarshal([]byte(s.last(t, line).body), &b)
				if diff := cmp.Diff(a, b); diff != "" {
					t.Errorf("%s, %s: %s (-want +got):\n%s", kind, form, line, diff)
				}
			}
		}
	}
}

// Deletions are POST, and DELETE where the server does not take that (reference
// section 21, C17).
func TestSecurityDeletions(t *testing.T) {
	t.Parallel()
	list, remove, verb := "GET "+security+"users/list", "POST "+security+"users/delete?user=a", "DELETE "+security+"users/delete?user=a"
	there, gone := reply(200, `[{"name":"a"},{"name":"b"}]`), reply(200, `[{"name":"b"}]`)
	for name, test := range map[string]struct {
		lists, post, del http.HandlerFunc
		ok, gone         bool
	}{
		"POST":                     {there, reply(200, ""), nil, true, false},
		"DELETE after 405":         {there, reply(405, ""), reply(200, ""), true, false},
		"DELETE after 404":         {there, reply(404, ""), reply(200, ""), true, false},
		"404 of what is gone":      {inTurn(there, gone), reply(404, ""), nil, false, true},
		"not there from the start": {gone, nil, nil, false, true},
		"forbidden":                {there, reply(403, ""), nil, false, false},
	} {
		s := serve(t, routes{list: test.lists, remove: test.post, verb: test.del})
		err := s.client(t).Users().Delete(t.Context(), "a")
		if (err == nil) != test.ok || IsNotFound(err) != test.gone {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && problemOf(t, err).Endpoint != securityAbout {
			t.Errorf("%s: %+v", name, problemOf(t, err).Endpoint)
		}
	}
}
