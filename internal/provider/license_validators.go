package provider

import (
	"context"
	"net/url"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	packageurl "github.com/package-url/packageurl-go"
)

var notEmpty = []validator.String{stringvalidator.LengthAtLeast(1)}

// licenseURL requires a URL by which packages refer to a license, with or
// without http:// or https://.
type licenseURL struct{}

func (licenseURL) Description(context.Context) string         { return "a URL of a license" }
func (licenseURL) MarkdownDescription(context.Context) string { return "a URL of a license" }

func (licenseURL) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	text := req.ConfigValue.ValueString()
	scheme, rest, full := strings.Cut(text, "://")
	if !full {
		scheme, rest = "https", text
	}
	u, err := url.Parse(scheme + "://" + rest)
	pseudo := strings.EqualFold(scheme, "package") || strings.EqualFold(scheme, "packageid")
	host := err == nil && (full && u.Host != "" || strings.ContainsAny(u.Host, ".:"))
	if rest == "" || strings.ContainsFunc(text, unicode.IsSpace) || !pseudo && !host {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid license URL",
			"This is no URL. Write it as https://example.com/license.html or, until ProGet 2023, as package://name for a single package.")
	}
}

// packageURL requires a package URL (purl).
type packageURL struct{}

func (packageURL) Description(context.Context) string         { return "a package URL" }
func (packageURL) MarkdownDescription(context.Context) string { return "a package URL" }

func (packageURL) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := packageurl.FromString(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid package URL",
			"This is no package URL ("+err.Error()+"). Write it as pkg:nuget/Acme.Core@1.2.3.")
	}
}
