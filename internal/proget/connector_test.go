package proget

import (
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// whole lets cmp look into Value.
var whole = cmp.Exporter(func(reflect.Type) bool { return true })

const nugetOrg = `{"name":"nuget.org","url":"https://www.nuget.org/api/v2/","feedType":"NuGet","timeout":10,"metadataCacheEnabled":true,"metadataCacheMinutes":1440,"metadataCacheCount":100,"filters":[]}`

func TestConnectors(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{
		"GET /api/management/connectors/get/nuget.org":       reply(200, nugetOrg),
		"POST /api/management/connectors/create":             reply(201, `{"name":"myNugetConnector","url":"https://proget.corp.local","feedType":"nuget","timeout":10,"metadataCacheEnabled":false,"metadataCacheMinutes":null,"metadataCacheCount":null,"filters":[]}`),
		"POST /api/management/connectors/update/nuget.org":   reply(200, strings.Replace(nugetOrg, "10", "30", 1)),
		"POST /api/management/connectors/delete/Inedo%20Den": reply(200, ""),
		"GET /api/management/connectors/list":                reply(200, "["+nugetOrg+`,{"name":"Inedo Den","feedType":"ProGet","futureMember":{"a":1}}]`),
	})
	connectors := s.client(t).Connectors()

	got, err := connectors.Find(t.Context(), "nuget.org")
	if err != nil {
		t.Fatal(err)
	}
	want := Connector{
		Name: Of("nuget.org"), FeedType: Of("NuGet"), URL: Of("https://www.nuget.org/api/v2/"), Username: Null[string](), Timeout: Of[int64](10), Filters: Of([]string{}),
		MetadataCacheEnabled: Of(true), MetadataCacheMinutes: Of[int64](1440), MetadataCacheCount: Of[int64](100),
	}
	if diff := cmp.Diff(want, got, whole); diff != "" {
		t.Errorf("Find (-want +got):\n%s", diff)
	}

	created, err := connectors.Create(t.Context(), Connector{
		Name: Of("myNugetConnector"), FeedType: Of("NuGet"), URL: Of("https://proget.corp.local"), Filters: Of([]string{"Microsoft.*", "!Rubbishsoft.*"}),
	})
	if err != nil {
		t.Fatal(err)
	}
	if !created.MetadataCacheMinutes.IsNull() || !created.Username.IsZero() {
		t.Errorf("Create returns %+v: null and absent are not told apart", created)
	}
	request := s.last(t, "POST /api/management/connectors/create")
	if want := `{"name":"myNugetConnector","feedType":"NuGet","url":"https://proget.corp.local","filters":["Microsoft.*","!Rubbishsoft.*"]}`; request.body != want {
		t.Errorf("Create sends\n%s, want\n%s", request.body, want)
	}
	if got := request.header.Get("Content-Type"); got != "application/json" {
		t.Errorf("Create sends Content-Type %q", got)
	}

	updated, err := connectors.Update(t.Context(), "nuget.org", Connector{Timeout: Of[int64](30), Filters: Of([]string{}), Username: Null[string]()})
	if err != nil || updated.Timeout.Or(0) != 30 {
		t.Fatalf("Update returns %+v, %v", updated, err)
	}
	if got, want := s.last(t, "POST /api/management/connectors/update/nuget.org").body, `{"username":null,"timeout":30,"filters":[]}`; got != want {
		t.Errorf("Update sends %s, want %s", got, want)
	}

	if err := connectors.Delete(t.Context(), "Inedo Den"); err != nil {
		t.Fatal(err)
	}
	request = s.last(t, "POST /api/management/connectors/delete/Inedo%20Den")
	if request.body != "" || request.header.Get("Content-Length") != "0" && request.header.Get("Content-Length") != "" || request.header.Get("Content-Type") != "" {
		t.Errorf("Delete sends a body: %+v", request)
	}

	list, err := connectors.List(t.Context())
	if err != nil || len(list) != 2 || list[1].Name.Or("") != "Inedo Den" || !list[1].URL.IsZero() {
		t.Fatalf("List returns %+v, %v", list, err)
	}
	// One listing for the creation, and one that knows of the writes.
	requests := []string{
		"GET /api/management/connectors/get/nuget.org", connectorList, "POST /api/management/connectors/create",
		"POST /api/management/connectors/update/nuget.org", "POST /api/management/connectors/delete/Inedo%20Den", connectorList,
	}
	if diff := cmp.Diff(requests, s.lines()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// What comes back from a write varies; the object is read where it is missing.
func TestWriteWithoutObject(t *testing.T) {
	t.Parallel()
	const (
		create = "POST /api/management/connectors/create"
		update = "POST /api/management/connectors/update/a"
		getA   = "GET /api/management/connectors/get/a"
		getB   = "GET /api/management/connectors/get/b"
		list   = "GET /api/management/connectors/list"
	)
	for _, body := range []string{"", "OK", "null", `{}`, `"a"`, `[]`} {
		s := serve(t, routes{list: reply(200, "[]"), create: reply(201, body), getA: reply(200, `{"name":"a","timeout":7}`)})
		got, err := s.client(t).Connectors().Create(t.Context(), Connector{Name: Of("a")})
		if err != nil || got.Timeout.Or(0) != 7 {
			t.Errorf("create answered with %q: %+v, %v", body, got, err)
		}
		if diff := cmp.Diff([]string{list, create, getA}, s.lines()); diff != "" {
			t.Errorf("create answered with %q (-want +got):\n%s", body, diff)
		}
	}

	// What says something else does not show that what would be read is what was created.
	for _, body := range []string{`{"name":null}`, `{"name":"a"`, `{"name":"b"}`, `{"error":"x"}`, `["a"]`} {
		s := serve(t, routes{list: reply(200, "[]"), create: reply(201, body), getA: reply(200, `{"name":"a","timeout":7}`)})
		if _, err := s.client(t).Connectors().Create(t.Context(), Connector{Name: Of("a")}); !IsLost(err) {
			t.Errorf("create answered with %q: %v is not lost", body, err)
		}
		if diff := cmp.Diff([]string{list, create}, s.lines()); diff != "" {
			t.Errorf("create answered with %q (-want +got):\n%s", body, diff)
		}
	}

	s := serve(t, routes{update: reply(200, ""), getB: reply(200, `{"name":"b"}`)})
	got, err := s.client(t).Connectors().Update(t.Context(), "a", Connector{Name: Of("b")})
	if err != nil || got.Name.Or("") != "b" {
		t.Errorf("renamed: %+v, %v", got, err)
	}

	s = serve(t, routes{update: reply(200, ""), getB: reply(404, ""), list: reply(200, `[{"name":"a"}]`), getA: reply(200, `{"name":"a"}`)})
	got, err = s.client(t).Connectors().Update(t.Context(), "a", Connector{Name: Of("b")})
	if err != nil || got.Name.Or("") != "a" {
		t.Errorf("not renamed: %+v, %v", got, err)
	}
	if diff := cmp.Diff([]string{update, getB, list, getA}, s.lines()); diff != "" {
		t.Errorf("not renamed (-want +got):\n%s", diff)
	}

	for name, handle := range map[string]http.HandlerFunc{"fails": reply(500, "oops"), "does not exist": reply(404, "")} {
		s := serve(t, routes{list: reply(200, "[]"), create: reply(201, ""), getA: handle})
		_, err := s.client(t).Connectors().Create(t.Context(), Connector{Name: Of("a")})
		if !IsUnread(err) || IsLost(err) || IsNotFound(err) {
			t.Errorf("created, but reading it %s: %v is not unread", name, err)
		}
		if diff := cmp.Diff([]string{list, create, getA}, s.lines()); diff != "" {
			t.Errorf("created, but reading it %s: requests (-want +got):\n%s", name, diff)
		}
	}
}

func TestDeleteByOtherMethod(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{
		"POST /api/management/connectors/delete/a":   reply(405, ""),
		"DELETE /api/management/connectors/delete/a": reply(200, ""),
	})
	if err := s.client(t).Connectors().Delete(t.Context(), "a"); err != nil {
		t.Error(err)
	}
	if len(s.lines()) != 2 {
		t.Errorf("requests: %q", s.lines())
	}
}

// A page in answer to a deletion says nothing about the object.
func TestDeleteAnsweredByPage(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{"POST /api/management/connectors/delete/a": reply(200, "<html><title>Log in</title>")})
	if err := s.client(t).Connectors().Delete(t.Context(), "a"); !IsLost(err) {
		t.Errorf("%v is not lost", err)
	}
	s = serve(t, routes{modernList: reply(200, "["+mit+"]"), "POST /api/licenses/delete?id=17": reply(200, "<html>")})
	if err := s.client(t).Licenses().Delete(t.Context(), "MIT"); !IsLost(err) {
		t.Errorf("%v is not lost", err)
	}
}

func TestEmptyNames(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{})
	connectors := s.client(t).Connectors()
	_, findErr := connectors.Find(t.Context(), "")
	_, updateErr := connectors.Update(t.Context(), "", Connector{Name: Of("a")})
	for _, err := range []error{findErr, updateErr, connectors.Delete(t.Context(), "")} {
		if e := problemOf(t, err); IsNotFound(err) || !strings.Contains(e.Error(), "the name is empty") {
			t.Errorf("an empty name gives %v", err)
		}
	}
	if len(s.lines()) != 0 {
		t.Errorf("requests were made: %q", s.lines())
	}
}

// ProGet reveals usernames from 2024 on. An older one that reveals one reveals
// them all; of another nothing is known.
func TestUsernamesAreRevealedOrNot(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		version, list string
		null          bool
	}{
		{"26.0.12.24", `[{"name":"a"},{"name":"b"}]`, true},
		{"24.0.39.1", `[{"name":"a"}]`, true},
		{"23.0.35.1", `[{"name":"a"},{"name":"b"}]`, false},
		{"5.2.9.10", `[{"name":"a"},{"name":"b","username":null}]`, false},
		{"5.2.9.10", `[{"name":"a"},{"name":"b","username":"reader"}]`, true},
		{"", `[{"name":"a"},{"name":"b"}]`, false},
		{"", `[{"name":"a"},{"name":"b","username":"reader"}]`, true},
	} {
		s := serve(t, routes{connectorList: replyAs(test.version, 200, test.list), connectorGet: replyAs(test.version, 200, `{"name":"a"}`)})
		listed, err := s.client(t).Connectors().List(t.Context())
		if err != nil || listed[0].Username.IsNull() != test.null {
			t.Errorf("%+v: %+v, %v", test, listed, err)
		}
		// It does not depend on which connector is read first, or on whether there is another.
		connectors := s.client(t).Connectors()
		for range 2 {
			got, err := connectors.Find(t.Context(), "a")
			if err != nil || got.Username.IsNull() != test.null {
				t.Errorf("%+v: found %+v, %v", test, got, err)
			}
		}
	}
}

// A server that keeps to itself the username that it was just sent reveals none.
func TestUsernamesThatAreOmitted(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"name":"a"}`, ""} {
		s := serve(t, routes{connectorList: reply(200, "[]"), connectorCreate: reply(200, body), connectorGet: reply(200, `{"name":"a"}`)})
		connectors := s.client(t).Connectors()
		created, err := connectors.Create(t.Context(), Connector{Name: Of("a"), Username: Of("u")})
		found, findErr := connectors.Find(t.Context(), "a")
		if err != nil || findErr != nil || !created.Username.IsZero() || !found.Username.IsZero() {
			t.Errorf("%q: %+v, %v, then %+v, %v", body, created, err, found, findErr)
		}
	}
}

// An answer to an update that leaves out the username is judged by the listing.
func TestUsernameMissingFromAnAnswer(t *testing.T) {
	t.Parallel()
	for list, want := range map[string]bool{
		`[{"name":"a"}]`: false,
		`[{"name":"a"},{"name":"b","username":"reader"}]`: true,
	} {
		s := serve(t, routes{connectorList: reply(200, list), "POST /api/management/connectors/update/a": reply(200, `{"name":"a"}`)})
		got, err := s.client(t).Connectors().Update(t.Context(), "a", Connector{Username: Of("u")})
		if err != nil || got.Username.IsNull() != want {
			t.Errorf("%s: %+v, %v", list, got, err)
		}
	}
}
