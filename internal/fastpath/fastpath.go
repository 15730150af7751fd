// Package fastpath answers for objects that did not change. The framework would
// decode, copy, default, modify, compare and encode them only to return what
// came in, which is most of what a plan without changes costs. Its three
// short cuts say just what the framework would say; whatever they cannot answer
// for certain goes to the framework.
package fastpath

import (
	"bytes"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// Server is a provider server with list resources, which will be part of
// tfprotov6.ProviderServer one day.
type Server interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
}

// Refresher is a resource that can be refreshed past the framework.
type Refresher interface {
	Refresh(ctx context.Context, client *proget.Client, run *crud.Run, state tfsdk.State) crud.Refreshed
}

// refreshed is a resource with what decoding its states takes.
type refreshed struct {
	Refresher
	schema   schema.Schema
	typ      tftypes.Type
	defaults defaults
}

type server struct {
	Server
	data      func() *crud.ProviderData
	resources map[string]refreshed
}

// New returns a server that answers for unchanged objects of the resources
// itself and leaves the rest to the framework. data returns nil as long as the
// provider is not configured.
func New(framework Server, typeName string, resources []func() resource.Resource, data func() *crud.ProviderData) tfprotov6.ProviderServer {
	s := &server{framework, data, map[string]refreshed{}}
	ctx := context.Background()
	for _, create := range resources {
		r, ok := create().(Refresher)
		if !ok {
			continue
		}
		var named resource.MetadataResponse
		var described resource.SchemaResponse
		create().Metadata(ctx, resource.MetadataRequest{ProviderTypeName: typeName}, &named)
		create().Schema(ctx, resource.SchemaRequest{}, &described)
		s.resources[named.TypeName] = refreshed{r, described.Schema, described.Schema.Type().TerraformType(ctx), defaultsOf(ctx, described.Schema)}
	}
	return s
}

// UpgradeResourceState hands back a state of the current version: Terraform has
// already removed from it what the schema lacks.
func (s *server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	if r, ok := s.resources[req.TypeName]; ok && req.Version == r.schema.Version && req.RawState != nil && len(req.RawState.JSON) > 0 {
		return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &tfprotov6.DynamicValue{JSON: req.RawState.JSON}}, nil
	}
	return s.Server.UpgradeResourceState(ctx, req)
}

// importMarker is what the framework notes in the private state of what was just
// imported. Only the framework takes it away again, with the read that follows.
const importMarker = ".import_before_read"

// ReadResource refreshes the state. Where nothing changed, it hands back the
// bytes that came.
func (s *server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	r, ok := s.resources[req.TypeName]
	data := s.data()
	if !ok || data == nil || data.Client == nil || req.CurrentState == nil || bytes.Contains(req.Private, []byte(importMarker)) {
		return s.Server.ReadResource(ctx, req)
	}
	state, err := req.CurrentState.Unmarshal(r.typ)
	if err != nil || state.IsNull() {
		return s.Server.ReadResource(ctx, req)
	}
	now := r.Refresh(ctx, data.Client, data.Run, tfsdk.State{Raw: state, Schema: r.schema})
	diagnostics, plain := translated(now.Diagnostics)
	if now.Identity.Type() == nil { // the diagnostics say why
		return s.Server.ReadResource(ctx, req)
	}
	identity, err := tfprotov6.NewDynamicValue(now.Identity.Type(), now.Identity)
	if err != nil || !plain {
		return s.Server.ReadResource(ctx, req)
	}
	resp := &tfprotov6.ReadResourceResponse{
		NewState: req.CurrentState, NewIdentity: &tfprotov6.ResourceIdentityData{IdentityData: &identity},
		Private: req.Private, Diagnostics: diagnostics,
	}
	if now.Changed {
		changed, err := tfprotov6.NewDynamicValue(r.typ, now.State.Raw)
		if err != nil {
			return s.Server.ReadResource(ctx, req)
		}
		resp.NewState = &changed
	}
	return resp, nil
}

// translated are diagnostics as the protocol has them. plain is false if one is
// about an attribute, whose path only the framework can translate.
func translated(diags diag.Diagnostics) (all []*tfprotov6.Diagnostic, plain bool) {
	for _, d := range diags {
		if _, ok := d.(diag.DiagnosticWithPath); ok {
			return nil, false
		}
		severity := tfprotov6.DiagnosticSeverityWarning
		if d.Severity() == diag.SeverityError {
			severity = tfprotov6.DiagnosticSeverityError
		}
		all = append(all, &tfprotov6.Diagnostic{Severity: severity, Summary: d.Summary(), Detail: d.Detail()})
	}
	return all, true
}

// PlanResourceChange returns the prior state as the plan if Terraform proposes
// nothing else and no attribute with a default was left out and drifted.
func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	if r, ok := s.resources[req.TypeName]; ok && r.proposesNothing(req) {
		return &tfprotov6.PlanResourceChangeResponse{
			PlannedState:    req.PriorState,
			PlannedPrivate:  req.PriorPrivate,
			PlannedIdentity: req.PriorIdentity,
		}, nil
	}
	return s.Server.PlanResourceChange(ctx, req)
}

func (r refreshed) proposesNothing(req *tfprotov6.PlanResourceChangeRequest) bool {
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
	return r.defaults.kept(prior, req.Config.MsgPack)
}
