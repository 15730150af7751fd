package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// storageResource is the engine's resource for what every feed has already:
// creating one changes it, destroying it goes back to ProGet's own disk.
type storageResource struct {
	*crud.Resource[storage, proget.Storage]
}

func newStorageResource() resource.Resource {
	return storageResource{crud.BaseResource(storageKind)}
}

// Create sets the storage. It overwrites none that somebody has set up, unless
// that is the same one.
func (r storageResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var feed types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("feed"), &feed)...)
	client := crud.RequireClient(r.Client(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	found, err := client.Storages().Find(ctx, feed.ValueString())
	if err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("feed"), fmt.Sprintf("Unable to read the storage of feed %q", feed.ValueString()), crud.Explain(err))
		return
	}
	r.TakeOver(ctx, req, resp, found, found.IsDefault())
}

// blocks are the blocks of a storage by name.
func (m *storage) blocks() map[string]types.Object {
	return map[string]types.Object{"disk": m.Disk, "s3": m.S3, "azure": m.Azure, "custom": m.Custom}
}

// block is the name of the block that there is, or nothing if that is not known.
func (m *storage) block() string {
	for name, block := range m.blocks() {
		if !block.IsNull() {
			return name
		}
	}
	return ""
}

// checkStorage requires exactly one block, and in it what identifies the storage.
func checkStorage(ctx context.Context, m *storage) (diags diag.Diagnostics) {
	var names []string
	for name, block := range m.blocks() {
		if !block.IsNull() {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	switch len(names) {
	case 1:
		diags.Append(m.checkMembers(ctx)...)
	case 0:
		diags.AddError("Missing storage", "Exactly one of the blocks disk, s3, azure and custom is required. disk {} is the storage that ProGet manages.")
	default:
		diags.AddAttributeError(path.Root(names[1]), "More than one storage", fmt.Sprintf("A feed has one storage, and there are the blocks %s. Keep one of them.", strings.Join(names, ", ")))
	}
	return diags
}

// whole decodes a block, with nothing for what is not known.
func whole[M any](ctx context.Context, block types.Object) (m M, diags diag.Diagnostics) {
	if !block.IsNull() && !block.IsUnknown() {
		diags = block.As(ctx, &m, basetypes.ObjectAsOptions{})
	}
	return m, diags
}

// checkMembers checks the members of the one block.
func (m *storage) checkMembers(ctx context.Context) diag.Diagnostics {
	missing := func(block, member string) diag.Diagnostic {
		return diag.NewAttributeErrorDiagnostic(path.Root(block), "Missing "+member, fmt.Sprintf("%s.%s is required.", block, member))
	}
	s3, diags := whole[s3Storage](ctx, m.S3)
	if m.block() == "s3" && s3.AccessKey.IsNull() && !s3.SecretAccessKeyWO.IsNull() {
		diags.Append(missing("s3", "access_key"))
	}
	azure, ds := whole[azureStorage](ctx, m.Azure)
	diags.Append(ds...)
	if m.block() == "azure" && !m.Azure.IsUnknown() && azure.ContainerName.IsNull() {
		diags.Append(missing("azure", "container_name"))
	}
	custom, ds := whole[customStorage](ctx, m.Custom)
	diags.Append(ds...)
	if m.block() == "custom" && !m.Custom.IsUnknown() {
		if custom.Type.IsNull() {
			diags.Append(missing("custom", "type"))
		}
		if custom.Properties.IsNull() {
			diags.Append(missing("custom", "properties"))
		}
		switch id := strings.ToLower(custom.Type.ValueString()); id {
		case proget.DiskStorageType, proget.S3StorageType, proget.AzureStorageType:
			diags.AddAttributeError(path.Root("custom"), "custom.type has a block of its own", fmt.Sprintf("Write a block %s instead.", id))
		}
	}
	return diags
}
