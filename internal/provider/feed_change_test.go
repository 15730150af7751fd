package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// replaces are the attributes that make the plan a replacement.
func replaces(planned *tfprotov6.PlanResourceChangeResponse) (names []string) {
	for _, p := range planned.RequiresReplace {
		names = append(names, tftest.AttributeOf(&tfprotov6.Diagnostic{Attribute: p}))
	}
	return names
}

// plannedFeed is the planned state.
func plannedFeed(t *testing.T, e *engine, planned *tfprotov6.PlanResourceChangeResponse) object {
	t.Helper()
	return e.PlannedState(t, "proget_feed", planned)
}

// A feed is renamed in place with all that it holds, and its identity follows.
func TestFeedRename(t *testing.T) {
	t.Parallel()
	tests := []struct {
		stock
		to, more values
		sent     string
	}{
		{stock{name: "empty", feedType: "nuget"}, values{"name": "b"}, nil, `{"name":"b"}`},
		{stock{name: "case only", feedType: "nuget"}, values{"name": "A"}, nil, `{"name":"A"}`},
		{stock{name: "packages", feedType: "nuget", packages: []string{"Acme.Core"}, listing: "/api/packages/b/latest"}, values{"name": "b"}, nil, `{"name":"b"}`},
		{stock{name: "packages on 2023", profile: "2023", feedType: "npm", packages: []string{"left-pad"}, listing: "/api/packages/b/latest"}, values{"name": "b"}, nil, `{"name":"b"}`},
		{stock{name: "packages on 5.2", profile: "5.2", feedType: "universal", packages: []string{"core"}, listing: "/upack/b/packages"}, values{"name": "b"}, nil, `{"name":"b"}`},
		{stock{name: "an image", feedType: "docker", packages: []string{"acme/web"}, listing: "/v2/b/acme/web/tags/list"}, values{"name": "b"}, nil, `{"name":"b"}`},
		{stock{name: "a file", feedType: "asset", files: []string{"setup.zip"}, listing: "/endpoints/b/dir?recursive=true"}, values{"name": "b"}, nil, `{"name":"b"}`},
		{stock{name: "with the old name as alternate", feedType: "nuget", packages: []string{"Acme.Core"}, listing: "/api/packages/b/latest"}, values{"name": "b", "alternate_names": []string{"a"}}, nil, `{"name":"b","alternateNames":["a"]}`},
		{stock{name: "under deactivate", feedType: "nuget", packages: []string{"Acme.Core"}, listing: "/api/packages/b/latest"}, values{"name": "b"}, values{"deletion_policy": "deactivate"}, `{"name":"b"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, e, o := tt.stocked(t, nil, tt.more)
			after := feedOf(tt.feedType, tt.more, tt.to)
			planned, diags := e.Plan(t, "proget_feed", o, after)
			if len(diags) > 0 || replaces(planned) != nil {
				t.Errorf("the plan replaces because of %v and says\n%s", replaces(planned), diags)
			}
			if url := plannedFeed(t, e, planned).Get(t, "endpoint_url"); url != (unknownValue{}) {
				t.Errorf("endpoint_url is planned as %v, want it unknown", url)
			}
			o, diags = e.Apply(t, "proget_feed", o, after)
			if len(diags) > 0 {
				t.Errorf("the apply says\n%s", diags)
			}
			must(t, s.sent(map[string]string{"a": tt.sent}))
			name := fmt.Sprint(after["name"])
			if names := s.Names("feeds"); !cmp.Equal(names, []string{name}) {
				t.Errorf("feeds are %v, want %s", names, name)
			}
			if o.Get(t, "name") != name || named(t, e, "proget_feed", o) != name {
				t.Errorf("the state says %v, the identity %v, want %s", o.Get(t, "name"), named(t, e, "proget_feed", o), name)
			}
			if url := o.Get(t, "endpoint_url"); tt.profile != "5.2" && !strings.Contains(fmt.Sprint(url), "/"+name) {
				t.Errorf("endpoint_url is %v", url)
			}
			tt.whole(t, s)
		})
	}
}

// A rename that the server refuses or ignores is an error, and the state keeps the old name.
func TestFeedRenameFails(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		options fakeproget.Options
		taken   bool
		summary string
	}{
		{"ignored", fakeproget.Options{RenameIgnored: true}, false, `ProGet did not store name of feed "b"`},
		{"ignored by 5.2", fakeproget.Options{RenameIgnored: true, Profile: "5.2"}, false, `ProGet did not store name of feed "b"`},
		{"taken", fakeproget.Options{}, true, `Unable to update feed "a"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, tt.options)
			e := connect(t, s, nil)
			o, diags := e.Apply(t, "proget_feed", e.Absent("proget_feed"), feedOf("nuget"))
			noErrors(t, diags)
			if tt.taken {
				s.Put("feeds", "b", map[string]any{"feedType": "nuget", "description": "theirs"})
			}
			o, diags = e.Apply(t, "proget_feed", o, feedOf("nuget", values{"name": "b"}))
			if attribute, summary, _ := firstError(diags); attribute != "name" || summary != tt.summary {
				t.Errorf("want %q at name, got\n%s", tt.summary, diags)
			}
			if o.Get(t, "name") != "a" || named(t, e, "proget_feed", o) != "a" {
				t.Errorf("the state says %v, the identity %v", o.Get(t, "name"), named(t, e, "proget_feed", o))
			}
			if _, there := s.Get("feeds", "a"); !there {
				t.Error("the feed a is gone")
			}
		})
	}
}

// Rules are written whole, so that what the server has in them and the provider
// does not know is lost: the plan says so, without a request of its own.
func TestFeedRulesOfTheFuture(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	config := func(counts ...int) values {
		var rules []any
		for _, count := range counts {
			rules = append(rules, values{"keep_versions_count": count})
		}
		return feedOf("nuget", values{"retention_rules_enabled": true, "retention_rule": rules})
	}
	o := made(t, s, "proget_feed", config(1, 2, 3))
	s.Put("feeds", "a", map[string]any{"retentionRules": []any{
		map[string]any{"keepVersionsCount": 1}, map[string]any{"keepVersionsCount": 2, "keepThis": 7, "keepThat": []any{"a"}}, map[string]any{"keepVersionsCount": 3, "keepThis": nil},
	}})
	e := connect(t, s, nil)
	s.ResetRequests()
	o, diags := e.Read(t, "proget_feed", o)
	noErrors(t, diags)
	for name, tt := range map[string]struct {
		config values
		warns  bool
	}{
		"unchanged":              {config(1, 2, 3), false},
		"another attribute":      {feedOf("nuget", config(1, 2, 3), values{"description": "new"}), false},
		"another rule changed":   {config(4, 2, 3), true},
		"the rule changed":       {config(1, 4, 3), true},
		"one more":               {config(1, 2, 3, 4), true},
		"no rules":               {feedOf("nuget", values{"retention_rules_enabled": true}), false},
		"rules that are unknown": {feedOf("nuget", values{"retention_rules_enabled": true, "retention_rule": []any{values{"keep_versions_count": unknownValue{}}}}), true},
	} {
		_, diags := e.Plan(t, "proget_feed", o, tt.config)
		said := diags.String()
		if warns := strings.Contains(said, "Retention rules will lose what the provider does not know"); warns != tt.warns || diags.Failed() ||
			warns && !strings.Contains(said, "retention_rule[1] has keepThat, keepThis.") {
			t.Errorf("%s: warns: %t\n%s", name, warns, said)
		}
	}
	if want := []string{"GET feeds/get/a"}; !cmp.Equal(want, s.requested()) {
		t.Errorf("requests %q, want %q", s.requested(), want)
	}
}

// A feed changes its type in place within a group; spelling is no change.
func TestFeedTypeInPlace(t *testing.T) {
	t.Parallel()
	tests := []struct{ from, to, sent string }{
		{"universal", "romp", `{"feedType":"romp"}`},
		{"romp", "proget", `{"feedType":"universal"}`},
		{"nuget", "chocolatey", `{"feedType":"chocolatey"}`},
		{"chocolatey", "powershell", `{"feedType":"powershell"}`},
		{"powershell", "nuget", `{"feedType":"nuget"}`},
		{"nuget", "NuGet", ""},
		{"ProGet", "universal", ""},
		{"universal", "PROGET", ""},
	}
	for _, tt := range tests {
		t.Run(tt.from+" to "+tt.to, func(t *testing.T) {
			t.Parallel()
			st := stock{feedType: tt.from, packages: []string{"core"}, listing: "/api/packages/a/latest"}
			s, e, o := st.stocked(t, nil, nil)
			planned, diags := e.Plan(t, "proget_feed", o, feedOf(tt.to))
			if len(diags) > 0 || replaces(planned) != nil {
				t.Errorf("the plan replaces because of %v and says\n%s", replaces(planned), diags)
			}
			unknown := plannedFeed(t, e, planned).Get(t, "endpoint_url") == unknownValue{}
			if unknown != (tt.sent != "") {
				t.Errorf("endpoint_url is unknown: %v", unknown)
			}
			_, diags = e.Apply(t, "proget_feed", o, feedOf(tt.to))
			noErrors(t, diags)
			want := map[string]string{"a": tt.sent}
			if tt.sent == "" {
				want = map[string]string{}
			}
			must(t, s.sent(want))
			st.whole(t, s)
		})
	}
}

// Another type is another feed: the plan says what the replacement does, and
// its first half ends the old feed as the policy says.
func TestFeedTypeReplaces(t *testing.T) {
	t.Parallel()
	for _, p := range policies {
		for _, st := range stocks {
			for _, name := range []string{"a", "b"} {
				t.Run(p.name+", "+st.name+", as "+name, func(t *testing.T) {
					t.Parallel()
					s, e, o := st.stocked(t, p.settings, p.config)
					planned, diags := e.Plan(t, "proget_feed", o, feedOf("rubygems", p.config, values{"name": name}))
					if want := []string{"feed_type"}; !cmp.Equal(replaces(planned), want) {
						t.Errorf("replaced because of %v, want %v", replaces(planned), want)
					}
					end := endings[p.policy][st.amount]
					if p.policy == "deactivate" && name == "a" {
						attribute, summary, detail := firstError(diags)
						if attribute != "feed_type" || summary != "Feed cannot be replaced under its name" || !strings.Contains(detail, `set deletion_policy = "delete"`) {
							t.Errorf("want an error at feed_type, got\n%s", diags)
						}
						if len(s.writes()) > 0 {
							t.Errorf("writes are %q", s.writes())
						}
						return
					}
					end.warned(t, diags, "replaced", st.says)
					o, diags = endFeed(t, e, o, planned.PlannedPrivate)
					end.ended(t, s, st, o, diags)
					if end.fails != "" {
						return
					}
					_, diags = e.Apply(t, "proget_feed", e.Absent("proget_feed"), feedOf("rubygems", p.config, values{"name": name}))
					noErrors(t, diags)
					if feed, _ := s.Get("feeds", name); feed["feedType"] != "rubygems" {
						t.Errorf("%s is %v", name, feed)
					}
				})
			}
		}
	}
}

// A type that is not known yet may turn out to be the same: no replacement.
func TestFeedTypeUnknown(t *testing.T) {
	t.Parallel()
	for _, p := range policies {
		s, e, o := stocks[3].stocked(t, p.settings, p.config)
		planned, diags := e.Plan(t, "proget_feed", o, feedOf("", p.config, values{"feed_type": unknownValue{}}))
		if len(diags) > 0 || replaces(planned) != nil || len(s.writes()) > 0 {
			t.Errorf("%s: the plan replaces because of %v and says\n%s", p.name, replaces(planned), diags)
		}
	}
}
