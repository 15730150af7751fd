// Package fakeproget is a ProGet that runs in memory: an http.Handler that
// answers ProGet's management APIs as the profiles of reference section 23 do,
// for tests, demonstrations and modules without a server.
//
// It is written from the published API and shares nothing with any client, so
// that the two are independent readings of it. It is strict by intent: what the
// reference does not allow is refused, and its strictness will increase.
package fakeproget
