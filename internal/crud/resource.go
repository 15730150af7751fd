package crud

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// Resource is the managed resource of a kind.
type Resource[M, T any] struct{ connection[M, T] }

var (
	_ resource.ResourceWithConfigure   = (*Resource[any, any])(nil)
	_ resource.ResourceWithIdentity    = (*Resource[any, any])(nil)
	_ resource.ResourceWithImportState = (*Resource[any, any])(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource[any, any])(nil)
)

// NewResource returns the managed resource of a kind.
func NewResource[M, T any](kind *Kind[M, T]) *Resource[M, T] {
	return &Resource[M, T]{connection[M, T]{Kind: kind}}
}

// Metadata names the resource. Its identity follows a rename.
func (r *Resource[M, T]) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + r.Name
	resp.ResourceBehavior.MutableIdentity = true
}

// Schema returns the schema of the kind.
func (r *Resource[M, T]) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = r.Kind.Schema
}

// IdentitySchema makes the key the identity.
func (r *Resource[M, T]) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		r.Key: identityschema.StringAttribute{
			RequiredForImport: true,
			Description:       fmt.Sprintf("The %s of the %s.", r.Key, r.noun()),
		},
	}}
}

// Configure takes over the client.
func (r *Resource[M, T]) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	r.configure(req.ProviderData)
}

// ImportState imports by key, given as import id or as identity.
func (r *Resource[M, T]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root(r.Key), path.Root(r.Key), req, resp)
}

// ModifyPlan keeps what an update does not change.
func (r *Resource[M, T]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || req.State.Raw.IsNull() {
		return
	}
	var plan, prior, config M
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.Bind(&plan, new(T)).Plan(ctx, r.Bind(&prior, new(T)), r.Bind(&config, new(T)))...)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
}

// Read refreshes the state. Only proof that the object is gone removes it.
func (r *Resource[M, T]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model M
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	key := r.key(r.Bind(&model, new(T)))
	// Older engines and states bring no identity, and the framework wants one
	// even for an object that is about to be removed.
	resp.Diagnostics.Append(r.identify(ctx, resp.Identity, key)...)
	items := r.items(&resp.Diagnostics)
	if items == nil {
		return
	}

	found, err := items.Find(ctx, key)
	switch {
	case proget.IsNotFound(err):
		resp.Diagnostics.AddWarning(
			fmt.Sprintf("%s %q no longer exists", title(r.noun()), key),
			fmt.Sprintf("ProGet says that there is no %s %q (any more), so it is removed from the Terraform state. "+
				"If it is still in the configuration, the plan creates it anew.", r.noun(), key))
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		resp.Diagnostics.Append(r.problem("read", key, err, nil))
		return
	}

	if prior := r.Bind(&model, new(T)); r.imported(prior) {
		r.forgetKey(prior) // the server's spelling counts, whatever the import called it
	}
	ps := r.Bind(&model, &found)
	changed, diags := ps.Receive(ctx)
	resp.Diagnostics.Append(diags...)
	if changed && !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
		resp.Diagnostics.Append(r.identify(ctx, resp.Identity, r.key(ps))...)
	}
}

// Unchanged reports whether Read would leave the state as it is, and the
// identity that goes with it. It does not say why Read would change it.
func (r *Resource[M, T]) Unchanged(ctx context.Context, client *proget.Client, state tfsdk.State) (identity tftypes.Value, unchanged bool) {
	var model M
	if state.Get(ctx, &model).HasError() {
		return identity, false
	}
	key := r.key(r.Bind(&model, new(T)))
	found, err := r.Items(client).Find(ctx, key)
	if err != nil {
		return identity, false
	}
	changed, diags := r.Bind(&model, &found).Receive(ctx)
	identity = tftypes.NewValue(
		tftypes.Object{AttributeTypes: map[string]tftypes.Type{r.Key: tftypes.String}},
		map[string]tftypes.Value{r.Key: tftypes.NewValue(tftypes.String, key)})
	return identity, !changed && !diags.HasError()
}

// identify writes the identity.
func (r *Resource[M, T]) identify(ctx context.Context, identity *tfsdk.ResourceIdentity, key string) diag.Diagnostics {
	return identify(ctx, identity, r.Key, key)
}

func identify(ctx context.Context, identity *tfsdk.ResourceIdentity, attribute, key string) diag.Diagnostics {
	if identity == nil {
		return nil
	}
	return identity.SetAttribute(ctx, path.Root(attribute), types.StringValue(key))
}
