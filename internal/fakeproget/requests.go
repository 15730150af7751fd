package fakeproget

import (
	"net/http"
	"net/url"
	"slices"
	"sync"
)

// Request is one entry of the server's log.
type Request struct {
	Method  string
	Path    string // decoded, without the base path
	RawPath string // as it was sent, base path included
	Query   url.Values
	Header  http.Header
	Body    []byte
	Status  int // 0 while unanswered, and where the connection was cut before an answer
}

// requestLog has a lock of its own: a request is logged before anything else happens to it.
type requestLog struct {
	mu      sync.Mutex
	entries []*Request
	bytes   int64
}

func (l *requestLog) add(r *http.Request, path string, body []byte) *Request {
	entry := &Request{
		Method: r.Method, Path: path, RawPath: r.URL.EscapedPath(),
		Query: r.URL.Query(), Header: r.Header.Clone(), Body: body,
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries = append(l.entries, entry)
	return entry
}

func (l *requestLog) answered(entry *Request, status, bytes int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry.Status = status
	l.bytes += int64(bytes)
}

// Requests are the requests so far, in the order of their arrival. Headers and
// bodies are shared with the log and must not be changed.
func (s *Server) Requests() []Request {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	requests := make([]Request, len(s.log.entries))
	for i, entry := range s.log.entries {
		requests[i] = *entry
	}
	return requests
}

// BytesWritten is how many bytes the bodies of all answers had.
func (s *Server) BytesWritten() int64 {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	return s.log.bytes
}

// ResetRequests empties the log and sets BytesWritten to zero.
func (s *Server) ResetRequests() {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	s.log.entries, s.log.bytes = slices.Delete(s.log.entries, 0, len(s.log.entries)), 0
}
