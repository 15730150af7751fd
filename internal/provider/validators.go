package provider

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

// textValidator checks a text that is known. The validators of this package are
// values of it.
type textValidator struct {
	requires string // what the text has to be
	check    func(at path.Path, text string) diag.Diagnostics
}

func (v textValidator) Description(context.Context) string         { return v.requires }
func (v textValidator) MarkdownDescription(context.Context) string { return v.requires }

func (v textValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown() {
		resp.Diagnostics.Append(v.check(req.Path, req.ConfigValue.ValueString())...)
	}
}

var (
	notEmpty   = []validator.String{stringvalidator.LengthAtLeast(1)}
	noNegative = []validator.Int64{int64validator.AtLeast(0)}

	variableName = stringvalidator.RegexMatches(regexp.MustCompile(`^[A-Za-z]([0-9A-Za-z _-]{0,48}[0-9A-Za-z])?$`),
		"the name of a variable has at most 50 letters, digits, dashes, spaces and underscores, begins with a letter and ends with a letter or digit")
)

// anyCaseOf requires one of a few words, in any case.
func anyCaseOf(words ...string) validator.String {
	return stringvalidator.OneOfCaseInsensitive(words...)
}

// absoluteURL requires a URL with a scheme and a host, and warns of a password in it.
var absoluteURL = textValidator{"an absolute URL", func(at path.Path, text string) (diags diag.Diagnostics) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme == "" || u.Host == "" {
		diags.AddAttributeError(at, "Invalid URL",
			"This is no absolute URL. Write it with scheme and host, as in https://api.nuget.org/v3/index.json.")
	} else if _, secret := u.User.Password(); secret {
		diags.AddAttributeWarning(at, "Password in a URL",
			"The URL holds a password, and URLs are shown in plans. Use the attributes for user name and password instead.")
	}
	return diags
}}

// printable requires text with no space at its ends and no control characters.
var printable = textValidator{"text without space at its ends", func(at path.Path, text string) (diags diag.Diagnostics) {
	if strings.TrimSpace(text) != text || strings.ContainsFunc(text, unicode.IsControl) {
		diags.AddAttributeError(at, "Invalid name", "The value must not begin or end with white space, nor contain control characters.")
	}
	return diags
}}

var plainName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$`)

// feedName warns about names that ProGet may refuse (reference section 5.4): it decides.
var feedName = textValidator{"a name that ProGet takes", func(at path.Path, text string) (diags diag.Diagnostics) {
	if text != "" && !plainName.MatchString(text) {
		diags.AddAttributeWarning(at, "Unusual feed name",
			"ProGet may refuse this name: it documents at most 50 letters, digits, dots, dashes and underscores, beginning with a letter or digit.")
	}
	return diags
}}

// noComma refuses commas, which ProGet uses to store such lists (reference section 6).
var noComma = textValidator{"text without a comma", func(at path.Path, text string) (diags diag.Diagnostics) {
	if strings.Contains(text, ",") {
		diags.AddAttributeError(at, "Comma in a list", "ProGet separates the values of this list by commas, so a value cannot contain one. Write each as an element of its own.")
	}
	return diags
}}

// wellFormedXML requires one XML element, or nothing.
var wellFormedXML = textValidator{"well-formed XML", func(at path.Path, text string) (diags diag.Diagnostics) {
	if text == "" {
		return nil
	}
	if err := field.WellFormedXML(text); err != nil {
		diags.AddAttributeError(at, "Invalid persisted XML",
			"This is no well-formed XML ("+err.Error()+"). Copy the configuration of an existing one from ProGet, for example with the data source proget_feed.")
	}
	return diags
}}

// instant requires a date and time with a zone.
var instant = textValidator{"a date and time", func(at path.Path, text string) (diags diag.Diagnostics) {
	if _, err := time.Parse(time.RFC3339, text); err != nil {
		diags.AddAttributeError(at, "Invalid date and time",
			"This is no date and time with a zone. Write it as RFC 3339 has it: 2027-01-31T00:00:00Z or 2027-01-31T00:00:00+01:00.")
	}
	return diags
}}

// exactlyOne requires one of two attributes. The error is on the first.
func exactlyOne(a string, first types.String, b string, second types.String) (diags diag.Diagnostics) {
	switch {
	case first.IsUnknown() || second.IsUnknown() || first.IsNull() != second.IsNull():
	case first.IsNull():
		diags.AddAttributeError(path.Root(a), fmt.Sprintf("Neither %s nor %s", a, b), fmt.Sprintf("Give one of them: %s or %s.", a, b))
	default:
		diags.AddAttributeError(path.Root(a), fmt.Sprintf("Both %s and %s", a, b), fmt.Sprintf("Give one of them: %s or %s.", a, b))
	}
	return diags
}
