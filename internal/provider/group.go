package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
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
		field.Spelled("name", &m.Name, &o.Name, strings.ToLower),
		field.Set("users", &m.Users, &o.Users, strings.ToLower).Computed().Reveals(field.Sometimes),
	}
}

var groupKind = &crud.Kind[group, proget.Group]{
	Name: ofGroups,
	Key:  "name",
	Schema: schema.Schema{
		MarkdownDescription: "A group of ProGet's own directory. Those of LDAP and the like are not managed here.",
		Attributes: map[string]schema.Attribute{
			"name":  replaced(strings.EqualFold, required("Name of the group, unique on the server. Case does not matter.\nChanging it replaces the group, and its permissions go with the old one.", stringvalidator.LengthAtLeast(1), printable)),
			"users": shared("`proget_group_member`", "Names of all users in the group. Those of a directory such as LDAP may be named as well: nothing checks that they exist.", setvalidator.ValueStringsAre(notEmpty...)),
		},
	},
	Items:      func(c *proget.Client) crud.Items[proget.Group] { return c.Groups() },
	Bind:       bindGroup,
	Limits:     securityLimits,
	Access:     needsFullControl,
	ModifyPlan: planGroup,
}

// Who manages the members of a group.
const (
	membersByGroup  = "users of proget_group"
	membersBySingle = "proget_group_member"
)

func planGroup(_ context.Context, c *crud.Change[group]) {
	warnOfBuiltIn(c, "group", func(m *group) types.String { return m.Name }, "Administrators")
	if c.Plan != nil && !c.Config.Users.IsNull() {
		warnOfOtherOwner(c.Run, &c.Diagnostics, "users", c.Plan.Name, membersByGroup)
	}
}

// warnOfOtherOwner warns if the members of a group are managed in two ways in
// this plan: each apply would undo what the other has done.
func warnOfOtherOwner(run *crud.Run, diags *diag.Diagnostics, attribute string, group types.String, by string) {
	if other := run.Owner("members of group "+strings.ToLower(group.ValueString()), by); other != by {
		diags.AddAttributeWarning(path.Root(attribute), fmt.Sprintf("The members of group %q are managed twice", group.ValueString()),
			fmt.Sprintf("They are managed by %s and by %s, so that each apply undoes what the other has done. Keep one of the two.", other, by))
	}
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
	Items:      func(c *proget.Client) crud.Items[proget.GroupMember] { return c.Groups().Members() },
	Bind:       bindGroupMember,
	Filters:    []string{"group", "user"},
	Limits:     securityLimits,
	Access:     needsFullControl,
	ModifyPlan: planGroupMember,
}

func planGroupMember(ctx context.Context, c *crud.Change[groupMember]) {
	if c.Plan == nil || c.Client == nil || c.Plan.Group.IsUnknown() {
		return
	}
	warnOfOtherOwner(c.Run, &c.Diagnostics, "group", c.Plan.Group, membersBySingle)
	warnOfMissing(ctx, c.Run, &c.Diagnostics, "group", ofGroups, c.Plan.Group.ValueString(), groupNames(c.ProviderData))
}
