package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// dataSource is what the data sources that are no kind have in common.
type dataSource struct {
	name   string // as in proget_server
	schema schema.Schema
	client *proget.Client
}

func (d *dataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.name
}

func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = d.schema
}

func (d *dataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	if data := crud.Configured(req.ProviderData, &resp.Diagnostics); data != nil {
		d.client = data.Client
	}
}

// requireClient returns the client, or says why there is none.
func (d *dataSource) requireClient(diags *diag.Diagnostics) *proget.Client {
	return crud.RequireClient(d.client, diags)
}

// shown is a text that the server shows.
func shown(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description}
}
