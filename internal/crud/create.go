package crud

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// created marks, in the private state, objects that Terraform created.
const created = "created"

// Create creates the object. It never adopts one that exists, and once the
// object exists it is in the state, whatever fails after that.
func (r *Resource[M, T]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	ctx, cancel := graceful(ctx)
	defer cancel()
	var w write[M, T]
	valid := w.begin(ctx, &r.connection, req.Plan, nil, req.Config)
	r.run.record(r.kind.Name, r.kind.key(r.kind.Bind(&w.plan, new(T))), func(o *seen) { o.creations = 0 }) // from now on it is more than planned
	if valid && w.create(ctx) {
		w.save(ctx, &resp.State, resp.Identity)
		r.run.record(r.kind.Name, r.kind.key(w.saved()), func(o *seen) { *o = seen{managed: true} })
		w.unrevealed()
	}
	resp.Diagnostics.Append(w.diags...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, created, []byte("true"))...)
}

// create sends the creation, and reports whether there is something to save:
//
//	what came of it                              in the state         said
//	done                                         as the server has it what was not stored, if anything
//	done, and the result cannot be read          as planned           a warning
//	refused                                      no                   the error
//	refused, and something has the key           no                   the error with the import block
//	refused after all, and nothing can be read   no                   the error, and the import block
//	lost, and found as it was planned            as the server has it as if done
//	lost, and what is found may be another's     no                   the error with the import block
//	lost every time, or nothing can be read      as planned, tainted  the error, and what is known
//	lost, and the server assigns the key         no                   the error with the candidates
//
// What is lost every time has no secret in the state: with terraform untaint, the
// next apply sends it.
func (w *write[M, T]) create(ctx context.Context) (exists bool) {
	key := w.kind.key(w.planned())
	if key == "" {
		return w.createUnnamed(ctx)
	}
	stored, wasLost, err := w.sendCreation(ctx, key)
	switch {
	case err == nil:
		w.finish(ctx, key, stored)
		return true
	case proget.IsUnread(err):
		return w.createdUnread(ctx, key, err)
	case proget.IsLost(err):
		w.diags.Append(w.kind.problem("create", key, err, w.planned()), w.undecided(key, err))
		w.assume(ctx)
		w.withdraw()
		return true
	}
	return w.createdNot(ctx, key, err, wasLost)
}

// sendCreation sends the creation until it is certain what became of it.
func (w *write[M, T]) sendCreation(ctx context.Context, key string) (stored T, wasLost bool, err error) {
	var gone bool
	err = confirmed(ctx, false, func() (err error) {
		stored, err = w.items.Create(ctx, w.sent)
		return err
	}, func(lost error) (bool, error) {
		wasLost = true
		found, err := w.items.Find(ctx, key)
		gone = proget.IsNotFound(err)
		switch {
		case gone:
			return false, nil
		case err != nil:
			return false, lost
		case proget.IsUnchecked(lost) || !w.isOurs(ctx, found):
			return false, errTaken
		}
		stored = found
		return true, nil
	})
	if gone && proget.IsLost(err) {
		err = &goneError{err}
	}
	return stored, wasLost, err
}

// isOurs reports whether an object that was found, instead of an answer to the
// creation, is what the creation makes: it has what was sent, all of which the
// server reveals, and nothing of what was left out. Anything else may be somebody
// else's, of which nothing may be reset, or whose secret is another.
func (w *write[M, T]) isOurs(ctx context.Context, found T) bool {
	return w.visible() && !w.deviates(ctx, found)
}

// createdUnread is for an object that was created according to an answer which
// does not show it.
func (w *write[M, T]) createdUnread(ctx context.Context, key string, err error) (exists bool) {
	if _, there := w.items.Find(ctx, key); proget.IsNotFound(there) {
		w.diags.Append(w.notCreated(key, there))
		return false
	}
	w.diags.Append(w.unverified("create", key, err))
	w.assume(ctx)
	return true
}

// createdNot is for a creation that was refused: nothing has the key, or
// something else, or it came through after all, where an earlier attempt was lost
// or somebody else than ProGet refused.
func (w *write[M, T]) createdNot(ctx context.Context, key string, err error, wasLost bool) (exists bool) {
	found, there := w.items.Find(ctx, key)
	switch {
	case there != nil:
		if has := w.inOtherCase(ctx, key, err); has != "" {
			w.diags.Append(w.taken(has, err))
			return false
		}
		w.diags.Append(w.kind.problem("create", key, err, w.planned()))
		if !proget.IsNotFound(there) && (wasLost || proget.MayHaveActed(err)) {
			w.diags.Append(w.mayExist(key))
		}
		return false
	case (wasLost || proget.IsForeign(err)) && !proget.IsUnchecked(err) && !errors.Is(err, errTaken) && w.isOurs(ctx, found):
		w.finish(ctx, key, found)
		return true
	}
	w.diags.Append(w.taken(w.kind.keyOf(ctx, found), err))
	return false
}

// inOtherCase is the key of an object that is called so but for the case, where
// that is why a creation was refused.
func (w *write[M, T]) inOtherCase(ctx context.Context, key string, err error) string {
	if e, ok := errors.AsType[*proget.Error](err); !ok || e.Problem != proget.Taken {
		return ""
	}
	objects, _ := w.items.List(ctx) // without it, the error alone is said
	for _, object := range objects {
		if has := w.kind.keyOf(ctx, object); strings.EqualFold(has, key) {
			return has
		}
	}
	return ""
}

// createUnnamed creates an object whose key the server assigns: without an
// answer, nobody can ask for it.
func (w *write[M, T]) createUnnamed(ctx context.Context) (exists bool) {
	before, _ := w.items.List(ctx) // without it, candidates may be older ones
	stored, err := w.items.Create(ctx, w.sent)
	if err == nil {
		w.finish(ctx, w.kind.keyOf(ctx, stored), stored)
		return true
	}
	if proget.MayHaveActed(err) {
		err = w.unnamed(ctx, err, before)
	}
	w.diags.Append(w.kind.problem("create", "", err, w.planned()))
	return false
}

// unnamed completes the error of a creation that may have made an object whose
// key is not known with the candidates: those that hold what was sent and were
// not there before.
func (w *write[M, T]) unnamed(ctx context.Context, err error, before []T) error {
	var old []string
	for _, object := range before {
		old = append(old, w.kind.keyOf(ctx, object))
	}
	unnamed := &unnamedError{error: err}
	objects, failed := w.items.List(ctx)
	unnamed.unlisted = failed
	for _, object := range objects {
		if key := w.kind.keyOf(ctx, object); !slices.Contains(old, key) && w.isSent(ctx, object) {
			unnamed.candidates = append(unnamed.candidates, key)
		}
	}
	if len(unnamed.candidates) == 0 && !proget.IsLost(err) && !proget.IsUnread(err) {
		return err // it was refused, and nothing speaks against that
	}
	return unnamed
}

// finish fills the state after a creation. What the plan leaves out and the
// server filled in on its own is reset, once.
func (w *write[M, T]) finish(ctx context.Context, key string, answer T) {
	stored := w.complete(ctx, key, answer, func(t T) bool { return w.deviates(ctx, t) })
	ignored, filled := w.mismatches(ctx, stored)
	switch {
	case len(ignored) > 0:
		w.reject(ctx, key, stored, ignored)
	case len(filled) > 0:
		w.correct(ctx, key, stored, filled)
	default:
		w.accept(ctx, stored)
	}
}

// deviates reports whether an object is not as it was planned.
func (w *write[M, T]) deviates(ctx context.Context, stored T) bool {
	ignored, filled := w.mismatches(ctx, stored)
	return len(ignored)+len(filled) > 0
}

// correct resets what the server filled in on its own. If it insists on that,
// the state has what was planned, and a warning names the attribute.
func (w *write[M, T]) correct(ctx context.Context, key string, stored T, filled []string) {
	if w.kind.updatable() {
		corrected, err := w.clear(ctx, key, filled)
		switch {
		case proget.IsUnread(err):
			w.diags.Append(w.unverified("update", key, err))
			w.accept(ctx, stored)
			return
		case err != nil:
			w.diags.Append(w.kind.problem("update", key, err, w.planned()))
			w.receive(ctx, stored)
			return
		}
		stored = w.complete(ctx, key, corrected, func(t T) bool { return w.deviates(ctx, t) })
	}
	remaining, others := w.mismatches(ctx, stored)
	remaining = append(remaining, others...)
	ignored := slices.DeleteFunc(slices.Clone(remaining), func(name string) bool {
		return slices.Contains(filled, name) && w.leftOut(name)
	})
	if len(ignored) > 0 {
		w.reject(ctx, key, stored, ignored)
		return
	}
	for _, name := range remaining {
		w.diags.Append(w.overridden(key, name))
	}
	w.accept(ctx, stored)
}

// clear resets attributes of the object that was just created.
func (w *write[M, T]) clear(ctx context.Context, key string, names []string) (T, error) {
	var change T
	w.kind.Bind(&w.plan, &change).Clear(names)
	return w.kind.update(ctx, w.items, key, change, func(found T) bool {
		ignored, filled := w.mismatches(ctx, found)
		return !slices.ContainsFunc(names, func(name string) bool { return slices.Contains(ignored, name) || slices.Contains(filled, name) })
	})
}
