package provider_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// nobodysEmpty answers a listing in ProGet's place.
func nobodysEmpty(path string) fakeproget.Fault {
	return fakeproget.Fault{Method: http.MethodGet, Path: path, Foreign: true, Body: "[]", ContentType: "application/json"}
}

// Something answers the first requests of a saved plan of a destruction, or those
// of a refresh, as if there were nothing: with 404, and with empty listings.
func TestTrustForeignNothing(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		resource, fake, name, api, profile string
		config                             values
	}{
		{"proget_connector", "connectors", "a", "/api/management/connectors/", "", values{"name": "a", "feed_type": "nuget", "url": nuget}},
		{"proget_feed", "feeds", "a", "/api/management/feeds/", "", values{"name": "a", "feed_type": "nuget", "deletion_policy": "delete"}},
		{"proget_license", "licenses", "A-1.0", "/api/management/licenses/", "2023", values{"code": "A-1.0", "title": "t"}},
	} {
		for _, status := range []int{http.StatusOK, http.StatusNotFound} {
			s := serve(t, fakeproget.Options{Profile: test.profile})
			o := made(t, s, test.resource, test.config)
			planned, diags := connect(t, s, nil).Plan(t, test.resource, o, nil)
			noErrors(t, diags)
			s.Fail(nobodysEmpty(test.api + "list"))
			s.Fail(fakeproget.Fault{Method: http.MethodPost, Path: test.api + "delete/", Foreign: true, Status: status})
			s.Fail(fakeproget.Fault{Path: test.api + "get/", Foreign: true, Status: http.StatusNotFound, Body: "404 page not found"})
			deleted, diags := connect(t, s, nil).ApplyPlanned(t, test.resource, o, nil, planned)
			if _, there := s.Get(test.fake, test.name); !there || deleted.State.IsNull() || !diags.Failed() {
				t.Errorf("%s, %d: on the server %t, gone from the state %t\n%s", test.resource, status, there, deleted.State.IsNull(), diags)
			}
			read, diags := connect(t, s, nil).Read(t, test.resource, o)
			if read.State.IsNull() || !diags.Failed() {
				t.Errorf("%s: a refresh loses it: %t\n%s", test.resource, read.State.IsNull(), diags)
			}
		}
	}
}

// A gateway whose ProGet is away answers for it, at /health as well.
func TestTrustGateway(t *testing.T) {
	t.Parallel()
	s := withSecurity(t, fakeproget.Options{})
	s.Fail(nobodysEmpty("/api/"))
	s.Fail(fakeproget.Fault{Method: http.MethodGet, Path: "/health", Foreign: true, Status: http.StatusServiceUnavailable, Body: "no healthy upstream"})
	for _, name := range []string{"proget_feeds", "proget_connectors", "proget_users", "proget_projects"} {
		if got, diags := connect(t, s, nil).Data(t, name, values{}); !diags.Failed() {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// The last object of each kind is deleted on a server that never signs, and its
// listing is empty afterwards.
func TestTrustLastObjectUnsigned(t *testing.T) {
	t.Parallel()
	for _, profile := range fakeproget.Profiles {
		for resource, config := range map[string]values{
			"proget_connector": {"name": "a", "feed_type": "nuget", "url": nuget},
			"proget_feed":      {"name": "a", "feed_type": "nuget", "deletion_policy": "delete"},
			"proget_license":   {"code": "a", "title": "t"},
		} {
			s := serve(t, fakeproget.Options{Profile: profile, NoVersionHeader: true, BuiltInLicenses: -1})
			deleted, diags := connect(t, s, nil).Apply(t, resource, made(t, s, resource, config), nil)
			noErrors(t, diags)
			if !deleted.State.IsNull() {
				t.Errorf("%s on %s stays in the state", resource, profile)
			}
			if resource == "proget_license" && profile != "5.2" && profile != "2023" {
				continue // cannot be asked for by its code, so that an empty listing proves nothing
			}
			o := made(t, s, resource, config)
			_, diags = connect(t, s, nil).Apply(t, resource, o, nil)
			noErrors(t, diags)
			read, diags := connect(t, s, nil).Read(t, resource, o)
			noErrors(t, diags)
			if !read.State.IsNull() {
				t.Errorf("%s on %s was deleted elsewhere and stays in the state", resource, profile)
			}
		}
	}
}

// What is there after a deletion that was answered with success stays in the state.
func TestTrustDeletedAndStillThere(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{NoVersionHeader: true})
	text := values{"code": "MIT", "content": "one"}
	o := made(t, s, "proget_license_file", text)
	s.Fail(fakeproget.Fault{Method: http.MethodPost, Path: "/api/licenses/files/delete", Status: http.StatusOK})
	if deleted, diags := connect(t, s, nil).Apply(t, "proget_license_file", o, nil); deleted.State.IsNull() || !diags.Failed() {
		t.Errorf("a text: gone from the state %t\n%s", deleted.State.IsNull(), diags)
	}
	s = serve(t, fakeproget.Options{})
	prepareStorages(s)
	o = made(t, s, storageKind, values{"feed": "a", "s3": values{"bucket_name": "one", "region_endpoint": "us-east-1"}})
	s.Fail(fakeproget.Fault{Method: http.MethodPost, Path: "/api/storage", Status: http.StatusOK, ContentType: "application/json", Body: `{"id":"s3","properties":{"BucketName":"one","RegionEndpoint":"us-east-1"}}`})
	if deleted, diags := connect(t, s, nil).Apply(t, storageKind, o, nil); deleted.State.IsNull() || !diags.Failed() {
		t.Errorf("a storage: gone from the state %t\n%s", deleted.State.IsNull(), diags)
	}
}

// An object that is listed under its name in another case and cannot be read is
// neither removed from the state nor taken for deleted.
func TestTrustOddObjectInAnotherCase(t *testing.T) {
	t.Parallel()
	s := withSecurity(t, fakeproget.Options{})
	o := made(t, s, "proget_user", values{"name": "jane", "email": "a@b.c"})
	s.Put("users", "jane", map[string]any{"name": "Jane", "email": 5})
	if read, diags := connect(t, s, nil).Read(t, "proget_user", o); read.State.IsNull() || !diags.Failed() {
		t.Errorf("a refresh loses it: %t\n%s", read.State.IsNull(), diags)
	} else if text := diags.String(); !strings.Contains(text, "in a form that this version of the provider does not know") || strings.Contains(text, "url must be") {
		t.Errorf("the error blames the address:\n%s", text)
	}
	if deleted, diags := connect(t, s, nil).Apply(t, "proget_user", o, nil); deleted.State.IsNull() || !diags.Failed() {
		t.Errorf("gone from the state: %t\n%s", deleted.State.IsNull(), diags)
	}
}

// An object that cannot be read does not keep others from being made, and their
// plans say nothing of it.
func TestTrustOddObjectBeside(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{ExtraItems: map[string][]any{
		"api-keys": {map[string]any{"id": 999, "expiration": 5}}, "settings": {map[string]any{"name": "Odd", "valueType": 5}},
		"connectors": {map[string]any{"name": "odd", "timeout": "soon"}},
	}})
	for resource, config := range map[string]values{
		apiKeyName: {"type": "other", "display_name": "a"}, "proget_setting": {"name": "Web.BaseUrl", "value": "https://a.b"},
		"proget_connector": {"name": "a", "feed_type": "nuget", "url": nuget},
	} {
		e := connect(t, s, nil)
		planned, diags := e.Plan(t, resource, e.Absent(resource), config)
		if strings.Contains(diags.String(), "Unable to look") {
			t.Errorf("%s is planned:\n%s", resource, diags)
		}
		_, diags = e.ApplyPlanned(t, resource, e.Absent(resource), config, planned)
		noErrors(t, diags)
	}
}

// ProGet's refusal of a connector that is called as the feed is told as it is.
func TestTrustRefusalAboutAnotherObject(t *testing.T) {
	t.Parallel()
	for _, unsigned := range []bool{false, true} {
		s := serve(t, fakeproget.Options{NoVersionHeader: unsigned})
		config := values{"name": "a", "feed_type": "nuget"}
		o := made(t, s, "proget_feed", config)
		config["connectors"] = []string{"a"}
		_, diags := connect(t, s, nil).Apply(t, "proget_feed", o, config)
		if text := diags.Errors().String(); !strings.Contains(text, "connector 'a' does not exist") || strings.Contains(text, "not certain") {
			t.Errorf("signed: %t\n%s", !unsigned, text)
		}
	}
}
