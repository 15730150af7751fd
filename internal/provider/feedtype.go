package provider

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// feedTypes are the types that ProGet is known to have (reference section 5.5).
// It has more with every release, so others are accepted with a warning.
var feedTypes = []string{
	"apk", "asset", "bower", "cargo", "chocolatey", "composer", "conan", "conda", "cran", "debian", "debianlegacy", "docker", "helm",
	"maven", "npm", "nuget", "powershell", "pub", "pypi", "romp", "rpm", "rubygems", "terraform", "universal", "vsix",
}

// feedTypeGroups are the types that a feed may change between (reference section 5.6).
var feedTypeGroups = [][]string{{"universal", "romp"}, {"nuget", "chocolatey", "powershell"}}

// canonicalFeedType returns the lower-case name of a feed type. Until 5.2,
// universal feeds were called proget (reference section 5.5).
func canonicalFeedType(feedType string) string {
	feedType = strings.ToLower(feedType)
	if feedType == "proget" {
		return "universal"
	}
	return feedType
}

// convertible reports whether a feed can change from one type to the other.
func convertible(from, to string) bool {
	from, to = canonicalFeedType(from), canonicalFeedType(to)
	return from == to || slices.ContainsFunc(feedTypeGroups, func(group []string) bool {
		return slices.Contains(group, from) && slices.Contains(group, to)
	})
}

// nugetLike reports whether feeds of the type hold NuGet packages.
func nugetLike(feedType string) bool { return convertible("nuget", feedType) }

func sameFeedType(a, b string) bool { return canonicalFeedType(a) == canonicalFeedType(b) }

// knownFeedType warns about a feed type that ProGet is not known to have.
var knownFeedType = textValidator{"one of ProGet's feed types", func(at path.Path, text string) (diags diag.Diagnostics) {
	canonical := canonicalFeedType(text)
	known := "Known types: " + strings.Join(feedTypes, ", ") + "."
	switch {
	case strings.TrimSpace(text) == "":
		diags.AddAttributeError(at, "Missing feed type", "The feed type must not be empty. "+known)
	case !slices.Contains(feedTypes, canonical):
		detail := fmt.Sprintf("%q is not a feed type that this provider knows. It is sent as it is, and ProGet decides. ", text)
		diags.AddAttributeWarning(at, "Unknown feed type", didYouMean(canonical, feedTypes)+detail+known)
	}
	return diags
}}
