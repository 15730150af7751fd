package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// Each step sends what it changes and nothing else.
var projectCourses = []course{
	{
		attribute: "type", with: values{"name": "My Shop"}, set: "application", changed: "library",
		sent: []string{`{"name":"My Shop"}`, `{"name":"My Shop","type":"application"}`, `{"name":"My Shop","type":"library"}`, `{"name":"My Shop","type":""}`},
	},
	{
		attribute: "url", with: values{"name": "My Shop", "type": "application"}, set: "proget.example.com", changed: "https://proget.example.com",
		sent: []string{
			`{"name":"My Shop","type":"application"}`, `{"name":"My Shop","url":"proget.example.com"}`,
			`{"name":"My Shop","url":"https://proget.example.com"}`, `{"name":"My Shop","url":""}`,
		},
	},
	{ // both at once, nothing for nothing, and both changed by somebody
		attribute: "both",
		sent:      []string{`{"name":"My Shop","type":"library","url":"a"}`, `{"name":"My Shop","url":""}`, ``, `{"name":"My Shop","type":"library","url":""}`},
		legs: []leg{
			{config: values{"name": "My Shop", "type": "library", "url": "a"}},
			{config: values{"name": "My Shop", "type": "library"}},
			{config: values{"name": "My Shop", "type": "library", "url": ""}},
			{
				config: values{"name": "My Shop", "type": "library"},
				has: func(s *server) error {
					if object, _ := s.Get("projects", "My Shop"); object["type"] != "library" || none(object["url"]) != nil {
						return fmt.Errorf("the project is %v", object)
					}
					return nil
				},
				drifted: func(s *server) {
					s.Put("projects", "My Shop", map[string]any{"type": "other", "url": "https://drift.example.com"})
				},
			},
		},
	},
}

// A server that cannot delete projects says so; one that is gone is no error.
func TestProjectDeletion(t *testing.T) {
	t.Parallel()
	const kind = "proget_project"
	for _, profile := range since2023 {
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
