package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// feedResource is the engine's resource with a deletion policy and with checks
// that take more than one attribute.
type feedResource struct {
	*crud.Resource[feed, proget.Feed]
	defaultPolicy string
}

var _ resource.ResourceWithValidateConfig = (*feedResource)(nil)

func newFeedResource() resource.Resource {
	return &feedResource{Resource: crud.NewResource(feedKind)}
}

func (r *feedResource) Configure(ctx context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.Resource.Configure(ctx, req, resp)
	if c, ok := req.ProviderData.(*configured); ok {
		r.defaultPolicy = c.feedDeletionPolicy
	}
}

// ValidateConfig checks what attributes say of each other. Unknown values pass.
func (r *feedResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var f feed
	resp.Diagnostics.Append(req.Config.Get(ctx, &f)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(f.checkType()...)
	resp.Diagnostics.Append(f.checkLicenses()...)
	resp.Diagnostics.Append(f.checkRules(ctx)...)
	resp.Diagnostics.Append(f.checkSource(ctx)...)
}

// checkType warns of what only NuGet-like feeds have.
func (f *feed) checkType() (diags diag.Diagnostics) {
	if f.FeedType.IsNull() || f.FeedType.IsUnknown() || nugetLike(f.FeedType.ValueString()) {
		return nil
	}
	for name, value := range map[string]types.Bool{
		"symbol_server_enabled": f.SymbolServerEnabled, "strip_symbols": f.StripSymbols, "strip_source": f.StripSource,
		"strip_signature": f.StripSignature, "use_api_v3": f.UseAPIV3,
	} {
		if value.ValueBool() {
			diags.AddAttributeWarning(path.Root(name), name+" is for NuGet packages",
				fmt.Sprintf("Only nuget, chocolatey and powershell feeds have %s, and this one is of type %q. ProGet will probably not store it.", name, f.FeedType.ValueString()))
		}
	}
	return diags
}

// checkLicenses refuses a license that is both allowed and blocked.
func (f *feed) checkLicenses() (diags diag.Diagnostics) {
	for _, code := range common(f.AllowedLicenses, f.BlockedLicenses) {
		diags.AddAttributeError(path.Root("blocked_licenses"), "License both allowed and blocked",
			fmt.Sprintf("%q is in allowed_licenses and in blocked_licenses. Keep it in one of the two.", code))
	}
	return diags
}

// checkSource requires the URL that replication as a client needs. Whether a
// token is needed depends on the state (see checkTokens): ProGet never tells
// tokens, so an imported feed has none.
func (f *feed) checkSource(ctx context.Context) (diags diag.Diagnostics) {
	if f.Replication.IsNull() || f.Replication.IsUnknown() {
		return nil
	}
	var r replication
	diags.Append(f.Replication.As(ctx, &r, basetypes.ObjectAsOptions{})...)
	if active(r.ClientMode) && r.SourceURL.IsNull() {
		diags.AddAttributeError(path.Root("replication"), "Missing source_url",
			fmt.Sprintf("replication.client_mode is %q, which needs replication.source_url: the URL of the feed on the other server.", r.ClientMode.ValueString()))
	}
	return diags
}

// sendsReplication reports whether replication is set up or means something else
// than before. In other words it may mean the same, and then nothing is sent.
func (f *feed) sendsReplication(ctx context.Context, prior feed) (bool, diag.Diagnostics) {
	if f.Replication.IsNull() || f.Replication.IsUnknown() {
		return false, nil
	}
	planned := field.Pairs{bindFeed(f, new(proget.Feed)).Get("replication")}
	before := field.Pairs{bindFeed(&prior, new(proget.Feed)).Get("replication")}
	diags := planned.Send(ctx, before, planned)
	return planned[0].Sent(), diags
}

// checkTokens requires the tokens that a change of replication has to send.
func (f *feed) checkTokens(ctx context.Context) (diags diag.Diagnostics) {
	var r replication
	diags.Append(f.Replication.As(ctx, &r, basetypes.ObjectAsOptions{UnhandledNullAsEmpty: true, UnhandledUnknownAsEmpty: true})...)
	for _, side := range []struct {
		name        string
		mode, token types.String
	}{{"client", r.ClientMode, r.ClientToken}, {"server", r.ServerMode, r.ServerToken}} {
		if active(side.mode) && side.token.IsNull() {
			diags.AddAttributeError(path.Root("replication"), fmt.Sprintf("Missing %s_token", side.name),
				fmt.Sprintf("replication.%s_mode is %q, which needs replication.%s_token.", side.name, side.mode.ValueString(), side.name))
		}
	}
	return diags
}

// checkEdition warns of what ProGet Free does not do.
func (f *feed) checkEdition(client *proget.Client) (diags diag.Diagnostics) {
	if isFree(client) && len(f.RetentionRules.Elements()) > 0 {
		diags.AddAttributeWarning(path.Root("retention_rule"), "ProGet Free does not delete by retention rules",
			"The rules are stored, but on this edition they only report what they would delete.")
	}
	return diags
}

// Create warns of the edition, which a new server says with its first answer.
func (r *feedResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	r.Resource.Create(ctx, req, resp)
	var plan feed
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(plan.checkEdition(r.Client())...)
}

// ModifyPlan adds to the engine's plan what only feeds have.
func (r *feedResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var prior, plan feed
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	}
	if req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(r.warnOfLoss(ctx, prior, "destroyed")...)
		return
	}
	r.Resource.ModifyPlan(ctx, req, resp)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(r.checkPlan(ctx, plan, prior)...)
	resp.Diagnostics.Append(openRelation(ctx, req, resp, "allowed_licenses", "blocked_licenses")...)
	if req.State.Raw.IsNull() {
		return
	}
	resp.Diagnostics.Append(r.checkReplacement(ctx, plan, prior)...)
	if !plan.Name.Equal(prior.Name) || !sameFeedType(plan.FeedType.ValueString(), prior.FeedType.ValueString()) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("endpoint_url"), types.StringUnknown())...)
	}
}

// checkPlan checks what depends on the state or the server. The prior is empty
// for a feed that is created.
func (r *feedResource) checkPlan(ctx context.Context, plan, prior feed) (diags diag.Diagnostics) {
	sends, ds := plan.sendsReplication(ctx, prior)
	diags.Append(ds...)
	if sends {
		diags.Append(plan.checkTokens(ctx)...)
	}
	diags.Append(plan.checkEdition(r.Client())...)
	if prior.PackageStore.ValueString() != "" && plan.PackageStore.IsNull() {
		diags.AddAttributeWarning(path.Root("package_store"), fmt.Sprintf("Feed %q will lose its package store", prior.Name.ValueString()),
			"The configuration has no package_store (any more), so ProGet will look for the feed's packages on its own disk; files are not moved. "+
				"Configuration that Terraform generated leaves it out because it is a secret: the data source proget_feed has it.")
	}
	return diags
}

// checkReplacement says what replacing the feed would do, if its change of type needs that.
func (r *feedResource) checkReplacement(ctx context.Context, plan, prior feed) (diags diag.Diagnostics) {
	if plan.FeedType.IsUnknown() || convertible(prior.FeedType.ValueString(), plan.FeedType.ValueString()) {
		return nil
	}
	diags.Append(r.warnOfLoss(ctx, prior, "replaced")...)
	if r.policy(prior) == deactivate && plan.Name.Equal(prior.Name) {
		diags.AddAttributeError(path.Root("feed_type"), "Feed cannot be replaced under its name",
			"Its deletion policy is \"deactivate\", so the old feed would keep the name that the new one needs. Give the new feed another name, or set deletion_policy = \"delete\" or \"delete_if_empty\" and apply that first.")
	}
	return diags
}

// common returns the elements that two sets share, compared without case.
func common(a, b field.StringSet) []string {
	in := map[string]bool{}
	for _, e := range a.Elements() {
		if s, ok := e.(types.String); ok && !s.IsUnknown() {
			in[strings.ToLower(s.ValueString())] = true
		}
	}
	var both []string
	for _, e := range b.Elements() {
		if s, ok := e.(types.String); ok && !s.IsUnknown() && in[strings.ToLower(s.ValueString())] {
			both = append(both, s.ValueString())
		}
	}
	return both
}
