package proget

import (
	"context"
	"sync"
)

// Group is a group of ProGet's own directory (reference section 12.2).
type Group struct {
	Name  Value[string]   `json:"name,omitzero"`
	Users Value[[]string] `json:"users,omitzero"` // all members
}

// Groups are the groups of ProGet's own directory, addressed by name.
type Groups struct {
	updatable[Group]

	mu    sync.Mutex
	locks map[string]*sync.Mutex // by folded name
}

func newGroups(c *Client) *Groups {
	a := securityAPI("groups", "group", "group", func(g Group) string { return g.Name.Or("") }, "name", func(prior, change Group) Group {
		change.Name = prior.Name // it says which group
		return change
	})
	return &Groups{updatable: newUpdatable(c, a), locks: map[string]*sync.Mutex{}}
}

// lock keeps others from changing the members of a group, until the returned
// function is called: ProGet replaces all of them at once, and nothing guards
// what was read before (reference section 1).
func (g *Groups) lock(name string) (unlock func()) {
	g.mu.Lock()
	lock := g.locks[fold(name)]
	if lock == nil {
		lock = &sync.Mutex{}
		g.locks[fold(name)] = lock
	}
	g.mu.Unlock()
	lock.Lock()
	return lock.Unlock
}

// Update changes the members of a group to those in change.
func (g *Groups) Update(ctx context.Context, name string, change Group) (Group, error) {
	defer g.lock(name)()
	return g.updatable.Update(ctx, name, change)
}
