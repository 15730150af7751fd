package proget

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
)

// User is a user of ProGet's own directory (reference section 12.2).
type User struct {
	Name        Value[string]   `json:"name,omitzero"` // also the login
	DisplayName Value[string]   `json:"displayName,omitzero"`
	Email       Value[string]   `json:"email,omitzero"`
	Password    Value[string]   `json:"password,omitzero"` // never revealed
	Groups      Value[[]string] `json:"groups,omitzero"`   // changed through groups
}

// Group is a group of ProGet's own directory (reference section 12.2).
type Group struct {
	Name  Value[string]   `json:"name,omitzero"`
	Users Value[[]string] `json:"users,omitzero"` // all members
}

// Task is a set of rights that permissions give (reference section 12.2).
type Task struct {
	Name        Value[string]   `json:"name,omitzero"`
	Description Value[string]   `json:"description,omitzero"`
	FeedScoped  Value[bool]     `json:"feedScoped,omitzero"`
	Attributes  Value[[]string] `json:"attributes,omitzero"`
}

// TaskAttribute is a right that tasks consist of (reference section 12.2).
type TaskAttribute struct {
	Name       Value[string] `json:"name,omitzero"`
	FeedScoped Value[bool]   `json:"feedScoped,omitzero"`
}

// Permission lets a user or a group do a task, or denies it (reference section 12.2).
type Permission struct {
	ID        Value[int64]  `json:"id,omitzero"`
	User      Value[string] `json:"user,omitzero"` // one of user and group
	Group     Value[string] `json:"group,omitzero"`
	Task      Value[string] `json:"task,omitzero"`
	Feed      Value[string] `json:"feed,omitzero"` // neither feed nor feed group: everywhere
	FeedGroup Value[string] `json:"feedGroup,omitzero"`
	Deny      Value[bool]   `json:"deny,omitzero"`
}

var securityAbout = Endpoint{
	Needs:   fullControl + ", or a personal key of a user with Admin_ConfigureProGet, and an edition other than Free",
	Since:   "it came with ProGet 2025, for editions other than Free",
	Failing: "ProGet's own log says more. The Free edition does not have this API.",
}

// securityAPI is what the APIs of users, groups, tasks and permissions have in
// common (reference section 12.1). by is the parameter that names what is to be
// deleted. Deletions are POST or DELETE (reference section 21, C17).
func securityAPI[T any](objects, noun, by string, key func(T) string, keyName string) api[T] {
	ask := func(method, verb string) request {
		return request{method: method, path: endpoint("api", "security", objects, verb), about: securityAbout}
	}
	write := func(verb string, object T) request {
		r := ask(http.MethodPost, verb)
		r.body = encode(object)
		return r
	}
	return api[T]{
		noun:     noun,
		keyNames: []string{keyName},
		key:      key,
		list:     ask(http.MethodGet, "list"),
		create:   func(object T) request { return write("add", object) },
		update:   func(_ string, _, change T) request { return write("update", change) },
		remove: func(key string, _ T) []request {
			post, del := ask(http.MethodPost, "delete"), ask(http.MethodDelete, "delete")
			post.query, del.query = url.Values{by: {key}}, url.Values{by: {key}}
			return []request{post, del}
		},
	}
}

func newUsers(c *Client) *Users {
	kind := securityAPI("users", "user", "user", func(u User) string { return u.Name.Or("") }, "name")
	update := kind.update
	kind.update = func(name string, prior, change User) request {
		change.Name = prior.Name // it says which user
		return update(name, prior, change)
	}
	return &Users{newUpdatable(c, kind)}
}

// Users are the users of ProGet's own directory, addressed by name.
type Users struct{ updatable[User] }

func newTasks(c *Client) *Tasks {
	kind := securityAPI("tasks", "task", "task", func(t Task) string { return t.Name.Or("") }, "name")
	update := kind.update
	kind.update = func(name string, prior, change Task) request { return update(name, prior, change.over(prior)) }
	attributes := api[TaskAttribute]{
		noun: "task attribute", keyNames: []string{"name"},
		key:  func(a TaskAttribute) string { return a.Name.Or("") },
		list: request{method: http.MethodGet, path: endpoint("api", "security", "attributes", "list"), about: securityAbout},
	}
	return &Tasks{newUpdatable(c, kind), newCollection(c, attributes)}
}

// Tasks are the server's tasks, addressed by name.
type Tasks struct {
	updatable[Task]
	attributes *collection[TaskAttribute] // which are only listed
}

// AllAttributes returns the rights that tasks can consist of.
func (t *Tasks) AllAttributes(ctx context.Context) ([]TaskAttribute, error) {
	return t.attributes.List(ctx)
}

// over is the whole task after a change: that an update of tasks may leave
// something out is not documented (reference section 12.1).
func (t Task) over(prior Task) Task {
	t.Name = prior.Name
	if t.Description.IsZero() {
		t.Description = prior.Description
	}
	if t.FeedScoped.IsZero() {
		t.FeedScoped = prior.FeedScoped
	}
	if t.Attributes.IsZero() {
		t.Attributes = prior.Attributes
	}
	return t
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
