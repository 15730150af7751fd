package proget

import (
	"context"
	"errors"
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
	if e := problemOf(t, err); e.Problem != Taken || e.Status != 0 || e.Outcome != Refused || e.notFound || !strings.Contains(e.Error(), "already") {
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
			if want := "POST " + base + "/api/management/" + kind + "/create: " + fmt.Sprintf("%q", name) + " exists already"; err != nil && err.Error() != want {
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
	if e := problemOf(t, err); e.Problem != Cancelled || e.Outcome != Refused {
		t.Errorf("%v, outcome %v", e, e.Outcome)
	}
	if diff := cmp.Diff([]string{connectorList}, s.lines()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestManyCreationsListOnce(t *testing.T) {
	t.Parallel()
	const count = 200
	s := serve(t, routes{connectorList: reply(200, named("c7", "other")), connectorCreate: asSent})
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

// A replacement deletes what the listing holds and creates it again. What was
// written since the listing is asked for by name.
func TestCreateAgain(t *testing.T) {
	t.Parallel()
	const get = "GET /api/management/connectors/get/"
	s := serve(t, routes{
		connectorList:   reply(200, named("a")),
		connectorDelete: reply(200, ""),
		connectorCreate: reply(201, `{"name":"A","timeout":7}`),
		get + "A":       reply(404, ""),
		get + "a":       reply(200, `{"name":"A","timeout":7}`),
	})
	connectors := s.client(t).Connectors()
	_, err := connectors.Create(t.Context(), Connector{Name: Of("a")})
	wantTaken(t, "while it exists", err)
	if err := connectors.Delete(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if got, err := connectors.Create(t.Context(), Connector{Name: Of("A")}); err != nil || got.Timeout.Or(0) != 7 {
		t.Errorf("after it was deleted: %v, %v", got, err)
	}
	_, err = connectors.Create(t.Context(), Connector{Name: Of("a")})
	wantTaken(t, "after it was created again", err)
	if diff := cmp.Diff([]string{connectorList, connectorDelete, get + "A", connectorCreate, get + "a"}, s.lines()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestCreateWhatWasWritten(t *testing.T) {
	t.Parallel()
	const get, update = "GET /api/management/connectors/get/a", "POST /api/management/connectors/update/a"
	object, empty := `{"name":"a"}`, reply(200, "[]")
	create := func(connectors *Connectors) error {
		_, err := connectors.Create(t.Context(), Connector{Name: Of("a")})
		return err
	}
	change := func(sent Connector) func(*Connectors) error {
		return func(connectors *Connectors) error {
			_, listErr := connectors.List(t.Context())
			_, updateErr := connectors.Update(t.Context(), "a", sent)
			return errors.Join(listErr, updateErr)
		}
	}
	for name, test := range map[string]struct {
		list, write http.HandlerFunc // the first creation, or the update
		prior       func(*Connectors) error
		line        string // of prior
		get         http.HandlerFunc
		taken       bool
	}{
		"created":                {empty, reply(201, object), create, connectorCreate, reply(200, object), true},
		"created, no listing":    {reply(403, "no"), reply(201, object), create, connectorCreate, reply(200, object), true},
		"created by another":     {empty, reply(400, "exists"), create, connectorCreate, reply(200, object), true},
		"refused":                {empty, reply(400, "no"), create, connectorCreate, reply(404, ""), false},
		"perhaps created":        {empty, drop, create, connectorCreate, reply(404, ""), false},
		"created, but forbidden": {empty, reply(201, object), create, connectorCreate, reply(403, ""), false},
		"created, but a page":    {empty, reply(201, object), create, connectorCreate, reply(200, "<html>"), false},
		"updated":                {reply(200, named("a")), reply(200, object), change(Connector{Timeout: Of[int64](1)}), update, reply(200, object), true},
		"renamed":                {reply(200, named("a")), reply(200, `{"name":"b"}`), change(Connector{Name: Of("b")}), update, reply(200, `{"name":"b"}`), false},
	} {
		s := serve(t, routes{connectorList: test.list, get: test.get, connectorCreate: reply(201, object), update: test.write})
		if test.line == connectorCreate {
			s.routes[connectorCreate] = inTurn(test.write, reply(201, object))
		}
		connectors := s.client(t).Connectors()
		first := test.prior(connectors)
		err := create(connectors)
		want := []string{connectorList, test.line, get}
		if test.taken {
			wantTaken(t, name, err)
		} else {
			want = append(want, connectorCreate)
			if err != nil {
				t.Errorf("%s: %v, after %v", name, err, first)
			}
		}
		if diff := cmp.Diff(want, s.lines()); diff != "" {
			t.Errorf("%s: requests (-want +got):\n%s", name, diff)
		}
	}
}

// Of creations of one name at the same time, one is sent.
func TestCreateAtTheSameTime(t *testing.T) {
	t.Parallel()
	arrived, release := make(chan struct{}), make(chan struct{})
	stuck := func(body string) http.HandlerFunc {
		return inTurn(func(w http.ResponseWriter, r *http.Request) {
			arrived <- struct{}{}
			<-release
			reply(200, body)(w, r)
		}, reply(200, body))
	}
	s := serve(t, routes{
		connectorList: reply(200, "[]"), connectorCreate: stuck(`{"name":"a"}`),
		modernList: reply(200, "["+mit+"]"), modernAdd: stuck(`{"id":1,"code":"a"}`),
	})
	c := s.client(t)
	for kind, create := range map[string]func(name string) error{
		connectorCreate: func(name string) error {
			_, err := c.Connectors().Create(t.Context(), Connector{Name: Of(name)})
			return err
		},
		modernAdd: func(name string) error {
			_, err := c.Licenses().Create(t.Context(), License{Code: Of(name)})
			return err
		},
	} {
		first := make(chan error, 1)
		go func() { first <- create("a") }()
		select {
		case <-arrived:
		case err := <-first:
			t.Fatalf("%s: %v", kind, err)
		}
		for _, name := range []string{"a", "A"} {
			err := create(name)
			wantTaken(t, kind, err)
			if err != nil && !strings.Contains(err.Error(), fmt.Sprintf("%q is being created already", name)) {
				t.Errorf("%s: %v", kind, err)
			}
		}
		release <- struct{}{}
		if err := <-first; err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		if got := s.count(kind); got != 1 {
			t.Errorf("%s: %d were sent", kind, got)
		}
	}
}

// Creations of licenses share a listing too, as far as they can.
func TestCreateModernLicenses(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{
		modernList: inTurn(reply(200, "["+mit+"]"), reply(200, "["+mit+`,{"id":1,"code":"x"}]`), reply(403, "")),
		modernAdd:  inTurn(reply(200, `{"id":1,"code":"x"}`), reply(200, `{"id":2,"code":"y"}`), reply(200, `{"id":3,"code":"z"}`), reply(200, `{"id":4,"code":"Y"}`)),
	})
	licenses := s.client(t).Licenses()
	for _, code := range []string{"x", "y", "z"} {
		if _, err := licenses.Create(t.Context(), License{Code: Of(code)}); err != nil {
			t.Errorf("%s: %v", code, err)
		}
	}
	_, err := licenses.Create(t.Context(), License{Code: Of("X")})
	wantTaken(t, "created twice", err)
	if _, err := licenses.Create(t.Context(), License{Code: Of("Y")}); err != nil {
		t.Errorf("accepted before, but not listed: %v", err)
	}
	if _, err := licenses.Create(t.Context(), License{Code: Of("y")}); err == nil || problemOf(t, err).Status != 403 {
		t.Errorf("without a listing: %v", err)
	}
	if diff := cmp.Diff([]string{modernList, modernAdd, modernAdd, modernAdd, modernList, modernAdd, modernList}, s.lines()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}
