package provider

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// What destroying a feed does.
const (
	deleteIfEmpty = "delete_if_empty"
	deleteAlways  = "delete"
	deactivate    = "deactivate"
)

var deletionPolicies = []string{deleteIfEmpty, deleteAlways, deactivate}

const waysOut = "To delete it with all that it holds, set deletion_policy = \"delete\" on the feed (or feed_deletion_policy = \"delete\" in the provider block), apply, and destroy it then. " +
	"With deletion_policy = \"deactivate\" destroying only deactivates it. To let go of it as it is, use a removed block or \"terraform state rm\". " +
	"If it is only replaced because it is marked as tainted, \"terraform untaint\" keeps it. " +
	"If nobody meant to destroy it, its address has probably changed, as when a key of for_each was renamed: a moved block says so, and nothing is destroyed."

// feedDeletionPolicy is what the provider's block calls the policy of feeds that have none.
const feedDeletionPolicy = "feed_deletion_policy"

// policy returns what destroying the feed does: what the feed says, else what
// the provider's block does.
func (f *feed) policy(defaults map[string]string) string {
	return cmp.Or(f.DeletionPolicy.ValueString(), defaults[feedDeletionPolicy], deleteIfEmpty)
}

// Delete does what the deletion policy says.
func (r feedResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var prior feed
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	if resp.Diagnostics.HasError() {
		return
	}
	switch policy := prior.policy(r.Defaults()); {
	case policy == deactivate:
		resp.Diagnostics.Append(r.Change(ctx, prior.Name.ValueString(), "deactivate", proget.Feed{Active: proget.Of(false)})...)
	case policy == deleteIfEmpty && r.Client() != nil:
		r.DeleteUnless(ctx, req, resp, func(ctx context.Context) diag.Diagnostics { return prior.holds(ctx, r.Client()) })
	default:
		r.Resource.Delete(ctx, req, resp)
	}
}

// holds is the error that the feed holds something, or that nobody knows. It is
// looked up at this moment, not when the deletion was planned.
func (f *feed) holds(ctx context.Context, client *proget.Client) (diags diag.Diagnostics) {
	held, err := lookInto(ctx, client, f)
	if !proget.IsNotFound(err) && (err != nil || held.count > 0) {
		diags.AddError(fmt.Sprintf("Feed %q is not deleted", f.Name.ValueString()), held.say(err)+" "+waysOut)
	}
	return diags
}

// warnOfLoss says in the plan what a destroy or a replacement puts at stake.
func warnOfLoss(ctx context.Context, c *crud.Change[feed], verb string) {
	if c.Client == nil {
		return
	}
	name, policy := c.Prior.Name.ValueString(), c.Prior.policy(c.Defaults)
	held, err := lookInto(ctx, c.Client, c.Prior)
	if proget.IsNotFound(err) || err == nil && held.count == 0 {
		return
	}
	switch policy {
	case deactivate:
		c.AddWarning(fmt.Sprintf("Feed %q will be deactivated, not deleted", name), held.say(err)+" It stays on the server, inactive, under its name.")
	case deleteAlways:
		c.AddWarning(fmt.Sprintf("Feed %q will be %s with all that it holds", name, verb), held.say(err)+" All of it will be lost: the deletion policy is \"delete\".")
	default:
		c.AddWarning(fmt.Sprintf("Feed %q cannot be %s as it is", name, verb), held.say(err)+" The deletion policy is \"delete_if_empty\", so applying this plan will fail"+held.unless(err)+". "+waysOut)
	}
}

// contents is what a feed holds, and what it is by now.
type contents struct {
	count    int
	noun     string
	is       string // its type, if that is not what the state has
	inactive bool
}

// lookInto finds out what a feed holds.
func lookInto(ctx context.Context, client *proget.Client, f *feed) (contents, error) {
	now, err := client.Feeds().Contents(ctx, f.Name.ValueString())
	return contentsOf(now, f.FeedType.ValueString()), err
}

// contentsOf is what a feed holds, by the server. known is the type by which
// Terraform knows it, or empty if it knows none.
func contentsOf(now proget.Contents, known string) contents {
	c := contents{count: now.Count, noun: "package", inactive: !now.Feed.Active.Or(true)}
	is := now.Feed.FeedType.Or("") // absent if the feed could not be read
	if is != "" && known != "" && !sameFeedType(is, known) {
		c.is = is
	}
	if sameFeedType(cmp.Or(is, known), "asset") {
		c.noun = "file"
	}
	return c
}

// say says how much the feed holds, or why that is not known.
func (c contents) say(err error) string {
	text := ""
	if c.is != "" {
		text = fmt.Sprintf("The feed of that name is of type %q now, so it is not the one that Terraform knows. ", c.is)
	}
	switch {
	case err != nil && c.inactive:
		return text + "It is not known how many " + c.noun + "s the feed holds. " + crud.Explain(err) + "\n\nThe feed is inactive, and ProGet may not answer for it: set active = true and apply first. Until then it is treated as one that holds some."
	case err != nil:
		return text + "It is not known how many " + c.noun + "s the feed holds. " + crud.Explain(err) + "\n\nSo it is treated as one that holds some."
	case c.count == 1:
		return text + "The feed holds 1 " + c.noun + "."
	default:
		return text + fmt.Sprintf("The feed holds %d %ss.", c.count, c.noun)
	}
}

// unless says what else than another policy would let the feed be deleted.
func (c contents) unless(err error) string {
	if err != nil {
		return ""
	}
	return " unless the feed is emptied first"
}
