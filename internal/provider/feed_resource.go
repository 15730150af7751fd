package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// feedResource is the engine's resource with a deletion policy.
type feedResource struct {
	*crud.Resource[feed, proget.Feed]
}

func newFeedResource() resource.Resource {
	return feedResource{crud.BaseResource(feedKind)}
}

// checkFeed checks what attributes say of each other.
func checkFeed(ctx context.Context, f *feed) (diags diag.Diagnostics) {
	diags.Append(f.checkType()...)
	diags.Append(f.checkLicenses()...)
	diags.Append(f.checkRules(ctx)...)
	diags.Append(f.checkSource(ctx)...)
	return diags
}

// checkType warns of what only NuGet-like feeds have.
func (f *feed) checkType() (diags diag.Diagnostics) {
	if f.FeedType.IsNull() || f.FeedType.IsUnknown() || nugetLike(f.FeedType.ValueString()) {
		return nil
	}
	for _, flag := range f.nugetFlags() {
		if flag.value.ValueBool() {
			diags.AddAttributeWarning(path.Root(flag.name), flag.name+" is for NuGet packages",
				fmt.Sprintf("Only nuget, chocolatey and powershell feeds have %s, and this one is of type %q. ProGet will probably not store it.", flag.name, f.FeedType.ValueString()))
		}
	}
	return diags
}

// nugetFlag is a flag that only NuGet-like feeds have.
type nugetFlag struct {
	name  string
	value types.Bool
}

func (f *feed) nugetFlags() []nugetFlag {
	return []nugetFlag{
		{"symbol_server_enabled", f.SymbolServerEnabled},
		{"strip_symbols", f.StripSymbols},
		{"strip_source", f.StripSource},
		{"strip_signature", f.StripSignature},
		{"use_api_v3", f.UseAPIV3},
	}
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
// token is needed depends on the state (see checkTokens): ProGet never reveals
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

// adviseFeed warns of what ProGet Free does not do.
func adviseFeed(f *feed, server proget.Server) (diags diag.Diagnostics) {
	if server.IsFree() && len(f.RetentionRules.Elements()) > 0 {
		diags.AddAttributeWarning(path.Root("retention_rule"), "ProGet Free does not delete by retention rules",
			"The rules are stored, but on this edition they only report what they would delete.")
	}
	return diags
}
