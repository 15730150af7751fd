package proget

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
)

// Outcome says what became of a request that ended in an error.
type Outcome uint8

const (
	// Refused means that the server certainly did not act. Requests that only
	// read are always of this kind.
	Refused Outcome = iota
	// Lost means that the server may have acted: the connection broke after
	// the request was sent, the time was up, or the answer cannot be believed.
	Lost
	// Unread means that the server acted but its answer, or the reading that
	// had to follow it, failed.
	Unread
)

// Error is what every request that fails ends in, always as a pointer. It holds
// facts; what may help is for the caller to say.
type Error struct {
	Method    string
	Path      string // as sent, with the path of the base URL; secrets in the query are masked
	Status    int    // 0 if there was no answer
	Text      string // ProGet's own plain text, at most 2,000 bytes
	Version   string // of the server, as far as its answers said
	Edition   string
	Outcome   Outcome
	Problem   Problem
	Detail    string // completes the problem: a page's title, a redirect's target, a decoder's words
	Anonymous bool   // the request was made without a credential
	Unchecked bool   // see IsUnchecked
	Endpoint  Endpoint

	cause    error
	signed   bool // the answer carried X-ProGet-Version
	notFound bool // see IsNotFound
	odd      bool // see IsOdd
}

// Problem is what an answer looks like, or why there is none.
type Problem uint8

// The problems of requests.
const (
	Refusal         Problem = iota // an error status of the API itself
	WebPage                        // HTML
	LoginPage                      // HTML that asks for a login
	LicensePage                    // HTML that asks for a license
	Redirect                       // that was not followed
	LoginRedirect                  // to something that asks for a login
	LicenseRedirect                // to the page that asks for a license
	EmptyAnswer                    // where an object or a listing was due
	NotJSON                        // text
	CutOff                         // JSON that ends too early
	ForeignJSON                    // JSON of another shape
	OtherText                      // than the one asked for
	Unsigned                       // without X-ProGet-Version from a server that sends it
	Unlisted                       // the listing, which has to do for a request by key, lacks it
	Unproven                       // what ProGet may not have said, such as that an object is gone
	TooLarge                       // more than the client reads
	UnknownHost                    // DNS
	NoConnection                   // refused, unreachable
	NoTrust                        // TLS
	TimeUp                         // the time limit of a request
	Cancelled                      // by the caller
	Disconnected                   // in the middle
	Unsent                         // not even a request
	Taken                          // never sent: the object exists, or is being created
	Incompatible                   // never sent: this server's API lacks what was asked
)

// IsNotFound reports whether err proves that the object does not exist: ProGet
// said so in answer to a request by its key, or a listing that is the only way
// to ask lacks it. Nothing else is proof: not a login page, not a proxy's 404,
// not a 403.
func IsNotFound(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.notFound && e.Outcome == Refused
}

// IsLost reports whether a request that changes something may have done so
// although it failed. Reading shows it.
func IsLost(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Outcome == Lost
}

// MayHaveActed reports whether the server may have done what a request that
// changes something asked for, however unlikely that is: what is lost or unread,
// a status from 500 on, also where it is taken for a refusal, and a refusal that
// somebody else may have spoken.
func MayHaveActed(err error) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return false
	}
	return e.Outcome != Refused || e.Status >= http.StatusInternalServerError || IsForeign(err)
}

// IsForeign reports whether a refusal is somebody else's: it is not signed although
// the server signs.
func IsForeign(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Outcome == Refused && e.Status != 0 && !e.signed && e.Version != ""
}

// IsUnread reports whether a request did what it was asked but its result is
// not known.
func IsUnread(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Outcome == Unread
}

// IsUnchecked reports whether err is of a creation before which it could not be
// checked that the object does not exist. What is found afterwards may have been
// there before.
func IsUnchecked(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Unchecked
}

// IsOdd reports whether err is of one object of a listing that cannot be read. It
// says nothing of the others, which List returns beside it.
func IsOdd(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.odd
}

// Unwrap returns what went wrong below HTTP, if anything.
func (e *Error) Unwrap() error { return e.cause }

// Error says what was asked and what came of it.
func (e *Error) Error() string {
	text := e.Method + " " + e.Path + ": "
	if e.Status != 0 {
		text += strconv.Itoa(e.Status)
		if name := http.StatusText(e.Status); name != "" {
			text += " " + name
		}
		text += ": "
	}
	return strings.TrimSuffix(text+e.what(), ": ")
}

func (e *Error) what() string {
	switch e.Problem {
	case WebPage:
		return "a web page instead of an answer of ProGet's API" + e.titled()
	case LoginPage:
		return "a login page instead of an answer of ProGet's API" + e.titled()
	case LicensePage:
		return "ProGet's licensing page instead of an answer of its API" + e.titled()
	case Redirect, LoginRedirect, LicenseRedirect:
		if e.Detail == "" {
			return "a redirect to nowhere"
		}
		return "a redirect to " + e.Detail
	case EmptyAnswer:
		return "an empty answer"
	case NotJSON:
		return "an answer that is not JSON" + e.because()
	case CutOff:
		return "JSON that ends in the middle"
	case ForeignJSON:
		return "JSON that is not what ProGet answers here" + e.because()
	case Unsigned:
		return "an answer that lacks the header X-ProGet-Version, which ProGet sends" + e.because()
	case TimeUp:
		return "no answer within the time limit"
	case Cancelled:
		return "cancelled"
	case Refusal:
		return e.Text
	case Unproven:
		if e.Status != 0 {
			return e.Text
		}
		return e.Detail
	case OtherText, Unlisted, TooLarge, UnknownHost, NoConnection, NoTrust, Disconnected, Unsent, Taken, Incompatible:
		return e.Detail
	}
	return e.Detail
}

func (e *Error) titled() string {
	if e.Detail == "" {
		return ""
	}
	return ` ("` + e.Detail + `")`
}

func (e *Error) because() string {
	if e.Detail == "" {
		return ""
	}
	return ": " + e.Detail
}

const maxText = 2000

func clip(text string) string {
	if len(text) <= maxText {
		return text
	}
	return strings.ToValidUTF8(text[:maxText], "") + " ... (" + strconv.Itoa(len(text)-maxText) + " more bytes)"
}

// quote puts a text of the user into a message.
func quote(text string) string { return strconv.Quote(clip(text)) }
