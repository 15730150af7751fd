package proget

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
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
		ok, absent       bool
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
		if (err == nil) != test.ok || IsNotFound(err) != test.absent {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && problemOf(t, err).Endpoint != securityAbout {
			t.Errorf("%s: %+v", name, problemOf(t, err).Endpoint)
		}
	}
}

// A permission is found by its number and by what it says.
func TestPermissionKeys(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{"GET " + security + "permissions/list": reply(200, `[
		{"id":1,"group":"Developers","task":"Manage Feed","feed":"a/b: c","deny":false},
		{"id":2,"group":"Developers","task":"Manage Feed","feed":"a/b: c","deny":true},
		{"id":3,"group":"Developers","task":"Manage Feed"},
		{"id":4,"user":"Developers","task":"Manage Feed","feedGroup":"a"}]`)})
	permissions := s.client(t).Permissions()
	for key, want := range map[string]int64{
		"1": 1, "group:Developers/task:Manage%20Feed/feed:a%2Fb:%20c": 1,
		"deny:true/feed:A%2FB:%20C/group:developers/task:manage%20feed": 2, "group:Developers/task:Manage%20Feed/deny:false": 3,
		"user:Developers/task:Manage%20Feed/feed_group:a": 4,
	} {
		if got, err := permissions.Find(t.Context(), key); err != nil || got.ID.Or(0) != want {
			t.Errorf("%s: %+v, %v", key, got, err)
		}
	}
	for key, absent := range map[string]bool{"9": true, "group:Developers": true, "user:Developers/task:Manage%20Feed": true, "Developers": false, "": false} {
		if _, err := permissions.Find(t.Context(), key); err == nil || IsNotFound(err) != absent {
			t.Errorf("%q: %v", key, err)
		}
	}
	if n := len(s.lines()); n != 1 {
		t.Errorf("%d requests", n)
	}
}

// directory is a server with the group Dev, whose listing and update it answers.
type directory struct {
	*stub
	mu     sync.Mutex
	users  []string
	rivals []string // each overwrites one write, from what it read before
}

func newDirectory(t *testing.T, users ...string) *directory {
	t.Helper()
	d := &directory{users: users}
	d.stub = serve(t, routes{
		"GET " + security + "groups/list": func(w http.ResponseWriter, r *http.Request) {
			d.mu.Lock()
			defer d.mu.Unlock()
			body, _ := json.Marshal([]Group{{Name: Of("Dev"), Users: Of(d.users)}})
			reply(200, string(body))(w, r)
		},
		groupUpdate: func(w http.ResponseWriter, r *http.Request) {
			var sent Group // the last one, since they come one after the other
			if err := json.Unmarshal([]byte(d.last(t, groupUpdate).body), &sent); err != nil || sent.Name.Or("") != "Dev" {
				t.Errorf("sent %+v, %v", sent, err)
			}
			d.mu.Lock()
			defer d.mu.Unlock()
			if len(d.rivals) > 0 {
				d.users, d.rivals = append(d.users, d.rivals[0]), d.rivals[1:]
			} else {
				d.users = sent.Users.Or(nil)
			}
			reply(200, "")(w, r)
		},
	})
	return d
}

const groupUpdate = "POST " + security + "groups/update"

// Memberships that are written at the same time do not overwrite each other.
func TestGroupMembersAtOnce(t *testing.T) {
	t.Parallel()
	d := newDirectory(t, "else")
	groups := d.client(t).Groups()
	members := groups.Members()
	all := func(act func(GroupMember) error) {
		var wait sync.WaitGroup
		for i := range 20 {
			wait.Go(func() {
				if err := act(GroupMember{Of("Dev"), Of(fmt.Sprint("u", i))}); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
	}
	all(func(m GroupMember) error { _, err := members.Create(t.Context(), m); return err })
	if list, err := members.List(t.Context()); len(d.users) != 21 || len(list) != 21 || err != nil {
		t.Errorf("the members are %v, listed %v, %v", d.users, list, err)
	}
	all(func(m GroupMember) error { return members.Delete(t.Context(), m.key()) })
	if len(d.users) != 1 || d.users[0] != "else" {
		t.Errorf("the members are %v", d.users)
	}
}

// What another program overwrites is written again, and what is there already,
// or not, is said.
func TestGroupMembers(t *testing.T) {
	t.Parallel()
	d := newDirectory(t, "else")
	d.rivals = []string{"r1", "r2"}
	members := d.client(t).Groups().Members()
	created, err := members.Create(t.Context(), GroupMember{Of("dev"), Of("Jane")})
	if err != nil || created.Group.Or("") != "Dev" || strings.Join(d.users, " ") != "else r1 r2 Jane" {
		t.Errorf("%+v, %v, the members are %v", created, err, d.users)
	}
	_, err = members.Create(t.Context(), GroupMember{Of("Dev"), Of("jane")})
	wantTaken(t, "again", err)
	for key, want := range map[string]string{"user:JANE/group:DEV": "Jane", "group:Dev/user:else": "else"} {
		if found, err := members.Find(t.Context(), key); err != nil || found.User.Or("") != want {
			t.Errorf("%s: %+v, %v", key, found, err)
		}
	}
	for key, absent := range map[string]bool{"group:Dev/user:joe": true, "group:Ops/user:Jane": true, "group:Dev": true, "Dev": false} {
		_, findErr := members.Find(t.Context(), key)
		deleteErr := members.Delete(t.Context(), key)
		if findErr == nil || deleteErr == nil || IsNotFound(findErr) != absent || IsNotFound(deleteErr) != absent {
			t.Errorf("%s: %v, %v", key, findErr, deleteErr)
		}
	}
	if _, err := members.Create(t.Context(), GroupMember{Of("Ops"), Of("Jane")}); err == nil || !strings.Contains(err.Error(), `there is no group "Ops"`) {
		t.Errorf("a group that does not exist: %v", err)
	}
	d.rivals = []string{"r3", "r4", "r5"}
	if _, err := members.Create(t.Context(), GroupMember{Of("Dev"), Of("joe")}); err == nil || !strings.Contains(err.Error(), "though ProGet accepted it 3 times") || !IsLost(err) {
		t.Errorf("always overwritten: %v", err)
	}
	if err := members.Delete(t.Context(), "group:dev/user:jane"); err != nil || strings.Contains(strings.Join(d.users, " "), "Jane") {
		t.Errorf("%v, the members are %v", err, d.users)
	}
}
