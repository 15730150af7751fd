package crud

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// ListResource lists all objects of a kind for terraform query.
type ListResource[M, T any] struct{ connection[M, T] }

var _ list.ListResourceWithConfigure = (*ListResource[any, any])(nil)

// NewListResource returns what makes the list resource of a kind.
func NewListResource[M, T any](kind *Kind[M, T]) func() list.ListResource {
	return func() list.ListResource { return &ListResource[M, T]{connection[M, T]{kind: kind}} }
}

// Metadata names the list resource as the resource.
func (l *ListResource[M, T]) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + l.kind.Name
	resp.ResourceBehavior.MutableIdentity = true
}

// ListResourceConfigSchema returns the filters.
func (l *ListResource[M, T]) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	attributes := map[string]schema.Attribute{}
	for name, text := range l.kind.filterTexts() {
		if l.kind.isFlag(name) {
			attributes[name] = schema.BoolAttribute{Optional: true, MarkdownDescription: text}
		} else {
			attributes[name] = schema.StringAttribute{Optional: true, MarkdownDescription: text, Validators: l.kind.filterValidators(name)}
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: fmt.Sprintf("Lists the %s of the server for `terraform query`, to be imported. Needs Terraform 1.14. %s", l.kind.nouns(), l.kind.requirements()),
		Attributes:          attributes,
	}
}

// Configure takes over the client.
func (l *ListResource[M, T]) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	l.configure(req.ProviderData, &resp.Diagnostics)
}

// List lists the objects, read as the resource reads them.
func (l *ListResource[M, T]) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	models, diags := l.find(ctx, req.Config)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		for i, model := range models {
			if req.Limit > 0 && int64(i) >= req.Limit {
				return
			}
			ps := l.kind.Bind(&model, new(T))
			result := req.NewListResult(ctx)
			result.DisplayName = l.kind.key(ps)
			result.Diagnostics.Append(l.kind.identify(ctx, result.Identity, ps)...)
			if req.IncludeResource {
				result.Diagnostics.Append(l.kind.encode(ctx, &model, &result.Resource.Raw)...)
			}
			if !push(result) {
				return
			}
		}
	}
}
