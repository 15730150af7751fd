package proget

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	projectsList = "GET /api/sca/projects"
	projectsSave = "POST /api/sca/projects"
	shop         = `{"id":3,"name":"My Shop","type":"application","url":"proget.example.com"}`
)

// A project is made and changed by the same request, which never goes out for
// the creation of one that exists.
func TestProjects(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{
		projectsList:                            inTurn(reply(200, "[]"), reply(200, "["+shop+"]")),
		projectsSave:                            reply(200, shop),
		"DELETE /api/sca/projects?name=My+Shop": reply(200, ""),
	})
	projects := s.client(t).Projects()
	created, err := projects.Create(t.Context(), Project{Name: Of("My Shop"), Type: Of("application")})
	if diff := cmp.Diff(Project{Of[int64](3), Of("My Shop"), Of("application"), Of("proget.example.com")}, created, whole); err != nil || diff != "" {
		t.Errorf("%v, (-want +got):\n%s", err, diff)
	}
	if body := s.last(t, projectsSave).body; body != `{"name":"My Shop","type":"application"}` {
		t.Errorf("created with %s", body)
	}
	if _, err := projects.Create(t.Context(), Project{Name: Of("my shop")}); problemOf(t, err).Problem != Taken {
		t.Errorf("created twice: %v", err)
	}
	if _, err := projects.Update(t.Context(), "My Shop", Project{ID: Of[int64](3), URL: Of("")}); err != nil {
		t.Error(err)
	}
	if body := s.last(t, projectsSave).body; body != `{"name":"My Shop","url":""}` {
		t.Errorf("updated with %s", body)
	}
	if err := projects.Delete(t.Context(), "My Shop"); err != nil {
		t.Error(err)
	}
	if n := s.count(projectsSave); n != 2 {
		t.Errorf("%d requests save", n)
	}
}

// An update never makes a project: the API would.
func TestProjectUpdateOfNothing(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{projectsList: reply(200, "["+shop+"]")})
	if _, err := s.client(t).Projects().Update(t.Context(), "Other", Project{Type: Of("x")}); !IsNotFound(err) {
		t.Errorf("want that it is not found, got %v", err)
	}
}

func TestProjectDeletionThatIsNotThere(t *testing.T) {
	t.Parallel()
	const remove = "DELETE /api/sca/projects?name=My+Shop"
	for _, status := range []int{404, 405} {
		s := serve(t, routes{projectsList: reply(200, "["+shop+"]"), remove: reply(status, "")})
		err := s.client(t).Projects().Delete(t.Context(), "My Shop")
		if e := problemOf(t, err); e.Problem != Incompatible || IsNotFound(err) || !strings.Contains(e.Error(), "ProGet 2026.12 (Free) does not delete projects") {
			t.Errorf("%d: %v", status, err)
		}
	}
	page := serve(t, routes{projectsList: reply(200, "["+shop+"]"), remove: unsigned(404, "<html><title>Nothing</title></html>")})
	if e := problemOf(t, page.client(t).Projects().Delete(t.Context(), "My Shop")); e.Problem == Incompatible {
		t.Errorf("a page is taken for ProGet's word: %v", e)
	}
	s := serve(t, routes{projectsList: inTurn(reply(200, "["+shop+"]"), reply(200, "[]")), remove: reply(404, `Project "My Shop" not found`)})
	if err := s.client(t).Projects().Delete(t.Context(), "My Shop"); !IsNotFound(err) {
		t.Errorf("one that is gone: %v", err)
	}
}
