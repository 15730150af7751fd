package provider

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

// absoluteURL requires a URL with a scheme and a host.
type absoluteURL struct{}

func (absoluteURL) Description(context.Context) string         { return "an absolute URL" }
func (absoluteURL) MarkdownDescription(context.Context) string { return "an absolute URL" }

func (absoluteURL) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	u, err := url.Parse(req.ConfigValue.ValueString())
	if err != nil || u.Scheme == "" || u.Host == "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid URL",
			"This is no absolute URL. Write it with scheme and host, as in https://api.nuget.org/v3/index.json.")
	} else if _, secret := u.User.Password(); secret {
		resp.Diagnostics.AddAttributeWarning(req.Path, "Password in a URL",
			"The URL holds a password, and URLs are shown in plans. Use the attributes for user name and password instead.")
	}
}

// printable requires text with no space at its ends and no control characters.
type printable struct{}

func (printable) Description(context.Context) string { return "text without space at its ends" }
func (printable) MarkdownDescription(context.Context) string {
	return "text without space at its ends"
}

func (printable) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	s := req.ConfigValue.ValueString()
	if strings.TrimSpace(s) != s || strings.ContainsFunc(s, unicode.IsControl) {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid name",
			"The value must not begin or end with white space, nor contain control characters.")
	}
}

// feedName warns about names that ProGet may refuse (reference section 5.4): it decides.
type feedName struct{}

var plainName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$`)

func (feedName) Description(context.Context) string         { return "a name that ProGet takes" }
func (feedName) MarkdownDescription(context.Context) string { return "a name that ProGet takes" }

func (feedName) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if name := req.ConfigValue.ValueString(); name != "" && !plainName.MatchString(name) {
		resp.Diagnostics.AddAttributeWarning(req.Path, "Unusual feed name",
			"ProGet may refuse this name: it documents at most 50 letters, digits, dots, dashes and underscores, beginning with a letter or digit.")
	}
}

var variableName = stringvalidator.RegexMatches(regexp.MustCompile(`^[A-Za-z]([0-9A-Za-z _-]{0,48}[0-9A-Za-z])?$`),
	"the name of a variable has at most 50 letters, digits, dashes, spaces and underscores, begins with a letter and ends with a letter or digit")

var noNegative = []validator.Int64{int64validator.AtLeast(0)}

// noComma refuses commas, which ProGet uses to store such lists (reference section 6).
type noComma struct{}

func (noComma) Description(context.Context) string         { return "text without a comma" }
func (noComma) MarkdownDescription(context.Context) string { return "text without a comma" }

func (noComma) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if strings.Contains(req.ConfigValue.ValueString(), ",") {
		resp.Diagnostics.AddAttributeError(req.Path, "Comma in a list", "ProGet separates the values of this list by commas, so a value cannot contain one. Write each as an element of its own.")
	}
}

// wellFormedXML requires one XML element.
type wellFormedXML struct{}

func (wellFormedXML) Description(context.Context) string         { return "well-formed XML" }
func (wellFormedXML) MarkdownDescription(context.Context) string { return "well-formed XML" }

func (wellFormedXML) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if text := req.ConfigValue.ValueString(); text != "" {
		if err := field.WellFormedXML(text); err != nil {
			resp.Diagnostics.AddAttributeError(req.Path, "Invalid persisted XML",
				"This is no well-formed XML ("+err.Error()+"). Copy the configuration of an existing one from ProGet, for example with the data source proget_feed.")
		}
	}
}
