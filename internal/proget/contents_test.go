package proget

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func reply6(body string) http.HandlerFunc { return replyAs("6.0.6.3", http.StatusOK, body) }

func TestContents(t *testing.T) {
	t.Parallel()
	const (
		get    = "GET /api/management/feeds/get/a%20b"
		latest = "GET /api/packages/a%20b/latest"
		assets = "GET /endpoints/a%20b/dir/?recursive=true"
	)
	const two = `[{"purl":"pkg:nuget/A@1","name":"A","version":"1"},{"name":"B","version":"2.0-x"}]`
	unsigned := func(body string) http.HandlerFunc { return replyAs("", http.StatusOK, body) }
	for name, test := range map[string]struct {
		feedType string
		line     string
		handle   http.HandlerFunc
		want     int
		text     string // of the error; empty: none
	}{
		"packages":                {"nuget", latest, reply(200, two), 2, ""},
		"no packages":             {"nuget", latest, reply(200, `[]`), 0, ""},
		"packages, unsigned":      {"nuget", latest, unsigned(two), 2, ""},
		"no packages, unsigned":   {"nuget", latest, unsigned(`[]`), 0, "lacks the header X-ProGet-Version"},
		"files":                   {"asset", assets, reply(200, `[{"name":"old","type":"dir"},{"name":"a.txt","parent":"old","size":5,"type":"text/plain"},{"name":"b","type":""}]`), 2, ""},
		"files, another case":     {"Asset", assets, reply(200, `[]`), 0, ""},
		"no files, unsigned":      {"asset", assets, unsigned(`[]`), 0, "lacks the header X-ProGet-Version"},
		"folders in folders only": {"asset", assets, reply(200, `[{"name":"old","type":"dir"},{"name":"older","parent":"old","type":"dir"}]`), 0, ""},
		"the topmost folders":     {"asset", assets, reply(200, `[{"name":"old","type":"dir"}]`), 0, "shows folders, but not what is in them"},
		"images":                  {"docker", latest, reply(200, two), 2, ""},
		"perhaps no images":       {"Docker", latest, reply(200, `[]`), 0, "is not known how much the feed holds"},
		"perhaps no artifacts":    {"maven", latest, reply(200, `[]`), 0, "is not known how much the feed holds"},
		"no type":                 {"", latest, reply(200, `[]`), 0, "is not known how much the feed holds"},
		"an empty object":         {"nuget", latest, reply(200, `{}`), 0, "not what ProGet answers here"},
		"null":                    {"nuget", latest, reply(200, `null`), 0, "not what ProGet answers here"},
		"nothing":                 {"nuget", latest, reply(200, ``), 0, "an empty answer"},
		"a page":                  {"nuget", latest, reply(200, `<html>`), 0, "a web page"},
		"foreign JSON":            {"nuget", latest, reply(200, `[{"id":1}]`), 0, "a package has no name"},
		"cut off":                 {"nuget", latest, reply(200, `[{"name":"A"}`), 0, "ends in the middle"},
		"broken off":              {"nuget", latest, cutOffAfter(200, `[{"name":"A"}`), 0, "EOF"},
		"forbidden":               {"nuget", latest, reply(403, `no`), 0, "403"},
		"missing":                 {"nuget", latest, reply(404, `no`), 0, "404"},
		"files: forbidden":        {"asset", assets, reply(401, ``), 0, "401"},
		"files: an object":        {"asset", assets, reply(200, `{}`), 0, "not what ProGet answers here"},
		"files: foreign JSON":     {"asset", assets, reply(200, `[{}]`), 0, "an item has no name"},
	} {
		s := serve(t, routes{get: reply(200, `{"name":"a b","feedType":"`+test.feedType+`"}`), test.line: test.handle})
		feeds := s.client(t).Feeds()
		for range 2 { // nothing is remembered
			got, err := feeds.Contents(t.Context(), "a b")
			switch {
			case test.text == "" && (err != nil || got.Count != test.want):
				t.Errorf("%s: %d, %v, want %d", name, got.Count, err, test.want)
			case test.text != "" && (err == nil || !strings.Contains(err.Error(), test.text)):
				t.Errorf("%s: %d, %v, want an error with %q", name, got.Count, err, test.text)
			case test.text != "" && IsNotFound(err):
				t.Errorf("%s: %v is taken for a feed that is gone", name, err)
			}
			if got.Feed.FeedType.Or("-") != test.feedType {
				t.Errorf("%s: the feed is said to be %q", name, got.Feed.FeedType.Or("-"))
			}
		}
		if diff := cmp.Diff([]string{get, test.line, get, test.line}, s.lines()); diff != "" {
			t.Errorf("%s: requests (-want +got):\n%s", name, diff)
		}
	}

	// A server that never signs may say that there is nothing.
	s := serve(t, routes{get: unsigned(`{"name":"a b","feedType":"nuget"}`), latest: unsigned(`[]`)})
	if got, err := s.client(t).Feeds().Contents(t.Context(), "a b"); err != nil || got.Count != 0 {
		t.Errorf("without signatures: %d, %v", got.Count, err)
	}

	s = serve(t, routes{get: reply(404, ""), "GET /api/management/feeds/list": reply(200, `[]`)})
	feeds := s.client(t).Feeds()
	if _, err := feeds.Contents(t.Context(), "a b"); !IsNotFound(err) {
		t.Errorf("a feed that is gone: %v", err)
	}
	before := len(s.lines())
	if _, err := feeds.Contents(t.Context(), ""); err == nil || IsNotFound(err) || len(s.lines()) != before {
		t.Errorf("without a name: %v with %q", err, s.lines())
	}
}

// Another feed may have the name by now, whatever was known of it before.
func TestContentsOfWhatTheFeedIsNow(t *testing.T) {
	t.Parallel()
	const get, list, latest = "GET /api/management/feeds/get/a", "GET /api/management/feeds/list", "GET /api/packages/a/latest"
	s := serve(t, routes{
		get: reply(200, `{"name":"a","feedType":"docker"}`), list: reply(200, `[{"name":"a","feedType":"nuget"}]`), latest: reply(200, `[]`),
	})
	feeds := s.client(t).Feeds()
	if _, err := feeds.List(t.Context()); err != nil {
		t.Fatal(err)
	}
	got, err := feeds.Contents(t.Context(), "a")
	if !errors.Is(err, ErrUncountable) || got.Feed.FeedType.Or("") != "docker" {
		t.Errorf("%v, %v", got, err)
	}
	if diff := cmp.Diff([]string{list, get, latest}, s.lines()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestContentsBefore2023(t *testing.T) {
	t.Parallel()
	const get, packages = "GET /api/management/feeds/get/a", "GET /upack/a/packages"
	for answer, want := range map[string]struct {
		count int
		text  string
	}{
		`[]`: {0, ""},
		`[{"name":"A","isLocal":true,"isCached":false},{"name":"B","isLocal":false,"isCached":true},{"name":"C","isLocal":false,"isCached":false},{"name":"D"}]`: {3, ""},
		`[{"name":"C","isLocal":false,"isCached":false}]`: {0, "is not known"},
		`[{}]`: {0, "has no name"},
		`{}`:   {0, "not what ProGet answers"},
		``:     {0, "an empty answer"},
	} {
		for _, feedType := range []string{"universal", "ProGet", "romp"} {
			s := serve(t, routes{get: reply6(`{"name":"a","feedType":"` + feedType + `"}`), packages: reply6(answer)})
			got, err := s.client(t).Feeds().Contents(t.Context(), "a")
			if got.Count != want.count || want.text == "" && err != nil || want.text != "" && (err == nil || !strings.Contains(err.Error(), want.text)) {
				t.Errorf("%s, %s: %d, %v", feedType, answer, got.Count, err)
			}
		}
	}

	s := serve(t, routes{get: reply6(`{"name":"a","feedType":"nuget"}`)})
	if _, err := s.client(t).Feeds().Contents(t.Context(), "a"); !errors.Is(err, ErrUncountable) {
		t.Errorf("a feed of another type: %v", err)
	}
	s = serve(t, routes{get: reply6(`{"name":"a","feedType":"universal"}`), packages: replyAs("6.0.6.3", 404, "")})
	_, err := s.client(t).Feeds().Contents(t.Context(), "a")
	if e := problemOf(t, err); e.Endpoint.Since != "" || IsNotFound(err) {
		t.Errorf("no universal packages: %v since %q", err, e.Endpoint.Since)
	}
}

// A listing is counted as it comes, however often it breaks off, and within the
// same bounds as any other.
func TestContentsAreNotHeld(t *testing.T) {
	t.Parallel()
	const get, latest = "GET /api/management/feeds/get/a", "GET /api/packages/a/latest"
	many := "[" + strings.Repeat(`{"name":"A","version":"1"},`, 5000) + `{"name":"B"}]`
	s := serve(t, routes{get: reply(200, `{"name":"a","feedType":"nuget"}`), latest: inTurn(cutOffAfter(200, `[{"name":"A"},`), reply(200, many))})
	c := s.client(t, func(c *Config) { c.MaxRetries = 1 })
	if got, err := c.Feeds().Contents(t.Context(), "a"); err != nil || got.Count != 5001 {
		t.Errorf("%d, %v", got.Count, err)
	}
	c.limit = 1 << 10
	_, err := c.Feeds().Contents(t.Context(), "a")
	if e := problemOf(t, err); e.Problem != TooLarge {
		t.Errorf("above the limit: %v", err)
	}

	a := answer{status: 200}
	if err := a.read(strings.NewReader(many), func(body io.Reader) error { return eachItem(body, func([]byte) error { return nil }) }, maxAnswer); err != nil || len(a.body) > maxErrorText {
		t.Errorf("%d bytes are kept, %v", len(a.body), err)
	}
}
