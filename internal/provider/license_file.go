package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

type licenseFile struct {
	Hash    types.String `tfsdk:"hash"`
	Code    types.String `tfsdk:"code"`
	Content types.String `tfsdk:"content"`
}

func bindLicenseFile(m *licenseFile, o *proget.LicenseFile) field.Pairs {
	return field.Pairs{
		field.Spelled("hash", &m.Hash, &o.Hash, strings.ToLower).Receive(),
		field.Spelled("code", &m.Code, &o.Code, strings.ToLower),
		field.Text("content", &m.Content, &o.Content).Reveals(field.Never), // the hash stands for it
	}
}

var licenseFileKind = &crud.Kind[licenseFile, proget.LicenseFile]{
	Name: "license_file",
	Key:  "hash",
	Schema: schema.Schema{
		MarkdownDescription: "A license text that is attached to a license: packages that contain this very text have the license. ProGet 2024 and later.",
		Attributes: map[string]schema.Attribute{
			"code":    replaced(strings.EqualFold, required("Code of the license.", notEmpty...)),
			"content": replaced(never, required("The license text. It is recognised by its hash, so every byte counts, line endings included. Changing it replaces the text.", notEmpty...)),
			"hash":    schema.StringAttribute{Computed: true, MarkdownDescription: "SHA-256 of the content, in hexadecimal: the identity of the text.", PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}},
		},
	},
	Items: func(c *proget.Client) crud.Items[proget.LicenseFile] { return c.Licenses().Files() },
	Bind:  bindLicenseFile,
}

func never(string, string) bool { return false }

// licenseFileResource is the engine's resource whose key follows from its content.
type licenseFileResource struct {
	*crud.Resource[licenseFile, proget.LicenseFile]
}

func newLicenseFileResource() resource.Resource {
	return licenseFileResource{crud.NewResource(licenseFileKind)}
}

func (r licenseFileResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	r.Resource.ModifyPlan(ctx, req, resp)
	if req.Plan.Raw.IsNull() {
		return
	}
	var content types.String
	resp.Diagnostics.Append(resp.Plan.GetAttribute(ctx, path.Root("content"), &content)...)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("hash"), hashOf(content))...)
}

func (r licenseFileResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var content types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("content"), &content)...)
	resp.Diagnostics.Append(req.Plan.SetAttribute(ctx, path.Root("hash"), hashOf(content))...)
	if !resp.Diagnostics.HasError() {
		r.Resource.Create(ctx, req, resp)
	}
}

// ImportState downloads the text, which no refresh does: the hash stands for it.
func (r licenseFileResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.Resource.ImportState(ctx, req, resp)
	var hash types.String
	resp.Diagnostics.Append(resp.State.GetAttribute(ctx, path.Root("hash"), &hash)...)
	client := crud.Client(r.Client(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	content, err := client.Licenses().File(ctx, hash.ValueString())
	if proget.IsNotFound(err) {
		return // the read that follows says so
	}
	if err != nil {
		resp.Diagnostics.AddError(fmt.Sprintf("Unable to read license file %q", hash.ValueString()), crud.Explain(err))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("content"), string(content))...)
}

func hashOf(content types.String) types.String {
	if content.IsUnknown() {
		return types.StringUnknown()
	}
	return types.StringValue(proget.LicenseHash(content.ValueString()))
}
