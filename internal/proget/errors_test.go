package proget

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	connectorList = "GET /api/management/connectors/list"
	connectorGet  = "GET /api/management/connectors/get/a"
)

// TestProofThatAnObjectIsGone is design section 4.1: what removes an object from a state.
func TestProofThatAnObjectIsGone(t *testing.T) {
	t.Parallel()
	well := reply(200, `[{"name":"b"}]`)
	for name, test := range map[string]struct {
		get, list http.HandlerFunc
		gone      bool
		requests  int
		text      string // in the error or its hint
	}{
		"ProGet's 404":               {reply(404, `Connector "a" not found`), well, true, 2, `404 Not Found: Connector "a" not found`},
		"an empty 404":               {reply(404, ""), well, true, 2, "404 Not Found"},
		"404, an empty listing":      {reply(404, ""), reply(200, `[]`), true, 2, "404"},
		"404 of an anonymous server": {replyAs("", 404, "nope"), replyAs("", 200, `[]`), true, 2, "nope"},
		"404 at a wrong address":     {reply(404, "Not Found"), reply(404, "Not Found"), false, 2, "the listing fails as well"},
		"404, a listing for login":   {reply(404, ""), reply(200, "<html><title>Log in</title>"), false, 2, "a login page"},
		"404, no right to list":      {reply(404, ""), reply(403, ""), false, 2, "the listing fails as well"},
		"404 page of ProGet":         {reply(404, "\n <!DOCTYPE html><title>404</title>"), nil, false, 1, `a web page instead of an answer of ProGet's API ("404")`},
		"404 page labelled as text":  {reply(404, "<html>", "Content-Type", "text/plain"), nil, false, 1, "a web page"},
		"400 that says so":           {reply(400, `Connector "a" not found`), well, true, 2, "400 Bad Request: Connector"},
		"400 in other words":         {reply(400, `The connector 'A' does not exist.`), well, true, 2, "400 Bad Request: The connector"},
		"400, but it is listed":      {reply(400, `Connector "a" not found`), reply(200, `[{"name":"a"}]`), false, 2, `the listing has "a"`},
		"400 of another name":        {reply(400, `Connector "" not found`), nil, false, 1, "400 Bad Request: Connector"},
		"400 of a proxy":             {replyAs("", 400, `"a" not found`), well, false, 2, "X-ProGet-Version"},
		"404 of a proxy":             {replyAs("", 404, "no upstream"), well, false, 2, "the answer lacks the header X-ProGet-Version"},
		"404, a proxy's listing":     {reply(404, ""), replyAs("", 200, `[]`), false, 2, "the listing lacks the header X-ProGet-Version"},
		"404 unsigned, but listed":   {replyAs("", 404, ""), replyAs("", 200, `[{"name":"a"}]`), false, 2, `the listing has "a"`},
		"401":                        {reply(401, ""), nil, false, 1, "401 Unauthorized"},
		"403":                        {reply(403, "The specified API key does not have the proper permissions."), nil, false, 1, "Admin_ConfigureProGet"},
		"410":                        {reply(410, ""), nil, false, 1, "410 Gone"},
		"500":                        {reply(500, "oops"), nil, false, 1, "500 Internal Server Error: oops"},
		"login page":                 {reply(200, `<html><title>Log In</title><input type="password">`), nil, false, 1, "a login page"},
		"a form for a password":      {reply(200, `<html><title>Hello</title><input type=password>`), nil, false, 1, "a login page"},
		"licensing page":             {reply(200, `<html><title>Activate ProGet</title>`), nil, false, 1, "ProGet's licensing page"},
		"another page":               {reply(200, `<html><title>It &amp; works!</title>`), nil, false, 1, `("It & works!")`},
		"redirect to a page":         {reply(302, "", "Location", "https://sso.example.com/"), nil, false, 1, "a redirect to https://sso.example.com/"},
		"nothing":                    {reply(200, ""), nil, false, 1, "an empty answer"},
		"204":                        {reply(204, ""), nil, false, 1, "an empty answer"},
		"null":                       {reply(200, "null"), nil, false, 1, "not what ProGet answers here"},
		"text":                       {reply(200, "OK"), nil, false, 1, "an answer that is not JSON"},
		"an array":                   {reply(200, "[]"), nil, false, 1, "not what ProGet answers here"},
		"foreign JSON":               {reply(200, `{"error":"not found"}`), nil, false, 1, "the object has no name"},
		"wrong types":                {reply(200, `{"name":"a","timeout":"ten"}`), nil, false, 1, "not what ProGet answers here"},
		"truncated JSON":             {reply(200, `{"name":"a","url":"ht`), nil, false, 1, "JSON that ends in the middle"},
		"broken JSON":                {reply(200, `{"name":"a",,}`), nil, false, 1, "an answer that is not JSON"},
	} {
		s := serve(t, routes{connectorGet: test.get, connectorList: test.list})
		_, err := s.client(t).Connectors().Find(t.Context(), "a")
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		if IsNotFound(err) != test.gone {
			t.Errorf("%s: IsNotFound is %v for %v", name, !test.gone, err)
		}
		wantProblem(t, name, err, test.text, Refused)
		if got := len(s.lines()); got != test.requests {
			t.Errorf("%s: %q", name, s.lines())
		}
	}
}

// Once this kind's API has answered well, a 404 proves without further requests.
func TestProofAfterAnswers(t *testing.T) {
	t.Parallel()
	const (
		getB    = "GET /api/management/connectors/get/b"
		deleteA = "POST /api/management/connectors/delete/a"
		updateA = "POST /api/management/connectors/update/a"
	)
	s := serve(t, routes{connectorGet: reply(200, `{"name":"a"}`), getB: reply(404, ""), deleteA: reply(404, ""), updateA: reply(404, "")})
	connectors := s.client(t).Connectors()
	if _, err := connectors.reader.read(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	_, getErr := connectors.reader.read(t.Context(), "b")
	_, updateErr := connectors.Update(t.Context(), "a", Connector{Timeout: Of[int64](1)})
	for _, err := range []error{getErr, updateErr, connectors.Delete(t.Context(), "a")} {
		if !IsNotFound(err) {
			t.Errorf("%v does not prove that it is gone", err)
		}
	}
	if diff := cmp.Diff([]string{connectorGet, getB, updateA, deleteA}, s.lines()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}

	// A server that signs its answers does not stop to: this 404 is a proxy's.
	s = serve(t, routes{connectorGet: reply(200, `{"name":"a"}`), getB: replyAs("", 404, "no upstream")})
	connectors = s.client(t).Connectors()
	if _, err := connectors.reader.read(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	_, err := connectors.reader.read(t.Context(), "b")
	if e := problemOf(t, err); IsNotFound(err) || !strings.Contains(facts(e), "X-ProGet-Version") {
		t.Errorf("a proxy's 404: %v, hint %s", e, facts(e))
	}

	// A 404 to create is about no object.
	const create = "POST /api/management/connectors/create"
	s = serve(t, routes{connectorList: reply(200, "[]"), create: reply(404, "")})
	if _, err := s.client(t).Connectors().Create(t.Context(), Connector{Name: Of("a")}); IsNotFound(err) || err == nil {
		t.Errorf("create: %v", err)
	}
	if diff := cmp.Diff([]string{connectorList, create}, s.lines()); diff != "" {
		t.Errorf("create: requests (-want +got):\n%s", diff)
	}
}

func TestErrorFields(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{"POST /api/management/connectors/update/a%20b": reply(422, "  connector 'NonExistent' does not exist\r\n")})
	_, err := s.client(t).Connectors().Update(t.Context(), "a b", Connector{Timeout: Of[int64](1)})
	got := *problemOf(t, err)
	want := Error{
		Method: "POST", Path: base + "/api/management/connectors/update/a%20b", Status: 422,
		Text: "connector 'NonExistent' does not exist", Version: "26.0.12.24", Edition: "Free", signed: true,
		Endpoint: Endpoint{Needs: needsConnectors, Since: "feeds and connectors came with 5.2"},
	}
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if want := "POST " + base + "/api/management/connectors/update/a%20b: 422 Unprocessable Entity: connector 'NonExistent' does not exist"; err.Error() != want {
		t.Errorf("it reads %q, want %q", err, want)
	}
	for _, other := range []error{nil, errors.New("x")} {
		if IsNotFound(other) || IsLost(other) || IsUnread(other) {
			t.Errorf("%v is taken for one of ours", other)
		}
	}
}
