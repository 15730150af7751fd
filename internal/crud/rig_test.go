package crud_test

import (
	"context"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

var testContext = context.Background()

// widgets is a provider of widgets.
type widgets struct {
	server *server
	client *proget.Client
	run    *crud.Run
}

func (p *widgets) ProGet() *proget.Client { return p.client }

func (p *widgets) Run() *crud.Run { return p.run }

func (p *widgets) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "proget"
}

func (p *widgets) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (p *widgets) Configure(_ context.Context, _ provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	resp.ResourceData, resp.DataSourceData, resp.ListResourceData = p, p, p
}

func (p *widgets) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return crud.NewResource(widgetKind(p.server)) }}
}

func (p *widgets) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		crud.NewDataSource(widgetKind(p.server)),
		crud.NewDataSources(widgetKind(p.server)),
	}
}

func (p *widgets) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{crud.NewListResource(widgetKind(p.server))}
}

// rig speaks the protocol to the provider of a server's widgets. Values are
// given and returned as JSON without nulls; "" is no object.
type rig struct {
	t       *testing.T
	server  *server
	tf      tfprotov6.ProviderServer
	schemas *tfprotov6.GetProviderSchemaResponse
}

func newRig(t *testing.T, s *server) *rig {
	t.Helper()
	client, err := proget.New(proget.Config{URL: "https://proget.example.com"})
	if err != nil {
		t.Fatal(err)
	}
	return newRigWith(t, s, client)
}

func newRigWith(t *testing.T, s *server, client *proget.Client) *rig {
	t.Helper()
	r := &rig{t: t, server: s, tf: providerserver.NewProtocol6(&widgets{s, client, new(crud.Run)})()}
	schemas, err := r.tf.GetProviderSchema(testContext, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(schemas.Diagnostics) > 0 {
		t.Fatal(err, said(schemas.Diagnostics))
	}
	r.schemas = schemas
	none, err := tfprotov6.NewDynamicValue(tftypes.Object{}, tftypes.NewValue(tftypes.Object{}, map[string]tftypes.Value{}))
	if err != nil {
		t.Fatal(err)
	}
	configured, err := r.tf.ConfigureProvider(testContext, &tfprotov6.ConfigureProviderRequest{Config: &none})
	if err != nil || len(configured.Diagnostics) > 0 {
		t.Fatal(err, said(configured.Diagnostics))
	}
	return r
}

func (r *rig) widgetType() tftypes.Type {
	return r.schemas.ResourceSchemas["proget_widget"].ValueType()
}

func (r *rig) value(typ tftypes.Type, text string) tftypes.Value {
	r.t.Helper()
	if text == "" {
		return tftypes.NewValue(typ, nil)
	}
	v, err := tfprotov6.RawState{JSON: []byte(text)}.Unmarshal(typ)
	if err != nil {
		r.t.Fatalf("%s: %v", text, err)
	}
	if typ.Equal(r.widgetType()) {
		return withBlocks(r.t, v)
	}
	return v
}

// withBlocks gives a widget the empty list that Terraform makes of blocks that nobody wrote.
func withBlocks(t *testing.T, v tftypes.Value) tftypes.Value {
	t.Helper()
	all := members(t, v)
	if all["parts"].IsNull() {
		all["parts"] = tftypes.NewValue(all["parts"].Type(), []tftypes.Value{})
	}
	return tftypes.NewValue(v.Type(), all)
}

func (r *rig) dynamic(typ tftypes.Type, v tftypes.Value) *tfprotov6.DynamicValue {
	r.t.Helper()
	d, err := tfprotov6.NewDynamicValue(typ, v)
	if err != nil {
		r.t.Fatal(err)
	}
	return &d
}

func (r *rig) read(typ tftypes.Type, d *tfprotov6.DynamicValue) tftypes.Value {
	r.t.Helper()
	if d == nil {
		return tftypes.NewValue(typ, nil)
	}
	v, err := d.Unmarshal(typ)
	if err != nil {
		r.t.Fatal(err)
	}
	return v
}

// outcome is what a call came to.
type outcome struct {
	state    string
	identity string
	said     []string // "error at tags: summary", without details
	details  string
}

// apply plans and applies a configuration, with the checks that Terraform makes.
func (r *rig) apply(prior, config string) outcome {
	r.t.Helper()
	typ := r.widgetType()
	priorValue, configValue := r.value(typ, prior), r.value(typ, config)
	before := len(r.server.calls)
	planned := r.plan(prior, config)
	if failed(planned.Diagnostics) || prior != "" && len(planned.Diagnostics) > 0 {
		r.t.Fatalf("planning: %v", said(planned.Diagnostics))
	}
	if looked := r.server.calls[before:]; !slices.Equal(looked, []string{"list"}[:min(len(looked), 1)]) || prior != "" && len(looked) > 0 {
		r.t.Fatalf("planning asks for %v", looked)
	}
	r.server.calls = r.server.calls[:before] // what follows is about the apply
	applied, err := r.tf.ApplyResourceChange(testContext, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: "proget_widget", PriorState: r.dynamic(typ, priorValue), Config: r.dynamic(typ, configValue),
		PlannedState: planned.PlannedState, PlannedPrivate: planned.PlannedPrivate,
		PlannedIdentity: planned.PlannedIdentity,
	})
	if err != nil {
		r.t.Fatal(err)
	}
	state := r.read(typ, applied.NewState)
	if !failed(applied.Diagnostics) && config != "" {
		r.mustFit(r.read(typ, planned.PlannedState), state)
	}
	if !state.IsNull() && !state.IsFullyKnown() {
		r.t.Errorf("the state is not known: %v", state)
	}
	return outcome{show(r.t, state), r.identity(applied.NewIdentity), said(applied.Diagnostics), details(applied.Diagnostics)}
}

// plan proposes a new state as Terraform does: what is left out and computed keeps its value.
func (r *rig) plan(prior, config string) *tfprotov6.PlanResourceChangeResponse {
	r.t.Helper()
	typ := r.widgetType()
	priorValue, configValue := r.value(typ, prior), r.value(typ, config)
	proposed := configValue
	if prior != "" && config != "" {
		was, is := members(r.t, priorValue), members(r.t, configValue)
		for _, name := range []string{"number", "active", "url"} {
			if is[name].IsNull() {
				is[name] = was[name]
			}
		}
		proposed = tftypes.NewValue(typ, is)
	}
	req := &tfprotov6.PlanResourceChangeRequest{
		TypeName: "proget_widget", PriorState: r.dynamic(typ, priorValue), ProposedNewState: r.dynamic(typ, proposed), Config: r.dynamic(typ, configValue),
	}
	if prior != "" {
		var name string
		if err := members(r.t, priorValue)["name"].As(&name); err != nil {
			r.t.Fatal(err)
		}
		req.PriorIdentity = r.identityData(name)
	}
	planned, err := r.tf.PlanResourceChange(testContext, req)
	if err != nil {
		r.t.Fatal(err)
	}
	return planned
}

// mustFit fails where Terraform would report an inconsistent result after apply.
func (r *rig) mustFit(planned, state tftypes.Value) {
	r.t.Helper()
	plan, got := members(r.t, planned), members(r.t, state)
	for name, want := range plan {
		if want.IsFullyKnown() && !want.Equal(got[name]) {
			r.t.Errorf("inconsistent result after apply: %s was planned as %v and is %v", name, want, got[name])
		}
	}
}

func (r *rig) refresh(state, identity string) outcome {
	r.t.Helper()
	typ := r.widgetType()
	req := &tfprotov6.ReadResourceRequest{TypeName: "proget_widget", CurrentState: r.dynamic(typ, r.value(typ, state))}
	if identity != "" {
		req.CurrentIdentity = r.identityData(identity)
	}
	resp, err := r.tf.ReadResource(testContext, req)
	if err != nil {
		r.t.Fatal(err)
	}
	return outcome{show(r.t, r.read(typ, resp.NewState)), r.identity(resp.NewIdentity), said(resp.Diagnostics), details(resp.Diagnostics)}
}

// imported imports by id or by identity, and reads as Terraform then does.
func (r *rig) imported(id, identity string) outcome {
	r.t.Helper()
	typ := r.widgetType()
	req := &tfprotov6.ImportResourceStateRequest{TypeName: "proget_widget", ID: id}
	if identity != "" {
		req.Identity = r.identityData(identity)
	}
	resp, err := r.tf.ImportResourceState(testContext, req)
	if err != nil || len(resp.ImportedResources) != 1 {
		r.t.Fatal(err, said(resp.Diagnostics))
	}
	one := resp.ImportedResources[0]
	return r.refresh(show(r.t, r.read(typ, one.State)), r.identity(one.Identity))
}

var identityType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"name": tftypes.String}}

func (r *rig) identityData(name string) *tfprotov6.ResourceIdentityData {
	r.t.Helper()
	return &tfprotov6.ResourceIdentityData{IdentityData: r.dynamic(identityType, tftypes.NewValue(identityType, map[string]tftypes.Value{"name": tftypes.NewValue(tftypes.String, name)}))}
}

func (r *rig) identity(data *tfprotov6.ResourceIdentityData) string {
	r.t.Helper()
	if data == nil {
		return ""
	}
	v := r.read(identityType, data.IdentityData)
	if v.IsNull() {
		return ""
	}
	var name *string
	if err := members(r.t, v)["name"].As(&name); err != nil || name == nil {
		return ""
	}
	return *name
}
