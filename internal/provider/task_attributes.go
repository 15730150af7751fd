package provider

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// taskAttributes reads what tasks can consist of.
type taskAttributes struct{ dataSource }

var taskAttributesSchema = schema.Schema{
	MarkdownDescription: "Reads the rights that tasks of this server can consist of. Exists in ProGet 2025 and later, in editions other than Free, and needs " + needsFullControl + ".",
	Attributes: map[string]schema.Attribute{
		"task_attributes": schema.ListNestedAttribute{
			Computed: true, MarkdownDescription: "The rights, sorted by name.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"name":        schema.StringAttribute{Computed: true, MarkdownDescription: "Name of the right, such as `Feeds_ViewFeed`."},
				"feed_scoped": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the right can be given for a single feed."},
			}},
		},
		"names": schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "The names of the rights, sorted."},
	},
}

func newTaskAttributes() datasource.DataSource {
	return &taskAttributes{dataSource{name: "task_attributes", schema: taskAttributesSchema}}
}

type taskAttributesModel struct {
	TaskAttributes []taskAttribute `tfsdk:"task_attributes"`
	Names          []string        `tfsdk:"names"`
}

type taskAttribute struct {
	Name       types.String `tfsdk:"name"`
	FeedScoped types.Bool   `tfsdk:"feed_scoped"`
}

func (d *taskAttributes) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	client := d.requireClient(&resp.Diagnostics)
	if client == nil {
		return
	}
	known, err := client.Tasks().AllAttributes(ctx)
	if err != nil {
		resp.Diagnostics.AddError("Unable to list task attributes", crud.Explain(err))
		return
	}
	slices.SortFunc(known, func(a, b proget.TaskAttribute) int { return cmp.Compare(a.Name.Or(""), b.Name.Or("")) })
	model := taskAttributesModel{TaskAttributes: []taskAttribute{}, Names: []string{}}
	for _, attribute := range known {
		scoped := types.BoolNull()
		if value, ok := attribute.FeedScoped.Get(); ok {
			scoped = types.BoolValue(value)
		}
		model.TaskAttributes = append(model.TaskAttributes, taskAttribute{types.StringValue(attribute.Name.Or("")), scoped})
		model.Names = append(model.Names, attribute.Name.Or(""))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}
