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
		field.Set("hashes", &m.Hashes, &o.Hashes, strings.ToLower).Receive(),
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
			"code":          replaced(strings.EqualFold, required("Code of the license, such as `MIT` or `ABC-1.0`. Case does not matter.\nChanging it replaces the license.", stringvalidator.LengthAtLeast(1), printable{})),
			"title":         licenseTitle,
			"urls":          textSet("URLs by which packages refer to the license. Whether they begin with `http://` or `https://` makes no difference. Until ProGet 2023, `package://` and `packageid://` name single packages.", setvalidator.ValueStringsAre(licenseURL{})),
			"spdx":          textSet("SPDX expressions that mean the license."+modern, setvalidator.ValueStringsAre(notEmpty...)),
			"package_names": textSet("Names of packages that have the license, whatever they say."+modern, setvalidator.ValueStringsAre(notEmpty...)),
			"purls":         textSet("Package URLs of packages that have the license, such as `pkg:nuget/Acme.Core@1.2.3`."+modern, setvalidator.ValueStringsAre(packageURL{})),
			"allowed":       flag("Whether the license is allowed (`true`) or blocked (`false`) unless a feed says otherwise." + legacy),
			"allowed_feeds": shared("`allowed_licenses` of `proget_feed`", "Names of feeds in which the license is allowed."+legacy, setvalidator.ValueStringsAre(notEmpty...)),
			"blocked_feeds": shared("`blocked_licenses` of `proget_feed`", "Names of feeds in which the license is blocked."+legacy, setvalidator.ValueStringsAre(notEmpty...)),
			"hashes":        schema.SetAttribute{Computed: true, CustomType: field.NewStringSetType(), ElementType: types.StringType, MarkdownDescription: "SHA-256 of the license texts that are attached to the license, in hexadecimal. `proget_license_file` attaches them." + modern},
		},
	},
	Items: func(c *proget.Client) crud.Items[proget.License] { return c.Licenses() },
	Bind:  bindLicense,
}

// licenseResource is the engine's resource with checks that take the server's
// dialect, and a word of caution about what it did not create.
type licenseResource struct {
	*crud.Resource[license, proget.License]
}

var _ resource.ResourceWithValidateConfig = licenseResource{}

func newLicenseResource() resource.Resource {
	return licenseResource{crud.NewResource(licenseKind)}
}

func (r licenseResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var l license
	resp.Diagnostics.Append(req.Config.Get(ctx, &l)...)
	for _, name := range common(l.AllowedFeeds, l.BlockedFeeds) {
		resp.Diagnostics.AddAttributeError(path.Root("blocked_feeds"), "Feed both allowed and blocked",
			fmt.Sprintf("%q is in allowed_feeds and in blocked_feeds. Keep it in one of the two.", name))
	}
}

// created marks, in the private state, licenses that Terraform created.
const created = "created"

func (r licenseResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	r.Resource.Create(ctx, req, resp)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, created, []byte("true"))...)
}

func (r licenseResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(r.warnOfAdopted(ctx, req, types.StringNull())...)
		return
	}
	r.Resource.ModifyPlan(ctx, req, resp)
	resp.Diagnostics.Append(openRelation(ctx, req, resp, "allowed_feeds", "blocked_feeds")...)
	if resp.Diagnostics.HasError() || r.Client() == nil {
		return
	}
	var plan license
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(r.warnOfAdopted(ctx, req, plan.Code)...)
	}
	resp.Diagnostics.Append(plan.checkDialect(ctx, r.Client())...)
}

// warnOfAdopted warns if the plan deletes a license that Terraform did not
// create, by destroying it or by replacing it under another code.
func (r licenseResource) warnOfAdopted(ctx context.Context, req resource.ModifyPlanRequest, planned types.String) (diags diag.Diagnostics) {
	var code types.String
	diags.Append(req.State.GetAttribute(ctx, path.Root("code"), &code)...)
	mark, ds := req.Private.GetKey(ctx, created)
	diags.Append(ds...)
	if mark == nil && !planned.IsUnknown() && !strings.EqualFold(code.ValueString(), planned.ValueString()) {
		diags.AddWarning(fmt.Sprintf("License %q will be deleted although Terraform did not create it", code.ValueString()),
			"It was imported, so it may be one of those that come with ProGet: other feeds may rely on it, and an upgrade of ProGet brings it back. To let go of it as it is, use a removed block or \"terraform state rm\".")
	}
	return diags
}

// checkDialect refuses what the server's dialect lacks. The server is only asked
// if there is something to refuse; if it does not answer, the apply will tell.
func (l *license) checkDialect(ctx context.Context, client *proget.Client) (diags diag.Diagnostics) {
	only := map[proget.Dialect][]string{}
	for name, value := range map[string]field.StringSet{"spdx": l.SPDX, "package_names": l.PackageNames, "purls": l.PURLs} {
		if len(value.Elements()) > 0 {
			only[proget.Modern] = append(only[proget.Modern], name)
		}
	}
	for name, value := range map[string]field.StringSet{"allowed_feeds": l.AllowedFeeds, "blocked_feeds": l.BlockedFeeds} {
		if len(value.Elements()) > 0 {
			only[proget.Legacy] = append(only[proget.Legacy], name)
		}
	}
	if !l.Allowed.IsNull() && !l.Allowed.IsUnknown() {
		only[proget.Legacy] = append(only[proget.Legacy], "allowed")
	}
	if len(only) == 0 {
		return nil
	}
	dialect, err := client.Licenses().Dialect(ctx)
	if err != nil {
		return nil
	}
	versions := map[proget.Dialect]string{
		proget.Modern: "exists in ProGet 2024 and later",
		proget.Legacy: "exists in ProGet 5.2 to 2023; from 2024 on, policies say where a license is allowed",
	}
	for needs, names := range only {
		for _, name := range names {
			if needs != dialect {
				diags.AddAttributeError(path.Root(name), name+" does not exist on this server",
					fmt.Sprintf("%s does not have %s: it %s. Remove it from the configuration.", client.Server(), name, versions[needs]))
			}
		}
	}
	return diags
}
