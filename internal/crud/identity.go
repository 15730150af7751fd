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
	switch {
	case req.ID == "":
		for _, name := range r.kind.identity() {
			var value attr.Value
			resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root(name), &value)...)
			if value != nil && !value.IsNull() {
				resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
			}
		}
	case r.kind.Key != "":
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(r.kind.Key), req.ID)...)
	default:
		parts, err := proget.SplitKey(req.ID, r.kind.identity()...)
		if err != nil {
			resp.Diagnostics.AddError("Invalid import id", err.Error()+".")
			return
		}
		for name, value := range parts {
			resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
		}
	}
	var imported M
	resp.Diagnostics.Append(r.kind.decode(ctx, resp.State.Raw, &imported)...)
	r.run.record(r.kind.Name, r.kind.key(r.kind.Bind(&imported, new(T))), func(o *seen) { o.imported = true })
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
