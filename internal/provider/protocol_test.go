package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

const nuget = "https://api.nuget.org/v3/index.json"

// identified are the resources by their identity, with a configuration and one that renames.
var identified = []struct {
	resource, kind, key string
	config, renamed     values
}{
	{"proget_connector", "connectors", "name", values{"name": "a", "feed_type": "nuget", "url": nuget}, values{"name": "b", "feed_type": "nuget", "url": nuget}},
	{"proget_feed", "feeds", "name", values{"name": "a", "feed_type": "nuget"}, values{"name": "b", "feed_type": "nuget"}},
	{"proget_license", "licenses", "code", values{"code": "A-1.0", "title": "A"}, values{"code": "A-1.0", "title": "B"}},
}

// Every answer about an object has its identity, also the one that removes it.
// Terraform 1.11 keeps no identities, so that none comes with a request.
func TestIdentityIsWritten(t *testing.T) {
	t.Parallel()
	for _, tt := range identified {
		for _, kept := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, identity kept %t", tt.resource, kept), func(t *testing.T) {
				t.Parallel()
				s := serve(t, fakeproget.Options{})
				e := connect(t, s, nil)
				check := func(step string, o object, diags diagnostics, c values) object {
					t.Helper()
					noErrors(t, diags)
					if got, want := o.named(t, e, tt.resource), c[tt.key]; got != want {
						t.Errorf("%s: identity %q, want %q", step, got, want)
					}
					if !kept {
						o.identity = nil
					}
					return o
				}
				o, diags := e.apply(t, tt.resource, e.absent(tt.resource), tt.config)
				o = check("created", o, diags, tt.config)
				o, diags = e.read(t, tt.resource, o)
				o = check("read", o, diags, tt.config)
				o, diags = e.apply(t, tt.resource, o, tt.renamed)
				o = check("updated", o, diags, tt.renamed)
				e = connect(t, s, nil) // the next walk
				o, diags = e.read(t, tt.resource, o)
				o = check("read again", o, diags, tt.renamed)
				s.Remove(tt.kind, fmt.Sprint(tt.renamed[tt.key]))
				e = connect(t, s, nil)
				o, diags = e.read(t, tt.resource, o)
				o = check("removed", o, diags, tt.renamed)
				if !o.state.IsNull() {
					t.Error("the object is gone but still in the state")
				}
				if len(diags) != 1 || diags[0].Severity != tfprotov6.DiagnosticSeverityWarning {
					t.Errorf("want one warning, got %v", diags)
				}
			})
		}
	}
}

// Import by identity and by id read the same object.
func TestImportByIdentity(t *testing.T) {
	t.Parallel()
	for _, tt := range identified {
		t.Run(tt.resource, func(t *testing.T) {
			t.Parallel()
			s := serve(t, fakeproget.Options{})
			e := connect(t, s, nil)
			created, diags := e.apply(t, tt.resource, e.absent(tt.resource), tt.config)
			noErrors(t, diags)
			want, diags := e.read(t, tt.resource, created)
			noErrors(t, diags)
			key := created.named(t, e, tt.resource)
			schema := e.identities.IdentitySchemas[tt.resource]
			identity := &tfprotov6.ResourceIdentityData{IdentityData: encode(t, schema.ValueType(), values{schema.IdentityAttributes[0].Name: key})}
			for _, req := range []*tfprotov6.ImportResourceStateRequest{
				{TypeName: tt.resource, Identity: identity},
				{TypeName: tt.resource, ID: key},
			} {
				resp, err := e.ImportResourceState(t.Context(), req)
				must(t, err)
				noErrors(t, resp.Diagnostics)
				if len(resp.ImportedResources) != 1 {
					t.Fatalf("imported %d objects", len(resp.ImportedResources))
				}
				imported := resp.ImportedResources[0]
				o := object{decoded(t, e.schema(tt.resource).ValueType(), imported.State), imported.Private, imported.Identity}
				o, diags := e.read(t, tt.resource, o)
				noErrors(t, diags)
				if diff := cmp.Diff(plain(t, want.state), plain(t, o.state)); diff != "" {
					t.Errorf("imported (-created +imported):\n%s", diff)
				}
				if got := o.named(t, e, tt.resource); got != key {
					t.Errorf("identity %q, want %q", got, key)
				}
			}
		})
	}
}

// An import of what does not exist says what may have been meant.
func TestImportOfNothing(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	for _, tt := range identified {
		s.Put(tt.kind, "Mising", map[string]any{"feedType": "nuget", "url": nuget, "title": "A"})
		e := connect(t, s, nil)
		resp, err := e.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: tt.resource, ID: "missing"})
		must(t, err)
		noErrors(t, resp.Diagnostics)
		imported := resp.ImportedResources[0]
		_, diags := e.read(t, tt.resource, object{decoded(t, e.schema(tt.resource).ValueType(), imported.State), imported.Private, imported.Identity})
		if _, summary, detail := firstError(diags); !strings.HasSuffix(summary, `"missing" to import`) || !strings.Contains(detail, `Did you mean "Mising"`) {
			t.Errorf("%s: want an error that names the nearest, got\n%s", tt.resource, diags)
		}
	}
}

// listed is a result of a list resource.
type listed struct {
	DisplayName, Identity string
	Resource              any // only the asked attribute
}

func (e *engine) list(t *testing.T, resource string, config values, limit int64, attribute string) ([]listed, diagnostics) {
	t.Helper()
	typ := e.schemas.ListResourceSchemas[resource].ValueType()
	validated, err := e.ValidateListResourceConfig(t.Context(), &tfprotov6.ValidateListResourceConfigRequest{TypeName: resource, Config: encode(t, typ, config)})
	must(t, err)
	if failed(validated.Diagnostics) {
		return nil, validated.Diagnostics
	}
	stream, err := e.ListResource(t.Context(), &tfprotov6.ListResourceRequest{
		TypeName: resource, Config: encode(t, typ, config), Limit: limit, IncludeResource: attribute != "",
	})
	must(t, err)
	var results []listed
	var diags diagnostics
	for r := range stream.Results {
		diags = append(diags, r.Diagnostics...)
		if r.Identity == nil {
			continue
		}
		item := listed{DisplayName: r.DisplayName, Identity: object{identity: r.Identity}.named(t, e, resource)}
		if attribute != "" {
			item.Resource = object{state: decoded(t, e.schema(resource).ValueType(), r.Resource)}.get(t, attribute)
		} else if r.Resource != nil && !decoded(t, e.schema(resource).ValueType(), r.Resource).IsNull() {
			t.Errorf("%s: a result has a resource that was not asked for", resource)
		}
		results = append(results, item)
	}
	return results, diags
}

func TestListResources(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{BuiltInLicenses: -1})
	for _, name := range []string{"npm-b", "nuget-b", "nuget-a"} {
		s.Put("connectors", name, map[string]any{"feedType": name[:len(name)-2], "url": "https://example.com/" + name, "timeout": 7})
		s.Put("feeds", name, map[string]any{"feedType": name[:len(name)-2], "description": "about " + name, "active": name != "nuget-b"})
		s.Put("licenses", name, map[string]any{"title": "about " + name})
	}
	tests := []struct {
		resource  string
		config    values
		limit     int64
		attribute string
		names     []string
		told      []any
	}{
		{"proget_connector", nil, 0, "", []string{"npm-b", "nuget-a", "nuget-b"}, nil},
		{"proget_connector", values{"feed_type": "NuGet"}, 0, "", []string{"nuget-a", "nuget-b"}, nil},
		{"proget_connector", values{"name_regex": "-b$"}, 0, "", []string{"npm-b", "nuget-b"}, nil},
		{"proget_connector", values{"name_regex": "-b$", "feed_type": "nuget"}, 0, "url", []string{"nuget-b"}, []any{"https://example.com/nuget-b"}},
		{"proget_connector", nil, 2, "timeout", []string{"npm-b", "nuget-a"}, []any{7, 7}},
		{"proget_connector", values{"name_regex": "none"}, 0, "", nil, nil},
		{"proget_feed", nil, 0, "", []string{"npm-b", "nuget-a", "nuget-b"}, nil},
		{"proget_feed", values{"feed_type": "NPM"}, 0, "", []string{"npm-b"}, nil},
		{"proget_feed", values{"active": true}, 0, "active", []string{"npm-b", "nuget-a"}, []any{true, true}},
		{"proget_feed", values{"active": false}, 0, "active", []string{"nuget-b"}, []any{false}},
		{"proget_feed", values{"active": true, "name_regex": "^nuget", "feed_type": "nuget"}, 0, "description", []string{"nuget-a"}, []any{"about nuget-a"}},
		{"proget_feed", nil, 1, "", []string{"npm-b"}, nil},
		{"proget_license", nil, 0, "title", []string{"npm-b", "nuget-a", "nuget-b"}, []any{"about npm-b", "about nuget-a", "about nuget-b"}},
		{"proget_license", values{"code_regex": "(?i)NUGET"}, 1, "", []string{"nuget-a"}, nil},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%s %v %d %s", tt.resource, tt.config, tt.limit, tt.attribute), func(t *testing.T) {
			t.Parallel()
			config := tt.config
			if config == nil {
				config = values{}
			}
			got, diags := connect(t, s, nil).list(t, tt.resource, config, tt.limit, tt.attribute)
			noErrors(t, diags)
			var want []listed
			for i, name := range tt.names {
				item := listed{DisplayName: name, Identity: name}
				if tt.told != nil {
					item.Resource = tt.told[i]
				}
				want = append(want, item)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// What a list resource tells of an object plans empty as its configuration:
// that is what terraform query writes.
func TestListedResourcesPlanEmpty(t *testing.T) {
	t.Parallel()
	forProfiles(t, func(t *testing.T, profile string) {
		t.Helper()
		s := serve(t, fakeproget.Options{Profile: profile})
		s.Put("connectors", "bare", map[string]any{"feedType": "nuget", "url": nuget})
		s.Put("connectors", "full", map[string]any{"feedType": "nuget", "url": nuget, "username": "u", "password": "p", "filters": []string{"a"}, "metadataCacheEnabled": true})
		s.Put("feeds", "bare", map[string]any{"feedType": "npm"})
		s.Put("feeds", "full", map[string]any{
			"feedType": "nuget", "description": "d", "connectors": []string{"full"}, "variables": map[string]any{"a": "b"},
			"retentionRules": []any{map[string]any{"keepVersionsCount": 3, "deleteCached": true}}, "allowUnknownLicenses": true,
		})
		s.Put("licenses", "Full-1.0", map[string]any{"title": "t", "urls": []string{"example.com/a"}})
		for _, resource := range []string{"proget_connector", "proget_feed", "proget_license"} {
			e := connect(t, s, nil)
			typ := e.schema(resource).ValueType()
			stream, err := e.ListResource(t.Context(), &tfprotov6.ListResourceRequest{
				TypeName: resource, Config: encode(t, e.schemas.ListResourceSchemas[resource].ValueType(), values{}), IncludeResource: true,
			})
			must(t, err)
			count := 0
			for r := range stream.Results {
				count++
				noErrors(t, r.Diagnostics)
				state := decoded(t, typ, r.Resource)
				config := generated(t, e.schema(resource), state)
				noErrors(t, e.validate(t, resource, config))
				o, diags := e.read(t, resource, object{state: state, identity: r.Identity})
				noErrors(t, diags)
				planned, diags := e.plan(t, resource, o, config)
				noErrors(t, diags)
				if diff := cmp.Diff(plain(t, o.state), plain(t, decoded(t, typ, planned.PlannedState))); diff != "" {
					t.Errorf("%s %s is not planned empty:\n%s", resource, r.DisplayName, diff)
				}
			}
			if count < 2 {
				t.Errorf("%s: %d results", resource, count)
			}
		}
	})
}

// generated is the configuration that Terraform writes for a state: all that
// can be configured and has a value.
func generated(t *testing.T, schema *tfprotov6.Schema, state tftypes.Value) values {
	t.Helper()
	all, _ := plain(t, state).(values)
	config := values{}
	for _, a := range schema.Block.Attributes {
		if (a.Optional || a.Required) && !a.WriteOnly {
			config[a.Name] = all[a.Name]
		}
	}
	for _, b := range schema.Block.BlockTypes {
		config[b.TypeName] = all[b.TypeName]
	}
	return config
}
