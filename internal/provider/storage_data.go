package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// storagesData is the data source of storages, which ProGet does not list.
type storagesData struct {
	*crud.DataSources[storage, proget.Storage]
}

func newStoragesData() datasource.DataSource {
	return storagesData{crud.NewDataSources(storageKind)}
}

func (d storagesData) Schema(ctx context.Context, req datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	d.DataSources.Schema(ctx, req, resp)
	resp.Schema.MarkdownDescription = "Reads the storages of the feeds that the credential may see, with a request for each feed."
}
