package provider_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/provider"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// connectBoth is connect for a provider whose short cuts are held against the
// framework: what can be answered without it is asked of both, and the answers
// have to be the same. Values are compared decoded, since maps have no order in
// their encoding.
func connectBoth(t *testing.T, s *server, settings values) *engine {
	t.Helper()
	e := start(t)
	e = e.With(t, &compared{e.ProviderServerWithListResource, e.With(t, providerserver.NewProtocol6(provider.New("test")())()), t})
	noErrors(t, e.Configure(t, s.settings(settings)))
	return e
}

// compared asks the framework as well.
type compared struct {
	tfprotov6.ProviderServerWithListResource

	framework *engine
	t         *testing.T
}

func (c *compared) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	if _, err := c.framework.ConfigureProvider(ctx, req); err != nil {
		return nil, err
	}
	return c.ProviderServerWithListResource.ConfigureProvider(ctx, req)
}

func (c *compared) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	got, err := c.ProviderServerWithListResource.UpgradeResourceState(ctx, req)
	must(c.t, err)
	want, err := c.framework.UpgradeResourceState(ctx, req)
	must(c.t, err)
	typ := c.framework.Schema(req.TypeName).ValueType()
	c.same("UpgradeResourceState", tftest.Plain(c.t, tftest.Decode(c.t, typ, want.UpgradedState)), tftest.Plain(c.t, tftest.Decode(c.t, typ, got.UpgradedState)))
	return got, nil
}

func (c *compared) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	got, err := c.ProviderServerWithListResource.ReadResource(ctx, req)
	must(c.t, err)
	want, err := c.framework.ReadResource(ctx, req)
	must(c.t, err)
	was, is := *want, *got
	was.NewState, is.NewState = nil, nil
	was.NewIdentity, is.NewIdentity = nil, nil
	c.same("ReadResource", was, is)
	typ := c.framework.Schema(req.TypeName).ValueType()
	c.same("ReadResource, state", tftest.Plain(c.t, tftest.Decode(c.t, typ, want.NewState)), tftest.Plain(c.t, tftest.Decode(c.t, typ, got.NewState)))
	c.sameIdentity(req.TypeName, want.NewIdentity, got.NewIdentity)
	return got, nil
}

func (c *compared) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	got, err := c.ProviderServerWithListResource.PlanResourceChange(ctx, req)
	must(c.t, err)
	want, err := c.framework.PlanResourceChange(ctx, req)
	must(c.t, err)
	was, is := *want, *got
	was.PlannedState, is.PlannedState = nil, nil
	was.PlannedIdentity, is.PlannedIdentity = nil, nil
	c.same("PlanResourceChange", was, is)
	typ := c.framework.Schema(req.TypeName).ValueType()
	c.same("PlanResourceChange, state", tftest.Plain(c.t, tftest.Decode(c.t, typ, want.PlannedState)), tftest.Plain(c.t, tftest.Decode(c.t, typ, got.PlannedState)))
	c.sameIdentity(req.TypeName, want.PlannedIdentity, got.PlannedIdentity)
	return got, nil
}

func (c *compared) sameIdentity(resource string, want, got *tfprotov6.ResourceIdentityData) {
	c.t.Helper()
	if want == nil || got == nil {
		c.same("identity", want, got)
		return
	}
	typ := c.framework.Identities.IdentitySchemas[resource].ValueType()
	c.same("identity", tftest.Plain(c.t, tftest.Decode(c.t, typ, want.IdentityData)), tftest.Plain(c.t, tftest.Decode(c.t, typ, got.IdentityData)))
}

func (c *compared) same(call string, want, got any) {
	c.t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		c.t.Errorf("%s differs from the framework's (-framework +short cut):\n%s", call, diff)
	}
}

// What was just imported is read by the framework, which alone takes away what
// it noted of the import.
func TestShortCutsLeaveImportsToTheFramework(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	s.Put("feeds", "a", map[string]any{"feedType": "nuget"})
	e := connectBoth(t, s, nil)
	o, diags := e.Import(t, "proget_feed", "a", nil)
	noErrors(t, diags)
	if strings.Contains(string(o.Private), "import") {
		t.Errorf("the state remembers the import: %s", o.Private)
	}
	e.PlanEmpty(t, "proget_feed", o, feedOf("nuget", values{"name": "a"}))
}
