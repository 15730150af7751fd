package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// address is where tfplugindocs looks for the schema: it knows the provider's
// short name only and takes it to be one of HashiCorp's.
const address = "registry.terraform.io/hashicorp/proget"

// The types below are the JSON that Terraform documents for "providers schema".

type providerSchemas struct {
	FormatVersion string                    `json:"format_version"`
	Schemas       map[string]providerSchema `json:"provider_schemas"`
}

type providerSchema struct {
	Provider      schema                    `json:"provider"`
	Resources     map[string]schema         `json:"resource_schemas,omitempty"`
	DataSources   map[string]schema         `json:"data_source_schemas,omitempty"`
	ListResources map[string]schema         `json:"list_resource_schemas,omitempty"`
	Ephemerals    map[string]schema         `json:"ephemeral_resource_schemas,omitempty"`
	Identities    map[string]identitySchema `json:"resource_identity_schemas,omitempty"`
}

type schema struct {
	Version int64 `json:"version"`
	Block   block `json:"block"`
}

type block struct {
	Attributes      map[string]attribute   `json:"attributes,omitempty"`
	BlockTypes      map[string]nestedBlock `json:"block_types,omitempty"`
	Description     string                 `json:"description,omitempty"`
	DescriptionKind string                 `json:"description_kind"`
	Deprecated      bool                   `json:"deprecated,omitempty"`
}

type nestedBlock struct {
	NestingMode string `json:"nesting_mode"`
	Block       block  `json:"block"`
	MinItems    int64  `json:"min_items,omitempty"`
	MaxItems    int64  `json:"max_items,omitempty"`
}

type attribute struct {
	Type            json.RawMessage `json:"type,omitempty"`
	NestedType      *nestedType     `json:"nested_type,omitempty"`
	Description     string          `json:"description,omitempty"`
	DescriptionKind string          `json:"description_kind"`
	Deprecated      bool            `json:"deprecated,omitempty"`
	Required        bool            `json:"required,omitempty"`
	Optional        bool            `json:"optional,omitempty"`
	Computed        bool            `json:"computed,omitempty"`
	Sensitive       bool            `json:"sensitive,omitempty"`
	WriteOnly       bool            `json:"write_only,omitempty"`
}

type nestedType struct {
	Attributes  map[string]attribute `json:"attributes"`
	NestingMode string               `json:"nesting_mode"`
}

type identitySchema struct {
	Version    int64                        `json:"version"`
	Attributes map[string]identityAttribute `json:"attributes"`
}

type identityAttribute struct {
	Type              json.RawMessage `json:"type"`
	Description       string          `json:"description,omitempty"`
	RequiredForImport bool            `json:"required_for_import,omitempty"`
	OptionalForImport bool            `json:"optional_for_import,omitempty"`
}

// export asks the server for everything it declares. It fails on kinds of
// objects that it would otherwise leave out of the documentation in silence.
func export(ctx context.Context, server tfprotov6.ProviderServer) (providerSchemas, error) {
	declared, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return providerSchemas{}, err
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return providerSchemas{}, err
	}
	if err := errors.Join(failures(declared.Diagnostics), failures(identities.Diagnostics)); err != nil {
		return providerSchemas{}, err
	}
	if n := len(declared.Functions) + len(declared.ActionSchemas) + len(declared.StateStoreSchemas); n > 0 {
		return providerSchemas{}, fmt.Errorf("%d functions, actions or state stores are not exported yet", n)
	}

	var out providerSchema
	if out.Provider, err = schemaOf(declared.Provider); err != nil {
		return providerSchemas{}, err
	}
	if out.Resources, err = each(declared.ResourceSchemas, schemaOf); err != nil {
		return providerSchemas{}, err
	}
	if out.DataSources, err = each(declared.DataSourceSchemas, schemaOf); err != nil {
		return providerSchemas{}, err
	}
	if out.ListResources, err = each(declared.ListResourceSchemas, schemaOf); err != nil {
		return providerSchemas{}, err
	}
	if out.Ephemerals, err = each(declared.EphemeralResourceSchemas, schemaOf); err != nil {
		return providerSchemas{}, err
	}
	if out.Identities, err = each(identities.IdentitySchemas, identityOf); err != nil {
		return providerSchemas{}, err
	}
	return providerSchemas{
		FormatVersion: "1.0",
		Schemas:       map[string]providerSchema{address: out},
	}, nil
}

func failures(diagnostics []*tfprotov6.Diagnostic) error {
	var errs []error
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			errs = append(errs, fmt.Errorf("%s: %s", d.Summary, d.Detail))
		}
	}
	return errors.Join(errs...)
}

func each[In, Out any](in map[string]In, convert func(In) (Out, error)) (map[string]Out, error) {
	out := make(map[string]Out, len(in))
	for name, v := range in {
		converted, err := convert(v)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out[name] = converted
	}
	return out, nil
}

func schemaOf(s *tfprotov6.Schema) (schema, error) {
	converted, err := blockOf(s.Block)
	return schema{Version: s.Version, Block: converted}, err
}

func blockOf(b *tfprotov6.SchemaBlock) (block, error) {
	attributes, err := attributesOf(b.Attributes)
	if err != nil {
		return block{}, err
	}
	blocks := make(map[string]nestedBlock, len(b.BlockTypes))
	for _, nested := range b.BlockTypes {
		mode, ok := blockNesting[nested.Nesting]
		if !ok {
			return block{}, fmt.Errorf("%s: unknown nesting mode %s", nested.TypeName, nested.Nesting)
		}
		inner, err := blockOf(nested.Block)
		if err != nil {
			return block{}, fmt.Errorf("%s: %w", nested.TypeName, err)
		}
		blocks[nested.TypeName] = nestedBlock{NestingMode: mode, Block: inner, MinItems: nested.MinItems, MaxItems: nested.MaxItems}
	}
	return block{
		Attributes:      attributes,
		BlockTypes:      blocks,
		Description:     b.Description,
		DescriptionKind: kindOf(b.DescriptionKind),
		Deprecated:      b.Deprecated,
	}, nil
}

func attributesOf(in []*tfprotov6.SchemaAttribute) (map[string]attribute, error) {
	out := make(map[string]attribute, len(in))
	for _, a := range in {
		converted := attribute{
			Description:     a.Description,
			DescriptionKind: kindOf(a.DescriptionKind),
			Deprecated:      a.Deprecated,
			Required:        a.Required,
			Optional:        a.Optional,
			Computed:        a.Computed,
			Sensitive:       a.Sensitive,
			WriteOnly:       a.WriteOnly,
		}
		var err error
		if a.NestedType != nil {
			converted.NestedType, err = nestedTypeOf(a.NestedType)
		} else {
			converted.Type, err = json.Marshal(a.Type)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", a.Name, err)
		}
		out[a.Name] = converted
	}
	return out, nil
}

func nestedTypeOf(o *tfprotov6.SchemaObject) (*nestedType, error) {
	mode, ok := objectNesting[o.Nesting]
	if !ok {
		return nil, fmt.Errorf("unknown nesting mode %s", o.Nesting)
	}
	attributes, err := attributesOf(o.Attributes)
	return &nestedType{Attributes: attributes, NestingMode: mode}, err
}

func identityOf(s *tfprotov6.ResourceIdentitySchema) (identitySchema, error) {
	attributes := make(map[string]identityAttribute, len(s.IdentityAttributes))
	for _, a := range s.IdentityAttributes {
		typ, err := json.Marshal(a.Type)
		if err != nil {
			return identitySchema{}, fmt.Errorf("%s: %w", a.Name, err)
		}
		attributes[a.Name] = identityAttribute{
			Type:              typ,
			Description:       a.Description,
			RequiredForImport: a.RequiredForImport,
			OptionalForImport: a.OptionalForImport,
		}
	}
	return identitySchema{Version: s.Version, Attributes: attributes}, nil
}

func kindOf(kind tfprotov6.StringKind) string {
	if kind == tfprotov6.StringKindMarkdown {
		return "markdown"
	}
	return "plain"
}

var blockNesting = map[tfprotov6.SchemaNestedBlockNestingMode]string{
	tfprotov6.SchemaNestedBlockNestingModeSingle: "single",
	tfprotov6.SchemaNestedBlockNestingModeGroup:  "group",
	tfprotov6.SchemaNestedBlockNestingModeList:   "list",
	tfprotov6.SchemaNestedBlockNestingModeSet:    "set",
	tfprotov6.SchemaNestedBlockNestingModeMap:    "map",
}

var objectNesting = map[tfprotov6.SchemaObjectNestingMode]string{
	tfprotov6.SchemaObjectNestingModeSingle: "single",
	tfprotov6.SchemaObjectNestingModeList:   "list",
	tfprotov6.SchemaObjectNestingModeSet:    "set",
	tfprotov6.SchemaObjectNestingModeMap:    "map",
}
