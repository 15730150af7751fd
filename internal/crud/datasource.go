package crud

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	data "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// DataSource reads one object by its key.
type DataSource[M, T any] struct {
	connection[M, T]
	schema data.Schema
}

var _ datasource.DataSourceWithConfigure = (*DataSource[any, any])(nil)

// NewDataSource returns what makes the data source of one object of a kind. Its
// schema is built once.
func NewDataSource[M, T any](kind *Kind[M, T]) func() datasource.DataSource {
	attributes := kind.dataAttributes()
	key, _ := attributes[kind.Key].(data.StringAttribute)
	key.Computed, key.Required = false, true
	attributes[kind.Key] = key
	described := data.Schema{
		MarkdownDescription: fmt.Sprintf("Reads one %s of the server, whether Terraform manages it or not. %s", kind.noun(), kind.requirements()),
		Attributes:          attributes,
	}
	return func() datasource.DataSource {
		return &DataSource[M, T]{connection[M, T]{kind: kind}, described}
	}
}

// Metadata names the data source.
func (d *DataSource[M, T]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.kind.Name
}

// Schema returns the schema of the resource, computed.
func (d *DataSource[M, T]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = d.schema
}

// Configure takes over the client.
func (d *DataSource[M, T]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.configure(req.ProviderData, &resp.Diagnostics)
}

// Read reads the object.
func (d *DataSource[M, T]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var key types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(d.kind.Key), &key)...)
	items := d.items(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	found, err := items.Find(ctx, key.ValueString())
	switch {
	case proget.IsNotFound(err):
		resp.Diagnostics.AddAttributeError(path.Root(d.kind.Key),
			fmt.Sprintf("%s %q does not exist", title(d.kind.noun()), key.ValueString()),
			fmt.Sprintf("ProGet has no such %s. The data source proget_%s lists those that the credential may see.\n\n%s", d.kind.noun(), d.kind.PluralName(), Explain(err)))
		return
	case err != nil:
		resp.Diagnostics.Append(d.kind.problem("read", key.ValueString(), err, nil))
		return
	}
	model, diags := d.kind.received(ctx, found)
	resp.Diagnostics.Append(diags...)
	typ, _ := d.schema.Type().(types.ObjectType)
	object, diags := d.kind.dataObject(model, typ)
	resp.Diagnostics.Append(diags...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, object)...)
		// The user's spelling of the key: a data source returns its arguments as they were given.
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(d.kind.Key), key)...)
	}
}
