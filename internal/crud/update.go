package crud

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// Update sends what the plan changes, and nothing else.
func (r *Resource[M, T]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	ctx, cancel := graceful(ctx)
	defer cancel()
	var w write[M, T]
	if w.begin(ctx, &r.connection, req.Plan, &req.State, req.Config) && w.update(ctx) {
		w.save(ctx, &resp.State, resp.Identity)
	}
	resp.Diagnostics.Append(w.diags...)
}

// update sends the update, and reports whether the state changed:
//
//	what came of it                     in the state          said
//	done                                as the server has it  what was not stored, if anything
//	done, and the result is unreadable  as planned            a warning
//	renamed, then refused or lost       as the server has it  the error
//	renamed, and then unreadable        as planned            the error, and a warning
//	refused, or lost every time         as before             the error
func (w *write[M, T]) update(ctx context.Context) (changed bool) {
	key, renamed := w.kind.key(w.kind.Bind(w.prior, new(T))), w.kind.key(w.planned())
	stored, err := w.sendUpdate(ctx, key)
	moved, isMoved := errors.AsType[*renamedError](err)
	switch {
	case err == nil:
		w.compare(ctx, renamed, stored)
		return true
	case proget.IsUnread(err):
		w.diags.Append(w.unverified("update", key, err))
		w.assume(ctx)
		return true
	case isMoved && moved.unread:
		w.diags.Append(w.kind.problem("update", key, err, w.planned()), w.unverified("rename", renamed, err))
		w.assume(ctx)
		w.withdraw()
		return true
	case isMoved:
		w.diags.Append(w.kind.problem("update", key, err, w.planned()))
		w.receive(ctx, stored)
		w.withdraw()
		return true
	}
	w.diags.Append(w.kind.problem("update", key, err, w.planned()))
	return false
}

// sendUpdate sends the update, or only reads if nothing but the provider's own
// attributes changed.
func (w *write[M, T]) sendUpdate(ctx context.Context, key string) (T, error) {
	if !w.planned().Sent() {
		return w.items.Find(ctx, key)
	}
	return w.kind.update(ctx, w.items, key, w.sent, func(found T) bool { return w.visible() && w.isSent(ctx, found) })
}

// compare fills the state after an update. Only what was sent is compared with
// the plan; whatever else differs is drift, and shows in the next plan.
func (w *write[M, T]) compare(ctx context.Context, key string, answer T) {
	stored := w.complete(ctx, key, answer, func(t T) bool { return !w.isSent(ctx, t) || w.lacksUnknown(t) })
	if ignored, _ := w.mismatches(ctx, stored); len(ignored) > 0 {
		w.reject(ctx, key, stored, ignored)
		return
	}
	w.accept(ctx, stored)
}

// lacksUnknown reports whether an answer lacks something that the plan does not know.
func (w *write[M, T]) lacksUnknown(answer T) bool {
	stored := w.kind.Bind(new(M), &answer)
	for i, p := range w.planned() {
		if p.Attribute().IsUnknown() && !stored[i].Sent() {
			return true
		}
	}
	return false
}

// Change sends one change that belongs to no plan, such as a deactivation.
func (r *Resource[M, T]) Change(ctx context.Context, key, action string, sent T) (diags diag.Diagnostics) {
	ctx, cancel := graceful(ctx)
	defer cancel()
	items := r.items(&diags)
	if diags.HasError() {
		return diags
	}
	ignored := func(stored T) (names []string) {
		var m M
		want, got := r.kind.Bind(&m, &sent), r.kind.Bind(&m, &stored)
		for i, p := range want {
			if p.Sent() && !p.StoredAs(got[i]) {
				names = append(names, p.Name())
			}
		}
		return names
	}
	w := write[M, T]{kind: r.kind, client: r.client, items: items}
	stored, err := r.kind.update(ctx, items, key, sent, func(found T) bool { return len(ignored(found)) == 0 })
	switch {
	case proget.IsNotFound(err):
	case err != nil:
		diags.Append(r.kind.problem(action, key, err, nil))
	default:
		stored = w.complete(ctx, key, stored, func(t T) bool { return len(ignored(t)) > 0 })
		for _, name := range ignored(stored) {
			diags.Append(w.notChanged(action, key, name))
		}
	}
	return diags
}

// update sends a change of an object until it is certain what became of it, and
// returns the object as the server stored it, or, with a renamedError, as far as
// it was read. holds reports whether an object that was found has the change, as
// far as that can be seen.
func (k *Kind[M, T]) update(ctx context.Context, items Items[T], key string, change T, holds func(T) bool) (stored T, err error) {
	updater, ok := items.(Updater[T])
	if !ok {
		return stored, errNoUpdate
	}
	renamed := k.keyOf(ctx, change)
	at, read := key, stored // where the object is, which a rename can have changed, and what was last read of it
	err = confirmed(ctx, true, func() (err error) {
		stored, err = updater.Update(ctx, at, change)
		return err
	}, func(lost error) (bool, error) {
		// By the old name first: what has the new one may be another object.
		found, err := items.Find(ctx, key)
		if proget.IsNotFound(err) && renamed != "" && renamed != key {
			if found, err = items.Find(ctx, renamed); err != nil {
				return false, &renamedError{lost, true}
			}
		}
		if err != nil {
			return false, lost
		}
		stored, read, at = found, found, k.keyOf(ctx, found)
		return holds(found), nil
	})
	if _, unread := errors.AsType[*renamedError](err); err != nil && !unread && !strings.EqualFold(at, key) {
		return read, &renamedError{err, false}
	}
	return stored, err
}
