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

func getConnector(name string) string { return "GET /api/management/connectors/get/" + name }

func named(names ...string) string {
	objects := make([]string, len(names))
	for i, name := range names {
		objects[i] = fmt.Sprintf(`{"name":%q,"timeout":%d}`, name, i)
	}
	return "[" + strings.Join(objects, ",") + "]"
}

func TestOneListing(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{
		getConnector("a"): reply(200, `{"name":"a"}`),
		getConnector("x"): reply(404, ""),
		connectorList:     reply(200, named("a", "b", "c")),
	})
	connectors := s.client(t).Connectors()
	for _, name := range []string{"a", "b", "c", "a"} {
		got, err := connectors.Find(t.Context(), name)
		if err != nil || got.Name.Or("") != name {
			t.Errorf("Find(%q) = %v, %v", name, got.Name, err)
		}
	}
	if _, err := connectors.Find(t.Context(), "x"); !IsNotFound(err) {
		t.Errorf("a missing one: %v", err)
	}
	for range 2 {
		list, err := connectors.List(t.Context())
		if err != nil || len(list) != 3 {
			t.Fatalf("List: %v, %v", list, err)
		}
		list[1] = Connector{} // the caller's own
	}
	if diff := cmp.Diff([]string{getConnector("a"), connectorList, getConnector("x")}, s.lines()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// A name in another case may be another object, so that the server is asked.
func TestNamesInTheListing(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{
		connectorList:              reply(200, named("Alpha", "beta", "BETA", "\u00c4rger")),
		getConnector("Beta"):       reply(200, `{"name":"beta"}`),
		getConnector("ALPHA"):      reply(200, `{"name":"Alpha"}`),
		getConnector("%C3%A4rger"): reply(404, `Connector "\u00e4rger" not found`),
	})
	connectors := s.client(t).Connectors()
	if _, err := connectors.List(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"Alpha": "Alpha", "ALPHA": "Alpha", "beta": "beta", "BETA": "BETA", "\u00c4rger": "\u00c4rger", "Beta": "beta"} {
		got, err := connectors.Find(t.Context(), name)
		if err != nil || got.Name.Or("") != want {
			t.Errorf("Find(%q) = %v, %v, want %s", name, got.Name, err, want)
		}
	}
	if _, err := connectors.Find(t.Context(), "\u00e4rger"); !IsNotFound(err) {
		t.Errorf("a name that the server does not have in this case: %v", err)
	}
	want := []string{connectorList, getConnector("%C3%A4rger"), getConnector("ALPHA"), getConnector("Beta")}
	got := s.lines()
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestWritesDropFromTheListing(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{
		connectorList: inTurn(reply(200, named("a", "b", "c", "D")), reply(200, named("a2", "b", "c", "e"))),
		"POST /api/management/connectors/update/a": reply(200, `{"name":"a2"}`),
		"POST /api/management/connectors/delete/d": reply(200, ""),
		"POST /api/management/connectors/delete/c": drop,
		"POST /api/management/connectors/create":   reply(400, "no"),
		getConnector("a"):                          reply(404, ""),
		getConnector("a2"):                         reply(200, `{"name":"a2"}`),
		getConnector("c"):                          reply(200, `{"name":"c","timeout":99}`),
		getConnector("D"):                          reply(404, ""),
		getConnector("e"):                          reply(404, ""),
	})
	connectors := s.client(t).Connectors()
	find := func(name string) string {
		got, err := connectors.Find(t.Context(), name)
		if err != nil && !IsNotFound(err) {
			t.Errorf("Find(%q): %v", name, err)
		}
		return got.Name.Or("-")
	}
	if _, err := connectors.List(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, updateErr := connectors.Update(t.Context(), "a", Connector{Name: Of("a2")})
	deleteErr := connectors.Delete(t.Context(), "d") // in another case than listed
	lostErr := connectors.Delete(t.Context(), "c")
	_, refusedErr := connectors.Create(t.Context(), Connector{Name: Of("e")})
	if updateErr != nil || deleteErr != nil || !IsLost(lostErr) || refusedErr == nil {
		t.Fatal(updateErr, deleteErr, lostErr, refusedErr)
	}
	before := len(s.lines())
	got := []string{find("a"), find("a2"), find("b"), find("c"), find("D"), find("e")}
	if diff := cmp.Diff([]string{"-", "a2", "b", "c", "-", "-"}, got); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
	want := []string{getConnector("a"), getConnector("a2"), getConnector("c"), getConnector("D"), getConnector("e")}
	if diff := cmp.Diff(want, s.lines()[before:]); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}

	// A listing after a write is a new one, and answers again for what was written before.
	for range 2 {
		if list, err := connectors.List(t.Context()); err != nil || list[0].Name.Or("") != "a2" {
			t.Fatalf("List after a write: %v, %v", list, err)
		}
	}
	before = len(s.lines())
	if got := find("a2") + find("e"); got != "a2e" || len(s.lines()) != before {
		t.Errorf("found %s with %q", got, s.lines()[before:])
	}
	if got := s.count(connectorList); got != 2 {
		t.Errorf("%d listings", got)
	}
}

// What was written while a listing was under way may be in it or not.
func TestWriteDuringTheListing(t *testing.T) {
	t.Parallel()
	listing, written := make(chan struct{}), make(chan struct{})
	s := serve(t, routes{
		connectorList: func(w http.ResponseWriter, r *http.Request) {
			close(listing)
			<-written
			reply(200, named("a", "b"))(w, r)
		},
		"POST /api/management/connectors/update/a": reply(200, `{"name":"a"}`),
		getConnector("a"):                          reply(200, `{"name":"a","timeout":77}`),
	})
	connectors := s.client(t).Connectors()
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := connectors.List(t.Context()); err != nil {
			t.Error(err)
		}
	})
	<-listing
	if _, err := connectors.Update(t.Context(), "a", Connector{Timeout: Of[int64](77)}); err != nil {
		t.Fatal(err)
	}
	wg.Go(func() {
		if got, err := connectors.Find(t.Context(), "b"); err != nil || got.Timeout.Or(0) != 1 {
			t.Errorf("b: %v, %v", got, err)
		}
	})
	got, err := connectors.Find(t.Context(), "a")
	if err != nil || got.Timeout.Or(0) != 77 {
		t.Errorf("a: %v, %v", got, err)
	}
	close(written)
	wg.Wait()
	if got, err := connectors.Find(t.Context(), "a"); err != nil || got.Timeout.Or(0) != 77 {
		t.Errorf("a, afterwards: %v, %v", got, err)
	}
}

func TestListingUnderConcurrency(t *testing.T) {
	t.Parallel()
	names := make([]string, 200)
	for i := range names {
		names[i] = fmt.Sprintf("c%03d", i)
	}
	r := routes{connectorList: reply(200, named(names...))}
	for _, name := range names {
		r[getConnector(name)] = reply(200, `{"name":"`+name+`"}`)
	}
	s := serve(t, r)
	connectors := s.client(t).Connectors()
	var wg sync.WaitGroup
	for i := range 2 * len(names) {
		wg.Go(func() {
			name := names[i%len(names)]
			if got, err := connectors.Find(t.Context(), name); err != nil || got.Name.Or("") != name {
				t.Errorf("Find(%q) = %v, %v", name, got.Name, err)
			}
		})
	}
	wg.Wait()
	if got := s.count(connectorList); got != 1 || len(s.lines()) != 2 {
		t.Errorf("%d listings, %d requests in all", got, len(s.lines()))
	}
}

func TestFailedListing(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{
		connectorList:     inTurn(reply(403, "no"), reply(200, "[]")),
		getConnector("a"): reply(200, `{"name":"a"}`),
		"POST /api/management/connectors/update/a": reply(200, `{"name":"a"}`),
	})
	connectors := s.client(t).Connectors()
	var first error
	for range 3 {
		_, listErr := connectors.List(t.Context())
		_, findErr := connectors.Find(t.Context(), "a")
		for _, err := range []error{listErr, findErr} {
			if e := problemOf(t, err); e.Status != 403 {
				t.Errorf("got %v", err)
			}
			if first == nil {
				first = err
			}
			if !errors.Is(err, first) {
				t.Errorf("another error: %v", err)
			}
		}
	}
	if got := len(s.lines()); got != 1 {
		t.Errorf("%d requests: %q", got, s.lines())
	}
	// What is written is asked for by name, and a new listing is a new attempt.
	if _, err := connectors.Update(t.Context(), "a", Connector{Timeout: Of[int64](1)}); err != nil {
		t.Fatal(err)
	}
	if _, err := connectors.Find(t.Context(), "a"); err != nil {
		t.Error(err)
	}
	if _, err := connectors.List(t.Context()); err != nil {
		t.Error(err)
	}
}

// An impatient caller leaves the others, and those who come later, unharmed.
func TestImpatientCallers(t *testing.T) {
	t.Parallel()
	arrived, release := make(chan struct{}, 8), make(chan struct{})
	s := serve(t, routes{connectorList: func(w http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		select {
		case <-release:
			reply(200, named("a"))(w, r)
		case <-r.Context().Done():
		}
	}})
	connectors := s.client(t).Connectors()

	// All leave: the request ends, and the next caller makes a new one.
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error, 2)
	for range 2 {
		go func() {
			_, err := connectors.List(ctx)
			failed <- err
		}()
	}
	<-arrived
	cancel()
	for range 2 {
		if e := problemOf(t, <-failed); e.Problem != Cancelled || !errors.Is(e, context.Canceled) {
			t.Errorf("an impatient caller gets %v", e)
		}
	}

	// The one who made the request leaves, the other stays.
	ctx, cancel = context.WithCancel(t.Context())
	go func() {
		_, err := connectors.List(ctx)
		failed <- err
	}()
	<-arrived
	patient := make(chan error, 1)
	joined := make(chan struct{})
	go func() {
		connectors.listing.mu.Lock()
		load := connectors.listing.join(t.Context())
		close(joined)
		_, err := load.wait(t.Context(), connectors.listing)
		patient <- err
	}()
	<-joined
	cancel()
	if e := problemOf(t, <-failed); e.Problem != Cancelled {
		t.Errorf("the one who left gets %v", e)
	}
	close(release)
	if err := <-patient; err != nil {
		t.Errorf("the one who stayed gets %v", err)
	}
	if _, err := connectors.Find(t.Context(), "a"); err != nil {
		t.Error(err)
	}
	if got := s.count(connectorList); got != 2 {
		t.Errorf("%d listings", got)
	}

	// What is there already is answered even to a caller whose time is up.
	if _, err := connectors.List(ctx); err != nil {
		t.Error(err)
	}
}
