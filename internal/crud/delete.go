package crud

import (
	"context"
	"errors"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// Delete deletes the object; one that is gone already is fine.
func (r *Resource[M, T]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	r.DeleteUnless(ctx, req, resp, unguarded)
}

// unguarded is the guard of objects that are deleted whatever they hold.
func unguarded(context.Context) diag.Diagnostics { return nil }

// DeleteUnless is Delete of an object that an error of guard keeps. It is asked
// before every attempt: after one that was lost, what is found under the key may
// have been made since, by somebody else.
func (r *Resource[M, T]) DeleteUnless(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse, guard func(context.Context) diag.Diagnostics) {
	var prior M
	resp.Diagnostics.Append(r.kind.decode(ctx, req.State.Raw, &prior)...)
	if resp.Diagnostics.HasError() {
		return
	}
	key := r.kind.key(r.kind.Bind(&prior, new(T)))
	if r.kind.Lasting && r.Outlives(key, &resp.Diagnostics) {
		return
	}
	resp.Diagnostics.Append(r.remove(ctx, key, guard)...)
	if !resp.Diagnostics.HasError() {
		r.run.record(r.kind.Name, key, func(o *seen) { *o = seen{deleted: true} })
	}
}

// remove deletes the object with the given key until it is certain that it is
// gone, or guard keeps it.
func (c *connection[M, T]) remove(ctx context.Context, key string, guard func(context.Context) diag.Diagnostics) (diags diag.Diagnostics) {
	ctx, cancel := graceful(ctx)
	defer cancel()
	items := c.items(&diags)
	if diags.HasError() {
		return diags
	}
	err := confirmed(ctx, false, func() error {
		diags.Append(guard(ctx)...)
		if diags.HasError() {
			return nil
		}
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
	if err == nil || proget.IsNotFound(err) {
		return diags
	}
	problem := c.kind.problem("delete", key, err, nil)
	if users := c.users(ctx, key, err); users != "" {
		problem = diag.NewErrorDiagnostic(problem.Summary(), problem.Detail()+"\n\n"+users)
	}
	diags.Append(problem)
	return diags
}

// users says what uses an object, if that may be why ProGet refused to delete it.
func (c *connection[M, T]) users(ctx context.Context, key string, err error) string {
	e, ok := errors.AsType[*proget.Error](err)
	if !ok || e.Problem != proget.Refusal || c.kind.InUse == nil {
		return ""
	}
	switch e.Status {
	case http.StatusBadRequest, http.StatusConflict, http.StatusInternalServerError:
		return c.kind.InUse(ctx, c.client, key)
	}
	return ""
}
