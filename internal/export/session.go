package export

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Server is the provider as Terraform talks to it.
type Server interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
}

// session is a configured provider. What it reads is what an import would put
// into the state, so that what is written from it plans empty.
type session struct {
	server     Server
	schemas    *tfprotov6.GetProviderSchemaResponse
	identities *tfprotov6.GetResourceIdentitySchemasResponse
}

// An object is one thing on the server, as the provider reads it.
type object struct {
	kind   *kind
	key    string // what import takes, unique within its kind
	title  string // what the object is called
	values map[string]tftypes.Value
}

// open configures the provider with nothing but the settings given; the rest
// comes from the environment.
func open(ctx context.Context, server Server, settings map[string]string) (*session, error) {
	s := &session{server: server}
	var err error
	if s.schemas, err = server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{}); err != nil {
		return nil, err
	}
	if s.identities, err = server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{}); err != nil {
		return nil, err
	}
	if err := failure(slices.Concat(s.schemas.Diagnostics, s.identities.Diagnostics)); err != nil {
		return nil, err
	}
	config, err := configuration(s.schemas.Provider, settings)
	if err != nil {
		return nil, err
	}
	validated, err := server.ValidateProviderConfig(ctx, &tfprotov6.ValidateProviderConfigRequest{Config: config})
	if err != nil {
		return nil, err
	}
	if err := failure(validated.Diagnostics); err != nil {
		return nil, err
	}
	configured, err := server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{Config: config})
	if err != nil {
		return nil, err
	}
	return s, failure(configured.Diagnostics)
}

// about returns the server's release, such as 2026.12 or 5.2.9.10, and its
// edition, or nothing for what the server does not say.
func (s *session) about(ctx context.Context) (release, edition string) {
	schema, ok := s.schemas.DataSourceSchemas["proget_server"]
	if !ok {
		return "", ""
	}
	config, err := configuration(schema, nil)
	if err != nil {
		return "", ""
	}
	resp, err := s.server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: "proget_server", Config: config})
	if err != nil || failure(resp.Diagnostics) != nil {
		return "", ""
	}
	values, err := members(resp.State, schema.ValueType())
	if err != nil {
		return "", ""
	}
	return textOf(values["release"]), textOf(values["edition"])
}

// list returns all objects of a kind, sorted by key.
func (s *session) list(ctx context.Context, k *kind) ([]object, error) {
	schema, ok := s.schemas.ListResourceSchemas[k.resource]
	if !ok {
		return nil, fmt.Errorf("the provider cannot list %s", k.plural)
	}
	config, err := configuration(schema, nil)
	if err != nil {
		return nil, err
	}
	stream, err := s.server.ListResource(ctx, &tfprotov6.ListResourceRequest{TypeName: k.resource, Config: config, IncludeResource: true})
	if err != nil {
		return nil, err
	}
	var objects []object
	for result := range stream.Results {
		if err := failure(result.Diagnostics); err != nil {
			return nil, err
		}
		if result.Resource == nil {
			continue // a warning that belongs to no object
		}
		o, err := s.object(k, result.Resource, result.Identity)
		if err != nil {
			return nil, err
		}
		objects = append(objects, o)
	}
	slices.SortFunc(objects, func(a, b object) int { return strings.Compare(a.key, b.key) })
	return objects, ctx.Err()
}

// read imports one object and reads it, as Terraform does for an import block.
func (s *session) read(ctx context.Context, k *kind, id string) (object, error) {
	imported, err := s.server.ImportResourceState(ctx, &tfprotov6.ImportResourceStateRequest{TypeName: k.resource, ID: id})
	if err != nil {
		return object{}, err
	}
	if err := failure(imported.Diagnostics); err != nil {
		return object{}, err
	}
	if len(imported.ImportedResources) != 1 {
		return object{}, fmt.Errorf("importing %s %q gives %d objects", k.name, id, len(imported.ImportedResources))
	}
	found := imported.ImportedResources[0]
	read, err := s.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: k.resource, CurrentState: found.State, Private: found.Private, CurrentIdentity: found.Identity,
	})
	if err != nil {
		return object{}, err
	}
	if err := failure(read.Diagnostics); err != nil {
		return object{}, err
	}
	return s.object(k, read.NewState, read.NewIdentity)
}

func (s *session) object(k *kind, state *tfprotov6.DynamicValue, identity *tfprotov6.ResourceIdentityData) (object, error) {
	o := object{kind: k}
	var err error
	if o.values, err = members(state, k.schema.ValueType()); err != nil {
		return o, fmt.Errorf("%s: %w", k.name, err)
	}
	schema, ok := s.identities.IdentitySchemas[k.resource]
	if !ok || identity == nil {
		return o, fmt.Errorf("a %s has no identity", k.name)
	}
	values, err := members(identity.IdentityData, schema.ValueType())
	if err != nil {
		return o, fmt.Errorf("%s: %w", k.name, err)
	}
	var parts, titles []string
	for _, a := range schema.IdentityAttributes {
		part := textOf(values[a.Name])
		if means(values[a.Name], true) {
			part = "true"
		}
		if part != "" {
			parts = append(parts, a.Name+":"+url.PathEscape(part))
			titles = append(titles, part)
		}
	}
	o.title = strings.Join(titles, " ")
	o.key = o.title
	if len(schema.IdentityAttributes) > 1 {
		o.key = strings.Join(parts, "/") // group:Developers/user:jane
	}
	return o, nil
}

// refusal says why the provider does not accept what is written of an object, or
// nothing if it does.
func (s *session) refusal(ctx context.Context, k *kind, b *body) (string, error) {
	typ, ok := k.schema.ValueType().(tftypes.Object)
	if !ok {
		return "", fmt.Errorf("a schema is a %s", k.schema.ValueType())
	}
	config, err := tfprotov6.NewDynamicValue(typ, b.configuration(typ))
	if err != nil {
		return "", err
	}
	resp, err := s.server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{
		TypeName: k.resource, Config: &config, ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	if err != nil {
		return "", err
	}
	for _, d := range resp.Diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return "the provider does not accept it as it is: " + strings.Join(strings.Fields(d.Detail), " "), nil
		}
	}
	return "", nil
}

// configuration is a block in which only the given attributes are set.
func configuration(schema *tfprotov6.Schema, settings map[string]string) (*tfprotov6.DynamicValue, error) {
	typ, ok := schema.ValueType().(tftypes.Object)
	if !ok {
		return nil, fmt.Errorf("a schema is a %s", schema.ValueType())
	}
	values := make(map[string]tftypes.Value, len(typ.AttributeTypes))
	for name, attribute := range typ.AttributeTypes {
		values[name] = tftypes.NewValue(attribute, nil)
		if setting, ok := settings[name]; ok && attribute.Is(tftypes.String) {
			values[name] = tftypes.NewValue(attribute, setting)
		}
	}
	config, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, values))
	return &config, err
}

func members(value *tfprotov6.DynamicValue, typ tftypes.Type) (map[string]tftypes.Value, error) {
	if value == nil {
		return nil, errors.New("the provider returned no value")
	}
	decoded, err := value.Unmarshal(typ)
	if err != nil {
		return nil, err
	}
	values := map[string]tftypes.Value{}
	err = decoded.As(&values)
	return values, err
}

// textOf is the value as text, or nothing for what is null or no text.
func textOf(value tftypes.Value) string {
	var text string
	if value.IsNull() || !value.IsKnown() || !value.Type().Is(tftypes.String) || value.As(&text) != nil {
		return ""
	}
	return text
}

// failure returns the errors among the diagnostics.
func failure(diagnostics []*tfprotov6.Diagnostic) error {
	var errs []error
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			errs = append(errs, fmt.Errorf("%s\n%s", d.Summary, d.Detail))
		}
	}
	return errors.Join(errs...)
}

// texts are the elements of a collection of texts.
func texts(value tftypes.Value) ([]string, error) {
	if value.IsNull() {
		return nil, nil
	}
	var elements []tftypes.Value
	if err := value.As(&elements); err != nil {
		return nil, err
	}
	all := make([]string, len(elements))
	for i, e := range elements {
		all[i] = textOf(e)
	}
	return all, nil
}
