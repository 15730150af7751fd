package crud

import (
	"context"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
)

// Run is what the calls of one run of Terraform share beside the client: the
// provider is configured anew for every run. It knows what Terraform has asked
// for so far; the zero value knows nothing. Terraform asks for many objects at
// once, in no order but that of references: what an object refers to was
// planned before it. It is safe for concurrent use.
type Run struct {
	// Origin says which server is talked to and where that and the credential
	// came from, as a sentence for messages. It never holds the credential.
	Origin string

	mu       sync.Mutex
	objects  map[object]*seen
	listings sync.Map // of *listing by kind
	said     sync.Map
	owners   sync.Map // by what they own, as texts
}

// object is an object of a run, whatever the case of its key.
type object struct{ kind, key string }

// seen is what Terraform has asked for an object in this run so far.
type seen struct {
	managed     bool // it is in the state: it was refreshed, or a change of it was planned
	imported    bool // it was imported
	creations   int  // how many creations under its key are planned
	arrival     bool // a change of another object is planned that gives it this key
	departure   bool // a change of it is planned that gives it another key
	destruction bool // a destruction of it is planned
	deleted     bool // it was deleted
	takenOver   bool // it is Lasting, and was taken over
	unrestored  bool // it is Lasting, and was destroyed without becoming what it was before

	own map[string]attr.Value // what the state has in the Own attributes of its kind, if it is managed
}

// record notes something of an object and returns what was known before.
func (r *Run) record(kind, key string, note func(*seen)) (before seen) {
	if r == nil { // of objects that live no longer than a run
		return before
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	o := object{kind, strings.ToLower(key)}
	if r.objects == nil {
		r.objects = map[object]*seen{}
	}
	if r.objects[o] == nil {
		r.objects[o] = &seen{}
	}
	before = *r.objects[o]
	note(r.objects[o])
	return before
}

func (r *Run) seen(kind, key string) seen { return r.record(kind, key, func(*seen) {}) }

// Makes reports whether the configuration is known to have an object: it is in
// the state, or what was planned so far makes it.
func (r *Run) Makes(kind, key string) bool {
	o := r.seen(kind, key)
	return o.managed || o.arrival || o.creations > 0
}

// Manages reports whether an object is in the state and keeps its key, as far as
// was planned.
func (r *Run) Manages(kind, key string) bool {
	o := r.seen(kind, key)
	return o.managed && !o.departure && !o.destruction && !o.deleted
}

// Own returns what the state has in one of the Own attributes of an object, as far
// as Terraform has shown it: that is what destroying it goes by, even if the plan
// changes it. Otherwise it is nil.
func (r *Run) Own(kind, key, attribute string) attr.Value { return r.seen(kind, key).own[attribute] }

// Destroys reports whether an object was deleted in this run, or what was
// planned so far destroys it.
func (r *Run) Destroys(kind, key string) bool {
	o := r.seen(kind, key)
	return o.destruction || o.deleted
}

// Imported reports whether an object was imported in this run.
func (r *Run) Imported(kind, key string) bool { return r.seen(kind, key).imported }

// Owner is who manages something that several resources can manage: the one who
// asked first in this run.
func (r *Run) Owner(what, by string) (owner string) {
	known, _ := r.owners.LoadOrStore(what, by)
	owner, _ = known.(string)
	return owner
}

// first reports whether something is said for the first time in this run.
func (r *Run) first(about string) bool {
	_, before := r.said.LoadOrStore(about, true)
	return !before
}

// listing is what a run saw when it first listed the objects of a kind.
type listing[T any] struct {
	once    sync.Once
	objects []T
	err     error
}

// ListOnce returns the objects of a kind as the server listed them when the run
// first asked: however many changes are planned, it takes one listing, which
// creating one of the objects asks for as well. The objects are shared: nobody
// may change them.
func ListOnce[T any](ctx context.Context, r *Run, kind string, list func(context.Context) ([]T, error)) ([]T, error) {
	known, _ := r.listings.LoadOrStore(kind, new(listing[T]))
	l, ok := known.(*listing[T])
	if !ok {
		return list(ctx)
	}
	l.once.Do(func() { l.objects, l.err = list(ctx) })
	return l.objects, l.err
}
