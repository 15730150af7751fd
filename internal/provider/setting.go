package provider

import (
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

type serverSetting struct {
	Name           types.String `tfsdk:"name"`
	Value          types.String `tfsdk:"value"`
	ValueWO        types.String `tfsdk:"value_wo"`
	ValueWOVersion types.Int64  `tfsdk:"value_wo_version"`
	ValueType      types.String `tfsdk:"value_type"`
	Description    types.String `tfsdk:"description"`
	Create         types.Bool   `tfsdk:"create"`
	OnDestroy      types.String `tfsdk:"on_destroy"`
}

func bindSetting(m *serverSetting, o *proget.Setting) field.Pairs {
	valueType := o.ValueType.Or(m.ValueType.ValueString())
	value := field.Spelled("value", &m.Value, &o.Value, func(s string) string { return canonicalSetting(valueType, s) }).
		ClearedBy("").Present().WriteOnly(&m.ValueWO, &m.ValueWOVersion)
	if m.isSecret() || proget.IsSecretSetting(o.Name.Or("")) {
		value.Reveals(field.Never)
	}
	return field.Pairs{
		field.Spelled("name", &m.Name, &o.Name, strings.ToLower),
		value,
		field.Text("value_type", &m.ValueType, &o.ValueType).ReadOnly(),
		field.Text("description", &m.Description, &o.Description).ReadOnly(),
	}
}

// isSecret reports whether the value must not be in the state.
func (m *serverSetting) isSecret() bool {
	return !m.ValueWOVersion.IsNull() || proget.IsSecretSetting(m.Name.ValueString())
}

// canonicalSetting is the form in which values of a type compare (reference
// section 22, N14).
func canonicalSetting(valueType, value string) string {
	switch strings.ToLower(valueType) {
	case "boolean":
		return strings.ToLower(strings.TrimSpace(value))
	case "integer":
		if number, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64); err == nil {
			return strconv.FormatInt(number, 10)
		}
	}
	return value
}

// What destroying a setting does.
const (
	restoreSetting = "restore"
	clearSetting   = "clear"
	keepSetting    = "keep"
)

var settingKind = &crud.Kind[serverSetting, proget.Setting]{
	Name:    "setting",
	Lasting: true,
	Key:     "name",
	Schema: schema.Schema{
		MarkdownDescription: "A setting of ProGet, as its page *Advanced Settings* has them.\n\n" +
			"Settings are there already, so creating this resource sets one and remembers what it was, and destroying it restores that. ProGet deletes no settings.",
		Attributes: map[string]schema.Attribute{
			"name": replaced(strings.EqualFold, required("Name of the setting, such as `Web.BaseUrl`. Case does not matter.\nChanging it restores the one setting and sets the other.", stringvalidator.LengthAtLeast(1), printable)),
			"value": text("Value of the setting. Booleans are `true` or `false` in any case, integers are digits; an empty text means that it is not set.\nEither this or `value_wo` is required. Of a secret such as `Licensing.Key` it is neither accepted nor revealed.",
				stringvalidator.ExactlyOneOf(path.MatchRoot("value_wo"))),
			"value_wo": writeOnly("Value of a setting that is a secret, such as `Licensing.Key`"+sentWith("resource", "value_wo_version")+"; a change made elsewhere is not seen.",
				stringvalidator.AlsoRequires(path.MatchRoot("value_wo_version"))),
			"value_wo_version": versionOf("value_wo", "value", ""),
			"value_type":       schema.StringAttribute{Computed: true, MarkdownDescription: "Type of the value: `Text`, `Integer` or `Boolean`."},
			"description":      schema.StringAttribute{Computed: true, MarkdownDescription: "What ProGet says about the setting."},
			"create":           optionalFlag("Whether the setting may be one that ProGet does not know yet: ProGet accepts any name, so a misspelt one would have no effect. Known to the provider only. Default: `false`."),
			"on_destroy": text("What destroying the resource does, known to the provider only: `restore` gives the setting the value that it had before Terraform managed it, `clear` unsets it, `keep` leaves it as it is. Default: `restore`. "+
				"The value of a secret, and what an imported or tainted setting was, are not remembered: such a setting is left as it is.",
				stringvalidator.OneOf(restoreSetting, clearSetting, keepSetting)),
		},
	},
	Items:          func(c *proget.Client) crud.Items[proget.Setting] { return c.Settings() },
	Bind:           bindSetting,
	Own:            []string{"create", "on_destroy"},
	Limits:         settingLimits,
	Access:         needsFullControl,
	ValidateConfig: checkSetting,
	ModifyPlan:     planSetting,
}
