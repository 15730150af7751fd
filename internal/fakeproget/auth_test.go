package fakeproget_test

import (
	"slices"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

const sentence = "The specified API key does not have the proper permissions to perform this action."

// keys has one key for every scope, named after it.
func keys() []fakeproget.Key {
	scopes := []fakeproget.Scope{
		fakeproget.FullControl, fakeproget.Feeds, fakeproget.SCA, fakeproget.SBOMUpload,
		fakeproget.View, fakeproget.Add, fakeproget.Delete,
	}
	list := []fakeproget.Key{
		{Value: "none"},
		{Value: "Admin:secret", Scopes: []fakeproget.Scope{fakeproget.FullControl}},
		{Value: "manager", Scopes: []fakeproget.Scope{fakeproget.Feeds, fakeproget.ManageLicenses}},
	}
	for _, scope := range scopes {
		list = append(list, fakeproget.Key{Value: string(scope), Scopes: []fakeproget.Scope{scope}})
	}
	return list
}

func TestCredentials(t *testing.T) {
	c := serve(t, fakeproget.Options{Keys: keys()})
	c.Put("connectors", "x", map[string]any{"feedType": "npm"})
	const list = connectors + "list"
	tests := []struct {
		name   string
		r      response
		status int
	}{
		{"none", c.get(list), 403},
		{"unknown", c.do("GET", list, "", "X-ApiKey", "guess"), 403},
		{"empty", c.do("GET", list, "", "X-ApiKey", ""), 403},
		{"header", c.do("GET", list, "", "X-ApiKey", "feeds"), 200},
		{"user", c.do("GET", list, "", "X-ApiKey", "Admin:secret"), 200},
		{"wrong password", c.do("GET", list, "", "X-ApiKey", "Admin:guess"), 403},
		{"query", c.get(list + "?key=feeds"), 200},
		{"query of the native API", c.get(list + "?API_Key=feeds"), 403},
		{"the header comes first", c.do("GET", list+"?key=feeds", "", "X-ApiKey", "none"), 403},
		{"JSON", c.post(connectors+"update/x", `{"timeout":3,"API_Key":"feeds"}`), 200},
		{"form", c.do("POST", connectors+"delete/nope", "key=feeds", "Content-Type", "application/x-www-form-urlencoded"), 404},
		{"basic", c.do("GET", list, "", "Authorization", "Basic YXBpOmZlZWRz"), 403},
	}
	for _, test := range tests {
		if test.r.status != test.status {
			t.Errorf("%s: got %d, want %d", test.name, test.r.status, test.status)
		}
	}
}

func TestAnonymous(t *testing.T) {
	c := serve(t, fakeproget.Options{Keys: keys(), Anonymous: []fakeproget.Scope{fakeproget.Feeds}})
	c.wantStatus(c.get(connectors+"list"), 200)
	c.wantStatus(c.do("GET", connectors+"list", "", "X-ApiKey", "guess"), 403)
}

// denial is what a bad key gets from an endpoint in each profile, in the order of Profiles.
type denial struct {
	method, path, body string
	status             [4]int
}

// granted are the keys that an endpoint accepts in each profile.
type granted struct {
	denial
	keys [4][]string
}

func TestConnectorPermissions(t *testing.T) {
	system := []string{"full-control", "feeds", "manager", "Admin:secret"}
	with := func(key string) []string { return slices.Concat(system, []string{key}) }
	forbidden := [4]int{403, 403, 403, 403}
	checkPermissions(t, []granted{
		{denial{"GET", connectors + "list", "", forbidden}, [4][]string{system, system, with("view"), system}},
		{denial{"GET", connectors + "get/x", "", forbidden}, [4][]string{system, system, with("view"), system}},
		{denial{"POST", connectors + "create", "{}", forbidden}, [4][]string{system, system, with("add"), system}},
		{denial{"POST", connectors + "update/x", "{}", forbidden}, [4][]string{system, system, with("add"), system}},
		{denial{"POST", connectors + "delete/nope", "", forbidden}, [4][]string{system, system, with("delete"), system}},
	})
}

// checkPermissions tries every key at every endpoint of every profile.
func checkPermissions(t *testing.T, endpoints []granted) {
	t.Helper()
	for i, profile := range fakeproget.Profiles {
		c := serve(t, fakeproget.Options{Profile: profile, Keys: keys()})
		for _, endpoint := range endpoints {
			may := map[string]bool{}
			for _, key := range endpoint.keys[i] {
				may[key] = true
			}
			for _, key := range keys() {
				r := c.do(endpoint.method, endpoint.path, endpoint.body, "X-ApiKey", key.Value)
				if denied := r.status == endpoint.status[i] && (r.body == sentence || r.body == ""); denied == may[key.Value] {
					t.Errorf("%s: %s %s with %s: %d %s", profile, endpoint.method, endpoint.path, key.Value, r.status, r.body)
				}
			}
		}
	}
}

func TestDenialText(t *testing.T) {
	for profile, text := range map[string]string{"5.2": sentence, "2023": sentence, "2024": "", "2026": ""} {
		c := serve(t, fakeproget.Options{Profile: profile, Keys: keys()})
		c.wantText(c.get(connectors+"list"), 403, text)
	}
}
