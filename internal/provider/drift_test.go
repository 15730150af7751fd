package provider_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// What the matrices do attribute by attribute (see walk.drifted), here for
// whole objects: deleted, renamed and replaced behind Terraform's back.

const threeObjects = `
resource "proget_connector" "a" {
  name      = "a"
  feed_type = "nuget"
  url       = "https://api.nuget.org/v3/index.json"
}
resource "proget_feed" "a" {
  name            = "a"
  feed_type       = "nuget"
  deletion_policy = "delete"
}
resource "proget_license" "a" {
  code  = "A-1.0"
  title = "A"
}
`

var threeKinds = map[string]string{"connectors": "a", "feeds": "a", "licenses": "A-1.0"}

// actions expects the actions on the three objects.
func actions(action plancheck.ResourceActionType) []plancheck.PlanCheck {
	var checks []plancheck.PlanCheck
	for _, address := range []string{"proget_connector.a", "proget_feed.a", "proget_license.a"} {
		checks = append(checks, plancheck.ExpectResourceAction(address, action))
	}
	return checks
}

// drifted expects the plan to know that the objects changed outside of Terraform.
type driftedOutside int

func (n driftedOutside) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	if len(req.Plan.ResourceDrift) != int(n) {
		resp.Error = fmt.Errorf("want %d objects that drifted, got %d", n, len(req.Plan.ResourceDrift))
	}
}

// What was deleted elsewhere is planned anew.
func TestAccDeletedElsewhere(t *testing.T) {
	t.Parallel()
	forOuterProfiles(t, func(t *testing.T, profile string) {
		t.Helper()
		s := serve(t, fakeproget.Options{Profile: profile})
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: factories,
			Steps: []resource.TestStep{
				{Config: s.Block + threeObjects},
				{
					PreConfig: func() {
						for kind, name := range threeKinds {
							if !s.Remove(kind, name) {
								t.Errorf("there was no %s %s", kind, name)
							}
						}
					},
					Config:           s.Block + threeObjects,
					ConfigPlanChecks: ends(append(actions(plancheck.ResourceActionCreate), driftedOutside(3))...),
				},
				{ // and what is deleted elsewhere before it is destroyed is gone
					PreConfig: func() {
						for kind, name := range threeKinds {
							s.Remove(kind, name)
						}
					},
					Config:  s.Block + threeObjects,
					Destroy: true,
				},
			},
		})
	})
}

// What was renamed elsewhere is gone under the name that Terraform knows; the
// renamed object stays.
func TestAccRenamedElsewhere(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: s.Block + threeObjects},
			{
				PreConfig: func() {
					s.Put("connectors", "a", map[string]any{"name": "b"})
					s.Put("feeds", "a", map[string]any{"name": "b"})
				},
				Config: s.Block + threeObjects,
				ConfigPlanChecks: ends(
					plancheck.ExpectResourceAction("proget_connector.a", plancheck.ResourceActionCreate),
					plancheck.ExpectResourceAction("proget_feed.a", plancheck.ResourceActionCreate),
					plancheck.ExpectResourceAction("proget_license.a", plancheck.ResourceActionNoop),
				),
				Check: func(*terraformState) error {
					for _, kind := range []string{"connectors", "feeds"} {
						if names := s.Names(kind); fmt.Sprint(names) != "[b a]" {
							return fmt.Errorf("%s are %v", kind, names)
						}
					}
					return nil
				},
			},
		},
	})
}

// A server that still knows a feed by an older name shows the new one as drift,
// and the next apply gives it back its name.
func TestAccRenamedWithAlternate(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{FollowAlternateNames: true})
	config := s.Block + `
resource "proget_feed" "a" {
  name      = "a"
  feed_type = "nuget"
}
`
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: func() { s.Put("feeds", "a", map[string]any{"name": "b", "alternateNames": []string{"a"}}) },
				Config:    config,
				ConfigPlanChecks: ends(plannedChanges{
					resource: "proget_feed", want: map[string][]string{"proget_feed.a": {"alternate_names", "name"}},
					may: map[string][]string{"proget_feed.a": {"endpoint_url"}},
				}),
				Check: func(*terraformState) error {
					if names := s.Names("feeds"); fmt.Sprint(names) != "[a]" {
						return fmt.Errorf("feeds are %v", names)
					}
					return nil
				},
			},
		},
	})
}

// The warning names what is gone. To destroy it is fine, and to make it again.
func TestDeletionIsWarnedOf(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		s := k.served(t, fakeproget.Options{})
		e := connectBoth(t, s, nil)
		o, diags := e.Apply(t, k.resource, e.Absent(k.resource), k.before)
		noErrors(t, diags)
		k.remove(s, k.before)
		e = connectBoth(t, s, nil)
		read, diags := e.Read(t, k.resource, o)
		if !read.State.IsNull() || len(diags) != 1 || diags[0].Severity != tfprotov6.DiagnosticSeverityWarning ||
			!strings.Contains(diags[0].Summary, fmt.Sprintf("%q no longer exists", k.importID(t, o))) {
			t.Errorf("%s: want a warning that it is gone, got %v", k, diags)
		}
		_, diags = connectBoth(t, s, nil).Apply(t, k.resource, o, nil)
		noErrors(t, diags)
		if !k.lasting && (k.removed == nil || k.put != nil) { // and what it was of is there
			made(t, s, k.resource, k.before)
		}
	}
}

// Absence from a listing is no proof: a key that may not see objects gets an
// empty list from some versions, and the objects stay in the state.
func TestUnseenIsNotGone(t *testing.T) {
	t.Parallel()
	forProfiles(t, func(t *testing.T, profile string) {
		t.Helper()
		for _, credential := range []values{{"api_key": "wrong-key"}, {"api_key": nil}, {"api_key": nil, "username": "nobody", "password": "wrong password"}} {
			for _, k := range kindsOn(profile) {
				s := k.served(t, fakeproget.Options{Profile: profile})
				var objects []object
				for i := range 3 {
					e := connectBoth(t, s, nil)
					o, diags := e.Apply(t, k.resource, e.Absent(k.resource), k.another(i))
					noErrors(t, diags)
					objects = append(objects, o)
				}
				e := connectBoth(t, s, credential)
				for _, o := range objects {
					read, diags := e.Read(t, k.resource, o)
					quiet(t, diags)
					if read.State.IsNull() || !diags.Failed() {
						t.Errorf("%v: %s is gone: %t, diagnostics:\n%s", credential, k, read.State.IsNull(), diags)
					}
					if text := diags.String(); !strings.Contains(text, "needs") || credential["api_key"] == nil && credential["username"] == nil && !strings.Contains(text, "Anonymous") {
						t.Errorf("%v: the error does not say what is missing:\n%s", credential, text)
					}
				}
			}
		}
	})
}
