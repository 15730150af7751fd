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
	generation  int
	version     string
	release     int    // the version as a number, see release
	strangeType string // the name of universal feeds that this generation does not know

	createStatus, updateStatus int
	missingReference           int  // an object names another that does not exist
	missing, duplicate         int  // there is no object of that name, or one already
	getByPost                  bool // get also answers POST
	bareContentType            bool // a charset in Content-Type is refused
	pascalTypes                bool // connectors say NuGet and ProGet
	printNulls                 bool // retention rules print what is unset as null

	deniedText    bool // 403 comes with a sentence
	deniedList    bool // feeds/list refuses a bad key instead of answering []
	deniedUpdate  int
	deniedAssets  int
	deniedStorage int
	feedKeys      bool // keys that belong to a feed exist
	feedKeysEdit  bool // and may create and delete feeds and connectors

	legacyLicenses, modernLicenses bool
	licenseBodies                  bool // writes of modern licenses are answered with the object
	licensesByFeeds                bool // the feeds scope suffices for licenses
	packages                       bool // /api/packages exists
	storageBodies                  bool // writes of a storage are answered with the object
	projectDeletes                 bool // projects can be deleted

	healthFails bool // 500 where something is wrong
	healthText  bool // /health is text, JSON is at /health/json
}

var profiles = map[string]profile{
	"5.2": {
		generation: v52, version: "5.2.9.10",
		createStatus: http.StatusCreated, updateStatus: http.StatusCreated, missingReference: http.StatusUnprocessableEntity,
		strangeType: "universal", getByPost: true, bareContentType: true, pascalTypes: true, printNulls: true,
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
		deniedUpdate: http.StatusForbidden, deniedAssets: http.StatusForbidden, deniedStorage: http.StatusForbidden,
		feedKeys: true, feedKeysEdit: true, modernLicenses: true, licensesByFeeds: true, packages: true,
		healthFails: true,
	},
	"2026": {
		generation: v2026, version: "26.0.12.24",
		createStatus: http.StatusCreated, updateStatus: http.StatusOK, missingReference: http.StatusBadRequest,
		deniedUpdate: http.StatusInternalServerError, deniedAssets: http.StatusUnauthorized,
		deniedStorage: http.StatusInternalServerError, storageBodies: true, projectDeletes: true,
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
	p.release = releaseOf(p.version)
	if p.strangeType == "" {
		p.strangeType = "proget"
	}
	p.missing, p.duplicate = http.StatusNotFound, http.StatusBadRequest
	override(&p.missing, o.MissingStatus)
	override(&p.duplicate, o.DuplicateStatus)
	p.legacyLicenses = p.legacyLicenses || o.LegacyLicenses
	p.projectDeletes = p.projectDeletes || o.ProjectDeletes
	p.modernLicenses = p.modernLicenses || o.PreviewLicenses
	return p, nil
}

// release is a build of a generation as a number that compares: 2024.11 is 2024011.
func release(generation, build int) int { return generation*1000 + build }

// releaseOf reads a version, in which 24.0.11.1 is 2024.11 and 5.2.9.10 is 5.2
// (reference section 4).
func releaseOf(version string) int {
	var major, minor, build int
	if _, err := fmt.Sscanf(version, "%d.%d.%d", &major, &minor, &build); err != nil {
		return release(never, 0) // as new as can be
	}
	if major < 22 {
		return release(major, minor)
	}
	return release(2000+major, build)
}

// nugetLike are the feed types that hold NuGet packages.
var nugetLike = []string{"nuget", "chocolatey", "powershell"}

// typeGroups are the feed types that may be changed into each other
// (reference section 5.6).
var typeGroups = [][]string{{"universal", "romp"}, nugetLike}

// sameGroup reports whether objects of the types a and b go together.
func sameGroup(a, b string) bool {
	return a == b || slices.ContainsFunc(typeGroups, func(group []string) bool {
		return slices.Contains(group, a) && slices.Contains(group, b)
	})
}

// feedType is an entry of the table in reference section 5.5.
type feedType struct {
	feeds, connectors int    // the releases since which it exists, 0 for never
	pascal            string // how 5.2 and the native API spell it
	packageType       string // what its packages are called, where it differs
}

// first is the release with the first of the APIs that the fake serves.
var first = release(v52, 2)

var feedTypes = map[string]feedType{
	"universal":    {first, first, "ProGet", "upack"},
	"romp":         {first, first, "Romp", "upack"},
	"nuget":        {first, first, "NuGet", ""},
	"chocolatey":   {first, first, "Chocolatey", "nuget"},
	"powershell":   {first, first, "PowerShell", "nuget"},
	"npm":          {first, first, "Npm", ""},
	"bower":        {first, 0, "Bower", ""},
	"maven":        {first, first, "Maven", ""},
	"docker":       {first, first, "Docker", ""},
	"rubygems":     {first, first, "RubyGems", "gem"},
	"vsix":         {first, first, "Vsix", ""},
	"asset":        {first, first, "Asset", ""},
	"debian":       {first, release(v2023, 0), "Debian", "deb"},
	"debianlegacy": {release(v2023, 0), 0, "DebianLegacy", "deb"},
	"pypi":         {first, first, "PyPI", ""},
	"helm":         {first, first, "Helm", ""},
	"rpm":          {first, release(v2023, 22), "Rpm", ""},
	"conda":        {release(v2023, 0), release(v2023, 0), "Conda", ""},
	"apk":          {release(v2023, 22), release(v2023, 22), "Apk", ""},
	"cran":         {release(v2023, 23), release(v2023, 23), "Cran", ""},
	"pub":          {release(v2024, 11), release(v2024, 11), "Pub", ""},
	"terraform":    {release(v2024, 20), release(v2024, 20), "Terraform", ""},
	"cargo":        {release(v2024, 20), release(v2024, 20), "Cargo", ""},
	"composer":     {release(v2024, 22), release(v2024, 22), "Composer", ""},
	"conan":        {release(v2024, 22), release(v2024, 22), "Conan", ""},
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
