package proget

import (
	"context"
	"slices"
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

// Create makes a group and returns it with its members.
func (g *Groups) Create(ctx context.Context, group Group) (Group, error) {
	return g.written(ctx, func() (Group, error) { return g.updatable.Create(ctx, group) })
}

// Update changes the members of a group to those in change.
func (g *Groups) Update(ctx context.Context, name string, change Group) (Group, error) {
	defer g.lock(name)()
	return g.written(ctx, func() (Group, error) { return g.updatable.Update(ctx, name, change) })
}

// Delete removes a group.
func (g *Groups) Delete(ctx context.Context, name string) error {
	defer g.client.users.listing.dropAll()
	return g.updatable.Delete(ctx, name)
}

// written makes a write of a group, after which the users say anew which groups they are
// in, and completes what it answers.
func (g *Groups) written(ctx context.Context, write func() (Group, error)) (Group, error) {
	group, err := write()
	g.client.users.listing.dropAll()
	if err != nil {
		return group, err
	}
	group, err = g.whole(ctx, group)
	return group, unreadAfter(err)
}

// List returns all groups with their members, as far as the server says them.
func (g *Groups) List(ctx context.Context) ([]Group, error) {
	groups, err := g.updatable.List(ctx)
	for i := range groups {
		if err == nil {
			groups[i], err = g.whole(ctx, groups[i])
		}
	}
	return groups, err
}

// Find returns a group with its members, as far as the server says them.
func (g *Groups) Find(ctx context.Context, name string) (Group, error) {
	group, err := g.updatable.Find(ctx, name)
	if err != nil {
		return group, err
	}
	return g.whole(ctx, group)
}

// whole completes a group that is listed without users: it has none where the
// listing says the users of others. Elsewhere they stay absent: the users say
// which groups they are in, but members of other directories are no users.
func (g *Groups) whole(ctx context.Context, group Group) (Group, error) {
	if !group.Users.IsZero() {
		return group, nil
	}
	load, err := g.listing.some(ctx)
	if err != nil {
		return group, g.client.asError(g.api.list, err)
	}
	if slices.ContainsFunc(load.list, func(other Group) bool { return !other.Users.IsZero() }) {
		group.Users = Of([]string{})
	}
	return group, nil
}

// withMembers is whole for who has to know all members: writing some would take
// all others out.
func (g *Groups) withMembers(ctx context.Context, group Group) (Group, error) {
	group, err := g.whole(ctx, group)
	if err == nil && group.Users.IsZero() {
		err = g.client.newError(g.api.list, Unproven, "ProGet does not list the users of groups, so the members of "+quote(group.Name.Or(""))+" are not known")
	}
	return group, err
}
