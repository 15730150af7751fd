package proget

import (
	"context"
	"slices"
	"strings"
	"sync"
)

// listing is the one listing of a kind in a run. Terraform reads every object
// by itself; asked that way, a thousand feeds would cost a thousand requests.
// So the first reading asks by name, as somebody who manages one object wants,
// and from the second on a listing answers. Concurrent callers wait for the
// same request.
//
// Objects that were written since the listing began are no longer answered
// from it. A listing that failed stays failed, so that a run ends at its first
// error instead of a thousand times.
//
// Returned objects are copies of structs whose slices and maps are shared:
// nobody may change those.
type listing[T any] struct {
	fetch func(context.Context) ([]T, error)
	name  func(T) Value[string]
	// anyCase means that a name finds the object also in another case. Where
	// it is not set, that may be another object, and the server is asked
	// (reference section 24, Q3).
	anyCase bool

	mu      sync.Mutex
	asked   bool           // somebody has read an object already
	writes  int            // counts writes
	written map[string]int // folded name to the count of its last write
	floor   int            // the count of the last write of who knows what
	current *load[T]
}

// load is one fetching of a listing.
type load[T any] struct {
	began   int // the count of writes when it began
	done    chan struct{}
	cancel  context.CancelFunc
	waiting int // callers; guarded by listing.mu
	over    bool

	items []T
	err   error
	exact map[string]int
	// folded maps to an index into items, or to ambiguous.
	folded map[string]int
}

const ambiguous = -1

func newListing[T any](fetch func(context.Context) ([]T, error), name func(T) Value[string]) *listing[T] {
	return &listing[T]{fetch: fetch, name: name, written: map[string]int{}}
}

// all returns the listing, anew if something was written since it began.
func (l *listing[T]) all(ctx context.Context) ([]T, error) {
	l.mu.Lock()
	if l.current != nil && l.current.began < l.writes {
		l.current = nil
	}
	items, err := l.join(ctx).wait(ctx, l)
	return slices.Clone(items), err
}

// some returns the listing as it is, however old, and fetches it if there is none.
func (l *listing[T]) some(ctx context.Context) ([]T, error) {
	l.mu.Lock()
	return l.join(ctx).wait(ctx, l)
}

// find looks a name up. ok is false if the object has to be asked for by name.
func (l *listing[T]) find(ctx context.Context, name string) (item T, ok bool, err error) {
	l.mu.Lock()
	if l.touched(name, 0) && (l.current == nil || l.touched(name, l.current.began)) {
		l.mu.Unlock()
		return item, false, nil
	}
	if !l.asked && l.current == nil {
		l.asked = true
		l.mu.Unlock()
		return item, false, nil
	}
	load := l.join(ctx)
	if _, err = load.wait(ctx, l); err != nil {
		return item, false, err
	}
	at, ok := load.exact[name]
	if !ok && l.anyCase {
		at, ok = load.folded[fold(name)]
	}
	if !ok || at == ambiguous {
		return item, false, nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	item = load.items[at]
	if l.touched(name, load.began) || l.touched(l.name(item).Or(""), load.began) {
		var none T
		return none, false, nil
	}
	return item, true, nil
}

// lists reports whether the listing, fetched once for all who ask, holds an
// object of that name, and whether the object was written since, so that this
// need not be so any more.
func (l *listing[T]) lists(ctx context.Context, name string) (listed, written bool, err error) {
	l.mu.Lock()
	load := l.join(ctx)
	_, err = load.wait(ctx, l)
	l.mu.Lock()
	defer l.mu.Unlock()
	if err == nil {
		_, listed = load.folded[fold(name)]
	}
	return listed, l.touched(name, load.began), err
}

// drop forgets objects that were, or may have been, written.
func (l *listing[T]) drop(names ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.writes++
	for _, name := range names {
		l.written[fold(name)] = l.writes
	}
}

// dropAll is drop for a write that may have changed any object.
func (l *listing[T]) dropAll() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.writes++
	l.floor = l.writes
}

// touched reports whether an object was written after the given count of writes.
func (l *listing[T]) touched(name string, since int) bool {
	return max(l.written[fold(name)], l.floor) > since
}

// join takes part in the current load and begins one if there is none. The
// caller holds l.mu, which join releases.
func (l *listing[T]) join(ctx context.Context) *load[T] {
	defer l.mu.Unlock()
	if l.current == nil {
		// The request belongs to all who wait, so it outlives the one who
		// came first, and ends when all have left.
		shared, cancel := context.WithCancel(context.WithoutCancel(ctx))
		l.current = &load[T]{began: l.writes, done: make(chan struct{}), cancel: cancel}
		go l.run(shared, l.current)
	}
	l.current.waiting++
	return l.current
}

func (l *listing[T]) run(ctx context.Context, load *load[T]) {
	defer load.cancel()
	load.items, load.err = l.fetch(ctx)
	load.index(l.name)
	l.mu.Lock()
	load.over = true
	l.mu.Unlock()
	close(load.done)
}

func (d *load[T]) wait(ctx context.Context, l *listing[T]) ([]T, error) {
	// What is there is taken even by a caller whose time is up.
	select {
	case <-d.done:
	default:
		select {
		case <-d.done:
		case <-ctx.Done():
			l.leave(d)
			return nil, ctx.Err()
		}
	}
	l.leave(d)
	return d.items, d.err
}

// leave ends a load that nobody waits for any more, without a trace: the
// callers' impatience says nothing about the server.
func (l *listing[T]) leave(d *load[T]) {
	l.mu.Lock()
	defer l.mu.Unlock()
	d.waiting--
	if d.waiting > 0 || d.over {
		return
	}
	d.cancel()
	if l.current == d {
		l.current = nil
	}
}

func (d *load[T]) index(name func(T) Value[string]) {
	d.exact = make(map[string]int, len(d.items))
	d.folded = make(map[string]int, len(d.items))
	for i, item := range d.items {
		text := name(item).Or("")
		d.exact[text] = i
		if _, taken := d.folded[fold(text)]; taken {
			d.folded[fold(text)] = ambiguous
		} else {
			d.folded[fold(text)] = i
		}
	}
}

// fold is the form in which names compare without case (reference Q3).
func fold(name string) string { return strings.ToLower(name) }
