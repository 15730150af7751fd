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
	resp.Diagnostics.Append(r.kind.decode(ctx, req.State.Raw, &prior)...)
	if resp.Diagnostics.HasError() {
		return
	}
	key := r.kind.key(r.kind.Bind(&prior, new(T)))
	resp.Diagnostics.Append(r.remove(ctx, key)...)
	if !resp.Diagnostics.HasError() {
		r.run.record(r.kind.Name, key, func(o *seen) { *o = seen{deleted: true} })
	}
}

// remove deletes the object with the given key until it is certain that it is gone.
func (c *connection[M, T]) remove(ctx context.Context, key string) (diags diag.Diagnostics) {
	ctx, cancel := graceful(ctx)
	defer cancel()
	items := c.items(&diags)
	if diags.HasError() {
		return diags
	}
	err := confirmed(ctx, false, func() error {
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
		diags.Append(c.kind.problem("delete", key, err, nil))
	}
	return diags
}
