package proget

import (
	"context"
	"errors"
	"net/http"
	"net/url"
)

// Project is a project of software composition analysis (reference section 15.1).
type Project struct {
	ID   Value[int64]  `json:"id,omitzero"` // the server's
	Name Value[string] `json:"name,omitzero"`
	Type Value[string] `json:"type,omitzero"`
	URL  Value[string] `json:"url,omitzero"`
}

// Projects are the server's projects. What ProGet answers to a question for one
// that it does not know is not documented (reference section 21, C21), so the
// listing has to do; and since its creation also updates, nothing is sent for a
// name that is listed.
type Projects struct{ updatable[Project] }

var projectsAbout = Endpoint{
	Needs: "a system API key with sca or full control, or a personal key of a user with Projects_Manage",
	Since: "projects can be managed in ProGet 2023 and later",
}

func newProjects(c *Client) *Projects {
	projects := func(method string, query url.Values) request {
		return request{method: method, path: endpoint("api", "sca", "projects"), query: query, about: projectsAbout}
	}
	save := func(name Value[string], project Project) request {
		project.ID, project.Name = Value[int64]{}, name
		return projects(http.MethodPost, nil).withBody(encode(project))
	}
	return &Projects{newUpdatable(c, api[Project]{
		noun:     "project",
		keyNames: []string{"name"},
		key:      func(project Project) string { return project.Name.Or("") },
		list:     projects(http.MethodGet, nil),
		create:   func(project Project) request { return save(project.Name, project) },
		update:   func(name string, _, change Project) request { return save(Of(name), change) },
		remove: func(name string, _ Project) []request {
			return []request{projects(http.MethodDelete, url.Values{"name": {name}})}
		},
	})}
}

// Delete removes a project, which only some servers can: the others say that
// this address has no such method.
func (p *Projects) Delete(ctx context.Context, name string) error {
	err := p.collection.Delete(ctx, name)
	lacks := hasStatus(err, http.StatusMethodNotAllowed, http.StatusNotFound) && !IsNotFound(err)
	e, ok := errors.AsType[*Error](err)
	if !lacks || !ok || e.Problem != Refusal || p.client.foreign(e.signed) { // a page or a stranger's answer says nothing of ProGet
		return err
	}
	return withError(err, func(e *Error) {
		e.Problem, e.Text = Incompatible, ""
		e.Detail = "this " + p.client.Server().String() + " does not delete projects through its API, or a web server in front of it forbids the method DELETE; delete the project in ProGet, or let go of it with a removed block"
	})
}
