package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

// The attributes of resources come in a few sorts, so that a schema needs a line
// for each. Text and collections are Optional: leaving them out means none. Flags
// and numbers are Optional and Computed: leaving them out keeps the server's choice,
// and so do collections that another resource may own.
//
// The first line of a description says what the attribute is, and data sources say
// it too. Further lines say how to set it: what changing or leaving out does.

// keepsLast ends the description of every attribute that keeps its value when it
// is removed from the configuration.
const keepsLast = "\nRemoving it keeps its last value."

// describe splits a description: the first line for data sources, the whole for the resource.
func describe(description string) (what, whole string) {
	what, _, _ = strings.Cut(description, "\n")
	return what, strings.ReplaceAll(description, "\n", " ")
}

func required(description string, validators ...validator.String) schema.StringAttribute {
	what, whole := describe(description)
	return schema.StringAttribute{Required: true, Description: what, MarkdownDescription: whole, Validators: validators}
}

func text(description string, validators ...validator.String) schema.StringAttribute {
	what, whole := describe(description)
	return schema.StringAttribute{Optional: true, Description: what, MarkdownDescription: whole, Validators: validators}
}

func sensitive(description string, validators ...validator.String) schema.StringAttribute {
	a := text(description, validators...)
	a.Sensitive = true
	return a
}

// writeOnly is a secret that neither plan nor state has.
func writeOnly(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{Optional: true, Sensitive: true, WriteOnly: true, MarkdownDescription: description, Validators: validators}
}

// sentWith goes on in the description of a write-only attribute with when it is sent.
func sentWith(object, version string) string {
	return ", never kept in plan or state. It is sent when the " + object + " is created and whenever `" + version + "` changes"
}

// needsWriteOnly ends the description of a write-only attribute.
const needsWriteOnly = " Needs Terraform 1.11 or OpenTofu 1.11."

// versionOf is what is changed with a write-only attribute, so that it is sent.
func versionOf(attribute, secret, further string, modifiers ...planmodifier.Int64) schema.Int64Attribute {
	return schema.Int64Attribute{
		Optional: true, MarkdownDescription: "Version of `" + attribute + "`: any number, to be changed with the " + secret + "." + further,
		Validators: []validator.Int64{int64validator.AlsoRequires(path.MatchRoot(attribute))}, PlanModifiers: modifiers,
	}
}

func flag(description string) schema.BoolAttribute {
	a := optionalFlag(description + keepsLast)
	a.Computed = true
	return a
}

// optionalFlag is a flag of which leaving out means something of its own.
func optionalFlag(description string) schema.BoolAttribute {
	what, whole := describe(description)
	return schema.BoolAttribute{Optional: true, Description: what, MarkdownDescription: whole}
}

func number(description string, validators ...validator.Int64) schema.Int64Attribute {
	what, whole := describe(description + keepsLast)
	return schema.Int64Attribute{Optional: true, Computed: true, Description: what, MarkdownDescription: whole, Validators: validators}
}

func textList(description string, validators ...validator.List) schema.ListAttribute {
	what, whole := describe(description)
	return schema.ListAttribute{Optional: true, ElementType: types.StringType, Description: what, MarkdownDescription: whole, Validators: validators}
}

func textSet(description string, validators ...validator.Set) schema.SetAttribute {
	what, whole := describe(description)
	return schema.SetAttribute{Optional: true, CustomType: field.NewStringSetType(), ElementType: types.StringType, Description: what, MarkdownDescription: whole, Validators: validators}
}

// shared is a set that is a relation which another resource may own instead: left
// out, it is the other side's business.
func shared(other, description string, validators ...validator.Set) schema.SetAttribute {
	a := textSet(description+"\nThis is the same relation as "+other+": manage it on one side. Left out, it is the other side's business, and removing it keeps its last value; `[]` clears it.", validators...)
	a.Computed = true
	return a
}

func textMap(description string, validators ...validator.Map) schema.MapAttribute {
	what, whole := describe(description)
	return schema.MapAttribute{Optional: true, ElementType: types.StringType, Description: what, MarkdownDescription: whole, Validators: validators}
}

// replaced makes a change of the attribute replace the object, unless the two values are compatible.
func replaced(compatible func(from, to string) bool, a schema.StringAttribute) schema.StringAttribute {
	const description = "replaces the object unless the values are compatible"
	a.PlanModifiers = append(a.PlanModifiers, stringplanmodifier.RequiresReplaceIf(
		func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
			// A value that is not known yet may turn out to be compatible; if not, ProGet refuses the change.
			// What the server did not reveal is not different.
			resp.RequiresReplace = !req.PlanValue.IsUnknown() && !req.StateValue.IsNull() && !compatible(req.StateValue.ValueString(), req.PlanValue.ValueString())
		}, description, description))
	return a
}
