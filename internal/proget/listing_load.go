package proget

import (
	"context"
	"maps"
	"slices"
)

// load is one fetching of a listing.
type load[T any] struct {
	began   int
	done    chan struct{}
	cancel  context.CancelFunc
	waiting int // callers; guarded by listing.mu
	over    bool

	items[T]
	err    error
	exact  map[string]int
	folded map[string]int // to an index, or to ambiguous
	// naturals are the folded natural keys, with an index or, for an item that
	// does not decode, undecoded.
	naturals map[string]int
}

const (
	ambiguous = -1
	undecoded = -2
)

// join takes part in the current load and begins one if there is none. The
// caller holds l.mu, which join releases.
func (l *listing[T]) join(ctx context.Context) *load[T] {
	defer l.mu.Unlock()
	if l.current == nil {
		// The request belongs to all who wait, so it outlives the one who
		// came first, and ends when all have left.
		shared, cancel := context.WithCancel(context.WithoutCancel(ctx))
		l.clock++
		l.current = &load[T]{began: l.clock, done: make(chan struct{}), cancel: cancel}
		go l.run(shared, l.current)
	}
	l.current.waiting++
	return l.current
}

func (l *listing[T]) run(ctx context.Context, load *load[T]) {
	defer load.cancel()
	load.items, load.err = l.fetch(ctx)
	load.index(l.key, l.natural)
	l.mu.Lock()
	load.over = true
	l.mu.Unlock()
	close(load.done)
}

// wait returns the load also with its error.
func (d *load[T]) wait(ctx context.Context, l *listing[T]) (*load[T], error) {
	// What is there is taken even by a caller whose time is up.
	select {
	case <-d.done:
	default:
		select {
		case <-d.done:
		case <-ctx.Done():
			l.leave(d)
			return d, ctx.Err()
		}
	}
	l.leave(d)
	return d, d.err
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

func (d *load[T]) index(key, natural func(T) string) {
	seen := map[string]bool{}
	d.list = slices.DeleteFunc(d.list, func(item T) bool { // what is listed twice is one object
		text := key(item)
		twice := seen[text]
		seen[text] = true
		return twice
	})
	d.exact = make(map[string]int, len(d.list))
	d.folded = make(map[string]int, len(d.list))
	d.naturals = make(map[string]int, len(d.list))
	for i, item := range d.list {
		text := key(item)
		d.exact[text] = i
		if _, taken := d.folded[fold(text)]; taken {
			d.folded[fold(text)] = ambiguous
		} else {
			d.folded[fold(text)] = i
		}
		d.naturals[fold(natural(item))] = i
	}
	for text := range d.failed {
		d.naturals[fold(text)] = undecoded
	}
}

// find returns the index of the object with the given key.
func (d *load[T]) find(key string, anyCase bool) (at int, ok bool) {
	at, ok = d.exact[key]
	if !ok && anyCase {
		at, ok = d.folded[fold(key)]
	}
	return at, ok && at >= 0
}

// failure is the error of an item that has the given key but does not decode.
func (d *load[T]) failure(key string, anyCase bool) error {
	for text, err := range d.failed {
		if text == key || anyCase && fold(text) == fold(key) {
			return err
		}
	}
	return nil
}

// anyFailure is the error of the first item that does not decode, for those whom
// each of them may concern.
func (d *load[T]) anyFailure() error {
	if keys := slices.Sorted(maps.Keys(d.failed)); len(keys) > 0 {
		return d.failed[keys[0]]
	}
	return nil
}

// objects returns the list as the caller's own.
func (d *load[T]) objects() []T { return slices.Clone(d.list) }
