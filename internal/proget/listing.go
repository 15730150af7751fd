package proget

import (
	"context"
	"strings"
	"sync"
)

// listing is the one listing of a kind in a run. Terraform reads every object
// by itself; asked that way, a thousand feeds would cost a thousand requests.
// So the first reading asks by key, as somebody who manages one object wants,
// and from the second on a listing answers. Concurrent callers wait for the
// same request.
//
// What was asked by key is remembered, so that a listing that fails does not
// matter to it. Objects that were written since are no longer answered from
// either. A listing that failed stays failed, so that a run ends at its first
// error instead of a thousand times.
//
// Returned objects are copies of structs whose slices and maps are shared:
// nobody may change those.
type listing[T any] struct {
	fetch   func(context.Context) (items[T], error)
	key     func(T) string
	natural func(T) string // see api
	// anyCase means that a key finds the object also in another case. Where
	// it is not set, that may be another object, and the server is asked
	// (reference section 24, Q3).
	anyCase bool

	mu       sync.Mutex
	asked    bool                 // somebody has read an object already
	memories map[string]memory[T] // of what was asked by key
	current  *load[T]

	// Times are counted by clock, which goes on with every read by key, every
	// load and every write. What began before something was written may not
	// show it: an object was written last at the later of written, by folded
	// key, and allWritten, which is of writes that may have changed any object.
	clock      int
	written    map[string]int
	allWritten int
	lastWrite  int // of any object
}

// memory is the answer to a request by key: an object, or the proof that there
// is none.
type memory[T any] struct {
	at   int
	item T
	err  error
}

func newListing[T any](fetch func(context.Context) (items[T], error), key, natural func(T) string) *listing[T] {
	return &listing[T]{fetch: fetch, key: key, natural: natural, memories: map[string]memory[T]{}, written: map[string]int{}}
}

// all returns the listing, anew if something was written since it began.
func (l *listing[T]) all(ctx context.Context) (*load[T], error) {
	l.mu.Lock()
	if l.current != nil && l.current.began < l.lastWrite {
		l.current = nil
	}
	return l.join(ctx).wait(ctx, l)
}

// some returns the listing as it is, however old, and fetches it if there is none.
func (l *listing[T]) some(ctx context.Context) (*load[T], error) {
	l.mu.Lock()
	return l.join(ctx).wait(ctx, l)
}

// find looks a key up. ok is false if the object has to be asked for by key.
func (l *listing[T]) find(ctx context.Context, key string) (item T, ok bool, err error) {
	l.mu.Lock()
	if m, known := l.remembered(key); known {
		l.mu.Unlock()
		return m.item, true, m.err
	}
	if l.mustAskByKey(key) {
		l.asked = true
		l.mu.Unlock()
		return item, false, nil
	}
	load, err := l.join(ctx).wait(ctx, l)
	if err != nil {
		return item, true, err
	}
	at, listed := load.find(key, l.anyCase)
	if err := load.failure(key, l.anyCase); err != nil && !listed {
		return item, true, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !listed || l.touched(key, load.began) || l.touched(l.key(load.list[at]), load.began) {
		return item, false, nil
	}
	return load.list[at], true, nil
}

// mustAskByKey reports whether no listing is to be asked for a key: it is the
// first that somebody asks for, or the object was written since the listing
// began or before there is any. The caller holds l.mu.
func (l *listing[T]) mustAskByKey(key string) bool {
	if l.current == nil {
		return !l.asked || l.touched(key, 0)
	}
	return l.touched(key, l.current.began)
}

// remembered returns what was answered to a request by key, unless something
// newer is known. The caller holds l.mu.
func (l *listing[T]) remembered(key string) (m memory[T], known bool) {
	m, known = l.memories[key]
	if !known || l.touched(key, m.at) {
		return m, false
	}
	if now := l.current; now != nil && now.over && now.err == nil && now.began > m.at {
		_, listed := now.find(key, l.anyCase)
		return m, !listed
	}
	return m, true
}

// now is the time for remember.
func (l *listing[T]) now() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.clock++
	return l.clock
}

// remember keeps the answer to a request by key that was made at the given time.
func (l *listing[T]) remember(key string, at int, item T, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.memories[key].at < at {
		l.memories[key] = memory[T]{at, item, err}
	}
}

// lists reports whether the listing, fetched once for all who ask, holds an
// object of that natural key, and whether such an object was written since, so
// that this need not be so any more.
func (l *listing[T]) lists(ctx context.Context, natural string) (from *load[T], listed, written bool, err error) {
	l.mu.Lock()
	load, err := l.join(ctx).wait(ctx, l)
	l.mu.Lock()
	defer l.mu.Unlock()
	if err == nil {
		_, listed = load.naturals[fold(natural)]
	}
	return load, listed, l.touched(natural, load.began), err
}

// drop forgets objects that were, or may have been, written.
func (l *listing[T]) drop(keys ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.clock++
	l.lastWrite = l.clock
	for _, key := range keys {
		l.written[fold(key)] = l.clock
	}
}

// dropAll is drop for a write that may have changed any object.
func (l *listing[T]) dropAll() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.clock++
	l.lastWrite, l.allWritten = l.clock, l.clock
}

// touched reports whether an object was written after the given time.
func (l *listing[T]) touched(key string, since int) bool {
	return max(l.written[fold(key)], l.allWritten) > since
}

// fold is the form in which keys compare without case (reference Q3).
func fold(key string) string { return strings.ToLower(key) }
