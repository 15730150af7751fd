package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// planConnector says what destroying or replacing a connector does to the feeds that use it.
func planConnector(ctx context.Context, c *crud.Change[connector]) {
	if c.Plan != nil {
		c.Append(newType(c.Client, c.Plan.FeedType, feedTypeSince, connectorTypeSince)...)
		if c.Client != nil {
			c.Append(adviseConnector(c.Plan, c.Client.Server())...)
		}
	}
	replaced := c.Plan != nil && c.Prior != nil && !c.Plan.FeedType.IsUnknown() && !sameFeedType(c.Prior.FeedType.ValueString(), c.Plan.FeedType.ValueString())
	if c.Client == nil || c.Prior == nil || c.Plan != nil && !replaced {
		return
	}
	name := c.Prior.Name.ValueString()
	feeds := usersOf(ctx, c, name)
	switch {
	case len(feeds) == 0:
	case replaced && strings.EqualFold(name, c.Plan.Name.ValueString()):
		c.AddWarning(fmt.Sprintf("Connector %q is replaced while feeds use it", name),
			inUse(feeds)+" Before the new one is made, the old one is deleted, and ProGet takes it out of these feeds or refuses. "+
				"What it takes out, the next plan puts back: apply once more. "+
				"Giving the new connector another name, with create_before_destroy = true in its lifecycle block, leaves no gap.")
	case replaced:
		c.AddWarning(fmt.Sprintf("Connector %q is replaced while feeds use it", name),
			inUse(feeds)+" Unless it has create_before_destroy = true in its lifecycle block, it is deleted before these feeds draw from the new one, and ProGet may refuse.")
	default:
		c.AddWarning(fmt.Sprintf("Connector %q is destroyed while feeds use it", name),
			inUse(feeds)+" Those that this plan neither destroys nor changes to do without it lose it, or ProGet refuses. Take it out of their connectors first.")
	}
}

// usersOf are the feeds that use a connector and that nothing planned so far destroys.
func usersOf(ctx context.Context, c *crud.Change[connector], name string) []string {
	feeds, _ := crud.ListOnce(ctx, c.Run, ofFeeds, c.Client.Feeds().List) // what goes wrong, the apply tells
	return slices.DeleteFunc(usedBy(feeds, name), func(feed string) bool { return c.Run.Destroys(ofFeeds, feed) })
}

func usedBy(feeds []proget.Feed, connector string) (users []string) {
	for _, feed := range feeds {
		if contains(feed.Connectors.Or(nil), connector) {
			users = append(users, feed.Name.Or(""))
		}
	}
	return users
}

func inUse(feeds []string) string {
	const most = 10
	more := ""
	if len(feeds) > most {
		feeds, more = feeds[:most], fmt.Sprintf(" and %d more", len(feeds)-most)
	}
	return "It is used by " + crud.QuotedList(feeds) + more + "."
}

// connectorInUse says which feeds keep ProGet from letting go of a connector.
func connectorInUse(ctx context.Context, c *proget.Client, name string) string {
	feeds, _ := c.Feeds().List(ctx) // what went wrong is said already
	users := usedBy(feeds, name)
	if len(users) == 0 {
		return ""
	}
	return inUse(users) + " Take it out of their connectors first. If it is replaced, give the new connector another name, and set create_before_destroy = true in its lifecycle block: then the feeds change over before this one is deleted."
}
