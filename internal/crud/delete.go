package crud

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// Delete deletes the object; one that is gone already is fine.
func (r *Resource[M, T]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var prior M
	resp.Diagnostics.Append(r.decode(ctx, req.State.Raw, &prior)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.remove(ctx, r.key(r.Bind(&prior, new(T))))...)
}

// remove deletes the object with the given key until it is certain that it is gone.
func (r *Resource[M, T]) remove(parent context.Context, key string) (diags diag.Diagnostics) {
	ctx, cancel := graceful(parent)
	defer cancel()
	items := r.items(&diags)
	if diags.HasError() {
		return diags
	}
	err := confirmed(parent, func() error {
		return items.Delete(ctx, key)
	}, func(lost error) (bool, error) {
		_, err := items.Find(ctx, key)
		switch {
		case proget.IsNotFound(err):
			return true, nil
		case err != nil:
			return false, lost
		}
		return false, nil
	})
	if err != nil && !proget.IsNotFound(err) {
		diags.Append(r.problem("delete", key, err, nil))
	}
	return diags
}
