package fakeproget_test

import (
	"net/url"
	"slices"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

const settings = "/api/settings/"

func TestSettings(t *testing.T) {
	for _, profile := range []string{"2024", "2026"} {
		c := serve(t, fakeproget.Options{Profile: profile})
		find := func(query, name string) any {
			t.Helper()
			list := array(t, parse(t, c.get(settings+"list"+query).body))
			i := slices.IndexFunc(list, func(setting any) bool { return members(t, setting)["name"] == name })
			if i < 0 {
				return nil
			}
			return list[i]
		}
		check := func(name, want string) {
			t.Helper()
			if got := find("?showAll=True", name); !equal(got, parse(t, want)) {
				t.Errorf("%s: %s is %v, want %s", profile, name, got, want)
			}
		}
		// Reference section 25, F15.
		check("Diagnostics.MinimumLogLevel", `{"name":"Diagnostics.MinimumLogLevel","value":"20","description":"Minimum level of logged messages","valueType":"Integer"}`)
		check("Api.DisablePersonalKeyExpiresNotification", `{"name":"Api.DisablePersonalKeyExpiresNotification","value":"False","description":null,"valueType":"Boolean"}`)
		check("Diagnostics.FeedErrorLogging", `{"name":"Diagnostics.FeedErrorLogging","value":null,"description":null,"valueType":"Text"}`)
		c.wantText(c.post(settings+"set?name=Diagnostics.MinimumLogLevel&value=30", ""), 200, "")
		check("Diagnostics.MinimumLogLevel", `{"name":"Diagnostics.MinimumLogLevel","value":"30","description":"Minimum level of logged messages","valueType":"Integer"}`)
		c.wantText(c.post(settings+"set?name=diagnostics.minimumloglevel&value=", ""), 200, "")
		check("Diagnostics.MinimumLogLevel", `{"name":"Diagnostics.MinimumLogLevel","value":null,"description":"Minimum level of logged messages","valueType":"Integer"}`)
		for _, test := range [][3]string{
			{"Api.DisablePersonalKeyExpiresNotification", "true", "True"},
			{"Web.NuGetRequestLimit", "007", "7"},
			{"Web.NuGetRequestLimit", "many", "many"},
			{"Licensing.Key", "a b", "a b"},
		} {
			c.Put("settings", test[0], map[string]any{"value": "before"})
			c.wantText(c.post(settings+"set?name="+test[0]+"&value="+url.QueryEscape(test[1]), ""), 200, "")
			if stored, _ := c.Get("settings", test[0]); stored["value"] != test[2] {
				t.Errorf("%s is %v, want %s", test[0], stored["value"], test[2])
			}
		}
		// Hidden ones, and those that somebody made up.
		c.wantStatus(c.post(settings+"set?name=My.Own&value=1", ""), 200)
		check("My.Own", `{"name":"My.Own","value":"1","description":null,"valueType":"Text"}`)
		for _, query := range []string{"", "?showAll=False"} {
			for _, name := range []string{"My.Own", "Extensions.BuiltInExtensionsPath"} {
				if got := find(query, name); got != nil {
					t.Errorf("%s%s shows %v", name, query, got)
				}
			}
			if find(query, "Web.BaseUrl") == nil {
				t.Errorf("Web.BaseUrl is hidden from %q", query)
			}
		}
		c.wantText(c.post(settings+"set?value=x", ""), 400, "name is required")
		c.wantText(c.post(settings+"set?name=x", ""), 400, "value is required")
	}
	for _, profile := range []string{"5.2", "2023"} {
		c := serve(t, fakeproget.Options{Profile: profile})
		c.wantStatus(c.get(settings+"list"), 404)
		c.wantStatus(c.post(settings+"set?name=x&value=y", ""), 404)
	}
	c := serve(t, fakeproget.Options{Keys: keys()})
	for _, key := range keys() {
		want := map[bool]int{true: 200, false: 403}[key.Value == "full-control" || key.Value == "Admin:secret"]
		if r := c.do("GET", settings+"list", "", "X-ApiKey", key.Value); r.status != want {
			t.Errorf("list with %s: %d", key.Value, r.status)
		}
		if r := c.do("POST", settings+"set?name=x&value=y", "", "X-ApiKey", key.Value); r.status != want {
			t.Errorf("set with %s: %d", key.Value, r.status)
		}
	}
}

func TestBaseURL(t *testing.T) {
	c := serve(t, fakeproget.Options{})
	c.Put("feeds", "x", map[string]any{"feedType": "npm"})
	wantMember(t, c.get(feeds+"get/x").body, "endpointUrl", `"`+c.url+`/npm/x/"`)
	c.wantStatus(c.post(settings+"set?name=Web.BaseUrl&value=https%3A%2F%2Fproget.example.com%2F", ""), 200)
	wantMember(t, c.get(feeds+"get/x").body, "endpointUrl", `"https://proget.example.com/npm/x/"`)
	wantMember(t, c.get("/api/json/Configuration_GetValue?Key_Name=Web.BaseUrl").body, "Value_Text", `"https://proget.example.com/"`)
	c.wantStatus(c.post(settings+"set?name=Web.BaseUrl&value=", ""), 200)
	wantMember(t, c.get(feeds+"get/x").body, "endpointUrl", `"`+c.url+`/npm/x/"`)
}

func TestSettingOptions(t *testing.T) {
	// A value from a file counts, whatever is stored.
	c := serve(t, fakeproget.Options{SettingsFile: map[string]string{"web.baseurl": "https://file.example.com", "Mine": "1"}, Secrets: fakeproget.MaskSecrets})
	c.Put("feeds", "x", map[string]any{"feedType": "npm"})
	c.wantStatus(c.post(settings+"set?name=Web.BaseUrl&value=https%3A%2F%2Fother.example.com", ""), 200)
	c.wantStatus(c.post(settings+"set?name=Licensing.Key&value=KEY", ""), 200)
	want := map[string]any{"Web.BaseUrl": "https://file.example.com", "Mine": "1", "Licensing.Key": "********"}
	for _, setting := range array(t, parse(t, c.get(settings+"list?showAll=true").body)) {
		name, _ := members(t, setting)["name"].(string)
		if value, named := want[name]; named && members(t, setting)["value"] != value {
			t.Errorf("%s is %v, want %v", name, members(t, setting)["value"], value)
		}
		delete(want, name)
	}
	if len(want) > 0 {
		t.Errorf("not listed are %v", want)
	}
	wantMember(t, c.get(feeds+"get/x").body, "endpointUrl", `"https://file.example.com/npm/x/"`)
	if stored, _ := c.Get("settings", "Web.BaseUrl"); stored["value"] != "https://other.example.com" {
		t.Errorf("stored is %v", stored["value"])
	}
}
