package crud

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

// write is one creation or update: what is planned, what is sent for it, and
// what came of it.
type write[M, T any] struct {
	*Resource[M, T]
	items Items[T]
	prior *M // nil at a creation
	plan  M
	sent  T
	state M
	diags diag.Diagnostics
}

// decode reads plan, prior state and configuration, and writes what is to be
// sent. It reports whether there is no error.
func (w *write[M, T]) decode(ctx context.Context, plan tfsdk.Plan, prior *tfsdk.State, config tfsdk.Config) bool {
	var given M
	var was field.Pairs
	w.diags.Append(w.Kind.decode(ctx, plan.Raw, &w.plan)...)
	w.diags.Append(w.Kind.decode(ctx, config.Raw, &given)...)
	if prior != nil {
		w.prior = new(M)
		w.diags.Append(w.Kind.decode(ctx, prior.Raw, w.prior)...)
		was = w.Bind(w.prior, new(T))
	}
	w.items = w.Resource.items(&w.diags)
	if !w.diags.HasError() {
		w.diags.Append(w.planned().Send(ctx, was, w.Bind(&given, new(T)))...)
	}
	return !w.diags.HasError()
}

// save writes the state and the identity.
func (w *write[M, T]) save(ctx context.Context, state *tfsdk.State, identity *tfsdk.ResourceIdentity) {
	w.diags.Append(w.encode(ctx, &w.state, &state.Raw)...)
	w.diags.Append(w.identify(ctx, identity, w.Bind(&w.state, new(T)))...)
}

// planned binds the plan to what is sent.
func (w *write[M, T]) planned() field.Pairs { return w.Bind(&w.plan, &w.sent) }

// mismatches are the attributes that were not stored as they were planned.
func (w *write[M, T]) mismatches(ctx context.Context, stored T) []string {
	names, diags := w.planned().Mismatches(ctx, w.Bind(new(M), &stored))
	w.diags.Append(diags...)
	return names
}

// isSent reports whether an object holds everything that was sent, as far as the server reveals.
func (w *write[M, T]) isSent(ctx context.Context, found T) bool {
	return len(intersect(w.mismatches(ctx, found), w.planned().Sent())) == 0
}

// verified completes an answer that reveals less than the server has: if it
// lacks any of what it is checked for, the object is read.
func (w *write[M, T]) verified(ctx context.Context, key string, answer T, lacks func(T) bool) T {
	if lacks(answer) {
		if found, err := w.items.Find(ctx, key); err == nil {
			return found
		}
	}
	return answer
}

// receive fills the state with what the server has.
func (w *write[M, T]) receive(ctx context.Context, stored T) {
	w.state = w.plan
	_, diags := w.Bind(&w.state, &stored).Receive(ctx)
	w.diags.Append(diags...)
}

// accept fills the state with what the server has and, where that is known,
// with what was planned, as Terraform requires.
func (w *write[M, T]) accept(ctx context.Context, stored T) {
	w.receive(ctx, stored)
	w.Bind(&w.state, new(T)).Overlay(w.planned())
}

// assume fills the state with what was planned, for want of an answer.
func (w *write[M, T]) assume(ctx context.Context) {
	var nothing T
	w.accept(ctx, nothing)
}

// leftOut reports whether the plan has nothing for an attribute.
func (w *write[M, T]) leftOut(name string) bool { return w.planned().Get(name).Attribute().IsNull() }

func intersect(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return !slices.Contains(b, s) })
}

func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}
