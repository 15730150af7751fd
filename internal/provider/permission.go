package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

type permission struct {
	ID        types.String `tfsdk:"id"`
	User      types.String `tfsdk:"user"`
	Group     types.String `tfsdk:"group"`
	Task      types.String `tfsdk:"task"`
	Feed      types.String `tfsdk:"feed"`
	FeedGroup types.String `tfsdk:"feed_group"`
	Deny      types.Bool   `tfsdk:"deny"`
}

func bindPermission(m *permission, o *proget.Permission) field.Pairs {
	return field.Pairs{
		field.ID("id", &m.ID, &o.ID),
		field.Spelled("user", &m.User, &o.User, strings.ToLower),
		field.Spelled("group", &m.Group, &o.Group, strings.ToLower),
		field.Spelled("task", &m.Task, &o.Task, strings.ToLower),
		field.Spelled("feed", &m.Feed, &o.Feed, strings.ToLower),
		field.Spelled("feed_group", &m.FeedGroup, &o.FeedGroup, strings.ToLower),
		field.Flag("deny", &m.Deny, &o.Deny).InEffect(false).Reveals(field.Sometimes),
	}
}

var permissionKind = &crud.Kind[permission, proget.Permission]{
	Name:     ofPermissions,
	Key:      "id",
	Identity: []string{"user", "group", "task", "feed", "feed_group", "deny"},
	Schema: schema.Schema{
		MarkdownDescription: "Lets a user or a group do a task, everywhere or for a feed, or denies it. The narrower scope wins, and a denial beats what allows. ProGet cannot change a permission, so every change replaces it. Users and groups of a directory such as LDAP may be named as well: nothing checks that they exist.\n\nA plan that renames a feed replaces the permissions that name it, and ProGet may take them along itself: with `create_before_destroy` the apply then says once that the permission exists already, and the next plan is empty.",
		Attributes: map[string]schema.Attribute{
			"id":         schema.StringAttribute{Computed: true, MarkdownDescription: "Number that ProGet gives to the permission."},
			"user":       text("Name of the user. `Anonymous` is everybody who presents no credential.\nEither this or `group`.", notEmpty...),
			"group":      text("Name of the group. `Everyone` and `Authenticated` exist without being listed.\nEither this or `user`.", notEmpty...),
			"task":       required("Name of the task: one of your own, or one that ProGet comes with: `Administer`, `Manage Feed`, `Promote Packages`, `Publish Packages`, `View & Download Packages` or `Manage Projects`. The data source `proget_tasks` has the names of your server.", notEmpty...),
			"feed":       text("Name of the feed that the permission is for.\nLeft out, as `feed_group`, it holds everywhere. The task must be feed-scoped.", notEmpty...),
			"feed_group": text("Name of the feed group that the permission is for.\nInstead of `feed`.", notEmpty...),
			"deny":       schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(false), MarkdownDescription: "Whether the task is denied. Default: `false`."},
		},
	},
	Items:          func(c *proget.Client) crud.Items[proget.Permission] { return c.Permissions() },
	Bind:           bindPermission,
	Filters:        []string{"user", "group", "task", "feed"},
	Limits:         securityLimits,
	Access:         needsFullControl,
	ValidateConfig: checkPermission,
	ModifyPlan:     planPermission,
}

func checkPermission(_ context.Context, m *permission) (diags diag.Diagnostics) {
	diags.Append(exactlyOne("user", m.User, "group", m.Group)...)
	if !m.Feed.IsNull() && !m.FeedGroup.IsNull() {
		diags.AddAttributeError(path.Root("feed_group"), "Both feed and feed_group", "Give feed or feed_group, or neither for everywhere.")
	}
	return diags
}

// administer is the task that lets people manage everything (reference section 12.2).
const administer = "Administer"

// administers reports whether the permission lets somebody manage everything, everywhere.
func (m *permission) administers() bool {
	return strings.EqualFold(m.Task.ValueString(), administer) && m.Feed.IsNull() && m.FeedGroup.IsNull()
}

func planPermission(ctx context.Context, c *crud.Change[permission]) {
	if c.Client == nil {
		return
	}
	if c.Plan != nil {
		warnOfMissing(ctx, c.Run, &c.Diagnostics, "task", ofTasks, c.Plan.Task.ValueString(), taskNames(c.ProviderData))
		warnOfMissing(ctx, c.Run, &c.Diagnostics, "feed", ofFeeds, c.Plan.Feed.ValueString(), feedNames(c.ProviderData))
		warnOfScope(ctx, c)
		if c.Plan.Deny.ValueBool() && c.Plan.administers() {
			c.AddAttributeWarning(path.Root("deny"), "This denies the task Administer everywhere",
				fmt.Sprintf("A denial beats what allows, so %s cannot administer ProGet any more, nor can a provider with their credential.", c.Plan.who()))
		}
	}
	warnOfLastAdministrator(ctx, c)
}

// warnOfScope warns of a task that cannot be given for a feed.
func warnOfScope(ctx context.Context, c *crud.Change[permission]) {
	if saysNothing(c.Plan.Feed) && saysNothing(c.Plan.FeedGroup) {
		return
	}
	tasks, _ := crud.ListOnce(ctx, c.Run, ofTasks, c.Client.Tasks().List) // the apply tells what went wrong
	for _, task := range tasks {
		if scoped, known := task.FeedScoped.Get(); known && !scoped && strings.EqualFold(task.Name.Or(""), c.Plan.Task.ValueString()) {
			c.AddAttributeWarning(path.Root("task"), fmt.Sprintf("Task %q cannot be given for a feed", task.Name.Or("")),
				"It is not feed-scoped, so ProGet probably refuses the permission. Leave feed and feed_group out, or choose a task that has feed_scoped = true.")
		}
	}
}

// warnOfLastAdministrator warns if the plan takes away the last permission to
// administer ProGet.
func warnOfLastAdministrator(ctx context.Context, c *crud.Change[permission]) {
	if c.Prior == nil || !c.Prior.administers() || c.Prior.Deny.ValueBool() {
		return
	}
	if c.Plan != nil && c.Plan.administers() && !c.Plan.Deny.ValueBool() {
		return // to somebody else
	}
	permissions, err := c.Client.Permissions().List(ctx)
	if err != nil {
		return // the apply tells what went wrong
	}
	for _, other := range permissions {
		var m permission
		_, _ = bindPermission(&m, &other).Receive(ctx)
		if m.administers() && !m.Deny.ValueBool() && !m.ID.Equal(c.Prior.ID) && !c.Run.Destroys(ofPermissions, m.ID.ValueString()) {
			return
		}
	}
	c.AddWarning("The last permission to administer ProGet will be taken away",
		fmt.Sprintf("Without the one of %s, nobody has the task Administer everywhere, so that nobody can give it back but those with an API key that has full control.", c.Prior.who()))
}

// who names those whom the permission is about.
func (m *permission) who() string {
	if m.User.IsNull() {
		return "the group \"" + m.Group.ValueString() + "\""
	}
	return "the user \"" + m.User.ValueString() + "\""
}
