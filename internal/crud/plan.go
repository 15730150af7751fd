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
	Run    *Run
	Given  Configured // what the provider was configured with; nil if it was not
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

// Created reports whether Terraform created the object: it may have been imported.
func (c *Change[M]) Created(ctx context.Context) bool { return c.Private(ctx, created) != nil }

// ModifyPlan keeps what an update does not change, and lets the kind check the change.
func (r *Resource[M, T]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	c := &Change[M]{Client: r.client, Run: r.run, Given: r.given, private: req.Private}
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
	if c.Plan == nil {
		r.checkDestroy(c)
		r.check(ctx, c)
		return
	}
	objects, err := r.look(ctx, c)
	if c.Client != nil {
		r.checkKind(c, err)
		r.checkLimits(ctx, c)
	}
	r.check(ctx, c)
	r.warnOfSilence(ctx, c, err)
	r.checkKey(ctx, c, objects)
	if r.Advise != nil && c.Client != nil {
		c.Append(r.Advise(c.Plan, c.Client.Server())...)
	}
	c.Append(r.encode(ctx, c.Plan, &resp.Plan.Raw)...)
	if c.Prior != nil && !r.updatable() {
		resp.RequiresReplace = append(resp.RequiresReplace, r.changed(r.Bind(c.Plan, new(T)), r.Bind(c.Prior, new(T)))...)
	}
}

// check lets the kind check a change.
func (r *Resource[M, T]) check(ctx context.Context, c *Change[M]) {
	if r.Plan != nil {
		r.Plan(ctx, c)
	}
}

// updatable reports whether the objects can be changed.
func (r *Resource[M, T]) updatable() bool {
	_, ok := r.Items(new(proget.Client)).(Updater[T]) // its type says so, also while there is no client yet
	return ok
}

// changed are the attributes that differ between plan and prior state, of those
// that can be set: what follows from others is no reason.
func (r *Resource[M, T]) changed(plan, prior field.Pairs) (paths path.Paths) {
	for i, p := range plan {
		a, ok := r.Kind.Schema.Attributes[p.Name()]
		follows := ok && a.IsComputed() && !a.IsOptional()
		if !follows && !p.Attribute().Equal(prior[i].Attribute()) {
			paths.Append(path.Root(p.Name()))
		}
	}
	return paths
}
