package provider

import (
	"net/url"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	packageurl "github.com/package-url/packageurl-go"
)

// licenseURL requires a URL by which packages refer to a license, with or
// without http:// or https://.
var licenseURL = textValidator{"a URL of a license", func(at path.Path, text string) (diags diag.Diagnostics) {
	scheme, rest, full := strings.Cut(text, "://")
	if !full {
		scheme, rest = "https", text
	}
	u, err := url.Parse(scheme + "://" + rest)
	pseudo := strings.EqualFold(scheme, "package") || strings.EqualFold(scheme, "packageid")
	host := err == nil && (full && u.Host != "" || strings.ContainsAny(u.Host, ".:"))
	if rest == "" || strings.ContainsFunc(text, unicode.IsSpace) || !pseudo && !host {
		diags.AddAttributeError(at, "Invalid license URL",
			"This is no URL. Write it as https://example.com/license.html or, until ProGet 2023, as package://name for a single package.")
	}
	return diags
}}

// packageURL requires a package URL (purl).
var packageURL = textValidator{"a package URL", func(at path.Path, text string) (diags diag.Diagnostics) {
	if _, err := packageurl.FromString(text); err != nil {
		diags.AddAttributeError(at, "Invalid package URL", "This is no package URL ("+err.Error()+"). Write it as pkg:nuget/Acme.Core@1.2.3.")
	}
	return diags
}}
