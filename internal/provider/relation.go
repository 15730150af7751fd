package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

// openRelation leaves open what becomes of one side of a relation that the
// configuration leaves out, if the other side takes something from it: a license is
// either allowed or blocked in a feed, and the last write wins (reference section 10.1).
func openRelation(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, allowed, blocked string) (diags diag.Diagnostics) {
	if req.State.Raw.IsNull() {
		return nil
	}
	for _, side := range []struct{ left, other string }{{allowed, blocked}, {blocked, allowed}} {
		var given, prior, other field.StringSet
		diags.Append(req.Config.GetAttribute(ctx, path.Root(side.left), &given)...)
		diags.Append(req.State.GetAttribute(ctx, path.Root(side.left), &prior)...)
		diags.Append(resp.Plan.GetAttribute(ctx, path.Root(side.other), &other)...)
		takes := !field.WhollyKnown(other) && len(prior.Elements()) > 0 || len(common(prior, other)) > 0
		if given.IsNull() && takes {
			diags.Append(resp.Plan.SetAttribute(ctx, path.Root(side.left), field.StringSetUnknown())...)
		}
	}
	return diags
}
