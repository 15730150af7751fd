package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

type project struct {
	Name types.String `tfsdk:"name"`
	Type types.String `tfsdk:"type"`
	URL  types.String `tfsdk:"url"`
	ID   types.String `tfsdk:"id"`
}

func bindProject(m *project, o *proget.Project) field.Pairs {
	return field.Pairs{
		field.Text("name", &m.Name, &o.Name),
		field.Text("type", &m.Type, &o.Type).ClearedBy(""),
		field.Text("url", &m.URL, &o.URL).ClearedBy(""),
		field.ID("id", &m.ID, &o.ID),
	}
}

var projectKind = &crud.Kind[project, proget.Project]{
	Name: "project",
	Key:  "name",
	Schema: schema.Schema{
		MarkdownDescription: "A project of software composition analysis (SCA), to which builds and their SBOMs belong.\n\n" +
			"Destroying it destroys its builds and issues, and needs a ProGet that deletes projects through its API, as 2026 does; to let go of one elsewhere, use a removed block.",
		Attributes: map[string]schema.Attribute{
			"name": replaced(never, required("Name of the project, unique on the server.\nChanging it replaces the project.", stringvalidator.LengthAtLeast(1), printable)),
			"type": text("Type of the project, such as `application` or `library`."),
			"url":  text("Where the project is at home. It is kept as written."),
			"id":   schema.StringAttribute{Computed: true, MarkdownDescription: "Number that ProGet gives to the project."},
		},
	},
	Items:   func(c *proget.Client) crud.Items[proget.Project] { return c.Projects() },
	Bind:    bindProject,
	Filters: []string{"type"},
	Limits:  projectLimits,
	Access:  needsSCA,
}
