package provider_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// Cases that once went wrong, each with a name of its own. TestTrust has the
// same and many more without one.

// feedsAPI is where feeds are.
const feedsAPI = "/api/management/feeds/"

// made applies a configuration in a walk of its own.
func made(t *testing.T, s *server, resource string, config values) object {
	t.Helper()
	e := connect(t, s, nil)
	o, diags := e.Apply(t, resource, e.Absent(resource), config)
	noErrors(t, diags)
	return o
}

// Something that is not ProGet answers a deletion, which never came to pass.
func TestTrustForeignAnswerToDelete(t *testing.T) {
	t.Parallel()
	for name, fault := range fakeproget.ForeignAnswers() {
		for _, k := range kinds {
			for _, times := range []int{1, 0} {
				t.Run(fmt.Sprintf("%s %s %d", k, name, times), func(t *testing.T) {
					t.Parallel()
					s := k.served(t, fakeproget.Options{})
					o := made(t, s, k.resource, k.before)
					e := connect(t, s, nil) // whose first request this is
					struck := fault
					struck.Method, struck.Times = k.deleteMethod(), times
					k.fail(s, struck)
					deleted, diags := e.Apply(t, k.resource, o, nil)
					if there := k.there(s, k.before); there != !deleted.State.IsNull() || there != diags.Failed() {
						t.Errorf("on the server: %t, in the state: %t\n%s", there, !deleted.State.IsNull(), diags)
					}
				})
			}
		}
	}
}

// An update that only changes a secret is answered by something that is not ProGet.
func TestTrustForeignAnswerToASecret(t *testing.T) {
	t.Parallel()
	before := values{"name": "a", "feed_type": "nuget", "url": nuget, "username": "u", "password_wo": "one", "password_wo_version": 1}
	after := values{"name": "a", "feed_type": "nuget", "url": nuget, "username": "u", "password_wo": "two", "password_wo_version": 2}
	for name, fault := range fakeproget.ForeignAnswers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, fakeproget.Options{})
			o := made(t, s, "proget_connector", before)
			fault.Method, fault.Path = http.MethodPost, "/api/management/connectors/update/"
			s.Fail(fault)
			struck, _ := connect(t, s, nil).Apply(t, "proget_connector", o, after)
			s.ClearFaults()
			if got := struck.Get(t, "password_wo_version"); got != 1 {
				t.Errorf("the state has version %v of a password that was not stored", got)
			}
			e := connect(t, s, nil)
			_, diags := e.Apply(t, "proget_connector", struck, after)
			noErrors(t, diags)
			if stored, _ := s.Get("connectors", "a"); stored["password"] != "two" {
				t.Errorf("the server has the password %v", stored["password"])
			}
		})
	}
}

// A feed was deleted and made again with another type, and filled, behind
// Terraform's back: what it holds is what counts, whatever the state says.
func TestTrustFeedOfAnotherType(t *testing.T) {
	t.Parallel()
	for _, feedType := range []string{"docker", "maven", "bower", "asset", "npm"} {
		t.Run(feedType, func(t *testing.T) {
			t.Parallel()
			s := serve(t, fakeproget.Options{})
			o := made(t, s, "proget_feed", values{"name": "a", "feed_type": "nuget"})
			e := connect(t, s, nil)
			planned, diags := e.Plan(t, "proget_feed", o, nil)
			noErrors(t, diags)
			s.Remove("feeds", "a")
			s.Put("feeds", "a", map[string]any{"feedType": feedType})
			if feedType == "asset" {
				s.AddAsset("a", "tools/setup.zip")
			} else {
				s.AddPackage("a", "acme/core", "1.0.0")
			}
			deleted, diags := e.ApplyPlanned(t, "proget_feed", o, nil, planned)
			if _, there := s.Get("feeds", "a"); !there || deleted.State.IsNull() || !diags.Failed() {
				t.Errorf("the feed was destroyed with its content:\n%s", diags)
			}
		})
	}
}

// An empty listing of packages or files proves nothing unless ProGet signed it.
func TestTrustForeignListingOfContents(t *testing.T) {
	t.Parallel()
	for _, feedType := range []string{"nuget", "asset"} {
		for _, options := range []fakeproget.Options{{}, {ShallowAssets: true}} {
			t.Run(fmt.Sprintf("%s %t", feedType, options.ShallowAssets), func(t *testing.T) {
				t.Parallel()
				s := serve(t, options)
				o := made(t, s, "proget_feed", values{"name": "a", "feed_type": feedType})
				s.AddAsset("a", "tools/setup.zip")
				if feedType != "asset" {
					s.AddPackage("a", "Acme.Core", "1.0.0")
				}
				if !options.ShallowAssets {
					for _, path := range []string{"/api/packages/", "/endpoints/"} {
						s.Fail(fakeproget.Fault{Path: path, Foreign: true, Body: "[]", ContentType: "application/json"})
					}
				}
				deleted, diags := connect(t, s, nil).Apply(t, "proget_feed", o, nil)
				if _, there := s.Get("feeds", "a"); !there || deleted.State.IsNull() || !diags.Failed() {
					t.Errorf("the feed was destroyed with its content:\n%s", diags)
				}
			})
		}
	}
}

// An empty listing that ProGet did not sign is no answer for data sources, list
// resources and objects that only a listing has.
func TestTrustForeignListing(t *testing.T) {
	t.Parallel()
	forProfiles(t, func(t *testing.T, profile string) {
		t.Helper()
		for _, k := range kindsOn(profile) {
			for _, body := range []string{"[]", "{}", "null", ""} {
				s := k.served(t, fakeproget.Options{Profile: profile})
				o := made(t, s, k.resource, k.before)
				s.Fail(fakeproget.Fault{Method: http.MethodGet, Path: "/api/", Foreign: true, Status: http.StatusOK, Body: body, ContentType: "application/json"})
				for _, knows := range []bool{false, true} { // whether the run knows that this server signs
					e := connect(t, s, nil)
					if knows {
						_, diags := e.Data(t, "proget_server", values{})
						noErrors(t, diags)
					}
					for range 2 {
						read, diags := e.Read(t, k.resource, o)
						if read.State.IsNull() || !diags.Failed() {
							t.Errorf("%s, %q: gone: %t\n%s", k.resource, body, read.State.IsNull(), diags)
						}
					}
					if k.listed {
						if e.Schemas.DataSourceSchemas[k.resource+"s"] == nil { // see TestDataSourcesTellEverything
						} else if _, diags := e.Data(t, k.resource+"s", values{}); !diags.Failed() {
							t.Errorf("%ss, %q: the data source believes it", k.resource, body)
						}
						if _, diags := e.List(t, k.resource, values{}, 0, false); !diags.Failed() {
							t.Errorf("%s, %q: the list resource believes it", k.resource, body)
						}
					}
				}
			}
		}
	})
}

// What an answer lacks is not different: nothing is replaced for it.
func TestTrustMissingFeedType(t *testing.T) {
	t.Parallel()
	forProfiles(t, func(t *testing.T, profile string) {
		t.Helper()
		for _, k := range kinds[:2] {
			for _, member := range []string{"feedType", "name"} {
				s := serve(t, fakeproget.Options{Profile: profile, OmitMembers: []string{member}})
				s.Put(k.fake, "a", k.theirs)
				e := connect(t, s, nil)
				healthy := serve(t, fakeproget.Options{Profile: profile})
				o := made(t, healthy, k.resource, k.before)
				for range 2 {
					read, diags := e.Read(t, k.resource, o)
					if read.State.IsNull() {
						t.Fatalf("%s without %s is gone\n%s", k.resource, member, diags)
					}
					if diags.Failed() {
						continue
					}
					planned, diags := e.Plan(t, k.resource, read, k.before)
					noErrors(t, diags)
					if len(planned.RequiresReplace) > 0 {
						t.Errorf("%s without %s is replaced for %v", k.resource, member, planned.RequiresReplace)
					}
				}
			}
		}
	})
}

// What cannot be changed is not replaced for what an answer lacks, only for what
// it shows to be different.
func TestTrustMissingMember(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		resource, fake string
		config         values
	}{
		{apiKeyName, "api-keys", values{"type": "Feed", "display_name": "a", "description": "one", "package_permissions": []string{"view"}, "feed": "a", "expiration": "2099-01-31T00:00:00Z", "logging": "request"}},
		{apiKeyName, "api-keys", values{"type": "System", "display_name": "a", "system_apis": []string{"feeds"}}},
		{apiKeyName, "api-keys", values{"type": "Personal", "display_name": "a", "user": "a"}},
		{"proget_permission", "permissions", values{"user": "a", "task": "Manage Feed", "feed": "a", "deny": true}},
		{"proget_permission", "permissions", values{"group": "a", "task": "Manage Feed", "feed_group": "x"}},
	} {
		for attribute := range c.config {
			for _, lacks := range []bool{true, false} {
				groups, member := map[string][]string{"x": {"a"}}, field.Property(attribute)
				s := withSecurity(t, fakeproget.Options{FeedGroups: groups})
				o := made(t, s, c.resource, c.config)
				object, _ := s.Get(c.fake, fmt.Sprint(o.Get(t, "id")))
				if lacks {
					s = withSecurity(t, fakeproget.Options{FeedGroups: groups, OmitMembers: []string{member}})
				} else {
					object[member] = different(attribute)
				}
				s.Put(c.fake, fmt.Sprint(o.Get(t, "id")), object)
				e := connect(t, s, nil)
				read, diags := e.Read(t, c.resource, o)
				noErrors(t, diags)
				planned, diags := e.Plan(t, c.resource, read, c.config)
				noErrors(t, diags)
				if replaced := len(planned.RequiresReplace) > 0; replaced == lacks {
					t.Errorf("%s: %s is left out: %t, and the object is replaced for %v", c.resource, attribute, lacks, planned.RequiresReplace)
				}
			}
		}
	}
}

// What the listing leaves out of a task is neither changed nor sent with a change
// of something else.
func TestTrustTaskOfUnknownScope(t *testing.T) {
	t.Parallel()
	s := withSecurity(t, fakeproget.Options{OmitMembers: []string{"feedScoped"}})
	config := values{"name": "new", "attributes": view, "feed_scoped": true, "description": "one"}
	o := made(t, s, "proget_task", config)
	e := connect(t, s, nil)
	o, diags := e.Read(t, "proget_task", o)
	noErrors(t, diags)
	e.PlanEmpty(t, "proget_task", o, config)
	config["description"] = "two"
	s.ResetRequests()
	o, diags = e.Apply(t, "proget_task", o, config)
	noErrors(t, diags)
	want := []string{`POST /api/security/tasks/update {"name":"new","description":"two","attributes":["Feeds_ViewFeed"]}`}
	if stored, _ := s.Get("tasks", "new"); !cmp.Equal(want, s.writes()) || stored["feedScoped"] != true || o.Get(t, "feed_scoped") != true {
		t.Errorf("writes %q, want %q; the server has %v, the state %v", s.writes(), want, stored, o.Get(t, "feed_scoped"))
	}
	if o, diags = e.Import(t, "proget_task", "new", nil); diags.Failed() || o.Get(t, "feed_scoped") != false {
		t.Errorf("imported with %v\n%s", o.Get(t, "feed_scoped"), diags)
	}
}

// different is another value of what an API key or a permission has.
func different(attribute string) any {
	if value := map[string]any{
		"type": "Other", "expiration": "2088-01-31T00:00:00Z", "logging": "None", "deny": false,
		"package_permissions": []any{"add"}, "system_apis": []any{"sca"},
	}[attribute]; value != nil {
		return value
	}
	return "b"
}

// A plan that was saved changes what it says and nothing else, whatever changed meanwhile.
func TestTrustSavedPlan(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	s.Put("connectors", "c", map[string]any{"feedType": "nuget", "url": nuget})
	config := values{"name": "a", "feed_type": "nuget", "description": "one"}
	o := made(t, s, "proget_feed", config)
	config["description"] = "two"
	e := connect(t, s, nil)
	planned, diags := e.Plan(t, "proget_feed", o, config)
	noErrors(t, diags)
	s.Put("feeds", "a", map[string]any{"active": false, "connectors": []string{"c"}, "dropPath": "/theirs"})
	s.ResetRequests()
	_, diags = e.ApplyPlanned(t, "proget_feed", o, config, planned)
	noErrors(t, diags)
	if want := []string{`POST ` + feedsAPI + `update/a {"description":"two"}`}; !cmp.Equal(want, s.writes()) {
		t.Errorf("writes %q, want %q", s.writes(), want)
	}
	stored, _ := s.Get("feeds", "a")
	if stored["active"] != false || stored["dropPath"] != "/theirs" || fmt.Sprint(stored["connectors"]) != "[c]" {
		t.Errorf("the server has %v", stored)
	}
}

// The dialect of licenses goes by the version, whoever asks first and whatever
// something else answers.
func TestTrustLicenseDialect(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]fakeproget.Options{"a preview": {Profile: "2023", Version: "23.0.27.1", PreviewLicenses: true}, "5.2": {Profile: "5.2"}} {
		for _, foreign := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s %t", name, foreign), func(t *testing.T) {
				t.Parallel()
				s := serve(t, options)
				if foreign {
					s.Fail(fakeproget.Fault{Path: "/api/licenses/", Foreign: true, Body: "[]", ContentType: "application/json"})
				}
				e := connect(t, s, nil)
				_, diags := e.Data(t, "proget_licenses", values{})
				noErrors(t, diags)
				o, diags := e.Apply(t, "proget_license", e.Absent("proget_license"), values{"code": "A-1.0", "title": "one", "allowed": false})
				noErrors(t, diags)
				if got := o.Get(t, "allowed"); got != false {
					t.Errorf("allowed is %v", got)
				}
				if writes := licenseWrites(s); len(writes) != 1 || writes[0] != "POST /api/management/licenses/create" {
					t.Errorf("writes %v", writes)
				}
			})
		}
	}
}

// A walk that is cancelled while an object is being made still learns what
// became of it: the object is in the state, untainted.
func TestTrustCancelledCreation(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		for _, drop := range []fakeproget.Moment{0, fakeproget.AfterActing} {
			t.Run(fmt.Sprintf("%s %d", k, drop), func(t *testing.T) {
				t.Parallel()
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				s := k.served(t, fakeproget.Options{OnRequest: func(r *http.Request) {
					if r.Method == http.MethodPost {
						cancel()
					}
				}})
				if drop != 0 {
					k.fail(s, fakeproget.Fault{Method: http.MethodPost, Drop: drop, Times: 1})
				}
				e := connect(t, s, nil)
				planned, diags := e.Plan(t, k.resource, e.Absent(k.resource), k.before)
				noErrors(t, diags)
				resp, err := e.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
					TypeName: k.resource, PriorState: tftest.Encode(t, e.Type(k.resource), nil), PlannedState: planned.PlannedState, PlannedPrivate: planned.PlannedPrivate,
					Config: tftest.Dynamic(t, e.Type(k.resource), e.Given(t, k.resource, k.before)), PlannedIdentity: planned.PlannedIdentity,
				})
				must(t, err)
				if drop != 0 && k.unnamed != "" {
					if !k.there(s, k.before) || !importBlock.MatchString(diagnostics(resp.Diagnostics).String()) {
						t.Errorf("what may have been made is not named\n%s", diagnostics(resp.Diagnostics))
					}
					return
				}
				noErrors(t, resp.Diagnostics)
				if !k.there(s, k.before) || tftest.Decode(t, e.Type(k.resource), resp.NewState).IsNull() {
					t.Error("the object is not on the server and in the state")
				}
			})
		}
	}
}

// A success that ProGet did not sign does not blame its version.
func TestTrustForeignSuccessBlamesNobody(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	k := kinds[1]
	o := made(t, s, k.resource, k.before)
	s.Fail(fakeproget.Fault{Method: http.MethodPost, Path: feedsAPI, Foreign: true, Body: `{"error":"x"}`, ContentType: "application/json"})
	_, diags := connect(t, s, nil).Apply(t, k.resource, o, k.after)
	if text := diags.String(); !diags.Failed() || strings.Contains(text, "upgrade") || strings.Contains(text, "did not store") {
		t.Errorf("got\n%s", text)
	}
}

// An inactive feed whose package endpoints are closed can be destroyed if it is
// empty, or the message says to activate it.
func TestTrustInactiveFeed(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{CloseInactive: true})
	o := made(t, s, "proget_feed", values{"name": "a", "feed_type": "nuget", "active": false})
	deleted, diags := connect(t, s, nil).Apply(t, "proget_feed", o, nil)
	if !deleted.State.IsNull() && !strings.Contains(diags.String(), "activ") {
		t.Errorf("the message does not say to activate it:\n%s", diags)
	}
}

// A name that does not exist is recognised where it gets 400, by its text.
func TestTrustMissingWith400(t *testing.T) {
	t.Parallel()
	forProfiles(t, func(t *testing.T, profile string) {
		t.Helper()
		for _, k := range kinds[:2] {
			s := serve(t, fakeproget.Options{Profile: profile, MissingStatus: http.StatusBadRequest})
			o := made(t, s, k.resource, k.before)
			k.remove(s, k.before)
			read, diags := connect(t, s, nil).Read(t, k.resource, o)
			if !read.State.IsNull() || diags.Failed() {
				t.Errorf("%s: gone: %t\n%s", k.resource, read.State.IsNull(), diags)
			}
		}
	})
}

// Numbers are what they mean, and an odd item of a listing concerns nobody else.
func TestTrustOddItems(t *testing.T) {
	t.Parallel()
	for _, form := range []fakeproget.NumberForm{fakeproget.FractionNumbers, fakeproget.ExponentNumbers, fakeproget.TextNumbers} {
		s := serve(t, fakeproget.Options{Numbers: form, ExtraItems: map[string][]any{"connectors": {map[string]any{"name": nil}, 7, map[string]any{"name": "odd", "timeout": "soon"}}}})
		var objects []object
		for i := range 3 {
			objects = append(objects, made(t, s, "proget_connector", kinds[0].another(i)))
		}
		e := connect(t, s, nil)
		for i, o := range objects {
			o, diags := e.Read(t, "proget_connector", o)
			noErrors(t, diags)
			e.PlanEmpty(t, "proget_connector", o, kinds[0].another(i))
		}
	}
}

// Filters of a connector reach ProGet in the order written, and their order alone is no change.
func TestTrustOrderOfFilters(t *testing.T) {
	t.Parallel()
	for _, order := range []fakeproget.SetOrder{fakeproget.SetsAsStored, fakeproget.SetsSorted, fakeproget.SetsReversed} {
		s := serve(t, fakeproget.Options{FilterOrder: order})
		config := values{"name": "a", "feed_type": "nuget", "url": nuget, "filters": []any{"!b", "a", "*"}}
		o := made(t, s, "proget_connector", config)
		if stored, _ := s.Get("connectors", "a"); fmt.Sprint(stored["filters"]) != "[!b a *]" {
			t.Errorf("stored %v", stored["filters"])
		}
		e := connect(t, s, nil)
		o, diags := e.Read(t, "proget_connector", o)
		noErrors(t, diags)
		e.PlanEmpty(t, "proget_connector", o, config)
	}
}

// Replacing a feed that is to be deactivated under the same name is refused
// before anything happens.
func TestTrustReplacedUnderDeactivate(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	config := values{"name": "a", "feed_type": "nuget", "deletion_policy": "deactivate"}
	o := made(t, s, "proget_feed", config)
	config["feed_type"] = "npm"
	s.ResetRequests()
	_, diags := connect(t, s, nil).Apply(t, "proget_feed", o, config)
	if !diags.Failed() || len(s.writes()) > 0 {
		t.Errorf("writes %v\n%s", s.writes(), diags)
	}
	// With -replace, Terraform plans no change, and then a creation.
	config["feed_type"] = "nuget"
	e := connect(t, s, nil)
	o, diags = e.Read(t, "proget_feed", o)
	noErrors(t, diags)
	_, diags = e.PlanBeside(t, "proget_feed", e.Absent("proget_feed"), config)
	if attribute, summary, _ := firstError(diags); attribute != "name" || !strings.Contains(summary, "cannot be replaced under its name") {
		t.Errorf("replaced by force: %v\n%s", o.Get(t, "name"), diags)
	}
}

// What becomes of a feed that is replaced goes by the policy in the state, whatever
// the same plan makes of it and whether the feed was refreshed or only planned.
func TestTrustReplacedWithAnotherPolicy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		is, becomes any
		refused     bool
	}{
		{"deactivate", "delete_if_empty", true}, {"deactivate", nil, true}, {"delete_if_empty", "deactivate", false}, {nil, "deactivate", false},
	} {
		for _, refreshed := range []bool{true, false} {
			s := serve(t, fakeproget.Options{})
			o := made(t, s, "proget_feed", feedOf("nuget", values{"deletion_policy": c.is}))
			e, after := connect(t, s, nil), feedOf("nuget", values{"deletion_policy": c.becomes})
			if refreshed {
				var diags diagnostics
				_, diags = e.Read(t, "proget_feed", o)
				noErrors(t, diags)
			} else {
				_, diags := e.Plan(t, "proget_feed", o, after)
				noErrors(t, diags)
			}
			_, diags := e.PlanBeside(t, "proget_feed", e.Absent("proget_feed"), after)
			if refused := strings.Contains(diags.String(), "cannot be replaced under its name"); refused != c.refused || refused != diags.Failed() {
				t.Errorf("from %v to %v, refreshed: %t: refused: %t\n%s", c.is, c.becomes, refreshed, refused, diags)
			}
		}
	}
}

// With Terraform: -replace and a tainted feed, along with a change of the policy.
func TestAccReplacedWithAnotherPolicy(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	c := cli(t)
	write := func(policy string) {
		must(t, c.Write("main.tf", []byte(required+s.Block+fmt.Sprintf("resource \"proget_feed\" \"a\" {\n  name = \"a\"\n  feed_type = \"nuget\"\n  deletion_policy = %q\n}\n", policy))))
	}
	write("deactivate")
	run(t, c, 0, "apply", "-auto-approve")
	write("delete_if_empty")
	for _, args := range [][]string{{"-replace=proget_feed.a"}, {"-replace=proget_feed.a", "-refresh=false"}} {
		if said := run(t, c, 1, append([]string{"plan"}, args...)...).Output; !strings.Contains(said, "cannot be replaced under its name") {
			t.Errorf("%v: %s", args, said)
		}
	}
	run(t, c, 0, "taint", "proget_feed.a")
	if said := run(t, c, 1, "plan").Output; !strings.Contains(said, "cannot be replaced under its name") {
		t.Errorf("tainted: %s", said)
	}
	run(t, c, 0, "untaint", "proget_feed.a")
	run(t, c, 0, "apply", "-auto-approve")
	write("deactivate")
	run(t, c, 0, "apply", "-auto-approve", "-replace=proget_feed.a")
	if stored, ok := s.Get("feeds", "a"); !ok || stored["active"] != true {
		t.Errorf("the server has %v", stored)
	}
}
