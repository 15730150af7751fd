package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// What not every version of ProGet has. Plans refuse it where it does not exist,
// and the guide on old and new servers shows it.

var (
	until2023   = proget.Span{Until: "2023"}
	since2023   = proget.Span{Since: "2023"}
	since2024   = proget.Span{Since: "2024"}
	since2025   = proget.Span{Since: "2025"}
	since202226 = proget.Span{Since: "2022.26"}
	since202227 = proget.Span{Since: "2022.27"}
)

const noPolicies = "from 2024 on, policies say where a license is allowed, and they have no API"

// feedLimits are those of reference sections 5.2, 6, 7 and 20.
var feedLimits = []crud.Limit{
	{Attribute: "alternate_names", Span: proget.Span{Since: "5.2.19"}},
	{Attribute: "replication", Span: proget.Span{Until: "6.0"}, Instead: "from 2022 on, replication is a feature of its own, without an API"},
	{Attribute: "package_statistics_enabled", Span: since202226},
	{Attribute: "restrict_package_statistics", Span: since202226},
	{Attribute: "deployment_records_enabled", Span: since202226},
	{Attribute: "usage_records_enabled", Span: since202226},
	{Attribute: "vulnerabilities_enabled", Span: since202226},
	{Attribute: "licenses_enabled", Span: since202226},
	{Attribute: "use_with_projects", Span: since202226},
	{Attribute: "strip_signature", Span: since202227},
	{Attribute: "use_api_v3", Span: since202227},
	{Attribute: "retention_rules_enabled", Span: proget.Span{Since: "2023.25"}, Instead: "before 2023, retention rules always run; from 2023.0 to 2023.24 they are enabled in ProGet's pages"},
	{Attribute: "allowed_licenses", Span: until2023, Instead: noPolicies},
	{Attribute: "blocked_licenses", Span: until2023, Instead: noPolicies},
	{Attribute: "allow_unknown_licenses", Span: until2023, Instead: noPolicies, Uncertain: true},
	{Attribute: "vulnerability_sources", Span: until2023},
	{Attribute: "package_access_rules", Span: until2023},
	{Attribute: "retention_rule.keep_consumed_within_days", Span: since2024, Uncertain: true},
	{Attribute: "retention_rule.keep_if_actively_consumed", Span: since2024, Uncertain: true},
	{Attribute: "retention_rule.keep_package_usage_removed_days", Span: since2024, Uncertain: true},
}

// licenseLimits are what only one of the dialects of licenses has.
func licenseLimits() (limits []crud.Limit) {
	for _, p := range proget.LicenseProperties {
		limit := crud.Limit{Attribute: field.Attribute(p.Name), Span: p.Span}
		if p.Until != "" {
			limit.Instead = noPolicies
		}
		limits = append(limits, limit)
	}
	return limits
}

// The kinds that not every server has at all (reference sections 8, 10 to 13, 15.1 and 26).
var (
	licenseFileLimits = []crud.Limit{{Span: since2024}}
	storageLimits     = []crud.Limit{{Span: since2024}}
	apiKeyLimits      = []crud.Limit{{Span: proget.Span{Since: "2024.3"}}}
	securityLimits    = []crud.Limit{{Span: since2025, NotFree: true}}
	settingLimits     = []crud.Limit{{Span: since2024}}
	projectLimits     = []crud.Limit{{Span: since2023}}
)

// The API keys that the kinds need, as documentation says it (reference section 3.3).
const (
	needsFullControl = "an API key with full control (`full-control`)"
	needsFeeds       = "an API key with *Use/Manage Feeds* (`feeds`) or full control"
	needsSCA         = "an API key with *Manage SCA* (`sca`) or full control"
	needsLicenses    = needsFullControl + "; until 2023 one with both *Feed Management* and *Manage Licenses*"
)

// Limits are those of all kinds that have any, as documentation shows them.
func Limits() map[string][]crud.Limit {
	return map[string][]crud.Limit{
		feedKind.Name: feedKind.Limits, licenseKind.Name: licenseKind.Limits, licenseFileKind.Name: licenseFileKind.Limits,
		storageKind.Name: storageKind.Limits, apiKeyKind.Name: apiKeyKind.Limits,
		userKind.Name: userKind.Limits, groupKind.Name: groupKind.Limits, groupMemberKind.Name: groupMemberKind.Limits,
		taskKind.Name: taskKind.Limits, permissionKind.Name: permissionKind.Limits,
		settingKind.Name: settingKind.Limits, projectKind.Name: projectKind.Limits,
	}
}

// feedTypeSince are the types that came after ProGet 5.2, for feeds (reference section 5.5).
var feedTypeSince = map[string]string{
	"conda": "6.0.6", "apk": "2023.22", "cran": "2023.23", "pub": "2024.11", "terraform": "2024.20",
	"cargo": "2024.20", "composer": "2024.22", "conan": "2024.22",
}

// connectorTypeSince are those whose connectors came later than the feeds.
var connectorTypeSince = map[string]string{"rpm": "2023.22"}

// newType warns of a feed type that the server's version may not know yet.
func newType(client *proget.Client, feedType types.String, since ...map[string]string) (diags diag.Diagnostics) {
	if client == nil {
		return nil
	}
	server := client.Server()
	for _, releases := range since {
		release, ok := releases[canonicalFeedType(feedType.ValueString())]
		if known, has := server.Has(proget.Span{Since: release}); ok && known && !has {
			diags.AddAttributeWarning(path.Root("feed_type"), "Feed type may be unknown to this server",
				fmt.Sprintf("%s probably does not know the type %q, which came with ProGet %s. It is sent as it is, and ProGet decides.", server, feedType.ValueString(), release))
			return diags
		}
	}
	return nil
}
