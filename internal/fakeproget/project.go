package fakeproget

import "net/http"

// projectProperties are those of reference section 15.1.
var projectProperties = map[string]property{
	"id":   {readOnly: true},
	"name": {check: checkText},
	"type": {check: checkText},
	"url":  {check: checkText},
}

func (s *Server) projectKind() kind {
	return kind{
		table: newTable("name", s.options.CaseInsensitiveNames),
		path:  "projects", label: "project", id: "project name", anyName: true, numbered: true,
		properties: projectProperties,
	}
}

// routeProjects serves reference section 15.1.
func (s *Server) routeProjects() {
	if s.options.NativeOnly || s.profile.generation < v2023 {
		return
	}
	read := permission{system: []Scope{SCA}, tasks: []string{"Projects_View", "Projects_Manage"}}
	manage := permission{system: []Scope{SCA}, tasks: []string{"Projects_Manage"}}
	const path = "/api/sca/projects"
	s.route("GET "+path, read, s.readProjects)
	s.route("POST "+path, manage, s.saveProject)
	if s.profile.projectDeletes {
		s.route("DELETE "+path, manage, s.deleteProject)
	}
	if s.profile.generation < v2026 {
		return
	}
	upload := permission{system: []Scope{SCA, SBOMUpload}, tasks: []string{"Projects_UploadSbom", "Projects_Manage"}}
	s.route("GET /api/sca/permissions", permission{anyone: true}, func(c *call) (answer, error) {
		return ok(map[string]any{
			"canView": read.allows(c.caller, ""), "canManage": manage.allows(c.caller, ""), "canUploadSbom": upload.allows(c.caller, ""),
		}), nil
	})
}

// projectName is the name in a query: the vendor's client and page have a
// parameter each (reference section 21, C21).
func projectName(c *call) string {
	if name := c.URL.Query().Get("name"); name != "" {
		return name
	}
	return c.URL.Query().Get("project")
}

// readProjects answers one project to a query that names it, and else all.
func (s *Server) readProjects(c *call) (answer, error) {
	all := s.list(&s.projects, permissions{}, c)
	name := projectName(c)
	if name == "" {
		return all, nil
	}
	e := s.projects.table.find(name)
	switch {
	case e != nil:
		return ok(s.show(&s.projects, c.Request, e)), nil
	case s.options.UnknownProjectListsAll:
		return all, nil
	}
	return answer{}, s.notFound(&s.projects, name)
}

// saveProject changes the project of that name, or makes it.
func (s *Server) saveProject(c *call) (answer, error) {
	body, err := s.object(c)
	if err != nil {
		return answer{}, err
	}
	e, err := s.save(&s.projects, c, s.projects.table.find(textOf(body["name"])))
	if err != nil {
		return answer{}, err
	}
	return s.written(http.StatusOK, s.show(&s.projects, c.Request, e)), nil
}

func (s *Server) deleteProject(c *call) (answer, error) {
	name := projectName(c)
	if name == "" {
		return answer{}, invalid("name is required")
	}
	e := s.projects.table.find(name)
	if e == nil {
		return answer{}, s.notFound(&s.projects, name)
	}
	s.drop(&s.projects, e)
	return answer{status: http.StatusOK}, nil
}
