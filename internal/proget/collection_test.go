package proget

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// grant is what the odd APIs have in common: no read by key, a number for a key
// that the server assigns, no update, and a natural key of several properties.
type grant struct {
	ID    Value[int64]  `json:"id,omitzero"`
	User  Value[string] `json:"user,omitzero"`
	Task  Value[string] `json:"task,omitzero"`
	Other Value[string] `json:"other,omitzero"`
}

func grants(c *Client) *collection[grant] {
	ask := func(method, verb string, query url.Values) request {
		return request{method: method, path: endpoint("api", "grants", verb), query: query, about: Endpoint{Needs: "full control"}}
	}
	return newCollection(c, api[grant]{
		noun: "grant", keyNames: []string{"id"},
		key: func(g grant) string {
			if id, ok := g.ID.Get(); ok {
				return strconv.FormatInt(id, 10)
			}
			return ""
		},
		natural: func(g grant) string { return strings.Trim(g.User.Or("")+" "+g.Task.Or(""), " ") },
		list:    ask(http.MethodGet, "list", nil),
		create: func(g grant) (r request) {
			r = ask(http.MethodPost, "add", nil)
			r.body = encode(g)
			return r
		},
		remove: func(key string, _ grant) []request {
			return []request{ask(http.MethodPost, "delete", url.Values{"id": {key}})}
		},
	})
}

func TestCollectionWithoutReads(t *testing.T) {
	t.Parallel()
	const list, add, remove, verb = "GET /api/grants/list", "POST /api/grants/add", "POST /api/grants/delete?id=7", "DELETE /api/grants/delete?id=7"
	one, seven := `{"id":1,"user":"a","task":"View"}`, `{"id":7,"user":"B","task":"View"}`
	before, after := reply(200, "["+one+"]"), reply(200, "["+one+","+seven+"]")
	s := serve(t, routes{
		list:   inTurn(before, after, reply(200, "["+one+"]")),
		add:    reply(200, ""),
		remove: reply(405, ""), verb: reply(200, ""),
	})
	items := grants(s.client(t))
	if got, err := items.Find(t.Context(), "1"); err != nil || got.User.Or("") != "a" {
		t.Errorf("Find: %+v, %v", got, err)
	}
	if _, err := items.Find(t.Context(), "7"); !IsNotFound(err) {
		t.Errorf("Find: %v", err)
	}
	_, err := items.Create(t.Context(), grant{User: Of("A"), Task: Of("view")})
	wantTaken(t, "the same grant", err)
	created, err := items.Create(t.Context(), grant{User: Of("b"), Task: Of("View")})
	if err != nil || created.ID.Or(0) != 7 {
		t.Errorf("Create: %+v, %v", created, err)
	}
	if _, ok := any(items).(interface {
		Update(ctx context.Context, key string, change grant) (grant, error)
	}); ok {
		t.Error("what never changes has an Update")
	}
	if err := items.Delete(t.Context(), "7"); err != nil {
		t.Errorf("Delete: %v", err)
	}
	if err := items.Delete(t.Context(), "7"); !IsNotFound(err) {
		t.Errorf("Delete, again: %v", err)
	}
	if err := items.Delete(t.Context(), ""); err == nil || IsNotFound(err) {
		t.Errorf("Delete, no key: %v", err)
	}
	if diff := cmp.Diff([]string{list, add, list, remove, verb, list}, s.lines()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}

	// What has no natural key may exist twice, and its answer has to have the key.
	s = serve(t, routes{list: reply(200, "["+one+"]"), add: inTurn(reply(200, `{"id":2}`), reply(200, ""))})
	items = grants(s.client(t))
	if created, err := items.Create(t.Context(), grant{Other: Of("x")}); err != nil || created.ID.Or(0) != 2 {
		t.Errorf("Create without a natural key: %+v, %v", created, err)
	}
	if _, err := items.Create(t.Context(), grant{Other: Of("x")}); !IsUnread(err) {
		t.Errorf("Create without an answer: %v", err)
	}
	if diff := cmp.Diff([]string{add, add, list}, s.lines()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}

	// Where the check cannot be made, nothing is sent: nothing would show what it did.
	s = serve(t, routes{list: reply(403, "no")})
	if _, err := grants(s.client(t)).Create(t.Context(), grant{User: Of("a")}); !IsUnchecked(err) || problemOf(t, err).Problem == Taken || problemOf(t, err).Status != 403 {
		t.Errorf("Create without a check: %v", err)
	}
}

// Where the server can be asked by name, it decides what cannot be checked, and
// the caller must not take what it then finds for its own.
func TestUnchecked(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		list, create, get http.HandlerFunc
		first             bool // learn that the server signs
		unchecked         bool
	}{
		"refused":             {reply(403, "no"), reply(500, "exists?"), nil, false, true},
		"lost":                {reply(500, "no"), drop, nil, false, true},
		"not read back":       {reply(500, "no"), reply(200, ""), reply(500, ""), false, true},
		"a foreign listing":   {unsigned(200, `[]`), drop, reply(200, `{"name":"x"}`), true, true},
		"checked, lost":       {reply(200, `[]`), drop, nil, false, false},
		"checked, refused":    {reply(200, `[]`), reply(400, "no"), nil, false, false},
		"it exists":           {reply(200, named("a")), nil, nil, false, false},
		"unsigned, but first": {unsigned(200, `[]`), reply(400, "no"), nil, false, false},
	} {
		s := serve(t, routes{connectorList: test.list, connectorCreate: test.create, connectorGet: test.get, getConnector("x"): test.get})
		connectors := s.client(t).Connectors()
		if test.first {
			if _, err := connectors.Find(t.Context(), "x"); err != nil {
				t.Fatal(err)
			}
		}
		_, err := connectors.Create(t.Context(), Connector{Name: Of("a")})
		if err == nil || IsUnchecked(err) != test.unchecked {
			t.Errorf("%s: %v, unchecked %v", name, err, IsUnchecked(err))
		}
		if _, err := connectors.List(t.Context()); IsUnchecked(err) {
			t.Errorf("%s: the error of the listing is marked, too", name)
		}
	}
}

// What was asked by name is remembered until it is written, also that there is
// nothing, and a listing that fails does not matter to it.
func TestRememberedReads(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{
		connectorGet: inTurn(reply(200, `{"name":"a","timeout":1}`), reply(200, `{"name":"a","timeout":2}`), reply(404, "")), connectorUpdate: reply(200, ""),
		connectorList: reply(500, "oops"),
	})
	connectors := s.client(t).Connectors()
	find := func(want int64) {
		t.Helper()
		for range 3 {
			if got, err := connectors.Find(t.Context(), "a"); err != nil || got.Timeout.Or(0) != want {
				t.Errorf("%v, %v, want %d", got.Timeout, err, want)
			}
		}
	}
	find(1)
	if _, err := connectors.List(t.Context()); err == nil {
		t.Error("the listing does not fail")
	}
	find(1)
	if _, err := connectors.Update(t.Context(), "a", Connector{Timeout: Of[int64](2)}); err != nil {
		t.Fatal(err)
	}
	find(2)
	_, _ = connectors.Update(t.Context(), "a", Connector{Timeout: Of[int64](2)})
	for range 3 {
		if _, err := connectors.Find(t.Context(), "a"); !IsNotFound(err) {
			t.Errorf("gone: %v", err)
		}
	}
	want := []string{connectorGet, connectorList, connectorUpdate, connectorGet, connectorUpdate, connectorGet}
	if diff := cmp.Diff(want, s.lines()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// Odd spellings of numbers and flags are read as what they mean, and an object
// that does not decode concerns those who ask for it.
func TestOddMembers(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{connectorList: reply(200, `[{"name":"a","timeout":30.0,"metadataCacheEnabled":"True"},{"name":"b","timeout":3e1},{"name":"c","timeout":"30"},
		{"name":null},{},null,{"name":"odd","timeout":[1]},{"name":"same"}]`)})
	connectors := s.client(t).Connectors()
	connectors.listing.asked = true
	for _, name := range []string{"a", "b", "c"} {
		if got, err := connectors.Find(t.Context(), name); err != nil || got.Timeout.Or(0) != 30 || got.MetadataCacheEnabled.Or(false) != (name == "a") {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if _, err := connectors.Find(t.Context(), "same"); err != nil {
		t.Error(err)
	}
	_, findErr := connectors.Find(t.Context(), "odd")
	_, listErr := connectors.List(t.Context())
	for _, err := range []error{findErr, listErr} {
		if e := problemOf(t, err); e.Problem != ForeignJSON || !strings.Contains(e.Error(), `"odd": `) || IsNotFound(err) {
			t.Errorf("the odd one: %v", err)
		}
	}
	_, err := connectors.Create(t.Context(), Connector{Name: Of("ODD")})
	wantTaken(t, "the odd one", err)
	if len(s.lines()) != 1 {
		t.Errorf("requests: %q", s.lines())
	}

	s = serve(t, routes{connectorList: reply(200, `[{"name":"a"},{"name":null},{"timeout":3}]`)})
	if list, err := s.client(t).Connectors().List(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("with nameless ones: %v, %v", list, err)
	}
	for range 20 { // whatever the order in which they are looked through
		s = serve(t, routes{connectorList: reply(200, `[{"name":"b","timeout":[]},{"name":"a","timeout":[]},{"name":"c","timeout":[]}]`)})
		if _, err := s.client(t).Connectors().List(t.Context()); err == nil || !strings.Contains(err.Error(), `"a": `) {
			t.Errorf("several odd ones: %v", err)
		}
	}
	s = serve(t, routes{connectorList: reply(200, `[{"error":"x"},null]`)})
	if _, err := s.client(t).Connectors().List(t.Context()); err == nil || !strings.Contains(err.Error(), "the object has no name") {
		t.Errorf("nothing but nameless ones: %v", err)
	}
}

func TestDecodeLoosely(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"30": "30", "30.0": "30", "3e1": "30", `"30"`: "30", `"30.0"`: "30", "-2E2": "-200", `"9007199254740993"`: "9007199254740993",
		"30.5": "", `"ten"`: "", `""`: "", "1e300": "", `"1e400"`: "", "[30]": "", "{}": "", "true": "", `"NaN"`: "", `"Inf"`: "", `" 30"`: "",
	} {
		var v Value[int64]
		err := v.UnmarshalJSON([]byte(text))
		if got := strconv.FormatInt(v.Or(0), 10); (err == nil) != (want != "") || err == nil && got != want {
			t.Errorf("number %s: %s, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{
		"true": "true", `"true"`: "true", `"False"`: "false", `"TRUE"`: "true", "1": "", `"yes"`: "", `""`: "", `"Y"`: "", "[]": "",
	} {
		var v Value[bool]
		err := v.UnmarshalJSON([]byte(text))
		if got := strconv.FormatBool(v.Or(false)); (err == nil) != (want != "") || err == nil && got != want {
			t.Errorf("flag %s: %s, %v", text, got, err)
		}
	}
	var text Value[string]
	if err := text.UnmarshalJSON([]byte("30")); err == nil {
		t.Error("a number passes for a text")
	}
}

// Universal feeds are called as the server's version calls them.
func TestFeedTypeSpelling(t *testing.T) {
	t.Parallel()
	const create, update = "POST /api/management/feeds/create", "POST /api/management/feeds/update/a"
	for version, spelled := range map[string]string{"5.2.9.10": "proget", "5.3.1.1": "universal", "6.0.6.3": "universal", "26.0.12.24": "universal", "": "universal"} {
		handle := replyAs(version, 200, `{"name":"a"}`)
		for written, want := range map[string]string{"universal": spelled, "ProGet": spelled, "UNIVERSAL": spelled, "NuGet": "NuGet", "romp": "romp"} {
			s := serve(t, routes{
				"GET /api/management/feeds/list": replyAs(version, 200, "[]"), create: handle, update: handle, "GET /api/management/feeds/get/a": handle,
				connectorList: replyAs(version, 200, "[]"), connectorCreate: handle, connectorUpdate: handle, connectorGet: handle,
			})
			body := func(err error, line string) {
				t.Helper()
				if got := s.last(t, line).body; err != nil || !strings.Contains(got, `"feedType":"`+want+`"`) {
					t.Errorf("%s at %q: %s sends %s, %v", written, version, line, got, err)
				}
			}
			// Each by a client that knows nothing yet.
			_, err := s.client(t).Feeds().Create(t.Context(), Feed{Name: Of("a"), FeedType: Of(written)})
			body(err, create)
			_, err = s.client(t).Feeds().Update(t.Context(), "a", Feed{FeedType: Of(written)})
			body(err, update)
			_, err = s.client(t).Connectors().Create(t.Context(), Connector{Name: Of("a"), FeedType: Of(written)})
			body(err, connectorCreate)
			_, err = s.client(t).Connectors().Update(t.Context(), "a", Connector{FeedType: Of(written)})
			body(err, connectorUpdate)
		}
	}
}

// No call depends on the context of another one.
func TestCancelledOthers(t *testing.T) {
	t.Parallel()
	arrived, release := make(chan struct{}), make(chan struct{})
	s := serve(t, routes{
		connectorList: reply(200, `[]`),
		connectorCreate: func(_ http.ResponseWriter, r *http.Request) {
			close(arrived)
			<-release
			<-r.Context().Done()
		},
		connectorGet: reply(200, objectA),
	})
	connectors := s.client(t).Connectors()
	ctx, cancel := context.WithCancel(t.Context())
	lost := make(chan error)
	go func() {
		_, err := connectors.Create(ctx, Connector{Name: Of("a")})
		lost <- err
	}()
	<-arrived
	cancel()
	close(release)
	if err := <-lost; !IsLost(err) {
		t.Errorf("the creation: %v", err)
	}
	if got, err := connectors.Find(context.WithoutCancel(ctx), "a"); err != nil || got.Name.Or("") != "a" {
		t.Errorf("what became of it: %v, %v", got, err)
	}
}
