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

// Refresh reads the object that a state is about, with a client that need not be
// the resource's own. Only proof that the object is gone removes it.
func (r *Resource[M, T]) Refresh(ctx context.Context, client *proget.Client, run *Run, state tfsdk.State) Refreshed {
	k := r.kind
	refreshed := Refreshed{State: state}
	var model M
	refreshed.Append(k.decode(ctx, state.Raw, &model)...)
	if refreshed.HasError() {
		return refreshed
	}
	prior := k.Bind(&model, new(T))
	var diags diag.Diagnostics
	refreshed.Identity, diags = k.identityValue(ctx, prior)
	refreshed.Append(diags...)
	if RequireClient(client, &refreshed.Diagnostics) == nil {
		return refreshed
	}
	key := k.key(prior)
	found, err := k.Items(client).Find(ctx, key)
	switch {
	case proget.IsNotFound(err) && run.seen(k.Name, key).imported:
		refreshed.AddError(fmt.Sprintf("There is no %s %q to import", k.noun(), key), k.nothingToImport(ctx, client, key))
		return refreshed
	case proget.IsNotFound(err):
		refreshed.AddWarning(
			fmt.Sprintf("%s %q no longer exists", title(k.noun()), key),
			fmt.Sprintf("ProGet says that there is no %s %q (any more), so it is removed from the Terraform state. "+
				"If it is still in the configuration, the plan creates it anew.%s", k.noun(), key, k.gone(ctx, client, key)))
		refreshed.Changed = true
		refreshed.State.Raw = tftypes.NewValue(state.Raw.Type(), nil)
		return refreshed
	case err != nil:
		refreshed.Append(k.problem("read", key, err, nil))
		return refreshed
	}

	own := k.own(&model)
	run.record(k.Name, key, func(o *seen) { o.managed, o.own = true, own })
	ps := k.Bind(&model, &found)
	if k.Key != "" && k.imported(prior) {
		k.forgetKey(ps) // the server's spelling counts, whatever the import called it
	}
	changed, diags := k.answered(ps).Receive(ctx)
	refreshed.Append(diags...)
	if changed && !refreshed.HasError() {
		refreshed.Changed = true
		refreshed.Append(k.encode(ctx, &model, &refreshed.State.Raw)...)
		refreshed.Identity, diags = k.identityValue(ctx, ps)
		refreshed.Append(diags...)
	}
	return refreshed
}

// answered are the pairs that an answer can change. Where objects cannot be changed,
// what an answer leaves out is as it was: a difference would replace the object.
func (k *Kind[M, T]) answered(answer field.Pairs) (said field.Pairs) {
	if k.updatable() {
		return answer
	}
	for _, p := range answer {
		if p.Sent() || p.Attribute().IsNull() {
			said = append(said, p)
		}
	}
	return said
}

// gone says what became of an object, where the kind can tell.
func (k *Kind[M, T]) gone(ctx context.Context, client *proget.Client, key string) string {
	if k.Gone == nil {
		return ""
	}
	if text := k.Gone(ctx, client, key); text != "" {
		return "\n\n" + text
	}
	return ""
}

// nothingToImport says that there is nothing to import, and what may have been meant.
func (k *Kind[M, T]) nothingToImport(ctx context.Context, client *proget.Client, key string) string {
	objects, err := k.Items(client).List(ctx)
	if err != nil {
		return "ProGet says so. " + Explain(err)
	}
	keys := make([]string, len(objects))
	for i, object := range objects {
		keys[i] = k.keyOf(ctx, object)
	}
	text := fmt.Sprintf("ProGet says so, and lists %d that the credential may see.", len(keys))
	if near := Nearest(key, keys); len(near) > 0 {
		text += fmt.Sprintf(" Did you mean %s?", QuotedList(near))
	}
	return text + k.gone(ctx, client, key)
}

// Read refreshes the state.
func (r *Resource[M, T]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	refreshed := r.Refresh(ctx, r.client, r.run, req.State)
	resp.Diagnostics.Append(refreshed.Diagnostics...)
	resp.State = refreshed.State
	if resp.Identity != nil && !refreshed.Identity.IsNull() {
		resp.Identity.Raw = refreshed.Identity
	}
}
