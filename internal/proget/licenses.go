package proget

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
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
// compare without case. Their five methods are those of a collection.
type Licenses struct {
	client  *Client
	legacy  updatable[License]
	modern  updatable[License]
	dialect atomic.Uint32
	adding  reservations // hashes of texts
}

func newLicenses(c *Client) *Licenses {
	l := &Licenses{client: c}
	l.legacy = newUpdatable(c, legacyLicenses())
	l.modern = newUpdatable(c, modernLicenses())
	return l
}

func licenseCode(license License) string { return license.Code.Or("") }

var licenseKeyNames = []string{"code", "licenseId"}

func legacyLicenses() api[License] {
	m := newManagement("licenses", needsLegacy, sinceLegacy)
	m.about.Failing = "Creating and updating licenses is reported not to work from ProGet 2023.22 until 2024, which has a new API for them."
	kind := managementAPI(m, licenseCode, licenseKeyNames, func(license License) []byte { return encode(license.legacy()) })
	kind.anyCase = true
	return kind
}

var modernAbout = Endpoint{
	Needs: fullControl + ", or a personal key of a user with Licenses_Manage",
	Since: "this API for licenses came with ProGet 2024",
}

func modernRequest(method, verb string, query url.Values) request {
	return request{method: method, path: endpoint("api", "licenses") + "/" + verb, query: query, about: modernAbout}
}

// modernLicenses is the API of 2024 and later, which cannot be asked for one
// license and may answer writes with nothing (reference section 10.2).
func modernLicenses() api[License] {
	write := func(verb string, license License) request {
		r := modernRequest(http.MethodPost, verb, nil)
		r.body = encode(license.modern())
		return r
	}
	return api[License]{
		noun:     "license",
		keyNames: licenseKeyNames,
		key:      licenseCode,
		anyCase:  true,
		list:     modernRequest(http.MethodGet, "list", nil),
		create: func(license License) request {
			license.ID = Value[int64]{}
			return write("add", license)
		},
		// What identifies the license, and its title, go along with the changes.
		update: func(_ string, prior, change License) request {
			change.ID, change.Code = prior.ID, prior.Code
			if _, ok := change.Title.Get(); !ok {
				change.Title = prior.Title
			}
			return write("update", change)
		},
		// By id and, where the server does not want that, by code (reference
		// section 21 C4).
		remove: func(_ string, prior License) []request {
			byCode := modernRequest(http.MethodPost, "delete", url.Values{"code": {prior.Code.Or("")}})
			id, ok := prior.ID.Get()
			if !ok {
				return []request{byCode}
			}
			return []request{modernRequest(http.MethodPost, "delete", url.Values{"id": {strconv.FormatInt(id, 10)}}), byCode}
		},
	}
}

// Dialect finds out which dialect the server speaks (reference section 10.3):
// by its version if an answer told it, otherwise by asking for the modern
// listing and, where that decides nothing, for the old one. 2023.27 and later
// preview the modern API beside the old one, and speak the old one. The listing
// it asked for is the one that List and Find use.
func (l *Licenses) Dialect(ctx context.Context) (Dialect, error) {
	if d := Dialect(l.dialect.Load()); d != unknownDialect {
		return d, nil
	}
	if l.byVersion() == Legacy {
		return l.choose(Legacy), nil
	}
	modern, err := l.modern.listing.some(ctx)
	switch {
	case err == nil && l.byVersion() != unknownDialect:
		return l.choose(l.byVersion()), nil
	case err == nil && len(modern.list) > 0:
		return l.choose(Modern), nil
	case err != nil && !noSuchAPI(err):
		return unknownDialect, l.client.asError(l.modern.list, err)
	}
	legacy, legacyErr := l.legacy.listing.some(ctx)
	switch {
	case l.byVersion() == Modern && l.client.foreign(isFrom(err)):
		return unknownDialect, err // a 404, but not ProGet's
	case err == nil && (l.byVersion() == Modern || noSuchAPI(legacyErr)):
		return l.choose(Modern), nil
	case noSuchAPI(legacyErr):
		return unknownDialect, err // the server has neither, so the current one is the one to name
	case legacyErr != nil:
		return unknownDialect, l.client.asError(l.legacy.list, legacyErr)
	case err == nil && l.byVersion() != Legacy && len(legacy.list) == 0:
		e := l.client.newError(l.modern.list)
		e.Problem, e.Detail = Unproven, "both APIs for licenses answer with empty listings, so it cannot be told which one this server speaks"
		return unknownDialect, e
	}
	return l.choose(Legacy), nil
}

// byVersion is the dialect of the server's version, if that is known.
func (l *Licenses) byVersion() Dialect {
	switch known, modern := l.client.Server().AtLeast(2024, 0); {
	case !known:
		return unknownDialect
	case modern:
		return Modern
	}
	return Legacy
}

// isFrom reports whether the answer that ended in err was signed.
func isFrom(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return !ok || e.signed
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
	return e.Status == http.StatusNotFound || e.Problem == WebPage || e.Problem == LoginPage || e.Problem == LicensePage
}

// kind returns the licenses in the server's dialect.
func (l *Licenses) kind(ctx context.Context) (updatable[License], error) {
	dialect, err := l.Dialect(ctx)
	switch {
	case err != nil:
		return updatable[License]{}, err
	case dialect == Legacy:
		return l.legacy, nil
	}
	return l.modern, nil
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

// Find returns the license with the given code.
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
	kind, err := l.kindFor(ctx, license)
	if err != nil {
		return License{}, err
	}
	return kind.Create(ctx, license)
}

// Update changes the properties of the license that are present and returns
// the license as the server has it. The code itself cannot change. A property
// that the server's dialect lacks is an error, and nothing is sent.
func (l *Licenses) Update(ctx context.Context, code string, license License) (License, error) {
	kind, err := l.kindFor(ctx, license)
	if err != nil {
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

// kindFor is kind for a license that is to be written.
func (l *Licenses) kindFor(ctx context.Context, license License) (updatable[License], error) {
	kind, err := l.kind(ctx)
	if err != nil {
		return kind, err
	}
	dialect := Modern
	if kind == l.legacy {
		dialect = Legacy
	}
	if p, lacks := license.lackedBy(dialect); lacks {
		return kind, l.lacks(p.Name, p.Versions())
	}
	return kind, nil
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
	e.Problem, e.cause = Incompatible, cause
	e.Detail = "this " + l.client.Server().String() + " does not support it: " + cause.Error()
	return e
}
