package fakeproget

import (
	"net/http"
	"strings"
)

const loginPage html = `<!DOCTYPE html>
<html><head><title>Log In - ProGet</title></head>
<body><form method="post" action="/log-in"><input name="user"><input name="password" type="password"></form></body></html>
`

// routePages serves the pages for people that an API client may end up at.
func (s *Server) routePages() {
	page := func(*call) (answer, error) { return ok(loginPage), nil }
	for _, path := range []string{"/{$}", "/log-in", "/administration/licensing"} {
		s.route("GET "+path, permission{anyone: true}, page)
	}
}

// routeHealth serves the variants of reference section 14.
func (s *Server) routeHealth() {
	if s.options.NativeOnly {
		return
	}
	anyone := permission{anyone: true}
	s.route("GET /health", anyone, s.health)
	if s.profile.healthText {
		s.route("GET /health/json", anyone, s.healthJSON)
	}
}

func (s *Server) health(c *call) (answer, error) {
	if !s.profile.healthText || c.URL.Query().Get("format") == "json" {
		return s.healthJSON(c)
	}
	if problems := s.problems(); len(problems) > 0 {
		return answer{http.StatusInternalServerError, strings.Join(problems, "\n")}, nil
	}
	return ok("OK"), nil
}

func (s *Server) healthJSON(*call) (answer, error) {
	a := ok(s.healthObject())
	if s.profile.healthFails && len(s.problems()) > 0 {
		a.status = http.StatusInternalServerError
	}
	return a, nil
}

// licenseProblem is the text that an unlicensed 26.x was seen to answer.
func (s *Server) licenseProblem() string {
	if s.options.Health.License == "" && s.options.Unlicensed != Licensed {
		return "Product license is not valid"
	}
	return s.options.Health.License
}

func (s *Server) problems() []string {
	var problems []string
	for _, text := range []string{s.options.Health.Database, s.licenseProblem(), s.options.Health.Service} {
		if text != "" {
			problems = append(problems, text)
		}
	}
	return problems
}

func (s *Server) healthObject() map[string]any {
	release := s.profile.version
	if parts := strings.Split(release, "."); len(parts) > 3 {
		release = strings.Join(parts[:3], ".")
	}
	object := map[string]any{
		"applicationName": "ProGet",
		"versionNumber":   s.profile.version,
		"releaseNumber":   release,
	}
	part := func(name, detail, problem string) {
		object[name], object[detail] = "OK", nil
		if problem != "" {
			object[name], object[detail] = "Error", problem
		}
	}
	part("licenseStatus", "licenseStatusDetail", s.licenseProblem())
	part("serviceStatus", "serviceStatusDetail", s.options.Health.Service)
	if s.profile.generation < v2023 {
		object["extensionsInstalled"] = []string{"Inedo SDK 1.3.1", "InedoCore 1.0.15"}
		object["replicationStatus"] = map[string]any{
			"serverStatus": "OK", "serverError": nil, "clientStatus": "OK", "clientError": nil,
		}
		return object
	}
	part("databaseStatus", "databaseStatusDetails", s.options.Health.Database)
	object["extensionsInstalled"] = map[string]string{"Azure": "2.0.1"}
	object["replicationStatus"] = map[string]any{
		"serverStatus": nil, "serverError": nil, "clientStatus": nil, "clientError": nil, "incoming": nil, "outgoing": nil,
	}
	return object
}
