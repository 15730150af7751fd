// Package tftest is Terraform's part of the protocol between Terraform and a
// provider: what the CLI does between a configuration and a state, without the
// CLI. It serves tests of cases by the hundred, and of what the installed CLI
// lacks. It makes the checks that Terraform makes, so that a test fails where
// Terraform would call the provider buggy.
package tftest

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Terraform speaks to one provider, as one walk of Terraform does.
type Terraform struct {
	tfprotov6.ProviderServerWithListResource

	Schemas    *tfprotov6.GetProviderSchemaResponse
	Identities *tfprotov6.GetResourceIdentitySchemasResponse

	settings Values      // that the provider was configured with
	planned  atomic.Bool // something new was planned that was not applied
}

// Values are an object in the words of a test: strings, bools, numbers, lists,
// maps, and Unknown. What is left out is null.
type Values = map[string]any

// Unknown is a value that is known after the apply.
type Unknown struct{}

// Object is what Terraform keeps of a resource. Its State is null where there is none.
type Object struct {
	State    tftypes.Value
	Private  []byte
	Identity *tfprotov6.ResourceIdentityData
}

// Schemas asks a provider for its schemas. They are the same for every walk, so
// that one answer serves many.
func Schemas(server tfprotov6.ProviderServer) (*Terraform, error) {
	ctx := context.Background()
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return nil, err
	}
	return &Terraform{Schemas: schemas, Identities: identities}, nil
}

// With is Terraform at the beginning of a walk with a provider that has the same schemas.
func (tf *Terraform) With(t *testing.T, server tfprotov6.ProviderServer) *Terraform {
	t.Helper()
	full, ok := server.(tfprotov6.ProviderServerWithListResource)
	if !ok {
		t.Fatal("the provider has no list resources")
	}
	return &Terraform{ProviderServerWithListResource: full, Schemas: tf.Schemas, Identities: tf.Identities}
}

// Configure validates the provider's settings and hands them over.
func (tf *Terraform) Configure(t *testing.T, settings Values) Diagnostics {
	t.Helper()
	tf.settings = settings
	config := Encode(t, tf.Schemas.Provider.ValueType(), settings)
	validated, err := tf.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: config})
	must(t, err)
	configured, err := tf.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: config, TerraformVersion: "1.11.4"})
	must(t, err)
	return append(validated.Diagnostics, configured.Diagnostics...)
}

// Schema is the schema of a resource.
func (tf *Terraform) Schema(resource string) *tfprotov6.Schema {
	return tf.Schemas.ResourceSchemas[resource]
}

// Type is the type of a resource's states, plans and configurations.
func (tf *Terraform) Type(resource string) tftypes.Type { return tf.Schema(resource).ValueType() }

// Absent is an object that does not exist.
func (tf *Terraform) Absent(resource string) Object {
	return Object{State: tftypes.NewValue(tf.Type(resource), nil)}
}

// Given is a configuration as Terraform hands it over: blocks that may repeat
// are an empty list where there are none. Nil is none at all.
func (tf *Terraform) Given(t *testing.T, resource string, config Values) tftypes.Value {
	t.Helper()
	if config == nil {
		return tftypes.NewValue(tf.Type(resource), nil)
	}
	return Build(t, tf.Type(resource), withBlocks(tf.Schema(resource).Block, config))
}

// Validate checks a configuration.
func (tf *Terraform) Validate(t *testing.T, resource string, config Values) Diagnostics {
	t.Helper()
	resp, err := tf.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: resource, Config: Dynamic(t, tf.Type(resource), tf.Given(t, resource, config)),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	must(t, err)
	return resp.Diagnostics
}

// Plan plans the configuration; nil plans the end of the object. What is new is
// planned in a walk of its own.
func (tf *Terraform) Plan(t *testing.T, resource string, prior Object, config Values) (*tfprotov6.PlanResourceChangeResponse, Diagnostics) {
	t.Helper()
	tf.begin(t)
	tf.planned.Store(prior.State.IsNull())
	return tf.PlanBeside(t, resource, prior, config)
}

// begin begins a walk, where something new was planned in the one before.
func (tf *Terraform) begin(t *testing.T) {
	t.Helper()
	if tf.planned.Load() && tf.settings != nil {
		tf.planned.Store(false)
		tf.Configure(t, tf.settings)
	}
}

// PlanBeside plans in the walk in which others were planned before.
func (tf *Terraform) PlanBeside(t *testing.T, resource string, prior Object, config Values) (*tfprotov6.PlanResourceChangeResponse, Diagnostics) {
	t.Helper()
	typ := tf.Type(resource)
	given := tf.Given(t, resource, config)
	proposed := given
	if config != nil {
		proposed = propose(t, tf.Schema(resource).Block, prior.State, given)
	}
	resp, err := tf.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: resource, PriorPrivate: prior.Private, PriorIdentity: prior.Identity,
		PriorState: Dynamic(t, typ, prior.State), ProposedNewState: Dynamic(t, typ, proposed), Config: Dynamic(t, typ, given),
	})
	must(t, err)
	if config != nil && !Diagnostics(resp.Diagnostics).Failed() {
		report(t, planProblems(t, tf.Schema(resource), prior.State, given, Decode(t, typ, resp.PlannedState)))
	}
	return resp, resp.Diagnostics
}

// Apply plans and applies the configuration; nil ends the object. A plan that
// requires replacement ends the object before it creates the new one.
func (tf *Terraform) Apply(t *testing.T, resource string, prior Object, config Values) (Object, Diagnostics) {
	t.Helper()
	tf.begin(t)
	planned, diags := tf.PlanBeside(t, resource, prior, config)
	switch {
	case diags.Failed():
		return prior, diags
	case len(planned.RequiresReplace) > 0 && !prior.State.IsNull():
		ended, more := tf.Apply(t, resource, prior, nil)
		diags = append(diags, more...)
		if diags.Failed() {
			return ended, diags
		}
		created, more := tf.Apply(t, resource, tf.Absent(resource), config)
		return created, append(diags, more...)
	}
	applied, more := tf.ApplyPlanned(t, resource, prior, config, planned)
	return applied, append(diags, more...)
}

// ApplyPlanned applies a plan that was made before. What an apply answers to a
// deletion that fails is the prior object, which Terraform keeps.
func (tf *Terraform) ApplyPlanned(t *testing.T, resource string, prior Object, config Values, planned *tfprotov6.PlanResourceChangeResponse) (Object, Diagnostics) {
	t.Helper()
	typ := tf.Type(resource)
	resp, err := tf.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: resource, PriorState: Dynamic(t, typ, prior.State), Config: Dynamic(t, typ, tf.Given(t, resource, config)),
		PlannedState: planned.PlannedState, PlannedPrivate: planned.PlannedPrivate, PlannedIdentity: planned.PlannedIdentity,
	})
	must(t, err)
	applied := Object{Decode(t, typ, resp.NewState), resp.Private, resp.NewIdentity}
	report(t, stateProblems(applied.State))
	if config != nil && !Diagnostics(resp.Diagnostics).Failed() {
		report(t, applyProblems(t, Decode(t, typ, planned.PlannedState), applied.State))
	}
	return applied, resp.Diagnostics
}

// Read refreshes an object.
func (tf *Terraform) Read(t *testing.T, resource string, o Object) (Object, Diagnostics) {
	t.Helper()
	typ := tf.Type(resource)
	resp, err := tf.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: resource, CurrentState: Dynamic(t, typ, o.State), Private: o.Private, CurrentIdentity: o.Identity,
	})
	must(t, err)
	read := Object{Decode(t, typ, resp.NewState), resp.Private, resp.NewIdentity}
	report(t, stateProblems(read.State))
	return read, resp.Diagnostics
}

// Import imports by id or, where that is empty, by identity, and reads the
// object as Terraform then does.
func (tf *Terraform) Import(t *testing.T, resource, id string, identity Values) (Object, Diagnostics) {
	t.Helper()
	req := &tfprotov6.ImportResourceStateRequest{TypeName: resource, ID: id}
	if id == "" {
		req.Identity = tf.IdentityData(t, resource, identity)
	}
	resp, err := tf.ImportResourceState(t.Context(), req)
	must(t, err)
	diags := Diagnostics(resp.Diagnostics)
	if diags.Failed() {
		return tf.Absent(resource), diags
	}
	if len(resp.ImportedResources) != 1 {
		t.Fatalf("imported %d objects", len(resp.ImportedResources))
	}
	one := resp.ImportedResources[0]
	read, more := tf.Read(t, resource, Object{Decode(t, tf.Type(resource), one.State), one.Private, one.Identity})
	return read, append(diags, more...)
}

// PlannedState is the state that a plan expects.
func (tf *Terraform) PlannedState(t *testing.T, resource string, planned *tfprotov6.PlanResourceChangeResponse) Object {
	t.Helper()
	return Object{State: Decode(t, tf.Type(resource), planned.PlannedState)}
}

// PlanEmpty requires that a configuration changes nothing.
func (tf *Terraform) PlanEmpty(t *testing.T, resource string, o Object, config Values) {
	t.Helper()
	planned, diags := tf.Plan(t, resource, o, config)
	if diags.Failed() {
		t.Fatal(diags)
	}
	if diff := cmp.Diff(Plain(t, o.State), Plain(t, tf.PlannedState(t, resource, planned).State)); diff != "" {
		t.Errorf("%s: the plan is not empty (-state +plan):\n%s", resource, diff)
	}
}
