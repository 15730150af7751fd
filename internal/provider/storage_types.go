package provider

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// storageTypes is the data source of the types of storage that are installed.
type storageTypes struct{ dataSource }

type storageTypesModel struct {
	IDs   []string           `tfsdk:"ids"`
	Types []storageTypeModel `tfsdk:"types"`
}

type storageTypeModel struct {
	ID          types.String                    `tfsdk:"id"`
	Name        types.String                    `tfsdk:"name"`
	Description types.String                    `tfsdk:"description"`
	Properties  map[string]storagePropertyModel `tfsdk:"properties"`
}

type storagePropertyModel struct {
	Name        types.String `tfsdk:"name"`
	Description types.String `tfsdk:"description"`
	Placeholder types.String `tfsdk:"placeholder"`
	Type        types.String `tfsdk:"type"`
	Required    types.Bool   `tfsdk:"required"`
}

var storageTypeProperty = map[string]schema.Attribute{
	"name":        shown("Name of the property for people."),
	"description": shown("What the property is."),
	"placeholder": shown("What is in effect where the property is not set."),
	"type":        shown("Type of the value: `boolean` or `text`."),
	"required":    schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the property has to be set."},
}

var storageTypesSchema = schema.Schema{
	MarkdownDescription: "Reads which types of storage are installed, with their properties, for `proget_feed_storage`. Exists in ProGet 2024 and later, and needs " + needsFeeds + ".",
	Attributes: map[string]schema.Attribute{
		"ids": schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "The ids of the types, sorted."},
		"types": schema.ListNestedAttribute{
			Computed: true, MarkdownDescription: "The types, sorted by id.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"id":          shown("The id, such as `s3`."),
				"name":        shown("Name of the type for people."),
				"description": shown("What the type is."),
				"properties":  schema.MapNestedAttribute{Computed: true, MarkdownDescription: "The properties, by the names that `custom` of `proget_feed_storage` takes.", NestedObject: schema.NestedAttributeObject{Attributes: storageTypeProperty}},
			}},
		},
	},
}

func newStorageTypes() datasource.DataSource {
	return &storageTypes{dataSource{name: "storage_types", schema: storageTypesSchema}}
}

func (d *storageTypes) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	client := d.requireClient(&resp.Diagnostics)
	if client == nil {
		return
	}
	installed, err := client.Storages().Types(ctx)
	if err != nil {
		resp.Diagnostics.AddError("Unable to list types of storage", crud.Explain(err))
		return
	}
	slices.SortFunc(installed, func(a, b proget.StorageType) int { return cmp.Compare(a.ID, b.ID) })
	model := storageTypesModel{IDs: []string{}, Types: []storageTypeModel{}}
	for _, t := range installed {
		properties := map[string]storagePropertyModel{}
		for name, p := range t.Properties {
			valueType := "text"
			if p.IsBoolean() {
				valueType = "boolean"
			}
			properties[name] = storagePropertyModel{orNull(p.Name), orNull(p.Description), orNull(p.Placeholder), types.StringValue(valueType), types.BoolValue(p.Required)}
		}
		model.IDs = append(model.IDs, t.ID)
		model.Types = append(model.Types, storageTypeModel{orNull(t.ID), orNull(t.Name), orNull(t.Description), properties})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}
