package provider

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

type apiKey struct {
	ID                 types.String    `tfsdk:"id"`
	Type               types.String    `tfsdk:"type"`
	DisplayName        types.String    `tfsdk:"display_name"`
	Description        types.String    `tfsdk:"description"`
	SystemAPIs         field.StringSet `tfsdk:"system_apis"`
	PackagePermissions field.StringSet `tfsdk:"package_permissions"`
	Feed               types.String    `tfsdk:"feed"`
	FeedGroup          types.String    `tfsdk:"feed_group"`
	User               types.String    `tfsdk:"user"`
	Expiration         types.String    `tfsdk:"expiration"`
	Logging            types.String    `tfsdk:"logging"`
	Key                types.String    `tfsdk:"key"`
	KeyWO              types.String    `tfsdk:"key_wo"`
	KeyWOVersion       types.Int64     `tfsdk:"key_wo_version"`
	Keepers            types.Map       `tfsdk:"keepers"`
}

func bindAPIKey(m *apiKey, o *proget.APIKey) field.Pairs {
	return field.Pairs{
		field.ID("id", &m.ID, &o.ID),
		field.Spelled("type", &m.Type, &o.Type, strings.ToLower),
		field.Text("display_name", &m.DisplayName, &o.DisplayName),
		field.Text("description", &m.Description, &o.Description),
		field.Set("system_apis", &m.SystemAPIs, &o.SystemAPIs, strings.ToLower),
		field.Set("package_permissions", &m.PackagePermissions, &o.PackagePermissions, strings.ToLower),
		field.Spelled("feed", &m.Feed, &o.Feed, canonicalNames),
		field.Spelled("feed_group", &m.FeedGroup, &o.FeedGroup, canonicalNames),
		field.Spelled("user", &m.User, &o.User, strings.ToLower),
		field.Canonical("expiration", &m.Expiration, &o.Expiration, canonicalInstant),
		field.Spelled("logging", &m.Logging, &o.Logging, strings.ToLower).Computed(),
		field.Text("key", &m.Key, &o.Key).Reveals(field.Once).WriteOnly(&m.KeyWO, &m.KeyWOVersion),
	}
}

// canonicalNames is the form in which lists of names with commas between compare.
func canonicalNames(list string) string {
	var names []string
	for name := range strings.SplitSeq(strings.ToLower(list), ",") {
		names = append(names, strings.TrimSpace(name))
	}
	slices.SortFunc(names, cmp.Compare)
	return strings.Join(names, ",")
}

// canonicalInstant is the form in which instants compare: ProGet keeps neither
// zone nor precision (reference section 22, N17). Without a zone, it is UTC.
func canonicalInstant(text string) string {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UTC().Truncate(time.Second).Format(time.RFC3339)
		}
	}
	return text
}

const (
	ofSystem   = "\nKeys of the type `system` have at least one, no others have any."
	ofFeed     = "\nOnly for keys of the type `feed`"
	keyInState = " It is in the Terraform state, and in saved plans from then on: to keep it out, choose it yourself with `key_wo`, or use the ephemeral resource of the same name."
)

var apiKeyKind = &crud.Kind[apiKey, proget.APIKey]{
	Name: ofAPIKeys,
	Noun: "API key",
	Key:  "id",
	Schema: schema.Schema{
		MarkdownDescription: "An API key. ProGet cannot change one, so every change replaces it; with `create_before_destroy` the new key works before the old one goes. The key that the provider itself uses is neither replaced nor destroyed.\n\nA feed or user that is renamed or replaced replaces the keys that name it: they have another value then. Where `key_wo` gives the key, either change it along with whatever replaces it, or leave `create_before_destroy` out: ProGet does not take the same key twice.",
		Attributes: map[string]schema.Attribute{
			"id":                  schema.StringAttribute{Computed: true, MarkdownDescription: "Number that ProGet gives to the key."},
			"type":                required("What the key may do: `system` keys use the APIs in `system_apis`, `feed` keys the packages of a feed, `personal` keys whatever their user may, and `other` keys are those that an upgrade brought along from ProGet 5.3 or before: they can be imported, and are not meant to be made. ProGet has personal keys in editions other than Free. Case does not matter.", anyCaseOf("system", "feed", "personal", "other")),
			"display_name":        text("Name of the key in ProGet's user interface.", notEmpty...),
			"description":         text("Description of the key."),
			"system_apis":         textSet("What a system key may use: `full-control`, or any of `feeds`, `sca` and `sbom-upload`."+ofSystem, setvalidator.ValueStringsAre(anyCaseOf("full-control", "feeds", "sca", "sbom-upload"))),
			"package_permissions": textSet("What a feed key may do with packages: any of `view`, `add`, `promote` and `delete`.\nKeys of the type `feed` have at least one, no others have any.", setvalidator.ValueStringsAre(anyCaseOf("view", "add", "promote", "delete"))),
			"feed":                text("Name of the feed of a feed key. ProGet 2025.23 and later take several, with commas between."+ofFeed+", instead of `feed_group`.", notEmpty...),
			"feed_group":          text("Name of the feed group of a feed key."+ofFeed+", instead of `feed`.", notEmpty...),
			"user":                text("Name of the user of a personal key.\nOnly for keys of the type `personal`.", notEmpty...),
			"expiration":          text("When the key ceases to work, as in `2027-01-31T00:00:00Z`. ProGet has expiring keys in the Enterprise edition.\nLeft out, the key does not expire.", instant),
			"logging":             schema.StringAttribute{Optional: true, Computed: true, Description: "What ProGet logs of requests with the key: `none`, `request`, `response` or `both`.", MarkdownDescription: "What ProGet logs of requests with the key: `none`, `request`, `response` or `both`. Case does not matter. ProGet's default is `none`." + strings.ReplaceAll(keepsLast, "\n", " "), Validators: []validator.String{anyCaseOf("none", "request", "response", "both")}},
			"key":                 schema.StringAttribute{Computed: true, Sensitive: true, Description: "The key itself.", MarkdownDescription: "The key itself. ProGet reveals it when it is created and never again, so it is null for an imported key, and where `key_wo` gives it." + keyInState},
			"key_wo":              writeOnly("The key itself, chosen by you and never kept in plan or state. A ProGet that hashes its keys refuses it."+needsWriteOnly, stringvalidator.LengthAtLeast(1), stringvalidator.AlsoRequires(path.MatchRoot("key_wo_version"))),
			"key_wo_version":      versionOf("key_wo", "key", " Changing it replaces the key.", int64planmodifier.RequiresReplace()),
			"keepers": schema.MapAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Any values whose change replaces the key, such as a date that a `time_rotating` has. Giving some to a key that had none, such as an imported one, does not replace it.",
				PlanModifiers:       []planmodifier.Map{mapplanmodifier.RequiresReplaceIf(hadKeepers, "replaces the key unless it had no keepers", "replaces the key unless it had no keepers")},
			},
		},
	},
	Items:          func(c *proget.Client) crud.Items[proget.APIKey] { return c.APIKeys() },
	Bind:           bindAPIKey,
	Filters:        []string{"type", "feed", "user"},
	Own:            []string{"keepers"},
	Limits:         apiKeyLimits,
	Access:         needsFullControl,
	ValidateConfig: checkAPIKey,
	ModifyPlan:     planAPIKey,
}

func hadKeepers(_ context.Context, req planmodifier.MapRequest, resp *mapplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = !req.StateValue.IsNull()
}
