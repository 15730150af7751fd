package main

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// declaring answers the two requests that ask what a provider declares.
type declaring struct {
	tfprotov6.ProviderServer
	schemas    tfprotov6.GetProviderSchemaResponse
	identities tfprotov6.GetResourceIdentitySchemasResponse
}

func (d declaring) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return &d.schemas, nil
}

func (d declaring) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &d.identities, nil
}

func schemaWith(attributes ...*tfprotov6.SchemaAttribute) *tfprotov6.Schema {
	return &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{Attributes: attributes}}
}

func TestExport(t *testing.T) {
	t.Parallel()
	server := declaring{
		schemas: tfprotov6.GetProviderSchemaResponse{
			Provider: schemaWith(&tfprotov6.SchemaAttribute{
				Name: "api_key", Type: tftypes.String, Optional: true, Sensitive: true,
			}),
			ResourceSchemas: map[string]*tfprotov6.Schema{"proget_feed": {
				Version: 1,
				Block: &tfprotov6.SchemaBlock{
					Description:     "A feed of **packages**.",
					DescriptionKind: tfprotov6.StringKindMarkdown,
					Attributes: []*tfprotov6.SchemaAttribute{
						{Name: "name", Type: tftypes.String, Required: true, Description: "Its name.", DescriptionKind: tfprotov6.StringKindMarkdown},
						{Name: "password_wo", Type: tftypes.String, Optional: true, WriteOnly: true, Deprecated: true},
						{Name: "connectors", Type: tftypes.List{ElementType: tftypes.String}, Optional: true, Computed: true},
						{Name: "rules", Optional: true, NestedType: &tfprotov6.SchemaObject{
							Nesting:    tfprotov6.SchemaObjectNestingModeList,
							Attributes: []*tfprotov6.SchemaAttribute{{Name: "count", Type: tftypes.Number, Optional: true}},
						}},
					},
					BlockTypes: []*tfprotov6.SchemaNestedBlock{
						{TypeName: "rule", Nesting: tfprotov6.SchemaNestedBlockNestingModeList, MaxItems: 9, Block: &tfprotov6.SchemaBlock{
							Description: "A rule.", Attributes: []*tfprotov6.SchemaAttribute{{Name: "count", Type: tftypes.Number, Optional: true}},
						}},
						{TypeName: "copy", Nesting: tfprotov6.SchemaNestedBlockNestingModeSingle, Block: &tfprotov6.SchemaBlock{Deprecated: true}},
					},
				},
			}},
			DataSourceSchemas:   map[string]*tfprotov6.Schema{"proget_feeds": schemaWith()},
			ListResourceSchemas: map[string]*tfprotov6.Schema{"proget_feed": schemaWith()},
		},
		identities: tfprotov6.GetResourceIdentitySchemasResponse{
			IdentitySchemas: map[string]*tfprotov6.ResourceIdentitySchema{"proget_feed": {
				IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{
					{Name: "name", Type: tftypes.String, RequiredForImport: true, Description: "Its name."},
				},
			}},
		},
	}
	// As Terraform 1.15 prints it.
	const want = `{
		"format_version": "1.0",
		"provider_schemas": {"registry.terraform.io/hashicorp/proget": {
			"provider": {"version": 0, "block": {
				"attributes": {"api_key": {"type": "string", "description_kind": "plain", "optional": true, "sensitive": true}},
				"description_kind": "plain"
			}},
			"resource_schemas": {"proget_feed": {"version": 1, "block": {
				"attributes": {
					"name": {"type": "string", "description": "Its name.", "description_kind": "markdown", "required": true},
					"password_wo": {"type": "string", "description_kind": "plain", "deprecated": true, "optional": true, "write_only": true},
					"connectors": {"type": ["list", "string"], "description_kind": "plain", "optional": true, "computed": true},
					"rules": {
						"nested_type": {"attributes": {"count": {"type": "number", "description_kind": "plain", "optional": true}}, "nesting_mode": "list"},
						"description_kind": "plain", "optional": true
					}
				},
				"block_types": {
					"rule": {"nesting_mode": "list", "max_items": 9, "block": {
						"attributes": {"count": {"type": "number", "description_kind": "plain", "optional": true}},
						"description": "A rule.", "description_kind": "plain"
					}},
					"copy": {"nesting_mode": "single", "block": {"description_kind": "plain", "deprecated": true}}
				},
				"description": "A feed of **packages**.",
				"description_kind": "markdown"
			}}},
			"data_source_schemas": {"proget_feeds": {"version": 0, "block": {"description_kind": "plain"}}},
			"list_resource_schemas": {"proget_feed": {"version": 0, "block": {"description_kind": "plain"}}},
			"resource_identity_schemas": {"proget_feed": {"version": 0, "attributes": {
				"name": {"type": "string", "description": "Its name.", "required_for_import": true}
			}}}
		}}
	}`

	got, err := export(t.Context(), server)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(parse(t, want), parse(t, string(encoded))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func parse(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// What is not exported would be missing from the documentation without a word.
func TestExportRefuses(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		schemas tfprotov6.GetProviderSchemaResponse
		want    string
	}{
		"an invalid schema": {
			schemas: tfprotov6.GetProviderSchemaResponse{
				Provider:    schemaWith(),
				Diagnostics: []*tfprotov6.Diagnostic{{Severity: tfprotov6.DiagnosticSeverityError, Summary: "Bad", Detail: "very"}},
			},
			want: "Bad: very",
		},
		"a function": {
			schemas: tfprotov6.GetProviderSchemaResponse{
				Provider:  schemaWith(),
				Functions: map[string]*tfprotov6.Function{"f": {}},
			},
			want: "1 functions",
		},
		"a block of an unknown sort": {
			schemas: tfprotov6.GetProviderSchemaResponse{
				Provider: &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{BlockTypes: []*tfprotov6.SchemaNestedBlock{{TypeName: "b"}}}},
			},
			want: "b: unknown nesting mode",
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := export(t.Context(), declaring{schemas: c.schemas})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("export: %v, want an error with %q", err, c.want)
			}
		})
	}
}
