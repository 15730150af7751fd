package proget

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// A request passes these links, each of which calls the next:
//
//	do        judges the status
//	ask       says what is asked, and makes the error where there is no answer
//	follow    asks on where a read is redirected to within the server
//	repeat    makes attempts as the policy of retry.go says
//	attempt   makes one, and logs it
//	exchange  sends the request and reads the answer within the time limit

// Bounds of what is read from a server, in bytes.
const (
	maxAnswer    = 64 << 20 // of a successful answer; ten thousand feeds take about 10 MiB
	maxErrorText = 64 << 10 // of any other answer, and what is kept of a stream
)

const maxRedirects = 5

// trip is a request on its way through the pipeline.
type trip struct {
	request
	address  string
	attempts int // so far
}

// do sends a request, repeats it as the policy says, and returns any 2xx. Its
// error is an *Error.
func (c *Client) do(ctx context.Context, r request) (answer, error) {
	a, err := c.ask(ctx, r)
	if err == nil && !a.success() {
		err = c.refusedError(r, a)
	}
	return a, err
}

// ask is do without a judgement on the status.
func (c *Client) ask(ctx context.Context, r request) (answer, error) {
	t := &trip{request: r, address: c.url(r)}
	a, err := c.follow(ctx, t)
	if err != nil {
		return answer{}, c.failedError(r, err)
	}
	return a, nil
}

// follow follows a few redirects of reads within the server. Everything else
// is returned as it came: no credential is carried to wherever it is sent.
func (c *Client) follow(ctx context.Context, t *trip) (answer, error) {
	for hops := 0; ; hops++ {
		a, err := c.repeat(ctx, t)
		if err != nil || t.method != http.MethodGet || hops == maxRedirects {
			return a, err
		}
		target, redirected := a.redirect()
		if !redirected || !sameServer(c.base, target) {
			return a, nil
		}
		t.address = target.String()
	}
}

// repeat makes attempts until one has an end that another would not better.
func (c *Client) repeat(ctx context.Context, t *trip) (answer, error) {
	for n := 0; ; n++ {
		a, err := c.attempt(ctx, t)
		if n == c.maxRetries || ctx.Err() != nil || !worthRepeating(t.isRead(), a, err) {
			return a, err
		}
		select {
		case <-time.After(backoff(c.retryWait, n, a.header)):
		case <-ctx.Done():
			return answer{}, ctx.Err()
		}
	}
}

func (c *Client) attempt(ctx context.Context, t *trip) (answer, error) {
	t.attempts++
	started := time.Now()
	a, err := c.exchange(ctx, t)
	if c.log != nil {
		c.logAttempt(ctx, t, a, time.Since(started), err)
	}
	return a, err
}

// exchange reads the whole answer, so that a connection that breaks in the
// middle of one is a failed attempt like any other.
func (c *Client) exchange(caller context.Context, t *trip) (answer, error) {
	ctx, cancel := context.WithTimeout(caller, c.timeout)
	defer cancel()
	var sent atomic.Bool // or begun to be
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { sent.Store(true) },
	})
	httpRequest, err := c.newHTTPRequest(ctx, t)
	if err != nil {
		return answer{}, err
	}
	fail := func(a answer, err error) (answer, error) {
		timedOut := ctx.Err() != nil && caller.Err() == nil
		return a, &failure{err: err, sent: sent.Load(), timedOut: timedOut, status: a.status, signed: a.signed}
	}
	response, err := c.transport.RoundTrip(httpRequest)
	if err != nil {
		return fail(answer{}, err)
	}
	defer response.Body.Close()
	c.learn(t.request, response.Header)
	a := answer{status: response.StatusCode, header: response.Header, url: httpRequest.URL, signed: isSigned(response.Header)}
	if err := a.read(response.Body, t.stream, c.limit); err != nil {
		return fail(a, err)
	}
	return a, nil
}

func (c *Client) newHTTPRequest(ctx context.Context, t *trip) (*http.Request, error) {
	var body io.Reader
	if t.body != nil {
		body = bytes.NewReader(t.body)
	}
	httpRequest, err := http.NewRequestWithContext(ctx, t.method, t.address, body)
	if err != nil {
		return nil, err
	}
	httpRequest.Header = c.headers.Clone()
	httpRequest.Header.Set("Accept", "application/json")
	if t.body != nil && !t.raw {
		// Without a charset: old servers are reported to refuse one (reference section 2).
		httpRequest.Header.Set("Content-Type", "application/json")
	}
	return httpRequest, nil
}

// read takes in the body. Of any other status than a 2xx the status is the
// answer, even if the text is cut off.
func (a *answer) read(body io.Reader, stream func(io.Reader) error, limit int64) (err error) {
	if !a.success() {
		a.body, _ = io.ReadAll(io.LimitReader(body, maxErrorText))
		return nil
	}
	bounded := &boundedReader{from: body, left: limit}
	if stream == nil {
		a.body, err = io.ReadAll(bounded)
		return err
	}
	var head headWriter
	a.misfit = stream(io.TeeReader(bounded, &head))
	a.body = head.kept
	_, _ = io.Copy(io.Discard, bounded) // what follows the value may break as well
	return bounded.failed
}

// boundedReader reads no more than the limit and remembers why it failed.
type boundedReader struct {
	from   io.Reader
	left   int64
	failed error
}

func (b *boundedReader) Read(p []byte) (int, error) {
	if b.failed != nil {
		return 0, b.failed
	}
	n, err := b.from.Read(p)
	if b.left -= int64(n); b.left < 0 {
		err = errTooLarge
	}
	if err != nil && !errors.Is(err, io.EOF) {
		b.failed = err
	}
	return n, err
}

// headWriter keeps the beginning of what is written to it.
type headWriter struct{ kept []byte }

func (h *headWriter) Write(p []byte) (int, error) {
	h.kept = append(h.kept, p[:min(len(p), maxErrorText-len(h.kept))]...)
	return len(p), nil
}

var errTooLarge = errors.New("the answer is larger than 64 MiB")

// failure is an attempt without a whole answer.
type failure struct {
	err      error
	sent     bool // a connection was there, so the request may have reached the server
	timedOut bool // our own limit, not the caller's
	status   int  // 2xx if the answer had begun
	signed   bool // likewise
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// permanent reports whether another attempt would end the same way, or cost
// the user another full time limit.
func (f *failure) permanent() bool {
	return f.timedOut || errors.Is(f.err, errTooLarge) || isTLS(f.err)
}

// redirect is where the answer points to.
func (a answer) redirect() (target *url.URL, ok bool) {
	switch a.status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		location := a.header.Get("Location")
		target, err := a.url.Parse(location)
		return target, err == nil && location != ""
	}
	return nil, false
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
