package provider

import (
	"bytes"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/vmihailenco/msgpack/v5"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// shortcut answers for objects that did not change. The framework would decode,
// copy, default, modify, compare and encode them only to return what came in,
// which is most of what a plan without changes costs. Whatever it cannot answer
// for certain goes to the framework.
type shortcut struct {
	listServer
	provider *progetProvider
	readers  map[string]rawReader
}

// listServer is a provider server with list resources, which will be part of
// tfprotov6.ProviderServer one day.
type listServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
}

// rawReader is how a resource is read past the framework.
type rawReader struct {
	refresher
	schema schema.Schema
	typ    tftypes.Type
}

// refresher tells whether a read would change the state, as crud.Resource does.
type refresher interface {
	Unchanged(ctx context.Context, client *proget.Client, state tfsdk.State) (identity tftypes.Value, unchanged bool)
}

func newShortcut(p *progetProvider, framework tfprotov6.ProviderServer) tfprotov6.ProviderServer {
	server, ok := framework.(listServer)
	if !ok {
		return framework
	}
	s := &shortcut{server, p, map[string]rawReader{}}
	ctx := context.Background()
	for _, create := range p.Resources(ctx) {
		var name resource.MetadataResponse
		var schema resource.SchemaResponse
		create().Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "proget"}, &name)
		create().Schema(ctx, resource.SchemaRequest{}, &schema)
		if r, ok := create().(refresher); ok {
			s.readers[name.TypeName] = rawReader{r, schema.Schema, schema.Schema.Type().TerraformType(ctx)}
		}
	}
	return s
}

// UpgradeResourceState hands back a state of the current version: Terraform has
// already removed from it what the schema lacks.
func (s *shortcut) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	if r, ok := s.readers[req.TypeName]; ok && req.Version == r.schema.Version && req.RawState != nil && len(req.RawState.JSON) > 0 {
		return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &tfprotov6.DynamicValue{JSON: req.RawState.JSON}}, nil
	}
	return s.listServer.UpgradeResourceState(ctx, req)
}

// ReadResource hands back the state if the server still has just that.
func (s *shortcut) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	if identity := s.unchanged(ctx, req); identity != nil {
		return &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, NewIdentity: identity, Private: req.Private}, nil
	}
	return s.listServer.ReadResource(ctx, req)
}

// unchanged returns the identity of an object that the state is still true of.
func (s *shortcut) unchanged(ctx context.Context, req *tfprotov6.ReadResourceRequest) *tfprotov6.ResourceIdentityData {
	r, ok := s.readers[req.TypeName]
	client := s.provider.configured.ProGet()
	if !ok || client == nil || req.CurrentState == nil {
		return nil
	}
	raw, err := req.CurrentState.Unmarshal(r.typ)
	if err != nil || raw.IsNull() {
		return nil
	}
	identity, ok := r.Unchanged(ctx, client, tfsdk.State{Raw: raw, Schema: r.schema})
	if !ok {
		return nil
	}
	data, err := tfprotov6.NewDynamicValue(identity.Type(), identity)
	if err != nil {
		return nil
	}
	return &tfprotov6.ResourceIdentityData{IdentityData: &data}
}

// PlanResourceChange returns the prior state as the plan if Terraform proposes
// nothing else and no attribute with a default was left out and drifted.
func (s *shortcut) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	if proposesNothing(req) {
		return &tfprotov6.PlanResourceChangeResponse{
			PlannedState:    req.PriorState,
			PlannedPrivate:  req.PriorPrivate,
			PlannedIdentity: req.PriorIdentity,
		}, nil
	}
	return s.listServer.PlanResourceChange(ctx, req)
}

func proposesNothing(req *tfprotov6.PlanResourceChangeRequest) bool {
	if req.PriorState == nil || req.ProposedNewState == nil || req.Config == nil {
		return false
	}
	prior, proposed := req.PriorState.MsgPack, req.ProposedNewState.MsgPack
	if len(prior) == 0 || !bytes.Equal(prior, proposed) {
		return false
	}
	if null, err := req.PriorState.IsNull(); null || err != nil {
		return false
	}
	for name, standard := range defaults[req.TypeName] {
		was, known := member(prior, name)
		given, ok := member(req.Config.MsgPack, name)
		if !known || !ok || given == nil && was != standard {
			return false
		}
	}
	return true
}

// defaults are the attributes with a default, by resource. Terraform proposes
// the prior value where the configuration has none, so drift of these shows
// only to the framework.
var defaults = map[string]map[string]any{
	"proget_feed": {"active": true},
}

// member decodes one attribute of an encoded object.
func member(object []byte, name string) (value any, ok bool) {
	decoder := msgpack.NewDecoder(bytes.NewReader(object))
	n, err := decoder.DecodeMapLen()
	if err != nil {
		return nil, false
	}
	for range n {
		key, err := decoder.DecodeString()
		if err != nil {
			return nil, false
		}
		if key == name {
			value, err := decoder.DecodeInterface()
			return value, err == nil
		}
		if decoder.Skip() != nil {
			return nil, false
		}
	}
	return nil, false
}
