package proget

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
)

// directory is a server with the group Dev, whose listing and update it answers.
type directory struct {
	*stub
	mu     sync.Mutex
	users  []string
	rivals []string // each overwrites one write, from what it read before
	silent bool     // the groups do not say who is in them; the users do
}

func newDirectory(t *testing.T, users ...string) *directory {
	t.Helper()
	d := &directory{users: users}
	d.stub = serve(t, routes{
		"GET " + security + "groups/list": func(w http.ResponseWriter, r *http.Request) {
			d.mu.Lock()
			defer d.mu.Unlock()
			group := Group{Name: Of("Dev"), Users: Of(d.users)}
			if d.silent {
				group.Users = Value[[]string]{}
			}
			body, _ := json.Marshal([]Group{group})
			reply(200, string(body))(w, r)
		},
		"GET " + security + "users/list": func(w http.ResponseWriter, r *http.Request) {
			d.mu.Lock()
			defer d.mu.Unlock()
			users := []User{{Name: Of("nobody"), Groups: Of([]string{})}}
			for _, name := range d.users {
				users = append(users, User{Name: Of(name), Groups: Of([]string{"Dev"})})
			}
			body, _ := json.Marshal(users)
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

// Where groups do not say who is in them, the users do, anew after every write.
func TestMembersFromUsers(t *testing.T) {
	t.Parallel()
	d := newDirectory(t, "else")
	d.silent = true
	c := d.client(t)
	groups, members := c.Groups(), c.Groups().Members()
	if _, err := c.Users().List(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second writes after the first has listed the users
		d.users = []string{"else"}
		group, err := groups.Update(t.Context(), "Dev", Group{Users: Of([]string{"jane", "joe"})})
		if err != nil || strings.Join(group.Users.Or(nil), " ") != "jane joe" {
			t.Errorf("updated: %v, %v", group.Users, err)
		}
		if group, err = groups.Find(t.Context(), "Dev"); err != nil || strings.Join(group.Users.Or(nil), " ") != "jane joe" {
			t.Errorf("found: %v, %v", group.Users, err)
		}
	}
	if member, err := members.Create(t.Context(), GroupMember{Of("Dev"), Of("jim")}); err != nil || member.User.Or("") != "jim" {
		t.Errorf("a membership: %+v, %v", member, err)
	}
	if err := members.Delete(t.Context(), "group:Dev/user:joe"); err != nil || strings.Join(d.users, " ") != "jane jim" {
		t.Errorf("%v, the members are %v", err, d.users)
	}
	if users, err := c.Users().List(t.Context()); err != nil || len(users) != 3 {
		t.Errorf("the users are %v, %v", users, err)
	}
	d.routes["GET "+security+"users/list"] = reply(500, "")
	if group, err := d.client(t).Groups().Find(t.Context(), "Dev"); err == nil {
		t.Errorf("who is in it cannot be found out: %+v", group)
	}
	d.routes["GET "+security+"users/list"] = reply(200, `[{"name":"jane"}]`)
	fresh := d.client(t).Groups()
	if group, err := fresh.Find(t.Context(), "Dev"); err != nil || !group.Users.IsZero() {
		t.Errorf("nobody says who is in it: %+v, %v", group, err)
	}
	if _, err := fresh.Members().Create(t.Context(), GroupMember{Of("Dev"), Of("jack")}); err == nil || len(d.users) != 2 {
		t.Errorf("%v, the members are %v", err, d.users)
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
	for key, gone := range map[string]bool{"group:Dev/user:joe": true, "group:Ops/user:Jane": true, "group:Dev": true, "Dev": false} {
		_, findErr := members.Find(t.Context(), key)
		deleteErr := members.Delete(t.Context(), key)
		if findErr == nil || deleteErr == nil || IsNotFound(findErr) != gone || IsNotFound(deleteErr) != gone {
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
	d.users = append(d.users, "JANE", "jan\u017f") // which simple folding of case would take for jans
	if err := members.Delete(t.Context(), "group:dev/user:JANE"); err != nil || !slices.Contains(d.users, "Jane") || slices.Contains(d.users, "JANE") {
		t.Errorf("a namesake: %v, the members are %v", err, d.users)
	}
	if err := members.Delete(t.Context(), "group:dev/user:jans"); !IsNotFound(err) || !slices.Contains(d.users, "jan\u017f") {
		t.Errorf("who only looks alike: %v, the members are %v", err, d.users)
	}
	if err := members.Delete(t.Context(), "group:dev/user:jane"); err != nil || strings.Contains(strings.Join(d.users, " "), "Jane") {
		t.Errorf("%v, the members are %v", err, d.users)
	}
}
