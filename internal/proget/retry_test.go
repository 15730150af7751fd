package proget

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var noon = time.Date(2026, 8, 12, 12, 0, 0, 0, time.UTC)

func TestRetryStatus(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		status      int
		retryAfter  string
		read, write bool
	}{
		{200, "", false, false},
		{400, "", false, false},
		{401, "", false, false},
		{403, "", false, false},
		{404, "", false, false},
		{408, "", false, false},
		{422, "", false, false},
		{429, "", true, true},
		{429, "5", true, true},
		{429, "120", true, true},
		{429, "121", false, false},
		{429, "3600", false, false},
		{429, "Wed, 12 Aug 2026 12:00:30 GMT", true, true},
		{429, "Wed, 12 Aug 2026 13:00:00 GMT", false, false},
		{429, "Wed, 12 Aug 2026 11:00:00 GMT", true, true},
		{429, "soon", true, true},
		{500, "", false, false},
		{500, "1", false, false},
		{501, "", false, false},
		{502, "", true, false},
		{502, "1", true, false},
		{503, "", true, false},
		{503, "1", true, true},
		{503, "0", true, true},
		{503, "soon", true, false},
		{503, "3600", false, false},
		{504, "", true, false},
		{520, "", false, false},
	} {
		header := http.Header{}
		if test.retryAfter != "" {
			header.Set("Retry-After", test.retryAfter)
		}
		if got := retryStatus(true, test.status, header, noon); got != test.read {
			t.Errorf("a read answered with %d, Retry-After %q: repeated %v", test.status, test.retryAfter, got)
		}
		if got := retryStatus(false, test.status, header, noon); got != test.write {
			t.Errorf("a write answered with %d, Retry-After %q: repeated %v", test.status, test.retryAfter, got)
		}
	}
}

func TestRetryFailure(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err         error
		read, write bool
	}{
		"not connected": {&failure{err: &net.OpError{Op: "dial", Err: errors.New("refused")}}, true, true},
		"broken off":    {&failure{err: errors.New("EOF"), sent: true}, true, false},
		"cut off":       {&failure{err: errors.New("unexpected EOF"), sent: true, status: 200}, true, false},
		"time up":       {&failure{err: context.DeadlineExceeded, sent: true, timedOut: true}, false, false},
		"slow to dial":  {&failure{err: context.DeadlineExceeded, timedOut: true}, false, false},
		"too large":     {&failure{err: errTooLarge, sent: true, status: 200}, false, false},
		"no trust":      {&failure{err: errors.New("remote error: tls: bad certificate")}, false, false},
		"not ours":      {errors.New("something"), false, false},
	} {
		if got := retryFailure(true, test.err); got != test.read {
			t.Errorf("a read that was %s: repeated %v", name, got)
		}
		if got := retryFailure(false, test.err); got != test.write {
			t.Errorf("a write that was %s: repeated %v", name, got)
		}
	}
}

func TestBackoff(t *testing.T) {
	t.Parallel()
	const first = 500 * time.Millisecond
	var waits []time.Duration
	for attempt := range 8 {
		waits = append(waits, exponential(first, attempt))
	}
	want := []time.Duration{first, 1e9, 2e9, 4e9, 8e9, 16e9, 30e9, 30e9}
	if diff := cmp.Diff(want, waits); diff != "" {
		t.Errorf("exponential (-want +got):\n%s", diff)
	}
	if got := exponential(time.Minute, 0); got != maxBackoff {
		t.Errorf("a first wait above the longest is %v", got)
	}
	if got := exponential(first, 1<<20); got != maxBackoff {
		t.Errorf("after a million attempts: %v", got)
	}
	for random, want := range map[float64]time.Duration{0: time.Second, 0.5: 750 * time.Millisecond, 0.999: 500500 * time.Microsecond} {
		if got := jitter(time.Second, random); got != want {
			t.Errorf("jitter %v is %v, want %v", random, got, want)
		}
	}
	for text, want := range map[string]time.Duration{
		"":                              first,
		"7":                             7 * time.Second,
		"0":                             0,
		"99999":                         maxRetryAfter,
		"-1":                            first,
		"later":                         first,
		"Wed, 12 Aug 2020 12:00:00 GMT": 0,
	} {
		response := &http.Response{Header: http.Header{}}
		response.Header.Set("Retry-After", text)
		got := backoff(first, 0, response.Header)
		if want == first && (got < first/2 || got > first) || want != first && got != want {
			t.Errorf("Retry-After %q waits %v", text, got)
		}
	}
	if got := backoff(first, 0, nil); got < first/2 || got > first {
		t.Errorf("without an answer it waits %v", got)
	}
	if wait, ok := retryAfter(http.Header{"Retry-After": {"Wed, 12 Aug 2026 12:00:30 GMT"}}, noon); !ok || wait != 30*time.Second {
		t.Errorf("a date in 30 s is %v, %v", wait, ok)
	}
}

func TestRepetition(t *testing.T) {
	t.Parallel()
	const (
		list   = "GET /api/management/connectors/list"
		update = "POST /api/management/connectors/update/a"
	)
	read := func(c *Client) error { _, err := c.Connectors().List(t.Context()); return err }
	write := func(c *Client) error {
		_, err := c.Connectors().Update(t.Context(), "a", Connector{Timeout: Of[int64](30)})
		return err
	}
	done := reply(200, `{"name":"a"}`)
	for name, test := range map[string]struct {
		line     string
		handle   http.HandlerFunc
		do       func(*Client) error
		requests int
		status   int // of the error; -1: none
		outcome  Outcome
	}{
		"read, 502 then well":         {list, inTurn(reply(502, ""), reply(200, `[]`)), read, 2, -1, Refused},
		"read, dropped then well":     {list, inTurn(drop, reply(504, ""), reply(200, `[]`)), read, 3, -1, Refused},
		"read, cut off then well":     {list, inTurn(cutOffAfter(200, `[`), reply(200, `[]`)), read, 2, -1, Refused},
		"read, always cut off":        {list, cutOffAfter(200, `[`), read, 4, 200, Refused},
		"read, always dropped":        {list, drop, read, 4, 0, Refused},
		"read, always 503":            {list, reply(503, "down for repair"), read, 4, 503, Refused},
		"read, 500":                   {list, reply(500, "oops"), read, 1, 500, Refused},
		"write, 429 then well":        {update, inTurn(reply(429, "", "Retry-After", "0"), done), write, 2, -1, Refused},
		"write, 503 then well":        {update, inTurn(reply(503, "", "Retry-After", "0"), done), write, 2, -1, Refused},
		"write, always 429":           {update, reply(429, "slow down", "Retry-After", "0"), write, 4, 429, Refused},
		"write, always 503":           {update, reply(503, "", "Retry-After", "0"), write, 4, 503, Refused},
		"write, 503 without a date":   {update, reply(503, ""), write, 1, 503, Lost},
		"write, 502":                  {update, reply(502, ""), write, 1, 502, Lost},
		"write, 504":                  {update, reply(504, ""), write, 1, 504, Lost},
		"write, 524":                  {update, reply(524, ""), write, 1, 524, Lost},
		"write, 303":                  {update, reply(303, "", "Location", base+"/done"), write, 1, 303, Lost},
		"write, 500":                  {update, reply(500, ""), write, 1, 500, Refused},
		"write, 400":                  {update, reply(400, ""), write, 1, 400, Refused},
		"write, dropped":              {update, drop, write, 1, 0, Lost},
		"write, cut off":              {update, cutOffAfter(200, `{"na`), write, 1, 200, Unread},
		"write, cut off error text":   {update, cutOffAfter(400, `bad`), write, 1, 400, Refused},
		"write, a page instead":       {update, reply(200, "<html>"), write, 1, 200, Lost},
		"write, 429 asks for an hour": {update, reply(429, "", "Retry-After", "3600"), write, 1, 429, Refused},
	} {
		s := serve(t, routes{test.line: test.handle})
		err := test.do(s.client(t, func(c *Config) { c.MaxRetries = 3 }))
		if got := s.count(test.line); got != test.requests {
			t.Errorf("%s: %d requests, want %d", name, got, test.requests)
		}
		if test.status < 0 {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		if e := problemOf(t, err); e.Status != test.status || e.Outcome != test.outcome {
			t.Errorf("%s: %v is %d with outcome %v", name, e, e.Status, e.Outcome)
		}
	}
}

func TestNothingListens(t *testing.T) {
	t.Parallel()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	var j journal
	c := connect(t, "http://"+address, func(c *Config) { c.MaxRetries, c.Log = 2, j.log })
	_, err = c.Connectors().Create(t.Context(), Connector{Name: Of("a")})
	e := problemOf(t, err)
	if e.Outcome != Refused || e.Problem != NoConnection {
		t.Errorf("%v: outcome %v", e, e.Outcome)
	}
	attempts := map[string]int{}
	for _, line := range j.lines {
		attempts[fmt.Sprint(line["method"])]++
	}
	if attempts["POST"] != 3 {
		t.Errorf("%v attempts", attempts)
	}
}

// A caller that gives up gets its error at once, with the truth about what was sent.
func TestCancelled(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{})
	s := serve(t, routes{
		"POST /api/management/connectors/delete/sent": func(_ http.ResponseWriter, r *http.Request) {
			close(arrived)
			<-r.Context().Done()
		},
		"POST /api/management/connectors/delete/waiting": reply(429, "", "Retry-After", "60"),
	})

	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-arrived
		cancel()
	}()
	err := s.client(t).Connectors().Delete(ctx, "sent")
	if e := problemOf(t, err); e.Problem != Cancelled || e.Outcome != Lost || !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled when sent: %v, outcome %v", err, e.Outcome)
	}

	ctx, cancel = context.WithCancel(t.Context())
	defer cancel()
	c := s.client(t, func(c *Config) {
		c.MaxRetries = 3
		c.Log = func(context.Context, string, map[string]any) { time.AfterFunc(5*time.Millisecond, cancel) }
	})
	if e := problemOf(t, c.Connectors().Delete(ctx, "waiting")); e.Outcome != Refused {
		t.Errorf("cancelled while waiting: %v, outcome %v", e, e.Outcome)
	}

	cancel()
	if e := problemOf(t, c.Connectors().Delete(ctx, "sent")); e.Outcome != Refused || e.Problem != Cancelled {
		t.Errorf("cancelled before: %v, outcome %v", e, e.Outcome)
	}
	if got := len(s.lines()); got != 2 {
		t.Errorf("%d requests: %q", got, s.lines())
	}
}
