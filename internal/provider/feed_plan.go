package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// planFeed checks what depends on the state or the server.
func planFeed(ctx context.Context, c *crud.Change[feed]) {
	if c.Plan == nil {
		warnOfLoss(ctx, c, "destroyed")
		return
	}
	if c.Client != nil {
		c.Append(adviseFeed(c.Plan, c.Client.Server())...)
	}
	checkReplication(ctx, c)
	c.Append(newType(c.Client, c.Plan.FeedType, feedTypeSince)...)
	checkFlags(c)
	checkConnectors(ctx, c)
	if c.Prior == nil {
		warnOfAlternate(ctx, c)
		checkKeptName(c)
		return
	}
	checkStore(c)
	checkReplacement(ctx, c)
	warnOfLostMembers(ctx, c)
	openRelation(side{c.Config.AllowedLicenses, c.Prior.AllowedLicenses, &c.Plan.AllowedLicenses},
		side{c.Config.BlockedLicenses, c.Prior.BlockedLicenses, &c.Plan.BlockedLicenses})
	if !c.Plan.Name.Equal(c.Prior.Name) || !sameFeedType(c.Plan.FeedType.ValueString(), c.Prior.FeedType.ValueString()) {
		c.Plan.EndpointURL = types.StringUnknown()
	}
}

// checkReplication requires the tokens that a change of replication has to send.
func checkReplication(ctx context.Context, c *crud.Change[feed]) {
	var before feed
	if c.Prior != nil {
		before = *c.Prior
	}
	sends, diags := c.Plan.sendsReplication(ctx, before)
	c.Append(diags...)
	if sends {
		c.Append(c.Plan.checkTokens(ctx)...)
	}
}

// sendsReplication reports whether replication is set up or means something else
// than before. In other words it may mean the same, and then nothing is sent.
func (f *feed) sendsReplication(ctx context.Context, prior feed) (bool, diag.Diagnostics) {
	if f.Replication.IsNull() || f.Replication.IsUnknown() {
		return false, nil
	}
	return f.sends(ctx, "replication", prior)
}

// sends reports whether a change from the prior state sends an attribute.
func (f *feed) sends(ctx context.Context, attribute string, prior feed) (bool, diag.Diagnostics) {
	planned := field.Pairs{bindFeed(f, new(proget.Feed)).Get(attribute)}
	before := field.Pairs{bindFeed(&prior, new(proget.Feed)).Get(attribute)}
	diags := planned.Send(ctx, before, planned)
	return planned.Sent(), diags
}

// checkTokens requires the tokens of each side that is on.
func (f *feed) checkTokens(ctx context.Context) (diags diag.Diagnostics) {
	var r replication
	diags.Append(f.Replication.As(ctx, &r, basetypes.ObjectAsOptions{UnhandledNullAsEmpty: true, UnhandledUnknownAsEmpty: true})...)
	for _, side := range []struct {
		name        string
		mode, token types.String
	}{{"client", r.ClientMode, r.ClientToken}, {"server", r.ServerMode, r.ServerToken}} {
		if active(side.mode) && side.token.IsNull() {
			diags.AddAttributeError(path.Root("replication"), fmt.Sprintf("Missing %s_token", side.name),
				fmt.Sprintf("replication.%s_mode is %q, which needs replication.%s_token.", side.name, side.mode.ValueString(), side.name))
		}
	}
	return diags
}

// checkStore says what becomes of a feed whose package store is left out. Where
// that comes with an import, nobody has meant it: nothing may be lost by adopting.
func checkStore(c *crud.Change[feed]) {
	if c.Prior.PackageStore.ValueString() == "" || !c.Plan.PackageStore.IsNull() {
		return
	}
	name := c.Prior.Name.ValueString()
	const why = "so ProGet would look for the feed's packages on its own disk; files are not moved. "
	if c.Run.Imported(ofFeeds, name) {
		c.AddAttributeError(path.Root("package_store"), fmt.Sprintf("Importing feed %q would lose its package store", name),
			"The feed has a package store, and the configuration has no package_store, "+why+
				"Configuration that Terraform generated leaves it out because it is a secret: the data source proget_feed has it. Add it, or import the feed first and take the store away with a later plan.")
		return
	}
	c.AddAttributeWarning(path.Root("package_store"), fmt.Sprintf("Feed %q will lose its package store", name),
		"The configuration has no package_store (any more), "+why+
			"Configuration that Terraform generated leaves it out because it is a secret: the data source proget_feed has it.")
}

// warnOfLostMembers warns of what the server says in its retention rules and the
// provider does not know: a change writes all rules anew.
func warnOfLostMembers(ctx context.Context, c *crud.Change[feed]) {
	sends, diags := c.Plan.sends(ctx, "retention_rule", *c.Prior)
	c.Append(diags...)
	if c.Client == nil || c.Plan.RetentionRules.IsNull() || !sends {
		return
	}
	now, err := c.Client.Feeds().Find(ctx, c.Prior.Name.ValueString()) // which the refresh has just asked for
	if err != nil {
		return // the apply tells what went wrong
	}
	var lost []string
	for i, rule := range now.RetentionRules.Or(nil) {
		if unknown := rule.Unknown(); len(unknown) > 0 {
			lost = append(lost, fmt.Sprintf("retention_rule[%d] has %s.", i, strings.Join(unknown, ", ")))
		}
	}
	if len(lost) > 0 {
		c.AddAttributeWarning(path.Root("retention_rule"), "Retention rules will lose what the provider does not know",
			"ProGet says more of its rules than this version of the provider knows, and any change of them writes all of them anew, without it: "+strings.Join(lost, " ")+
				" What they keep may be deleted then. Look for a newer version of the provider, or change the rules in ProGet and leave them out of the plan with ignore_changes.")
	}
}

// checkFlags refuses what only NuGet-like feeds have, on versions that do not store
// it for others.
func checkFlags(c *crud.Change[feed]) {
	if c.Client == nil || c.Config.FeedType.IsUnknown() || nugetLike(c.Config.FeedType.ValueString()) {
		return
	}
	if _, refused := c.Client.Server().Has(proget.Span{Since: "2023"}); !refused {
		return // a validation has warned
	}
	for _, flag := range c.Config.nugetFlags() {
		if flag.value.ValueBool() {
			c.AddAttributeError(path.Root(flag.name), flag.name+" does not exist in feeds of this type",
				fmt.Sprintf("Only nuget, chocolatey and powershell feeds have %s, and this one is of type %q. Remove it from the configuration.", flag.name, c.Config.FeedType.ValueString()))
		}
	}
}

// checkConnectors warns of connectors that do not exist.
func checkConnectors(ctx context.Context, c *crud.Change[feed]) {
	if c.Client == nil {
		return
	}
	var had []string
	if c.Prior != nil {
		had = names(c.Prior.Connectors)
	}
	for _, name := range names(c.Plan.Connectors) {
		if !contains(had, name) {
			warnOfMissing(ctx, c.Run, &c.Diagnostics, "connectors", ofConnectors, name, connectorNames(c.ProviderData))
		}
	}
}

// checkKeptName refuses to create a feed under the name of one in the state that
// is only deactivated when it is destroyed: the plan replaces it, because it is
// tainted or -replace says so, of which Terraform does not tell. The old feed goes
// by its own policy, not by that of the new one.
func checkKeptName(c *crud.Change[feed]) {
	name := c.Plan.Name.ValueString()
	var old feed
	old.DeletionPolicy, _ = c.Run.Own(ofFeeds, name, "deletion_policy").(types.String)
	if name != "" && old.policy(c.Defaults) == deactivate && c.Run.Manages(ofFeeds, name) {
		c.AddAttributeError(path.Root("name"), fmt.Sprintf("Feed %q cannot be replaced under its name", name),
			"The deletion policy in its state is \"deactivate\", so the old feed would keep the name that the new one needs. Set deletion_policy = \"delete\" or \"delete_if_empty\" and apply that first, or give the new feed another name. "+
				"If it is only replaced because it is marked as tainted, \"terraform untaint\" keeps it.")
	}
}

// warnOfAlternate warns of a creation under a name that a renamed feed still answers to.
func warnOfAlternate(ctx context.Context, c *crud.Change[feed]) {
	if c.Client == nil || c.Plan.Name.IsUnknown() {
		return
	}
	feeds, _ := crud.ListOnce(ctx, c.Run, ofFeeds, c.Client.Feeds().List) // the engine says what went wrong
	if has := alternatelyNamed(feeds, c.Plan.Name.ValueString()); has != "" {
		c.AddAttributeWarning(path.Root("name"), fmt.Sprintf("Feed %q has %q as an alternate name", has, c.Plan.Name.ValueString()),
			"A new feed of that name would take its clients away, or ProGet refuses it. "+renamedTo(has))
	}
}

// goneFeed says which feed has the name of one that is gone as an alternate name.
func goneFeed(ctx context.Context, client *proget.Client, name string) string {
	feeds, _ := client.Feeds().List(ctx)
	if has := alternatelyNamed(feeds, name); has != "" {
		return fmt.Sprintf("Feed %q has it as an alternate name. %s", has, renamedTo(has))
	}
	return ""
}

func alternatelyNamed(feeds []proget.Feed, name string) string {
	for _, feed := range feeds {
		if contains(feed.AlternateNames.Or(nil), name) && !strings.EqualFold(feed.Name.Or(""), name) {
			return feed.Name.Or("")
		}
	}
	return ""
}

func renamedTo(name string) string {
	return fmt.Sprintf("It was probably renamed outside of Terraform. To follow, change name to %q and import it under that name:\n\n%s\n\n", name, crud.ImportBlock(ofFeeds, name))
}

// checkReplacement says what replacing the feed would do, if its change of type needs that.
func checkReplacement(ctx context.Context, c *crud.Change[feed]) {
	if c.Plan.FeedType.IsUnknown() || convertible(c.Prior.FeedType.ValueString(), c.Plan.FeedType.ValueString()) {
		return
	}
	warnOfLoss(ctx, c, "replaced")
	if c.Prior.policy(c.Defaults) == deactivate && c.Plan.Name.Equal(c.Prior.Name) {
		c.AddAttributeError(path.Root("feed_type"), "Feed cannot be replaced under its name",
			"Its deletion policy is \"deactivate\", so the old feed would keep the name that the new one needs. Give the new feed another name, or set deletion_policy = \"delete\" or \"delete_if_empty\" and apply that first.")
	}
}
