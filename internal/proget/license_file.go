package proget

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
)

// AddFile attaches a license text to the license with the given code (2024 and
// later, reference section 10.2). Afterwards the SHA-256 of the content, in
// lower-case hex, is among the license's hashes.
func (l *Licenses) AddFile(ctx context.Context, code string, content []byte) error {
	if err := l.hasFiles(ctx); err != nil {
		return err
	}
	defer l.modern.listing.drop(code)
	r := l.addRequest(code)
	r.body, r.raw = content, true
	if r.body == nil {
		r.body = []byte{}
	}
	_, err := l.client.act(ctx, r)
	return err
}

// DeleteFile removes a license text by its hash.
func (l *Licenses) DeleteFile(ctx context.Context, hash string) error {
	if err := l.hasFiles(ctx); err != nil {
		return err
	}
	r := l.fileRequest("delete", hash)
	if hash == "" {
		return l.client.unsent(r, "the hash is empty")
	}
	_, err := l.client.act(ctx, r)
	l.modern.listing.dropAll() // whichever license it belongs to
	return l.proveFile(ctx, hash, err)
}

// File returns a license text by its hash.
func (l *Licenses) File(ctx context.Context, hash string) ([]byte, error) {
	if err := l.hasFiles(ctx); err != nil {
		return nil, err
	}
	r := l.fileRequest("download", hash)
	r.method = http.MethodGet
	if hash == "" {
		return nil, l.client.unsent(r, "the hash is empty")
	}
	a, err := l.client.do(ctx, r)
	if err != nil {
		return nil, l.proveFile(ctx, hash, err)
	}
	// Any text could be a license, even a page; the hash tells.
	if sum := sha256.Sum256(a.body); !strings.EqualFold(hex.EncodeToString(sum[:]), hash) {
		if isHTML(a.body) {
			problem, detail := pageKind(a)
			return nil, l.client.unreadable(r, a, problem, detail)
		}
		return nil, l.client.unreadable(r, a, otherText, "a text with another hash than the one asked for")
	}
	return a.body, nil
}

func (l *Licenses) addRequest(code string) request {
	return l.modern.request("files/add", url.Values{"code": {code}})
}

// fileRequest asks for a text by its hash, which ProGet keeps in lower case.
func (l *Licenses) fileRequest(verb, hash string) request {
	return l.modern.request("files/"+verb, url.Values{"hash": {strings.ToLower(hash)}})
}

// proveFile makes a 404 the proof that there is no such text if no license
// lists it either: a listing that answers says nothing about the API for files.
func (l *Licenses) proveFile(ctx context.Context, hash string, err error) error {
	var licenses []License
	err = l.client.prove(err, new(atomic.Bool), func() (err error) {
		licenses, err = l.modern.List(ctx)
		return err
	})
	if e, ok := errors.AsType[*Error](err); ok && e.absent {
		if code, ok := withHash(licenses, hash); ok {
			e.absent, e.problem, e.detail = false, unproven, "the license "+quote(code.Or(""))+" lists the text"
		}
	}
	return err
}

// withHash returns the code of the license that lists a text.
func withHash(licenses []License, hash string) (code Value[string], ok bool) {
	for _, license := range licenses {
		for _, have := range license.Hashes.Or(nil) {
			if strings.EqualFold(have, hash) {
				return license.Code, true
			}
		}
	}
	return code, false
}

func (l *Licenses) hasFiles(ctx context.Context) error {
	dialect, err := l.Dialect(ctx)
	if err == nil && dialect != Modern {
		err = l.lacks("attaching files to licenses", "came with ProGet 2024")
	}
	return err
}
