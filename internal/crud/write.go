package crud

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// write is one creation or update: what is planned, what is sent for it, and
// what came of it. create.go and update.go say how it goes.
type write[M, T any] struct {
	kind   *Kind[M, T]
	client *proget.Client
	items  Items[T]

	prior *M // nil at a creation
	plan  M
	sent  T
	state M
	diags diag.Diagnostics
}

// begin reads plan, prior state and configuration, and writes what is to be
// sent. It reports whether there is no error. The prior state of a creation is nil.
func (w *write[M, T]) begin(ctx context.Context, c *connection[M, T], plan tfsdk.Plan, prior *tfsdk.State, config tfsdk.Config) bool {
	w.kind, w.client = c.kind, c.client
	w.items = c.items(&w.diags)
	var given M
	var was field.Pairs
	w.diags.Append(w.kind.decode(ctx, plan.Raw, &w.plan)...)
	w.diags.Append(w.kind.decode(ctx, config.Raw, &given)...)
	if prior != nil {
		w.prior = new(M)
		w.diags.Append(w.kind.decode(ctx, prior.Raw, w.prior)...)
		was = w.kind.Bind(w.prior, new(T))
	}
	if !w.diags.HasError() {
		w.diags.Append(w.planned().Send(ctx, was, w.kind.Bind(&given, new(T)))...)
	}
	return !w.diags.HasError()
}

// save writes the state and the identity.
func (w *write[M, T]) save(ctx context.Context, state *tfsdk.State, identity *tfsdk.ResourceIdentity) {
	w.diags.Append(w.kind.encode(ctx, &w.state, &state.Raw)...)
	w.diags.Append(w.kind.identify(ctx, identity, w.saved())...)
}

// planned binds the plan to what is sent.
func (w *write[M, T]) planned() field.Pairs { return w.kind.Bind(&w.plan, &w.sent) }

// saved binds the state that comes of the write.
func (w *write[M, T]) saved() field.Pairs { return w.kind.Bind(&w.state, new(T)) }

// mismatches are the attributes that were not stored as they were planned: those
// that were sent, and those that the server filled in on its own.
func (w *write[M, T]) mismatches(ctx context.Context, stored T) (ignored, filled []string) {
	names, diags := w.planned().Mismatches(ctx, w.kind.Bind(new(M), &stored))
	w.diags.Append(diags...)
	for _, name := range names {
		if w.planned().Get(name).Sent() {
			ignored = append(ignored, name)
		} else {
			filled = append(filled, name)
		}
	}
	return ignored, filled
}

// isSent reports whether an object holds everything that was sent, as far as the server reveals.
func (w *write[M, T]) isSent(ctx context.Context, found T) bool {
	ignored, _ := w.mismatches(ctx, found)
	return len(ignored) == 0
}

// complete reads the object where the answer to a write lacks something of it.
func (w *write[M, T]) complete(ctx context.Context, key string, answer T, lacks func(T) bool) T {
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
	_, diags := w.kind.Bind(&w.state, &stored).Receive(ctx)
	w.diags.Append(diags...)
}

// accept fills the state with what the server has and, where that is known,
// with what was planned, as Terraform requires.
func (w *write[M, T]) accept(ctx context.Context, stored T) {
	w.receive(ctx, stored)
	w.saved().Overlay(w.planned())
}

// assume fills the state with what was planned, for want of an answer.
func (w *write[M, T]) assume(ctx context.Context) {
	var nothing T
	w.accept(ctx, nothing)
}

// reject fills the state with what the server has, and says which attributes it
// did not store. What it never reveals counts as not stored either.
func (w *write[M, T]) reject(ctx context.Context, key string, stored T, ignored []string) {
	w.receive(ctx, stored)
	if w.prior != nil {
		w.withdraw()
	}
	w.diags.Append(w.notStored(key, ignored)...)
}

// withdraw takes back, after a write that is not certain to be stored, what the
// server never reveals, so that the next one sends it again.
func (w *write[M, T]) withdraw() {
	prior := new(M) // nothing, at a creation
	if w.prior != nil {
		prior = w.prior
	}
	w.saved().Withdraw(w.planned(), w.kind.Bind(prior, new(T)))
}

// leftOut reports whether the plan has nothing for an attribute.
func (w *write[M, T]) leftOut(name string) bool { return w.planned().Get(name).Attribute().IsNull() }

// visible reports whether the server reveals everything that was sent.
func (w *write[M, T]) visible() bool {
	return !slices.ContainsFunc(w.planned(), func(p field.Pair) bool { return p.Sent() && p.Conceals() })
}

// unrevealed warns of attributes that only the answer to the creation could
// reveal, and did not, and returns their names.
func (w *write[M, T]) unrevealed() (names []string) {
	saved := w.saved()
	for i, p := range w.planned() {
		if !p.Revealed() && p.Attribute().IsUnknown() && saved[i].Attribute().IsNull() {
			names = append(names, p.Name())
			w.diags.AddAttributeWarning(path.Root(p.Name()), w.notRevealed(p.Name()), w.neverRevealed(p.Name()))
		}
	}
	return names
}
