package crud

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// Change is a planned change: a creation, an update or a destruction. It is
// decoded once, and there is none where the plan changes nothing.
type Change[M any] struct {
	Prior  *M             // nil for a creation
	Plan   *M             // nil for a destruction; may be completed
	Config *M             // nil for a destruction
	Client *proget.Client // nil while the provider's settings are unknown
	diag.Diagnostics

	private interface {
		GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	}
}

// Private returns what the provider keeps under a key beside the state, or nil.
func (c *Change[M]) Private(ctx context.Context, key string) []byte {
	value, diags := c.private.GetKey(ctx, key)
	c.Append(diags...)
	return value
}

// ModifyPlan keeps what an update does not change, and lets the kind check the change.
func (r *Resource[M, T]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	c := &Change[M]{Client: r.client, private: req.Private}
	defer func() { resp.Diagnostics.Append(c.Diagnostics...) }()
	if !req.State.Raw.IsNull() {
		c.Prior = new(M)
		c.Append(r.decode(ctx, req.State.Raw, c.Prior)...)
	}
	if !req.Plan.Raw.IsNull() {
		c.Plan, c.Config = new(M), new(M)
		c.Append(r.decode(ctx, req.Plan.Raw, c.Plan)...)
		c.Append(r.decode(ctx, req.Config.Raw, c.Config)...)
	}
	if c.HasError() {
		return
	}
	if c.Prior != nil && c.Plan != nil {
		planned := r.Bind(c.Plan, new(T))
		c.Append(planned.Plan(ctx, r.Bind(c.Prior, new(T)), r.Bind(c.Config, new(T)))...)
		c.Append(r.encode(ctx, c.Plan, &resp.Plan.Raw)...)
		if c.HasError() || resp.Plan.Raw.Equal(req.State.Raw) {
			return
		}
	}
	if r.Plan != nil {
		r.Plan(ctx, c)
	}
	if c.Plan == nil {
		return
	}
	if r.Advise != nil && c.Client != nil {
		c.Append(r.Advise(c.Plan, c.Client.Server())...)
	}
	c.Append(r.encode(ctx, c.Plan, &resp.Plan.Raw)...)
	if c.Prior != nil && !r.updatable() {
		resp.RequiresReplace = append(resp.RequiresReplace, changed(r.Bind(c.Plan, new(T)), r.Bind(c.Prior, new(T)))...)
	}
}

// updatable reports whether the objects can be changed.
func (r *Resource[M, T]) updatable() bool {
	_, ok := r.Items(new(proget.Client)).(Updater[T]) // its type says so, also while there is no client yet
	return ok
}

// changed are the attributes that differ between plan and prior state.
func changed(plan, prior field.Pairs) (paths path.Paths) {
	for i, p := range plan {
		if !p.Attribute().Equal(prior[i].Attribute()) {
			paths.Append(path.Root(p.Name()))
		}
	}
	return paths
}
