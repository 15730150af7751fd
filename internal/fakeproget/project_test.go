package fakeproget_test

import (
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

const projects = "/api/sca/projects"

func TestProjects(t *testing.T) {
	for _, profile := range []string{"2023", "2024", "2026"} {
		c := serve(t, fakeproget.Options{Profile: profile})
		c.wantJSON(c.get(projects), 200, `[]`)
		c.Put("projects", "a", nil)
		c.Put("projects", "b", nil)
		// Reference section 25, F17.
		const project = `"name":"myApplication","type":"application","url":"proget.corp.local"}`
		c.wantJSON(c.post(projects, `{`+project), 200, `{"id":3,`+project)
		for _, query := range []string{"?name=myApplication", "?project=myApplication", "?name=myApplication&project=myApplication"} {
			c.wantJSON(c.get(projects+query), 200, `{"id":3,`+project)
		}
		c.wantJSON(c.get(projects), 200, `[{"id":1,"name":"a"},{"id":2,"name":"b"},{"id":3,`+project+`]`)
		// Another creation changes what there is, and only what it says.
		c.wantJSON(c.post(projects, `{"id":3,"name":"myApplication","url":"other","type":null}`), 200, `{"id":3,"name":"myApplication","type":"application","url":"other"}`)
		c.wantJSON(c.post(projects, `{"name":"myApplication","url":""}`), 200, `{"id":3,"name":"myApplication","type":"application"}`)
		c.wantText(c.get(projects+"?name=nope"), 404, `Project "nope" not found`)
		c.wantText(c.post(projects, `{"type":"application"}`), 400, "project name is required")
		c.wantText(c.post(projects, `{"name":"x","group":"y"}`), 400, "unknown property 'group'")
		c.wantText(c.post(projects, `{"id":9,"name":"a"}`), 400, "id is read-only")
		r := c.do("DELETE", projects+"?name=myApplication", "")
		if profile != "2026" {
			c.wantStatus(r, 405)
			continue
		}
		c.wantText(r, 200, "")
		c.wantText(c.do("DELETE", projects+"?name=myApplication", ""), 404, `Project "myApplication" not found`)
		c.wantText(c.do("DELETE", projects, ""), 400, "name is required")
		c.wantJSON(c.get("/api/sca/permissions"), 200, `{"canView":true,"canManage":true,"canUploadSbom":true}`)
	}
	c := serve(t, fakeproget.Options{Profile: "5.2"})
	c.wantStatus(c.get(projects), 404)
	c = serve(t, fakeproget.Options{Profile: "2024", ProjectDeletes: true, UnknownProjectListsAll: true, EmptyBodies: true})
	c.wantText(c.post(projects, `{"name":"a b&c"}`), 200, "")
	c.wantJSON(c.get(projects+"?name=nope"), 200, `[{"id":1,"name":"a b&c"}]`)
	c.wantStatus(c.do("DELETE", projects+"?name=a%20b%26c", ""), 200)
}

func TestProjectPermissions(t *testing.T) {
	c := serve(t, fakeproget.Options{Keys: keys()})
	c.Put("tasks", "See Projects", map[string]any{"attributes": []string{"Projects_View"}})
	c.Put("users", "jane", map[string]any{"password": "pw"})
	c.Put("users", "john", map[string]any{"password": "pw"})
	c.Put("permissions", "", map[string]any{"user": "jane", "task": "See Projects"})
	c.Put("permissions", "", map[string]any{"user": "john", "task": "Manage Projects"})
	for key, want := range map[string][2]int{
		"full-control": {200, 200}, "sca": {200, 200}, "sbom-upload": {403, 403}, "feeds": {403, 403}, "view": {403, 403},
		"jane:pw": {200, 403}, "john:pw": {200, 200}, "none": {403, 403},
	} {
		read := c.do("GET", projects, "", "X-ApiKey", key).status
		write := c.do("POST", projects, `{"name":"x"}`, "X-ApiKey", key).status
		if read != want[0] || write != want[1] {
			t.Errorf("%s: %d and %d, want %v", key, read, write, want)
		}
	}
	c.wantJSON(c.do("GET", "/api/sca/permissions", "", "X-ApiKey", "sbom-upload"), 200, `{"canView":false,"canManage":false,"canUploadSbom":true}`)
	c.wantJSON(c.do("GET", "/api/sca/permissions", "", "X-ApiKey", "jane:pw"), 200, `{"canView":true,"canManage":false,"canUploadSbom":false}`)
}
