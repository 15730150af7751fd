package provider_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

const apiKeyName = "proget_api_key"

// prepareKeys makes what keys refer to.
func prepareKeys(s *server) {
	for _, feed := range []string{"a", "b"} {
		s.Put("feeds", feed, map[string]any{"feedType": "nuget"})
		s.Put("users", "user-"+feed, nil)
	}
}

func withKeys(t *testing.T, options fakeproget.Options) *server {
	t.Helper()
	s := serve(t, options)
	prepareKeys(s)
	return s
}

// nothingTellsKeys is why two keys can be alike.
const nothingTellsKeys = "nothing but its number tells a key from another"

// keyServers answer creations in every form, and say in every way what keys are.
var keyServers = map[string]fakeproget.Options{
	"2024":                    {Profile: "2024", Version: "25.0.23.1"}, // the first with keys for several feeds
	"2026 in disorder":        {Profile: "2026", Sets: fakeproget.SetsReversed, RecaseSets: true, UTCExpirations: true},
	"hashed":                  {HashKeys: true, NullArrays: true},
	"answered without key":    {CreatedKey: fakeproget.KeyLeftOut, Secrets: fakeproget.MaskSecrets},
	"answered with key alone": {CreatedKey: fakeproget.KeyAsText, OmitDefaults: true, Secrets: fakeproget.MaskSecrets},
	"answered with nothing":   {EmptyBodies: true},
}

var (
	systemKey = values{"type": "system", "system_apis": []string{"feeds"}, "display_name": "a"}
	feedKey   = values{"type": "Feed", "package_permissions": []string{"view"}, "display_name": "a"}
)

var keyCourses = []course{
	{attribute: "display_name", with: values{"type": "system", "system_apis": []string{"feeds"}}, set: "one", changed: "two"},
	{attribute: "description", with: systemKey, set: "one", changed: "two"},
	{attribute: "expiration", with: systemKey, set: "2099-01-01T00:00:00+01:00", changed: "2099-01-02T00:00:00Z"},
	{attribute: "logging", with: systemKey, set: "REQUEST", changed: "both", keeps: true, inPlace: []int{3}},
	{attribute: "system_apis", with: values{"type": "SYSTEM", "display_name": "a"}, set: []string{"sca", "Feeds"}, changed: []string{"full-control"}, otherwise: []string{"sbom-upload"}},
	{attribute: "package_permissions", with: values{"type": "feed", "feed": "a", "display_name": "a"}, set: []string{"view", "add"}, changed: []string{"promote"}, otherwise: []string{"delete"}},
	{attribute: "feed", with: feedKey, set: "a", changed: "b, a", otherwise: "b"},
	{attribute: "feed_group", with: feedKey, set: "x", changed: "y", otherwise: "z"},
	{attribute: "user", with: values{"type": "personal", "display_name": "a"}, set: "user-a", changed: "user-b", otherwise: "Admin"},
	{attribute: "keepers", with: systemKey, set: values{"a": "1"}, changed: values{"a": "2"}, unsent: true, inPlace: []int{1}},
}

// The key itself: in the state if ProGet made it, and works; nowhere if the
// caller chose it; null with a warning where the answer does not reveal it.
func TestAPIKeyItself(t *testing.T) {
	t.Parallel()
	config := values{"type": "system", "system_apis": []string{"full-control"}}
	chosen := maps.Clone(config)
	chosen["key_wo"], chosen["key_wo_version"] = "s3cr3t-chosen", 1
	for form, revealed := range map[fakeproget.CreatedKey]bool{fakeproget.KeyAsMember: true, fakeproget.KeyAsText: true, fakeproget.KeyLeftOut: false} {
		s := serve(t, fakeproget.Options{CreatedKey: form})
		e := connect(t, s, nil)
		o, diags := e.Apply(t, apiKeyName, e.Absent(apiKeyName), config)
		noErrors(t, diags)
		stored, _ := s.Get("api-keys", "1000")
		if key := o.Get(t, "key"); revealed != (key == stored["key"]) || !revealed && (key != nil || !strings.Contains(diags.String(), `did not reveal key of API key "1000"`)) {
			t.Errorf("form %d: the key is %v, stored %v\n%s", form, key, stored["key"], diags)
		}
		if revealed {
			// A second provider works with it.
			second := connect(t, s, values{"api_key": o.Get(t, "key")})
			_, diags = second.Apply(t, "proget_connector", second.Absent("proget_connector"), values{"name": "a", "feed_type": "nuget", "url": nuget})
			noErrors(t, diags)
		}
		// From ProGet's choice to one's own: another key, which the state does not have.
		o, replaced, diags := become(t, e, apiKeyName, o, chosen)
		noErrors(t, diags)
		stored, _ = s.Get("api-keys", "1001")
		if !replaced || stored["key"] != "s3cr3t-chosen" || strings.Contains(fmt.Sprint(tftest.Plain(t, o.State)), "s3cr3t") || len(diags) > 0 {
			t.Errorf("form %d: replaced %t, stored %v, state %v\n%s", form, replaced, stored, tftest.Plain(t, o.State), diags)
		}
		staysSo(t, e, "chosen", apiKeyName, o, chosen)
		next := maps.Clone(chosen)
		next["key_wo"], next["key_wo_version"] = "s3cr3t-next", 2
		_, replaced, diags = become(t, e, apiKeyName, o, next)
		noErrors(t, diags)
		if stored, _ = s.Get("api-keys", "1002"); !replaced || stored["key"] != "s3cr3t-next" {
			t.Errorf("form %d: replaced %t, stored %v", form, replaced, stored)
		}
	}
	s := serve(t, fakeproget.Options{HashKeys: true})
	e := connect(t, s, nil)
	_, diags := e.Apply(t, apiKeyName, e.Absent(apiKeyName), chosen)
	if !diags.Failed() || strings.Contains(diags.String(), "s3cr3t") || !strings.Contains(diags.String(), "hashed") {
		t.Errorf("hashed: %s", diags)
	}
	// A version whose key turns out to be null.
	_, diags = e.Plan(t, apiKeyName, e.Absent(apiKeyName), values{"type": "other", "key_wo_version": 1})
	if attribute, _, _ := firstError(diags); attribute != "key_wo" {
		t.Errorf("want an error at key_wo, got\n%s", diags)
	}
}

// Bad input is an error on its attribute, before anything is sent.
func TestAPIKeyInput(t *testing.T) {
	t.Parallel()
	e := start(t)
	for name, tt := range map[string]struct {
		config    values
		attribute string
	}{
		"system":                    {values{"type": "System", "system_apis": []string{"feeds"}}, ""},
		"unknown":                   {values{"type": unknownValue{}, "user": "a", "feed": "b"}, ""},
		"unknown parts":             {values{"type": "feed", "package_permissions": unknownValue{}, "feed": unknownValue{}}, ""},
		"unknown apis":              {values{"type": "system", "system_apis": []any{unknownValue{}}}, ""},
		"no such type":              {values{"type": "robot"}, "type"},
		"system without apis":       {values{"type": "system"}, "system_apis"},
		"system with no apis":       {values{"type": "system", "system_apis": []string{}}, "system_apis"},
		"no such api":               {values{"type": "system", "system_apis": []string{"native"}}, "system_apis"},
		"system with a feed":        {values{"type": "system", "system_apis": []string{"feeds"}, "feed": "a"}, "feed"},
		"system with a user":        {values{"type": "system", "system_apis": []string{"feeds"}, "user": "a"}, "user"},
		"system with permissions":   {values{"type": "system", "system_apis": []string{"feeds"}, "package_permissions": []string{"view"}}, "package_permissions"},
		"feed without permissions":  {values{"type": "feed", "feed": "a"}, "package_permissions"},
		"no such permission":        {values{"type": "feed", "feed": "a", "package_permissions": []string{"read"}}, "package_permissions"},
		"feed without feed":         {values{"type": "feed", "package_permissions": []string{"view"}}, "feed"},
		"feed with feed and group":  {values{"type": "feed", "package_permissions": []string{"view"}, "feed": "a", "feed_group": "b"}, "feed"},
		"feed with apis":            {values{"type": "feed", "package_permissions": []string{"view"}, "feed": "a", "system_apis": []string{"sca"}}, "system_apis"},
		"personal without user":     {values{"type": "personal"}, "user"},
		"personal with a group":     {values{"type": "personal", "user": "a", "feed_group": "b"}, "feed_group"},
		"other with a user":         {values{"type": "other", "user": "a"}, "user"},
		"no such logging":           {values{"type": "other", "logging": "all"}, "logging"},
		"expiration without a zone": {values{"type": "other", "expiration": "2099-01-01T00:00:00"}, "expiration"},
		"expiration in words":       {values{"type": "other", "expiration": "tomorrow"}, "expiration"},
		"key without a version":     {values{"type": "other", "key_wo": "a"}, "key_wo"},
		"version without a key":     {values{"type": "other", "key_wo_version": 1}, "key_wo_version"},
		"empty key":                 {values{"type": "other", "key_wo": "", "key_wo_version": 1}, "key_wo"},
	} {
		diags := e.Validate(t, apiKeyName, tt.config)
		if attribute, _, _ := firstError(diags); attribute != tt.attribute || diags.Failed() != (tt.attribute != "") {
			t.Errorf("%s: want an error at %q, got\n%s", name, tt.attribute, diags)
		}
	}
}

// What this server refuses is said while planning, and nothing is sent.
func TestAPIKeyPlans(t *testing.T) {
	t.Parallel()
	other := values{"type": "other"}
	for name, tt := range map[string]struct {
		options   fakeproget.Options
		config    values
		error     bool
		attribute string
		text      string
	}{
		"2024":             {fakeproget.Options{Profile: "2024"}, other, false, "", ""},
		"several feeds":    {fakeproget.Options{Version: "25.0.22.1"}, values{"type": "feed", "feed": "a,b", "package_permissions": []string{"view"}}, true, "feed", "ProGet 2025.22"},
		"expired":          {fakeproget.Options{}, values{"type": "other", "expiration": "2001-01-01T00:00:00Z"}, true, "expiration", "in the past"},
		"expiring in Free": {fakeproget.Options{Edition: "Free"}, values{"type": "other", "expiration": "2099-01-01T00:00:00Z"}, false, "expiration", "Enterprise"},
	} {
		s := withKeys(t, tt.options)
		e := connect(t, s, nil)
		_, diags := e.Plan(t, apiKeyName, e.Absent(apiKeyName), tt.config)
		if diags.Failed() != tt.error || !strings.Contains(diags.String(), tt.text) || tt.attribute != "" && tftest.AttributeOf(diags[0]) != tt.attribute || tt.text == "" && len(diags) > 0 {
			t.Errorf("%s: %s", name, diags)
		}
		for _, r := range s.Requests() {
			if r.Method != http.MethodGet {
				t.Errorf("%s: it sends %s %s", name, r.Method, r.Path)
			}
		}
	}
	// A key that has expired meanwhile plans empty.
	s := serve(t, fakeproget.Options{})
	id := s.Put("api-keys", "", map[string]any{"type": "Other", "expiration": "2001-01-01T00:00:00"})
	e := connect(t, s, nil)
	o, diags := e.Import(t, apiKeyName, id, nil)
	noErrors(t, diags)
	staysSo(t, e, "expired", apiKeyName, o, values{"type": "other", "expiration": "2001-01-01T00:00:00Z"})
}

// The provider's own key is neither destroyed nor replaced, in the plan where
// that is known.
func TestAPIKeyOfTheProvider(t *testing.T) {
	t.Parallel()
	config := values{"type": "system", "system_apis": []string{"full-control"}}
	for name, hashed := range map[string]bool{"listed": false, "known from the state": true} {
		s := serve(t, fakeproget.Options{HashKeys: hashed})
		e := connect(t, s, nil)
		o, diags := e.Apply(t, apiKeyName, e.Absent(apiKeyName), config)
		noErrors(t, diags)
		own := connect(t, s, values{"api_key": o.Get(t, "key")})
		staysSo(t, own, name, apiKeyName, o, config)
		for change, config := range map[string]values{"destroyed": nil, "replaced": {"type": "other"}, "rotated": {"type": "system", "system_apis": []string{"full-control"}, "key_wo": "x", "key_wo_version": 1}} {
			_, diags := own.Plan(t, apiKeyName, o, config)
			if _, summary, _ := firstError(diags); !strings.Contains(summary, "is the one that the provider itself uses") || strings.Contains(diags.String(), fmt.Sprint(o.Get(t, "key"))) {
				t.Errorf("%s, %s: %s", name, change, diags)
			}
		}
		kept := maps.Clone(config)
		kept["keepers"] = values{"a": "1"}
		_, diags = own.Plan(t, apiKeyName, o, kept)
		noErrors(t, diags)
		_, diags = e.Plan(t, apiKeyName, o, nil) // with another key, it goes
		noErrors(t, diags)
	}
}

// Lost answers: what may have been created is named, and nothing is sent twice.
func TestAPIKeyLost(t *testing.T) {
	t.Parallel()
	config := values{"type": "other", "display_name": "ci", "key_wo": "s3cr3t-chosen", "key_wo_version": 1}
	for name, tt := range map[string]struct {
		fault fakeproget.Fault
		text  string
	}{
		"before":   {fakeproget.Fault{Path: "/api/api-keys/create", Times: 1, Drop: fakeproget.BeforeActing}, "nothing was created as far as can be seen"},
		"after":    {fakeproget.Fault{Path: "/api/api-keys/create", Times: 1, Drop: fakeproget.AfterActing}, "to = proget_api_key.<name>\n    id = \"1001\""},
		"page":     {fakeproget.Fault{Path: "/api/api-keys/create", Times: 1, HTML: true, Foreign: true, Act: true}, "to = proget_api_key.<name>\n    id = \"1001\""},
		"unlisted": {fakeproget.Fault{Path: "/api/api-keys/list", Skip: 1, Status: 500, Body: "oops"}, "did not say which one it is. What there is cannot be listed either"},
	} {
		form := fakeproget.KeyAsMember
		if name == "unlisted" {
			form = fakeproget.KeyAsText
		}
		s := serve(t, fakeproget.Options{CreatedKey: form})
		s.Put("api-keys", "", map[string]any{"type": "Other", "displayName": "ci"})
		e := connect(t, s, nil)
		s.Fail(tt.fault)
		o, diags := e.Apply(t, apiKeyName, e.Absent(apiKeyName), config)
		if !diags.Failed() || !o.State.IsNull() || !strings.Contains(diags.String(), tt.text) || strings.Contains(diags.String(), "s3cr3t") {
			t.Errorf("%s: %s", name, diags)
		}
		creations := 0
		for _, r := range s.Requests() {
			if r.Path == "/api/api-keys/create" {
				creations++
			}
		}
		if creations != 1 {
			t.Errorf("%s: %d creations", name, creations)
		}
		s.ClearFaults()
	}
}

// What a listing of keys needs is said where it is refused.
func TestAPIKeysRefused(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	o := made(t, s, apiKeyName, values{"type": "other", "display_name": "ci"})
	s.Fail(fakeproget.Fault{Path: "/api/api-keys/list", Times: 1, Status: 403})
	if kept, diags := connect(t, s, nil).Read(t, apiKeyName, o); !diags.Failed() || kept.State.IsNull() || !strings.Contains(diags.String(), "full control") {
		t.Errorf("forbidden: %s", diags)
	}
}

// The data source tells all of the keys but the keys.
func TestAPIKeysDataSource(t *testing.T) {
	t.Parallel()
	s := withKeys(t, fakeproget.Options{})
	s.Put("api-keys", "", map[string]any{"type": "System", "key": "s3cr3t-1", "systemApis": []string{"feeds"}})
	s.Put("api-keys", "", map[string]any{"type": "Personal", "key": "s3cr3t-2", "user": "user-a"})
	got, diags := connect(t, s, nil).Data(t, "proget_api_keys", values{"type": "SYSTEM"})
	noErrors(t, diags)
	if diff := cmp.Diff([]any{"1000"}, got["ids"]); diff != "" || strings.Contains(fmt.Sprint(got), "s3cr3t") {
		t.Errorf("%v", got)
	}
}
