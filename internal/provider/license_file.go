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
		field.Spelled("hash", &m.Hash, &o.Hash, strings.ToLower).ReadOnly(),
		field.Spelled("code", &m.Code, &o.Code, strings.ToLower),
		field.Text("content", &m.Content, &o.Content).Reveals(field.Implied), // by the hash
	}
}

var licenseFileKind = &crud.Kind[licenseFile, proget.LicenseFile]{
	Name: "license_file",
	Key:  "hash",
	Schema: schema.Schema{
		MarkdownDescription: "A license text that is attached to a license: packages that contain this very text have the license.",
		Attributes: map[string]schema.Attribute{
			"code":    replaced(strings.EqualFold, required("Code of the license.", notEmpty...)),
			"content": replaced(never, required("The license text. It is recognised by its hash, so every byte counts, line endings included. Changing it replaces the text.", notEmpty...)),
			"hash":    schema.StringAttribute{Computed: true, MarkdownDescription: "SHA-256 of the content, in hexadecimal: the identity of the text.", PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}},
		},
	},
	Items:      func(c *proget.Client) crud.Items[proget.LicenseFile] { return c.Licenses().Files() },
	Bind:       bindLicenseFile,
	Limits:     licenseFileLimits,
	Access:     needsFullControl,
	ModifyPlan: planHash,
}

func never(string, string) bool { return false }

// planHash foretells the key, which follows from the content.
func planHash(_ context.Context, c *crud.Change[licenseFile]) {
	switch {
	case c.Plan == nil:
	case c.Plan.Content.IsUnknown():
		c.Plan.Hash = types.StringUnknown()
	default:
		c.Plan.Hash = types.StringValue(proget.LicenseHash(c.Plan.Content.ValueString()))
	}
}

// licenseFileResource is the engine's resource, which reads the text itself only to import it.
type licenseFileResource struct {
	*crud.Resource[licenseFile, proget.LicenseFile]
}

func newLicenseFileResource() resource.Resource {
	return licenseFileResource{crud.BaseResource(licenseFileKind)}
}

// ImportState downloads the text, which no refresh does: the hash stands for it.
func (r licenseFileResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.Resource.ImportState(ctx, req, resp)
	var hash types.String
	resp.Diagnostics.Append(resp.State.GetAttribute(ctx, path.Root("hash"), &hash)...)
	client := crud.RequireClient(r.Client(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	content, err := client.Licenses().Files().Content(ctx, hash.ValueString())
	if proget.IsNotFound(err) {
		return // the read that follows says so
	}
	if err != nil {
		resp.Diagnostics.AddError(fmt.Sprintf("Unable to read license file %q", hash.ValueString()), crud.Explain(err))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("content"), content)...)
}
