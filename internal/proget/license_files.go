package proget

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
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
		return LicenseFile{}, f.licenses.client.unsentError(modern.list, "the hash is empty")
	}
	load, err := modern.listing.all(ctx)
	if err != nil {
		return LicenseFile{}, f.licenses.client.asError(modern.list, err)
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
	err := l.AddFile(ctx, code, []byte(content))
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
	return f.licenses.DeleteFile(ctx, hash)
}
