package crud

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// Delete deletes the object; one that is gone already is fine.
func (r *Resource[M, T]) Delete(parent context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	ctx, cancel := graceful(parent)
	defer cancel()
	var prior M
	resp.Diagnostics.Append(r.decode(ctx, req.State.Raw, &prior)...)
	items := r.items(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	key := r.key(r.Bind(&prior, new(T)))
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
		resp.Diagnostics.Append(r.problem("delete", key, err, nil))
		return
	}
	r.run.trace(r.Name, key, func(t *traces) { *t = traces{deleted: true} })
}
