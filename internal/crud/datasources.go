package crud

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	data "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// DataSources reads all objects of a kind that pass some filters.
type DataSources[M, T any] struct {
	connection[M, T]
	schema data.Schema
	object types.ObjectType
}

var _ datasource.DataSourceWithConfigure = (*DataSources[any, any])(nil)

// NewDataSources returns what makes the data source of all objects of a kind.
// Its schema is built once.
func NewDataSources[M, T any](kind *Kind[M, T]) func() datasource.DataSource {
	nested := data.NestedAttributeObject{Attributes: kind.dataAttributes()}
	attributes := map[string]data.Attribute{
		kind.PluralName(): data.ListNestedAttribute{
			Computed: true, NestedObject: nested,
			MarkdownDescription: fmt.Sprintf("The %s, sorted by %s.", kind.nouns(), kind.Key),
		},
		kind.Key + "s": data.ListAttribute{
			Computed: true, ElementType: types.StringType,
			MarkdownDescription: fmt.Sprintf("The %ss of the %s, sorted.", kind.Key, kind.nouns()),
		},
	}
	for name, text := range kind.filterTexts() {
		if kind.isFlag(name) {
			attributes[name] = data.BoolAttribute{Optional: true, MarkdownDescription: text}
		} else {
			attributes[name] = data.StringAttribute{Optional: true, MarkdownDescription: text, Validators: kind.filterValidators(name)}
		}
	}
	object, _ := nested.Type().(types.ObjectType)
	described := data.Schema{
		MarkdownDescription: fmt.Sprintf("Reads the %s of the server that the credential may see. However many there are, the number of requests is the same. %s", kind.nouns(), kind.requirements()),
		Attributes:          attributes,
	}
	return func() datasource.DataSource {
		return &DataSources[M, T]{connection[M, T]{kind: kind}, described, object}
	}
}

// Metadata names the data source.
func (d *DataSources[M, T]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.kind.PluralName()
}

// Schema returns filters and results.
func (d *DataSources[M, T]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = d.schema
}

// Configure takes over the client.
func (d *DataSources[M, T]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.configure(req.ProviderData, &resp.Diagnostics)
}

// Read lists the objects.
func (d *DataSources[M, T]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	models, diags := d.find(ctx, req.Config)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	objects := make([]attr.Value, len(models))
	keys := make([]string, len(models))
	for i, model := range models {
		object, diags := d.kind.dataObject(model, d.object)
		resp.Diagnostics.Append(diags...)
		objects[i] = object
		keys[i] = d.kind.key(d.kind.Bind(&model, new(T)))
	}
	resp.State.Raw = req.Config.Raw
	list, diags := types.ListValue(d.object, objects)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(d.kind.PluralName()), list)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(d.kind.Key+"s"), keys)...)
}
