// Package provider declares the ProGet provider: names, schemas, the pairs of
// attribute and property, and the provider's own settings. How they are put into
// requests is the business of the packages below it, but for what odd resources
// replace.
package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
)

// Address is the provider's address in the registries.
const Address = "registry.terraform.io/proget-community/proget"

// New returns the provider of the given version.
func New(version string) func() provider.Provider {
	return func() provider.Provider { return &progetProvider{version: version} }
}

type progetProvider struct {
	version string
	data    *crud.ProviderData // nil until Configure
}

var (
	_ provider.Provider                       = (*progetProvider)(nil)
	_ provider.ProviderWithEphemeralResources = (*progetProvider)(nil)
	_ provider.ProviderWithListResources      = (*progetProvider)(nil)
)

func (p *progetProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "proget"
	resp.Version = p.version
}

func (p *progetProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		newConnectorResource,
		newFeedResource,
		newStorageResource,
		newLicenseResource,
		newLicenseFileResource,
		crud.NewResource(apiKeyKind),
		crud.NewResource(userKind),
		crud.NewResource(groupKind),
		crud.NewResource(groupMemberKind),
		crud.NewResource(taskKind),
		crud.NewResource(permissionKind),
		crud.NewResource(projectKind),
		newSettingResource,
	}
}

func (p *progetProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		crud.NewDataSource(connectorKind),
		crud.NewDataSources(connectorKind),
		crud.NewDataSource(feedKind),
		crud.NewDataSources(feedKind),
		crud.NewDataSource(licenseKind),
		crud.NewDataSources(licenseKind),
		crud.NewDataSources(apiKeyKind),
		crud.NewDataSource(userKind),
		crud.NewDataSources(userKind),
		crud.NewDataSource(groupKind),
		crud.NewDataSources(groupKind),
		crud.NewDataSource(taskKind),
		crud.NewDataSources(taskKind),
		crud.NewDataSources(permissionKind),
		newTaskAttributes,
		crud.NewDataSource(projectKind),
		crud.NewDataSources(projectKind),
		crud.NewDataSource(settingKind),
		newSettingsData,
		crud.NewDataSource(storageKind),
		newStoragesData,
		newStorageTypes,
		newServer,
		newNativeAPI,
	}
}

func (p *progetProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{newEphemeralAPIKey}
}

func (p *progetProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		crud.NewListResource(connectorKind),
		crud.NewListResource(feedKind),
		crud.NewListResource(licenseKind),
		crud.NewListResource(apiKeyKind),
		crud.NewListResource(userKind),
		crud.NewListResource(groupKind),
		crud.NewListResource(groupMemberKind),
		crud.NewListResource(taskKind),
		crud.NewListResource(permissionKind),
		crud.NewListResource(projectKind),
		crud.NewListResource(storageKind),
		crud.NewListResource(settingKind),
	}
}
