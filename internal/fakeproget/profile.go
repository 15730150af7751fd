package fakeproget

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Profiles are the generations of ProGet that the fake knows, oldest first
// (reference section 23).
var Profiles = []string{"5.2", "2023", "2024", "2026"}

// Generations in which something appeared or went, as numbers that compare.
const (
	v52   = 5
	v2023 = 2023
	v2024 = 2024
	v2026 = 2026
)

// profile is one column of the table in reference section 23.
type profile struct {
	generation int
	version    string

	createStatus, updateStatus int
	missingReference           int  // an object names another that does not exist
	missing, duplicate         int  // there is no object of that name, or one already
	getByPost                  bool // get also answers POST
	bareContentType            bool // a charset in Content-Type is refused
	pascalTypes                bool // connectors say NuGet and ProGet
	printNulls                 bool // retention rules print what is unset as null

	deniedText   bool // 403 comes with a sentence
	deniedList   bool // feeds/list refuses a bad key instead of answering []
	deniedUpdate int
	deniedAssets int
	feedKeys     bool // keys that belong to a feed exist
	feedKeysEdit bool // and may create and delete feeds and connectors

	legacyLicenses, modernLicenses bool
	licenseBodies                  bool // writes of modern licenses are answered with the object
	licensesByFeeds                bool // the feeds scope suffices for licenses
	packages                       bool // /api/packages exists

	healthFails bool // 500 where something is wrong
	healthText  bool // /health is text, JSON is at /health/json
}

var profiles = map[string]profile{
	"5.2": {
		generation: v52, version: "5.2.9.10",
		createStatus: http.StatusCreated, updateStatus: http.StatusCreated, missingReference: http.StatusUnprocessableEntity,
		getByPost: true, bareContentType: true, pascalTypes: true, printNulls: true,
		deniedText: true, deniedList: true, deniedUpdate: http.StatusForbidden, deniedAssets: http.StatusForbidden,
		legacyLicenses: true,
	},
	"2023": {
		generation: v2023, version: "23.0.35.1",
		createStatus: http.StatusCreated, updateStatus: http.StatusOK, missingReference: http.StatusUnprocessableEntity,
		printNulls: true,
		deniedText: true, deniedList: true, deniedUpdate: http.StatusForbidden, deniedAssets: http.StatusForbidden,
		feedKeys: true, legacyLicenses: true, packages: true,
	},
	"2024": {
		generation: v2024, version: "24.0.39.1",
		createStatus: http.StatusOK, updateStatus: http.StatusOK, missingReference: http.StatusBadRequest,
		deniedUpdate: http.StatusForbidden, deniedAssets: http.StatusForbidden,
		feedKeys: true, feedKeysEdit: true, modernLicenses: true, licensesByFeeds: true, packages: true,
		healthFails: true,
	},
	"2026": {
		generation: v2026, version: "26.0.12.24",
		createStatus: http.StatusCreated, updateStatus: http.StatusOK, missingReference: http.StatusBadRequest,
		deniedUpdate: http.StatusInternalServerError, deniedAssets: http.StatusUnauthorized,
		feedKeys: true, modernLicenses: true, licenseBodies: true, packages: true,
		healthFails: true, healthText: true,
	},
}

// newProfile is the profile that the options ask for, with their overrides.
func newProfile(o Options) (profile, error) {
	name := o.Profile
	if name == "" {
		name = Profiles[len(Profiles)-1]
	}
	p, ok := profiles[name]
	if !ok {
		return profile{}, fmt.Errorf("unknown profile %q, there are %s", name, strings.Join(Profiles, ", "))
	}
	override := func(target *int, value int) {
		if value != 0 {
			*target = value
		}
	}
	override(&p.createStatus, o.CreateStatus)
	override(&p.updateStatus, o.UpdateStatus)
	override(&p.deniedUpdate, o.DeniedUpdateStatus)
	if o.Version != "" {
		p.version = o.Version
	}
	p.missing, p.duplicate = http.StatusNotFound, http.StatusBadRequest
	override(&p.missing, o.MissingStatus)
	override(&p.duplicate, o.DuplicateStatus)
	p.legacyLicenses = p.legacyLicenses || o.LegacyLicenses
	return p, nil
}

// nugetLike are the feed types that hold NuGet packages.
var nugetLike = []string{"nuget", "chocolatey", "powershell"}

// typeGroups are the feed types that may be changed into each other
// (reference section 5.6).
var typeGroups = [][]string{{"universal", "romp"}, nugetLike}

// sameGroup tells whether objects of the types a and b go together.
func sameGroup(a, b string) bool {
	return a == b || slices.ContainsFunc(typeGroups, func(group []string) bool {
		return slices.Contains(group, a) && slices.Contains(group, b)
	})
}

// feedType is an entry of the table in reference section 5.5.
type feedType struct {
	feeds, connectors int    // the generations since which it exists, 0 for never
	pascal            string // how 5.2 and the native API spell it
	packageType       string // what its packages are called, where it differs
}

var feedTypes = map[string]feedType{
	"universal":    {v52, v52, "ProGet", "upack"},
	"romp":         {v52, v52, "Romp", "upack"},
	"nuget":        {v52, v52, "NuGet", ""},
	"chocolatey":   {v52, v52, "Chocolatey", "nuget"},
	"powershell":   {v52, v52, "PowerShell", "nuget"},
	"npm":          {v52, v52, "Npm", ""},
	"bower":        {v52, 0, "Bower", ""},
	"maven":        {v52, v52, "Maven", ""},
	"docker":       {v52, v52, "Docker", ""},
	"rubygems":     {v52, v52, "RubyGems", "gem"},
	"vsix":         {v52, v52, "Vsix", ""},
	"asset":        {v52, v52, "Asset", ""},
	"debian":       {v52, v2023, "Debian", "deb"},
	"debianlegacy": {v2023, 0, "DebianLegacy", "deb"},
	"pypi":         {v52, v52, "PyPI", ""},
	"helm":         {v52, v52, "Helm", ""},
	"rpm":          {v52, v2023, "Rpm", ""},
	"conda":        {v2023, v2023, "Conda", ""},
	"apk":          {v2023, v2023, "Apk", ""},
	"cran":         {v2023, v2023, "Cran", ""},
	"pub":          {v2024, v2024, "Pub", ""},
	"terraform":    {v2024, v2024, "Terraform", ""},
	"cargo":        {v2024, v2024, "Cargo", ""},
	"composer":     {v2024, v2024, "Composer", ""},
	"conan":        {v2024, v2024, "Conan", ""},
}

// canonicalType is the stored spelling of a feed type: lower case, with
// ProGet's old name of universal feeds replaced.
func canonicalType(name string) string {
	name = strings.ToLower(name)
	if name == "proget" {
		return "universal"
	}
	return name
}

func pascalType(name string) string {
	if t, ok := feedTypes[name]; ok {
		return t.pascal
	}
	return name
}
