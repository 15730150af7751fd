package crud

import (
	"context"
	"strings"
	"sync"
)

// Run is what the calls of one run of Terraform share beside the client: the
// provider is configured anew for every run. It knows what Terraform has asked
// for so far; the zero value knows nothing. Terraform asks in no order but that of references: what an object
// refers to was planned before it.
type Run struct {
	// Origin says which server is talked to and where that and the credential
	// came from, as a sentence for messages. It never holds the credential.
	Origin string

	mu      sync.Mutex
	objects map[object]*traces
	looks   sync.Map // of *looked by kind
	said    sync.Map
}

// object is an object of a run, whatever the case of its key.
type object struct{ kind, key string }

// traces are what a run did with an object so far.
type traces struct {
	managed   bool // it is in the state: it was refreshed, or a change of it was planned
	imported  bool
	created   int  // how many creations under its key are planned
	renamed   bool // a renaming to its key is planned
	destroyed bool
	deleted   bool
}

// trace records something of an object and returns what was known before.
func (r *Run) trace(kind, key string, record func(*traces)) (before traces) {
	if r == nil { // of objects that live no longer than a run
		return before
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	o := object{kind, strings.ToLower(key)}
	if r.objects == nil {
		r.objects = map[object]*traces{}
	}
	if r.objects[o] == nil {
		r.objects[o] = &traces{}
	}
	before = *r.objects[o]
	record(r.objects[o])
	return before
}

func (r *Run) traces(kind, key string) traces { return r.trace(kind, key, func(*traces) {}) }

// Makes reports whether the configuration is known to have an object: it is in
// the state, or what was planned so far makes it.
func (r *Run) Makes(kind, key string) bool {
	t := r.traces(kind, key)
	return t.managed || t.renamed || t.created > 0
}

// Destroys reports whether what was planned so far destroys an object.
func (r *Run) Destroys(kind, key string) bool { return r.traces(kind, key).destroyed }

// Imported reports whether an object was imported in this run.
func (r *Run) Imported(kind, key string) bool { return r.traces(kind, key).imported }

// first reports whether something is said for the first time in this run.
func (r *Run) first(about string) bool {
	_, before := r.said.LoadOrStore(about, true)
	return !before
}

// looked is what a run saw when it looked at the objects of a kind.
type looked[T any] struct {
	once    sync.Once
	objects []T
	err     error
}

// Look returns the objects of a kind as the server lists them, as they were when
// the run first looked: however many changes are planned, it takes one listing,
// which creating one of the objects asks for as well.
func Look[T any](ctx context.Context, r *Run, kind string, list func(context.Context) ([]T, error)) ([]T, error) {
	known, _ := r.looks.LoadOrStore(kind, new(looked[T]))
	seen, ok := known.(*looked[T])
	if !ok {
		return list(ctx)
	}
	seen.once.Do(func() { seen.objects, seen.err = list(ctx) })
	return seen.objects, seen.err
}
