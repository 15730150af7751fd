package proget

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

const (
	maxBackoff = 30 * time.Second

	// A server that asks for a longer pause than this is not waited for: the
	// error names the pause instead. Free editions limit deletions by the hour.
	maxRetryAfter = 2 * time.Minute
)

// worthRepeating is the policy of repetition.
func worthRepeating(reads bool, a answer, err error) bool {
	if err != nil {
		return retryFailure(reads, err)
	}
	return retryStatus(reads, a.status, a.header, time.Now())
}

// retryStatus reports whether a request is repeated after an answer. What
// changes something is repeated only if ProGet certainly did not act; 500 never
// is, since ProGet uses it for missing permissions (reference section 3.4).
func retryStatus(reads bool, status int, header http.Header, now time.Time) bool {
	wait, asked := retryAfter(header, now)
	if asked && wait > maxRetryAfter {
		return false
	}
	switch status {
	case http.StatusTooManyRequests:
		return true
	case http.StatusServiceUnavailable:
		return reads || asked
	case http.StatusBadGateway, http.StatusGatewayTimeout:
		return reads
	}
	return false
}

// retryFailure reports whether a request is repeated after it got no answer.
func retryFailure(reads bool, err error) bool {
	f, ok := errors.AsType[*failure](err)
	if !ok || f.permanent() {
		return false
	}
	return reads || !f.sent
}

// backoff doubles the wait with every attempt and varies it by half, so that
// requests that failed together do not come back together. A pause that the
// server asks for is kept to.
func backoff(first time.Duration, attempt int, header http.Header) time.Duration {
	if wait, asked := retryAfter(header, time.Now()); asked {
		return min(wait, maxRetryAfter)
	}
	return jitter(exponential(first, attempt), rand.Float64())
}

func exponential(first time.Duration, attempt int) time.Duration {
	wait := first
	for range attempt {
		if wait >= maxBackoff/2 {
			return maxBackoff
		}
		wait *= 2
	}
	return min(wait, maxBackoff)
}

// jitter takes up to half of wait away; random is in [0, 1).
func jitter(wait time.Duration, random float64) time.Duration {
	return wait - time.Duration(random*float64(wait)/2)
}

// retryAfter reads the Retry-After header, in seconds or as a date. A date in
// the past asks for no pause.
func retryAfter(header http.Header, now time.Time) (time.Duration, bool) {
	text := header.Get("Retry-After")
	if text == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second, true
	}
	date, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	return max(date.Sub(now), 0), true
}
