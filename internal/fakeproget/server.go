package fakeproget

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"
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
	kinds      []*kind    // in the order of Kinds
	connectors kind
	feeds      kind
	licenses   kind // of the management API
	modern     kind // the same objects, as 2024 and later show them
	apiKeys    kind
	users      kind
	groups     kind
	tasks      kind
	privileges kind // what the API calls permissions
	storage    kind
	settings   kind
	projects   kind
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
	s.connectors = withDefaults(s.connectorKind())
	s.feeds = withDefaults(s.feedKind())
	s.licenses = withDefaults(s.licenseKind())
	s.modern = s.modernLicenseKind()
	s.apiKeys = withDefaults(s.apiKeyKind())
	s.users = withDefaults(s.userKind())
	s.groups = withDefaults(s.groupKind())
	s.tasks = withDefaults(s.taskKind())
	s.privileges = withDefaults(s.privilegeKind())
	s.storage = withDefaults(s.storageKind())
	s.settings = withDefaults(s.settingKind())
	s.projects = withDefaults(s.projectKind())
	s.kinds = []*kind{&s.connectors, &s.feeds, &s.licenses, &s.apiKeys, &s.users, &s.groups, &s.tasks, &s.privileges, &s.storage, &s.settings, &s.projects}
	s.buildIn()
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
	s.routeStorage()
	s.routeAPIKeys()
	s.routeSettings()
	s.routeProjects()
	s.routeSecurity()
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

// feed is the name of the feed that a call is about, if it is about one.
func (c *call) feed() string {
	if name := c.PathValue("name"); name != "" {
		return name
	}
	return c.URL.Query().Get("feed")
}

type handler func(c *call) (answer, error)

// route makes a handler answer a pattern of http.ServeMux. Handlers run one at
// a time, with the store locked.
func (s *Server) route(pattern string, need permission, h handler) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body) // from memory
		s.mu.Lock()
		defer s.mu.Unlock()
		c := &call{Request: r, body: body, caller: s.caller(r, body)}
		if !need.allows(c.caller, c.feed()) {
			write(w, r, answer{}, s.denied(need))
			return
		}
		a, err := h(c)
		a.body = s.spelled(a.body)
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
	if s.options.OnRequest != nil {
		shown := inner.Clone(r.Context())
		shown.Body = io.NopCloser(bytes.NewReader(body))
		s.options.OnRequest(shown)
	}
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
		s.identify(recorded)
		fault.answer(recorded, inner, body)
	}
	if fault.Foreign {
		recorded.anonymize()
	}
	recorded.cut(fault.Cut)
	if fault.Drop == AfterActing {
		drop(w)
		return
	}
	s.deliver(w, recorded, entry, fault.Truncate)
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

// The headers of reference section 4.
const (
	versionHeader = "X-ProGet-Version"
	editionHeader = "X-ProGet-Edition"
)

// identify adds the headers by which ProGet is known.
func (s *Server) identify(w http.ResponseWriter) {
	if s.options.NoVersionHeader || s.options.NativeOnly {
		return
	}
	version, edition := versionHeader, editionHeader
	if s.options.LowerCaseHeaders {
		version, edition = strings.ToLower(version), strings.ToLower(edition)
	}
	w.Header()[version] = []string{s.profile.version}
	w.Header()[edition] = []string{s.edition()}
}

// edition is what the server says it is.
func (s *Server) edition() string {
	if s.options.Edition == "" {
		return "Enterprise"
	}
	return s.options.Edition
}

// base is the URL that the server is reached at, without a slash at its end.
func (s *Server) base(r *http.Request) string {
	if url := s.setting("Web.BaseUrl"); url != "" {
		return strings.TrimSuffix(url, "/")
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host + s.options.BasePath
}
