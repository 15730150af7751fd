package proget

import (
	"strconv"
	"strings"
)

// Span are the versions of ProGet that have something: those from the release
// Since up to and including the release or year Until, such as 2022.26 or 2023.
// Empty means that there is no bound.
type Span struct{ Since, Until string }

// Has reports whether the server's version is in the span. known is false if
// the server did not say its version; has is then false too.
func (s Server) Has(span Span) (known, has bool) {
	if _, _, ok := s.number(); !ok {
		return false, false
	}
	version := parts(s.Release())
	since, until := parts(span.Since), parts(span.Until)
	return true, compare(version, since) >= 0 && compare(version[:min(len(version), len(until))], until) <= 0
}

// parts are the numbers of a release. What is no number counts as 0.
func parts(release string) (numbers []int) {
	if release == "" {
		return nil
	}
	for part := range strings.SplitSeq(release, ".") {
		n, _ := strconv.Atoi(part)
		numbers = append(numbers, n)
	}
	return numbers
}

// compare compares releases; what a shorter one lacks counts as 0.
func compare(a, b []int) int {
	at := func(numbers []int, i int) int {
		if i < len(numbers) {
			return numbers[i]
		}
		return 0
	}
	for i := range max(len(a), len(b)) {
		if x, y := at(a, i), at(b, i); x != y {
			return x - y
		}
	}
	return 0
}
