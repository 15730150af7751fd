package proget

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
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

// Find returns a text with its content.
func (f LicenseFiles) Find(ctx context.Context, hash string) (LicenseFile, error) {
	content, err := f.licenses.File(ctx, hash)
	if err != nil {
		return LicenseFile{}, err
	}
	files, err := f.List(ctx)
	if err != nil {
		return LicenseFile{}, err
	}
	found := LicenseFile{Hash: Of(strings.ToLower(hash)), Content: Of(string(content))}
	i := slices.IndexFunc(files, func(file LicenseFile) bool { return file.Hash.Or("") == found.Hash.Or("") })
	if i >= 0 {
		found.Code = files[i].Code
	}
	return found, nil
}

// Create attaches a text to a license.
func (f LicenseFiles) Create(ctx context.Context, file LicenseFile) (LicenseFile, error) {
	content := file.Content.Or("")
	if err := f.licenses.AddFile(ctx, file.Code.Or(""), []byte(content)); err != nil {
		return LicenseFile{}, err
	}
	stored, err := f.Find(ctx, LicenseHash(content))
	if err != nil {
		return LicenseFile{}, unreadAfter(err)
	}
	return stored, nil
}

// Update changes nothing: a text with other properties is another text.
func (f LicenseFiles) Update(ctx context.Context, hash string, _ LicenseFile) (LicenseFile, error) {
	return f.Find(ctx, hash)
}

// Delete removes a text.
func (f LicenseFiles) Delete(ctx context.Context, hash string) error {
	return f.licenses.DeleteFile(ctx, hash)
}
