package crud

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

var errNotFree = errors.New("what is there is neither what ProGet has by itself nor what was planned")

// Take is Create for objects that ProGet makes by itself, so that creating one
// is changing it. found is what is there. Unless it is free to be changed, it has
// to be as planned already: Terraform overwrites nothing that somebody made.
//
// The state is saved unless the object is certainly as it was.
func (r *Resource[M, T]) Take(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse, found T, free bool) {
	w := write[M, T]{Resource: r}
	defer func() { resp.Diagnostics.Append(w.diags...) }()
	if !w.decode(ctx, req.Plan, nil, req.Config) {
		return
	}
	if !free && len(w.mismatches(ctx, found)) > 0 {
		w.diags.Append(w.taken(w.keyOf(ctx, found), errNotFree))
		return
	}
	prior, diags := r.received(ctx, found)
	w.diags.Append(diags...)
	before := tfsdk.State{Schema: req.Plan.Schema, Raw: tftypes.NewValue(req.Plan.Raw.Type(), nil)}
	w.diags.Append(before.Set(ctx, &prior)...)
	w = write[M, T]{Resource: r, diags: w.diags} // what is sent is the difference
	if w.diags.HasError() || !w.decode(ctx, req.Plan, &before, req.Config) {
		return
	}
	if !w.change(ctx) {
		now, err := w.items.Find(ctx, w.key(w.planned()))
		if err == nil && same(r.Bind(new(M), &found), r.Bind(new(M), &now)) && !w.isSent(ctx, now) {
			return // what is sent and not revealed may be there
		}
		w.assume(ctx)
	}
	w.save(ctx, &resp.State, resp.Identity)
	r.run.trace(r.Name, r.key(r.Bind(&w.state, new(T))), func(t *traces) { *t = traces{managed: true} })
}

// same reports whether two objects of the server are the same, as far as it reveals them.
func same(a, b field.Pairs) bool {
	for i, p := range a {
		if !p.SameWire(b[i]) {
			return false
		}
	}
	return true
}
