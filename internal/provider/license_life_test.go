package provider_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// imported imports an object by its id and reads it.
func imported(t *testing.T, e *engine, resource, id string) object {
	t.Helper()
	o, diags := e.Import(t, resource, id, nil)
	noErrors(t, diags)
	return o
}

// applyLate creates what a provider planned that did not know its server yet.
func applyLate(t *testing.T, e *engine, resource string, config values) (object, diagnostics) {
	t.Helper()
	planned, diags := start(t).Plan(t, resource, e.Absent(resource), config)
	noErrors(t, diags)
	return e.ApplyPlanned(t, resource, e.Absent(resource), config, planned)
}

// licenseWrites are the requests that write, with their query.
func licenseWrites(s *server) []string {
	var writes []string
	for _, r := range s.Requests() {
		if r.Method == http.MethodGet {
			continue
		}
		write := r.Method + " " + r.Path
		if len(r.Query) > 0 {
			write += "?" + r.Query.Encode()
		}
		writes = append(writes, write)
	}
	return writes
}

// One configuration is written to whichever API the server has, and only there.
func TestLicenseDialects(t *testing.T) {
	t.Parallel()
	legacy := []string{"POST /api/management/licenses/create", "POST /api/management/licenses/update/A-1.0", "POST /api/management/licenses/delete/A-1.0"}
	modern := []string{"POST /api/licenses/add", "POST /api/licenses/update", "POST /api/licenses/delete?id=13"}
	for profile, want := range map[string][]string{"5.2": legacy, "2023": legacy, "2024": modern, "2026": modern} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			s := serve(t, fakeproget.Options{Profile: profile})
			config := values{"code": "A-1.0", "title": "One", "urls": []string{"https://example.com/a"}}
			o, diags := connect(t, s, nil).Apply(t, "proget_license", connect(t, s, nil).Absent("proget_license"), config)
			noErrors(t, diags)
			e := connect(t, s, nil)
			o, diags = e.Read(t, "proget_license", o)
			noErrors(t, diags)
			e.PlanEmpty(t, "proget_license", o, config)
			config["title"] = "Two"
			o, diags = e.Apply(t, "proget_license", o, config)
			noErrors(t, diags)
			if stored, _ := s.Get("licenses", "A-1.0"); stored["title"] != "Two" {
				t.Errorf("stored %v", stored)
			}
			_, diags = connect(t, s, nil).Apply(t, "proget_license", o, nil)
			noErrors(t, diags)
			if _, exists := s.Get("licenses", "A-1.0"); exists {
				t.Error("the license is still there")
			}
			if diff := cmp.Diff(want, licenseWrites(s)); diff != "" {
				t.Errorf("writes (-want +got):\n%s", diff)
			}
		})
	}
}

// What the server's dialect lacks is refused by the plan or, where it did not
// know the server, by the apply, before anything is written.
func TestLicenseOtherDialect(t *testing.T) {
	t.Parallel()
	old, recent := []string{"5.2", "2023"}, since2024
	tests := []struct {
		attribute string
		value     any
		profiles  []string
		says      string // by the plan
		late      string // by the apply
	}{
		{"spdx", []string{"A-1.0"}, old, "exists in ProGet 2024 and later", "spdx came with ProGet 2024"},
		{"package_names", []string{"Acme"}, old, "exists in ProGet 2024 and later", "packageNames came with ProGet 2024"},
		{"purls", []string{"pkg:npm/a@1.0.0"}, old, "exists in ProGet 2024 and later", "purls came with ProGet 2024"},
		{"allowed", true, recent, "exists in ProGet 5.2 to 2023", "allowed exists up to ProGet 2023"},
		{"allowed", false, recent, "exists in ProGet 5.2 to 2023", "allowed exists up to ProGet 2023"},
		{"allowed_feeds", []string{"feed"}, recent, "exists in ProGet 5.2 to 2023", "allowedFeeds exists up to ProGet 2023"},
		{"blocked_feeds", []string{"feed"}, recent, "exists in ProGet 5.2 to 2023", "blockedFeeds exists up to ProGet 2023"},
	}
	for _, tt := range tests {
		for _, profile := range tt.profiles {
			t.Run(fmt.Sprint(profile, " ", tt.attribute, " ", tt.value), func(t *testing.T) {
				t.Parallel()
				s := serve(t, fakeproget.Options{Profile: profile})
				s.Put("feeds", "feed", map[string]any{"feedType": "nuget"})
				config := values{"code": "A-1.0", "title": "A", tt.attribute: tt.value}
				e := connect(t, s, nil)
				_, diags := e.Plan(t, "proget_license", e.Absent("proget_license"), config)
				if attribute, _, detail := firstError(diags); attribute != tt.attribute || !strings.Contains(detail, tt.says) || len(diags) != 1 {
					t.Errorf("plan: want an error at %s that says %q, got\n%s", tt.attribute, tt.says, diags)
				}
				_, diags = e.Plan(t, "proget_license", imported(t, e, "proget_license", "MIT"), values{"code": "MIT", tt.attribute: tt.value})
				if attribute, _, _ := firstError(diags); attribute != tt.attribute {
					t.Errorf("update: want an error at %s, got\n%s", tt.attribute, diags)
				}
				o, diags := applyLate(t, connect(t, s, nil), "proget_license", config)
				if attribute, _, detail := firstError(diags); attribute != tt.attribute || !strings.Contains(detail, tt.late) {
					t.Errorf("apply: want an error at %s that says %q, got\n%s", tt.attribute, tt.late, diags)
				}
				if !o.State.IsNull() {
					t.Errorf("state %v", tftest.Plain(t, o.State))
				}
				if writes := licenseWrites(s); len(writes) > 0 {
					t.Errorf("written: %v", writes)
				}
			})
		}
	}
}

// The failure that is reported for 2023.22 and later is told by its name.
func TestLicenseWritesBroken(t *testing.T) {
	t.Parallel()
	const says = "from ProGet 2023.22 until 2024"
	s := serve(t, fakeproget.Options{Profile: "2023", LicenseWritesBroken: true})
	e := connect(t, s, nil)
	o, diags := e.Apply(t, "proget_license", e.Absent("proget_license"), values{"code": "A-1.0", "title": "A"})
	if _, _, detail := firstError(diags); !strings.Contains(detail, says) || !o.State.IsNull() {
		t.Errorf("create: want an error that says %q, got\n%s", says, diags)
	}
	_, diags = e.Apply(t, "proget_license", imported(t, e, "proget_license", "MIT"), values{"code": "MIT", "title": "Mine"})
	if _, _, detail := firstError(diags); !strings.Contains(detail, says) {
		t.Errorf("update: want an error that says %q, got\n%s", says, diags)
	}
}

// What is not known yet may turn out to be nothing, so it passes the plan on every server.
func TestLicenseUnknownPasses(t *testing.T) {
	t.Parallel()
	forProfiles(t, func(t *testing.T, profile string) {
		t.Helper()
		for _, attribute := range []string{"spdx", "package_names", "purls", "allowed", "allowed_feeds", "blocked_feeds"} {
			e := connect(t, serve(t, fakeproget.Options{Profile: profile}), nil)
			_, diags := e.Plan(t, "proget_license", e.Absent("proget_license"), values{"code": "A-1.0", "title": "A", attribute: unknownValue{}})
			if len(diags) > 0 {
				t.Errorf("%s: %s", attribute, diags)
			}
		}
	})
}

// A new code replaces the license, which is the end of the old one.
func TestLicenseReplacedIsWarnedOf(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	e := connect(t, s, nil)
	_, diags := e.Plan(t, "proget_license", imported(t, e, "proget_license", "MIT"), values{"code": "MIT-2", "title": "M"})
	if len(diags) != 1 || diags.Failed() || !strings.Contains(diags[0].Summary, `"MIT" will be deleted although Terraform did not create it`) {
		t.Errorf("imported: %s", diags)
	}
	own, diags := e.Apply(t, "proget_license", e.Absent("proget_license"), values{"code": "A-1.0", "title": "A"})
	noErrors(t, diags)
	if _, diags = e.Plan(t, "proget_license", own, values{"code": "A-2.0", "title": "A"}); len(diags) > 0 {
		t.Errorf("created: %s", diags)
	}
}

// Imported licenses plan empty, and their end is warned of; that of one that
// Terraform created is not, also after updates.
func TestLicenseImportAndEnd(t *testing.T) {
	t.Parallel()
	forProfiles(t, func(t *testing.T, profile string) {
		t.Helper()
		s := serve(t, fakeproget.Options{Profile: profile})
		s.Put("licenses", "Own-1.0", map[string]any{"title": "Own", "urls": []string{"example.com/own"}})
		for _, code := range []string{"MIT", "mit", "Own-1.0"} {
			e := connect(t, s, nil)
			o := imported(t, e, "proget_license", code)
			config := e.Generated(t, "proget_license", o)
			config["code"] = code
			e.PlanEmpty(t, "proget_license", o, config)
			_, diags := e.Plan(t, "proget_license", o, nil)
			if len(diags) != 1 || diags.Failed() || !strings.Contains(diags[0].Summary, "although Terraform did not create it") {
				t.Errorf("%s: want one warning, got\n%s", code, diags)
			}
		}
		e := connect(t, s, nil)
		o, diags := e.Apply(t, "proget_license", e.Absent("proget_license"), values{"code": "New-1.0", "title": "New"})
		noErrors(t, diags)
		o, diags = e.Apply(t, "proget_license", o, values{"code": "New-1.0", "title": "Newer"})
		noErrors(t, diags)
		o, diags = connect(t, s, nil).Read(t, "proget_license", o)
		noErrors(t, diags)
		if _, diags = e.Plan(t, "proget_license", o, nil); len(diags) > 0 {
			t.Errorf("the end of a created license is warned of:\n%s", diags)
		}
	})
}

// A license is deleted by its id, and by its code where the server wants that.
func TestLicenseDeletion(t *testing.T) {
	t.Parallel()
	const path = "POST /api/licenses/delete?"
	for _, tt := range []struct {
		name    string
		options fakeproget.Options
		want    []string
	}{
		{"by id", fakeproget.Options{}, []string{path + "id=10"}},
		{"by code after the id", fakeproget.Options{LicenseDeleteByCode: true}, []string{path + "id=10", path + "code=MIT"}},
		{"by code without an id", fakeproget.Options{NoLicenseIDs: true}, []string{path + "code=MIT"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, tt.options)
			e := connect(t, s, nil)
			_, diags := e.Apply(t, "proget_license", imported(t, e, "proget_license", "MIT"), nil)
			noErrors(t, diags)
			if _, exists := s.Get("licenses", "MIT"); exists {
				t.Error("the license is still there")
			}
			if diff := cmp.Diff(tt.want, licenseWrites(s)); diff != "" {
				t.Errorf("writes (-want +got):\n%s", diff)
			}
		})
	}
}

// What no server would take is refused on its attribute; what is not known passes.
func TestLicenseInput(t *testing.T) {
	t.Parallel()
	urls := func(url string) values { return values{"code": "A", "urls": []string{url}} }
	purls := func(purl string) values { return values{"code": "A", "purls": []string{purl}} }
	tests := []struct {
		config values
		at     string // the attribute that is wrong, or nothing
	}{
		{values{"code": ""}, "code"},
		{values{"code": "A\n"}, "code"},
		{values{"code": "GPL-2.0+"}, ""},
		{values{"code": "A", "title": ""}, "title"},
		{urls(""), "urls"},
		{urls("https://"), "urls"},
		{urls("license"), "urls"},
		{urls("https://example.com/a b"), "urls"},
		{urls("package://"), "urls"},
		{urls("example.com/license"), ""},
		{urls("http://example.com/license"), ""},
		{urls("https://example.com/license"), ""},
		{urls("https://intranet/license"), ""},
		{urls("package://Acme"), ""},
		{urls("packageid://Acme"), ""},
		{purls("Acme@1.0"), "purls"},
		{purls("pkg:npm"), "purls"},
		{purls("pkg:nuget/Acme.Core@1.2.3"), ""},
		{purls("pkg:npm/%40acme/core"), ""},
		{values{"code": "A", "spdx": []string{""}}, "spdx"},
		{values{"code": "A", "allowed_feeds": []string{"a", "b"}, "blocked_feeds": []string{"b"}}, "blocked_feeds"},
		{values{"code": "A", "allowed_feeds": []string{"a"}, "blocked_feeds": []string{"b"}}, ""},
		{values{"code": unknownValue{}, "title": unknownValue{}, "urls": unknownValue{}, "purls": unknownValue{}}, ""},
		{values{"code": "A", "urls": []any{unknownValue{}}, "purls": []any{unknownValue{}}}, ""},
		{values{"code": "A", "allowed_feeds": unknownValue{}, "blocked_feeds": []string{"b"}}, ""},
		{values{"code": "A", "allowed_feeds": []any{unknownValue{}}, "blocked_feeds": []any{unknownValue{}}}, ""},
	}
	e := start(t)
	for _, tt := range tests {
		diags := e.Validate(t, "proget_license", tt.config)
		if attribute, _, _ := firstError(diags); attribute != tt.at {
			t.Errorf("%v: want an error at %q, got\n%s", tt.config, tt.at, diags)
		}
	}
}

// http:// and https:// make no difference to the server, so not to the plan.
func TestLicenseURLScheme(t *testing.T) {
	t.Parallel()
	forProfiles(t, func(t *testing.T, profile string) {
		t.Helper()
		s := serve(t, fakeproget.Options{Profile: profile})
		e := connect(t, s, nil)
		o, diags := e.Apply(t, "proget_license", e.Absent("proget_license"), values{"code": "A", "title": "A", "urls": []string{"https://example.com/a"}})
		noErrors(t, diags)
		for _, url := range []string{"https://example.com/a", "http://example.com/a", "example.com/a"} {
			planned, diags := e.Plan(t, "proget_license", o, values{"code": "A", "title": "A", "urls": []string{url}})
			noErrors(t, diags)
			got := object{State: tftest.Decode(t, e.Schema("proget_license").ValueType(), planned.PlannedState)}.Get(t, "urls")
			if diff := cmp.Diff(o.Get(t, "urls"), got); diff != "" {
				t.Errorf("%s is a change:\n%s", url, diff)
			}
		}
	})
}

// A plan of many licenses lists them once, however many there are.
func TestLicenseListedOnce(t *testing.T) {
	t.Parallel()
	for profile, list := range map[string]string{"2023": "/api/management/licenses/list", "2026": "/api/licenses/list"} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			s := serve(t, fakeproget.Options{Profile: profile, BuiltInLicenses: 700})
			e := connect(t, s, nil)
			managed := make([]object, 100)
			for i := range managed {
				managed[i] = imported(t, e, "proget_license", fmt.Sprintf("Sample-%04d", 101+i))
			}
			s.ResetRequests()
			e = connect(t, s, nil)
			t.Run("plan", func(t *testing.T) {
				t.Cleanup(func() { // after all of them
					asked := map[string]int{}
					for _, r := range s.Requests() {
						if strings.Contains(r.Path, "licenses") {
							asked[r.Path]++
						}
					}
					if asked[list] != 1 || len(asked) > 2 {
						t.Errorf("want one listing, got %v", asked)
					}
				})
				for i, o := range managed {
					t.Run(strconv.Itoa(i), func(t *testing.T) {
						t.Parallel()
						config := e.Generated(t, "proget_license", o)
						o, diags := e.Read(t, "proget_license", o)
						noErrors(t, diags)
						e.PlanEmpty(t, "proget_license", o, config)
					})
				}
			})
		})
	}
}

// licenseFileConfig is a text, with its hash.
func licenseFileConfig(content string) (config values, hash string) {
	return values{"code": "MIT", "content": content}, proget.LicenseHash(content)
}

func TestLicenseFileLife(t *testing.T) {
	t.Parallel()
	for _, profile := range since2024 {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			const resource = "proget_license_file"
			s := serve(t, fakeproget.Options{Profile: profile})
			e := connect(t, s, nil)
			typ := e.Schema(resource).ValueType()
			const hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824" // of hello
			config := values{"code": "MIT", "content": "hello"}
			for content, want := range map[any]any{"hello": hash, unknownValue{}: unknownValue{}} {
				planned, diags := e.Plan(t, resource, e.Absent(resource), values{"code": "MIT", "content": content})
				noErrors(t, diags)
				if got := (object{State: tftest.Decode(t, typ, planned.PlannedState)}).Get(t, "hash"); got != want {
					t.Errorf("content %v: hash %v planned, want %v", content, got, want)
				}
			}
			o, diags := e.Apply(t, resource, e.Absent(resource), config)
			noErrors(t, diags)
			if got := s.hashes("MIT"); got != "["+hash+"]" || o.Get(t, "hash") != hash {
				t.Errorf("hashes %s, state %v", got, tftest.Plain(t, o.State))
			}
			e = connect(t, s, nil)
			o, diags = e.Read(t, resource, o)
			noErrors(t, diags)
			e.PlanEmpty(t, resource, o, config)
			for _, id := range []string{hash, strings.ToUpper(hash)} {
				e.PlanEmpty(t, resource, imported(t, e, resource, id), config)
			}

			next, nextHash := licenseFileConfig("hello\r\n")
			planned, diags := e.Plan(t, resource, o, next)
			noErrors(t, diags)
			if len(planned.RequiresReplace) != 1 {
				t.Errorf("changed content replaces because of %v", planned.RequiresReplace)
			}
			_, diags = e.Apply(t, resource, o, nil)
			noErrors(t, diags)
			o, diags = e.Apply(t, resource, e.Absent(resource), next)
			noErrors(t, diags)
			if got := s.hashes("MIT"); got != "["+nextHash+"]" {
				t.Errorf("replaced: hashes %s, want %s", got, nextHash)
			}

			s.Remove("licenses", "MIT") // and its texts
			e = connect(t, s, nil)
			o, diags = e.Read(t, resource, o)
			noErrors(t, diags)
			if !o.State.IsNull() || len(diags) != 1 {
				t.Errorf("deleted elsewhere: state %v, %s", tftest.Plain(t, o.State), diags)
			}
			o, diags = e.Apply(t, resource, e.Absent(resource), next)
			if _, _, detail := firstError(diags); !strings.Contains(detail, "A license must exist before a text can be attached to it.") || !o.State.IsNull() {
				t.Errorf("license missing: got\n%s", diags)
			}
		})
	}
}

func (s *server) hashes(code string) string {
	stored, _ := s.Get("licenses", code)
	return fmt.Sprint(stored["hashes"])
}

// Versions before 2024 have no license texts.
func TestLicenseFileBefore2024(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{"5.2", "2023"} {
		s := serve(t, fakeproget.Options{Profile: profile})
		e := connect(t, s, nil)
		config, _ := licenseFileConfig("hello")
		o, diags := e.Apply(t, "proget_license_file", e.Absent("proget_license_file"), config)
		if _, _, detail := firstError(diags); !strings.Contains(detail, "they exist in ProGet 2024 and later") || !o.State.IsNull() {
			t.Errorf("%s: got\n%s", profile, diags)
		}
		if writes := licenseWrites(s); len(writes) > 0 {
			t.Errorf("%s: written: %v", profile, writes)
		}
	}
}
