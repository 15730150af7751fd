package proget

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	connectorUpdate = "POST /api/management/connectors/update/a"
	objectA         = `{"name":"a"}`
)

// unsigned answers like something that is not ProGet, or like a ProGet behind
// a proxy that takes its headers away.
func unsigned(status int, body string) http.HandlerFunc { return replyAs("", status, body) }

// foreigners are what may answer a write with success in ProGet's place.
var foreigners = map[string]http.HandlerFunc{
	"nothing": unsigned(200, ""), "204": unsigned(204, ""), "a text": unsigned(200, "OK"), "an error": unsigned(200, `{"error":"no"}`),
	"a broken connection": brokenOff, "cut JSON": unsigned(200, `{"name":"a"`), "an array": unsigned(200, `[]`), "an object": unsigned(200, objectA), "another": unsigned(201, `{"name":"b"}`),
}

// brokenOff is unsigned success that ends in the middle.
func brokenOff(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Length", "1000")
	unsigned(200, `{"name"`)(w, r)
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// From a server that signs, success without a signature is not believed, and
// the order in which that is learnt does not matter.
func TestUnsignedSuccess(t *testing.T) {
	t.Parallel()
	for name, foreign := range foreigners {
		for learnt, first := range map[string]func(*Connectors){
			"before":     func(c *Connectors) { _, _ = c.List(t.Context()) },
			"afterwards": func(*Connectors) {},
		} {
			s := serve(t, routes{connectorList: reply(200, `[]`), connectorGet: reply(200, objectA), connectorCreate: foreign, connectorUpdate: foreign, connectorDelete: foreign})
			for verb, do := range map[string]func(*Connectors) error{
				"create": func(c *Connectors) error { _, err := c.Create(t.Context(), Connector{Name: Of("a")}); return err },
				"update": func(c *Connectors) error {
					_, err := c.Update(t.Context(), "a", Connector{Password: Of("hunter22")})
					return err
				},
				"delete": func(c *Connectors) error { return c.Delete(t.Context(), "a") },
			} {
				connectors := s.client(t).Connectors()
				first(connectors)
				if err := do(connectors); !IsLost(err) || name != "a broken connection" && !strings.Contains(err.Error(), "lacks the header X-ProGet-Version") {
					t.Errorf("%s answered with %s, learnt %s: %v is not lost", verb, name, learnt, err)
				}
			}
		}
	}
}

// A signed answer to an update that is broken, or says something else, does not
// show that a password was stored. One that says nothing does.
func TestSignedAnswerToAnUpdate(t *testing.T) {
	t.Parallel()
	for body, lost := range map[string]bool{
		"": false, "{}": false, "[]": false, "Updated.": false, objectA: false,
		`{"name":"a"`: true, `{"error":"no"}`: true, `[{"name":"a"}]`: true,
	} {
		s := serve(t, routes{connectorGet: reply(200, objectA), connectorList: reply(200, "["+objectA+"]"), connectorUpdate: reply(200, body)})
		_, err := s.client(t).Connectors().Update(t.Context(), "a", Connector{Password: Of("hunter22")})
		if IsLost(err) != lost || err != nil && !lost {
			t.Errorf("answered with %q: %v", body, err)
		}
	}
}

// On a server that never signs, success counts if it is what this API answers.
func TestSuccessWithoutSignatures(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		handle          http.HandlerFunc
		written, erased bool
	}{
		"nothing": {foreigners["nothing"], true, true}, "204": {foreigners["204"], true, true}, "an object": {foreigners["an object"], true, false},
		"a text": {foreigners["a text"], false, false}, "an error": {foreigners["an error"], false, false}, "cut JSON": {foreigners["cut JSON"], false, false},
		"an array": {foreigners["an array"], false, false}, "another": {foreigners["another"], false, false},
	} {
		s := serve(t, routes{
			connectorList: unsigned(200, `[{"name":"b"}]`), connectorGet: unsigned(200, `{"name":"a","timeout":7}`),
			connectorCreate: test.handle, connectorUpdate: test.handle, connectorDelete: test.handle,
		})
		_, createErr := s.client(t).Connectors().Create(t.Context(), Connector{Name: Of("a")})
		_, updateErr := s.client(t).Connectors().Update(t.Context(), "a", Connector{Timeout: Of[int64](7)})
		known := s.client(t).Connectors()
		_, _ = known.List(t.Context())
		if err := known.Delete(t.Context(), "a"); !IsLost(err) {
			t.Errorf("delete of what is still there, answered with %s: %v", name, err)
		}
		s = serve(t, routes{connectorList: unsigned(200, `[{"name":"b"}]`), connectorGet: unsigned(404, ""), connectorDelete: test.handle})
		known = s.client(t).Connectors()
		_, _ = known.List(t.Context())
		deleteErr := known.Delete(t.Context(), "a")
		for verb, result := range map[string]struct {
			err error
			ok  bool
		}{"create": {createErr, test.written}, "update": {updateErr, test.written}, "delete": {deleteErr, test.erased}} {
			if result.ok && result.err != nil || !result.ok && !IsLost(result.err) {
				t.Errorf("%s answered with %s: %v", verb, name, result.err)
			}
		}
	}

	// Before anything is known, an unsigned deletion is confirmed by reading.
	for name, test := range map[string]struct {
		get, list, health http.HandlerFunc
		gone              bool
	}{
		"gone":            {unsigned(404, ""), unsigned(200, `[{"name":"b"}]`), unsigned(200, "OK"), true},
		"the last one":    {unsigned(404, ""), unsigned(200, `[]`), unsigned(200, "OK"), true},
		"still there":     {unsigned(200, objectA), nil, unsigned(200, "OK"), false},
		"without health":  {unsigned(404, ""), unsigned(200, `[]`), unsigned(404, ""), true},
		"nobody knows":    {unsigned(404, ""), unsigned(200, `[]`), unsigned(503, ""), false},
		"a foreign world": {unsigned(200, "OK"), nil, unsigned(200, "OK"), false},
	} {
		s := serve(t, routes{connectorDelete: unsigned(200, ""), connectorGet: test.get, connectorList: test.list, signedHealth: test.health})
		err := s.client(t).Connectors().Delete(t.Context(), "a")
		if test.gone && err != nil || !test.gone && !IsLost(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The first deletion of a run is answered by a proxy's 404: the listing that
// teaches that the server signs is also searched for the name.
func TestUnsignedMissing(t *testing.T) {
	t.Parallel()
	for name, list := range map[string]http.HandlerFunc{
		"signed, with it": reply(200, `[{"name":"a"}]`), "signed, without it": reply(200, `[]`), "unsigned, with it": unsigned(200, `[{"name":"a"}]`),
	} {
		s := serve(t, routes{connectorDelete: unsigned(404, "no upstream"), connectorList: list})
		err := s.client(t).Connectors().Delete(t.Context(), "a")
		if e := problemOf(t, err); IsNotFound(err) || e.Problem != Unproven {
			t.Errorf("%s: %v proves that it is gone", name, err)
		}
	}
	s := serve(t, routes{connectorDelete: unsigned(404, ""), connectorList: unsigned(200, `[{"name":"b"}]`)})
	if err := s.client(t).Connectors().Delete(t.Context(), "a"); !IsNotFound(err) {
		t.Errorf("a server that never signs: %v", err)
	}
}

// An empty listing is believed only if it is ProGet's.
func TestEmptyListings(t *testing.T) {
	t.Parallel()
	const feedList, health = "GET /api/management/feeds/list", "GET /health"
	for name, test := range map[string]struct {
		first, list, health http.HandlerFunc
		ok                  bool
		requests            []string
	}{
		"signed":                     {nil, reply(200, `[]`), nil, true, []string{connectorList}},
		"unsigned, the server signs": {reply(200, objectA), unsigned(200, `[]`), nil, false, []string{connectorGet, connectorList}},
		"unsigned, learnt afterward": {nil, unsigned(200, `[]`), reply(200, "OK"), false, []string{connectorList, health}},
		"never signs":                {nil, unsigned(200, `[]`), unsigned(200, "OK"), true, []string{connectorList, health}},
	} {
		s := serve(t, routes{connectorGet: test.first, connectorList: test.list, health: test.health, feedList: test.list})
		connectors := s.client(t).Connectors()
		if test.first != nil {
			if _, err := connectors.Find(t.Context(), "a"); err != nil {
				t.Fatal(err)
			}
		}
		_, err := connectors.List(t.Context())
		if (err == nil) != test.ok || err != nil && problemOf(t, err).Problem != Unsigned {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(test.requests, s.lines()); diff != "" {
			t.Errorf("%s: requests (-want +got):\n%s", name, diff)
		}
		if _, err := connectors.client.Feeds().List(t.Context()); (err == nil) != test.ok {
			t.Errorf("%s, feeds: %v", name, err)
		}
	}
}

// The signature of the listing counts that lacks the license, not what was
// known before.
func TestLicensesMissingFromForeignListings(t *testing.T) {
	t.Parallel()
	with := reply(200, "["+mit+"]")
	for name, test := range map[string]struct {
		list http.HandlerFunc
		gone bool
	}{
		"signed":            {reply(200, `[{"code":"X"}]`), true},
		"signed and empty":  {reply(200, `[]`), true},
		"unsigned":          {unsigned(200, `[{"code":"X"}]`), false},
		"unsigned, empty":   {unsigned(200, `[]`), false},
		"with nameless":     {reply(200, `[{"code":"X"},{"code":null}]`), false},
		"nothing but those": {reply(200, `[{"id":1}]`), false},
	} {
		s := serve(t, routes{modernList: inTurn(with, test.list), modernUpdate: reply(200, "")})
		licenses := s.client(t).Licenses()
		if _, err := licenses.Find(t.Context(), "MIT"); err != nil {
			t.Fatal(err)
		}
		_, _ = licenses.Update(t.Context(), "MIT", License{Title: Of("x")})
		if _, err := licenses.Find(t.Context(), "MIT"); err == nil || IsNotFound(err) != test.gone {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Neither a preview nor a foreign answer decides which dialect a server speaks,
// whoever asks first.
func TestDialectOfOddServers(t *testing.T) {
	t.Parallel()
	old, now, empty := replyAs("23.0.35.1", 200, "["+zeroBSD+"]"), reply(200, "["+mit+"]"), unsigned(200, `[]`)
	for name, test := range map[string]struct {
		modern, legacy http.HandlerFunc
		want           Dialect
	}{
		"a preview":                             {replyAs("23.0.35.1", 200, "["+mit+"]"), old, Legacy},
		"a foreign array, an old server":        {empty, old, Legacy},
		"a foreign array, a new server":         {empty, reply(404, ""), Modern},
		"a foreign 404, a new server":           {unsigned(404, ""), reply(404, ""), unknownDialect},
		"foreign arrays":                        {empty, empty, unknownDialect},
		"without signatures, an empty listing":  {empty, unsigned(404, ""), Modern},
		"without signatures, old licenses":      {empty, unsigned(200, "["+zeroBSD+"]"), Legacy},
		"both dialects, a new server":           {now, reply(200, "["+zeroBSD+"]"), Modern},
		"a new server without the modern paths": {reply(404, ""), reply(200, "["+zeroBSD+"]"), Legacy},
	} {
		for _, knows := range []bool{false, true} {
			c := serve(t, routes{modernList: test.modern, legacyList: test.legacy, connectorList: test.legacy, "GET /health": unsigned(404, "")}).client(t)
			if knows { // another listing teaches the version
				_, _ = c.Connectors().List(t.Context())
			}
			got, err := c.Licenses().Dialect(t.Context())
			want := test.want
			if knows && name == "a foreign array, a new server" {
				want = Modern
			}
			if got != want || (err == nil) != (want != unknownDialect) {
				t.Errorf("%s, version known %v: %v, %v", name, knows, got, err)
			}
		}
	}
}
