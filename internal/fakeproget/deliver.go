package fakeproget

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// strip takes the base path off a request and gives it its body back.
func (s *Server) strip(r *http.Request, body []byte) (inner *http.Request, inside bool) {
	inner = r.Clone(r.Context())
	inner.Body = io.NopCloser(bytes.NewReader(body))
	base := s.options.BasePath
	path, inside := strings.CutPrefix(inner.URL.Path, base)
	if base == "" || !inside || path != "" && path[0] != '/' {
		return inner, base == ""
	}
	if path == "" {
		path = "/"
	}
	inner.URL.Path = path
	inner.URL.RawPath = strings.TrimPrefix(inner.URL.RawPath, base)
	return inner, true
}

// deliver sends an answer, all of it unless truncate is positive.
func (s *Server) deliver(w http.ResponseWriter, recorded *recorder, entry *Request, truncate int) {
	maps.Copy(w.Header(), recorded.header)
	body := recorded.body.Bytes()
	if recorded.status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	}
	cut := truncate > 0 && truncate < len(body)
	if cut {
		body = body[:truncate]
	}
	s.log.answered(entry, recorded.status, len(body))
	w.WriteHeader(recorded.status)
	_, err := w.Write(body)
	if cut && err == nil {
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler) // net/http's way to cut a connection
	}
}

// drop closes the connection without a word.
func drop(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	_ = conn.Close()
}

// wait sleeps, unless the caller goes away meanwhile.
func wait(r *http.Request, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	}
}
