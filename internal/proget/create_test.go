package proget

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	connectorCreate = "POST /api/management/connectors/create"
	connectorDelete = "POST /api/management/connectors/delete/a"
)

// wantTaken checks the error of a creation that was not sent.
func wantTaken(t *testing.T, name string, err error) {
	t.Helper()
	if err == nil {
		t.Errorf("%s: it is created", name)
		return
	}
	if e := problemOf(t, err); e.problem != invalid || e.Status != 0 || e.Outcome != Refused || e.absent || !strings.Contains(e.Error(), "already") {
		t.Errorf("%s: %v, outcome %v", name, e, e.Outcome)
	}
}

// What a server does with a second object of a name is not known, so none is sent.
func TestCreateWhatIsListed(t *testing.T) {
	t.Parallel()
	for kind, create := range map[string]func(*Client, string) error{
		"connectors": func(c *Client, name string) error {
			_, err := c.Connectors().Create(t.Context(), Connector{Name: Of(name)})
			return err
		},
		"feeds": func(c *Client, name string) error {
			_, err := c.Feeds().Create(t.Context(), Feed{Name: Of(name), Variables: Of(map[string]string{"A": "1"})})
			return err
		},
	} {
		list := "GET /api/management/" + kind + "/list"
		s := serve(t, routes{list: reply(200, named("x", "a b", "\u00c4rger", "d", "D"))})
		c := s.client(t)
		for _, name := range []string{"a b", "A B", "\u00e4rger", "d"} {
			err := create(c, name)
			wantTaken(t, kind+" "+name, err)
			if want := "POST " + base + "/api/management/" + kind + "/create: " + fmt.Sprintf("%q", name) + " is listed already"; err != nil && err.Error() != want {
				t.Errorf("%s: it reads %q, want %q", kind, err, want)
			}
		}
		if diff := cmp.Diff([]string{list}, s.lines()); diff != "" {
			t.Errorf("%s: requests (-want +got):\n%s", kind, diff)
		}
	}
}

// A legacy server's licenses are refused likewise, in whichever case.
func TestCreateLegacyLicenseThatIsListed(t *testing.T) {
	t.Parallel()
	const create = "POST /api/management/licenses/create"
	old := func(status int, body string) http.HandlerFunc { return replyAs("23.0.20.1", status, body) }
	s := serve(t, routes{modernList: old(404, ""), legacyList: old(200, "["+zeroBSD+"]"), create: old(201, `{"licenseId":"ABC-1.0"}`)})
	licenses := s.client(t).Licenses()
	for _, code := range []string{"0BSD", "0bsd"} {
		_, err := licenses.Create(t.Context(), License{Code: Of(code)})
		wantTaken(t, code, err)
	}
	if _, err := licenses.Create(t.Context(), License{Code: Of("ABC-1.0")}); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff([]string{modernList, legacyList, create}, s.lines()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// A listing that cannot be had says nothing, so the server decides.
func TestCreateWithoutAListing(t *testing.T) {
	t.Parallel()
	for name, handle := range map[string]http.HandlerFunc{
		"forbidden": reply(403, "no"), "broken": reply(500, "oops"), "missing": reply(404, ""), "a page": reply(200, "<html>"),
		"a login": reply(302, "", "Location", "https://sso.example.com/"), "nothing": reply(200, ""), "cut off": reply(200, `[{"name":"b"`), "dropped": drop,
	} {
		s := serve(t, routes{connectorList: handle, connectorCreate: inTurn(reply(201, `{"name":"a"}`), reply(400, "'b' exists"))})
		connectors := s.client(t).Connectors()
		if got, err := connectors.Create(t.Context(), Connector{Name: Of("a")}); err != nil || got.Name.Or("") != "a" {
			t.Errorf("%s: %v, %v", name, got.Name, err)
		}
		if _, err := connectors.Create(t.Context(), Connector{Name: Of("b")}); err == nil || problemOf(t, err).Text != "'b' exists" {
			t.Errorf("%s: %v is not what the server says", name, err)
		}
		if diff := cmp.Diff([]string{connectorList, connectorCreate, connectorCreate}, s.lines()); diff != "" {
			t.Errorf("%s: requests (-want +got):\n%s", name, diff)
		}
	}
}

// Nothing is sent either for a caller whose time is up.
func TestCreateTooLate(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := serve(t, routes{connectorList: func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}})
	_, err := s.client(t).Connectors().Create(ctx, Connector{Name: Of("a")})
	if e := problemOf(t, err); e.problem != cancelled || e.Outcome != Refused {
		t.Errorf("%v, outcome %v", e, e.Outcome)
	}
	if diff := cmp.Diff([]string{connectorList}, s.lines()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestManyCreationsListOnce(t *testing.T) {
	t.Parallel()
	const count = 200
	s := serve(t, routes{connectorList: reply(200, named("c7", "other")), connectorCreate: reply(201, `{"name":"c"}`)})
	connectors := s.client(t).Connectors()
	var wg sync.WaitGroup
	for i := range count {
		wg.Go(func() {
			_, err := connectors.Create(t.Context(), Connector{Name: Of(fmt.Sprintf("C%d", i))})
			if i == 7 {
				wantTaken(t, "C7", err)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if diff := cmp.Diff([]int{1, count - 1, count}, []int{s.count(connectorList), s.count(connectorCreate), len(s.lines())}); diff != "" {
		t.Errorf("listings, creations, requests (-want +got):\n%s", diff)
	}
	var bodies []string
	for _, request := range s.seen {
		bodies = append(bodies, request.body)
	}
	if slices.Contains(bodies, `{"name":"C7"}`) || !slices.Contains(bodies, `{"name":"C8"}`) {
		t.Errorf("sent %q", bodies)
	}
}

// A replacement deletes what the listing holds and creates it again.
func TestCreateAgain(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{
		connectorList:   reply(200, named("a")),
		connectorDelete: reply(200, ""),
		connectorCreate: reply(201, `{"name":"a","timeout":7}`),
	})
	connectors := s.client(t).Connectors()
	_, err := connectors.Create(t.Context(), Connector{Name: Of("a")})
	wantTaken(t, "while it exists", err)
	if err := connectors.Delete(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if got, err := connectors.Create(t.Context(), Connector{Name: Of("A")}); err != nil || got.Timeout.Or(0) != 7 {
		t.Errorf("created again: %v, %v", got, err)
	}
	if diff := cmp.Diff([]string{connectorList, connectorDelete, connectorCreate}, s.lines()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}
