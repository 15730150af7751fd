package crud

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// Update sends what the plan changes, and nothing else.
func (r *Resource[M, T]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	w := write[M, T]{Resource: r}
	if w.decode(ctx, req.Plan, &req.State, req.Config) && w.change(ctx) {
		w.save(ctx, &resp.State, resp.Identity)
	}
	resp.Diagnostics.Append(w.diags...)
}

// change reports whether the state changed.
func (w *write[M, T]) change(parent context.Context) (changed bool) {
	ctx, cancel := graceful(parent)
	defer cancel()
	key := w.key(w.Bind(w.prior, new(T)))
	var stored T
	var err error
	if len(w.planned().Sent()) == 0 { // a change of the provider's own attributes
		stored, err = w.items.Find(ctx, key)
	} else {
		stored, err = w.update(ctx, w.items, key, w.sent, func(found T) bool { return w.visible() && w.isSent(ctx, found) })
	}
	renamed := w.key(w.planned())
	_, moved := errors.AsType[*renamedError](err)
	switch {
	case err == nil:
		w.compare(ctx, renamed, stored)
		return true
	case proget.IsUnread(err):
		w.diags.Append(w.unverified("update", key, err))
		w.assume(ctx)
		return true
	case moved:
		w.diags.Append(w.problem("update", key, err, w.planned()), w.unverified("rename", renamed, err))
		w.assume(ctx)
		return true
	}
	w.diags.Append(w.problem("update", key, err, w.planned()))
	return false
}

// compare fills the state after an update. Only what was sent is compared with
// the plan; whatever else differs is drift, and shows in the next plan.
func (w *write[M, T]) compare(ctx context.Context, key string, answer T) {
	stored := w.verified(ctx, key, answer, func(t T) bool { return !w.isSent(ctx, t) || w.lacksOpen(t) })
	ignored := intersect(w.mismatches(ctx, stored), w.planned().Sent())
	if len(ignored) == 0 {
		w.accept(ctx, stored)
		return
	}
	w.receive(ctx, stored)
	w.Bind(&w.state, new(T)).Withdraw(w.planned(), w.Bind(w.prior, new(T)))
	w.diags.Append(w.notStored(key, ignored)...)
}

// lacksOpen reports whether an answer lacks what the plan leaves open.
func (w *write[M, T]) lacksOpen(answer T) bool {
	stored := w.Bind(new(M), &answer)
	for i, p := range w.planned() {
		if p.Attribute().IsUnknown() && !stored[i].Sent() {
			return true
		}
	}
	return false
}

// visible reports whether the server reveals everything that was sent.
func (w *write[M, T]) visible() bool {
	for _, p := range w.planned() {
		if p.Sent() && p.Conceals() {
			return false
		}
	}
	return true
}

// Change sends one change that belongs to no plan, such as a deactivation.
func (r *Resource[M, T]) Change(parent context.Context, key, action string, sent T) (diags diag.Diagnostics) {
	ctx, cancel := graceful(parent)
	defer cancel()
	items := r.items(&diags)
	if diags.HasError() {
		return diags
	}
	ignored := func(stored T) (names []string) {
		var m M
		want, got := r.Bind(&m, &sent), r.Bind(&m, &stored)
		for i, p := range want {
			if p.Sent() && !p.StoredAs(got[i]) {
				names = append(names, p.Name())
			}
		}
		return names
	}
	w := write[M, T]{Resource: r, items: items}
	stored, err := r.update(ctx, items, key, sent, func(found T) bool { return len(ignored(found)) == 0 })
	switch {
	case proget.IsNotFound(err):
	case err != nil:
		diags.Append(r.problem(action, key, err, nil))
	default:
		stored = w.verified(ctx, key, stored, func(t T) bool { return len(ignored(t)) > 0 })
		for _, name := range ignored(stored) {
			diags.Append(r.ignoredBy(action, key, name))
		}
	}
	return diags
}

// update sends a change of an object until it is certain what became of it, and
// returns the object as the server stored it. holds reports whether an object
// that was found has the change, as far as that can be seen.
func (r *Resource[M, T]) update(ctx context.Context, items Items[T], key string, change T, holds func(T) bool) (stored T, err error) {
	updater, ok := items.(Updater[T])
	if !ok {
		return stored, errNoUpdate
	}
	at := key // where the object is, which a rename can have changed
	err = confirmed(ctx, func() (err error) {
		stored, err = updater.Update(ctx, at, change)
		return err
	}, func(lost error) (bool, error) {
		// By the old name first: what has the new one may be another object.
		found, err := items.Find(ctx, key)
		if renamed := r.keyOf(ctx, change); proget.IsNotFound(err) && renamed != "" && renamed != key {
			if found, err = items.Find(ctx, renamed); err != nil {
				return false, &renamedError{lost}
			}
		}
		if err != nil {
			return false, lost
		}
		stored, at = found, r.keyOf(ctx, found)
		return holds(found), nil
	})
	return stored, err
}
