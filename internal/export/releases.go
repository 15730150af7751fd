package export

import (
	"math"
	"strconv"
	"strings"
)

// Spans says since which release of ProGet an attribute of a kind exists, and
// until which it did: both inclusive, and empty where there is no bound. The
// attribute "" is the kind itself, and members of a block are written as in
// "replication.client_mode".
type Spans func(kind, attribute string) (since, until string)

type span struct {
	since, until string
	notFree      bool // the edition Free does not have it; of kinds only
}

// documented are the spans of reference sections 5.2, 6, 7, 8, 10, 11, 12, 13, 15.1
// and 26: those by which the provider refuses plans, as a test compares.
func documented(kind, attribute string) (since, until string) {
	s := spans[kind][attribute]
	return s.since, s.until
}

var (
	legacy   = span{until: "2023"}
	modern   = span{since: "2024"}
	flags    = span{since: "2022.26"}
	nuget    = span{since: "2022.27"}
	security = span{since: "2025", notFree: true}
)

var spans = map[string]map[string]span{
	"feed": {
		"alternate_names":             {since: "5.2.19"},
		"allow_unknown_licenses":      legacy,
		"allowed_licenses":            legacy,
		"blocked_licenses":            legacy,
		"strip_signature":             nuget,
		"use_api_v3":                  nuget,
		"vulnerability_sources":       legacy,
		"package_access_rules":        legacy,
		"replication":                 {until: "6.0"},
		"retention_rules_enabled":     {since: "2023.25"},
		"package_statistics_enabled":  flags,
		"restrict_package_statistics": flags,
		"deployment_records_enabled":  flags,
		"usage_records_enabled":       flags,
		"vulnerabilities_enabled":     flags,
		"licenses_enabled":            flags,
		"use_with_projects":           flags,

		"retention_rule.keep_consumed_within_days":       modern,
		"retention_rule.keep_if_actively_consumed":       modern,
		"retention_rule.keep_package_usage_removed_days": modern,
	},
	"license": {
		"spdx":          modern,
		"package_names": modern,
		"purls":         modern,
		"allowed":       legacy,
		"allowed_feeds": legacy,
		"blocked_feeds": legacy,
	},
	"license_file": {"": modern},
	"feed_storage": {"": modern},
	"setting":      {"": modern},
	"api_key":      {"": {since: "2024.3"}},
	"user":         {"": security},
	"group":        {"": security},
	"group_member": {"": security},
	"task":         {"": security},
	"permission":   {"": security},
	"project":      {"": {since: "2023"}},
}

// feedTypes are the types that came after ProGet 5.2 (reference section 5.5).
var feedTypes = map[string]string{
	"conda": "6.0.6", "apk": "2023.22", "cran": "2023.23", "pub": "2024.11", "terraform": "2024.20",
	"cargo": "2024.20", "composer": "2024.22", "conan": "2024.22",
}

// numbers are the parts of a release. ok is false for what is none.
func numbers(release string) (parts []int, ok bool) {
	for part := range strings.SplitSeq(release, ".") {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 {
			return nil, false
		}
		parts = append(parts, n)
	}
	return parts, true
}

// before reports whether release a came before b. The parts that a lacks count
// as the latest, as 2023 means the last release of that year; the parts that b
// lacks count as missing.
func before(a, b string, missing int) bool {
	first, ok := numbers(a)
	second, valid := numbers(b)
	if !ok || !valid {
		return false
	}
	part := func(parts []int, i, missing int) int {
		if i < len(parts) {
			return parts[i]
		}
		return missing
	}
	for i := range max(len(first), len(second)) {
		if x, y := part(first, i, math.MaxInt), part(second, i, missing); x != y {
			return x < y
		}
	}
	return false
}

// lacks reports whether a release is outside of the span.
func lacks(release, since, until string) bool {
	return release != "" && (since != "" && before(release, since, 0) || until != "" && before(until, release, math.MaxInt))
}
