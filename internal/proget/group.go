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

// Update changes the members of a group to those in change.
func (g *Groups) Update(ctx context.Context, name string, change Group) (Group, error) {
	defer g.lock(name)()
	return g.updatable.Update(ctx, name, change)
}

// List returns all groups with their members.
func (g *Groups) List(ctx context.Context) ([]Group, error) {
	groups, err := g.updatable.List(ctx)
	for i, group := range groups {
		if completed, unknown := g.whole(ctx, group); unknown == nil {
			groups[i] = completed
		}
	}
	return groups, err
}

// Find returns a group with its members.
func (g *Groups) Find(ctx context.Context, name string) (Group, error) {
	group, err := g.updatable.Find(ctx, name)
	if err != nil {
		return group, err
	}
	if completed, unknown := g.whole(ctx, group); unknown == nil {
		return completed, nil
	}
	return group, nil
}

// whole completes a group that is listed without users, which may mean that it
// has none: the users say which groups they are in. If they do not say that
// either, the members are unknown, and writing some would take all others out.
func (g *Groups) whole(ctx context.Context, group Group) (Group, error) {
	if !group.Users.IsZero() {
		return group, nil
	}
	users, err := g.client.users.List(ctx)
	if err != nil {
		return group, err
	}
	names, told := []string{}, len(users) == 0
	for _, user := range users {
		told = told || !user.Groups.IsZero()
		if slices.ContainsFunc(user.Groups.Or(nil), func(name string) bool { return fold(name) == fold(group.Name.Or("")) }) {
			names = append(names, user.Name.Or(""))
		}
	}
	if !told {
		return group, g.client.newError(g.list, Unproven, "ProGet lists neither the users of groups nor the groups of users, so the members of "+quote(group.Name.Or(""))+" are not known")
	}
	group.Users = Of(names)
	return group, nil
}
