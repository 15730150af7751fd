package provider_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// nativeShapes are a method for every shape of a result, with the JSON that the data source tells.
var nativeShapes = []struct {
	name, method string
	answer       any
	result       string
}{
	{"rows", "Things_GetThings", []any{map[string]any{"Thing_Id": 1, "Active_Indicator": "Y"}, map[string]any{"Thing_Id": 2, "Active_Indicator": "N"}}, `[{"Active_Indicator":"Y","Thing_Id":1},{"Active_Indicator":"N","Thing_Id":2}]`},
	{"no rows", "Things_GetNoThings", []any{}, `[]`},
	{"one row", "Things_GetThing", map[string]any{"Thing_Id": 1, "Thing_Name": nil}, `{"Thing_Id":1,"Thing_Name":null}`},
	{"several sets", "Things_GetThingsAndParts", map[string]any{"Things": []any{map[string]any{"Thing_Id": 1}}, "Parts": []any{}}, `{"Parts":[],"Things":[{"Thing_Id":1}]}`},
	{"a number", "Things_GetCount", 9007199254740993, `9007199254740993`},
	{"a text", "Things_GetName", json.RawMessage(`"Y"`), `"Y"`}, // the fake answers a string as it is, without quotes
	{"nothing", "Things_GetNothing", nil, `null`},
}

// Every shape of a result is told as it came, by GET and, where the server wants that, by POST.
//
// The shapes share a server and its log, so they take turns.
func TestNativeResults(t *testing.T) {
	results := map[string]any{}
	for _, tt := range nativeShapes {
		results[tt.method] = tt.answer
	}
	for _, options := range []fakeproget.Options{{Profile: "5.2"}, {Profile: "2026"}, {NativeOnly: true}} {
		options.NativeResults = results
		for _, verbs := range [][]string{{"GET"}, {"GET", "POST"}} {
			s := serve(t, options)
			if len(verbs) > 1 {
				s.Fail(fakeproget.Fault{Method: http.MethodGet, Path: "/api/json/", Status: http.StatusMethodNotAllowed})
			}
			for _, tt := range nativeShapes {
				t.Run(fmt.Sprintf("%s%t/%v/%s", options.Profile, options.NativeOnly, verbs, tt.name), func(t *testing.T) {
					s.ResetRequests()
					got, diags := connect(t, s, nil).Data(t, "proget_native_api", values{"method": tt.method})
					noErrors(t, diags)
					if got["result"] != tt.result {
						t.Errorf("result %v, want %s", got["result"], tt.result)
					}
					var want []string
					for _, verb := range verbs {
						want = append(want, verb+" /api/json/"+tt.method)
					}
					if diff := cmp.Diff(want, nativeCalls(s)); diff != "" {
						t.Errorf("requests (-want +got):\n%s", diff)
					}
				})
			}
		}
	}
}

// nativeCalls are the calls of the native API, as in "GET /api/json/A?b=c" or "POST /api/json/A {}".
func nativeCalls(s *server) []string {
	var calls []string
	for _, r := range s.Requests() {
		if !strings.HasPrefix(r.Path, "/api/json") {
			continue
		}
		call := r.Method + " " + r.Path
		if len(r.Query) > 0 {
			call += "?" + r.Query.Encode()
		}
		if len(r.Body) > 0 && string(r.Body) != "{}" {
			call += " " + string(r.Body)
		}
		calls = append(calls, call)
	}
	return calls
}

// Arguments go into the query, unless they are long or look secret: then into
// a JSON body, which no log of a proxy keeps. Flags stay Y and N.
func TestNativeArguments(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 2000)
	tests := []struct {
		method    string
		arguments values
		call      string
		fails     string
		says      string
	}{
		{"Feeds_GetFeeds", values{"IncludeInactive_Indicator": "Y"}, "GET /api/json/Feeds_GetFeeds?IncludeInactive_Indicator=Y", "", `"Feed_Name":"off"`},
		{"Feeds_GetFeeds", values{"IncludeInactive_Indicator": "Y"}, "GET /api/json/Feeds_GetFeeds?IncludeInactive_Indicator=Y", "", `"Active_Indicator":"N"`},
		{"Feeds_GetFeed", values{"Feed_Name": "on"}, "GET /api/json/Feeds_GetFeed?Feed_Name=on", "", `"Active_Indicator":"Y"`},
		{"Feeds_GetFeed", values{"Feed_Name": "a&b= +/ä"}, "GET /api/json/Feeds_GetFeed?Feed_Name=a%26b%3D+%2B%2F%C3%A4", "", `null`},
		{"Feeds_GetFeed", values{"Feed_Name": long}, `POST /api/json/Feeds_GetFeed {"Feed_Name":"` + long + `"}`, "", `null`},
		{"Feeds_GetFeed", values{"Feed_Name": "<Secret/>"}, `POST /api/json/Feeds_GetFeed {"Feed_Name":"\u003cSecret/\u003e"}`, "", `null`},
		{"Feeds_GetFeed", values{"Api_Token": "t0p-s3cret"}, `POST /api/json/Feeds_GetFeed {"Api_Token":"t0p-s3cret"}`, `method "Feeds_GetFeed" has no argument "Api_Token"`, ""},
		{"Connectors_GetConnector", values{"Connector_Id": "x"}, "GET /api/json/Connectors_GetConnector?Connector_Id=x", `argument "Connector_Id" must be an integer`, ""},
		{"Connectors_GetConnector", values{"Connector_Id": "99"}, "GET /api/json/Connectors_GetConnector?Connector_Id=99", "", `null`},
		{"Connectors_GetConnector", nil, "GET /api/json/Connectors_GetConnector", `argument "Connector_Id" is required`, ""},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%s %.40v", tt.method, tt.arguments), func(t *testing.T) {
			t.Parallel()
			s := serve(t, fakeproget.Options{})
			s.Put("feeds", "on", map[string]any{"feedType": "nuget"})
			s.Put("feeds", "off", map[string]any{"feedType": "nuget", "active": false})
			config := values{"method": tt.method}
			if tt.arguments != nil {
				config["arguments"] = tt.arguments
			}
			got, diags := connect(t, s, nil).Data(t, "proget_native_api", config)
			if diff := cmp.Diff([]string{tt.call}, nativeCalls(s)); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
			if tt.fails != "" {
				if _, summary, detail := firstError(diags); summary != "Unable to call "+tt.method || !strings.Contains(detail, tt.fails) {
					t.Errorf("want an error that says %q, got\n%s", tt.fails, diags)
				}
				if strings.Contains(diags.String(), "t0p-s3cret") {
					t.Errorf("the secret is in a message:\n%s", diags)
				}
				return
			}
			noErrors(t, diags)
			if result := fmt.Sprint(got["result"]); !strings.Contains(result, tt.says) {
				t.Errorf("result %s, want %s in it", result, tt.says)
			}
		})
	}
}

// A method that the server does not have is an error in its words.
func TestNativeMissingMethod(t *testing.T) {
	t.Parallel()
	for _, options := range []fakeproget.Options{{Profile: "2023"}, {Profile: "2026"}, {NativeOnly: true}} {
		s := serve(t, options)
		_, diags := connect(t, s, nil).Data(t, "proget_native_api", values{"method": "Things_GetThings"})
		if _, summary, detail := firstError(diags); summary != "Unable to call Things_GetThings" || !strings.Contains(detail, `method "Things_GetThings" not found`) {
			t.Errorf("%+v: got\n%s", options, diags)
		}
	}
}

// What is not certain to only read is refused when the configuration is
// validated, and by the reading itself; nothing is sent.
func TestNativeRefusesChanges(t *testing.T) {
	t.Parallel()
	const changes, unknown, name = "changes something", "not known to only read", "only letters, digits and underscores"
	tests := []struct{ method, says string }{
		{"Feeds_DeleteFeed", changes},
		{"Feeds_CreateFeed", changes},
		{"Feeds_CreateOrUpdateFeed", changes},
		{"Users_CreateOrUpdateUser", changes},
		{"Licenses_DeleteLicense", changes},
		{"Configuration_SetValue", changes},
		{"Feeds_AddToList", changes},
		{"Lists_DeleteList", changes},
		{"Things_GetAndDelete", changes},
		{"Things_GetOrCreateThing", changes},
		{"Searches_PurgeSearch", changes},
		{"Targets_DeleteTarget", changes},
		{"Widgets_UpdateWidget", changes},
		{"Widgets_Rename", changes},
		{"Targets_Merge", changes},
		{"Listeners_Drop", changes},
		{"FEEDS_DELETE_Get", changes},
		{"Feeds_purge_GetX", changes},
		{"Things_GetAndRename", changes},
		{"Feeds_GetAndPromote", changes},
		{"Targets_Compute", unknown},
		{"Forget_Things", unknown},
		{"get", unknown},
		{"../management/feeds/list", name},
		{"Feeds_GetFeeds?x=y", name},
		{"", name},
	}
	s := serve(t, fakeproget.Options{})
	e := connect(t, s, nil)
	s.ResetRequests()
	for _, tt := range tests {
		for _, call := range []func(*testing.T, string, values) (values, diagnostics){e.Data, e.DataUnvalidated} {
			got, diags := call(t, "proget_native_api", values{"method": tt.method})
			if _, summary, detail := firstError(diags); summary != "Method refused" || !strings.Contains(detail, tt.says) {
				t.Errorf("%q: want it refused because %q, got %v\n%s", tt.method, tt.says, got, diags)
			}
		}
		_, diags := e.Data(t, "proget_native_api", values{"method": tt.method})
		if attribute, _, _ := firstError(diags); attribute != "method" {
			t.Errorf("%q: the error is at %q", tt.method, attribute)
		}
	}
	if calls := s.Requests(); len(calls) > 0 {
		t.Errorf("%d requests, the first is %s %s", len(calls), calls[0].Method, calls[0].Path)
	}
}

// Names that only look like a change are called.
func TestNativeAllowsReading(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"Feeds_GetFeeds", "Addresses_GetAddresses", "Settings_GetSettings", "Packages_SearchPackages", "Packages_ListUpdatedPackages", "Executions_GetExecutions"} {
		s := serve(t, fakeproget.Options{NativeResults: map[string]any{method: 1}})
		got, diags := connect(t, s, nil).Data(t, "proget_native_api", values{"method": method})
		if diags.Failed() || got["result"] != "1" {
			t.Errorf("%s: %v\n%s", method, got, diags)
		}
	}
}
