package crud

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// Resource is the managed resource of a kind.
type Resource[M, T any] struct{ connection[M, T] }

var (
	_ resource.ResourceWithConfigure   = (*Resource[any, any])(nil)
	_ resource.ResourceWithIdentity    = (*Resource[any, any])(nil)
	_ resource.ResourceWithImportState = (*Resource[any, any])(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource[any, any])(nil)

	_ resource.ResourceWithValidateConfig = (*Resource[any, any])(nil)
)

// NewResource returns what makes the managed resource of a kind.
func NewResource[M, T any](kind *Kind[M, T]) func() resource.Resource {
	kind.checked.Do(kind.check)
	return func() resource.Resource { return BaseResource(kind) }
}

// BaseResource returns the managed resource of a kind, for a resource that
// embeds it and replaces a method.
func BaseResource[M, T any](kind *Kind[M, T]) *Resource[M, T] {
	kind.checked.Do(kind.check)
	return &Resource[M, T]{connection[M, T]{kind: kind, run: new(Run)}}
}

// Metadata names the resource. Its identity follows a rename.
func (r *Resource[M, T]) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + r.kind.Name
	resp.ResourceBehavior.MutableIdentity = true
}

// Schema returns the schema of the kind, and says what it needs.
func (r *Resource[M, T]) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = r.kind.Schema
	resp.Schema.MarkdownDescription += "\n\n" + r.kind.requirements()
}

// IdentitySchema makes the identity of the attributes that identify an object.
func (r *Resource[M, T]) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	attributes := map[string]identityschema.Attribute{}
	for _, name := range r.kind.identity() {
		attribute := r.kind.Schema.Attributes[name]
		description := fmt.Sprintf("The %s of the %s.", name, r.kind.noun())
		needed := attribute.IsRequired() || len(r.kind.identity()) == 1
		if _, ok := attribute.(schema.BoolAttribute); ok {
			attributes[name] = identityschema.BoolAttribute{RequiredForImport: needed, OptionalForImport: !needed, Description: description}
		} else {
			attributes[name] = identityschema.StringAttribute{RequiredForImport: needed, OptionalForImport: !needed, Description: description}
		}
	}
	resp.IdentitySchema = identityschema.Schema{Attributes: attributes}
}

// Configure takes over the client.
func (r *Resource[M, T]) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.configure(req.ProviderData, &resp.Diagnostics)
}

// ValidateConfig lets the kind check a configuration.
func (r *Resource[M, T]) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	if r.kind.ValidateConfig == nil {
		return
	}
	var config M
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(r.kind.ValidateConfig(ctx, &config)...)
	}
}
