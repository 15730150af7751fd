package crud

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

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

// identify writes the identity of a bound model, where there is one to write.
func (k *Kind[M, T]) identify(ctx context.Context, identity *tfsdk.ResourceIdentity, ps field.Pairs) (diags diag.Diagnostics) {
	if identity != nil {
		identity.Raw, diags = k.identityValue(ctx, ps)
	}
	return diags
}

// identityValue is the identity of a bound model as the protocol has it. What is
// unknown is not of an object that exists, and is null.
func (k *Kind[M, T]) identityValue(ctx context.Context, ps field.Pairs) (identity tftypes.Value, diags diag.Diagnostics) {
	typ := tftypes.Object{AttributeTypes: map[string]tftypes.Type{}}
	values := map[string]tftypes.Value{}
	for _, name := range k.identity() {
		value, err := ps.Get(name).Attribute().ToTerraformValue(ctx)
		if err != nil {
			diags.AddError("Invalid identity", fmt.Sprintf("%s of a %s does not encode (%v). This is an error of the provider.", name, k.noun(), err))
			return identity, diags
		}
		if !value.IsKnown() {
			value = tftypes.NewValue(value.Type(), nil)
		}
		typ.AttributeTypes[name], values[name] = value.Type(), value
	}
	return tftypes.NewValue(typ, values), nil
}
