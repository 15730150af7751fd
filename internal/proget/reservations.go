package proget

import "sync"

// reservations are the keys of the objects that are being created, so that of
// two creations of one key at the same time the second is not sent. When the
// first has ended, what it made is found by looking.
type reservations struct {
	mu   sync.Mutex
	held map[string]bool // folded
}

// reserve reports whether the key was free. It is the caller's until release.
func (r *reservations) reserve(key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.held[fold(key)] {
		return false
	}
	if r.held == nil {
		r.held = map[string]bool{}
	}
	r.held[fold(key)] = true
	return true
}

func (r *reservations) release(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.held, fold(key))
}
