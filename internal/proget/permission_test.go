package proget

import "testing"

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
	for key, gone := range map[string]bool{"9": true, "group:Developers": true, "user:Developers/task:Manage%20Feed": true, "Developers": false, "": false} {
		if _, err := permissions.Find(t.Context(), key); err == nil || IsNotFound(err) != gone {
			t.Errorf("%q: %v", key, err)
		}
	}
	if n := len(s.lines()); n != 1 {
		t.Errorf("%d requests", n)
	}
}
