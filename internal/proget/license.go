package proget

import (
	"context"
	"encoding/json"
	"net/http"
	"sync/atomic"
)

// License is a license in either dialect (reference section 10). The old
// dialect calls Code licenseId and has Allowed, AllowedFeeds and BlockedFeeds;
// the one of 2024 and later has ID, SPDX, Hashes, PackageNames and PURLs.
type License struct {
	ID           Value[int64]    `json:"id,omitzero"`
	Code         Value[string]   `json:"code,omitzero"`
	Title        Value[string]   `json:"title,omitzero"`
	URLs         Value[[]string] `json:"urls,omitzero"`
	SPDX         Value[[]string] `json:"spdx,omitzero"`
	PackageNames Value[[]string] `json:"packageNames,omitzero"`
	PURLs        Value[[]string] `json:"purls,omitzero"`
	Hashes       Value[[]string] `json:"hashes,omitzero"` // read-only, lower-case hex SHA-256
	Allowed      Value[bool]     `json:"allowed,omitzero"`
	AllowedFeeds Value[[]string] `json:"allowedFeeds,omitzero"`
	BlockedFeeds Value[[]string] `json:"blockedFeeds,omitzero"`
}

// UnmarshalJSON reads both dialects, and the names under which some pages of
// the vendor show the feeds of the old one (reference section 21 C23).
func (l *License) UnmarshalJSON(data []byte) error {
	type plain License
	wire := struct {
		*plain
		LicenseID       Value[string]   `json:"licenseId"`
		AllowedLicenses Value[[]string] `json:"allowedLicenses"`
		BlockedLicenses Value[[]string] `json:"blockedLicenses"`
	}{plain: (*plain)(l)}
	if err := json.Unmarshal(data, &wire); err != nil {
		return err
	}
	l.Code = firstPresent(l.Code, wire.LicenseID)
	l.AllowedFeeds = firstPresent(l.AllowedFeeds, wire.AllowedLicenses)
	l.BlockedFeeds = firstPresent(l.BlockedFeeds, wire.BlockedLicenses)
	return nil
}

func firstPresent[T any](a, b Value[T]) Value[T] {
	if _, ok := a.Get(); ok || b.IsZero() {
		return a
	}
	return b
}

// LicenseProperty is a property of licenses that not every version has.
type LicenseProperty struct {
	Name string // as in JSON
	Span
	says func(License) bool
}

// LicenseProperties are the properties that only one of the dialects has (reference
// section 10).
var LicenseProperties = []LicenseProperty{
	{"spdx", since2024, func(l License) bool { return len(l.SPDX.Or(nil)) > 0 }},
	{"packageNames", since2024, func(l License) bool { return len(l.PackageNames.Or(nil)) > 0 }},
	{"purls", since2024, func(l License) bool { return len(l.PURLs.Or(nil)) > 0 }},
	{"allowed", until2023, func(l License) bool { _, ok := l.Allowed.Get(); return ok }},
	{"allowedFeeds", until2023, func(l License) bool { return len(l.AllowedFeeds.Or(nil)) > 0 }},
	{"blockedFeeds", until2023, func(l License) bool { return len(l.BlockedFeeds.Or(nil)) > 0 }},
}

// The versions that speak the modern dialect of licenses, and the old one.
var (
	since2024 = Span{Since: "2024"}
	until2023 = Span{Until: "2023"}
)

// lackedBy returns a property that says something which the dialect cannot.
func (l License) lackedBy(dialect Dialect) (LicenseProperty, bool) {
	for _, p := range LicenseProperties {
		if (p.Span == since2024) != (dialect == Modern) && p.says(l) {
			return p, true
		}
	}
	return LicenseProperty{}, false
}

// versions says which versions have the property, as the end of a sentence.
func (p LicenseProperty) versions() string {
	if p.Span == since2024 {
		return "came with ProGet 2024"
	}
	return "exists up to ProGet 2023; policies took its place"
}

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

// List returns all licenses, each a copy whose slices are shared and must not
// be changed.
func (l *Licenses) List(ctx context.Context) ([]License, error) {
	c, err := l.spoken(ctx)
	if err != nil {
		return nil, err
	}
	return c.List(ctx)
}

// Find returns the license with the given code.
func (l *Licenses) Find(ctx context.Context, code string) (License, error) {
	c, err := l.spoken(ctx)
	if err != nil {
		return License{}, err
	}
	return c.Find(ctx, code)
}

// Create makes a new license and returns it as the server has it. A property
// that the server's dialect lacks is an error, and nothing is sent.
func (l *Licenses) Create(ctx context.Context, license License) (License, error) {
	c, err := l.writable(ctx, license)
	if err != nil {
		return License{}, err
	}
	return c.Create(ctx, license)
}

// Update changes the properties of the license that are present and returns
// the license as the server has it. The code itself cannot change. A property
// that the server's dialect lacks is an error, and nothing is sent.
func (l *Licenses) Update(ctx context.Context, code string, license License) (License, error) {
	c, err := l.writable(ctx, license)
	if err != nil {
		return License{}, err
	}
	return c.Update(ctx, code, license)
}

// Delete removes the license.
func (l *Licenses) Delete(ctx context.Context, code string) error {
	c, err := l.spoken(ctx)
	if err != nil {
		return err
	}
	return c.Delete(ctx, code)
}

// spoken are the licenses in the server's dialect.
func (l *Licenses) spoken(ctx context.Context) (updatable[License], error) {
	dialect, err := l.Dialect(ctx)
	return l.in(dialect), err
}

// in are the licenses in a dialect.
func (l *Licenses) in(dialect Dialect) updatable[License] {
	if dialect == Legacy {
		return l.legacy
	}
	return l.modern
}

// writable is spoken for a license that is to be written, which must not say
// what the server's dialect cannot.
func (l *Licenses) writable(ctx context.Context, license License) (updatable[License], error) {
	dialect, err := l.Dialect(ctx)
	if p, lacks := license.lackedBy(dialect); err == nil && lacks {
		err = l.unsupportedError(p.Name, p.versions())
	}
	return l.in(dialect), err
}

// UnsupportedError is the cause of the error for a property that the server's
// dialect does not have.
type UnsupportedError struct {
	Property string // as in JSON, or a verb phrase for an operation
	Versions string // which versions have it, as the end of a sentence
}

func (e *UnsupportedError) Error() string { return e.Property + " " + e.Versions }

func (l *Licenses) unsupportedError(property, versions string) error {
	r := request{method: http.MethodPost, path: endpoint("api", "licenses")}
	if Dialect(l.dialect.Load()) == Legacy {
		r.path = endpoint("api", "management", "licenses")
	}
	cause := &UnsupportedError{property, versions}
	e := l.client.newError(r, Incompatible, "this "+l.client.Server().String()+" does not support it: "+cause.Error())
	e.cause = cause
	return e
}
