package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

// The attributes of resources come in a few sorts, so that a schema needs a line
// for each. Text and collections are Optional: leaving them out means none. Flags
// and numbers are Optional and Computed: leaving them out keeps the server's choice.

func required(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{Required: true, MarkdownDescription: description, Validators: validators}
}

func text(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{Optional: true, MarkdownDescription: description, Validators: validators}
}

func sensitive(description string, validators ...validator.String) schema.StringAttribute {
	a := text(description, validators...)
	a.Sensitive = true
	return a
}

func flag(description string) schema.BoolAttribute {
	return schema.BoolAttribute{Optional: true, Computed: true, MarkdownDescription: description}
}

func number(description string, validators ...validator.Int64) schema.Int64Attribute {
	return schema.Int64Attribute{Optional: true, Computed: true, MarkdownDescription: description, Validators: validators}
}

func textList(description string, validators ...validator.List) schema.ListAttribute {
	return schema.ListAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: description, Validators: validators}
}

func textSet(description string, validators ...validator.Set) schema.SetAttribute {
	return schema.SetAttribute{Optional: true, CustomType: field.NewStringSetType(), ElementType: types.StringType, MarkdownDescription: description, Validators: validators}
}

func textMap(description string, validators ...validator.Map) schema.MapAttribute {
	return schema.MapAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: description, Validators: validators}
}

// replaced makes a change of the attribute replace the object, unless the two values are compatible.
func replaced(compatible func(from, to string) bool, a schema.StringAttribute) schema.StringAttribute {
	const description = "replaces the object unless the values are compatible"
	a.PlanModifiers = append(a.PlanModifiers, stringplanmodifier.RequiresReplaceIf(
		func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
			// A value that is not known yet may turn out to be compatible; if not, ProGet refuses the change.
			resp.RequiresReplace = !req.PlanValue.IsUnknown() && !compatible(req.StateValue.ValueString(), req.PlanValue.ValueString())
		}, description, description))
	return a
}
