package fakeproget

import (
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

// Moment is when a fault strikes.
type Moment int

// A dropped connection leaves the caller in doubt whether the server acted:
// after BeforeActing it has not, after AfterActing it has.
const (
	BeforeActing Moment = iota + 1
	AfterActing
)

// Fault is something that goes wrong with requests. A fault with a Status, a
// Body, HTML or a Redirect replaces the answer, and the server does not act
// unless Act is set; any other only disturbs the answer that the server gives.
//
// Go's own client repeats a GET by itself where a connection that it had used
// before is dropped; faults that strike once may therefore pass unseen there.
type Fault struct {
	Method string // empty for any
	Path   string // decoded and without the base path: a prefix, or a pattern of path.Match if it has a *
	Times  int    // how often it strikes; 0 for always
	Skip   int    // how many requests it lets pass first

	Status      int // 200 unless set, where there is a Body or HTML; 302 for a Redirect
	Header      http.Header
	Body        string
	ContentType string
	HTML        bool   // a login page
	Redirect    string // the Location
	Foreign     bool   // the answer, the server's own included, is not signed: it lacks the headers of ProGet
	Echo        Echo   // the body repeats the texts of the request, the key included, in this form
	Act         bool   // the server acts before the fault answers

	Delay    time.Duration
	Drop     Moment // the connection is closed without an answer
	Truncate int    // the connection is cut after so many bytes of the body, which was announced whole
	Cut      int    // the body ends after so many bytes, as if that were all
}

func (f *Fault) replaces() bool {
	return f.Status != 0 || f.Body != "" || f.HTML || f.Redirect != "" || f.Echo != EchoNothing
}

func (f *Fault) matches(method, name string) bool {
	if f.Method != "" && f.Method != method {
		return false
	}
	if strings.Contains(f.Path, "*") {
		matched, err := path.Match(f.Path, name)
		return err == nil && matched
	}
	return strings.HasPrefix(name, f.Path)
}

// answer writes what the fault says in place of the server.
func (f *Fault) answer(w http.ResponseWriter, r *http.Request, sent []byte) {
	status, contentType, body := f.Status, f.ContentType, f.Body+f.Echo.of(r, sent)
	if f.HTML {
		contentType, body = "text/html; charset=utf-8", string(loginPage)
	}
	if f.Redirect != "" {
		w.Header().Set("Location", f.Redirect)
		if status == 0 {
			status = http.StatusFound
		}
	}
	if status == 0 {
		status = http.StatusOK
	}
	if contentType == "" && body != "" {
		contentType = "text/plain; charset=utf-8"
	}
	if contentType != "" {
		w.Header().Set("Content-Type", contentType)
	}
	for name, values := range f.Header {
		w.Header()[http.CanonicalHeaderKey(name)] = values
	}
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body)) // into memory
}

// faults are the faults in force, in the order of Fail.
type faults struct {
	mu   sync.Mutex
	list []*Fault
}

// next is the fault that strikes a request, if any: the first that matches.
func (f *faults) next(method, name string) *Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, fault := range f.list {
		switch {
		case !fault.matches(method, name):
			continue
		case fault.Skip > 0:
			fault.Skip--
			continue
		}
		if fault.Times > 0 {
			fault.Times--
			if fault.Times == 0 {
				f.list = append(f.list[:i:i], f.list[i+1:]...)
			}
		}
		struck := *fault
		return &struck
	}
	return nil
}

// Fail makes requests go wrong from now on. Where several faults match a
// request, the one that was added first strikes.
func (s *Server) Fail(fault Fault) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.list = append(s.faults.list, &fault)
}

// ClearFaults ends all faults.
func (s *Server) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.list = nil
}
