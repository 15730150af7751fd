package crud

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// Create creates the object. It never adopts one that exists, and once the
// object exists it is in the state, whatever fails after that.
func (r *Resource[M, T]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	w := write[M, T]{Resource: r}
	valid := w.decode(ctx, req.Plan, nil, req.Config)
	r.run.trace(r.Name, r.key(w.planned()), func(t *traces) { t.created = 0 }) // it is only planned no more
	if valid && w.create(ctx) {
		w.save(ctx, &resp.State, resp.Identity)
		r.run.trace(r.Name, r.key(r.Bind(&w.state, new(T))), func(t *traces) { *t = traces{managed: true} })
		w.unrevealed(&w.diags, w.key(w.Bind(&w.state, new(T))))
	}
	resp.Diagnostics.Append(w.diags...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, created, []byte("true"))...)
}

// created marks, in the private state, objects that Terraform created.
const created = "created"

// create reports whether there is something to save.
func (w *write[M, T]) create(parent context.Context) (exists bool) {
	ctx, cancel := graceful(parent)
	defer cancel()
	key := w.key(w.planned())
	before := w.assigned(ctx, key)
	wasLost := false
	var stored T
	err := confirmed(parent, func() (err error) {
		stored, err = w.items.Create(ctx, w.sent)
		return err
	}, func(lost error) (bool, error) {
		wasLost = true
		if key == "" {
			return false, w.unnamed(ctx, lost, before)
		}
		found, err := w.items.Find(ctx, key)
		switch {
		case proget.IsNotFound(err):
			return false, nil
		case err != nil:
			return false, lost
		case proget.IsUnchecked(lost) || !w.isSent(ctx, found):
			return false, errTaken
		}
		stored = found
		return true, nil
	})
	switch {
	case err == nil:
		w.complete(ctx, stored)
		return true
	case proget.IsUnread(err) && key != "":
		if _, there := w.items.Find(ctx, key); proget.IsNotFound(there) {
			w.diags.Append(w.notCreated(key, there))
			return false
		}
		w.diags.Append(w.unverified("create", key, err))
		w.assume(ctx)
		return true
	case proget.IsLost(err) && key != "":
		w.diags.Append(w.problem("create", key, err, w.planned()), w.undecided(key))
		w.assume(ctx)
		return true
	case key == "":
		if _, named := errors.AsType[*unnamedError](err); !named {
			err = w.unnamed(ctx, err, before)
		}
		w.diags.Append(w.problem("create", key, err, w.planned()))
		return false
	}
	found, there := w.items.Find(ctx, key)
	switch {
	case there != nil:
		if proget.IsTaken(err) {
			if has := w.folded(ctx, key); has != "" {
				w.diags.Append(w.taken(has, err))
				return false
			}
		}
		w.diags.Append(w.problem("create", key, err, w.planned()))
		return false
	case wasLost && !proget.IsUnchecked(err) && !errors.Is(err, errTaken) && w.isSent(ctx, found):
		w.complete(ctx, found) // the lost request came through after all
		return true
	}
	w.diags.Append(w.taken(w.keyOf(ctx, found), err))
	return false
}

// folded is the key of an object that is called so but for the case, if there is one.
func (w *write[M, T]) folded(ctx context.Context, key string) string {
	objects, _ := w.items.List(ctx)
	for _, object := range objects {
		if has := w.keyOf(ctx, object); strings.EqualFold(has, key) {
			return has
		}
	}
	return ""
}

// assigned are the keys that exist before a creation whose key the server
// assigns, so that a new one can be told if the answer is lost.
func (w *write[M, T]) assigned(ctx context.Context, key string) (keys []string) {
	if key != "" {
		return nil
	}
	objects, _ := w.items.List(ctx) // without it, candidates may be older ones
	for _, object := range objects {
		keys = append(keys, w.keyOf(ctx, object))
	}
	return keys
}

// unnamed completes the error of a creation that may have made an object whose
// key is not known with the candidates: those that hold what was sent and were
// not there before. An answer that refuses may be somebody else's than ProGet's,
// so that it is only believed if there are none.
func (w *write[M, T]) unnamed(ctx context.Context, err error, before []string) error {
	unnamed := &unnamedError{error: err}
	objects, failed := w.items.List(ctx)
	unnamed.unlisted = failed
	for _, object := range objects {
		if key := w.keyOf(ctx, object); !slices.Contains(before, key) && w.isSent(ctx, object) {
			unnamed.candidates = append(unnamed.candidates, key)
		}
	}
	if len(unnamed.candidates) == 0 && !proget.IsLost(err) && !proget.IsUnread(err) {
		return err
	}
	return unnamed
}

// unrevealed warns of attributes that only the answer to the creation could
// reveal, and did not, and returns their names.
func (w *write[M, T]) unrevealed(diags *diag.Diagnostics, key string) (names []string) {
	state := w.Bind(&w.state, new(T))
	for i, p := range w.planned() {
		if !p.Revealed() && p.Attribute().IsUnknown() && state[i].Attribute().IsNull() {
			diags.AddAttributeWarning(path.Root(p.Name()), fmt.Sprintf("ProGet did not reveal %s of %s %q", p.Name(), w.noun(), key),
				fmt.Sprintf("Only the answer to the creation could, and this one of %s did not. The %s exists, but %s is null, now and later.", w.client.Server(), w.noun(), p.Name()))
			names = append(names, p.Name())
		}
	}
	return names
}

// complete resets what the server filled in on its own though the plan leaves it
// out, once, and fills the state.
func (w *write[M, T]) complete(ctx context.Context, answer T) {
	key := w.key(w.planned())
	if key == "" {
		key = w.keyOf(ctx, answer)
	}
	differs := func(t T) bool { return len(w.mismatches(ctx, t)) > 0 }
	stored := w.verified(ctx, key, answer, differs)
	mismatches := w.mismatches(ctx, stored)
	ignored := intersect(mismatches, w.planned().Sent())
	filled := without(mismatches, ignored)
	if len(ignored) == 0 && len(filled) > 0 && w.updatable() {
		corrected, err := w.clear(ctx, key, filled)
		switch {
		case proget.IsUnread(err):
			w.diags.Append(w.unverified("update", key, err))
			filled = nil
		case err != nil:
			w.diags.Append(w.problem("update", key, err, w.planned()))
			w.receive(ctx, stored)
			return
		default:
			stored = w.verified(ctx, key, corrected, differs)
			mismatches = w.mismatches(ctx, stored)
			ignored = without(mismatches, filled)
			filled = intersect(mismatches, filled)
		}
	}
	if len(ignored) == 0 {
		for _, name := range filled {
			if w.leftOut(name) {
				w.diags.Append(w.overridden(key, name))
			} else {
				ignored = append(ignored, name)
			}
		}
	}
	if len(ignored) > 0 {
		w.receive(ctx, stored)
		w.diags.Append(w.notStored(key, ignored)...)
		return
	}
	w.accept(ctx, stored)
}

// clear resets attributes of the object that was just created.
func (w *write[M, T]) clear(ctx context.Context, key string, names []string) (T, error) {
	var change T
	w.Bind(&w.plan, &change).Clear(names)
	return w.update(ctx, w.items, key, change, func(found T) bool {
		return len(intersect(w.mismatches(ctx, found), names)) == 0
	})
}
