package proget

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
)

// Dialect is one of the two unrelated APIs for licenses.
type Dialect uint32

const (
	unknownDialect Dialect = iota
	// Legacy is /api/management/licenses of ProGet 5.2 to 2023 (reference section 10.1).
	Legacy
	// Modern is /api/licenses of ProGet 2024 and later (reference section 10.2).
	Modern
)

// Licenses are the server's licenses in whichever dialect it speaks. Codes
// compare without case.
type Licenses struct {
	client  *Client
	legacy  *managed[License]
	modern  *modernLicenses
	dialect atomic.Uint32
	adding  claims // hashes of texts
}

func newLicenses(c *Client) *Licenses {
	legacy := newManaged(c, "licenses", licenseCode)
	legacy.encode = License.legacy
	legacy.listing.anyCase = true
	return &Licenses{client: c, legacy: legacy, modern: newModernLicenses(c)}
}

func licenseCode(license License) Value[string] { return license.Code }

// Licenses returns the server's licenses.
func (c *Client) Licenses() *Licenses { return c.licenses }

// Dialect finds out which dialect the server speaks: by its version if an
// answer told it, otherwise by asking for the modern listing and, where there
// is none, for the old one. The listing it asked for is the one that List and
// Find use.
func (l *Licenses) Dialect(ctx context.Context) (Dialect, error) {
	if d := Dialect(l.dialect.Load()); d != unknownDialect {
		return d, nil
	}
	if known, ok := l.client.Server().AtLeast(2024, 0); known && !ok {
		return l.choose(Legacy), nil
	}
	_, err := l.modern.listing.some(ctx)
	if err == nil {
		return l.choose(Modern), nil
	}
	if !noSuchAPI(err) {
		return unknownDialect, l.client.own(l.modern.listRequest(), err)
	}
	if _, legacyErr := l.legacy.List(ctx); legacyErr != nil {
		if noSuchAPI(legacyErr) {
			return unknownDialect, err // the server has neither, so the current one is the one to name
		}
		return unknownDialect, legacyErr
	}
	return l.choose(Legacy), nil
}

func (l *Licenses) choose(d Dialect) Dialect {
	l.dialect.CompareAndSwap(uint32(unknownDialect), uint32(d))
	return Dialect(l.dialect.Load())
}

// noSuchAPI reports whether a listing failed as it does on a server that does
// not have it.
func noSuchAPI(err error) bool {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return false
	}
	switch e.problem {
	case webPage, loginPage, licensePage:
		return true
	}
	return e.Status == http.StatusNotFound
}

// kind returns the five methods of the server's dialect.
func (l *Licenses) kind(ctx context.Context) (licenseKind, error) {
	dialect, err := l.Dialect(ctx)
	if err != nil {
		return nil, err
	}
	if dialect == Legacy {
		return l.legacy, nil
	}
	return l.modern, nil
}

type licenseKind interface {
	List(ctx context.Context) ([]License, error)
	Find(ctx context.Context, code string) (License, error)
	Create(ctx context.Context, license License) (License, error)
	Update(ctx context.Context, code string, license License) (License, error)
	Delete(ctx context.Context, code string) error
}

// List returns all licenses, each a copy whose slices are shared and must not
// be changed.
func (l *Licenses) List(ctx context.Context) ([]License, error) {
	kind, err := l.kind(ctx)
	if err != nil {
		return nil, err
	}
	return kind.List(ctx)
}

// Find returns the license with the given code. See IsNotFound for what proves
// that there is none.
func (l *Licenses) Find(ctx context.Context, code string) (License, error) {
	kind, err := l.kind(ctx)
	if err != nil {
		return License{}, err
	}
	return kind.Find(ctx, code)
}

// Create makes a new license and returns it as the server has it. A property
// that the server's dialect lacks is an error, and nothing is sent.
func (l *Licenses) Create(ctx context.Context, license License) (License, error) {
	kind, err := l.kind(ctx)
	if err != nil {
		return License{}, err
	}
	if err := l.fits(kind, license); err != nil {
		return License{}, err
	}
	return kind.Create(ctx, license)
}

// Update changes the properties of the license that are present and returns
// the license as the server has it. The code itself cannot change. A property
// that the server's dialect lacks is an error, and nothing is sent.
func (l *Licenses) Update(ctx context.Context, code string, license License) (License, error) {
	kind, err := l.kind(ctx)
	if err != nil {
		return License{}, err
	}
	if err := l.fits(kind, license); err != nil {
		return License{}, err
	}
	return kind.Update(ctx, code, license)
}

// Delete removes the license.
func (l *Licenses) Delete(ctx context.Context, code string) error {
	kind, err := l.kind(ctx)
	if err != nil {
		return err
	}
	return kind.Delete(ctx, code)
}

func (l *Licenses) fits(kind licenseKind, license License) error {
	if kind == licenseKind(l.legacy) {
		if property := license.onlyModern(); property != "" {
			return l.lacks(property, "came with ProGet 2024")
		}
		return nil
	}
	if property := license.onlyLegacy(); property != "" {
		return l.lacks(property, "exists up to ProGet 2023; policies took its place")
	}
	return nil
}

// UnsupportedError is the cause of the error for a property that the server's
// dialect does not have.
type UnsupportedError struct {
	Property string // as in JSON, or a verb phrase for an operation
	Versions string // which versions have it, as the end of a sentence
}

func (e *UnsupportedError) Error() string { return e.Property + " " + e.Versions }

func (l *Licenses) lacks(property, versions string) error {
	r := request{method: http.MethodPost, path: endpoint("api", "licenses")}
	if Dialect(l.dialect.Load()) == Legacy {
		r.path = endpoint("api", "management", "licenses")
	}
	e := l.client.newError(r)
	cause := &UnsupportedError{property, versions}
	e.problem, e.cause = incompatible, cause
	e.detail = "this " + l.client.Server().String() + " does not support it: " + cause.Error()
	return e
}
