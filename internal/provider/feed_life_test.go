package provider_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// stock is what a feed named a holds.
type stock struct {
	name, profile, feedType string
	packages, files         []string // of version 1.0.0
	amount                  string   // none, some or unknown
	says                    string   // how the messages put it
	listing                 string   // where the server lists what the feed holds
}

var stocks = []stock{
	{name: "empty", feedType: "nuget", amount: "none"},
	{name: "empty directory", feedType: "asset", amount: "none"},
	{name: "empty universal feed of 5.2", profile: "5.2", feedType: "universal", amount: "none"},
	{name: "a package", feedType: "nuget", packages: []string{"Acme.Core"}, amount: "some", says: "The feed holds 1 package.", listing: "/api/packages/a/latest"},
	{name: "packages", feedType: "npm", packages: []string{"left-pad", "@acme/core", "@acme/web"}, amount: "some", says: "The feed holds 3 packages.", listing: "/api/packages/a/latest"},
	{name: "packages on 2023", profile: "2023", feedType: "nuget", packages: []string{"Acme.Core", "Acme.Web"}, amount: "some", says: "The feed holds 2 packages.", listing: "/api/packages/a/latest"},
	{name: "packages of a universal feed of 5.2", profile: "5.2", feedType: "universal", packages: []string{"acme/core", "web"}, amount: "some", says: "The feed holds 2 packages.", listing: "/upack/a/packages"},
	{name: "a file", feedType: "asset", files: []string{"tools/setup.zip"}, amount: "some", says: "The feed holds 1 file.", listing: "/endpoints/a/dir?recursive=true"},
	{name: "an image", feedType: "docker", packages: []string{"acme/web"}, amount: "unknown", says: "It is not known how many packages the feed holds.", listing: "/v2/a/acme/web/tags/list"},
	{name: "empty docker feed", feedType: "docker", amount: "unknown", says: "It is not known how many packages the feed holds."},
	{name: "a package on 5.2", profile: "5.2", feedType: "nuget", packages: []string{"Acme.Core"}, amount: "unknown", says: "It is not known how many packages the feed holds.", listing: "/nuget/a/Packages?$format=json"},
}

// policies are the ways to say what becomes of a destroyed feed.
var policies = []struct {
	name             string
	settings, config values
	policy           string
}{
	{"by default", nil, nil, "delete_if_empty"},
	{"delete_if_empty", nil, values{"deletion_policy": "delete_if_empty"}, "delete_if_empty"},
	{"delete", nil, values{"deletion_policy": "delete"}, "delete"},
	{"deactivate", nil, values{"deletion_policy": "deactivate"}, "deactivate"},
	{"provider's delete_if_empty", values{"feed_deletion_policy": "delete_if_empty"}, nil, "delete_if_empty"},
	{"provider's delete", values{"feed_deletion_policy": "delete"}, nil, "delete"},
	{"provider's deactivate", values{"feed_deletion_policy": "deactivate"}, nil, "deactivate"},
	{"the feed's before the provider's", values{"feed_deletion_policy": "delete"}, values{"deletion_policy": "delete_if_empty"}, "delete_if_empty"},
	{"the feed's delete before the provider's", values{"feed_deletion_policy": "deactivate"}, values{"deletion_policy": "delete"}, "delete"},
}

// ending is what becomes of a feed: what the plan warns of (VERB is destroyed
// or replaced), the error of the apply, and what is there afterwards.
type ending struct {
	warns, adds, fails string
	after              string // gone, active or inactive
}

var endings = map[string]map[string]ending{
	"delete_if_empty": {
		"none":    {after: "gone"},
		"some":    {`Feed "a" cannot be VERB as it is`, `applying this plan will fail unless the feed is emptied first. To delete it with all that it holds, set deletion_policy = "delete"`, `Feed "a" is not deleted`, "active"},
		"unknown": {`Feed "a" cannot be VERB as it is`, `applying this plan will fail. To delete it with all that it holds, set deletion_policy = "delete"`, `Feed "a" is not deleted`, "active"},
	},
	"delete": {
		"none":    {after: "gone"},
		"some":    {`Feed "a" will be VERB with all that it holds`, `All of it will be lost: the deletion policy is "delete".`, "", "gone"},
		"unknown": {`Feed "a" will be VERB with all that it holds`, `All of it will be lost: the deletion policy is "delete".`, "", "gone"},
	},
	"deactivate": {
		"none":    {after: "inactive"},
		"some":    {`Feed "a" will be deactivated, not deleted`, `It stays on the server, inactive, under its name.`, "", "inactive"},
		"unknown": {`Feed "a" will be deactivated, not deleted`, `It stays on the server, inactive, under its name.`, "", "inactive"},
	},
}

// feedOf is the configuration of the feed a.
func feedOf(feedType string, more ...values) values {
	all := values{"name": "a", "feed_type": feedType}
	for _, m := range more {
		maps.Copy(all, m)
	}
	return all
}

// stocked makes a feed through the provider and fills it behind its back.
func (st stock) stocked(t *testing.T, settings, config values) (*server, *engine, object) {
	t.Helper()
	s := serve(t, fakeproget.Options{Profile: st.profile})
	e := connect(t, s, settings)
	o, diags := e.Apply(t, "proget_feed", e.Absent("proget_feed"), feedOf(st.feedType, config))
	noErrors(t, diags)
	for _, name := range st.packages {
		s.AddPackage("a", name, "1.0.0")
	}
	for _, name := range st.files {
		s.AddAsset("a", name)
	}
	s.ResetRequests()
	return s, e, o
}

// whole requires that the feed still holds everything, going by what the server lists.
func (st stock) whole(t *testing.T, s *server) {
	t.Helper()
	if st.listing == "" {
		return
	}
	body := s.ask(t, st.listing)
	for _, name := range append(slices.Clone(st.packages), st.files...) {
		if base := name[strings.LastIndex(name, "/")+1:]; !strings.Contains(body, base) {
			t.Errorf("%s was lost: %s lists %s", name, st.listing, body)
		}
	}
}

// ask is the body of the answer to a GET.
func (s *server) ask(t *testing.T, path string) string {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody)
	req.Header.Set("X-ApiKey", apiKey)
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, req)
	return recorder.Body.String()
}

// endFeed does what a plan to destroy says, or the first half of a replacement.
func endFeed(t *testing.T, e *engine, o object, private []byte) (object, diagnostics) {
	t.Helper()
	const resource = "proget_feed"
	return e.ApplyPlanned(t, resource, o, nil, &tfprotov6.PlanResourceChangeResponse{
		PlannedPrivate: private, PlannedState: tftest.Encode(t, e.Type(resource), nil),
	})
}

// writes are the requests that are no GET.
func (s *server) writes() (writes []string) {
	for _, r := range s.Requests() {
		if r.Method != http.MethodGet {
			writes = append(writes, fmt.Sprintf("%s %s %s", r.Method, r.Path, r.Body))
		}
	}
	return writes
}

// warned requires the only warning of the plan, with how much is at stake.
func (end ending) warned(t *testing.T, diags diagnostics, verb, says string) {
	t.Helper()
	if end.warns == "" {
		if len(diags) > 0 {
			t.Errorf("the plan has something to say:\n%s", diags)
		}
		return
	}
	if want := strings.Replace(end.warns, "VERB", verb, 1); len(diags) == 0 || diags.Failed() || diags[0].Summary != want ||
		!strings.HasPrefix(diags[0].Detail, says) || !strings.Contains(diags[0].Detail, end.adds) {
		t.Errorf("want the warning %q that says %q and %q, got\n%s", want, says, end.adds, diags)
	}
}

// ended requires what is left after the apply, in the state and on the server.
func (end ending) ended(t *testing.T, s *server, st stock, o object, diags diagnostics) {
	t.Helper()
	switch _, summary, detail := firstError(diags); {
	case summary != end.fails:
		t.Errorf("want the error %q, got\n%s", end.fails, diags)
	case end.fails != "" && !(strings.HasPrefix(detail, st.says) && strings.Contains(detail, `deletion_policy = "deactivate"`) && strings.Contains(detail, "terraform state rm")):
		t.Errorf("want an error that says %q and the ways out, got\n%s", st.says, detail)
	}
	if kept := !o.State.IsNull(); kept != (end.fails != "") {
		t.Errorf("in the state: %v, want %v", kept, !kept)
	}
	feed, there := s.Get("feeds", "a")
	if there != (end.after != "gone") {
		t.Fatalf("on the server: %v, want it %s", there, end.after)
	}
	if !there {
		return
	}
	if feed["active"] != (end.after == "active") {
		t.Errorf("active is %v, want the feed %s", feed["active"], end.after)
	}
	st.whole(t, s)
	if want := []string{`POST /api/management/feeds/update/a {"active":false}`}; end.after == "inactive" && !cmp.Equal(want, s.writes()) {
		t.Errorf("writes are %q, want %q", s.writes(), want)
	}
	if end.after == "active" && s.writes() != nil {
		t.Errorf("writes are %q, want none", s.writes())
	}
}

// A destroyed feed ends as its policy says: nothing is lost unless that is delete.
func TestFeedDeletion(t *testing.T) {
	t.Parallel()
	for _, p := range policies {
		for _, st := range stocks {
			t.Run(p.name+", "+st.name, func(t *testing.T) {
				t.Parallel()
				s, e, o := st.stocked(t, p.settings, p.config)
				end := endings[p.policy][st.amount]
				planned, diags := e.Plan(t, "proget_feed", o, nil)
				end.warned(t, diags, "destroyed", st.says)
				o, diags = endFeed(t, e, o, planned.PlannedPrivate)
				end.ended(t, s, st, o, diags)
			})
		}
	}
}

// What a feed holds is looked up when it is deleted: what came after the plan
// is not lost.
func TestFeedFilledAfterThePlan(t *testing.T) {
	t.Parallel()
	tests := []stock{
		{name: "a package", feedType: "nuget", packages: []string{"Acme.Core"}, says: "The feed holds 1 package.", listing: "/api/packages/a/latest"},
		{name: "a package on 5.2", profile: "5.2", feedType: "universal", packages: []string{"core"}, says: "The feed holds 1 package.", listing: "/upack/a/packages"},
		{name: "a file", feedType: "asset", files: []string{"setup.zip"}, says: "The feed holds 1 file.", listing: "/endpoints/a/dir?recursive=true"},
	}
	for _, st := range tests {
		t.Run(st.name, func(t *testing.T) {
			t.Parallel()
			s, e, o := stock{profile: st.profile, feedType: st.feedType}.stocked(t, nil, nil)
			planned, diags := e.Plan(t, "proget_feed", o, nil)
			endings["delete_if_empty"]["none"].warned(t, diags, "destroyed", "")
			for _, name := range st.packages {
				s.AddPackage("a", name, "1.0.0")
			}
			for _, name := range st.files {
				s.AddAsset("a", name)
			}
			o, diags = endFeed(t, e, o, planned.PlannedPrivate)
			endings["delete_if_empty"]["some"].ended(t, s, st, o, diags)
		})
	}
}

// The destruction of a feed that is gone succeeds, whatever the policy.
func TestFeedGoneAlready(t *testing.T) {
	t.Parallel()
	for _, p := range policies {
		for _, st := range stocks {
			t.Run(p.name+", "+st.name, func(t *testing.T) {
				t.Parallel()
				s, e, o := st.stocked(t, p.settings, p.config)
				planned, diags := e.Plan(t, "proget_feed", o, nil)
				noErrors(t, diags)
				s.Remove("feeds", "a")
				o, diags = endFeed(t, e, o, planned.PlannedPrivate)
				noErrors(t, diags)
				if !o.State.IsNull() || len(s.Names("feeds")) > 0 {
					t.Errorf("feeds are %v", s.Names("feeds"))
				}
			})
		}
	}
}

// What a feed holds is looked up before every attempt to delete it: after one that
// was lost, the feed of that name may be somebody else's.
func TestFeedDeletionIsRepeatedOnlyIfEmpty(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		drop  fakeproget.Moment
		rival bool
	}{
		"not done":                      {fakeproget.BeforeActing, false},
		"done":                          {fakeproget.AfterActing, false},
		"done, and made anew by others": {fakeproget.AfterActing, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var s *server
			asked, came := false, false
			s = serve(t, fakeproget.Options{OnRequest: func(r *http.Request) {
				if asked && !came && c.rival {
					came = true
					s.Put("feeds", "a", map[string]any{"feedType": "nuget", "description": "theirs"})
					s.AddPackage("a", "Acme.Core", "1.0.0")
				}
				asked = asked || r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/delete/a")
			}})
			o := made(t, s, "proget_feed", feedOf("nuget"))
			s.Fail(fakeproget.Fault{Method: http.MethodPost, Path: feedsAPI + "delete/", Drop: c.drop, Times: 1})
			_, diags := connect(t, s, nil).Apply(t, "proget_feed", o, nil)
			feed, there := s.Get("feeds", "a")
			if !c.rival {
				noErrors(t, diags)
				if there {
					t.Error("the feed is still there")
				}
				return
			}
			if _, summary, detail := firstError(diags); summary != `Feed "a" is not deleted` || !strings.Contains(detail, "The feed holds 1 package.") {
				t.Errorf("it says %s", diags)
			}
			if feed["description"] != "theirs" {
				t.Errorf("the rival's feed became %v", feed)
			}
		})
	}
}
