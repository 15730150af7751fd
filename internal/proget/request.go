package proget

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// request is one question to the server, however many attempts it takes.
type request struct {
	method string
	path   string // below the base URL, escaped; see endpoint
	query  url.Values
	body   []byte
	raw    bool // the body is no JSON
	reads  bool // changes nothing, so it can be repeated; implied by GET
	byName bool // asks for one object by its name: a 404 can mean that there is none
}

// answer is what the server said in the end.
type answer struct {
	status int
	header http.Header
	body   []byte
	url    *url.URL // asked last, after redirects
}

// endpoint joins segments to a path, each escaped as exactly one segment:
// names may hold anything, even "..", which servers would otherwise resolve.
func endpoint(segments ...string) string {
	escaped := make([]string, len(segments))
	for i, segment := range segments {
		switch segment {
		case ".", "..":
			escaped[i] = strings.ReplaceAll(segment, ".", "%2E")
		default:
			escaped[i] = url.PathEscape(segment)
		}
	}
	return strings.Join(escaped, "/")
}

func (c *Client) url(r request) string {
	u := c.base.Scheme + "://" + c.base.Host + c.path(r)
	if len(r.query) > 0 {
		u += "?" + r.query.Encode()
	}
	return u
}

func (c *Client) path(r request) string {
	return strings.TrimRight(c.base.EscapedPath(), "/") + "/" + r.path
}

// do sends a request, repeats it as the policy says, and returns any 2xx. Its
// error is an *Error.
func (c *Client) do(ctx context.Context, r request) (answer, error) {
	a, err := c.ask(ctx, r)
	if err == nil && !a.success() {
		err = c.refused(r, a)
	}
	return a, err
}

// act is do for a change whose answer may say nothing. A page is no such
// answer: something else than the API answered, and who knows what it did
// (reference section 2).
func (c *Client) act(ctx context.Context, r request) (answer, error) {
	a, err := c.do(ctx, r)
	if err == nil && isHTML(a.body) {
		problem, detail := pageKind(a)
		err = c.unreadable(r, a, problem, detail)
	}
	return a, err
}

// ask is do without a judgement on the status.
func (c *Client) ask(ctx context.Context, r request) (answer, error) {
	call := &call{reads: r.reads || r.method == http.MethodGet, body: r.body}
	var body any
	if r.body != nil {
		body = r.body
	}
	httpRequest, err := retryablehttp.NewRequestWithContext(context.WithValue(ctx, callKey{}, call), r.method, c.url(r), body)
	if err != nil {
		return answer{}, c.failed(r, call, err)
	}
	httpRequest.Header = c.headers.Clone()
	httpRequest.Header.Set("Accept", "application/json")
	if r.body != nil && !r.raw {
		// Without a charset: old servers are reported to refuse one (reference section 2).
		httpRequest.Header.Set("Content-Type", "application/json")
	}
	response, err := c.http.Do(httpRequest)
	if err != nil {
		return answer{}, c.failed(r, call, err)
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(response.Body) // from memory: the exchanger has read it
	return answer{response.StatusCode, response.Header, text, response.Request.URL}, nil
}

func (a answer) success() bool { return a.status >= 200 && a.status <= 299 }

// encode is json.Marshal for objects of this package, which cannot fail.
func encode(object any) []byte {
	text, err := json.Marshal(object)
	if err != nil {
		panic(fmt.Sprintf("proget: %T does not encode: %v", object, err))
	}
	return text
}

// checkRedirect follows a few redirects of reads within the server. Everything
// else is returned as it came: Go would carry X-ApiKey to wherever it is sent.
func (c *Client) checkRedirect(next *http.Request, via []*http.Request) error {
	first := via[0]
	if first.Method != http.MethodGet || len(via) > 5 || !sameServer(first.URL, next.URL) {
		return http.ErrUseLastResponse
	}
	return nil
}

func sameServer(a, b *url.URL) bool {
	return strings.EqualFold(a.Scheme, b.Scheme) && strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b) && b.User == nil
}

func port(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case strings.EqualFold(u.Scheme, "https"):
		return "443"
	}
	return "80"
}

// call is what the attempts of one request share.
type call struct {
	reads    bool
	body     []byte
	attempts int
}

type callKey struct{}

func callOf(ctx context.Context) *call {
	return ctx.Value(callKey{}).(*call) //nolint:forcetypeassert // ask puts it there for every request
}

// exchanger makes one attempt: it sends the request and reads the whole answer
// within the time limit, so that a connection that breaks in the middle of an
// answer is a failed attempt like any other.
type exchanger struct {
	client    *Client
	transport http.RoundTripper
	limit     int64 // of a successful answer, in bytes
}

func (x *exchanger) CloseIdleConnections() {
	if t, ok := x.transport.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
}

func (x *exchanger) RoundTrip(httpRequest *http.Request) (*http.Response, error) {
	call := callOf(httpRequest.Context())
	call.attempts++
	started := time.Now()
	response, body, err := x.exchange(httpRequest)
	x.client.logAttempt(httpRequest, call, response, body, time.Since(started), err)
	return response, err
}

func (x *exchanger) exchange(httpRequest *http.Request) (*http.Response, []byte, error) {
	ctx, cancel := context.WithTimeout(httpRequest.Context(), x.client.timeout)
	defer cancel()
	var sent atomic.Bool // or begun to be
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { sent.Store(true) },
	})
	fail := func(status int, err error) *failure {
		timedOut := ctx.Err() != nil && httpRequest.Context().Err() == nil
		return &failure{err: err, sent: sent.Load(), timedOut: timedOut, status: status}
	}

	response, err := x.transport.RoundTrip(httpRequest.WithContext(ctx))
	if err != nil {
		return nil, nil, fail(0, err)
	}
	defer response.Body.Close()
	x.client.learn(response.Header)
	success := response.StatusCode >= 200 && response.StatusCode <= 299
	limit := int64(maxErrorText)
	if success {
		limit = x.limit
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, limit+1))
	switch {
	case !success: // the status is the answer, even if the text is cut off
		body = body[:min(int64(len(body)), limit)]
	case err != nil:
		return nil, body, fail(response.StatusCode, err)
	case int64(len(body)) > limit:
		return nil, body, fail(response.StatusCode, errTooLarge)
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	response.Request = httpRequest
	return response, body, nil
}

var errTooLarge = errors.New("the answer is larger than 64 MiB")

// failure is an attempt without a whole answer.
type failure struct {
	err      error
	sent     bool // a connection was there, so the request may have reached the server
	timedOut bool // our own limit, not the caller's
	status   int  // 2xx if the answer had begun
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// permanent reports whether another attempt would end the same way, or cost
// the user another full time limit.
func (f *failure) permanent() bool {
	return f.timedOut || errors.Is(f.err, errTooLarge) || isTLS(f.err)
}
