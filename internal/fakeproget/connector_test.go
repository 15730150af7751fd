package fakeproget_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

const (
	connectors = "/api/management/connectors/"
	feeds      = "/api/management/feeds/"
)

func TestConnectorCreate(t *testing.T) {
	// Reference section 25, F9.
	const request = `{"name":"myNugetConnector","url":"https://proget.connector.local","feedType":"NuGet"}`
	const stored = `{"name":"myNugetConnector","url":"https://proget.connector.local","feedType":"nuget","timeout":10,` +
		`"metadataCacheEnabled":false,"metadataCacheMinutes":null,"metadataCacheCount":null,"filters":[]}`
	for profile, status := range map[string]int{"5.2": 201, "2023": 201, "2024": 200, "2026": 201} {
		t.Run(profile, func(t *testing.T) {
			c := serve(t, fakeproget.Options{Profile: profile})
			want := stored
			if profile == "5.2" {
				want = strings.Replace(want, `"nuget"`, `"NuGet"`, 1)
			}
			c.wantJSON(c.do("POST", connectors+"create", request), status, want)
			c.wantJSON(c.get(connectors+"get/myNugetConnector"), 200, want)
			c.wantJSON(c.get(connectors+"list"), 200, "["+want+"]")
			c.wantText(c.do("PUT", connectors+"create", request), 400, "a connector named 'myNugetConnector' already exists")
		})
	}
}

func TestConnectorOf52(t *testing.T) {
	c := serve(t, fakeproget.Options{Profile: "5.2"})
	// Reference section 25, F9.
	const list = `[{"name":"nuget.org","url":"https://www.nuget.org/api/v2/","feedType":"NuGet","timeout":10,"metadataCacheEnabled":true,"metadataCacheMinutes":1440,"metadataCacheCount":100,"filters":[]},` +
		`{"name":"Inedo Den","url":"https://inedo.com/den/feed","feedType":"ProGet","timeout":10,"metadataCacheEnabled":true,"metadataCacheMinutes":30,"metadataCacheCount":100,"filters":[]}]`
	c.wantStatus(c.post(connectors+"create", `{"name":"nuget.org","url":"https://www.nuget.org/api/v2/","feedType":"nuget","metadataCacheEnabled":true,"metadataCacheMinutes":1440}`), 201)
	c.wantStatus(c.post(connectors+"create", `{"name":"Inedo Den","url":"https://inedo.com/den/feed","feedType":"proget","metadataCacheEnabled":true}`), 201)
	c.wantJSON(c.get(connectors+"list"), 200, list)
	c.wantStatus(c.do("POST", connectors+"get/Inedo%20Den", ""), 200)
	c.wantStatus(c.do("HEAD", connectors+"list", ""), 200)
	c.wantText(c.do("POST", connectors+"update/nuget.org", `{"timeout":1}`, "Content-Type", "application/json; charset=utf-8"), 415,
		"the content type of the request must be application/json")
}

func TestConnectorUpdate(t *testing.T) {
	tests := []struct {
		name, body, member, want string
	}{
		{"url", `{"url":"https://nuget/org/api/v2#v2"}`, "url", `"https://nuget/org/api/v2#v2"`},
		{"timeout", `{"timeout":30}`, "timeout", `30`},
		{"arrays are replaced", `{"filters":["Microsoft.*","Castle.*","!Rubbishsoft.*"]}`, "filters", `["Microsoft.*","Castle.*","!Rubbishsoft.*"]`},
		{"arrays are cleared", `{"filters":[]}`, "filters", `[]`},
		{"null keeps an array", `{"filters":null}`, "filters", `["a","b"]`},
		{"null keeps a text", `{"username":null}`, "username", `"jsmith"`},
		{"empty clears", `{"username":""}`, "username", ``},
		{"omission keeps", `{}`, "metadataCacheMinutes", `15`},
		{"numbers go with the cache", `{"metadataCacheEnabled":false}`, "metadataCacheMinutes", `null`},
		{"numbers of a cache that is off", `{"metadataCacheEnabled":false,"metadataCacheCount":7}`, "metadataCacheCount", `null`},
		{"type in its group", `{"feedType":"PowerShell"}`, "feedType", `"powershell"`},
		{"rename", `{"name":"other"}`, "name", `"other"`},
		{"password", `{"password":"new"}`, "password", ``},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := serve(t, fakeproget.Options{})
			c.wantStatus(c.post(connectors+"create", `{"name":"x","feedType":"nuget","url":"https://api.nuget.org/v3/index.json","username":"jsmith","password":"pass123",`+
				`"timeout":60,"filters":["a","b"],"metadataCacheEnabled":true,"metadataCacheMinutes":15}`), 201)
			r := c.do("PATCH", connectors+"update/x", test.body)
			c.wantStatus(r, 200)
			wantMember(t, r.body, test.member, test.want)
		})
	}
}

func TestConnectorRefusals(t *testing.T) {
	tests := []struct {
		name, path, body string
		status           int
		text             string
	}{
		{"no name", "create", `{"feedType":"nuget"}`, 400, "connector name is required"},
		{"bad name", "create", `{"name":"a/b","feedType":"nuget"}`, 400, "connector name 'a/b' must not include characters that require URL escaping"},
		{"long name", "create", `{"name":"` + strings.Repeat("x", 101) + `","feedType":"nuget"}`, 400, "connector name must not be longer than 100 characters"},
		{"no type", "create", `{"name":"y"}`, 400, "a valid feed type is required"},
		{"type without connectors", "create", `{"name":"y","feedType":"bower"}`, 400, "a valid feed type is required"},
		{"unknown property", "create", `{"name":"y","feedType":"nuget","Url":"https://example.com"}`, 400, "unknown property 'Url'"},
		{"wrong type", "update/x", `{"timeout":"10"}`, 400, "timeout must be an integer"},
		{"fraction", "update/x", `{"timeout":1.5}`, 400, "timeout must be an integer"},
		{"negative", "update/x", `{"metadataCacheMinutes":-1}`, 400, "metadataCacheMinutes must not be negative"},
		{"element", "update/x", `{"filters":["a",1]}`, 400, "filters[1] must be a string"},
		{"not an object", "update/x", `[]`, 400, "the body of the request is not a JSON object: json: cannot unmarshal array into Go value of type map[string]interface {}"},
		{"other type", "update/x", `{"feedType":"npm"}`, 400, "the feed type cannot be changed from nuget to npm"},
		{"taken name", "update/x", `{"name":"z"}`, 400, "a connector named 'z' already exists"},
		{"no such connector", "update/nope", `{}`, 404, `Connector "nope" not found`},
		{"nothing to delete", "delete/nope", ``, 404, `Connector "nope" not found`},
	}
	c := serve(t, fakeproget.Options{})
	c.Put("connectors", "x", map[string]any{"feedType": "nuget"})
	c.Put("connectors", "z", map[string]any{"feedType": "nuget"})
	before, _ := c.Get("connectors", "x")
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := c.with(t)
			c.wantText(c.post(connectors+test.path, test.body), test.status, test.text)
			if after, _ := c.Get("connectors", "x"); len(after) != len(before) || after["timeout"] != before["timeout"] {
				t.Errorf("the connector changed to %v", after)
			}
		})
	}
	c.wantStatus(c.do("POST", connectors+"create", `{"name":"y","feedType":"nuget"}`, "Content-Type", "text/plain"), 415)
	c.wantText(c.do("POST", connectors+"get/x", ""), 405, "Method Not Allowed\n")
}

func TestConnectorSecrets(t *testing.T) {
	for echo, want := range map[fakeproget.SecretsEcho]string{
		fakeproget.OmitSecrets: ``, fakeproget.EchoSecrets: `"pass123"`, fakeproget.MaskSecrets: `"********"`,
	} {
		c := serve(t, fakeproget.Options{Secrets: echo})
		r := c.post(connectors+"create", `{"name":"x","feedType":"npm","username":"jsmith","password":"pass123"}`)
		wantMember(t, r.body, "password", want)
		wantMember(t, r.body, "username", `"jsmith"`)
		// The vendor's client sends back what it got.
		c.wantStatus(c.post(connectors+"update/x", r.body), 200)
		if stored, _ := c.Get("connectors", "x"); stored["password"] != "pass123" {
			t.Errorf("the password became %v", stored["password"])
		}
	}
}

func TestConnectorOptions(t *testing.T) {
	const minimal = `{"name":"x","feedType":"npm","filters":["b","a"]}`
	t.Run("empty bodies", func(t *testing.T) {
		c := serve(t, fakeproget.Options{EmptyBodies: true})
		c.wantText(c.post(connectors+"create", minimal), 201, "")
		c.wantText(c.post(connectors+"update/x", `{"timeout":3}`), 200, "")
		wantMember(t, c.get(connectors+"get/x").body, "timeout", `3`)
	})
	t.Run("statuses", func(t *testing.T) {
		c := serve(t, fakeproget.Options{CreateStatus: 202, UpdateStatus: 203, DuplicateStatus: 409, MissingStatus: 400})
		c.wantStatus(c.post(connectors+"create", minimal), 202)
		c.wantStatus(c.post(connectors+"update/x", `{}`), 203)
		c.wantStatus(c.post(connectors+"create", minimal), 409)
		c.wantStatus(c.get(connectors+"get/y"), 400)
	})
	t.Run("null arrays", func(t *testing.T) {
		c := serve(t, fakeproget.Options{NullArrays: true})
		wantMember(t, c.post(connectors+"create", `{"name":"x","feedType":"npm"}`).body, "filters", `null`)
	})
	t.Run("omitted defaults", func(t *testing.T) {
		c := serve(t, fakeproget.Options{OmitDefaults: true})
		c.wantJSON(c.post(connectors+"create", `{"name":"x","feedType":"npm"}`), 201, `{"name":"x","feedType":"npm","timeout":10,"metadataCacheEnabled":false}`)
	})
	t.Run("order of filters", func(t *testing.T) {
		for order, want := range map[fakeproget.SetOrder]string{
			fakeproget.SetsAsStored: `["b","a"]`, fakeproget.SetsSorted: `["a","b"]`, fakeproget.SetsReversed: `["a","b"]`,
		} {
			c := serve(t, fakeproget.Options{FilterOrder: order})
			wantMember(t, c.post(connectors+"create", minimal).body, "filters", want)
		}
	})
	t.Run("ignored properties and renames", func(t *testing.T) {
		c := serve(t, fakeproget.Options{IgnoreProperties: []string{"filters"}, RenameIgnored: true})
		wantMember(t, c.post(connectors+"create", minimal).body, "filters", `[]`)
		wantMember(t, c.post(connectors+"update/x", `{"name":"y"}`).body, "name", `"x"`)
	})
	t.Run("filled in", func(t *testing.T) {
		c := serve(t, fakeproget.Options{FillIn: map[string]any{"username": "robot", "description": "no property of connectors"}})
		wantMember(t, c.post(connectors+"create", minimal).body, "username", `"robot"`)
		wantMember(t, c.post(connectors+"update/x", `{"username":""}`).body, "username", ``)
		c = serve(t, fakeproget.Options{FillIn: map[string]any{"username": "robot"}, FillInAlways: true})
		c.wantStatus(c.post(connectors+"create", minimal), 201)
		wantMember(t, c.post(connectors+"update/x", `{"username":""}`).body, "username", `"robot"`)
	})
	t.Run("names without case", func(t *testing.T) {
		c := serve(t, fakeproget.Options{CaseInsensitiveNames: true})
		c.wantStatus(c.post(connectors+"create", minimal), 201)
		wantMember(t, c.get(connectors+"get/X").body, "name", `"x"`)
		c.wantText(c.post(connectors+"create", `{"name":"X","feedType":"npm"}`), 400, "a connector named 'x' already exists")
		c.wantStatus(serve(t, fakeproget.Options{}).get(connectors+"get/X"), 404)
	})
	t.Run("any names", func(t *testing.T) {
		c := serve(t, fakeproget.Options{AnyNames: true})
		c.wantStatus(c.post(connectors+"create", `{"name":"a/b c%d#e?\u00e9..","feedType":"npm"}`), 201)
		c.wantStatus(c.get(connectors+"get/a%2Fb%20c%25d%23e%3F%C3%A9.."), 200)
		c.wantStatus(c.post(connectors+"create", `{"name":"..","feedType":"npm"}`), 201)
		c.wantStatus(c.get(connectors+"get/%2E%2E"), 200)
	})
	t.Run("indent", func(t *testing.T) {
		c := serve(t, fakeproget.Options{})
		c.Put("connectors", "x", nil)
		if body := c.get(connectors + "get/x?indent").body; !strings.Contains(body, "\n  \"name\": \"x\"") {
			t.Errorf("not indented: %s", body)
		}
	})
}

func TestDrift(t *testing.T) {
	c := serve(t, fakeproget.Options{})
	c.Put("connectors", "a", map[string]any{"feedType": "NuGet", "timeout": 7, "filters": []string{"x"}, "password": "secret"})
	r := c.get(connectors + "get/a")
	c.wantJSON(r, 200, `{"name":"a","url":null,"feedType":"nuget","timeout":7,"metadataCacheEnabled":false,"metadataCacheMinutes":null,"metadataCacheCount":null,"filters":["x"]}`)
	stored, found := c.Get("connectors", "a")
	if !found || stored["password"] != "secret" || stored["timeout"] != float64(7) {
		t.Errorf("stored is %v", stored)
	}
	stored["timeout"] = 0
	array(t, stored["filters"])[0] = "changed"
	wantMember(t, c.get(connectors+"get/a").body, "filters", `["x"]`)

	c.Put("connectors", "a", map[string]any{"name": "b", "password": nil})
	stored, _ = c.Get("connectors", "b")
	if _, has := stored["password"]; has {
		t.Error("nil did not unset")
	}
	c.Put("connectors", "c", nil)
	c.Put("connectors", "a/b", map[string]any{"feedType": "npm"})
	wantMember(t, c.post(connectors+"update/a%2Fb", `{"timeout":3}`).body, "timeout", `3`)
	c.Remove("connectors", "a/b")
	if names := c.Names("connectors"); !slices.Equal(names, []string{"b", "c"}) {
		t.Errorf("names are %v", names)
	}
	if !c.Remove("connectors", "b") || c.Remove("connectors", "b") {
		t.Error("Remove does not tell what was there")
	}
	c.wantText(c.get(connectors+"get/b"), 404, `Connector "b" not found`)
	if n := len(c.Requests()); n != 4 {
		t.Errorf("%d requests are logged, want 4", n)
	}
}
