package proget

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
)

// An answer is ProGet's word if it is signed: if it carries X-ProGet-Version,
// which every ProGet since 5.0 sends (reference section 4). Where a proxy takes
// that header away, the server never signs, and then the form of an answer has
// to do. Which of the two it is shows in the course of a run. Where nothing shows
// it, what an answer says there is may be believed, but never that something is
// not there.
type signing uint8

const (
	signingUnknown signing = iota
	seemsUnsigned          // answers were not signed, and nothing shows that they are ProGet's
	neverSigns             // nor is /health signed, whose answer is ProGet's, or which there is not
	signs
)

func isSigned(header http.Header) bool { return header.Get("X-Proget-Version") != "" }

func (c *Client) signing() signing {
	switch {
	case c.Server().Version != "":
		return signs
	case c.unsignedHealth.Load():
		return neverSigns
	case c.unsigned.Load():
		return seemsUnsigned
	}
	return signingUnknown
}

// foreign reports that an answer is not signed although the server signs.
func (c *Client) foreign(signed bool) bool { return !signed && c.signing() == signs }

// proves reports whether an answer can prove that something is not there: it is
// signed, or the server is known never to sign.
func (c *Client) proves(signed bool) bool { return signed || c.signing() == neverSigns }

// doubt says why an answer proves nothing.
func (c *Client) doubt(what string) string {
	if c.signing() == signs {
		return what + " lacks the header X-ProGet-Version, which this server otherwise sends"
	}
	return what + " lacks the header X-ProGet-Version, and /health does not show either that it is ProGet's"
}

// learnSigning asks for the server's health, unless it is known whether the server
// signs. That needs no credential, and every version signs what it answers there.
// What is not signed has to look like ProGet's: gateways have a /health of their own.
// That there is none is believed as well, unless a page says so.
func (c *Client) learnSigning(ctx context.Context) {
	if c.signing() != signingUnknown {
		return
	}
	r := request{method: http.MethodGet, path: endpoint("health")}
	a, err := c.ask(ctx, r)
	if err != nil || a.signed {
		return
	}
	health, err := c.readHealth(r, a)
	isProGet := err == nil && (health.Healthy || health.Version != "") // any text may be a problem
	isNone := a.status == http.StatusNotFound && !isHTML(a.body)
	if isProGet || isNone {
		c.unsignedHealth.Store(true)
	}
	c.unsigned.Store(true)
}

// verify refuses an answer to a reading that is not signed, though the server
// signs: a cache or somebody else may have given it.
func (c *Client) verify(ctx context.Context, r request, a answer) error {
	if a.signed {
		return nil
	}
	c.learnSigning(ctx)
	if c.foreign(a.signed) {
		return c.unreadableError(r, a, Unsigned, "")
	}
	return nil
}

// act is do for a change. Success is believed if it is signed. If it is not, and
// it is not certain whether the server signs, teach makes a request that may show
// it; on a server that does not sign, it is left to the caller to judge the form. A
// page is never believed: something else than the API answered, and may have done
// anything (reference section 2).
func (c *Client) act(ctx context.Context, r request, teach func()) (answer, error) {
	a, err := c.do(ctx, r)
	switch {
	case err != nil || a.signed && !isHTML(a.body):
		return a, err
	case isHTML(a.body):
		problem, detail := pageKind(a)
		return a, c.unreadableError(r, a, problem, detail)
	}
	if c.signing() < neverSigns {
		teach()
	}
	if c.signing() == signingUnknown || c.signing() == signs {
		return a, c.unreadableError(r, a, Unsigned, "")
	}
	return a, nil
}

// confirmGone judges the unsigned success of a deletion by the reading that
// followed it. Of a listing it is enough to lack the object, also where it is
// empty by now.
func (c *Client) confirmGone(r request, a answer, reading error) error {
	if reading == nil {
		return c.unreadableError(r, a, Unproven, "it is still there")
	}
	if e, ok := errors.AsType[*Error](reading); IsNotFound(reading) || ok && e.Problem == Unlisted {
		return nil
	}
	return c.unreadableError(r, a, Unproven, "it is not known whether it is still there: "+reading.Error())
}

// misshapenError is the error of a 2xx answer, to a reading or a change, signed or
// not, which does not have the form of what this API answers. err is what shows it.
func (c *Client) misshapenError(r request, a answer, err error) error {
	problem, detail := misfit(a, err)
	return c.unreadableError(r, a, problem, detail)
}

func isEmpty(body []byte) bool { return len(bytes.TrimSpace(body)) == 0 }

// saysMissing returns the error of a request for an object if ProGet's answer
// may mean that there is none: 404 or, as its pages of 2024 have it, 400 with a
// text that says so of this key (reference sections 5.1 and 9.1).
func saysMissing(err error, key string) *Error {
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Problem != Refusal || e.Outcome != Refused {
		return nil
	}
	if e.Status == http.StatusNotFound || e.Status == http.StatusBadRequest && denies(e.Text, key) {
		return e
	}
	return nil
}

func denies(text, key string) bool {
	text, key = fold(text), fold(key)
	return (strings.Contains(text, "not found") || strings.Contains(text, "does not exist")) &&
		(strings.Contains(text, `"`+key+`"`) || strings.Contains(text, "'"+key+"'"))
}

// prove makes an answer that says that there is no such object the proof that it is
// gone, or the error Unproven. ProGet says 404, signed, at wrong addresses as well,
// so this API must have answered as it should: look fetches its listing. It reports
// whether the listing is signed, and what in it contradicts the answer.
//
// 400 to a change stays the refusal that it is unless it is the proof: it may be
// about another object that the change names.
func (c *Client) prove(e *Error, look func() (signed bool, against string, err error)) error {
	unproven := func(why string) error {
		if e.Status == http.StatusBadRequest && e.Method != http.MethodGet && !c.foreign(e.signed) {
			return e
		}
		e.Problem, e.Detail = Unproven, why
		return e
	}
	if c.foreign(e.signed) {
		return unproven(c.doubt("the answer"))
	}
	signed, against, err := look()
	switch {
	case err != nil:
		return unproven("the listing fails as well: " + err.Error())
	case c.foreign(e.signed): // the listing taught it
		return unproven(c.doubt("the answer"))
	case against != "":
		return unproven(against)
	case !c.proves(e.signed):
		return unproven(c.doubt("the answer"))
	case !c.proves(signed):
		return unproven(c.doubt("the listing"))
	}
	e.notFound = true
	return e
}
