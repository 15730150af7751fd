package proget

import "sync"

// claims are the names of the objects that are being created, so that of two
// creations of one name at the same time the second is not sent. When the first
// has ended, what it made is found by looking.
type claims struct {
	mu   sync.Mutex
	held map[string]bool // folded
}

// take reports whether the name was free. It is the caller's until release.
func (c *claims) take(name string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held[fold(name)] {
		return false
	}
	if c.held == nil {
		c.held = map[string]bool{}
	}
	c.held[fold(name)] = true
	return true
}

func (c *claims) release(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.held, fold(name))
}

// unsent is the error of a request that was not sent.
func (c *Client) unsent(r request, why string) error {
	e := c.newError(r)
	e.problem, e.detail = invalid, why
	return e
}
