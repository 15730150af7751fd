package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// checkAPIKey refuses what does not belong to keys of the given type, and
// requires what does (reference section 11).
func checkAPIKey(_ context.Context, m *apiKey) (diags diag.Diagnostics) {
	if m.Type.IsNull() || m.Type.IsUnknown() {
		return nil
	}
	values := map[string]attr.Value{
		"system_apis": m.SystemAPIs, "package_permissions": m.PackagePermissions, "feed": m.Feed, "feed_group": m.FeedGroup, "user": m.User,
	}
	keyType := strings.ToLower(m.Type.ValueString())
	needs, known := map[string][]string{"system": {"system_apis"}, "feed": {"package_permissions"}, "personal": {"user"}, "other": nil}[keyType]
	if !known {
		return nil // the attribute's own validator says so
	}
	may := append([]string{}, needs...)
	if keyType == "feed" {
		may = append(may, "feed", "feed_group")
	}
	for _, name := range []string{"system_apis", "package_permissions", "feed", "feed_group", "user"} {
		if !saysNothing(values[name]) && !slices.Contains(may, name) {
			diags.AddAttributeError(path.Root(name), fmt.Sprintf("%s does not go with the type %s", name, keyType),
				fmt.Sprintf("Keys of the type %s do not have %s. Remove it, or choose the type that has it.", keyType, name))
		}
	}
	for _, name := range needs {
		if saysNothing(values[name]) {
			diags.AddAttributeError(path.Root(name), fmt.Sprintf("%s is missing", name), fmt.Sprintf("A key of the type %s needs %s.", keyType, name))
		}
	}
	if keyType == "feed" {
		diags.Append(exactlyOne("feed", m.Feed, "feed_group", m.FeedGroup)...)
	}
	return diags
}

// saysNothing reports whether an attribute is certainly null or empty.
func saysNothing(value attr.Value) bool {
	switch v := value.(type) {
	case types.String:
		return !v.IsUnknown() && v.ValueString() == ""
	case interface{ Elements() []attr.Value }:
		return !value.IsUnknown() && len(v.Elements()) == 0
	}
	return value.IsNull()
}

// planAPIKey keeps the provider's own key, and says what would be refused.
func planAPIKey(ctx context.Context, c *crud.Change[apiKey]) {
	if c.Prior != nil && c.Client != nil && c.Prior.goesWith(c.Plan) {
		if own, err := c.Client.APIKeys().IsOwn(ctx, c.Prior.ID.ValueString(), c.Prior.Key.ValueString()); err == nil && own {
			c.AddError(fmt.Sprintf("API key %q is the one that the provider itself uses", c.Prior.ID.ValueString()),
				"With it, the provider would lose its access in the middle of the run. Give the provider another key first: then this one can be replaced or destroyed. To let go of it as it is, use a removed block or \"terraform state rm\".")
			return
		}
	}
	if c.Plan == nil {
		return
	}
	if !c.Plan.KeyWOVersion.IsNull() {
		c.Plan.Key = types.StringNull()
		if c.Config.KeyWO.IsNull() {
			c.AddAttributeError(path.Root("key_wo"), "key_wo is null", "With key_wo_version, the key is the one in key_wo. Give it a value, or remove both.")
		}
	}
	if c.Prior == nil {
		c.Append(c.Plan.checkExpiration()...)
		c.Append(c.Plan.checkServer(c.Client)...)
		warnOfTwin(ctx, c)
	}
	if c.Client != nil && !strings.Contains(c.Plan.Feed.ValueString(), ",") {
		warnOfMissing(ctx, c.Run, &c.Diagnostics, "feed", ofFeeds, c.Plan.Feed.ValueString(), feedNames(c.ProviderData))
	}
}

// warnOfTwin warns of a key of the same display name and type that nothing in
// this run manages: a run that was killed leaves keys of which nobody knows.
func warnOfTwin(ctx context.Context, c *crud.Change[apiKey]) {
	name := c.Plan.DisplayName.ValueString()
	if c.Client == nil || name == "" {
		return
	}
	keys, _ := crud.ListOnce(ctx, c.Run, ofAPIKeys, c.Client.APIKeys().List) // what goes wrong, the engine tells
	for _, key := range keys {
		var m apiKey
		_, _ = bindAPIKey(&m, &key).Receive(ctx)
		id := m.ID.ValueString()
		same := m.DisplayName.ValueString() == name && strings.EqualFold(m.Type.ValueString(), c.Plan.Type.ValueString())
		if !same || c.Run.Makes(ofAPIKeys, id) || c.Run.Destroys(ofAPIKeys, id) {
			continue
		}
		c.AddAttributeWarning(path.Root("display_name"), fmt.Sprintf("There is an API key %q already", name),
			fmt.Sprintf("This plan makes another one beside it. A run that was interrupted may have left it: then delete it in ProGet, or import it instead of making another:\n\n%s", crud.ImportBlock(ofAPIKeys, id)))
		return
	}
}

// goesWith reports whether a key goes with a change to the plan: where there is
// none, or it differs in more than keepers that are new.
func (m *apiKey) goesWith(plan *apiKey) bool {
	if plan == nil || !plan.KeyWOVersion.Equal(m.KeyWOVersion) || !plan.Keepers.Equal(m.Keepers) && !m.Keepers.IsNull() {
		return true
	}
	prior := bindAPIKey(m, new(proget.APIKey))
	for i, p := range bindAPIKey(plan, new(proget.APIKey)) {
		if !p.Attribute().Equal(prior[i].Attribute()) {
			return true
		}
	}
	return false
}

// checkExpiration refuses keys that would be of no use.
func (m *apiKey) checkExpiration() (diags diag.Diagnostics) {
	at, err := time.Parse(time.RFC3339, m.Expiration.ValueString())
	if err == nil && at.Before(time.Now()) {
		diags.AddAttributeError(path.Root("expiration"), "The key would have expired", "This time is in the past. Choose a later one, or leave expiration out.")
	}
	return diags
}

// checkServer refuses what the server lacks.
func (m *apiKey) checkServer(client *proget.Client) (diags diag.Diagnostics) {
	if client == nil {
		return nil
	}
	server := client.Server()
	if known, several := server.AtLeast(2025, 23); known && !several && strings.Contains(m.Feed.ValueString(), ",") {
		diags.AddAttributeError(path.Root("feed"), "Keys for several feeds do not exist on this server",
			fmt.Sprintf("%s has keys for one feed. They came with ProGet 2025.23.", server))
	}
	if server.Edition != "" && !strings.EqualFold(server.Edition, "Enterprise") && m.Expiration.ValueString() != "" {
		diags.AddAttributeWarning(path.Root("expiration"), "Keys that expire are a feature of ProGet Enterprise",
			fmt.Sprintf("%s probably refuses this key. Leave expiration out there.", server))
	}
	return diags
}

// ephemeralAPIKey is the key that exists for one run.
type ephemeralAPIKey struct {
	*crud.EphemeralResource[apiKey, proget.APIKey]
}

var _ ephemeral.EphemeralResourceWithValidateConfig = ephemeralAPIKey{}

func newEphemeralAPIKey() ephemeral.EphemeralResource {
	return ephemeralAPIKey{crud.NewEphemeralResource(apiKeyKind, "An API key that exists for one run: it is made when the run needs it, and deleted when the run ends, also if it fails. Nothing of it is in plan or state. Terraform makes one for the plan and another for the apply.\n\nA run that is killed (`kill -9`, a machine that goes away, a job that is stopped by force) leaves its key behind: give it an `expiration` where the edition has expiring keys, and look for leftovers by their `display_name` with the data source `proget_api_keys`.")}
}

func (e ephemeralAPIKey) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	m, diags := e.Config(ctx, req.Config)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(checkAPIKey(ctx, &m)...)
	resp.Diagnostics.Append(m.checkExpiration()...)
}
