package crud

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// ProviderData is what the provider hands to its resources and data sources.
// What they share in a run hangs off it, since Terraform makes a new resource
// for every call.
type ProviderData struct {
	Client   *proget.Client    // nil while the provider's settings are unknown
	Run      *Run              // never nil
	Defaults map[string]string // what the provider's block says of attributes that are left out, by its own names
}

// connection is the part of a resource or data source that knows its kind and the server.
type connection[M, T any] struct {
	kind     *Kind[M, T]
	client   *proget.Client
	run      *Run
	defaults map[string]string
}

// configure takes over what the provider hands out, which is nothing while
// Terraform only validates.
func (c *connection[M, T]) configure(providerData any, diags *diag.Diagnostics) {
	if data := Configured(providerData, diags); data != nil {
		c.client, c.run, c.defaults = data.Client, data.Run, data.Defaults
	}
}

// Configured is the provider data of a Configure request, or nil if there is
// none yet.
func Configured(providerData any, diags *diag.Diagnostics) *ProviderData {
	if providerData == nil {
		return nil
	}
	data, ok := providerData.(*ProviderData)
	if !ok {
		diags.AddError("Unexpected Configure Type", fmt.Sprintf("Expected %T, got %T. This is an error of the provider.", data, providerData))
	}
	return data
}

// Client returns the client, or nil while the provider's settings are unknown.
func (c *connection[M, T]) Client() *proget.Client { return c.client }

// Defaults are what the provider's block says of attributes that are left out.
func (c *connection[M, T]) Defaults() map[string]string { return c.defaults }

// items reaches the objects, or says why it cannot.
func (c *connection[M, T]) items(diags *diag.Diagnostics) Items[T] {
	if RequireClient(c.client, diags) == nil {
		return nil
	}
	return c.kind.Items(c.client)
}

// RequireClient returns the client, or an error if the provider's settings are unknown.
func RequireClient(client *proget.Client, diags *diag.Diagnostics) *proget.Client {
	if client == nil {
		diags.AddError("ProGet provider is not configured yet",
			"A setting of the provider, such as url or api_key, is known only after apply, and this operation needs the server now. "+
				"Apply what that setting depends on first, for example with -target.")
	}
	return client
}
