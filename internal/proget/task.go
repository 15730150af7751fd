package proget

import (
	"context"
	"net/http"
)

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

// Tasks are the server's tasks, addressed by name.
type Tasks struct {
	updatable[Task]
	attributes *collection[TaskAttribute] // which are only listed
}

func newTasks(c *Client) *Tasks {
	return &Tasks{
		newUpdatable(c, securityAPI("tasks", "task", "task", func(t Task) string { return t.Name.Or("") }, "name", Task.changed)),
		newCollection(c, api[TaskAttribute]{
			noun: "task attribute", keyNames: []string{"name"},
			key:  func(a TaskAttribute) string { return a.Name.Or("") },
			list: request{method: http.MethodGet, path: endpoint("api", "security", "attributes", "list"), about: securityAbout},
		}),
	}
}

// changed is the whole task after a change: that an update of tasks may leave
// something out is not documented (reference section 12.1).
func (t Task) changed(change Task) Task {
	if !change.Description.IsZero() {
		t.Description = change.Description
	}
	if !change.FeedScoped.IsZero() {
		t.FeedScoped = change.FeedScoped
	}
	if !change.Attributes.IsZero() {
		t.Attributes = change.Attributes
	}
	return t
}

// AllAttributes returns the rights that tasks can consist of.
func (t *Tasks) AllAttributes(ctx context.Context) ([]TaskAttribute, error) {
	return t.attributes.List(ctx)
}
