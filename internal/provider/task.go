package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

type task struct {
	Name        types.String    `tfsdk:"name"`
	Description types.String    `tfsdk:"description"`
	FeedScoped  types.Bool      `tfsdk:"feed_scoped"`
	Attributes  field.StringSet `tfsdk:"attributes"`
}

func bindTask(m *task, o *proget.Task) field.Pairs {
	return field.Pairs{
		field.Spelled("name", &m.Name, &o.Name, strings.ToLower),
		field.Text("description", &m.Description, &o.Description).ClearedBy(""),
		field.Flag("feed_scoped", &m.FeedScoped, &o.FeedScoped).InEffect(false).Reveals(field.Sometimes),
		field.Set("attributes", &m.Attributes, &o.Attributes, field.Exactly),
	}
}

var taskKind = &crud.Kind[task, proget.Task]{
	Name: ofTasks,
	Key:  "name",
	Schema: schema.Schema{
		MarkdownDescription: "A task: a set of rights under a name, which `proget_permission` gives to users and groups. ProGet comes with the tasks *Administer*, *Manage Feed*, *Promote Packages*, *Publish Packages*, *View & Download Packages* (*View and Download Packages* in some versions) and *Manage Projects*. They can be imported, but an upgrade may change them, and ProGet knows them by their names: rather make tasks of your own.",
		Attributes: map[string]schema.Attribute{
			"name":        replaced(strings.EqualFold, required("Name of the task, unique on the server. Case does not matter.\nChanging it replaces the task, and the permissions that name it go with the old one.", stringvalidator.LengthAtLeast(1), printable)),
			"description": text("Description of the task."),
			"feed_scoped": flag("Whether permissions can give the task for a single feed or feed group. ProGet's default is `false`."),
			"attributes": schema.SetAttribute{
				Required: true, CustomType: field.NewStringSetType(), ElementType: types.StringType,
				MarkdownDescription: "Rights that the task consists of, such as `Feeds_ViewFeed`. The data source `proget_task_attributes` has all that the server knows.",
				Validators:          []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(notEmpty...)},
			},
		},
	},
	Items:      func(c *proget.Client) crud.Items[proget.Task] { return c.Tasks() },
	Bind:       bindTask,
	Filters:    []string{"feed_scoped"},
	Limits:     securityLimits,
	Access:     needsFullControl,
	ModifyPlan: planTask,
}

// builtInTasks come with ProGet (reference sections 12.2 and 21, C37).
var builtInTasks = []string{
	administer, "Manage Feed", "Promote Packages", "Publish Packages", "View & Download Packages", "View and Download Packages", "Manage Projects",
}

func planTask(ctx context.Context, c *crud.Change[task]) {
	warnOfBuiltIn(c, "task", func(m *task) types.String { return m.Name }, builtInTasks...)
	if c.Plan != nil && c.Client != nil {
		warnOfUnknownAttributes(ctx, c)
	}
}

// warnOfUnknownAttributes warns of rights that the server does not know. It
// decides: an upgrade in the same run may bring them.
func warnOfUnknownAttributes(ctx context.Context, c *crud.Change[task]) {
	if c.Plan.Attributes.IsUnknown() || c.Prior != nil && c.Prior.Attributes.Equal(c.Plan.Attributes) {
		return
	}
	known, err := c.Client.Tasks().AllAttributes(ctx)
	if err != nil || len(known) == 0 {
		return
	}
	names := make([]string, len(known))
	for i, attribute := range known {
		names[i] = attribute.Name.Or("")
	}
	for _, element := range c.Plan.Attributes.Elements() {
		name, ok := element.(types.String)
		if !ok || name.IsUnknown() || slices.Contains(names, name.ValueString()) {
			continue
		}
		c.AddAttributeWarning(path.Root("attributes"), fmt.Sprintf("%s does not know the task attribute %q", c.Client.Server(), name.ValueString()),
			didYouMean(name.ValueString(), names)+"ProGet probably refuses the task. The data source proget_task_attributes has all that it knows.")
	}
}
