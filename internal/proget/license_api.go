package proget

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

func licenseCode(license License) string { return license.Code.Or("") }

var licenseKeyNames = []string{"code", "licenseId"}

func legacyLicenses() api[License] {
	m := newManagement("licenses", needsLegacy, sinceLegacy)
	m.about.Failing = "Creating and updating licenses is reported not to work from ProGet 2023.22 until 2024, which has a new API for them."
	a := managementAPI(m, licenseCode, licenseKeyNames, func(license License) []byte { return encode(license.legacy()) })
	a.anyCase = true
	return a
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
		return modernRequest(http.MethodPost, verb, nil).withBody(encode(license.modern()))
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
	return each(urls, func(text string) string {
		for _, scheme := range []string{"http://", "https://"} {
			if len(text) >= len(scheme) && strings.EqualFold(text[:len(scheme)], scheme) {
				return text[len(scheme):]
			}
		}
		return text
	})
}
