package proget

import (
	"context"
	"strconv"
	"strings"
)

// Permission lets a user or a group do a task, or denies it (reference section 12.2).
type Permission struct {
	ID        Value[int64]  `json:"id,omitzero"`
	User      Value[string] `json:"user,omitzero"` // one of user and group
	Group     Value[string] `json:"group,omitzero"`
	Task      Value[string] `json:"task,omitzero"`
	Feed      Value[string] `json:"feed,omitzero"` // neither feed nor feed group: everywhere
	FeedGroup Value[string] `json:"feedGroup,omitzero"`
	Deny      Value[bool]   `json:"deny,omitzero"` // not, unless it says so
}

// Permissions are the server's permissions. They are addressed by id or by what
// identifies them, as in group:Developers/task:Administer. They never change.
type Permissions struct{ *collection[Permission] }

func newPermissions(c *Client) *Permissions {
	a := securityAPI("permissions", "permission", "permissionId", permissionID, "id", nil)
	a.natural = Permission.identity
	return &Permissions{newCollection(c, a)}
}

func permissionID(p Permission) string {
	if id, ok := p.ID.Get(); ok {
		return strconv.FormatInt(id, 10)
	}
	return ""
}

// identity is what makes a permission the one it is, besides its id.
func (p Permission) identity() string {
	deny := ""
	if p.Deny.Or(false) {
		deny = "true"
	}
	return JoinKey(
		Part{"user", p.User.Or("")}, Part{"group", p.Group.Or("")}, Part{"task", p.Task.Or("")},
		Part{"feed", p.Feed.Or("")}, Part{"feed_group", p.FeedGroup.Or("")}, Part{"deny", deny})
}

// Create gives a permission, which the server numbers, and returns it as the
// server has it.
func (p *Permissions) Create(ctx context.Context, permission Permission) (Permission, error) {
	permission.ID = Value[int64]{}
	return p.collection.Create(ctx, permission)
}

// Find returns the permission with an id or an identity.
func (p *Permissions) Find(ctx context.Context, key string) (Permission, error) {
	if isNumber(key) {
		return p.collection.Find(ctx, key)
	}
	parts, err := SplitKey(key, "user", "group", "task", "feed", "feed_group", "deny")
	if err != nil {
		return Permission{}, p.client.unsentError(p.api.list, err.Error())
	}
	wanted := Permission{
		User: Of(parts["user"]), Group: Of(parts["group"]), Task: Of(parts["task"]),
		Feed: Of(parts["feed"]), FeedGroup: Of(parts["feed_group"]), Deny: Of(strings.EqualFold(parts["deny"], "true")),
	}
	return p.reader.readCreated(ctx, wanted.identity())
}

// Delete removes the permission with an id or an identity.
func (p *Permissions) Delete(ctx context.Context, key string) error {
	if !isNumber(key) {
		found, err := p.Find(ctx, key)
		if err != nil {
			return err
		}
		key = permissionID(found)
	}
	return p.collection.Delete(ctx, key)
}

func isNumber(key string) bool {
	_, err := strconv.ParseInt(key, 10, 64)
	return err == nil
}
