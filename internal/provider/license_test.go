package provider_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

var since2024 = []string{"2024", "2026"}

// licenses are all attributes of proget_license that can be left out or
// changed in place, in the dialect of the profile.
var licenses = &matrix{
	resource: "proget_license", kind: "licenses", key: "code", change: licenseChange,
	base: `  title = "A license"`, // without one, ProGet 2024 refuses it
	prepare: func(s *server) {
		for _, name := range []string{"feed-a", "feed-b", "feed-c", "feed-d", "feed-e", "feed-f"} {
			s.Put("feeds", name, map[string]any{"feedType": "nuget"})
		}
	},
	rows: []row{
		{attribute: "title", profiles: until2023, base: " ", set: `"One"`, changed: `"Two"`, keeps: true},
		{attribute: "title", profiles: since2024, base: " ", set: `"One"`, changed: `"Two"`, otherwise: `"Zero"`},
		licenseSet("urls", anyVersion, `["http://example.com/a","https://example.com/b"]`, `["example.com/a","https://example.com/c"]`,
			map[string]string{
				`["http://example.com/a","https://example.com/b"]`: `["example.com/a","example.com/b"]`,
				`["example.com/a","https://example.com/c"]`:        `["example.com/a","example.com/c"]`,
			}),
		licenseSet("urls", until2023, `["package://A","packageid://B"]`, `["package://A"]`, nil),
		licenseSet("spdx", since2024, `["A-1.0","B-1.0"]`, `["B-1.0"]`, nil),
		licenseSet("package_names", since2024, `["Acme.A","Acme.B"]`, `["Acme.B"]`, nil),
		licenseSet("purls", since2024, `["pkg:npm/a@1.0.0","pkg:nuget/B@1.0.0"]`, `["pkg:npm/a@2.0.0"]`, nil),
		{attribute: "allowed", profiles: until2023, set: `false`, changed: `true`, keeps: true},
		licenseSet("allowed_feeds", until2023, `["feed-a","feed-b"]`, `["feed-b","feed-c"]`, nil),
		licenseSet("blocked_feeds", until2023, `["feed-d","feed-e"]`, `["feed-d","feed-f"]`, nil),
	},
}

func TestAccLicenseAttributes(t *testing.T) {
	t.Parallel()
	licenses.run(t)
}

// licenseSet is a set of strings. The title goes along with every update of the modern dialect.
func licenseSet(attribute string, profiles []string, set, changed string, stored map[string]string) row {
	r := row{attribute: attribute, profiles: profiles, set: set, changed: changed, empty: `[]`, stored: stored, also: []string{"title"}}
	r.keeps = strings.HasSuffix(attribute, "_feeds") // the relation may be the feeds' to keep
	if strings.Contains(set, "package://") {
		r.variant = "pseudo"
	}
	return r
}

// licenseChange reads a request of either dialect.
func licenseChange(r request) (change, bool) {
	if c, ok := managedChange(r); ok && strings.HasPrefix(r.Path, "/api/management/licenses/") {
		if c.verb == "create" {
			c.name, _ = c.body["licenseId"].(string)
		}
		return c, true
	}
	verb, ok := strings.CutPrefix(r.Path, "/api/licenses/")
	if !ok || r.Method == http.MethodGet {
		return change{}, false
	}
	c := change{verb: verb}
	_ = json.Unmarshal(r.Body, &c.body) // a deletion has none
	c.name, _ = c.body["code"].(string)
	if verb == "add" {
		c.verb = "create"
	} else {
		delete(c.body, "id")
		delete(c.body, "code")
	}
	return c, true
}
