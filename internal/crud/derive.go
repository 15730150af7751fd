package crud

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	data "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// told is the resource's schema as a data source tells it: every attribute that
// the server tells, computed, without secrets and what only the provider knows.
func (k *Kind[M, T]) told() map[string]data.Attribute {
	attributes := map[string]data.Attribute{}
	for _, p := range k.Bind(new(M), new(T)) {
		if p.Revealed() {
			attributes[p.Name()] = computed(k.Schema.Attributes[p.Name()], p.Members())
		}
	}
	return attributes
}

// computed turns a resource's attribute into a data source's.
func computed(attribute schema.Attribute, members []string) data.Attribute {
	switch a := attribute.(type) {
	case schema.StringAttribute:
		return data.StringAttribute{Computed: true, Sensitive: a.Sensitive, MarkdownDescription: a.MarkdownDescription}
	case schema.BoolAttribute:
		return data.BoolAttribute{Computed: true, Sensitive: a.Sensitive, MarkdownDescription: a.MarkdownDescription}
	case schema.Int64Attribute:
		return data.Int64Attribute{Computed: true, Sensitive: a.Sensitive, MarkdownDescription: a.MarkdownDescription}
	case schema.ListAttribute:
		return data.ListAttribute{Computed: true, Sensitive: a.Sensitive, ElementType: a.ElementType, MarkdownDescription: a.MarkdownDescription}
	case schema.SetAttribute:
		return data.SetAttribute{Computed: true, Sensitive: a.Sensitive, ElementType: a.ElementType, CustomType: a.CustomType, MarkdownDescription: a.MarkdownDescription}
	case schema.MapAttribute:
		return data.MapAttribute{Computed: true, Sensitive: a.Sensitive, ElementType: a.ElementType, MarkdownDescription: a.MarkdownDescription}
	case schema.SingleNestedAttribute:
		return data.SingleNestedAttribute{Computed: true, Sensitive: a.Sensitive, Attributes: all(a.Attributes, members), MarkdownDescription: a.MarkdownDescription}
	case schema.ListNestedAttribute:
		return data.ListNestedAttribute{
			Computed: true, Sensitive: a.Sensitive, MarkdownDescription: a.MarkdownDescription,
			NestedObject: data.NestedAttributeObject{Attributes: all(a.NestedObject.Attributes, members)},
		}
	}
	panic(fmt.Sprintf("no data source attribute is known for %T", attribute)) // found by the first test that asks for the schema
}

func all(attributes map[string]schema.Attribute, members []string) map[string]data.Attribute {
	told := make(map[string]data.Attribute, len(members))
	for _, name := range members {
		told[name] = computed(attributes[name], nil)
	}
	return told
}

// tell turns a model into an object of the type that a data source tells.
func (k *Kind[M, T]) tell(ctx context.Context, model M, typ types.ObjectType) (types.Object, diag.Diagnostics) {
	whole, ok := k.Schema.Type().(attr.TypeWithAttributeTypes)
	if !ok {
		panic(fmt.Sprintf("a schema is a %T", k.Schema.Type()))
	}
	object, diags := types.ObjectValueFrom(ctx, whole.AttributeTypes(), model)
	if diags.HasError() {
		return object, diags
	}
	return project(object, typ), diags
}

// project leaves out of an object what the type lacks, at every depth.
func project(object types.Object, typ types.ObjectType) types.Object {
	if object.IsNull() {
		return types.ObjectNull(typ.AttrTypes)
	}
	attributes := make(map[string]attr.Value, len(typ.AttrTypes))
	for name, value := range object.Attributes() {
		if to, ok := typ.AttrTypes[name]; ok {
			attributes[name] = projectValue(value, to)
		}
	}
	return types.ObjectValueMust(typ.AttrTypes, attributes)
}

func projectValue(value attr.Value, to attr.Type) attr.Value {
	switch v := value.(type) {
	case types.Object:
		if typ, ok := to.(types.ObjectType); ok {
			return project(v, typ)
		}
	case types.List:
		typ, isList := to.(types.ListType)
		of, isObject := typ.ElemType.(types.ObjectType)
		if !isList || !isObject {
			return v
		}
		if v.IsNull() {
			return types.ListNull(of)
		}
		elements := slices.Clone(v.Elements())
		for i, e := range elements {
			elements[i] = projectValue(e, of)
		}
		return types.ListValueMust(of, elements)
	}
	return value
}
