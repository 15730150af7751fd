package proget

import (
	"context"
	"strconv"
	"strings"
)

// Permissions are the server's permissions. They are addressed by id or by what
// identifies them, as in group:Developers/task:Administer. They never change.
type Permissions struct{ *collection[Permission] }

func newPermissions(c *Client) *Permissions {
	kind := securityAPI("permissions", "permission", "permissionId", permissionID, "id")
	kind.natural = Permission.identity
	kind.update = nil
	create := kind.create
	kind.create = func(p Permission) request {
		p.ID = Value[int64]{}
		return create(p)
	}
	return &Permissions{newCollection(c, kind)}
}

// Find returns the permission with an id or an identity.
func (p *Permissions) Find(ctx context.Context, key string) (Permission, error) {
	if isNumber(key) {
		return p.collection.Find(ctx, key)
	}
	parts, err := SplitKey(key, "user", "group", "task", "feed", "feed_group", "deny")
	if err != nil {
		return Permission{}, p.client.unsentError(p.list, err.Error())
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
