package fakeproget

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// legacyLicenseProperties are those of reference section 10.1.
var legacyLicenseProperties = map[string]property{
	"licenseId":    {check: checkText, as: "code"},
	"title":        {check: checkText},
	"urls":         {check: checkURLs, set: true, fold: true},
	"allowed":      {check: checkFlag},
	"allowedFeeds": {check: checkDistinct, set: true},
	"blockedFeeds": {check: checkDistinct, set: true},
}

// licenseDefaults are the properties of both dialects; each shows its own.
func licenseDefaults() map[string]any {
	return map[string]any{
		"allowed": true,
		"urls":    []any{}, "spdx": []any{}, "hashes": []any{}, "packageNames": []any{}, "purls": []any{},
	}
}

// licenseKind is the licenses of the management API; those of 2024 share its
// objects.
func (s *Server) licenseKind() kind {
	k := kind{
		table: newTable("code", true),
		path:  "licenses", label: "license", id: "license id",
		besides:    "+", // GPL-2.0+
		properties: legacyLicenseProperties,
		defaults:   licenseDefaults,
		complete:   s.completeLegacyLicense,
		store:      s.storeLicense,
		forget:     s.forgetLicense,
		whole:      s.wholeLicense,
		view:       s.viewLegacyLicense,
	}
	for _, license := range builtInLicenses(s.options.BuiltInLicenses) {
		object := licenseDefaults()
		object["code"], object["title"], object["spdx"] = license[0], license[1], []any{license[0]}
		object["urls"] = []any{"spdx.org/licenses/" + license[0] + ".html"}
		k.table.add(object)
	}
	return k
}

// builtInLicenses are codes and titles of so many licenses, the common twelve first.
func builtInLicenses(count int) [][2]string {
	list := [][2]string{
		{"0BSD", "BSD Zero Clause License"},
		{"AAL", "Attribution Assurance License"},
		{"Apache-2.0", "Apache License 2.0"},
		{"BSD-2-Clause", "BSD 2-Clause \"Simplified\" License"},
		{"BSD-3-Clause", "BSD 3-Clause \"New\" or \"Revised\" License"},
		{"GPL-2.0", "GNU General Public License v2.0 only"},
		{"GPL-3.0", "GNU General Public License v3.0 only"},
		{"ISC", "ISC License"},
		{"LGPL-3.0", "GNU Lesser General Public License v3.0 only"},
		{"MIT", "MIT License"},
		{"MPL-2.0", "Mozilla Public License 2.0"},
		{"Unlicense", "The Unlicense"},
	}
	switch {
	case count < 0:
		return nil
	case count == 0:
		return list
	}
	for i := len(list); i < count; i++ {
		list = append(list, [2]string{fmt.Sprintf("Sample-%04d", i+1), fmt.Sprintf("Sample License %d", i+1)})
	}
	return list[:count]
}

// checkURLs stores addresses without http:// and https://, sorted. Other
// schemes, such as package://, stay.
func checkURLs(path string, value any) (any, error) {
	if _, err := checkTexts(path, value); err != nil {
		return nil, err
	}
	urls := textsOf(value)
	for i, url := range urls {
		for _, scheme := range []string{"http://", "https://"} {
			if len(url) >= len(scheme) && strings.EqualFold(url[:len(scheme)], scheme) {
				url = url[len(scheme):]
			}
		}
		if url == "" || strings.ContainsAny(url, " \t\r\n") {
			return nil, invalid("%s[%d] is not a URL", path, i)
		}
		urls[i] = url
	}
	slices.Sort(urls)
	return anyTexts(slices.Compact(urls)), nil
}

func (s *Server) licensePermissions() permissions {
	need := permission{all: []Scope{Feeds, ManageLicenses}, tasks: []string{"Licenses_Manage"}}
	return permissions{list: need, get: need, create: need, update: need, remove: need}
}

func (s *Server) completeLegacyLicense(_ *call, e *entry, draft map[string]any) error {
	if s.options.LicenseWritesBroken {
		return refusal(http.StatusInternalServerError, "Object reference not set to an instance of an object.")
	}
	if e != nil && !strings.EqualFold(e.text("code"), textOf(draft["code"])) {
		return invalid("the license id cannot be changed")
	}
	if e != nil {
		draft["code"] = e.text("code")
	}
	for property := range ruleFeeds {
		names := textsOf(draft[property])
		for i, name := range names {
			feed := s.feeds.table.find(name)
			if feed == nil {
				return s.missing("feed", name)
			}
			names[i] = feed.text("name")
		}
		if _, sent := draft[property]; sent {
			draft[property] = anyTexts(names)
		}
	}
	for _, name := range textsOf(draft["allowedFeeds"]) {
		if slices.Contains(textsOf(draft["blockedFeeds"]), name) {
			return invalid("feed '%s' cannot be both allowed and blocked", name)
		}
	}
	return nil
}

func (s *Server) storeLicense(e *entry, draft map[string]any) {
	for property, allowed := range ruleFeeds {
		if value, sent := draft[property]; sent {
			s.setLicenseRules(textOf(draft["code"]), allowed, textsOf(value))
			delete(draft, property)
		}
	}
	s.licenses.table.replace(e, draft)
}

func (s *Server) forgetLicense(e *entry) {
	s.setLicenseRules(e.text("code"), true, nil)
	s.setLicenseRules(e.text("code"), false, nil)
	s.forgetFiles(e.text("code"))
}

// wholeLicense names the license in both dialects.
func (s *Server) wholeLicense(e *entry) map[string]any {
	object := clone(e.object)
	object["id"] = float64(e.id)
	object["licenseId"] = e.text("code")
	for property, allowed := range ruleFeeds {
		object[property] = s.feedsOf(e.text("code"), allowed)
	}
	return object
}

func (s *Server) viewLegacyLicense(_ *http.Request, e *entry) map[string]any {
	whole := s.wholeLicense(e)
	object := map[string]any{}
	for name := range legacyLicenseProperties {
		object[name] = whole[name]
	}
	if s.options.MisnamedLicenseFeeds {
		object["allowedlicenses"], object["blockedlicenses"] = object["allowedFeeds"], object["blockedFeeds"]
		delete(object, "allowedFeeds")
		delete(object, "blockedFeeds")
	}
	return object
}
