package proget

import (
	"encoding/json"
	"strings"
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

// legacy is the body of a write in the old dialect.
func (l License) legacy() any {
	return struct {
		LicenseID    Value[string]   `json:"licenseId,omitzero"`
		Title        Value[string]   `json:"title,omitzero"`
		URLs         Value[[]string] `json:"urls,omitzero"`
		Allowed      Value[bool]     `json:"allowed,omitzero"`
		AllowedFeeds Value[[]string] `json:"allowedFeeds,omitzero"`
		BlockedFeeds Value[[]string] `json:"blockedFeeds,omitzero"`
	}{l.Code, l.Title, withoutScheme(l.URLs), l.Allowed, l.AllowedFeeds, l.BlockedFeeds}
}

// modern is the body of a write in the dialect of 2024 and later. The hashes
// are never sent: what an array of them does is not known (reference Q16).
func (l License) modern() any {
	l.URLs = withoutScheme(l.URLs)
	l.Hashes = Value[[]string]{}
	l.Allowed, l.AllowedFeeds, l.BlockedFeeds = Value[bool]{}, Value[[]string]{}, Value[[]string]{}
	return l
}

// withoutScheme strips http:// and https:// as ProGet does (reference section
// 22 N4). The schemes of its own, which pin single packages, mean something.
func withoutScheme(urls Value[[]string]) Value[[]string] {
	list, ok := urls.Get()
	if !ok {
		return urls
	}
	stripped := make([]string, len(list))
	for i, text := range list {
		stripped[i] = text
		for _, scheme := range []string{"http://", "https://"} {
			if len(text) >= len(scheme) && strings.EqualFold(text[:len(scheme)], scheme) {
				stripped[i] = text[len(scheme):]
			}
		}
	}
	return Of(stripped)
}

// LicenseProperty is a property of licenses that one of the dialects lacks.
type LicenseProperty struct {
	Name string  // as in JSON
	Only Dialect // the one that has it
	says func(License) bool
}

// LicenseProperties are the properties that not every dialect has (reference
// section 10).
var LicenseProperties = []LicenseProperty{
	{"spdx", Modern, func(l License) bool { return len(l.SPDX.Or(nil)) > 0 }},
	{"packageNames", Modern, func(l License) bool { return len(l.PackageNames.Or(nil)) > 0 }},
	{"purls", Modern, func(l License) bool { return len(l.PURLs.Or(nil)) > 0 }},
	{"allowed", Legacy, func(l License) bool { _, ok := l.Allowed.Get(); return ok }},
	{"allowedFeeds", Legacy, func(l License) bool { return len(l.AllowedFeeds.Or(nil)) > 0 }},
	{"blockedFeeds", Legacy, func(l License) bool { return len(l.BlockedFeeds.Or(nil)) > 0 }},
}

// Versions says which versions have the property, as the end of a sentence.
func (p LicenseProperty) Versions() string {
	if p.Only == Modern {
		return "came with ProGet 2024"
	}
	return "exists up to ProGet 2023; policies took its place"
}

// lackedBy returns a property that says something which the dialect cannot.
func (l License) lackedBy(dialect Dialect) (LicenseProperty, bool) {
	for _, p := range LicenseProperties {
		if p.Only != dialect && p.says(l) {
			return p, true
		}
	}
	return LicenseProperty{}, false
}
