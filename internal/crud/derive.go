package crud

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	data "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

// dataAttributes is the resource's schema as data sources have it: every
// attribute and block that the server reveals, computed, without secrets and
// what only the provider knows.
func (k *Kind[M, T]) dataAttributes() map[string]data.Attribute {
	attributes := map[string]data.Attribute{}
	for _, p := range k.Bind(new(M), new(T)) {
		if !p.Revealed() {
			continue
		}
		if block, ok := k.Schema.Blocks[p.Name()]; ok {
			attributes[dataName(p)] = computed(block, p.Members())
		} else {
			attributes[dataName(p)] = computed(k.Schema.Attributes[p.Name()], p.Members())
		}
	}
	return attributes
}

// dataName is what a data source calls an attribute: a block that may repeat is
// an attribute there and named as its property, in the plural.
func dataName(p field.Pair) string { return field.Attribute(p.Property()) }

// described is what attributes and blocks have in common.
type described interface {
	GetDescription() string
	GetMarkdownDescription() string
}

// about is the part of a description that says what an attribute is. Resources
// keep it in Description, where MarkdownDescription also says how to set it.
func about(d described) string {
	if d.GetDescription() != "" {
		return d.GetDescription()
	}
	return d.GetMarkdownDescription()
}

// computed turns a resource's attribute or block into a data source's attribute.
func computed(from described, members []string) data.Attribute {
	text := about(from)
	switch a := from.(type) {
	case schema.StringAttribute:
		return data.StringAttribute{Computed: true, Sensitive: a.Sensitive, MarkdownDescription: text}
	case schema.BoolAttribute:
		return data.BoolAttribute{Computed: true, Sensitive: a.Sensitive, MarkdownDescription: text}
	case schema.Int64Attribute:
		return data.Int64Attribute{Computed: true, Sensitive: a.Sensitive, MarkdownDescription: text}
	case schema.ListAttribute:
		return data.ListAttribute{Computed: true, Sensitive: a.Sensitive, ElementType: a.ElementType, MarkdownDescription: text}
	case schema.SetAttribute:
		return data.SetAttribute{Computed: true, Sensitive: a.Sensitive, ElementType: a.ElementType, CustomType: a.CustomType, MarkdownDescription: text}
	case schema.MapAttribute:
		return data.MapAttribute{Computed: true, Sensitive: a.Sensitive, ElementType: a.ElementType, MarkdownDescription: text}
	case schema.SingleNestedBlock:
		return data.SingleNestedAttribute{Computed: true, Attributes: all(a.Attributes, members), MarkdownDescription: text}
	case schema.ListNestedBlock:
		return data.ListNestedAttribute{
			Computed: true, MarkdownDescription: text,
			NestedObject: data.NestedAttributeObject{Attributes: all(a.NestedObject.Attributes, members)},
		}
	}
	panic(fmt.Sprintf("no data source attribute is known for %T", from)) // found by the first test that asks for the schema
}

func all(attributes map[string]schema.Attribute, members []string) map[string]data.Attribute {
	chosen := make(map[string]data.Attribute, len(members))
	for _, name := range members {
		chosen[name] = computed(attributes[name], nil)
	}
	return chosen
}

// dataObject turns a model into an object of the type that a data source has.
func (k *Kind[M, T]) dataObject(model M, typ types.ObjectType) (types.Object, diag.Diagnostics) {
	values := field.Values(&model)
	attributes := make(map[string]attr.Value, len(typ.AttrTypes))
	for _, p := range k.Bind(new(M), new(T)) {
		if to, ok := typ.AttrTypes[dataName(p)]; ok {
			attributes[dataName(p)] = projectValue(values[p.Name()], to)
		}
	}
	return types.ObjectValue(typ.AttrTypes, attributes)
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
