package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// planStorage warns of packages that the feed would lose sight of, and checks
// what is planned against the types of storage that the server has.
func planStorage(ctx context.Context, c *crud.Change[storage]) {
	if c.Client == nil {
		return
	}
	before, diags := storageOf(ctx, c.Prior, nil)
	c.Append(diags...)
	after, diags := storageOf(ctx, c.Plan, c.Config)
	c.Append(diags...)
	if c.HasError() {
		return
	}
	moves := c.Prior != nil && c.Plan != nil && !strings.EqualFold(c.Prior.Feed.ValueString(), c.Plan.Feed.ValueString())
	if c.Prior != nil && (c.Plan == nil || moves) && !before.IsDefault() {
		c.Append(warnOfPackages(ctx, c.Client, c.Prior.Feed.ValueString())...)
	}
	if c.Plan == nil || !field.WhollyKnown(c.Plan.blocks()[c.Plan.block()]) {
		return
	}
	if c.Client.Server().IsFree() && after.Type() != proget.DiskStorageType {
		c.AddAttributeWarning(path.Root(c.Plan.block()), "ProGet Free has no cloud storage",
			"It probably refuses this storage. Use a block disk there, or a paid edition.")
	}
	if name := c.Plan.Feed.ValueString(); name != "" {
		warnOfMissing(ctx, c.Run, &c.Diagnostics, "feed", ofFeeds, name, feedNames(c.ProviderData))
		checkExisting(ctx, c, before, after, c.Prior == nil || moves)
	}
	c.Append(c.Plan.checkSecrets(ctx, c.Config)...)
	installed, err := c.Client.Storages().Types(ctx)
	if err != nil {
		return // it may be different when this is applied
	}
	c.Append(c.Plan.checkType(after, installed, field.WhollyKnown(c.Config.blocks()[c.Plan.block()]))...)
}

// storageOf is what a plan or state sends, with the write-only members of the configuration.
func storageOf(ctx context.Context, m, config *storage) (o proget.Storage, diags diag.Diagnostics) {
	if m == nil {
		return o, nil
	}
	copied := *m
	var given field.Pairs
	if config != nil {
		given = bindStorage(config, new(proget.Storage))
	}
	diags = bindStorage(&copied, &o).Send(ctx, nil, given)
	return o, diags
}

// checkExisting says what becomes of the storage that the feed has: one that
// somebody else set up is not overwritten, and packages stay where they are.
func checkExisting(ctx context.Context, c *crud.Change[storage], before, after proget.Storage, first bool) {
	feed := c.Plan.Feed.ValueString()
	if first {
		found, err := c.Client.Storages().Find(ctx, feed)
		if err != nil {
			return // a feed to come, or the apply will tell
		}
		before = found
		if !found.IsDefault() && !sameStorage(found, after) && !c.Run.Makes(ofStorages, feed) {
			c.AddAttributeWarning(path.Root("feed"), fmt.Sprintf("Feed %q has a storage of the type %q already", feed, found.Type()),
				fmt.Sprintf("Applying this will fail: Terraform overwrites nothing that somebody else set up. To manage it, import it:\n\n%s", crud.ImportBlock(ofStorages, feed)))
		}
	}
	if !sameStorage(before, after) {
		c.Append(warnOfPackages(ctx, c.Client, feed)...)
	}
}

// checkSecrets refuses a storage without a place, and a change that would take a
// secret away because it is not given: ProGet replaces all properties of a storage
// at once and reveals no secret.
func (m *storage) checkSecrets(ctx context.Context, config *storage) (diags diag.Diagnostics) {
	s3, ds := whole[s3Storage](ctx, config.S3)
	diags.Append(ds...)
	azure, ds := whole[azureStorage](ctx, config.Azure)
	diags.Append(ds...)
	missing := func(block, member, what string) {
		diags.AddAttributeError(path.Root(block), "Missing "+member,
			fmt.Sprintf("ProGet replaces all properties of a storage at once and does not reveal its secrets, so this would leave the feed without %s, and it could not reach its files. Give %s.%s, with secrets_wo_version.", what, block, member))
	}
	if m.block() == "s3" && s3.BucketName.IsNull() && field.WhollyKnown(config.S3) {
		diags.AddAttributeError(path.Root("s3"), "Missing bucket_name", "s3.bucket_name is required.")
	}
	if !s3.AccessKey.IsNull() && s3.SecretAccessKeyWO.IsNull() {
		missing("s3", "secret_access_key_wo", "the secret access key")
	}
	if !azure.ContainerName.IsNull() && azure.ConnectionStringWO.IsNull() {
		missing("azure", "connection_string_wo", "the connection string")
	}
	return diags
}

// sameStorage reports whether two storages have their files in the same place,
// whoever ProGet is there.
func sameStorage(a, b proget.Storage) bool {
	place := func(s proget.Storage) map[string]any {
		properties := s.Properties()
		for _, name := range []string{"AccessKey", "SecretAccessKey", "ConnectionString", "InstanceRole", "UseInstanceProfile", "Encrypted", "MakePublic"} {
			if s.Custom.IsZero() || s.Custom.IsNull() {
				delete(properties, name)
			}
		}
		return properties
	}
	return strings.EqualFold(a.Type(), b.Type()) && maps.Equal(place(a), place(b))
}

// warnOfPackages warns if a feed whose storage changes holds packages, or may.
func warnOfPackages(ctx context.Context, client *proget.Client, feed string) (diags diag.Diagnostics) {
	now, err := client.Feeds().Contents(ctx, feed)
	if proget.IsNotFound(err) || err == nil && now.Count == 0 {
		return nil
	}
	diags.AddWarning(fmt.Sprintf("The storage of feed %q will change, and its files will stay where they are", feed),
		contentsOf(now, "").say(err)+" ProGet moves nothing: what is in the old storage has to be copied by hand, or is not found any more.")
	return diags
}

// checkType refuses a type of storage that is not installed, and properties that
// it does not have or, if all are known, lacks.
func (m *storage) checkType(planned proget.Storage, installed []proget.StorageType, complete bool) (diags diag.Diagnostics) {
	block := path.Root(m.block())
	at := slices.IndexFunc(installed, func(t proget.StorageType) bool { return strings.EqualFold(t.ID, planned.Type()) })
	if at < 0 {
		ids := make([]string, len(installed))
		for i, t := range installed {
			ids[i] = t.ID
		}
		slices.Sort(ids)
		diags.AddAttributeError(block, fmt.Sprintf("Storage type %q is not installed", planned.Type()),
			didYouMean(planned.Type(), ids)+fmt.Sprintf("This ProGet has %s. Others come with extensions.", strings.Join(ids, ", ")))
		return diags
	}
	known, set := installed[at].Properties, planned.Properties()
	names := slices.Sorted(maps.Keys(known))
	for _, name := range slices.Sorted(maps.Keys(set)) {
		if _, ok := known[name]; ok {
			continue
		}
		diags.AddAttributeError(block, fmt.Sprintf("Storage type %q has no property %q", installed[at].ID, name),
			didYouMean(name, names)+fmt.Sprintf("The type %q has %s.", installed[at].ID, strings.Join(names, ", ")))
	}
	for _, name := range names {
		if _, ok := set[name]; !ok && known[name].Required && complete {
			diags.AddAttributeError(block, fmt.Sprintf("Missing %s", member(m.block(), name)),
				fmt.Sprintf("Storage of the type %q needs the property %s. All properties are sent with every change, secrets included.", installed[at].ID, name))
		}
	}
	return diags
}

// member is what a block calls a property.
func member(block, property string) string {
	switch {
	case block == "custom":
		return fmt.Sprintf("%s in custom.properties or custom.secret_properties_wo", property)
	case property == "ConnectionString":
		return "azure.connection_string_wo"
	}
	for name := range s3Block.Attributes {
		if strings.EqualFold(strings.ReplaceAll(name, "_", ""), property) {
			return block + "." + name
		}
	}
	return block + "." + property
}
