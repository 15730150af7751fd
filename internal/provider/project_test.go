package provider_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// withProjects are the profiles that have projects.
var withProjects = []string{"2023", "2024", "2026"}

// Every attribute goes through set, changed, removed, emptied, drifted and
// imported, and each step sends what it changes and nothing else.
func TestAccProject(t *testing.T) {
	t.Parallel()
	for _, profile := range withProjects {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			s := serve(t, fakeproget.Options{Profile: profile, ProjectDeletes: true})
			step := func(body, sent string, stored map[string]any) resource.TestStep {
				return resource.TestStep{
					PreConfig:        s.ResetRequests,
					Config:           s.Block + "resource \"proget_project\" \"a\" {\n  name = \"My Shop\"\n" + body + "\n}\n",
					ConfigPlanChecks: ends(),
					Check: func(*terraformState) error {
						got := ""
						for _, r := range s.Requests() {
							if r.Method != http.MethodGet {
								got += string(r.Body)
							}
						}
						object, _ := s.Get("projects", "My Shop")
						if got != sent || none(object["type"]) != stored["type"] || none(object["url"]) != stored["url"] {
							return fmt.Errorf("sent %s, want %s; stored %v, want %v", got, sent, object, stored)
						}
						return nil
					},
				}
			}
			imported := resource.TestStep{ResourceName: "proget_project.a", ImportState: true, ImportStateId: "My Shop", ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "name"}
			drifted := step("type = \"library\"", `{"name":"My Shop","type":"library","url":""}`, map[string]any{"type": "library"})
			drifted.PreConfig = func() {
				s.Put("projects", "My Shop", map[string]any{"type": "other", "url": "https://drift.example.com"})
				s.ResetRequests()
			}
			again := step("type = \"library\"", `{"name":"My Shop","type":"library"}`, map[string]any{"type": "library"})
			again.PreConfig = func() {
				s.Remove("projects", "My Shop")
				s.ResetRequests()
			}
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps: []resource.TestStep{
					step("", `{"name":"My Shop"}`, nil),
					imported,
					step("type = \"application\"\nurl = \"proget.example.com\"", `{"name":"My Shop","type":"application","url":"proget.example.com"}`, map[string]any{"type": "application", "url": "proget.example.com"}),
					imported,
					step("type = \"library\"\nurl = \"proget.example.com\"", `{"name":"My Shop","type":"library"}`, map[string]any{"type": "library", "url": "proget.example.com"}),
					step("type = \"library\"", `{"name":"My Shop","url":""}`, map[string]any{"type": "library"}),
					step("type = \"library\"\nurl = \"\"", "", map[string]any{"type": "library"}),
					drifted,
					again,
				},
				CheckDestroy: func(*terraformState) error {
					if _, ok := s.Get("projects", "My Shop"); ok {
						return fmt.Errorf("the project was not deleted")
					}
					return nil
				},
			})
		})
	}
}

// The creation of a project that exists would change it, so none is sent.
func TestProjectIsNotAdopted(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	s.Put("projects", "Shop", map[string]any{"type": "library"})
	e := connect(t, s, nil)
	const kind = "proget_project"
	_, diags := e.Apply(t, kind, e.Absent(kind), values{"name": "Shop", "type": "application"})
	if attribute, summary, detail := firstError(diags); attribute != "name" || !strings.Contains(summary, "already exists") || !strings.Contains(detail, `id = "Shop"`) {
		t.Errorf("want an error with an import at name, got\n%s", diags)
	}
	if object, _ := s.Get("projects", "Shop"); object["type"] != "library" {
		t.Errorf("the project is %v now", object)
	}
}

// A server that cannot delete projects says so; one that is gone is no error.
func TestProjectDeletion(t *testing.T) {
	t.Parallel()
	const kind = "proget_project"
	for _, profile := range withProjects {
		s := serve(t, fakeproget.Options{Profile: profile})
		e := connect(t, s, nil)
		o, diags := e.Apply(t, kind, e.Absent(kind), values{"name": "a"})
		noErrors(t, diags)
		_, diags = e.Apply(t, kind, o, nil)
		if profile == "2026" {
			noErrors(t, diags)
		} else if _, _, detail := firstError(diags); !strings.Contains(detail, "does not delete projects") || !strings.Contains(detail, "removed block") {
			t.Errorf("%s: want an error, got\n%s", profile, diags)
		}
		s.Remove("projects", "a")
		_, diags = connect(t, s, nil).Apply(t, kind, o, nil)
		noErrors(t, diags)
	}
}

// A lost answer is settled by reading, also one to a creation.
func TestProjectLostAnswers(t *testing.T) {
	t.Parallel()
	const kind, path = "proget_project", "/api/sca/projects"
	for _, moment := range []fakeproget.Moment{fakeproget.BeforeActing, fakeproget.AfterActing} {
		s := serve(t, fakeproget.Options{})
		e := connect(t, s, nil)
		s.Fail(fakeproget.Fault{Method: http.MethodPost, Path: path, Drop: moment, Times: 1})
		o, diags := e.Apply(t, kind, e.Absent(kind), values{"name": "a", "type": "x"})
		noErrors(t, diags)
		s.Fail(fakeproget.Fault{Method: http.MethodPost, Path: path, Drop: moment, Times: 1})
		o, diags = e.Apply(t, kind, o, values{"name": "a", "type": "y"})
		noErrors(t, diags)
		if object, _ := s.Get("projects", "a"); object["type"] != "y" || o.Get(t, "type") != "y" {
			t.Errorf("%v: the project is %v, the state says %v", moment, object, o.Get(t, "type"))
		}
		s.Fail(fakeproget.Fault{Method: http.MethodDelete, Path: path, Drop: moment, Times: 1})
		_, diags = e.Apply(t, kind, o, nil)
		noErrors(t, diags)
		if names := s.Names("projects"); len(names) > 0 {
			t.Errorf("%v: %v are left", moment, names)
		}
	}
}

// Bad input is an error on its attribute before anything is sent.
func TestProjectInput(t *testing.T) {
	t.Parallel()
	e := start(t)
	for _, test := range []struct {
		config    values
		attribute string
	}{
		{values{"name": "a b/c"}, ""},
		{values{"name": unknownValue{}, "type": unknownValue{}}, ""},
		{values{"name": ""}, "name"},
		{values{"name": " a"}, "name"},
	} {
		diags := e.Validate(t, "proget_project", test.config)
		if attribute, _, _ := firstError(diags); attribute != test.attribute || diags.Failed() != (test.attribute != "") {
			t.Errorf("%v: want an error at %q, got\n%s", test.config, test.attribute, diags)
		}
	}
}
