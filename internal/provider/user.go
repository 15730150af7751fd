package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

type user struct {
	Name              types.String    `tfsdk:"name"`
	DisplayName       types.String    `tfsdk:"display_name"`
	Email             types.String    `tfsdk:"email"`
	PasswordWO        types.String    `tfsdk:"password_wo"`
	PasswordWOVersion types.Int64     `tfsdk:"password_wo_version"`
	Groups            field.StringSet `tfsdk:"groups"`
}

func bindUser(m *user, o *proget.User) field.Pairs {
	return field.Pairs{
		field.Spelled("name", &m.Name, &o.Name, strings.ToLower),
		field.Text("display_name", &m.DisplayName, &o.DisplayName).ClearedBy(""),
		field.Text("email", &m.Email, &o.Email).ClearedBy(""),
		field.Secret("password_wo", &m.PasswordWO, &o.Password).WriteOnly(&m.PasswordWO, &m.PasswordWOVersion),
		field.Set("groups", &m.Groups, &o.Groups, strings.ToLower).ReadOnly(),
	}
}

var userKind = &crud.Kind[user, proget.User]{
	Name: "user",
	Key:  "name",
	Schema: schema.Schema{
		MarkdownDescription: "A user of ProGet's own directory. Those of LDAP and the like are not managed here.",
		Attributes: map[string]schema.Attribute{
			"name":                replaced(strings.EqualFold, required("Name of the user, unique on the server, which is also the login. Case does not matter.\nChanging it replaces the user, and the permissions and memberships go with the old one.", stringvalidator.LengthAtLeast(1), printable)),
			"display_name":        text("Name of the user as ProGet shows it."),
			"email":               text("E-mail address of the user."),
			"password_wo":         writeOnly("Password of the user"+sentWith("user", "password_wo_version")+"."+needsWriteOnly, stringvalidator.LengthAtLeast(1), stringvalidator.AlsoRequires(path.MatchRoot("password_wo_version"))),
			"password_wo_version": versionOf("password_wo", "password", " ProGet keeps the password if both are removed."),
			"groups":              schema.SetAttribute{Computed: true, CustomType: field.NewStringSetType(), ElementType: types.StringType, MarkdownDescription: "Names of the groups that the user is in. `proget_group` and `proget_group_member` change them."},
		},
	},
	Items:  func(c *proget.Client) crud.Items[proget.User] { return c.Users() },
	Bind:   bindUser,
	Limits: securityLimits,
	Access: needsFullControl,
	ModifyPlan: func(_ context.Context, c *crud.Change[user]) {
		warnOfBuiltIn(c, "user", func(m *user) types.String { return m.Name }, "Admin")
	},
}
