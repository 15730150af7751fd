package fakeproget_test

import (
	"crypto/sha256"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

const (
	licenses = "/api/management/licenses/"
	modern   = "/api/licenses/"
)

func TestLegacyLicenses(t *testing.T) {
	for profile, created := range map[string]int{"5.2": 201, "2023": 201, "2024": 200} {
		t.Run(profile, func(t *testing.T) {
			c := serve(t, fakeproget.Options{Profile: profile, BuiltInLicenses: -1, LegacyLicenses: profile == "2024"})
			updated := map[bool]int{true: 201, false: 200}[profile == "5.2"]
			c.Put("feeds", "OpenLicenses", map[string]any{"feedType": "nuget"})
			c.Put("licenses", "0BSD", map[string]any{"title": "BSD Zero Clause License", "urls": []string{"https://spdx.org/licenses/0BSD.html", "landley.net/toybox/license.html"}, "allowedFeeds": []string{"OpenLicenses"}})
			// Reference section 25, F10.
			const zero = `{"licenseId":"0BSD","title":"BSD Zero Clause License","urls":["landley.net/toybox/license.html","spdx.org/licenses/0BSD.html"],"allowed":true,"allowedFeeds":["OpenLicenses"],"blockedFeeds":[]}`
			c.wantJSON(c.get(licenses+"list"), 200, "["+zero+"]")
			c.wantJSON(c.get(licenses+"get/0bsd"), 200, zero)

			const abc = `{"licenseId":"ABC-1.0","title":"ABC License 1.0","urls":["proget.corp.local/licenses/ABC.html"],"allowed":true,"allowedFeeds":[],"blockedFeeds":[]}`
			c.wantJSON(c.post(licenses+"create", strings.Replace(abc, "proget.corp", "HTTPS://proget.corp", 1)), created, abc)
			r := c.do("PATCH", licenses+"update/ABC-1.0", `{"urls":["package://Acme","http://b.example.com","a.example.com"],"allowed":false,"title":null,"blockedFeeds":["OpenLicenses"]}`)
			c.wantJSON(r, updated, `{"licenseId":"ABC-1.0","title":"ABC License 1.0","urls":["a.example.com","b.example.com","package://Acme"],"allowed":false,"allowedFeeds":[],"blockedFeeds":["OpenLicenses"]}`)
			wantMember(t, c.post(licenses+"update/ABC-1.0", `{"urls":[]}`).body, "urls", `[]`)

			c.wantText(c.post(licenses+"create", `{"title":"x"}`), 400, "license id is required")
			c.wantText(c.post(licenses+"create", `{"licenseId":"abc-1.0"}`), 400, "a license named 'ABC-1.0' already exists")
			c.wantText(c.post(licenses+"create", `{"licenseId":"X","spdx":["X"]}`), 400, "unknown property 'spdx'")
			missing := map[bool]int{true: 400, false: 422}[profile == "2024"]
			c.wantText(c.post(licenses+"update/ABC-1.0", `{"allowedFeeds":["nope"]}`), missing, "feed 'nope' does not exist")
			c.wantText(c.post(licenses+"update/ABC-1.0", `{"allowedFeeds":["OpenLicenses"],"blockedFeeds":["OpenLicenses"]}`), 400, "feed 'OpenLicenses' cannot be both allowed and blocked")
			c.wantText(c.post(licenses+"update/ABC-1.0", `{"licenseId":"DEF-1.0"}`), 400, "the license id cannot be changed")
			c.wantText(c.post(licenses+"update/ABC-1.0", `{"urls":["not a URL"]}`), 400, "urls[0] is not a URL")
			c.wantText(c.post(licenses+"delete/ABC-1.0", ""), 200, "")
			c.wantText(c.do("DELETE", licenses+"delete/ABC-1.0", ""), 404, `License "ABC-1.0" not found`)
		})
	}
	for _, profile := range []string{"2024", "2026"} {
		c := serve(t, fakeproget.Options{Profile: profile})
		c.wantStatus(c.get(licenses+"list"), 404)
	}
}

// TestLicenseRules looks at one relation from both its sides.
func TestLicenseRules(t *testing.T) {
	c := serve(t, fakeproget.Options{Profile: "2023"})
	c.Put("feeds", "a", map[string]any{"feedType": "nuget"})
	c.Put("feeds", "b", map[string]any{"feedType": "npm"})
	feed := func(name, allowed, blocked string) {
		t.Helper()
		body := c.get(feeds + "get/" + name).body
		wantMember(t, body, "allowedLicenses", allowed)
		wantMember(t, body, "blockedLicenses", blocked)
	}
	license := func(name, allowed, blocked string) {
		t.Helper()
		body := c.get(licenses + "get/" + name).body
		wantMember(t, body, "allowedFeeds", allowed)
		wantMember(t, body, "blockedFeeds", blocked)
	}
	c.wantStatus(c.post(feeds+"update/a", `{"allowedLicenses":["mit","ISC"],"blockedLicenses":["GPL-3.0"]}`), 200)
	feed("a", `["MIT","ISC"]`, `["GPL-3.0"]`)
	license("MIT", `["a"]`, `[]`)
	license("GPL-3.0", `[]`, `["a"]`)
	c.wantStatus(c.post(licenses+"update/MIT", `{"blockedFeeds":["a","b"]}`), 200)
	feed("a", `["ISC"]`, `["GPL-3.0","MIT"]`)
	feed("b", `[]`, `["MIT"]`)
	c.wantStatus(c.post(feeds+"update/a", `{"allowedLicenses":["ISC","MIT"]}`), 200)
	feed("a", `["ISC","MIT"]`, `["GPL-3.0"]`)
	c.wantStatus(c.post(feeds+"update/a", `{"blockedLicenses":["GPL-3.0","MIT"]}`), 200)
	feed("a", `["ISC"]`, `["GPL-3.0","MIT"]`)
	c.wantStatus(c.post(feeds+"update/a", `{"name":"c","allowedLicenses":["AAL"]}`), 200)
	license("MIT", `[]`, `["b","c"]`)
	license("ISC", `[]`, `[]`)
	license("AAL", `["c"]`, `[]`)
	c.wantStatus(c.post(feeds+"delete/b", ""), 200)
	license("MIT", `[]`, `["c"]`)
	c.wantStatus(c.post(licenses+"delete/MIT", ""), 200)
	feed("c", `["AAL"]`, `["GPL-3.0"]`)
}

func TestModernLicenses(t *testing.T) {
	for profile, hasBody := range map[string]bool{"2024": false, "2026": true} {
		t.Run(profile, func(t *testing.T) {
			c := serve(t, fakeproget.Options{Profile: profile, BuiltInLicenses: -1})
			want := func(r response, body string) {
				t.Helper()
				if hasBody {
					c.wantJSON(r, 200, body)
				} else {
					c.wantText(r, 200, "")
				}
				c.wantJSON(c.get(modern+"list"), 200, "["+body+"]")
			}
			// Reference section 25, F11.
			want(c.post(modern+"add", `{"code":"ABC-1.0","title":"ABC License 1.0","spdx":["ABC-1.0"]}`),
				`{"id":1,"code":"ABC-1.0","title":"ABC License 1.0","spdx":["ABC-1.0"],"urls":[],"hashes":[],"packageNames":[],"purls":[]}`)
			want(c.post(modern+"update", `{"id":1,"code":"abc-1.0","title":"ABC License 1.0","urls":["https://proget.corp.local"],"hashes":[]}`),
				`{"id":1,"code":"ABC-1.0","title":"ABC License 1.0","spdx":["ABC-1.0"],"urls":["proget.corp.local"],"hashes":[],"packageNames":[],"purls":[]}`)
			want(c.post(modern+"update", `{"id":1,"code":"ABC-1.0","title":"ABC License 1.0","spdx":["ABC-1.0"],"urls":["proget.corp.local/licenses/ABC.html"],"packageNames":["Acme.*"],"purls":["pkg:nuget/myNugetPackage@1.2.3"]}`),
				`{"id":1,"code":"ABC-1.0","title":"ABC License 1.0","spdx":["ABC-1.0"],"urls":["proget.corp.local/licenses/ABC.html"],"hashes":[],"packageNames":["Acme.*"],"purls":["pkg:nuget/myNugetPackage@1.2.3"]}`)
			want(c.post(modern+"update", `{"code":"ABC-1.0","title":"New","spdx":[],"purls":null}`),
				`{"id":1,"code":"ABC-1.0","title":"New","spdx":[],"urls":["proget.corp.local/licenses/ABC.html"],"hashes":[],"packageNames":["Acme.*"],"purls":["pkg:nuget/myNugetPackage@1.2.3"]}`)
			c.wantStatus(c.do("PUT", modern+"add", `{"code":"DEF","title":"D"}`), 200)

			for _, refused := range []struct{ call, body, text string }{
				{"add", `{"title":"x"}`, "license code is required"},
				{"add", `{"code":"X"}`, "license title is required"},
				{"add", `{"id":9,"code":"X","title":"x"}`, "id is given by the server"},
				{"add", `{"code":"X","title":"x","hashes":["ab"]}`, "hashes are given by the files of a license"},
				{"add", `{"code":"def","title":"x"}`, "a license named 'DEF' already exists"},
				{"add", `{"code":"X","title":"x","allowed":true}`, "unknown property 'allowed'"},
				{"add", `{"code":"X","title":"x","purls":["nuget/x"]}`, "purls[0]: 'nuget/x' is not a package URL"},
				{"update", `{"title":"x"}`, "license id or code is required"},
				{"update", `{"id":1,"code":"X","title":"x"}`, "the license code cannot be changed"},
				{"update", `{"id":1,"code":"ABC-1.0","hashes":["ab"]}`, "hashes are given by the files of a license"},
			} {
				c.wantText(c.post(modern+refused.call, refused.body), 400, refused.text)
			}
			c.wantText(c.post(modern+"update", `{"id":77,"code":"ABC-1.0"}`), 404, "License with id 77 not found")
			c.wantText(c.post(modern+"delete?id=abc", ""), 400, "license id 'abc' is not an integer")
			c.wantText(c.post(modern+"delete", ""), 400, "license id or code is required")
			c.wantText(c.post(modern+"delete?id=1", ""), 200, "")
			c.wantText(c.post(modern+"delete?id=1", ""), 404, "License with id 1 not found")
			c.wantText(c.do("DELETE", modern+"delete?code=def", ""), 200, "")
			c.wantText(c.do("DELETE", modern+"delete?code=def", ""), 404, `License "def" not found`)
			c.wantJSON(c.get(modern+"list"), 200, `[]`)
		})
	}
	for _, profile := range []string{"5.2", "2023"} {
		c := serve(t, fakeproget.Options{Profile: profile})
		c.wantStatus(c.get(modern+"list"), 404)
	}
}

func TestLicenseFiles(t *testing.T) {
	c := serve(t, fakeproget.Options{})
	const text = "Permission is hereby granted"
	hash := fmt.Sprintf("%x", sha256.Sum256([]byte(text)))
	add := func(code, text string) response {
		return c.do("POST", modern+"files/add?code="+code, text, "Content-Type", "")
	}
	c.wantText(add("mit", text), 200, "")
	c.wantText(add("MIT", text), 200, "")
	c.wantText(add("ISC", text), 400, "the file belongs to the license 'MIT'")
	c.wantText(add("MIT", ""), 400, "the license file is empty")
	c.wantText(add("nope", text), 404, `License "nope" not found`)
	if stored, _ := c.Get("licenses", "MIT"); !reflect.DeepEqual(stored["hashes"], []any{hash}) {
		t.Errorf("hashes are %v", stored["hashes"])
	}
	c.wantText(c.get(modern+"files/download?hash="+hash), 200, text)
	c.wantText(c.get(modern+"files/download?code=MIT"), 200, text)
	c.wantText(c.get(modern+"files/download?code=ISC&hash="+hash), 404, "License file not found")
	c.wantText(c.get(modern+"files/download"), 400, "code or hash is required")
	// The list of hashes comes back unchanged with every update of the vendor's client.
	c.wantStatus(c.post(modern+"update", `{"code":"MIT","title":"MIT License","hashes":["`+hash+`"]}`), 200)
	c.wantText(c.post(modern+"update", `{"code":"MIT","title":"MIT License","hashes":[]}`), 400, "hashes are given by the files of a license")
	c.wantText(c.post(modern+"files/delete?hash="+hash, ""), 200, "")
	c.wantText(c.post(modern+"files/delete?hash="+hash, ""), 404, "License file "+hash+" not found")
	c.wantText(c.get(modern+"files/download?hash="+hash), 404, "License file not found")

	c.wantText(add("ISC", text), 200, "")
	c.wantText(c.post(modern+"delete?code=ISC", ""), 200, "")
	c.wantText(c.get(modern+"files/download?hash="+hash), 404, "License file not found")
}

func TestLicenseOptions(t *testing.T) {
	if names := serve(t, fakeproget.Options{}).Names("licenses"); len(names) != 12 || !slices.Contains(names, "MIT") {
		t.Errorf("built in are %v", names)
	}
	if names := serve(t, fakeproget.Options{BuiltInLicenses: 700}).Names("licenses"); len(names) != 700 {
		t.Errorf("%d are built in", len(names))
	}
	c := serve(t, fakeproget.Options{LicenseDeleteByCode: true, NoLicenseIDs: true, BuiltInLicenses: 1})
	c.wantText(c.post(modern+"delete?id=1", ""), 400, "license code is required")
	c.wantJSON(c.get(modern+"list"), 200, `[{"code":"0BSD","title":"BSD Zero Clause License","spdx":["0BSD"],"urls":["spdx.org/licenses/0BSD.html"],"hashes":[],"packageNames":[],"purls":[]}]`)
	c.wantStatus(c.post(modern+"delete?id=99&code=0BSD", ""), 200)

	c = serve(t, fakeproget.Options{Profile: "2023", LicenseWritesBroken: true, MisnamedLicenseFeeds: true})
	c.wantStatus(c.post(licenses+"create", `{"licenseId":"X"}`), 500)
	c.wantStatus(c.post(licenses+"update/MIT", `{"title":"X"}`), 500)
	r := c.get(licenses + "get/MIT")
	wantMember(t, r.body, "allowedlicenses", `[]`)
	wantMember(t, r.body, "allowedFeeds", ``)
	c.wantStatus(c.post(licenses+"delete/MIT", ""), 200)
}

func TestLicensePermissions(t *testing.T) {
	full := []string{"full-control", "manager", "Admin:secret"}
	byFeeds := slices.Concat(full, []string{"feeds"})
	check := func(profile, path string, may []string) {
		t.Helper()
		c := serve(t, fakeproget.Options{Profile: profile, Keys: keys()})
		for _, key := range keys() {
			want := 403
			if slices.Contains(may, key.Value) {
				want = 200
			}
			if r := c.do("GET", path, "", "X-ApiKey", key.Value); r.status != want {
				t.Errorf("%s: %s with %s: %d, want %d", profile, path, key.Value, r.status, want)
			}
		}
	}
	check("5.2", licenses+"list", full)
	check("2023", licenses+"list", full)
	check("2024", modern+"list", byFeeds)
	check("2026", modern+"list", full)
}
