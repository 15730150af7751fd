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

// withKeys serves what keys refer to.
func withKeys(t *testing.T, options fakeproget.Options) *server {
	t.Helper()
	s := serve(t, options)
	for _, feed := range []string{"a", "b"} {
		s.Put("feeds", feed, map[string]any{"feedType": "nuget"})
		s.Put("users", "user-"+feed, nil)
	}
	return s
}

// Every attribute of a key: set, changed, removed, imported. Each change
// replaces, and each step ends in an empty plan, whatever form the answer to the
// creation has and whatever the listing says of keys.
func TestAPIKeyAttributes(t *testing.T) {
	t.Parallel()
	system := values{"type": "system", "system_apis": []string{"feeds"}}
	feed := values{"type": "Feed", "package_permissions": []string{"view"}}
	lives := []course{
		{attribute: "display_name", with: system, set: "one", changed: "two"},
		{attribute: "description", with: system, set: "one", changed: "two"},
		{attribute: "expiration", with: system, set: "2099-01-01T00:00:00+01:00", changed: "2099-01-02T00:00:00Z"},
		{attribute: "logging", with: system, set: "REQUEST", changed: "both", keeps: true},
		{attribute: "system_apis", with: values{"type": "SYSTEM"}, set: []string{"sca", "Feeds"}, changed: []string{"full-control"}, bare: []string{"sbom-upload"}},
		{attribute: "package_permissions", with: values{"type": "feed", "feed": "a"}, set: []string{"view", "add"}, changed: []string{"promote"}, bare: []string{"delete"}},
		{attribute: "feed", with: feed, set: "a", changed: "b, a", bare: "b"},
		{attribute: "feed_group", with: feed, set: "x", changed: "y", bare: "z"},
		{attribute: "user", with: values{"type": "personal"}, set: "user-a", changed: "user-b", bare: "Admin"},
		{attribute: "keepers", with: system, set: values{"a": "1"}, changed: values{"a": "2"}},
	}
	for name, options := range map[string]fakeproget.Options{
		"2024":                    {Profile: "2024", Version: "25.0.23.1"},
		"2026":                    {Profile: "2026", Sets: fakeproget.SetsReversed, RecaseSets: true, UTCExpirations: true},
		"hashed":                  {HashKeys: true, NullArrays: true},
		"answered without key":    {CreatedKey: fakeproget.KeyLeftOut, Secrets: fakeproget.MaskSecrets},
		"answered with key alone": {CreatedKey: fakeproget.KeyAsText, OmitDefaults: true, Secrets: fakeproget.MaskSecrets},
		"answered with nothing":   {EmptyBodies: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := withKeys(t, options)
			for _, l := range lives {
				e := connect(t, s, nil)
				o := e.Absent(apiKeyName)
				for n, value := range []any{l.bare, l.set, l.changed, l.bare} {
					step := fmt.Sprintf("%s, step %d", l.attribute, n)
					config := l.config(value)
					var replaced bool
					var diags diagnostics
					o, replaced, diags = become(t, e, apiKeyName, o, config)
					noErrors(t, diags)
					if want := n > 0 && !(n == 1 && l.attribute == "keepers") && !(l.keeps && value == nil); replaced != want {
						t.Errorf("%s: replaced %t, want %t", step, replaced, want)
					}
					e = connect(t, s, nil) // the next walk
					staysSo(t, e, step, apiKeyName, o, config)
				}
				id, _ := o.Get(t, "id").(string)
				imported, diags := e.Import(t, apiKeyName, id, nil)
				noErrors(t, diags)
				if imported.Get(t, "key") != nil || named(t, e, apiKeyName, imported) != id {
					t.Errorf("%s: imported as %v", l.attribute, tftest.Plain(t, imported.State))
				}
				staysSo(t, e, l.attribute+", imported", apiKeyName, imported, l.config(l.bare))
				_, diags = e.Apply(t, apiKeyName, o, nil)
				noErrors(t, diags)
			}
			if names := s.Names("api-keys"); len(names) != 0 {
				t.Errorf("%v are left", names)
			}
		})
	}
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
		"5.2":              {fakeproget.Options{Profile: "5.2"}, other, true, "", "proget_api_key does not exist on this server: ProGet 5.2.9.10 (Enterprise) does not have API keys: it exists in ProGet 2024.3 and later"},
		"2023":             {fakeproget.Options{Profile: "2023"}, other, true, "", "ProGet 2023.35 (Enterprise) does not have API keys"},
		"2024.2":           {fakeproget.Options{Profile: "2024", Version: "24.0.2.1"}, other, true, "", "ProGet 2024.2 (Enterprise) does not have API keys"},
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
	// A lost deletion is confirmed by reading.
	for _, moment := range []fakeproget.Moment{fakeproget.BeforeActing, fakeproget.AfterActing} {
		s := serve(t, fakeproget.Options{})
		e := connect(t, s, nil)
		o, diags := e.Apply(t, apiKeyName, e.Absent(apiKeyName), config)
		noErrors(t, diags)
		s.Fail(fakeproget.Fault{Path: "/api/api-keys/delete", Times: 1, Drop: moment})
		_, diags = e.Apply(t, apiKeyName, o, nil)
		noErrors(t, diags)
		if names := s.Names("api-keys"); len(names) > 0 {
			t.Errorf("%v are left", names)
		}
	}
}

// Deleted elsewhere: gone from the state on ProGet's word only.
func TestAPIKeyDeletedElsewhere(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	s.Put("api-keys", "", map[string]any{"type": "Other"})
	e := connect(t, s, nil)
	o, diags := e.Apply(t, apiKeyName, e.Absent(apiKeyName), values{"type": "other", "display_name": "ci"})
	noErrors(t, diags)
	s.Put("api-keys", fmt.Sprint(o.Get(t, "id")), map[string]any{"displayName": "changed"})
	o, diags = connect(t, s, nil).Read(t, apiKeyName, o)
	noErrors(t, diags)
	if o.Get(t, "display_name") != "changed" {
		t.Errorf("the drift is not seen: %v", tftest.Plain(t, o.State))
	}
	s.Fail(fakeproget.Fault{Path: "/api/api-keys/list", Times: 1, Status: 403})
	if kept, diags := connect(t, s, nil).Read(t, apiKeyName, o); !diags.Failed() || kept.State.IsNull() || !strings.Contains(diags.String(), "full control") {
		t.Errorf("forbidden: %s", diags)
	}
	s.Remove("api-keys", fmt.Sprint(o.Get(t, "id")))
	gone, diags := connect(t, s, nil).Read(t, apiKeyName, o)
	noErrors(t, diags)
	if !gone.State.IsNull() || len(diags) != 1 {
		t.Errorf("removed elsewhere: %v\n%s", tftest.Plain(t, gone.State), diags)
	}
	_, diags = connect(t, s, nil).Apply(t, apiKeyName, o, nil)
	noErrors(t, diags)
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
