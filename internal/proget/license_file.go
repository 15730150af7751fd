package proget

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// LicenseFile is a license text that is attached to a license (2024 and later,
// reference section 10.2). Its hash is its identity.
type LicenseFile struct {
	Hash    Value[string] // lower-case hex SHA-256 of the content
	Code    Value[string] // of the license
	Content Value[string]
}

// LicenseHash returns the hash of a license text.
func LicenseHash(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

// LicenseFiles are the license texts of all licenses, addressed by hash.
type LicenseFiles struct{ licenses *Licenses }

// Files returns the license texts of all licenses.
func (l *Licenses) Files() LicenseFiles { return LicenseFiles{l} }

// List returns the hash and code of all texts, without their content.
func (f LicenseFiles) List(ctx context.Context) ([]LicenseFile, error) {
	if err := f.licenses.hasFiles(ctx); err != nil {
		return nil, err
	}
	licenses, err := f.licenses.List(ctx)
	var files []LicenseFile
	for _, license := range licenses {
		for _, hash := range license.Hashes.Or(nil) {
			files = append(files, LicenseFile{Hash: Of(strings.ToLower(hash)), Code: license.Code})
		}
	}
	return files, err
}

// Find returns a text without its content, which its hash stands for, and the
// code of the license that lists it. A listing that lacks the hash proves that
// there is none (see IsNotFound).
func (f LicenseFiles) Find(ctx context.Context, hash string) (LicenseFile, error) {
	if err := f.licenses.hasFiles(ctx); err != nil {
		return LicenseFile{}, err
	}
	modern := f.licenses.modern
	if hash == "" {
		return LicenseFile{}, f.licenses.client.unsentError(modern.api.list, "the hash is empty")
	}
	load, err := modern.listing.all(ctx)
	if err != nil {
		return LicenseFile{}, f.licenses.client.asError(modern.api.list, err)
	}
	code, ok := withHash(load.list, hash)
	if !ok {
		err := modern.unlistedError(hash, load)
		if e, is := errors.AsType[*Error](err); is && e.Problem == Unlisted {
			e.Detail = "no license lists the text " + quote(hash)
		}
		return LicenseFile{}, err
	}
	return LicenseFile{Hash: Of(strings.ToLower(hash)), Code: code}, nil
}

// Create attaches a text to a license, unless a license has it already, and
// returns it as the server has it.
func (f LicenseFiles) Create(ctx context.Context, file LicenseFile) (LicenseFile, error) {
	if err := f.licenses.hasFiles(ctx); err != nil {
		return LicenseFile{}, err
	}
	code, content := file.Code.Or(""), file.Content.Or("")
	hash := LicenseHash(content)
	l := f.licenses
	if !l.adding.reserve(hash) {
		return LicenseFile{}, l.client.takenError(l.addRequest(code), "a license is being given this text already")
	}
	defer l.adding.release(hash)
	// Without a listing, the server is left to decide.
	licenses, unlisted := l.List(ctx)
	if owner, ok := withHash(licenses, hash); ok {
		return LicenseFile{}, l.client.takenError(l.addRequest(code), "the license "+quote(owner.Or(""))+" has this text already")
	}
	var stored LicenseFile
	err := l.addFile(ctx, code, []byte(content))
	if err == nil {
		stored, err = f.Find(ctx, hash)
		err = unreadAfter(err)
	}
	if unlisted != nil {
		err = unchecked(err)
	}
	return stored, err
}

// Delete removes a text from its license.
func (f LicenseFiles) Delete(ctx context.Context, hash string) error {
	return f.licenses.deleteFile(ctx, hash)
}

// addFile attaches a license text to the license with the given code (2024 and
// later, reference section 10.2). Afterwards the SHA-256 of the content, in
// lower-case hex, is among the license's hashes.
func (l *Licenses) addFile(ctx context.Context, code string, content []byte) error {
	if err := l.hasFiles(ctx); err != nil {
		return err
	}
	defer l.modern.listing.drop(code)
	r := l.addRequest(code)
	r.body, r.raw = content, true
	if r.body == nil {
		r.body = []byte{}
	}
	return l.sendFile(ctx, r)
}

// deleteFile removes a license text by its hash.
func (l *Licenses) deleteFile(ctx context.Context, hash string) error {
	if err := l.hasFiles(ctx); err != nil {
		return err
	}
	r := l.fileRequest("delete", hash)
	if hash == "" {
		return l.client.unsentError(r, "the hash is empty")
	}
	err := l.sendFile(ctx, r)
	l.modern.listing.dropAll() // whichever license it belongs to
	return l.proveFile(ctx, hash, err)
}

// sendFile sends a change of a text, which ProGet answers with nothing: what it
// answered otherwise counts only if it is signed.
func (l *Licenses) sendFile(ctx context.Context, r request) error {
	a, err := l.client.act(ctx, r, func() {
		l.modern.listing.dropAll()
		_, _ = l.modern.listing.all(ctx)
	})
	if err == nil && !a.signed && !isEmpty(a.body) {
		err = l.client.misshapenError(r, a, errShape)
	}
	return err
}

// File returns a license text by its hash.
func (l *Licenses) File(ctx context.Context, hash string) ([]byte, error) {
	if err := l.hasFiles(ctx); err != nil {
		return nil, err
	}
	r := l.fileRequest("download", hash)
	r.method = http.MethodGet
	if hash == "" {
		return nil, l.client.unsentError(r, "the hash is empty")
	}
	a, err := l.client.do(ctx, r)
	if err != nil {
		return nil, l.proveFile(ctx, hash, err)
	}
	// Any text could be a license, even a page; the hash tells.
	if sum := sha256.Sum256(a.body); !strings.EqualFold(hex.EncodeToString(sum[:]), hash) {
		if isHTML(a.body) {
			problem, detail := pageKind(a)
			return nil, l.client.unreadableError(r, a, problem, detail)
		}
		return nil, l.client.unreadableError(r, a, OtherText, "a text with another hash than the one asked for")
	}
	return a.body, nil
}

func (l *Licenses) addRequest(code string) request {
	r := modernRequest(http.MethodPost, "files/add", url.Values{"code": {code}})
	r.about.Missing = "A license must exist before a text can be attached to it."
	return r
}

// fileRequest asks for a text by its hash, which ProGet keeps in lower case.
func (l *Licenses) fileRequest(verb, hash string) request {
	return modernRequest(http.MethodPost, "files/"+verb, url.Values{"hash": {strings.ToLower(hash)}})
}

// proveFile makes a 404 the proof that there is no such text if no license
// lists it either: a listing that answers says nothing about the API for files.
func (l *Licenses) proveFile(ctx context.Context, hash string, err error) error {
	e := saysMissing(err, hash)
	if e == nil {
		return err
	}
	return l.client.prove(e, func() (signed bool, against string, err error) {
		load, err := l.modern.listing.all(ctx)
		if err != nil {
			return false, "", l.client.asError(l.modern.api.list, err)
		}
		if code, ok := withHash(load.list, hash); ok {
			against = "the license " + quote(code.Or("")) + " lists the text"
		}
		return load.signed, against, nil
	})
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
		err = l.unsupportedError("attaching files to licenses", "came with ProGet 2024")
	}
	return err
}
