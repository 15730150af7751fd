package proget

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"
	"syscall"
)

// newError makes an error with what is known of every request. The detail shows as it is.
func (c *Client) newError(r request, problem Problem, detail string) *Error {
	server := c.Server()
	path := c.path(r)
	if len(r.query) > 0 {
		path += "?" + maskQuery(r.query)
	}
	return &Error{
		Method: r.method, Path: c.mask(r, path),
		Version: server.Version, Edition: server.Edition,
		Problem: problem, Detail: detail,
		Anonymous: c.anonymous, Endpoint: r.about,
	}
}

// unsentError is the error of a request that was not sent.
func (c *Client) unsentError(r request, why string) error {
	return c.newError(r, Unsent, why)
}

// takenError is the error of a creation that was not sent.
func (c *Client) takenError(r request, why string) error {
	return c.newError(r, Taken, why)
}

// failedError makes the error of a request that got no whole answer.
func (c *Client) failedError(r request, err error) *Error {
	e := c.newError(r, Unsent, c.mask(r, err.Error()))
	e.cause = err
	f, ok := errors.AsType[*failure](err)
	if !ok {
		if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
			// While waiting for the next attempt, which a request that changes
			// something only has if it was not acted upon.
			e.Problem, e.Detail = Cancelled, ""
		}
		return e
	}
	e.Problem, e.cause, e.Status, e.signed = classify(f), f.err, f.status, f.signed
	switch {
	case r.isRead() || !f.sent:
	case f.signed: // a 2xx that had begun
		e.Outcome = Unread
	default:
		e.Outcome = Lost
	}
	return e
}

func classify(f *failure) Problem {
	if errors.Is(f.err, errTooLarge) {
		return TooLarge
	}
	if f.timedOut {
		return TimeUp
	}
	if errors.Is(f.err, context.Canceled) || errors.Is(f.err, context.DeadlineExceeded) {
		return Cancelled
	}
	if isTLS(f.err) {
		return NoTrust
	}
	if _, ok := errors.AsType[*net.DNSError](f.err); ok {
		return UnknownHost
	}
	if !f.sent || errors.Is(f.err, syscall.ECONNREFUSED) {
		return NoConnection
	}
	return Disconnected
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

// refusedError makes the error of an answer that is not 2xx.
func (c *Client) refusedError(r request, a answer) *Error {
	problem, detail := recognise(a)
	e := c.newError(r, problem, c.mask(r, detail))
	e.Status, e.signed = a.status, a.signed
	if problem == Refusal {
		e.Text = clip(c.mask(r, strings.TrimSpace(string(a.body))))
	}
	if !r.isRead() && isLostStatus(a) {
		e.Outcome = Lost
	}
	return e
}

// isLostStatus reports whether a change that ended in this error status is lost.
// ProGet itself answers 500 where a permission is missing, and whoever answers 501
// does not know the method. The other statuses from 500 on come from what stands
// before ProGet, which says when to come again (Retry-After) only where it passed
// nothing on. 303 leads to the result of what was done.
func isLostStatus(a answer) bool {
	switch a.status {
	case http.StatusInternalServerError, http.StatusNotImplemented:
		return false
	case http.StatusServiceUnavailable:
		return a.header.Get("Retry-After") == ""
	case http.StatusSeeOther:
		return true
	}
	return a.status > http.StatusNotImplemented
}

// unreadableError makes the error of an answer that is not what was due, though its
// status is: 2xx, or 500 and 503 of the server's health. To a change it says that
// something else than the API may have answered: what that did is not known.
func (c *Client) unreadableError(r request, a answer, problem Problem, detail string) *Error {
	e := c.newError(r, problem, c.mask(r, detail))
	e.Status, e.signed = a.status, a.signed
	if !r.isRead() {
		e.Outcome = Lost
	}
	return e
}

// asError makes sure that every error is an *Error, also the end of a caller's
// context while another caller's request was waited for.
func (c *Client) asError(r request, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*Error](err); ok {
		return err
	}
	e := c.newError(r, Cancelled, "")
	e.cause = err
	return e
}

// unreadAfter turns the error of the reading that follows a write into one
// of the write.
func unreadAfter(err error) error {
	return withError(err, func(e *Error) { e.Outcome = Unread })
}

// unchecked marks the error of a creation before which it could not be checked
// that there is no such object, whether it was sent then or not.
func unchecked(err error) error {
	return withError(err, func(e *Error) { e.Unchecked = true })
}

// withError changes a copy of an error: errors of a listing are shared.
func withError(err error, change func(*Error)) error {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return err
	}
	other := *e
	change(&other)
	return &other
}

func hasStatus(err error, statuses ...int) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && slices.Contains(statuses, e.Status)
}
