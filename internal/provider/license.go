package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

type license struct {
	Code         types.String    `tfsdk:"code"`
	Title        types.String    `tfsdk:"title"`
	URLs         field.StringSet `tfsdk:"urls"`
	SPDX         field.StringSet `tfsdk:"spdx"`
	PackageNames field.StringSet `tfsdk:"package_names"`
	PURLs        field.StringSet `tfsdk:"purls"`
	Allowed      types.Bool      `tfsdk:"allowed"`
	AllowedFeeds field.StringSet `tfsdk:"allowed_feeds"`
	BlockedFeeds field.StringSet `tfsdk:"blocked_feeds"`
	Hashes       field.StringSet `tfsdk:"hashes"`
}

func bindLicense(m *license, o *proget.License) field.Pairs {
	return field.Pairs{
		field.Spelled("code", &m.Code, &o.Code, strings.ToLower),
		field.Text("title", &m.Title, &o.Title).Computed(),
		field.Set("urls", &m.URLs, &o.URLs, canonicalLicenseURL),
		field.Set("spdx", &m.SPDX, &o.SPDX, strings.ToLower),
		field.Set("package_names", &m.PackageNames, &o.PackageNames, strings.ToLower),
		field.Set("purls", &m.PURLs, &o.PURLs, strings.ToLower),
		field.Flag("allowed", &m.Allowed, &o.Allowed),
		field.Set("allowed_feeds", &m.AllowedFeeds, &o.AllowedFeeds, strings.ToLower).Computed(),
		field.Set("blocked_feeds", &m.BlockedFeeds, &o.BlockedFeeds, strings.ToLower).Computed(),
		field.Set("hashes", &m.Hashes, &o.Hashes, strings.ToLower).ReadOnly(),
	}
}

// canonicalLicenseURL drops http:// and https://, which ProGet does not store;
// package:// and packageid:// stay (reference sections 10.1 and 22, N4).
func canonicalLicenseURL(url string) string {
	url = strings.ToLower(url)
	return strings.TrimPrefix(strings.TrimPrefix(url, "https://"), "http://")
}

const (
	modern = " ProGet 2024 and later."
	legacy = " Before ProGet 2024."
)

var licenseTitle = schema.StringAttribute{
	Optional: true, Computed: true, Validators: notEmpty,
	Description:         "Title of the license.",
	MarkdownDescription: "Title of the license. It can be changed but not cleared: removing it keeps its last value.",
}

var licenseKind = &crud.Kind[license, proget.License]{
	Name: "license",
	Key:  "code",
	Schema: schema.Schema{
		MarkdownDescription: "A license that ProGet recognises packages by. ProGet 2024 and later keep definitions only; earlier versions also keep where the license is allowed and blocked. The provider speaks to each in its own way, and says so if an attribute does not exist there.",
		Attributes: map[string]schema.Attribute{
			"code":          replaced(strings.EqualFold, required("Code of the license, such as `MIT` or `ABC-1.0`. Case does not matter.\nChanging it replaces the license.", stringvalidator.LengthAtLeast(1), printable)),
			"title":         licenseTitle,
			"urls":          textSet("URLs by which packages refer to the license. Whether they begin with `http://` or `https://` makes no difference. Until ProGet 2023, `package://` and `packageid://` name single packages.", setvalidator.ValueStringsAre(licenseURL)),
			"spdx":          textSet("SPDX expressions that mean the license."+modern, setvalidator.ValueStringsAre(notEmpty...)),
			"package_names": textSet("Names of packages that have the license, whatever they say."+modern, setvalidator.ValueStringsAre(notEmpty...)),
			"purls":         textSet("Package URLs of packages that have the license, such as `pkg:nuget/Acme.Core@1.2.3`."+modern, setvalidator.ValueStringsAre(packageURL)),
			"allowed":       flag("Whether the license is allowed (`true`) or blocked (`false`) unless a feed says otherwise." + legacy),
			"allowed_feeds": shared("`allowed_licenses` of `proget_feed`", "Names of feeds in which the license is allowed."+legacy, setvalidator.ValueStringsAre(notEmpty...)),
			"blocked_feeds": shared("`blocked_licenses` of `proget_feed`", "Names of feeds in which the license is blocked."+legacy, setvalidator.ValueStringsAre(notEmpty...)),
			"hashes":        schema.SetAttribute{Computed: true, CustomType: field.NewStringSetType(), ElementType: types.StringType, MarkdownDescription: "SHA-256 of the license texts that are attached to the license, in hexadecimal. `proget_license_file` attaches them." + modern},
		},
	},
	Items:          func(c *proget.Client) crud.Items[proget.License] { return c.Licenses() },
	Bind:           bindLicense,
	Limits:         licenseLimits(),
	Access:         needsLicenses,
	ValidateConfig: checkLicense,
	ModifyPlan:     planLicense,
}

// licenseResource is the engine's resource, which takes over what generic providers keep.
type licenseResource struct {
	*crud.Resource[license, proget.License]
}

func newLicenseResource() resource.Resource {
	return licenseResource{crud.BaseResource(licenseKind)}
}

// checkLicense refuses a feed in which the license is both allowed and blocked.
func checkLicense(_ context.Context, l *license) (diags diag.Diagnostics) {
	for _, name := range common(l.AllowedFeeds, l.BlockedFeeds) {
		diags.AddAttributeError(path.Root("blocked_feeds"), "Feed both allowed and blocked",
			fmt.Sprintf("%q is in allowed_feeds and in blocked_feeds. Keep it in one of the two.", name))
	}
	return diags
}

func planLicense(ctx context.Context, c *crud.Change[license]) {
	if c.Prior != nil {
		warnOfAdopted(ctx, c)
	}
	if c.Prior == nil || c.Plan == nil {
		return
	}
	openRelation(side{c.Config.AllowedFeeds, c.Prior.AllowedFeeds, &c.Plan.AllowedFeeds},
		side{c.Config.BlockedFeeds, c.Prior.BlockedFeeds, &c.Plan.BlockedFeeds})
}

// warnOfAdopted warns if the plan deletes a license that Terraform did not
// create, by destroying it or by replacing it under another code.
func warnOfAdopted(ctx context.Context, c *crud.Change[license]) {
	code := c.Prior.Code.ValueString()
	kept := c.Plan != nil && (c.Plan.Code.IsUnknown() || strings.EqualFold(code, c.Plan.Code.ValueString()))
	if !kept && !c.Created(ctx) {
		c.AddWarning(fmt.Sprintf("License %q will be deleted although Terraform did not create it", code),
			"It was imported, so it may be one of those that come with ProGet: other feeds may rely on it, and an upgrade of ProGet brings it back. To let go of it as it is, use a removed block or \"terraform state rm\".")
	}
}
