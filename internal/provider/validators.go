package provider

import (
	"context"
	"net/url"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
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
