package fakeproget

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Server is a ProGet in memory. It is safe for concurrent use and starts no
// goroutines; nothing has to be closed.
type Server struct {
	options Options
	profile profile
	mux     *http.ServeMux
	log     requestLog
	faults  faults

	mu         sync.Mutex // guards what follows
	connectors kind
	feeds      kind
	licenses   kind // of the management API
	modern     kind // the same objects, as 2024 and later show them
	rules      []licenseRule
	files      map[string]licenseFile // by their hash
}

// New makes a server. It panics if the options name a profile that does not
// exist.
func New(options Options) *Server {
	p, err := newProfile(options)
	if err != nil {
		panic("fakeproget: " + err.Error())
	}
	options.BasePath = strings.TrimSuffix(options.BasePath, "/")
	s := &Server{options: options, profile: p, mux: http.NewServeMux(), files: map[string]licenseFile{}}
	s.connectors = s.connectorKind()
	s.feeds = s.feedKind()
	s.licenses = s.licenseKind()
	s.modern = s.modernLicenseKind()
	s.routeHealth()
	s.routePages()
	s.routeManagement(&s.connectors, s.connectorPermissions())
	s.routeManagement(&s.feeds, s.feedPermissions())
	if p.legacyLicenses {
		s.routeManagement(&s.licenses, s.licensePermissions())
	}
	if p.modernLicenses && !options.NativeOnly {
		s.routeLicenses()
	}
	s.routeNative()
	s.routePackages()
	s.routeAssets()
	return s
}

// call is a request that has come as far as its handler.
type call struct {
	*http.Request
	body   []byte
	caller Key
}

type handler func(c *call) (answer, error)

// route makes a handler answer a pattern of http.ServeMux. Handlers run one at
// a time, with the store locked.
func (s *Server) route(pattern string, need permission, h handler) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body) // from memory
		c := &call{Request: r, body: body, caller: s.caller(r, body)}
		if !need.allows(c.caller, r.PathValue("name")) {
			write(w, r, answer{}, s.denied(need))
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		a, err := h(c)
		write(w, r, a, err)
	})
}

// ServeHTTP logs the request, lets the fault that is due strike, and answers.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	inner, inside := s.strip(r, body)
	entry := s.log.add(r, inner.URL.Path, body)
	fault := s.faults.next(r.Method, inner.URL.Path)
	if fault == nil {
		fault = &Fault{}
	}
	if !wait(r, s.options.Latency+fault.Delay) {
		return
	}
	if fault.Drop == BeforeActing {
		drop(w)
		return
	}
	recorded := newRecorder()
	if !fault.replaces() || fault.Act {
		s.act(recorded, inner, inside)
	}
	if fault.replaces() {
		recorded = newRecorder()
		if !fault.Foreign {
			s.identify(recorded)
		}
		fault.answer(recorded)
	}
	if fault.Drop == AfterActing {
		drop(w)
		return
	}
	s.deliver(w, recorded, entry, fault.Truncate)
}

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

// act lets the server itself answer.
func (s *Server) act(w http.ResponseWriter, r *http.Request, inside bool) {
	if !inside {
		http.NotFound(w, r)
		return
	}
	s.identify(w)
	switch {
	case s.options.BlockVerbs && blockable(r.Method):
		http.Error(w, "The requested resource does not support http method '"+r.Method+"'.", http.StatusMethodNotAllowed)
	case s.options.Unlicensed == UnlicensedPage && isAPI(r.URL.Path):
		write(w, r, ok(loginPage), nil)
	case s.options.Unlicensed == UnlicensedRedirect && isAPI(r.URL.Path):
		http.Redirect(w, r, s.options.BasePath+"/administration/licensing", http.StatusFound)
	default:
		s.mux.ServeHTTP(w, r)
	}
}

func blockable(method string) bool {
	return method == http.MethodPut || method == http.MethodPatch || method == http.MethodDelete
}

func isAPI(path string) bool {
	return strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/endpoints/")
}

// identify adds the headers of reference section 4.
func (s *Server) identify(w http.ResponseWriter) {
	if s.options.NoVersionHeader || s.options.NativeOnly {
		return
	}
	w.Header().Set("X-ProGet-Version", s.profile.version)
	edition := s.options.Edition
	if edition == "" {
		edition = "Enterprise"
	}
	w.Header().Set("X-ProGet-Edition", edition)
}

// deliver sends an answer, all of it unless truncate is positive.
func (s *Server) deliver(w http.ResponseWriter, recorded *recorder, entry *Request, truncate int) {
	maps.Copy(w.Header(), recorded.header)
	body := recorded.body.Bytes()
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
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

// base is the URL that the server is reached at, without a slash at its end.
func (s *Server) base(r *http.Request) string {
	if s.options.WebBaseURL != "" {
		return strings.TrimSuffix(s.options.WebBaseURL, "/")
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host + s.options.BasePath
}
