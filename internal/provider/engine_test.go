package provider_test

import (
	"context"
	"fmt"
	"maps"
	"math/big"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/proget-community/terraform-provider-proget/internal/provider"
)

// engine speaks to the provider as Terraform does, without Terraform: for what
// the installed version lacks, and for cases by the hundred.
type engine struct {
	tfprotov6.ProviderServerWithListResource

	schemas    *tfprotov6.GetProviderSchemaResponse
	identities *tfprotov6.GetResourceIdentitySchemasResponse
	settings   values // that it was configured with
}

// values are an object in the words of a test: strings, bools, ints, lists,
// maps, and unknownValue. What is left out is null.
type values = map[string]any

type unknownValue struct{}

// start makes a provider that is not configured yet.
func start(t *testing.T) *engine {
	t.Helper()
	server, ok := provider.Server("test")().(tfprotov6.ProviderServerWithListResource)
	if !ok {
		t.Fatal("the provider has no list resources")
	}
	schemas := allSchemas()
	must(t, schemas.err)
	return &engine{server, schemas.all, schemas.identities, nil}
}

// allSchemas asks for the schemas once: they are the same for every provider.
var allSchemas = sync.OnceValue(func() (schemas struct {
	all        *tfprotov6.GetProviderSchemaResponse
	identities *tfprotov6.GetResourceIdentitySchemasResponse
	err        error
},
) {
	ctx := context.Background()
	server := provider.Server("test")()
	schemas.all, schemas.err = server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if schemas.err == nil {
		schemas.identities, schemas.err = server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	}
	return schemas
})

// connect makes a provider that is configured for the server, as every walk of Terraform does.
func connect(t *testing.T, s *server, settings values) *engine {
	t.Helper()
	e := start(t)
	all := values{"url": s.URL, "api_key": apiKey, "max_retries": 0}
	maps.Copy(all, settings)
	noErrors(t, e.configure(t, all))
	return e
}

func (e *engine) configure(t *testing.T, settings values) diagnostics {
	t.Helper()
	e.settings = settings
	config := encode(t, e.schemas.Provider.ValueType(), settings)
	validated, err := e.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: config})
	if err != nil {
		t.Fatal(err)
	}
	configured, err := e.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: config, TerraformVersion: "1.11.4"})
	if err != nil {
		t.Fatal(err)
	}
	return append(validated.Diagnostics, configured.Diagnostics...)
}

// object is what Terraform keeps of a resource.
type object struct {
	state    tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

func (e *engine) schema(name string) *tfprotov6.Schema { return e.schemas.ResourceSchemas[name] }

// absent is an object that does not exist.
func (e *engine) absent(resource string) object {
	return object{state: tftypes.NewValue(e.schema(resource).ValueType(), nil)}
}

// validate checks a configuration.
func (e *engine) validate(t *testing.T, resource string, config values) diagnostics {
	t.Helper()
	resp, err := e.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: resource, Config: dynamic(t, e.schema(resource).ValueType(), e.given(t, resource, config)),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	return resp.Diagnostics
}

// given is a configuration as Terraform hands it over: blocks that may repeat
// are an empty list where there are none.
func (e *engine) given(t *testing.T, resource string, config values) tftypes.Value {
	t.Helper()
	all := maps.Clone(config)
	for _, b := range e.schema(resource).Block.BlockTypes {
		if _, ok := all[b.TypeName]; !ok && b.Nesting == tfprotov6.SchemaNestedBlockNestingModeList {
			all[b.TypeName] = []any{}
		}
	}
	return build(t, e.schema(resource).ValueType(), all)
}

// plan plans the configuration; nil plans the end of the object. An object that
// is new is planned in a run of its own.
func (e *engine) plan(t *testing.T, resource string, prior object, config values) (*tfprotov6.PlanResourceChangeResponse, diagnostics) {
	t.Helper()
	if prior.state.IsNull() && e.settings != nil {
		e.configure(t, e.settings)
	}
	return e.planBeside(t, resource, prior, config)
}

// planBeside plans in the run of what was planned before.
func (e *engine) planBeside(t *testing.T, resource string, prior object, config values) (*tfprotov6.PlanResourceChangeResponse, diagnostics) {
	t.Helper()
	typ := e.schema(resource).ValueType()
	given, proposed := tftypes.NewValue(typ, nil), tftypes.NewValue(typ, nil)
	if config != nil {
		given = e.given(t, resource, config)
		proposed = propose(t, e.schema(resource), prior.state, given)
	}
	resp, err := e.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: resource, PriorPrivate: prior.private, PriorIdentity: prior.identity,
		PriorState: dynamic(t, typ, prior.state), ProposedNewState: dynamic(t, typ, proposed), Config: dynamic(t, typ, given),
	})
	if err != nil {
		t.Fatal(err)
	}
	return resp, resp.Diagnostics
}

// apply plans and applies the configuration; nil ends the object.
func (e *engine) apply(t *testing.T, resource string, prior object, config values) (object, diagnostics) {
	t.Helper()
	typ := e.schema(resource).ValueType()
	planned, diags := e.plan(t, resource, prior, config)
	if failed(diags) {
		return prior, diags
	}
	given := tftypes.NewValue(typ, nil)
	if config != nil {
		given = e.given(t, resource, config)
	}
	resp, err := e.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: resource, PriorState: dynamic(t, typ, prior.state), Config: dynamic(t, typ, given),
		PlannedState: planned.PlannedState, PlannedPrivate: planned.PlannedPrivate, PlannedIdentity: planned.PlannedIdentity,
	})
	if err != nil {
		t.Fatal(err)
	}
	return object{decoded(t, typ, resp.NewState), resp.Private, resp.NewIdentity}, append(diags, resp.Diagnostics...)
}

// read refreshes an object.
func (e *engine) read(t *testing.T, resource string, o object) (object, diagnostics) {
	t.Helper()
	typ := e.schema(resource).ValueType()
	resp, err := e.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: resource, CurrentState: dynamic(t, typ, o.state), Private: o.private, CurrentIdentity: o.identity,
	})
	if err != nil {
		t.Fatal(err)
	}
	return object{decoded(t, typ, resp.NewState), resp.Private, resp.NewIdentity}, resp.Diagnostics
}

// propose merges prior state and configuration as Terraform does.
func propose(t *testing.T, schema *tfprotov6.Schema, prior, config tftypes.Value) tftypes.Value {
	t.Helper()
	was, given := map[string]tftypes.Value{}, map[string]tftypes.Value{}
	if !prior.IsNull() {
		must(t, prior.As(&was))
	}
	must(t, config.As(&given))
	given = maps.Clone(given) // it is the configuration's own
	for _, a := range schema.Block.Attributes {
		switch {
		case a.WriteOnly:
			given[a.Name] = tftypes.NewValue(a.ValueType(), nil)
		case !given[a.Name].IsNull() || !a.Computed:
		case prior.IsNull():
			given[a.Name] = tftypes.NewValue(a.ValueType(), tftypes.UnknownValue)
		default:
			given[a.Name] = was[a.Name]
		}
	}
	return tftypes.NewValue(config.Type(), given)
}

// get is one attribute of the state, as build would take it.
func (o object) get(t *testing.T, name string) any {
	t.Helper()
	if o.state.IsNull() {
		t.Fatalf("no state to take %s from", name)
	}
	all := map[string]tftypes.Value{}
	must(t, o.state.As(&all))
	return plain(t, all[name])
}

// named is the identity's only attribute.
func (o object) named(t *testing.T, e *engine, resource string) string {
	t.Helper()
	if o.identity == nil || o.identity.IdentityData == nil {
		t.Fatalf("%s has no identity", resource)
	}
	schema := e.identities.IdentitySchemas[resource]
	all := map[string]tftypes.Value{}
	must(t, decoded(t, schema.ValueType(), o.identity.IdentityData).As(&all))
	name, _ := plain(t, all[schema.IdentityAttributes[0].Name]).(string)
	return name
}

type diagnostics []*tfprotov6.Diagnostic

// String lists the diagnostics, each with the attribute that it is about.
func (ds diagnostics) String() string {
	var b strings.Builder
	for _, d := range ds {
		fmt.Fprintf(&b, "%s at %q: %s: %s\n", d.Severity, attributeOf(d), d.Summary, d.Detail)
	}
	return b.String()
}

func attributeOf(d *tfprotov6.Diagnostic) string {
	if d.Attribute == nil || len(d.Attribute.Steps()) == 0 {
		return ""
	}
	name, _ := d.Attribute.Steps()[0].(tftypes.AttributeName)
	return string(name)
}

func failed(ds diagnostics) bool {
	for _, d := range ds {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return true
		}
	}
	return false
}

func noErrors(t *testing.T, ds diagnostics) {
	t.Helper()
	if failed(ds) {
		t.Fatal(ds)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func encode(t *testing.T, typ tftypes.Type, v any) *tfprotov6.DynamicValue {
	t.Helper()
	return dynamic(t, typ, build(t, typ, v))
}

func dynamic(t *testing.T, typ tftypes.Type, v tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	d, err := tfprotov6.NewDynamicValue(typ, v)
	must(t, err)
	return &d
}

func decoded(t *testing.T, typ tftypes.Type, d *tfprotov6.DynamicValue) tftypes.Value {
	t.Helper()
	if d == nil {
		return tftypes.NewValue(typ, nil)
	}
	v, err := d.Unmarshal(typ)
	must(t, err)
	return v
}

// build makes a value of a type.
func build(t *testing.T, typ tftypes.Type, v any) tftypes.Value {
	t.Helper()
	switch v := v.(type) {
	case nil:
		return tftypes.NewValue(typ, nil)
	case unknownValue:
		return tftypes.NewValue(typ, tftypes.UnknownValue)
	case []string:
		all := make([]any, len(v))
		for i, s := range v {
			all[i] = s
		}
		return build(t, typ, all)
	case []any:
		elements := make([]tftypes.Value, len(v))
		for i, e := range v {
			elements[i] = build(t, elementType(typ), e)
		}
		return tftypes.NewValue(typ, elements)
	case values:
		if attributes, ok := typ.(tftypes.Object); ok {
			members := map[string]tftypes.Value{}
			for name, typ := range attributes.AttributeTypes {
				members[name] = build(t, typ, v[name])
			}
			for name := range v {
				if _, ok := members[name]; !ok {
					t.Fatalf("there is no attribute %s", name)
				}
			}
			return tftypes.NewValue(typ, members)
		}
		members := map[string]tftypes.Value{}
		for name, e := range v {
			members[name] = build(t, elementType(typ), e)
		}
		return tftypes.NewValue(typ, members)
	}
	return tftypes.NewValue(typ, v)
}

func elementType(typ tftypes.Type) tftypes.Type {
	switch typ := typ.(type) {
	case tftypes.List:
		return typ.ElementType
	case tftypes.Set:
		return typ.ElementType
	case tftypes.Map:
		return typ.ElementType
	}
	return tftypes.DynamicPseudoType
}

// plain is the reverse of build.
func plain(t *testing.T, v tftypes.Value) any {
	t.Helper()
	switch {
	case v.IsNull():
		return nil
	case !v.IsKnown():
		return unknownValue{}
	case v.Type().Is(tftypes.String):
		var s string
		must(t, v.As(&s))
		return s
	case v.Type().Is(tftypes.Bool):
		var b bool
		must(t, v.As(&b))
		return b
	case v.Type().Is(tftypes.Number):
		n := new(big.Float)
		must(t, v.As(&n))
		i, _ := n.Int64()
		return int(i)
	case v.Type().Is(tftypes.Object{}), v.Type().Is(tftypes.Map{}):
		all := map[string]tftypes.Value{}
		must(t, v.As(&all))
		members := values{}
		for name, e := range all {
			members[name] = plain(t, e)
		}
		return members
	}
	var all []tftypes.Value
	must(t, v.As(&all))
	elements := make([]any, len(all))
	for i, e := range all {
		elements[i] = plain(t, e)
	}
	return elements
}
