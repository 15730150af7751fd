package proget

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
)

// Outcome says what became of a request that ended in an error.
type Outcome uint8

const (
	// Refused means that the server certainly did not act. Requests that only
	// read are always of this kind.
	Refused Outcome = iota
	// Lost means that the server may have acted: the connection broke after
	// the request was sent, the time was up, or a proxy answered in its place.
	Lost
	// Unread means that the server acted but its answer, or the reading that
	// had to follow it, failed.
	Unread
)

// Error is what every request that fails ends in, always as a pointer.
type Error struct {
	Method  string
	Path    string // as sent, with the path of the base URL; secrets in the query are masked
	Status  int    // 0 if there was no answer
	Text    string // ProGet's own plain text, at most 2,000 bytes
	Version string // of the server, as far as its answers said
	Edition string
	Outcome Outcome

	problem   problem
	detail    string // completes the problem: a page's title, a redirect's target, a decoder's words
	cause     error
	attempts  int
	anonymous bool
	signed    bool // the answer carried X-ProGet-Version
	absent    bool // see IsNotFound
}

// problem is what an answer looks like, or why there is none.
type problem uint8

const (
	refusal      problem = iota // an error status of the API itself
	webPage                     // HTML
	loginPage                   // HTML that asks for a login
	licensePage                 // HTML that asks for a license
	redirect                    // that was not followed
	emptyAnswer                 // where an object or a listing was due
	notJSON                     // text
	cutOff                      // JSON that ends too early
	foreignJSON                 // JSON of another shape
	otherText                   // than the one asked for
	unlisted                    // the listing, which has to do for a request by name, lacks it
	unproven                    // a 404 that may come from elsewhere
	tooLarge                    // more than the client reads
	unknownHost                 // DNS
	noConnection                // refused, unreachable
	noTrust                     // TLS
	timeUp                      // request_timeout
	cancelled                   // by the caller
	disconnected                // in the middle
	invalid                     // never sent: not even a request
	incompatible                // never sent: this server's API lacks what was asked
)

// IsNotFound reports whether err proves that the object does not exist: ProGet
// answered 404 to a request by its name, or a listing that is the only way to
// ask lacks it. Nothing else is proof: not a login page, not a proxy's 404, not
// a 403.
func IsNotFound(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.absent && e.Outcome == Refused
}

// IsLost reports whether a request that changes something may have done so
// although it failed. Reading settles it.
func IsLost(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Outcome == Lost
}

// IsUnread reports whether a request did what it was asked but its result is
// not known.
func IsUnread(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Outcome == Unread
}

// Unwrap returns what went wrong below HTTP, if anything.
func (e *Error) Unwrap() error { return e.cause }

// failed makes the error of a request that got no whole answer.
func (c *Client) failed(r request, call *call, err error) *Error {
	e := c.newError(r)
	e.attempts = call.attempts
	f, ok := errors.AsType[*failure](err)
	switch {
	case !ok && (errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)):
		// While waiting for the next attempt, which a request that changes
		// something only has if it was not acted upon.
		e.problem, e.cause = cancelled, err
		return e
	case !ok:
		e.problem, e.cause, e.detail = invalid, err, c.mask(r, err.Error())
		return e
	}
	e.cause, e.Status = f.err, f.status
	e.problem = classify(f)
	e.detail = c.mask(r, f.err.Error())
	switch {
	case call.reads || !f.sent:
	case f.status != 0:
		e.Outcome = Unread
	default:
		e.Outcome = Lost
	}
	return e
}

func classify(f *failure) problem {
	if errors.Is(f.err, errTooLarge) {
		return tooLarge
	}
	if f.timedOut {
		return timeUp
	}
	if errors.Is(f.err, context.Canceled) || errors.Is(f.err, context.DeadlineExceeded) {
		return cancelled
	}
	if isTLS(f.err) {
		return noTrust
	}
	if _, ok := errors.AsType[*net.DNSError](f.err); ok {
		return unknownHost
	}
	if !f.sent || errors.Is(f.err, syscall.ECONNREFUSED) {
		return noConnection
	}
	return disconnected
}

// isTLS reports whether a handshake failed, which no repetition mends.
func isTLS(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.AlertError](err); ok {
		return true
	}
	// What a server complains about, such as a missing client certificate,
	// and an https URL for a server that speaks http, have no type of their own.
	text := err.Error()
	return strings.Contains(text, "remote error: tls: ") || strings.Contains(text, "server gave HTTP response to HTTPS client")
}

// refused makes the error of an answer that is not 2xx.
func (c *Client) refused(r request, a answer) *Error {
	e := c.newError(r)
	e.Status = a.status
	e.problem, e.detail = c.recognise(a)
	e.signed = a.header.Get("X-Proget-Version") != ""
	if e.problem == refusal {
		e.Text = clip(c.mask(r, strings.TrimSpace(string(a.body))))
	}
	e.detail = c.mask(r, e.detail)
	if !(r.reads || r.method == http.MethodGet) && mayHaveActed(a) {
		e.Outcome = Lost
	}
	return e
}

// mayHaveActed judges an error status. ProGet itself answers 500 for missing
// permissions; the other statuses from 500 on come from what stands before it.
func mayHaveActed(a answer) bool {
	switch a.status {
	case http.StatusInternalServerError, http.StatusNotImplemented:
		return false
	case http.StatusServiceUnavailable:
		return a.header.Get("Retry-After") == ""
	case http.StatusSeeOther:
		return true
	}
	return a.status > 500
}

// unreadable makes the error of a 2xx answer that is not what was due.
func (c *Client) unreadable(r request, a answer, problem problem, detail string) *Error {
	e := c.newError(r)
	e.Status, e.problem, e.detail = a.status, problem, c.mask(r, detail)
	if !(r.reads || r.method == http.MethodGet) {
		// A page says that something else than the API answered; who knows
		// what it did.
		e.Outcome = Lost
	}
	return e
}

func (c *Client) newError(r request) *Error {
	server := c.Server()
	path := c.path(r)
	if len(r.query) > 0 {
		path += "?" + maskQuery(r.query)
	}
	return &Error{
		Method: r.method, Path: c.mask(r, path),
		Version: server.Version, Edition: server.Edition,
		anonymous: c.anonymous,
	}
}

// unreadAfter turns the error of the reading that follows a write into one
// of the write.
func unreadAfter(err error) error {
	if e, ok := errors.AsType[*Error](err); ok {
		unread := *e
		unread.Outcome = Unread
		return &unread
	}
	return err
}

const maxText = 2000

func clip(text string) string {
	if len(text) <= maxText {
		return text
	}
	return strings.ToValidUTF8(text[:maxText], "") + " ... (" + strconv.Itoa(len(text)-maxText) + " more bytes)"
}
