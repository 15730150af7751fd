package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
)

var storagesSource = crud.NewDataSources(storageKind)

// storagesData is the data source of storages, which ProGet does not list.
type storagesData struct {
	datasource.DataSourceWithConfigure
}

func newStoragesData() datasource.DataSource {
	source, _ := storagesSource().(datasource.DataSourceWithConfigure)
	return storagesData{source}
}

func (d storagesData) Schema(ctx context.Context, req datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	d.DataSourceWithConfigure.Schema(ctx, req, resp)
	resp.Schema.MarkdownDescription = "Reads the storages of the feeds that the credential may see, with a request for each feed."
}
