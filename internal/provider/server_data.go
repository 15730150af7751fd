package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
)

// server is the data source of what a server says of itself.
type server struct{ dataSource }

type serverModel struct {
	Version              types.String `tfsdk:"version"`
	Release              types.String `tfsdk:"release"`
	Edition              types.String `tfsdk:"edition"`
	Healthy              types.Bool   `tfsdk:"healthy"`
	DatabaseStatus       types.String `tfsdk:"database_status"`
	DatabaseStatusDetail types.String `tfsdk:"database_status_detail"`
	LicenseStatus        types.String `tfsdk:"license_status"`
	LicenseStatusDetail  types.String `tfsdk:"license_status_detail"`
	ServiceStatus        types.String `tfsdk:"service_status"`
	ServiceStatusDetail  types.String `tfsdk:"service_status_detail"`
}

var serverSchema = schema.Schema{
	MarkdownDescription: "Reads what the server says of itself. A server that is not well is no error: use `healthy` in a `check` block or a precondition. It needs no API key.",
	Attributes: map[string]schema.Attribute{
		"version":                shown("Version as the server gives it, such as `26.0.12.24`."),
		"release":                shown("Release as Inedo calls it, such as `2026.12`. Versions before 2022 are their own release."),
		"edition":                shown("Edition, such as `Free`, `Basic` or `Enterprise`."),
		"healthy":                schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the server reports no problem."},
		"database_status":        shown("State of the database: `OK` or `Error`."),
		"database_status_detail": shown("What is wrong with the database."),
		"license_status":         shown("State of ProGet's own license: `OK` or `Error`."),
		"license_status_detail":  shown("What is wrong with ProGet's own license."),
		"service_status":         shown("State of ProGet's service: `OK` or `Error`."),
		"service_status_detail":  shown("What is wrong with ProGet's service."),
	},
}

func newServer() datasource.DataSource {
	return &server{dataSource{name: "server", schema: serverSchema}}
}

func (d *server) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	client := d.requireClient(&resp.Diagnostics)
	if client == nil {
		return
	}
	health, err := client.Health(ctx)
	if err != nil {
		resp.Diagnostics.AddError("Unable to read the state of the server", crud.Explain(err))
		return
	}
	said := client.Server()
	if said.Version == "" {
		said.Version = health.Version
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, serverModel{
		Version:              orNull(said.Version),
		Release:              orNull(said.Release()),
		Edition:              orNull(said.Edition),
		Healthy:              types.BoolValue(health.Healthy),
		DatabaseStatus:       orNull(health.DatabaseStatus),
		DatabaseStatusDetail: orNull(health.DatabaseStatusDetail),
		LicenseStatus:        orNull(health.LicenseStatus),
		LicenseStatusDetail:  orNull(health.LicenseStatusDetail),
		ServiceStatus:        orNull(health.ServiceStatus),
		ServiceStatusDetail:  orNull(health.ServiceStatusDetail),
	})...)
}

// orNull is null for what the server does not say.
func orNull(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}
