package crud

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	temporary "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

// EphemeralResource is an object that is made when a run needs it and deleted
// when the run ends. Nothing of it is in plan or state.
type EphemeralResource[M, T any] struct {
	connection[M, T]
	schema temporary.Schema
}

var (
	_ ephemeral.EphemeralResourceWithConfigure = (*EphemeralResource[any, any])(nil)
	_ ephemeral.EphemeralResourceWithClose     = (*EphemeralResource[any, any])(nil)
)

// NewEphemeralResource returns the ephemeral resource of a kind: with the
// attributes that ProGet knows, and without what only the provider does.
func NewEphemeralResource[M, T any](kind *Kind[M, T], description string) *EphemeralResource[M, T] {
	attributes := map[string]temporary.Attribute{}
	for _, p := range kind.Bind(new(M), new(T)) {
		attributes[p.Name()] = temporaryAttribute(kind.Schema.Attributes[p.Name()])
	}
	return &EphemeralResource[M, T]{connection[M, T]{kind: kind}, temporary.Schema{MarkdownDescription: description + "\n\n" + kind.requirements(), Attributes: attributes}}
}

// temporaryAttribute turns a resource's attribute into that of the ephemeral resource.
func temporaryAttribute(from schema.Attribute) temporary.Attribute {
	text := about(from)
	required, optional, computed, sensitive := from.IsRequired(), from.IsOptional(), from.IsComputed(), from.IsSensitive()
	switch a := from.(type) {
	case schema.StringAttribute:
		return temporary.StringAttribute{Required: required, Optional: optional, Computed: computed, Sensitive: sensitive, MarkdownDescription: text, Validators: a.Validators}
	case schema.SetAttribute:
		return temporary.SetAttribute{Required: required, Optional: optional, Computed: computed, Sensitive: sensitive, MarkdownDescription: text, Validators: a.Validators, ElementType: a.ElementType, CustomType: a.CustomType}
	}
	panic(fmt.Sprintf("no attribute of an ephemeral resource is known for %T", from)) // found by the first test that asks for the schema
}

// Metadata names the ephemeral resource as the resource.
func (e *EphemeralResource[M, T]) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + e.kind.Name
}

// Schema returns the schema of the resource, without what only the provider knows.
func (e *EphemeralResource[M, T]) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = e.schema
}

// Configure takes over the client.
func (e *EphemeralResource[M, T]) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.configure(req.ProviderData, &resp.Diagnostics)
}

// Config decodes a configuration.
func (e *EphemeralResource[M, T]) Config(ctx context.Context, config tfsdk.Config) (model M, diags diag.Diagnostics) {
	for _, p := range e.kind.Bind(&model, new(T)) {
		diags.Append(config.GetAttribute(ctx, path.Root(p.Name()), p.Pointer())...)
	}
	return model, diags
}

// openedKey is where the key of the object is kept until Close.
const openedKey = "key"

// Open creates the object. Terraform closes only what was opened without an
// error, so an object that is not as it should be is deleted here.
func (e *EphemeralResource[M, T]) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	ctx, cancel := graceful(ctx)
	defer cancel()
	plan, diags := e.Config(ctx, req.Config)
	items := e.items(&diags)
	if diags.HasError() {
		resp.Diagnostics.Append(diags...)
		return
	}
	w := write[M, T]{kind: e.kind, client: e.client, items: items, plan: plan}
	e.leaveOpen(w.planned())
	w.diags.Append(w.planned().Send(ctx, nil, nil)...)
	if w.diags.HasError() || !w.create(ctx) {
		resp.Diagnostics.Append(w.diags...)
		return
	}
	key := w.kind.key(w.saved())
	for _, name := range w.unrevealed() {
		w.diags.AddAttributeError(path.Root(name), fmt.Sprintf("The %s cannot be used", w.kind.noun()), "It is deleted again.")
	}
	for _, p := range w.saved() {
		w.diags.Append(resp.Result.SetAttribute(ctx, path.Root(p.Name()), p.Attribute())...)
	}
	opened, err := json.Marshal(key)
	if err != nil {
		w.diags.AddError("Unable to remember the "+w.kind.noun(), err.Error())
	}
	w.diags.Append(resp.Private.SetKey(ctx, openedKey, opened)...)
	if w.diags.HasError() {
		w.diags.Append(e.remove(ctx, key, unguarded)...)
	} else {
		stillOpen.add(e.client, e.kind.Name, key, func(ctx context.Context) { e.remove(ctx, key, unguarded) })
	}
	resp.Diagnostics.Append(w.diags...)
}

// leaveOpen makes what the configuration leaves to the server unknown, as a plan has it.
func (e *EphemeralResource[M, T]) leaveOpen(ps field.Pairs) {
	for _, p := range ps {
		if value, ok := p.Pointer().(*types.String); ok && value.IsNull() && e.kind.Schema.Attributes[p.Name()].IsComputed() {
			*value = types.StringUnknown()
		}
	}
}

// Close deletes the object, also after a run that failed.
func (e *EphemeralResource[M, T]) Close(ctx context.Context, req ephemeral.CloseRequest, resp *ephemeral.CloseResponse) {
	opened, diags := req.Private.GetKey(ctx, openedKey)
	resp.Diagnostics.Append(diags...)
	var key string
	if err := json.Unmarshal(opened, &key); err != nil {
		resp.Diagnostics.AddError("Unable to delete the "+e.kind.noun(), "Terraform did not say which one it is: "+err.Error())
		return
	}
	diags = e.remove(ctx, key, unguarded)
	resp.Diagnostics.Append(diags...)
	if !diags.HasError() {
		stillOpen.drop(e.client, e.kind.Name, key)
	}
}
