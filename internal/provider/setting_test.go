package provider_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// settingStep applies a setting, expects what the server has then, and an empty plan.
func settingStep(s *server, name, body string, stored any) resource.TestStep {
	return resource.TestStep{
		Config:           s.Block + fmt.Sprintf("resource \"proget_setting\" \"a\" {\n  name = %q\n%s\n}\n", name, body),
		ConfigPlanChecks: ends(),
		Check:            func(*terraformState) error { return s.hasSetting(name, stored) },
	}
}

func (s *server) hasSetting(name string, want any) error {
	object, ok := s.Get("settings", name)
	if !ok || object["value"] != want {
		return fmt.Errorf("%s is %v, want %v", name, object["value"], want)
	}
	return nil
}

// settingBefore is what Web.BaseUrl is before Terraform manages it.
const settingBefore = "https://before.example.com"

func prepareSettings(s *server) {
	s.Put("settings", "Web.BaseUrl", map[string]any{"value": settingBefore})
}

// moreSettings are configurations of three settings.
func moreSettings(i int) values {
	return values{"name": []string{"Web.BaseUrl", "Extensions.UpdateFeedUrl", "Storage.PackagesRootPath"}[i], "value": "/one"}
}

// baseURL is a leg of the setting Web.BaseUrl.
func baseURL(stored any, config values) leg {
	if config["name"] == nil {
		config["name"] = "Web.BaseUrl"
	}
	return leg{config: config, has: func(s *server) error { return s.hasSetting("Web.BaseUrl", stored) }}
}

// driftedURL is a leg of a setting that somebody changed.
var driftedURL = leg{
	config: values{"name": "web.baseurl", "value": "https://two.example.com"},
	has:    func(s *server) error { return s.hasSetting("Web.BaseUrl", "https://two.example.com") },
	drifted: func(s *server) {
		s.Put("settings", "Web.BaseUrl", map[string]any{"value": "https://drift.example.com"})
	},
}

// The end of each restores what the setting was.
var settingCourses = []course{
	{attribute: "all", legs: []leg{
		baseURL("https://one.example.com", values{"value": "https://one.example.com"}),
		baseURL("https://two.example.com", values{"value": "https://two.example.com", "name": "web.baseurl"}),
		driftedURL,
		baseURL(nil, values{"value": ""}),
		baseURL("x", values{"value": "x", "on_destroy": "keep"}),
		baseURL("x", values{"value": "x"}),
	}},
	{attribute: "value", with: values{"name": "Web.BaseUrl"}, set: "https://one.example.com", changed: "https://two.example.com", otherwise: ""},
	{attribute: "on_destroy", with: values{"name": "Web.BaseUrl", "value": "x"}, set: "keep", changed: "clear", unsent: true},
	{attribute: "create", with: values{"name": "Web.BaseUrl", "value": "x"}, set: true, changed: false, unsent: true},
}

// Booleans compare without case and integers as numbers, and what is as planned
// is not sent.
func TestAccSettingTypes(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			settingStep(s, "Feeds.AllowUnknownLicenseDownloads", `value = "true"`, "True"),
			settingStep(s, "Feeds.AllowUnknownLicenseDownloads", `value = false`, "False"),
			settingStep(s, "Retention.KeepLatestExecutionCount", `value = "0100"`, "100"),
			settingStep(s, "Retention.KeepLatestExecutionCount", `value = 7`, "7"),
		},
		CheckDestroy: func(*terraformState) error {
			for _, r := range s.Requests() {
				if r.Query.Get("value") == "0100" || r.Query.Get("value") == "true" {
					return fmt.Errorf("%s was sent though it is the same", r.Query.Get("value"))
				}
			}
			return s.hasSetting("Retention.KeepLatestExecutionCount", "100")
		},
	})
}

// A secret is sent when its version changes. Neither state nor private state
// has it, and not what it was before.
func TestSettingSecret(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	s.Put("settings", "Licensing.Key", map[string]any{"value": "old-secret"})
	e := connect(t, s, nil)
	const kind = "proget_setting"
	secret := func(o object) {
		t.Helper()
		if text := o.State.String() + string(o.Private); strings.Contains(text, "-secret") {
			t.Errorf("the state has the secret: %s", text)
		}
	}
	config := func(value string, version int) values {
		return values{"name": "Licensing.Key", "value_wo": value, "value_wo_version": version}
	}
	o, diags := e.Apply(t, kind, e.Absent(kind), config("one-secret", 1))
	noErrors(t, diags)
	secret(o)
	for _, step := range []struct {
		value   string
		version int
		stored  string
	}{{"two-secret", 1, "one-secret"}, {"two-secret", 2, "two-secret"}} {
		o, diags = e.Apply(t, kind, o, config(step.value, step.version))
		noErrors(t, diags)
		secret(o)
		must(t, s.hasSetting("Licensing.Key", step.stored))
		o, diags = e.Read(t, kind, o)
		noErrors(t, diags)
		secret(o)
	}
	planned, diags := e.Plan(t, kind, o, nil)
	if len(diags) != 1 || diags.Failed() || !strings.Contains(diags.String(), "does not remember") {
		t.Errorf("want a warning, got\n%s", diags)
	}
	_ = planned
	_, diags = e.Apply(t, kind, o, nil)
	noErrors(t, diags)
	must(t, s.hasSetting("Licensing.Key", "two-secret"))
}

// What a setting was decides what is left at the end.
func TestSettingEnds(t *testing.T) {
	t.Parallel()
	const kind, name = "proget_setting", "Extensions.UpdateFeedUrl"
	for _, test := range []struct {
		name   string
		before any
		config values
		after  any
		warns  bool
	}{
		{"restored", "before", values{"value": "x"}, "before", false},
		{"restored to nothing", nil, values{"value": "x"}, nil, false},
		{"cleared", "before", values{"value": "x", "on_destroy": "clear"}, nil, false},
		{"kept", "before", values{"value": "x", "on_destroy": "keep"}, "x", false},
		{"a secret that was nothing", nil, values{"value_wo": "x", "value_wo_version": 1}, nil, false},
		{"a secret that was something", "before", values{"value_wo": "x", "value_wo_version": 1}, "x", true},
	} {
		s := serve(t, fakeproget.Options{})
		s.Put("settings", name, map[string]any{"value": test.before})
		e := connect(t, s, nil)
		test.config["name"] = name
		o, diags := e.Apply(t, kind, e.Absent(kind), test.config)
		noErrors(t, diags)
		must(t, s.hasSetting(name, "x"))
		e = connect(t, s, nil) // in another run
		_, diags = e.Plan(t, kind, o, nil)
		if warns := len(diags) > 0; warns != test.warns || diags.Failed() {
			t.Errorf("%s: warns: %t, got\n%s", test.name, test.warns, diags)
		}
		_, diags = e.Apply(t, kind, o, nil)
		noErrors(t, diags)
		if err := s.hasSetting(name, test.after); err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

// What was set at another address, or before what it replaces was destroyed, stays.
func TestSettingOutlives(t *testing.T) {
	t.Parallel()
	const kind, name = "proget_setting", "Extensions.UpdateFeedUrl"
	s := serve(t, fakeproget.Options{})
	s.Put("settings", name, map[string]any{"value": "before"})
	config := values{"name": name, "value": "x"}
	old := made(t, s, kind, config)
	e := connect(t, s, nil)
	o, diags := e.Apply(t, kind, e.Absent(kind), config)
	noErrors(t, diags)
	_, diags = e.Apply(t, kind, old, nil)
	if !strings.Contains(diags.String(), `"`+name+`" stays as it was set`) {
		t.Errorf("want a warning, got\n%s", diags)
	}
	must(t, s.hasSetting(name, "x"))
	e.PlanEmpty(t, kind, o, config)
}

// Terraform forgets what a setting was before when it is marked as tainted: then it
// stays as it is, and is not taken for what it was before.
func TestSettingTainted(t *testing.T) {
	t.Parallel()
	const kind, name = "proget_setting", "Extensions.UpdateFeedUrl"
	s := serve(t, fakeproget.Options{})
	s.Put("settings", name, map[string]any{"value": "before"})
	config := values{"name": name, "value": "x"}
	o := made(t, s, kind, config)
	o.Private = nil
	e := connect(t, s, nil)
	_, diags := e.Apply(t, kind, o, nil)
	if !strings.Contains(diags.String(), `"`+name+`" stays as it is`) {
		t.Errorf("want a warning, got\n%s", diags)
	}
	o, diags = e.Apply(t, kind, e.Absent(kind), config)
	noErrors(t, diags)
	_, diags = connect(t, s, nil).Plan(t, kind, o, nil)
	if !strings.Contains(diags.String(), "will stay as it is") {
		t.Errorf("want a warning, got\n%s", diags)
	}
}

// A spelling that means what ProGet has is no change, also right after an import.
func TestSettingSpellings(t *testing.T) {
	t.Parallel()
	const kind = "proget_setting"
	s := serve(t, fakeproget.Options{})
	s.Put("settings", "Diagnostics.MinimumLogLevel", map[string]any{"value": "20"})
	s.Put("settings", "Api.DisablePersonalKeyExpiresNotification", map[string]any{"value": "True"})
	e := connect(t, s, nil)
	for name, value := range map[string]string{"Diagnostics.MinimumLogLevel": "020", "Api.DisablePersonalKeyExpiresNotification": "true"} {
		o, diags := e.Import(t, kind, name, nil)
		noErrors(t, diags)
		e.PlanEmpty(t, kind, o, values{"name": name, "value": value})
	}
}

// A license key that ProGet withholds is not taken for one that was not set:
// destroying the resource leaves the server its license.
func TestSettingWithheld(t *testing.T) {
	t.Parallel()
	const kind, name = "proget_setting", "Licensing.Key"
	s := serve(t, fakeproget.Options{WithholdLicenseKey: true})
	s.Put("settings", name, map[string]any{"value": "old-license"})
	e := connect(t, s, nil)
	o, diags := e.Apply(t, kind, e.Absent(kind), values{"name": name, "value_wo": "new-license", "value_wo_version": 1})
	noErrors(t, diags)
	_, diags = e.Plan(t, kind, o, nil)
	if diags.Failed() || !strings.Contains(diags.String(), "will stay as it is") {
		t.Errorf("want a warning, got\n%s", diags)
	}
	_, diags = e.Apply(t, kind, o, nil)
	noErrors(t, diags)
	must(t, s.hasSetting(name, "new-license"))
}

// A setting that ProGet does not know is made only where that is asked for, and cleared at the end.
func TestSettingMade(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	e := connect(t, s, nil)
	const kind = "proget_setting"
	o, diags := e.Apply(t, kind, e.Absent(kind), values{"name": "My.Own", "value": "x", "create": true})
	noErrors(t, diags)
	must(t, s.hasSetting("My.Own", "x"))
	o, diags = e.Read(t, kind, o)
	noErrors(t, diags)
	_, diags = e.Apply(t, kind, o, nil)
	noErrors(t, diags)
	must(t, s.hasSetting("My.Own", nil))
}

// What the file of the server's own configuration says cannot be set: the error says so.
func TestSettingThatDoesNotTake(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{SettingsFile: map[string]string{"Web.BaseUrl": "https://file.example.com"}})
	e := connect(t, s, nil)
	const kind = "proget_setting"
	_, diags := e.Apply(t, kind, e.Absent(kind), values{"name": "Web.BaseUrl", "value": "https://a.example.com"})
	if attribute, summary, _ := firstError(diags); attribute != "value" || !strings.Contains(summary, "did not store value") {
		t.Errorf("want an error at value, got\n%s", diags)
	}
}

// Bad input is an error while planning, on its attribute.
func TestSettingInput(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	e := connect(t, s, nil)
	const kind = "proget_setting"
	for _, test := range []struct {
		name            string
		config          values
		attribute, says string // of the error, none if empty
	}{
		{"good", values{}, "", ""},
		{"unknown", values{"name": unknownValue{}, "value": unknownValue{}}, "", ""},
		{"neither value", values{"value": nil}, "value", "value_wo"},
		{"both values", values{"value_wo": "b", "value_wo_version": 1}, "value", "value_wo"},
		{"secret without a version", values{"value": nil, "value_wo": "b"}, "value_wo", "value_wo_version"},
		{"version without a secret", values{"value_wo_version": 1}, "value_wo_version", "value_wo"},
		{"secret in the clear", values{"name": "Licensing.Key"}, "value", "value_wo"},
		{"unknown name", values{"name": "Web.BaseURI"}, "name", `Did you mean "Web.BaseUrl"?`},
		{"unknown name that is like nothing", values{"name": "Bogus"}, "name", "no such setting"},
		{"empty name", values{"name": ""}, "name", "at least 1"},
		{"no such end", values{"on_destroy": "explode"}, "on_destroy", "restore"},
		{"no integer", values{"name": "Web.NuGetRequestLimit", "value": "many"}, "value", "Integer"},
		{"no boolean", values{"name": "feeds.allowunknownlicensedownloads", "value": "yes"}, "value", "Boolean"},
	} {
		config := values{"name": "Web.BaseUrl", "value": "https://a.example.com"}
		maps.Copy(config, test.config)
		diags := e.Validate(t, kind, config)
		if !diags.Failed() {
			_, diags = e.Plan(t, kind, e.Absent(kind), config)
		}
		attribute, _, _ := firstError(diags)
		if attribute != test.attribute || diags.Failed() != (test.attribute != "") || !strings.Contains(diags.String(), test.says) {
			t.Errorf("%s: want an error at %q that says %q, got\n%s", test.name, test.attribute, test.says, diags)
		}
	}
}
