package provider

import (
	"context"
	"maps"

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

// shownSettingKind is settingKind without the hidden settings.
var shownSettingKind = &crud.Kind[serverSetting, proget.Setting]{
	Name:   settingKind.Name,
	Key:    settingKind.Key,
	Schema: settingKind.Schema,
	Items:  func(c *proget.Client) crud.Items[proget.Setting] { return shownSettings{c.Settings()} },
	Bind:   bindSetting,
}

var shownSettingsData, allSettingsData = crud.NewDataSources(shownSettingKind), crud.NewDataSources(settingKind)

// settingsData is the data source of settings, which lists the hidden ones on demand.
type settingsData struct{ shown, all datasource.DataSource }

var _ datasource.DataSourceWithConfigure = (*settingsData)(nil)

func newSettingsData() datasource.DataSource {
	return &settingsData{shownSettingsData(), allSettingsData()}
}

func (d *settingsData) Metadata(ctx context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	d.all.Metadata(ctx, req, resp)
}

func (d *settingsData) Schema(ctx context.Context, req datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	d.all.Schema(ctx, req, resp)
	resp.Schema.Attributes = maps.Clone(resp.Schema.Attributes)
	resp.Schema.Attributes["show_all"] = schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether settings that ProGet hides are listed as well. Default: `false`."}
}

func (d *settingsData) Configure(ctx context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	for _, source := range []datasource.DataSource{d.shown, d.all} {
		if configurable, ok := source.(datasource.DataSourceWithConfigure); ok {
			configurable.Configure(ctx, req, resp)
		}
	}
}

func (d *settingsData) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var all types.Bool
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("show_all"), &all)...)
	if all.ValueBool() {
		d.all.Read(ctx, req, resp)
		return
	}
	d.shown.Read(ctx, req, resp)
}
