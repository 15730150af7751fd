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
	if name := c.Plan.Feed.ValueString(); name != "" {
		c.Append(warnOfMove(ctx, c.Client, name, before, after, c.Prior == nil || moves)...)
	}
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

// warnOfMove warns if the plan takes a feed with packages to another storage.
func warnOfMove(ctx context.Context, client *proget.Client, feed string, before, after proget.Storage, first bool) diag.Diagnostics {
	if first {
		found, err := client.Storages().Find(ctx, feed)
		if err != nil {
			return nil // a feed to come, or the apply will tell
		}
		before = found
	}
	if sameStorage(before, after) {
		return nil
	}
	return warnOfPackages(ctx, client, feed)
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
	held := contents{count: now.Count, noun: "package", inactive: !now.Feed.Active.Or(true)}
	if sameFeedType(now.Feed.FeedType.Or(""), "asset") {
		held.noun = "file"
	}
	diags.AddWarning(fmt.Sprintf("The storage of feed %q will change, and its files will stay where they are", feed),
		held.say(err)+" ProGet moves nothing: what is in the old storage has to be copied by hand, or is not found any more.")
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
