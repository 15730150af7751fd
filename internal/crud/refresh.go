package crud

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// Refreshed is what a refresh came to: the object is as the state says, it
// changed, it is gone, or it could not be read, which the diagnostics say.
type Refreshed struct {
	State    tfsdk.State   // as it is now: the given one if nothing changed, null if the object is gone
	Identity tftypes.Value // of the object, also of one that is gone: older engines and states bring none
	Changed  bool          // whether State differs from the given one
	diag.Diagnostics
}

// Refresh reads the object that a state is about. Only proof that the object is
// gone removes it.
func (r *Resource[M, T]) Refresh(ctx context.Context, client *proget.Client, state tfsdk.State) Refreshed {
	refreshed := Refreshed{State: state}
	var model M
	refreshed.Append(r.decode(ctx, state.Raw, &model)...)
	if refreshed.HasError() {
		return refreshed
	}
	prior := r.Bind(&model, new(T))
	refreshed.Identity = r.identityValue(ctx, prior)
	if Client(client, &refreshed.Diagnostics) == nil {
		return refreshed
	}
	key := r.key(prior)
	found, err := r.Items(client).Find(ctx, key)
	switch {
	case proget.IsNotFound(err):
		refreshed.AddWarning(
			fmt.Sprintf("%s %q no longer exists", title(r.noun()), key),
			fmt.Sprintf("ProGet says that there is no %s %q (any more), so it is removed from the Terraform state. "+
				"If it is still in the configuration, the plan creates it anew.", r.noun(), key))
		refreshed.Changed = true
		refreshed.State.Raw = tftypes.NewValue(state.Raw.Type(), nil)
		return refreshed
	case err != nil:
		refreshed.Append(r.problem("read", key, err, nil))
		return refreshed
	}

	if r.Key != "" && r.imported(prior) {
		r.forgetKey(prior) // the server's spelling counts, whatever the import called it
	}
	ps := r.Bind(&model, &found)
	changed, diags := ps.Receive(ctx)
	refreshed.Append(diags...)
	if changed && !refreshed.HasError() {
		refreshed.Changed = true
		refreshed.Append(r.encode(ctx, &model, &refreshed.State.Raw)...)
		refreshed.Identity = r.identityValue(ctx, ps)
	}
	return refreshed
}

// Read refreshes the state.
func (r *Resource[M, T]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	refreshed := r.Refresh(ctx, r.client, req.State)
	resp.Diagnostics.Append(refreshed.Diagnostics...)
	resp.State = refreshed.State
	if resp.Identity != nil && !refreshed.Identity.IsNull() {
		resp.Identity.Raw = refreshed.Identity
	}
}

// identityValue is the identity of a bound model as the protocol has it.
func (k *Kind[M, T]) identityValue(ctx context.Context, ps field.Pairs) tftypes.Value {
	typ := tftypes.Object{AttributeTypes: map[string]tftypes.Type{}}
	values := map[string]tftypes.Value{}
	for _, name := range k.identity() {
		value, err := ps.Get(name).Attribute().ToTerraformValue(ctx)
		if err != nil {
			return tftypes.Value{}
		}
		typ.AttributeTypes[name], values[name] = value.Type(), value
	}
	return tftypes.NewValue(typ, values)
}
