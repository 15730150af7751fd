package proget

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
)

const (
	keyList   = "GET /api/api-keys/list"
	keyCreate = "POST /api/api-keys/create"
	keyDelete = "POST /api/api-keys/delete?id=7"
	oldKey    = `{"id":1,"type":"System","key":"abc12345","displayName":"ci","systemApis":["feeds"],"logging":"None"}`
	newKey    = `{"id":7,"type":"Feed","key":"********","displayName":"ci","packagePermissions":["view"],"feed":"a,b","logging":"Both"}`
)

// Every form of the answer to a creation comes to the same object (reference
// section 21, C16): the request is the same, and the listing is only asked anew
// where the id is missing.
func TestAPIKeyCreation(t *testing.T) {
	t.Parallel()
	sent := APIKey{Type: Of("feed"), DisplayName: Of("ci"), PackagePermissions: Of([]string{"View"}), Feed: Of("a,b"), Logging: Of("BOTH")}
	for answer, want := range map[string]struct {
		text  string // the key
		lists int
	}{
		strings.Replace(newKey, "********", "s3cr3t", 1):           {"s3cr3t", 1},
		strings.Replace(newKey, `"key":"********",`, "", 1):        {"", 1},
		`{"id":7,"displayName":" CI","key":"s3cr3t","feed":"a,b"}`: {"s3cr3t", 1}, // in another spelling
		`{"id":1,"displayName":"ci","key":"somebody's"}`:           {"", 2},       // that was there before
		`{"id":9,"displayName":"cd","key":"somebody's"}`:           {"", 2},       // that is another
		`{"key":"s3cr3t"}`:           {"s3cr3t", 2},
		`s3cr3t`:                     {"s3cr3t", 2},
		"\xef\xbb\xbf\"s3cr3t\"\r\n": {"s3cr3t", 2},
		``:                           {"", 2},
		`{"id":7,"key":`:             {"", 2},
	} {
		var j journal
		s := serve(t, routes{keyList: inTurn(reply(200, "["+oldKey+"]"), reply(200, "["+oldKey+","+newKey+"]")), keyCreate: reply(200, answer)})
		keys := s.client(t, func(c *Config) { c.Log = j.log }).APIKeys()
		got, err := keys.Create(t.Context(), sent)
		if err != nil || got.ID.Or(0) != 7 || got.Key.Or("") != want.text || got.Feed.Or("") != "a,b" {
			t.Errorf("%q: %+v, %v", answer, got, err)
			continue
		}
		if got, want := s.last(t, keyCreate).body, `{"type":"Feed","displayName":"ci","packagePermissions":["view"],"feed":"a,b","logging":"Both"}`; got != want {
			t.Errorf("it sends %s, want %s", got, want)
		}
		if n := s.count(keyList); n != want.lists {
			t.Errorf("%q: %d listings, want %d", answer, n, want.lists)
		}
		// What the listing says of keys is not believed; what the creation said is kept for the run.
		found, err := keys.Find(t.Context(), "7")
		other, otherErr := keys.Find(t.Context(), "1")
		if err != nil || otherErr != nil || found.Key.Or("") != want.text || !other.Key.IsZero() {
			t.Errorf("%q: found %v, %v and %v, %v", answer, found.Key, err, other.Key, otherErr)
		}
		if strings.Contains(fmt.Sprint(j.lines), "s3cr3t") {
			t.Errorf("%q: the log has the key", answer)
		}
	}
}

// Of several new keys, the one is taken that holds what was sent; where that
// cannot be told, nothing is guessed.
func TestAPIKeyAmongNewOnes(t *testing.T) {
	t.Parallel()
	named := func(id int, name, text string) string {
		return fmt.Sprintf(`{"id":%d,"type":"Other","displayName":%q,"key":%q}`, id, name, text)
	}
	for name, test := range map[string]struct {
		list string
		want int64
	}{
		"by name":        {named(7, "ci", "") + "," + named(8, "cd", ""), 7},
		"by key":         {named(7, "ci", "other") + "," + named(8, "ci", "s3cr3t"), 8},
		"cannot be told": {named(7, "ci", "") + "," + named(8, "ci", ""), 0},
		"not there":      {oldKey, 0},
	} {
		s := serve(t, routes{keyList: inTurn(reply(200, "["+oldKey+"]"), reply(200, "["+oldKey+","+test.list+"]")), keyCreate: reply(200, "s3cr3t")})
		got, err := s.client(t).APIKeys().Create(t.Context(), APIKey{Type: Of("Other"), DisplayName: Of("ci")})
		if got.ID.Or(0) != test.want || IsUnread(err) != (test.want == 0) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if err != nil && strings.Contains(err.Error(), "s3cr3t") {
			t.Errorf("%s: the error has the key: %v", name, err)
		}
	}
}

// Keys made at the same time, with answers that are keys alone, are told apart.
func TestAPIKeysAtOnce(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var list []string
	s := serve(t, routes{
		keyList: func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			reply(200, "["+strings.Join(list, ",")+"]")(w, r)
		},
		keyCreate: func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			list = append(list, fmt.Sprintf(`{"id":%d,"type":"Other"}`, len(list)+1))
			reply(200, fmt.Sprintf("key-%d", len(list)))(w, r)
		},
	})
	keys := s.client(t).APIKeys()
	var wait sync.WaitGroup
	for range 10 {
		wait.Go(func() {
			got, err := keys.Create(t.Context(), APIKey{Type: Of("Other")})
			if err != nil || got.Key.Or("") != fmt.Sprintf("key-%d", got.ID.Or(0)) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
	wait.Wait()
}

// Nothing is sent without a listing, and what cannot be believed is lost.
func TestAPIKeyCreationErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		list, create http.HandlerFunc
		outcome      Outcome
		sent         int
	}{
		"forbidden":       {reply(403, ""), nil, Refused, 0},
		"an old server":   {replyAs("23.0.35.1", 404, ""), nil, Refused, 0},
		"refused":         {reply(200, "[]"), reply(400, "type is required"), Refused, 1},
		"dropped":         {reply(200, "[]"), drop, Lost, 1},
		"a page":          {reply(200, "[]"), reply(200, "<html>"), Lost, 1},
		"somebody else's": {reply(200, "[]"), replyAs("", 200, `{"id":7}`), Lost, 1},
		"unlisted after":  {inTurn(reply(200, "[]"), reply(500, "")), reply(200, "s3cr3t"), Unread, 1},
	} {
		s := serve(t, routes{keyList: test.list, keyCreate: test.create})
		_, err := s.client(t).APIKeys().Create(t.Context(), APIKey{Type: Of("Other")})
		if err == nil || problemOf(t, err).Outcome != test.outcome || problemOf(t, err).Endpoint != apiKeysAbout || s.count(keyCreate) != test.sent {
			t.Errorf("%s: %v, %d sent", name, err, s.count(keyCreate))
		}
	}
	// A server whose version a proxy takes away is believed by the form of its answers.
	for answer, want := range map[string]bool{`{"id":7,"key":"s3cr3t"}`: true, `s3cr3t`: true, `{}`: true, `[]`: false, ``: false, `Not a key.`: false} {
		s := serve(t, routes{
			keyList:   inTurn(replyAs("", 200, "["+oldKey+"]"), replyAs("", 200, "["+oldKey+`,{"id":7,"type":"Other"}]`)),
			keyCreate: replyAs("", 200, answer),
		})
		got, err := s.client(t).APIKeys().Create(t.Context(), APIKey{Type: Of("Other")})
		if (err == nil && got.ID.Or(0) == 7) != want || !want && !IsLost(err) {
			t.Errorf("%q: %+v, %v", answer, got, err)
		}
	}
}

func TestAPIKeyDeletion(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{
		keyList:   inTurn(reply(200, "["+oldKey+","+newKey+"]"), reply(200, "["+oldKey+"]")),
		keyDelete: reply(200, ""),
	})
	keys := s.client(t).APIKeys()
	if err := keys.Delete(t.Context(), "7"); err != nil {
		t.Error(err)
	}
	if err := keys.Delete(t.Context(), "7"); !IsNotFound(err) {
		t.Errorf("again: %v", err)
	}
	// The client's own key, whose text the server lists, stays.
	err := keys.Delete(t.Context(), "1")
	if err == nil || !strings.Contains(err.Error(), "it is the API key that the provider itself uses") || strings.Contains(err.Error(), "abc12345") {
		t.Errorf("its own: %v", err)
	}
	for id, want := range map[string]bool{"1": true, "7": false} {
		if own, err := keys.IsOwn(t.Context(), id, ""); own != want || id == "1" && err != nil {
			t.Errorf("%s is its own: %t, %v", id, own, err)
		}
	}
	if own, err := keys.IsOwn(t.Context(), "9", "abc12345"); !own || err != nil {
		t.Errorf("by its text: %t, %v", own, err)
	}
	if n := s.count("POST /api/api-keys/delete?id=1"); n != 0 {
		t.Error("its own key was deleted")
	}
}
