package crud

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// Configured is what the provider hands to its resources and data sources.
type Configured interface {
	// ProGet returns the client, or nil while the provider's settings are unknown.
	ProGet() *proget.Client
	// Run returns what the calls of this run share.
	Run() *Run
}

// connection is the part of a resource or data source that knows the server.
type connection[M, T any] struct {
	*Kind[M, T]
	client *proget.Client
	run    *Run
	given  Configured
}

func (c *connection[M, T]) configure(data any) {
	if configured, ok := data.(Configured); ok {
		c.client, c.run, c.given = configured.ProGet(), configured.Run(), configured
	}
}

// Client returns the client, or nil while the provider's settings are unknown.
func (c *connection[M, T]) Client() *proget.Client { return c.client }

// items reaches the objects, or says why it cannot.
func (c *connection[M, T]) items(diags *diag.Diagnostics) Items[T] {
	if Client(c.client, diags) == nil {
		return nil
	}
	return c.Items(c.client)
}

// Client returns the client, or an error if the provider's settings are unknown.
func Client(client *proget.Client, diags *diag.Diagnostics) *proget.Client {
	if client == nil {
		diags.AddError("ProGet provider is not configured yet",
			"A setting of the provider, such as url or api_key, is known only after apply, and this operation needs the server now. "+
				"Apply what that setting depends on first, for example with -target.")
	}
	return client
}
