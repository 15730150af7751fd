package fakeproget_test

import (
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// TestFeedTypeNames goes through the spellings and the ages of reference section 5.5.
func TestFeedTypeNames(t *testing.T) {
	refusals := map[string]string{"5.2": "invalid feed type", "2023": "invalid feed type", "2024": "a valid feed type is required", "2026": "a valid feed type is required"}
	for _, test := range []struct {
		name              string
		feeds, connectors [4]bool // in the order of Profiles
	}{
		{"universal", [4]bool{false, true, true, true}, [4]bool{false, true, true, true}},
		{"Universal", [4]bool{false, true, true, true}, [4]bool{false, true, true, true}},
		{"proget", [4]bool{true}, [4]bool{true}},
		{"ProGet", [4]bool{true}, [4]bool{true}},
		{"NPM", [4]bool{true, true, true, true}, [4]bool{true, true, true, true}},
		{"bower", [4]bool{true, true, true, true}, [4]bool{}},
		{"conda", [4]bool{false, true, true, true}, [4]bool{false, true, true, true}},
		{"rpm", [4]bool{true, true, true, true}, [4]bool{false, true, true, true}},
		{"Cargo", [4]bool{false, false, true, true}, [4]bool{false, false, true, true}},
		{"nugget", [4]bool{}, [4]bool{}},
	} {
		for i, profile := range fakeproget.Profiles {
			c := serve(t, fakeproget.Options{Profile: profile})
			for path, accepts := range map[string]bool{feeds: test.feeds[i], connectors: test.connectors[i]} {
				r := c.post(path+"create", `{"name":"x","feedType":"`+test.name+`"}`)
				switch {
				case accepts && r.status > 201:
					t.Errorf("%s: %s with %s: %d %s", profile, path, test.name, r.status, r.body)
				case !accepts && (r.status != 400 || r.body != refusals[profile]):
					t.Errorf("%s: %s with %s: %d %s", profile, path, test.name, r.status, r.body)
				}
			}
		}
	}
}

func TestFeedTypeOfAVersion(t *testing.T) {
	c := serve(t, fakeproget.Options{Profile: "2024", Version: "24.0.10.2"})
	c.wantText(c.post(feeds+"create", `{"name":"x","feedType":"pub"}`), 400, "a valid feed type is required")
	c = serve(t, fakeproget.Options{Profile: "2024", Version: "24.0.11.1"})
	c.wantStatus(c.post(feeds+"create", `{"name":"x","feedType":"pub"}`), 200)
}

func TestUniversalOf52(t *testing.T) {
	c := serve(t, fakeproget.Options{Profile: "5.2"})
	r := c.post(feeds+"create", `{"name":"x","feedType":"ProGet"}`)
	wantMember(t, r.body, "feedType", `"proget"`)
	c.wantStatus(c.post(feeds+"update/x", r.body), 201)
	c.wantStatus(c.post(feeds+"update/x", `{"description":"d"}`), 201)
	c.wantStatus(c.post(feeds+"update/x", `{"feedType":"romp"}`), 201)
	c.wantText(c.post(feeds+"update/x", `{"feedType":"universal"}`), 400, "invalid feed type")

	// Reference section 25, F2: the vendor's example for 5.2.
	c = serve(t, fakeproget.Options{Profile: "5.2", AnyFeedTypeName: true})
	r = c.post(feeds+"create", `{"name":"InedoExtensions","feedType":"universal","active":true}`)
	c.wantStatus(r, 201)
	wantMember(t, r.body, "feedType", `"universal"`)
}
