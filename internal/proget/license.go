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

// onlyModern and onlyLegacy name a property that says something which the
// other dialect cannot, or return "".
func (l License) onlyModern() string {
	return firstSaid(said{"spdx", len(l.SPDX.Or(nil)) > 0}, said{"packageNames", len(l.PackageNames.Or(nil)) > 0}, said{"purls", len(l.PURLs.Or(nil)) > 0})
}

func (l License) onlyLegacy() string {
	_, allowed := l.Allowed.Get()
	return firstSaid(said{"allowed", allowed}, said{"allowedFeeds", len(l.AllowedFeeds.Or(nil)) > 0}, said{"blockedFeeds", len(l.BlockedFeeds.Or(nil)) > 0})
}

type said struct {
	property string
	yes      bool
}

func firstSaid(properties ...said) string {
	for _, p := range properties {
		if p.yes {
			return p.property
		}
	}
	return ""
}
