package proget

import (
	"context"
	"slices"
	"strconv"
)

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
		return GroupMember{}, m.groups.unlistedError(key, load)
	}
	if group, err = m.groups.withMembers(ctx, group); err != nil {
		return GroupMember{}, err
	}
	return m.in(group, wanted)
}

func (m GroupMembers) split(key string) (GroupMember, error) {
	parts, err := SplitKey(key, "group", "user")
	if err != nil {
		return GroupMember{}, m.groups.client.unsentError(m.groups.api.list, err.Error())
	}
	return GroupMember{Of(parts["group"]), Of(parts["user"])}, nil
}

// in looks for a membership in a group that ProGet lists.
func (m GroupMembers) in(group Group, wanted GroupMember) (GroupMember, error) {
	if at := memberIn(group, wanted.User.Or("")); at >= 0 {
		return GroupMember{group.Name, Of(group.Users.Or(nil)[at])}, nil
	}
	e := m.groups.client.newError(m.groups.api.list, Unlisted, "the user "+quote(wanted.User.Or(""))+" is not in the group "+quote(group.Name.Or("")))
	e.notFound = m.groups.client.signing() >= neverSigns // the listing that has the group has all its members
	return GroupMember{}, e
}

// memberIn returns where in a group's users a user is, or -1. The exact name goes
// before one in another case.
func memberIn(group Group, user string) int {
	users := group.Users.Or(nil)
	if at := slices.Index(users, user); at >= 0 {
		return at
	}
	return slices.IndexFunc(users, func(member string) bool { return fold(member) == fold(user) })
}

// Create puts a user into a group.
func (m GroupMembers) Create(ctx context.Context, member GroupMember) (GroupMember, error) {
	user := member.User.Or("")
	group, written, err := m.change(ctx, member.Group.Or(""), func(group Group) (users []string, changes bool) {
		return append(slices.Clone(group.Users.Or(nil)), user), memberIn(group, user) < 0
	})
	switch {
	case err != nil:
		return GroupMember{}, err
	case !written:
		return GroupMember{}, m.groups.client.takenError(m.groups.api.update("", group, group), quote(user)+" is in the group "+quote(group.Name.Or(""))+" already")
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
	removed := "" // as the group spells the user: a namesake in another case stays
	group, written, err := m.change(ctx, member.Group.Or(""), func(group Group) (users []string, changes bool) {
		users = slices.Clone(group.Users.Or(nil))
		at := slices.Index(users, removed)
		if removed == "" {
			at = memberIn(group, member.User.Or(""))
		}
		if at < 0 {
			return nil, false
		}
		removed = users[at]
		return slices.Delete(users, at, at+1), true
	})
	if err == nil && !written {
		_, err = m.in(group, member)
	}
	return err
}

// memberAttempts bounds how often a membership is written that somebody else
// overwrites.
const memberAttempts = 3

// change writes the users that edit makes of a group, and reads the group anew
// until edit has nothing to change any more: another program may have written
// the group in between. written is false if there was nothing to change at all.
func (m GroupMembers) change(ctx context.Context, name string, edit func(Group) (users []string, changes bool)) (group Group, written bool, err error) {
	defer m.groups.lock(name)()
	for n := 0; ; n++ {
		group, err = m.read(ctx, name)
		if err != nil {
			if written {
				err = unreadAfter(err)
			}
			return group, written, err
		}
		users, changes := edit(group)
		if !changes {
			return group, written, nil
		}
		if n == memberAttempts {
			e := m.groups.client.newError(m.groups.api.update("", group, Group{Users: Of(users)}), Unproven,
				"the group does not have the change afterwards, though ProGet accepted it "+strconv.Itoa(n)+" times")
			e.Outcome = Lost
			return group, written, e
		}
		if _, err := m.groups.updatable.Update(ctx, name, Group{Users: Of(users)}); err != nil && !IsUnread(err) {
			return group, written, err
		}
		written = true
	}
}

// read reads a group and its members anew.
func (m GroupMembers) read(ctx context.Context, name string) (Group, error) {
	m.groups.listing.drop(name)
	m.groups.client.users.listing.dropAll() // the users say which groups they are in
	group, err := m.groups.reader.read(ctx, name)
	if err != nil {
		return group, err
	}
	return m.groups.withMembers(ctx, group)
}
