package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

type connector struct {
	Name                 types.String `tfsdk:"name"`
	FeedType             types.String `tfsdk:"feed_type"`
	URL                  types.String `tfsdk:"url"`
	Username             types.String `tfsdk:"username"`
	Password             types.String `tfsdk:"password"`
	PasswordWO           types.String `tfsdk:"password_wo"`
	PasswordWOVersion    types.Int64  `tfsdk:"password_wo_version"`
	Timeout              types.Int64  `tfsdk:"timeout"`
	Filters              types.List   `tfsdk:"filters"`
	MetadataCacheEnabled types.Bool   `tfsdk:"metadata_cache_enabled"`
	MetadataCacheMinutes types.Int64  `tfsdk:"metadata_cache_minutes"`
	MetadataCacheCount   types.Int64  `tfsdk:"metadata_cache_count"`
}

func bindConnector(m *connector, o *proget.Connector) field.Pairs {
	return field.Pairs{
		field.Spelled("name", &m.Name, &o.Name, strings.ToLower).Exact(),
		field.Spelled("feed_type", &m.FeedType, &o.FeedType, canonicalFeedType).Reveals(field.Sometimes), // never different because it is missing
		field.Text("url", &m.URL, &o.URL),
		field.Text("username", &m.Username, &o.Username).ClearedBy("").Reveals(field.Sometimes),
		field.Secret("password", &m.Password, &o.Password).ClearedBy("").WriteOnly(&m.PasswordWO, &m.PasswordWOVersion),
		field.Number("timeout", &m.Timeout, &o.Timeout),
		field.Unordered("filters", &m.Filters, &o.Filters),
		field.Flag("metadata_cache_enabled", &m.MetadataCacheEnabled, &o.MetadataCacheEnabled),
		field.Number("metadata_cache_minutes", &m.MetadataCacheMinutes, &o.MetadataCacheMinutes).While(&m.MetadataCacheEnabled),
		field.Number("metadata_cache_count", &m.MetadataCacheCount, &o.MetadataCacheCount).While(&m.MetadataCacheEnabled),
	}
}

var connectorKind = &crud.Kind[connector, proget.Connector]{
	Name: ofConnectors,
	Key:  "name",
	Schema: schema.Schema{
		MarkdownDescription: "A connector lets feeds draw packages from another repository, such as nuget.org or another ProGet. Feeds name the connectors that they use in `connectors`.\n\nDestroying or replacing a connector that feeds use warns with these feeds: ProGet refuses it, or takes the connector out of them. To replace one without a gap, give the new one another name, with `create_before_destroy = true` in its `lifecycle` block.",
		Attributes: map[string]schema.Attribute{
			"name": required("Name of the connector, unique on the server, at most 100 characters.\nChanging it renames the connector in place.",
				stringvalidator.UTF8LengthBetween(1, 100), printable),
			"feed_type":              replaced(sameFeedType, required("Type of the feeds that can use the connector, such as `nuget` or `npm`. Case does not matter, and `proget` is `universal`.\nChanging it replaces the connector.", knownFeedType)),
			"url":                    required("URL of the repository, such as `https://api.nuget.org/v3/index.json`. `#v2` at the end makes ProGet speak OData to nuget.org.\nIt is kept as written.", absoluteURL),
			"username":               text("User name at the repository.\nLeft out, ProGet connects anonymously. Some versions of ProGet do not reveal it: there a change made elsewhere is not seen."),
			"password":               sensitive("Password at the repository, kept in the Terraform state. ProGet never reveals it, so a change made elsewhere is not seen. With Terraform 1.11 or later, `password_wo` keeps it out of the state.", stringvalidator.ConflictsWith(path.MatchRoot("password_wo"))),
			"password_wo":            writeOnly("Password at the repository" + sentWith("connector", "password_wo_version") + "." + needsWriteOnly),
			"password_wo_version":    versionOf("password_wo", "password", " Removing both resets the password."),
			"timeout":                number("How long ProGet waits for the repository, in seconds.\nProGet's default is 10.", int64validator.AtLeast(0)),
			"filters":                textList("Which packages the connector lets through: names with `*` as wildcard, blocked with a leading `!`, as in `[\"Microsoft.*\", \"!Microsoft.Internal.*\"]`. ProGet Free ignores filters.\nThey reach ProGet in the order written, but a mere difference in order is none. Left out, all packages pass."),
			"metadata_cache_enabled": flag("Whether ProGet caches the metadata that it requests from the repository. Off by default, a paid feature."),
			"metadata_cache_minutes": number("How long metadata is cached, in minutes.\nOnly sent while `metadata_cache_enabled` is true; ProGet's default is 30.", int64validator.AtLeast(0)),
			"metadata_cache_count":   number("How many requests for metadata are cached.\nOnly sent while `metadata_cache_enabled` is true; ProGet's default is 100.", int64validator.AtLeast(0)),
		},
	},
	Items:          func(c *proget.Client) crud.Items[proget.Connector] { return c.Connectors() },
	Access:         needsFeeds,
	Bind:           bindConnector,
	Filters:        []string{"feed_type"},
	ValidateConfig: checkConnector,
	ModifyPlan:     planConnector,
	InUse:          connectorInUse,
}

// connectorResource is the engine's resource, which takes over what generic providers keep.
type connectorResource struct {
	*crud.Resource[connector, proget.Connector]
}

func newConnectorResource() resource.Resource {
	return connectorResource{crud.BaseResource(connectorKind)}
}

// checkConnector warns of settings that have no effect by themselves.
func checkConnector(_ context.Context, m *connector) (diags diag.Diagnostics) {
	if !m.PasswordWO.IsNull() && m.PasswordWOVersion.IsNull() {
		diags.AddAttributeWarning(path.Root("password_wo"), "A change of password_wo will not be seen",
			"Without password_wo_version the password is sent when the connector is created and never again. Set password_wo_version, and change it with the password.")
	}
	for _, size := range []struct {
		name   string
		number types.Int64
	}{{"metadata_cache_minutes", m.MetadataCacheMinutes}, {"metadata_cache_count", m.MetadataCacheCount}} {
		if !size.number.IsNull() && !m.MetadataCacheEnabled.IsUnknown() && !m.MetadataCacheEnabled.ValueBool() {
			diags.AddAttributeWarning(path.Root(size.name), size.name+" has no effect",
				"ProGet knows it only while metadata is cached. Set metadata_cache_enabled = true.")
		}
	}
	return diags
}

// adviseConnector warns of what ProGet Free does not do.
func adviseConnector(m *connector, server proget.Server) (diags diag.Diagnostics) {
	if !server.IsFree() {
		return nil
	}
	if len(m.Filters.Elements()) > 0 {
		diags.AddAttributeWarning(path.Root("filters"), "ProGet Free ignores connector filters",
			"The filters are stored, but on this edition the connector lets all packages through.")
	}
	if m.MetadataCacheEnabled.ValueBool() {
		diags.AddAttributeWarning(path.Root("metadata_cache_enabled"), "ProGet Free does not cache metadata of connectors",
			"The setting is stored, but has no effect on this edition.")
	}
	return diags
}
