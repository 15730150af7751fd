package proget

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
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

// Find returns a text with its content and the code of its license, which is
// null if ProGet has the text but lists it with no license. See IsNotFound for
// what proves that there is none: here, a license must not list it either.
func (f LicenseFiles) Find(ctx context.Context, hash string) (LicenseFile, error) {
	content, err := f.licenses.File(ctx, hash)
	if err != nil {
		return LicenseFile{}, err
	}
	licenses, err := f.licenses.List(ctx)
	if err != nil {
		return LicenseFile{}, err
	}
	found := LicenseFile{Hash: Of(strings.ToLower(hash)), Code: Null[string](), Content: Of(string(content))}
	if code, ok := withHash(licenses, hash); ok {
		found.Code = code
	}
	return found, nil
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
		return LicenseFile{}, l.client.taken(l.addRequest(code), "a license is being given this text already")
	}
	defer l.adding.release(hash)
	// Without a listing, the server is left to decide.
	licenses, unlisted := l.List(ctx)
	if owner, ok := withHash(licenses, hash); ok {
		return LicenseFile{}, l.client.taken(l.addRequest(code), "the license "+quote(owner.Or(""))+" has this text already")
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

// Update changes nothing: a text with other properties is another text.
func (f LicenseFiles) Update(ctx context.Context, hash string, _ LicenseFile) (LicenseFile, error) {
	return f.Find(ctx, hash)
}

// Delete removes a text from its license.
func (f LicenseFiles) Delete(ctx context.Context, hash string) error {
	return f.licenses.DeleteFile(ctx, hash)
}
