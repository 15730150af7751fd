// Package crud turns the calls of the Terraform protocol into the calls of
// ProGet's API, once for every kind of object: resource, data sources and list
// resource come from the same Kind.
//
// A Kind has no options. An API that is odd gets a type with the five methods of
// Items next to the client; a resource that is odd embeds Resource and replaces
// one method.
package crud

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// Items are the objects of one kind on a server, addressed by their key.
type Items[T any] interface {
	// List returns all objects that the caller may see.
	List(ctx context.Context) ([]T, error)
	// Find returns one object. Only proget.IsNotFound of its error proves that there is none.
	Find(ctx context.Context, key string) (T, error)
	// Create returns the object as the server stored it.
	Create(ctx context.Context, object T) (T, error)
	// Update changes the properties that are present and returns the object as the server stored it.
	Update(ctx context.Context, key string, change T) (T, error)
	// Delete removes one object.
	Delete(ctx context.Context, key string) error
}

// Kind describes a kind of ProGet object with the model M and the wire object T.
type Kind[M, T any] struct {
	Name    string                              // as in proget_feed
	Key     string                              // the attribute that identifies an object
	Schema  schema.Schema                       // of the resource, built once
	Items   func(*proget.Client) Items[T]       // how to reach the objects
	Bind    func(model *M, wire *T) field.Pairs // the attributes, a line each
	Filters []string                            // attributes by which lists can be filtered, besides the key
}

func (k *Kind[M, T]) plural() string { return k.Name + "s" }

// noun is what an object is called in messages.
func (k *Kind[M, T]) noun() string { return strings.ReplaceAll(k.Name, "_", " ") }

// imported reports whether a state is what an import makes of a key alone.
func (k *Kind[M, T]) imported(ps field.Pairs) bool {
	for _, p := range ps {
		if null, ok := p.Attribute().(interface{ IsNull() bool }); ok && p.Name() != k.Key && !null.IsNull() {
			return false
		}
	}
	return true
}

// key returns the key of a bound model.
func (k *Kind[M, T]) key(ps field.Pairs) string {
	if s, ok := ps.Get(k.Key).Attribute().(*types.String); ok {
		return s.ValueString()
	}
	return ""
}

func (k *Kind[M, T]) forgetKey(ps field.Pairs) {
	if s, ok := ps.Get(k.Key).Attribute().(*types.String); ok {
		*s = types.StringNull()
	}
}

// received is the model of an object of which nothing was known before.
func (k *Kind[M, T]) received(ctx context.Context, object T) (M, diag.Diagnostics) {
	var m M
	_, diags := k.Bind(&m, &object).Receive(ctx)
	return m, diags
}

// Configured is what the provider hands to its resources and data sources.
type Configured interface {
	// ProGet returns the client, or nil while the provider's settings are unknown.
	ProGet() *proget.Client
}

// connection is the part of a resource or data source that knows the server.
type connection[M, T any] struct {
	*Kind[M, T]
	client *proget.Client
}

func (c *connection[M, T]) configure(data any) {
	if configured, ok := data.(Configured); ok {
		c.client = configured.ProGet()
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
