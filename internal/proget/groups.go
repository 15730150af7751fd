package proget

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Groups are the groups of ProGet's own directory, addressed by name.
type Groups struct {
	updatable[Group]

	mu    sync.Mutex
	locks map[string]*sync.Mutex // by folded name
}

func newGroups(c *Client) *Groups {
	kind := securityAPI("groups", "group", "group", func(g Group) string { return g.Name.Or("") }, "name")
	update := kind.update
	kind.update = func(name string, prior, change Group) request {
		change.Name = prior.Name // it says which group
		return update(name, prior, change)
	}
	return &Groups{updatable: newUpdatable(c, kind), locks: map[string]*sync.Mutex{}}
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

// GroupMember is one membership of a user in a group.
type GroupMember struct {
	Group Value[string]
	User  Value[string]
}

// GroupMembers are the memberships of all groups, each addressed by both names,
// as in group:Developers/user:jane. They never change.
type GroupMembers struct{ groups *Groups }

// Members returns the memberships of all groups.
func (g *Groups) Members() GroupMembers { return GroupMembers{g} }

func (m GroupMember) key() string {
	return JoinKey(Part{"group", m.Group.Or("")}, Part{"user", m.User.Or("")})
}

// List returns the memberships of all groups.
func (m GroupMembers) List(ctx context.Context) ([]GroupMember, error) {
	groups, err := m.groups.List(ctx)
	var members []GroupMember
	for _, group := range groups {
		for _, user := range group.Users.Or(nil) {
			members = append(members, GroupMember{group.Name, Of(user)})
		}
	}
	return members, err
}

// Find returns a membership. IsNotFound if there is no such group, or if the
// user is not in it.
func (m GroupMembers) Find(ctx context.Context, key string) (GroupMember, error) {
	wanted, err := m.split(key)
	if err != nil {
		return GroupMember{}, err
	}
	group, err := m.groups.Find(ctx, wanted.Group.Or(""))
	if err != nil {
		return GroupMember{}, err
	}
	load, err := m.groups.listing.all(ctx)
	if err == nil && m.groups.client.foreign(load.signed) {
		return GroupMember{}, m.groups.unlisted(key, load)
	}
	if group, err = m.whole(ctx, group); err != nil {
		return GroupMember{}, err
	}
	return m.in(group, wanted)
}

// whole completes a group that is listed without users, which may mean that it
// has none: the users say which groups they are in. What is written without them
// would take all of them out.
func (m GroupMembers) whole(ctx context.Context, group Group) (Group, error) {
	if !group.Users.IsZero() {
		return group, nil
	}
	users, err := m.groups.client.users.List(ctx)
	names := []string{}
	for _, user := range users {
		if slices.ContainsFunc(user.Groups.Or(nil), func(name string) bool { return strings.EqualFold(name, group.Name.Or("")) }) {
			names = append(names, user.Name.Or(""))
		}
	}
	group.Users = Of(names)
	return group, err
}

func (m GroupMembers) split(key string) (GroupMember, error) {
	parts, err := SplitKey(key, "group", "user")
	if err != nil {
		return GroupMember{}, m.groups.client.unsent(m.groups.list, err.Error())
	}
	return GroupMember{Of(parts["group"]), Of(parts["user"])}, nil
}

// in looks for a membership in a group that ProGet lists.
func (m GroupMembers) in(group Group, wanted GroupMember) (GroupMember, error) {
	if at := memberIn(group, wanted.User.Or("")); at >= 0 {
		return GroupMember{group.Name, Of(group.Users.Or(nil)[at])}, nil
	}
	e := m.groups.client.newError(m.groups.list)
	e.Problem, e.absent = Unlisted, true // the listing that has the group has all its members
	e.Detail = "the user " + quote(wanted.User.Or("")) + " is not in the group " + quote(group.Name.Or(""))
	return GroupMember{}, e
}

// memberIn returns where in a group's users a user is, or -1.
func memberIn(group Group, user string) int {
	return slices.IndexFunc(group.Users.Or(nil), func(member string) bool { return strings.EqualFold(member, user) })
}

// Create puts a user into a group.
func (m GroupMembers) Create(ctx context.Context, member GroupMember) (GroupMember, error) {
	user := member.User.Or("")
	taken := false
	group, err := m.change(ctx, member.Group.Or(""), func(group Group) (users []string, changes bool) {
		taken = memberIn(group, user) >= 0
		return append(slices.Clone(group.Users.Or(nil)), user), !taken
	}, func(group Group) bool { return memberIn(group, user) >= 0 })
	switch {
	case err != nil:
		return GroupMember{}, err
	case taken:
		return GroupMember{}, m.groups.client.taken(m.groups.update("", group, group), quote(user)+" is in the group "+quote(group.Name.Or(""))+" already")
	}
	return m.in(group, member)
}

// Delete takes a user out of a group. IsNotFound if there is no such group, or
// if the user is not in it.
func (m GroupMembers) Delete(ctx context.Context, key string) error {
	member, err := m.split(key)
	if err != nil {
		return err
	}
	user := member.User.Or("")
	was := false
	group, err := m.change(ctx, member.Group.Or(""), func(group Group) (users []string, changes bool) {
		was = was || memberIn(group, user) >= 0
		users = slices.DeleteFunc(slices.Clone(group.Users.Or(nil)), func(other string) bool { return strings.EqualFold(other, user) })
		return users, memberIn(group, user) >= 0
	}, func(group Group) bool { return memberIn(group, user) < 0 })
	if err == nil && !was {
		_, err = m.in(group, member)
	}
	return err
}

// memberAttempts bounds how often a membership is written that somebody else
// overwrites.
const memberAttempts = 3

// change reads a group anew, writes the users that edit makes of it, and reads
// it again until the change holds: another program may have written the group
// in between.
func (m GroupMembers) change(ctx context.Context, name string, edit func(Group) (users []string, changes bool), holds func(Group) bool) (Group, error) {
	defer m.groups.lock(name)()
	for n := 1; ; n++ {
		m.groups.listing.drop(name)
		group, err := m.groups.findAnew(ctx, name)
		if err != nil {
			return group, err
		}
		m.groups.client.users.listing.dropAll()
		if group, err = m.whole(ctx, group); err != nil {
			return group, err
		}
		users, changes := edit(group)
		if !changes {
			return group, nil
		}
		if _, err := m.groups.updatable.Update(ctx, name, Group{Users: Of(users)}); err != nil && !IsUnread(err) {
			return group, err
		}
		m.groups.listing.drop(name)
		now, err := m.groups.findAnew(ctx, name)
		switch {
		case err != nil:
			return now, unreadAfter(err)
		case holds(now):
			return now, nil
		case n == memberAttempts:
			e := m.groups.client.newError(m.groups.update("", group, Group{Users: Of(users)}))
			e.Problem, e.Detail = Unproven, "the group does not have the change afterwards, though ProGet accepted it "+strconv.Itoa(n)+" times"
			return now, e
		}
	}
}
