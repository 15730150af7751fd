package proget

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
)

// AddFile attaches a license text to the license with the given code (2024 and
// later, reference section 10.2). Afterwards the SHA-256 of the content, in
// lower-case hex, is among the license's hashes.
func (l *Licenses) AddFile(ctx context.Context, code string, content []byte) error {
	if err := l.hasFiles(ctx); err != nil {
		return err
	}
	defer l.modern.listing.drop(code)
	r := l.modern.request("files/add", url.Values{"code": {code}})
	r.body, r.raw = content, true
	if r.body == nil {
		r.body = []byte{}
	}
	return l.accepted(ctx, r)
}

// DeleteFile removes a license text by its hash.
func (l *Licenses) DeleteFile(ctx context.Context, hash string) error {
	if err := l.hasFiles(ctx); err != nil {
		return err
	}
	defer l.modern.listing.dropAll() // whichever license it belongs to
	return l.proveFile(ctx, l.accepted(ctx, l.modern.request("files/delete", url.Values{"hash": {hash}})))
}

// File returns a license text by its hash.
func (l *Licenses) File(ctx context.Context, hash string) ([]byte, error) {
	if err := l.hasFiles(ctx); err != nil {
		return nil, err
	}
	r := l.modern.request("files/download", url.Values{"hash": {hash}})
	r.method = http.MethodGet
	a, err := l.client.do(ctx, r)
	if err != nil {
		return nil, l.proveFile(ctx, err)
	}
	// Any text could be a license, even a page; the hash tells.
	if sum := sha256.Sum256(a.body); !strings.EqualFold(hex.EncodeToString(sum[:]), hash) {
		if isHTML(a.body) {
			problem, detail := pageKind(a)
			return nil, l.client.unreadable(r, a, problem, detail)
		}
		return nil, l.client.unreadable(r, a, foreignJSON, "the text has another hash than the one asked for")
	}
	return a.body, nil
}

// accepted sends a change whose answer says nothing.
func (l *Licenses) accepted(ctx context.Context, r request) error {
	a, err := l.client.do(ctx, r)
	if err == nil && isHTML(a.body) {
		problem, detail := pageKind(a)
		err = l.client.unreadable(r, a, problem, detail)
	}
	return err
}

func (l *Licenses) proveFile(ctx context.Context, err error) error {
	return l.client.prove(err, &l.modern.known, func() error {
		_, err := l.modern.List(ctx)
		return err
	})
}

func (l *Licenses) hasFiles(ctx context.Context) error {
	dialect, err := l.Dialect(ctx)
	if err == nil && dialect != Modern {
		err = l.lacks("attaching files to licenses", "came with ProGet 2024")
	}
	return err
}
