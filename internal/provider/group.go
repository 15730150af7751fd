package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

type group struct {
	Name  types.String    `tfsdk:"name"`
	Users field.StringSet `tfsdk:"users"`
}

func bindGroup(m *group, o *proget.Group) field.Pairs {
	return field.Pairs{
		field.Spelled("name", &m.Name, &o.Name, strings.ToLower).Exact(),
		field.Set("users", &m.Users, &o.Users, strings.ToLower).Computed(),
	}
}

var groupKind = &crud.Kind[group, proget.Group]{
	Name: "group",
	Key:  "name",
	Schema: schema.Schema{
		MarkdownDescription: "A group of ProGet's own directory. Those of LDAP and the like are not managed here.",
		Attributes: map[string]schema.Attribute{
			"name":  replaced(never, required("Name of the group, unique on the server.\nChanging it replaces the group, and its permissions go with the old one.", stringvalidator.LengthAtLeast(1), printable)),
			"users": shared("`proget_group_member`", "Names of all users in the group. Those of a directory such as LDAP may be named as well: nothing checks that they exist.", setvalidator.ValueStringsAre(notEmpty...)),
		},
	},
	Items:  func(c *proget.Client) crud.Items[proget.Group] { return c.Groups() },
	Bind:   bindGroup,
	Limits: securityLimits,
	Access: needsFullControl,
	ModifyPlan: func(_ context.Context, c *crud.Change[group]) {
		warnOfBuiltIn(c, "group", func(m *group) types.String { return m.Name }, "Administrators")
	},
}

type groupMember struct {
	Group types.String `tfsdk:"group"`
	User  types.String `tfsdk:"user"`
}

func bindGroupMember(m *groupMember, o *proget.GroupMember) field.Pairs {
	return field.Pairs{
		field.Spelled("group", &m.Group, &o.Group, strings.ToLower),
		field.Spelled("user", &m.User, &o.User, strings.ToLower),
	}
}

var groupMemberKind = &crud.Kind[groupMember, proget.GroupMember]{
	Name:     "group_member",
	Identity: []string{"group", "user"},
	Schema: schema.Schema{
		MarkdownDescription: "One membership of a user in a group, for those who do not own the whole group. Where `proget_group` has `users`, manage the members there.",
		Attributes: map[string]schema.Attribute{
			"group": required("Name of the group.", notEmpty...),
			"user":  required("Name of the user. One of a directory such as LDAP may be named as well: nothing checks that it exists.", notEmpty...),
		},
	},
	Items:   func(c *proget.Client) crud.Items[proget.GroupMember] { return c.Groups().Members() },
	Bind:    bindGroupMember,
	Filters: []string{"group", "user"},
	Limits:  securityLimits,
	Access:  needsFullControl,
}
