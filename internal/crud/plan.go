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
	Prior  *M // nil for a creation
	Plan   *M // nil for a destruction; may be completed
	Config *M // nil for a destruction
	ProviderData
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
	c := &Change[M]{ProviderData: ProviderData{r.client, r.run, r.defaults}, private: req.Private}
	defer func() { resp.Diagnostics.Append(c.Diagnostics...) }()
	if !req.State.Raw.IsNull() {
		c.Prior = new(M)
		c.Append(r.kind.decode(ctx, req.State.Raw, c.Prior)...)
	}
	if !req.Plan.Raw.IsNull() {
		c.Plan, c.Config = new(M), new(M)
		c.Append(r.kind.decode(ctx, req.Plan.Raw, c.Plan)...)
		c.Append(r.kind.decode(ctx, req.Config.Raw, c.Config)...)
	}
	if c.HasError() {
		return
	}
	if c.Prior != nil && c.Plan != nil {
		planned := r.kind.Bind(c.Plan, new(T))
		c.Append(planned.Plan(ctx, r.kind.Bind(c.Prior, new(T)), r.kind.Bind(c.Config, new(T)))...)
		c.Append(r.kind.encode(ctx, c.Plan, &resp.Plan.Raw)...)
		if c.HasError() || resp.Plan.Raw.Equal(req.State.Raw) {
			return
		}
	}
	if c.Plan == nil {
		r.checkDestroy(c)
		r.kind.modifyPlan(ctx, c)
		return
	}
	rekeyed := r.rekeyed(c)
	objects, err := r.list(ctx, c, rekeyed)
	if c.Client != nil {
		r.checkKind(c, err)
		if c.HasError() {
			return // nothing else matters on a server that lacks it
		}
		r.checkLimits(ctx, c)
	}
	r.kind.modifyPlan(ctx, c)
	r.warnOfSilence(ctx, c, err)
	r.checkKey(ctx, c, objects, rekeyed)
	c.Append(r.kind.encode(ctx, c.Plan, &resp.Plan.Raw)...)
	if c.Prior != nil && !r.kind.updatable() {
		resp.RequiresReplace = append(resp.RequiresReplace, r.changed(r.kind.Bind(c.Plan, new(T)), r.kind.Bind(c.Prior, new(T)))...)
	}
}

// modifyPlan lets the kind check and complete a planned change.
func (k *Kind[M, T]) modifyPlan(ctx context.Context, c *Change[M]) {
	if k.ModifyPlan != nil {
		k.ModifyPlan(ctx, c)
	}
}

// updatable reports whether the objects can be changed.
func (k *Kind[M, T]) updatable() bool {
	_, ok := k.Items(new(proget.Client)).(Updater[T]) // its type says so, also while there is no client yet
	return ok
}

// changed are the attributes that differ between plan and prior state, of those
// that can be set: what follows from others is no reason.
func (r *Resource[M, T]) changed(plan, prior field.Pairs) (paths path.Paths) {
	for i, p := range plan {
		a, ok := r.kind.Schema.Attributes[p.Name()]
		follows := ok && a.IsComputed() && !a.IsOptional()
		if !follows && !p.Attribute().Equal(prior[i].Attribute()) {
			paths.Append(path.Root(p.Name()))
		}
	}
	return paths
}
