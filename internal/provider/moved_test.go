package provider_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

const (
	restapi = "registry.terraform.io/mastercard/restapi"
	restful = "registry.terraform.io/magodo/restful"
)

// restapiState is a state as Mastercard/restapi keeps it, with the given
// attributes in place of the usual ones.
func restapiState(attributes values) values {
	state := values{
		"api_data": values{"active": "true", "feedType": "nuget"}, "api_response": nil, "create_method": nil, "create_path": nil,
		"create_response": nil, "data": nil, "debug": nil, "destroy_data": nil, "destroy_method": nil, "destroy_path": nil, "force_new": nil,
		"id": nil, "id_attribute": "name", "ignore_all_server_changes": false, "ignore_changes_to": nil, "object_id": nil, "path": nil,
		"query_string": nil, "read_data": nil, "read_method": nil, "read_path": nil, "read_search": nil, "update_data": nil, "update_method": "POST", "update_path": nil,
	}
	maps.Copy(state, attributes)
	return state
}

// restfulState is one as magodo/restful keeps it.
func restfulState(attributes values) values {
	state := values{
		"body": nil, "create_method": nil, "create_selector": nil, "delete_method": "POST", "delete_path": nil, "header": nil,
		"id": nil, "merge_patch_disabled": true, "output": nil, "path": nil, "poll_create": nil, "query": nil, "read_path": nil, "read_selector": nil,
		"update_method": "POST", "update_path": nil, "write_only_attrs": nil,
	}
	maps.Copy(state, attributes)
	return state
}

// move moves the state of another provider's object in.
func move(t *testing.T, e *engine, provider, source string, state any, target string) (object, diagnostics) {
	t.Helper()
	raw, err := json.Marshal(state)
	must(t, err)
	resp, err := e.MoveResourceState(t.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: provider, SourceTypeName: source, SourceState: &tfprotov6.RawState{JSON: raw}, TargetTypeName: target,
	})
	must(t, err)
	diags := diagnostics(resp.Diagnostics)
	if diags.Failed() {
		return object{}, diags
	}
	return object{State: tftest.Decode(t, e.Type(target), resp.TargetState), Private: resp.TargetPrivate, Identity: resp.TargetIdentity}, diags
}

func TestMovedStates(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{BuiltInLicenses: -1})
	s.Put("connectors", "nuget.org", map[string]any{"feedType": "nuget", "url": nuget, "username": "u", "password": "p"})
	s.Put("feeds", "packages", map[string]any{"feedType": "nuget", "description": "Packages", "connectors": []any{"nuget.org"}})
	s.Put("licenses", "ABC-1.0", map[string]any{"title": "ABC"})
	tests := []struct {
		name, source string
		state        values
		target, key  string
		config       values // that plans nothing after the refresh
		attribute    string // of the state before the refresh
		value        any
	}{
		{
			"feed with paths, renamed elsewhere", "restapi_object", restapiState(values{
				"path": "/api/management/feeds", "create_path": "/api/management/feeds/create", "read_path": "/api/management/feeds/get/{id}", "id": "former",
				"data":         `{"name":"former","feedType":"NuGet","description":"Packages","connectors":["nuget.org"]}`,
				"api_response": `{"name":"packages","feedType":"nuget","active":true,"description":"Packages","connectors":["nuget.org"],"retentionRules":[],"canPublish":true}`,
			}),
			"proget_feed", "packages",
			values{"name": "packages", "feed_type": "nuget", "description": "Packages", "connectors": []string{"nuget.org"}},
			"description", "Packages",
		},
		{
			"feed below a base URL, without an answer", "restapi_object", restapiState(values{
				"path": "/management/feeds", "object_id": "packages", "id": "packages", "data": `{"feedType": "nuget"}`,
			}),
			"proget_feed", "packages",
			values{"name": "packages", "feed_type": "nuget", "description": "Packages", "connectors": []string{"nuget.org"}},
			"description", nil,
		},
		{
			"feed that cannot be read", "restapi_object", restapiState(values{
				"path": "https://proget.example.com/base/api/management/feeds/update/packages?indent=true", "id": "packages", "data": `{"active": "yes"}`,
			}),
			"proget_feed", "packages",
			values{"name": "packages", "feed_type": "nuget", "description": "Packages", "connectors": []string{"nuget.org"}},
			"feed_type", nil,
		},
		{
			"connector with its password", "restapi_object", restapiState(values{
				"path": "/api/management/connectors/create", "id": "nuget.org", "data": fmt.Sprintf(`{"name":"nuget.org","feedType":"nuget","url":%q,"username":"u","password":"p"}`, nuget),
				"api_response": fmt.Sprintf(`{"name":"nuget.org","feedType":"nuget","url":%q,"username":"u","password":"********","timeout":10}`, nuget),
			}),
			"proget_connector", "nuget.org",
			values{"name": "nuget.org", "feed_type": "nuget", "url": nuget, "username": "u", "password": "p"},
			"password", "p",
		},
		{
			"license of the old dialect", "restapi_object", restapiState(values{
				"path": "/api/management/licenses", "id": "abc-1.0", "data": `{"licenseId":"ABC-1.0","title":"ABC"}`,
			}),
			"proget_license", "ABC-1.0",
			values{"code": "ABC-1.0", "title": "ABC"},
			"title", "ABC",
		},
		{
			"feed as text", "restful_resource", restfulState(values{
				"id": "/api/management/feeds/get/packages", "path": "/api/management/feeds/create", "read_path": "/api/management/feeds/get/$(body.name)",
				"body": `{"name":"packages","feedType":"nuget","description":"Packages"}`, "output": `{"name":"packages","feedType":"nuget","description":"Packages","connectors":["nuget.org"]}`,
			}),
			"proget_feed", "packages",
			values{"name": "packages", "feed_type": "nuget", "description": "Packages", "connectors": []string{"nuget.org"}},
			"connectors",
			[]any{"nuget.org"},
		},
		{
			"feed as a value", "restful_resource", restfulState(values{
				"id": "/api/management/feeds/get/packages", "path": "/api/management/feeds/create",
				"body":   values{"type": []any{"object", values{"feedType": "string"}}, "value": values{"feedType": "nuget"}},
				"output": nil,
			}),
			"proget_feed", "packages",
			values{"name": "packages", "feed_type": "nuget", "description": "Packages", "connectors": []string{"nuget.org"}},
			"feed_type", "nuget",
		},
		{
			"license with a selector", "restful_resource", restfulState(values{
				"id": "/api/licenses/list", "path": "/api/licenses/add", "read_path": "/api/licenses/list", "read_selector": "#(code==\"ABC-1.0\")",
				"body": values{"type": []any{"object", values{"code": "string", "title": "string"}}, "value": values{"code": "ABC-1.0", "title": "ABC"}},
			}),
			"proget_license", "ABC-1.0",
			values{"code": "ABC-1.0", "title": "ABC"},
			"title", "ABC",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := connect(t, s, nil)
			address := map[string]string{"restapi_object": restapi, "restful_resource": restful}[tt.source]
			o, diags := move(t, start(t), address, tt.source, tt.state, tt.target) // not configured: no server is asked
			noErrors(t, diags)
			if got := named(t, e, tt.target, o); got != tt.key {
				t.Errorf("the identity is %q, want %q", got, tt.key)
			}
			if diff := cmp.Diff(tt.value, o.Get(t, tt.attribute)); diff != "" {
				t.Errorf("%s: %s", tt.attribute, diff)
			}
			o, diags = e.Read(t, tt.target, o)
			noErrors(t, diags)
			e.PlanEmpty(t, tt.target, o, tt.config)
		})
	}
}

func TestMovedStatesOfOtherThings(t *testing.T) {
	t.Parallel()
	feed := values{"path": "/api/management/feeds", "id": "a", "data": `{"name":"a"}`}
	tests := []struct {
		name, source string
		state        any
		target, says string
	}{
		{"another kind", "restapi_object", restapiState(feed), "proget_connector", "is that of feeds, which move to proget_feed"},
		{"another API", "restapi_object", restapiState(values{"path": "/api/v4/projects", "id": "a", "data": `{"name":"a"}`}), "proget_feed", "an object of another API"},
		{"a feed's API", "restful_resource", restfulState(values{"path": "/nuget/feeds/v3", "id": "/nuget/feeds/v3", "body": `{"name":"a"}`}), "proget_feed", "an object of another API"},
		{"no name", "restful_resource", restfulState(values{"path": "/api/licenses/add", "id": "/api/licenses/list", "body": `{}`}), "proget_license", "does not say which license"},
		{"no object", "restapi_object", []any{}, "proget_feed", "cannot be read"},
		{"another type", "null_resource", values{"id": "1"}, "proget_feed", "does not include support for the given source resource"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, diags := move(t, start(t), restapi, tt.source, tt.state, tt.target)
			if !diags.Failed() || !strings.Contains(diags.String(), tt.says) {
				t.Errorf("want an error with %q, got\n%s", tt.says, diags)
			}
		})
	}
}
