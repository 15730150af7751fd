package proget

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// base is where every stub is mounted: the path must survive everything.
const base = "/base/path"

// routes maps "METHOD uri", the uri exactly as on the request line but without
// base, to what answers it.
type routes map[string]http.HandlerFunc

// stub is a server that answers by the letter and remembers what it was asked.
// Unless a route says otherwise, it never signs: what asks for that is answered as
// by ProGet, and not remembered.
type stub struct {
	*httptest.Server
	t      *testing.T
	routes routes

	mu   sync.Mutex
	seen []seen
}

type seen struct {
	line   string // METHOD uri
	header http.Header
	body   string
}

func serve(t *testing.T, r routes) *stub {
	t.Helper()
	s := &stub{t: t, routes: r}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *stub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Errorf("reading a request: %v", err)
	}
	uri, ok := strings.CutPrefix(r.RequestURI, base)
	if !ok {
		s.t.Errorf("%s %s is not under %s", r.Method, r.RequestURI, base)
	}
	line := r.Method + " " + uri
	if _, routed := s.routes[line]; line == "GET /health" && !routed {
		_, _ = io.WriteString(w, "OK")
		return
	}
	s.mu.Lock()
	s.seen = append(s.seen, seen{line, r.Header.Clone(), string(body)})
	s.mu.Unlock()
	handle, ok := s.routes[line]
	if !ok {
		s.t.Errorf("unexpected request: %s", line)
		http.Error(w, "unexpected", http.StatusTeapot)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	handle(w, r)
}

// lines returns what was asked, in order.
func (s *stub) lines() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var lines []string
	for _, request := range s.seen {
		lines = append(lines, request.line)
	}
	return lines
}

func (s *stub) count(line string) int {
	count := 0
	for _, have := range s.lines() {
		if have == line {
			count++
		}
	}
	return count
}

// last returns the last request with the given line.
func (s *stub) last(t *testing.T, line string) seen {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, request := range slices.Backward(s.seen) {
		if request.line == line {
			return request
		}
	}
	t.Fatalf("no request %s", line)
	return seen{}
}

// client connects to the stub with a key, without repetitions, unless
// configure says otherwise.
func (s *stub) client(t *testing.T, configure ...func(*Config)) *Client {
	t.Helper()
	return connect(t, s.URL+base, configure...)
}

func connect(t *testing.T, url string, configure ...func(*Config)) *Client {
	t.Helper()
	config := Config{URL: url, APIKey: "abc12345", RetryWait: time.Microsecond}
	for _, change := range configure {
		change(&config)
	}
	c, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.transport.CloseIdleConnections)
	return c
}

// reply answers like ProGet 2026. Headers follow as names and values.
func reply(status int, body string, headers ...string) http.HandlerFunc {
	return replyAs("26.0.12.24", status, body, headers...)
}

// replyAs answers like a version, or like something else where that is empty.
func replyAs(version string, status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if version != "" {
			w.Header().Set("X-ProGet-Version", version)
			w.Header().Set("X-ProGet-Edition", "Free")
		}
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// inTurn answers each request with the next handler, the last for ever.
func inTurn(handlers ...http.HandlerFunc) http.HandlerFunc {
	var mu sync.Mutex
	next := 0
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		handle := handlers[next]
		next = min(next+1, len(handlers)-1)
		mu.Unlock()
		handle(w, r)
	}
}

// asSent answers with what was sent.
func asSent(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	reply(http.StatusCreated, string(body))(w, r)
}

// drop closes the connection instead of answering.
func drop(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// cutOffAfter announces more than it sends.
func cutOffAfter(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		w.Header().Set("X-ProGet-Version", "26.0.12.24")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}

func problemOf(t *testing.T, err error) *Error {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("got %T %v, want an *Error", err, err)
	}
	return e
}

// wantProblem judges what an error tells, and what became of what was asked.
func wantProblem(t *testing.T, name string, err error, text string, outcome Outcome) {
	t.Helper()
	if e := problemOf(t, err); !strings.Contains(e.Error()+" | "+facts(e), text) || e.Outcome != outcome {
		t.Errorf("%s: %v\nhint: %s\nlacks %q, or outcome %v is not %v", name, e, facts(e), text, e.Outcome, outcome)
	}
}

var problemNames = map[Problem]string{
	Refusal: "refusal", Redirect: "redirect", LoginRedirect: "redirect to a login", LicenseRedirect: "redirect to licensing",
	OtherText: "another text", Unsigned: "unsigned", Unproven: "unproven", TimeUp: "time up", NoConnection: "no connection",
}

// facts is what an error has to tell besides its text.
func facts(e *Error) string {
	outcome := [...]string{Refused: "refused", Lost: "may have been done", Unread: "was done"}[e.Outcome]
	return strings.Join([]string{problemNames[e.Problem], e.Detail, e.Endpoint.Needs, e.Endpoint.Since, e.Endpoint.Missing, e.Endpoint.Failing, outcome}, "; ")
}
