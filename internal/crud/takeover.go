package crud

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

var errNotFree = errors.New("what is there is neither what ProGet has by itself nor what was planned")

// TakeOver is Create for objects that ProGet makes by itself, so that creating
// one is changing it. found is what is there. Unless it is free to be changed, it
// has to be as planned already: Terraform overwrites nothing that somebody made.
//
// The state is saved unless the object is certainly as it was.
func (r *Resource[M, T]) TakeOver(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse, found T, free bool) {
	ctx, cancel := graceful(ctx)
	defer cancel()
	var planned write[M, T]
	valid := planned.begin(ctx, &r.connection, req.Plan, nil, req.Config)
	r.run.record(r.kind.Name, r.kind.key(r.kind.Bind(&planned.plan, new(T))), func(o *seen) { o.creations = 0 }) // from now on it is more than planned
	if !valid {
		resp.Diagnostics.Append(planned.diags...)
		return
	}
	if !free && planned.deviates(ctx, found) {
		resp.Diagnostics.Append(planned.taken(r.kind.keyOf(ctx, found), errNotFree))
		return
	}
	prior, diags := r.kind.received(ctx, found)
	resp.Diagnostics.Append(diags...)
	before := tfsdk.State{Schema: req.Plan.Schema, Raw: tftypes.NewValue(req.Plan.Raw.Type(), nil)}
	resp.Diagnostics.Append(before.Set(ctx, &prior)...)
	if resp.Diagnostics.HasError() {
		return
	}
	var w write[M, T] // what is sent is the difference from what is there
	if w.begin(ctx, &r.connection, req.Plan, &before, req.Config) {
		if w.update(ctx) || !w.isAsBefore(ctx, found) {
			w.save(ctx, &resp.State, resp.Identity)
			r.run.record(r.kind.Name, r.kind.key(w.saved()), func(o *seen) { *o = seen{managed: true, takenOver: true} })
		}
	}
	resp.Diagnostics.Append(w.diags...)
}

// Outlives reports whether an object that is destroyed was taken over in this
// run: at another address or, with create_before_destroy, by what replaces it.
// Destroying must not undo that, and a warning says so.
func (r *Resource[M, T]) Outlives(key string, diags *diag.Diagnostics) bool {
	if !r.run.seen(r.kind.Name, key).takenOver {
		return false
	}
	diags.AddWarning(fmt.Sprintf("%s %q stays as it was set", title(r.kind.noun()), key),
		"This apply set it before it destroyed what was replaced or had another address, so destroying that changed nothing.")
	return true
}

// LeaveUnrestored notes that an object was destroyed in this run without becoming
// what it was before.
func (r *Resource[M, T]) LeaveUnrestored(key string) {
	r.run.record(r.kind.Name, key, func(o *seen) { o.unrestored = true })
}

// IsUnrestored reports whether LeaveUnrestored noted an object: what it is now is
// not what it was before Terraform managed it.
func (r *Resource[M, T]) IsUnrestored(key string) bool {
	return r.run.seen(r.kind.Name, key).unrestored
}

// isAsBefore reports whether an object is certainly as it was before an update
// that failed. If not, the state has what was planned.
func (w *write[M, T]) isAsBefore(ctx context.Context, before T) bool {
	now, err := w.items.Find(ctx, w.kind.key(w.planned()))
	if err == nil && w.visible() && sameObject(w.kind.Bind(new(M), &before), w.kind.Bind(new(M), &now)) {
		return true
	}
	w.assume(ctx)
	return false
}

// sameObject reports whether two objects of the server are the same, as far as it reveals them.
func sameObject(a, b field.Pairs) bool {
	for i, p := range a {
		if !p.StoredAs(b[i]) {
			return false
		}
	}
	return true
}
