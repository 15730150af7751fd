package crud

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// ImportState imports by key, given as import id, or by identity. A key of
// several parts is written as JoinKey of the client writes it.
func (r *Resource[M, T]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	key := req.ID
	defer func() { r.run.trace(r.Name, key, func(t *traces) { t.imported = true }) }()
	switch {
	case req.ID == "":
		for _, name := range r.identity() {
			var value attr.Value
			resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root(name), &value)...)
			if len(r.identity()) == 1 {
				key = text(value)
			}
			if value != nil && !value.IsNull() {
				resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
			}
		}
	case r.Key != "":
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(r.Key), req.ID)...)
	default:
		parts, err := proget.SplitKey(req.ID, r.identity()...)
		if err != nil {
			resp.Diagnostics.AddError("Invalid import id", err.Error()+".")
			return
		}
		for name, value := range parts {
			resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
		}
	}
}

// identify writes the identity of a bound model.
func (k *Kind[M, T]) identify(ctx context.Context, identity *tfsdk.ResourceIdentity, ps field.Pairs) (diags diag.Diagnostics) {
	if identity == nil {
		return nil
	}
	for _, name := range k.identity() {
		value := ps.Get(name).Attribute()
		if value.IsUnknown() { // not of an object that exists
			value = types.StringNull()
		}
		diags.Append(identity.SetAttribute(ctx, path.Root(name), value)...)
	}
	return diags
}
