package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// shownSettings are all settings but the hidden ones.
type shownSettings struct{ *proget.Settings }

func (s shownSettings) List(ctx context.Context) ([]proget.Setting, error) { return s.Shown(ctx) }

// settingsData is the data source of settings, which shows the hidden ones on demand.
type settingsData struct {
	*crud.DataSources[serverSetting, proget.Setting] // of the settings that are shown

	all *crud.DataSources[serverSetting, proget.Setting]
}

func newSettingsData() datasource.DataSource {
	shown := *settingKind
	shown.Items = func(c *proget.Client) crud.Items[proget.Setting] { return shownSettings{c.Settings()} }
	return &settingsData{crud.NewDataSources(&shown), crud.NewDataSources(settingKind)}
}

func (d *settingsData) Schema(ctx context.Context, req datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	d.DataSources.Schema(ctx, req, resp)
	resp.Schema.Attributes["show_all"] = schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether settings that ProGet hides are listed as well. Default: `false`."}
}

func (d *settingsData) Configure(ctx context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.DataSources.Configure(ctx, req, resp)
	d.all.Configure(ctx, req, resp)
}

func (d *settingsData) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var all types.Bool
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("show_all"), &all)...)
	if all.ValueBool() {
		d.all.Read(ctx, req, resp)
		return
	}
	d.DataSources.Read(ctx, req, resp)
}
