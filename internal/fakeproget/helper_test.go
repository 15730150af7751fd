package fakeproget_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// client talks to a fake over a loopback connection, as any client would.
type client struct {
	*fakeproget.Server
	t    *testing.T
	url  string
	http *http.Client
}

func serve(t *testing.T, options fakeproget.Options) *client {
	t.Helper()
	fake := fakeproget.New(options)
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	return &client{fake, t, server.URL + options.BasePath, &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true}, // or it repeats what was dropped
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// with is the same client in a subtest.
func (c *client) with(t *testing.T) *client {
	t.Helper()
	copied := *c
	copied.t = t
	return &copied
}

type response struct {
	status int
	header http.Header
	body   string
}

// try sends a request; the headers are names and values in turn.
func (c *client) try(method, path, body string, headers ...string) (response, error) {
	c.t.Helper()
	request, err := http.NewRequestWithContext(c.t.Context(), method, c.url+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	answer, err := c.http.Do(request)
	if err != nil {
		return response{}, err
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	return response{answer.StatusCode, answer.Header, string(data)}, err
}

func (c *client) do(method, path, body string, headers ...string) response {
	c.t.Helper()
	r, err := c.try(method, path, body, headers...)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	return r
}

func (c *client) post(path, body string) response { c.t.Helper(); return c.do("POST", path, body) }

func (c *client) get(path string) response { c.t.Helper(); return c.do("GET", path, "") }

func (c *client) wantStatus(r response, status int) {
	c.t.Helper()
	if r.status != status {
		c.t.Fatalf("status %d, want %d: %s", r.status, status, r.body)
	}
}

// wantText checks a refusal.
func (c *client) wantText(r response, status int, text string) {
	c.t.Helper()
	if r.status != status || r.body != text {
		c.t.Errorf("got %d %q, want %d %q", r.status, r.body, status, text)
	}
}

// wantJSON compares a body with literal JSON, whatever the order of members.
func (c *client) wantJSON(r response, status int, want string) {
	c.t.Helper()
	if r.status != status {
		c.t.Errorf("status %d, want %d: %s", r.status, status, r.body)
		return
	}
	if got, want := parse(c.t, r.body), parse(c.t, want); !reflect.DeepEqual(got, want) {
		gotText, _ := json.Marshal(got)
		wantText, _ := json.Marshal(want)
		c.t.Errorf("got  %s\nwant %s", gotText, wantText)
	}
}

func parse(t *testing.T, text string) any {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return value
}

// object is a JSON object, for looking at some of its members.
func object(t *testing.T, text string) map[string]any {
	t.Helper()
	return members(t, parse(t, text))
}

// members and array are parts of decoded JSON.
func members(t *testing.T, value any) map[string]any {
	t.Helper()
	object, ok := value.(map[string]any)
	if !ok {
		t.Fatalf("no object: %v", value)
	}
	return object
}

func array(t *testing.T, value any) []any {
	t.Helper()
	array, ok := value.([]any)
	if !ok {
		t.Fatalf("no array: %v", value)
	}
	return array
}

// wantMember compares one member of a JSON object with literal JSON; the empty text means that it is absent.
func wantMember(t *testing.T, body, name, want string) {
	t.Helper()
	value, present := object(t, body)[name]
	if want == "" {
		if present {
			t.Errorf("%s is %v, want none", name, value)
		}
		return
	}
	if !present || !reflect.DeepEqual(value, parse(t, want)) {
		t.Errorf("%s is %v (present: %v), want %s", name, value, present, want)
	}
}
