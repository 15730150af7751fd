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
	silent bool     // the group does not say who is in it
	others []Group
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
			body, _ := json.Marshal(append([]Group{group}, d.others...))
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

// Where groups do not say who is in them, a group without users is empty if
// others have some, and unknown otherwise: then nothing is written.
func TestSilentGroups(t *testing.T) {
	t.Parallel()
	d := newDirectory(t, "else")
	d.silent = true
	groups := d.client(t).Groups()
	if group, err := groups.Find(t.Context(), "Dev"); err != nil || !group.Users.IsZero() {
		t.Errorf("%+v, %v", group, err)
	}
	if group, err := groups.Update(t.Context(), "Dev", Group{Users: Of([]string{"jane"})}); err != nil || !group.Users.IsZero() {
		t.Errorf("%+v, %v", group, err)
	}
	_, createErr := groups.Members().Create(t.Context(), GroupMember{Of("Dev"), Of("jack")})
	_, findErr := groups.Members().Find(t.Context(), "group:Dev/user:jane")
	deleteErr := groups.Members().Delete(t.Context(), "group:Dev/user:jane")
	for _, err := range []error{createErr, findErr, deleteErr} {
		if problemOf(t, err).Problem != Unproven || strings.Join(d.users, " ") != "jane" {
			t.Errorf("%v, the members are %v", err, d.users)
		}
	}
	if list, err := groups.Members().List(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("%v, %v", list, err)
	}

	d.others, d.users = []Group{{Name: Of("Ops"), Users: Of([]string{"joe"})}}, nil
	d.silent = true
	groups = d.client(t).Groups()
	if group, err := groups.Find(t.Context(), "Dev"); err != nil || group.Users.IsZero() || len(group.Users.Or(nil)) > 0 {
		t.Errorf("%+v, %v", group, err)
	}
}

// What a group changes shows in the groups of users, which are listed anew.
func TestGroupsOfUsers(t *testing.T) {
	t.Parallel()
	d := newDirectory(t, "jane")
	d.routes["GET "+security+"users/list"] = reply(200, `[{"name":"jane","groups":["Dev"]}]`)
	c := d.client(t)
	for range 2 {
		if _, err := c.Users().Find(t.Context(), "jane"); err != nil {
			t.Error(err)
		}
		if _, err := c.Groups().Update(t.Context(), "Dev", Group{Users: Of([]string{"jane"})}); err != nil {
			t.Error(err)
		}
	}
	if n := d.count("GET " + security + "users/list"); n != 2 {
		t.Errorf("the users were listed %d times", n)
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
