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

// LicenseFiles are the license texts of all licenses (2024 and later, reference
// section 10.2), addressed by hash.
type LicenseFiles struct{ licenses *Licenses }

// Files returns the license texts of all licenses.
func (l *Licenses) Files() LicenseFiles { return LicenseFiles{l} }

// List returns the hash and code of all texts, without their content.
func (f LicenseFiles) List(ctx context.Context) ([]LicenseFile, error) {
	if err := f.supported(ctx); err != nil {
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
	if err := f.supported(ctx); err != nil {
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
	if err := load.anyFailure(); !ok && err != nil { // it may have the text
		return LicenseFile{}, err
	}
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
	if err := f.supported(ctx); err != nil {
		return LicenseFile{}, err
	}
	code, content := file.Code.Or(""), file.Content.Or("")
	hash := LicenseHash(content)
	taken := func(why string) error { return f.licenses.client.takenError(addFileRequest(code), why) }
	if !f.licenses.adding.reserve(hash) {
		return LicenseFile{}, taken("a license is being given this text already")
	}
	defer f.licenses.adding.release(hash)
	// Without a listing, the server is left to decide.
	licenses, unlisted := f.licenses.List(ctx)
	if owner, ok := withHash(licenses, hash); ok {
		return LicenseFile{}, taken("the license " + quote(owner.Or("")) + " has this text already")
	}
	var stored LicenseFile
	err := f.add(ctx, code, content)
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
	if err := f.supported(ctx); err != nil {
		return err
	}
	r := fileRequest(http.MethodPost, "delete", hash)
	if hash == "" {
		return f.licenses.client.unsentError(r, "the hash is empty")
	}
	a, err := f.send(ctx, r)
	f.licenses.modern.listing.dropAll() // whichever license it belongs to
	switch {
	case err != nil:
		return f.proveGone(ctx, hash, err)
	case saysOtherwise(a.body):
		return f.licenses.client.misshapenError(r, a, notEmpty(a.body))
	case a.signed:
		return nil
	}
	_, reading := f.Find(ctx, hash)
	return f.licenses.client.confirmGone(r, a, reading)
}

// Content downloads a text by its hash.
func (f LicenseFiles) Content(ctx context.Context, hash string) (string, error) {
	if err := f.supported(ctx); err != nil {
		return "", err
	}
	client := f.licenses.client
	r := fileRequest(http.MethodGet, "download", hash)
	if hash == "" {
		return "", client.unsentError(r, "the hash is empty")
	}
	a, err := client.do(ctx, r)
	if err != nil {
		return "", f.proveGone(ctx, hash, err)
	}
	// Any text could be a license, even a page; the hash tells.
	content := string(a.body)
	if !strings.EqualFold(LicenseHash(content), hash) {
		if isHTML(a.body) {
			problem, detail := pageKind(a)
			return "", client.unreadableError(r, a, problem, detail)
		}
		return "", client.unreadableError(r, a, OtherText, "a text with another hash than the one asked for")
	}
	return content, nil
}

// add attaches a text to the license with the given code. Afterwards its hash is
// among the license's.
func (f LicenseFiles) add(ctx context.Context, code, content string) error {
	r := addFileRequest(code)
	r.body, r.raw = []byte(content), true
	defer f.licenses.modern.listing.drop(code)
	_, err := f.send(ctx, r)
	return err
}

// send sends a change of a text, which ProGet answers with nothing: what it
// answered otherwise counts only if it is signed.
func (f LicenseFiles) send(ctx context.Context, r request) (answer, error) {
	client, listing := f.licenses.client, f.licenses.modern.listing
	a, err := client.act(ctx, r, func() {
		listing.dropAll()
		_, _ = listing.all(ctx)
	})
	if err == nil && !a.signed && !isEmpty(a.body) {
		err = client.misshapenError(r, a, errShape)
	}
	return a, err
}

func addFileRequest(code string) request {
	r := modernRequest(http.MethodPost, "files/add", url.Values{"code": {code}})
	r.about.Missing = "A license must exist before a text can be attached to it."
	return r
}

// fileRequest is for a text by its hash, which ProGet keeps in lower case.
func fileRequest(method, verb, hash string) request {
	return modernRequest(method, "files/"+verb, url.Values{"hash": {strings.ToLower(hash)}})
}

// proveGone makes a 404 the proof that there is no such text if no license
// lists it either: a listing that answers says nothing about the API for files.
func (f LicenseFiles) proveGone(ctx context.Context, hash string, err error) error {
	e := saysMissing(err, hash)
	if e == nil {
		return err
	}
	client, modern := f.licenses.client, f.licenses.modern
	return client.prove(e, func() (signed bool, against string, err error) {
		load, err := modern.listing.all(ctx)
		if err != nil {
			return false, "", client.asError(modern.api.list, err)
		}
		if code, ok := withHash(load.list, hash); ok {
			against = "the license " + quote(code.Or("")) + " lists the text"
		}
		return load.signed, against, load.anyFailure()
	})
}

// supported refuses what a server that speaks the old dialect does not have.
func (f LicenseFiles) supported(ctx context.Context) error {
	dialect, err := f.licenses.Dialect(ctx)
	if err == nil && dialect != Modern {
		err = f.licenses.unsupportedError("attaching files to licenses", "came with ProGet 2024")
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
