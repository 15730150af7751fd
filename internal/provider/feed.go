package provider

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

type feed struct {
	Name                      types.String    `tfsdk:"name"`
	FeedType                  types.String    `tfsdk:"feed_type"`
	AlternateNames            field.StringSet `tfsdk:"alternate_names"`
	Description               types.String    `tfsdk:"description"`
	Active                    types.Bool      `tfsdk:"active"`
	CacheConnectors           types.Bool      `tfsdk:"cache_connectors"`
	DropPath                  types.String    `tfsdk:"drop_path"`
	PackagesPath              types.String    `tfsdk:"packages_path"`
	PackageStore              types.String    `tfsdk:"package_store"`
	AllowUnknownLicenses      types.Bool      `tfsdk:"allow_unknown_licenses"`
	AllowedLicenses           field.StringSet `tfsdk:"allowed_licenses"`
	BlockedLicenses           field.StringSet `tfsdk:"blocked_licenses"`
	SymbolServerEnabled       types.Bool      `tfsdk:"symbol_server_enabled"`
	StripSymbols              types.Bool      `tfsdk:"strip_symbols"`
	StripSource               types.Bool      `tfsdk:"strip_source"`
	StripSignature            types.Bool      `tfsdk:"strip_signature"`
	UseAPIV3                  types.Bool      `tfsdk:"use_api_v3"`
	EndpointURL               types.String    `tfsdk:"endpoint_url"`
	Connectors                types.List      `tfsdk:"connectors"`
	VulnerabilitySources      field.StringSet `tfsdk:"vulnerability_sources"`
	RetentionRules            types.List      `tfsdk:"retention_rule"`
	RetentionRulesEnabled     types.Bool      `tfsdk:"retention_rules_enabled"`
	PackageFilters            types.Map       `tfsdk:"package_filters"`
	PackageAccessRules        types.Map       `tfsdk:"package_access_rules"`
	Replication               types.Object    `tfsdk:"replication"`
	Variables                 types.Map       `tfsdk:"variables"`
	CanPublish                types.Bool      `tfsdk:"can_publish"`
	PackageStatisticsEnabled  types.Bool      `tfsdk:"package_statistics_enabled"`
	RestrictPackageStatistics types.Bool      `tfsdk:"restrict_package_statistics"`
	DeploymentRecordsEnabled  types.Bool      `tfsdk:"deployment_records_enabled"`
	UsageRecordsEnabled       types.Bool      `tfsdk:"usage_records_enabled"`
	VulnerabilitiesEnabled    types.Bool      `tfsdk:"vulnerabilities_enabled"`
	LicensesEnabled           types.Bool      `tfsdk:"licenses_enabled"`
	UseWithProjects           types.Bool      `tfsdk:"use_with_projects"`
	DeletionPolicy            types.String    `tfsdk:"deletion_policy"`
}

func bindFeed(m *feed, o *proget.Feed) field.Pairs {
	packageStore := field.Spelled("package_store", &m.PackageStore, &o.PackageStore, field.CanonicalXML)
	if o.HasStorage && m.PackageStore.IsNull() && !m.Name.IsNull() {
		packageStore.Reveals(field.Never) // it is proget_feed_storage's business, with secrets that no state should have
	}
	return field.Pairs{
		field.Spelled("name", &m.Name, &o.Name, strings.ToLower).Exact(),
		field.Spelled("feed_type", &m.FeedType, &o.FeedType, canonicalFeedType).Reveals(field.Sometimes), // never different because it is missing
		field.Set("alternate_names", &m.AlternateNames, &o.AlternateNames, strings.ToLower),
		field.Text("description", &m.Description, &o.Description),
		field.Flag("active", &m.Active, &o.Active),
		field.Flag("cache_connectors", &m.CacheConnectors, &o.CacheConnectors),
		field.Text("drop_path", &m.DropPath, &o.DropPath),
		field.Text("packages_path", &m.PackagesPath, &o.PackagesPath),
		packageStore,
		field.Flag("allow_unknown_licenses", &m.AllowUnknownLicenses, &o.AllowUnknownLicenses).Optional(),
		field.Set("allowed_licenses", &m.AllowedLicenses, &o.AllowedLicenses, strings.ToLower).Computed(),
		field.Set("blocked_licenses", &m.BlockedLicenses, &o.BlockedLicenses, strings.ToLower).Computed(),
		field.Flag("symbol_server_enabled", &m.SymbolServerEnabled, &o.SymbolServerEnabled).InEffect(false),
		field.Flag("strip_symbols", &m.StripSymbols, &o.StripSymbols).InEffect(false),
		field.Flag("strip_source", &m.StripSource, &o.StripSource).InEffect(false),
		field.Flag("strip_signature", &m.StripSignature, &o.StripSignature).InEffect(false),
		field.Flag("use_api_v3", &m.UseAPIV3, &o.UseAPIV3).InEffect(false),
		field.Text("endpoint_url", &m.EndpointURL, &o.EndpointURL).ReadOnly(),
		field.List("connectors", &m.Connectors, &o.Connectors, strings.ToLower),
		field.Set("vulnerability_sources", &m.VulnerabilitySources, &o.VulnerabilitySources, strings.ToLower),
		field.Objects("retention_rule", &m.RetentionRules, &o.RetentionRules, retentionRuleType, bindRetentionRule).Block("retentionRules"),
		field.Flag("retention_rules_enabled", &m.RetentionRulesEnabled, &o.RetentionRulesEnabled),
		field.PersistedXML("package_filters", &m.PackageFilters, &o.PackageFilters),
		field.PersistedXML("package_access_rules", &m.PackageAccessRules, &o.PackageAccessRules),
		field.Object("replication", &m.Replication, &o.Replication, replicationType, bindReplication).ClearedBy(noReplication).Block("replication"),
		field.Map("variables", &m.Variables, &o.Variables),
		field.Flag("can_publish", &m.CanPublish, &o.CanPublish).ReadOnly(),
		field.Flag("package_statistics_enabled", &m.PackageStatisticsEnabled, &o.PackageStatisticsEnabled).InEffect(false),
		field.Flag("restrict_package_statistics", &m.RestrictPackageStatistics, &o.RestrictPackageStatistics).InEffect(false),
		field.Flag("deployment_records_enabled", &m.DeploymentRecordsEnabled, &o.DeploymentRecordsEnabled),
		field.Flag("usage_records_enabled", &m.UsageRecordsEnabled, &o.UsageRecordsEnabled),
		field.Flag("vulnerabilities_enabled", &m.VulnerabilitiesEnabled, &o.VulnerabilitiesEnabled).InEffect(false),
		field.Flag("licenses_enabled", &m.LicensesEnabled, &o.LicensesEnabled).InEffect(false),
		field.Flag("use_with_projects", &m.UseWithProjects, &o.UseWithProjects),
	}
}

var feedKind = &crud.Kind[feed, proget.Feed]{
	Name:           ofFeeds,
	Key:            "name",
	Schema:         feedSchema,
	Items:          func(c *proget.Client) crud.Items[proget.Feed] { return c.Feeds() },
	Bind:           bindFeed,
	Own:            []string{"deletion_policy"},
	Filters:        []string{"feed_type", "active"},
	Limits:         feedLimits,
	Access:         needsFeeds,
	ValidateConfig: checkFeed,
	ModifyPlan:     planFeed,
	Gone:           goneFeed,
}

var feedSchema = schema.Schema{
	MarkdownDescription: "A feed holds packages of one type, and can draw more from connectors. Asset directories are feeds of the type `asset`.\n\n" +
		"Destroying a feed destroys its packages, so a feed that holds any is only deleted if `deletion_policy` says so.",
	Attributes: map[string]schema.Attribute{
		"name":                        required("Name of the feed, unique on the server.\nChanging it renames the feed in place; `alternate_names` keeps its old URLs alive.", stringvalidator.LengthAtLeast(1), printable, feedName),
		"feed_type":                   replaced(convertible, required("Type of the packages, such as `nuget`, `npm` or `docker`. Case does not matter, and `proget` is `universal`.\nIt changes in place between `universal` and `romp`, and between `nuget`, `chocolatey` and `powershell`; any other change replaces the feed.", knownFeedType)),
		"alternate_names":             textSet("Further names under which clients reach the feed. ProGet 5.2.19 and later."),
		"description":                 text("Description, shown in ProGet's user interface."),
		"active":                      activeFlag,
		"cache_connectors":            flag("Whether packages that are drawn through connectors are kept in the feed. On by default."),
		"drop_path":                   text("Folder, as ProGet's service sees it, from which packages are added to the feed."),
		"packages_path":               text("Absolute folder for the feed's packages.\nLeft out, ProGet uses one below `Storage.PackagesRootPath`. Changing it moves no files."),
		"package_store":               sensitive("Configuration of a package store such as Amazon S3 or Azure Blob, as persisted XML; it may hold secrets. It is compared as XML.\nLeft out, ProGet stores packages on disk. Changing it moves no files. Like every secret it is missing from configuration that Terraform generates: take it from the data source `proget_feed`. From ProGet 2024 on, `proget_feed_storage` manages the same thing and keeps secrets out of the state: use one of the two. There, a feed that leaves this out leaves the storage alone, and neither an import nor a refresh reads it.", wellFormedXML),
		"allow_unknown_licenses":      optionalFlag("Whether packages without a known license may be downloaded. Before ProGet 2024.\nLeft out, the feed inherits ProGet's setting `Feeds.AllowUnknownLicenseDownloads`."),
		"allowed_licenses":            shared("`allowed_feeds` of `proget_license`", "Codes of licenses whose packages may be downloaded."+legacy),
		"blocked_licenses":            shared("`blocked_feeds` of `proget_license`", "Codes of licenses whose packages may not be downloaded."+legacy),
		"symbol_server_enabled":       flag("Whether the feed serves symbols. NuGet, Chocolatey and PowerShell feeds only."),
		"strip_symbols":               flag("Whether symbol files (`.pdb`) are removed from packages as they are downloaded. NuGet, Chocolatey and PowerShell feeds only."),
		"strip_source":                flag("Whether source files (below `src/`) are removed from packages as they are downloaded. NuGet, Chocolatey and PowerShell feeds only."),
		"strip_signature":             flag("Whether signatures are removed from packages as they are downloaded. NuGet, Chocolatey and PowerShell feeds only, ProGet 2022.27 and later."),
		"use_api_v3":                  flag("Whether the feed offers version 3 of the NuGet API. NuGet, Chocolatey and PowerShell feeds only, ProGet 2022.27 and later."),
		"endpoint_url":                schema.StringAttribute{Computed: true, MarkdownDescription: "URL at which clients reach the feed. ProGet 2022 and later."},
		"connectors":                  textList("Names of the connectors that the feed draws packages from, in order.", listvalidator.UniqueValues()),
		"vulnerability_sources":       textSet("Names of vulnerability sources. Before ProGet 2024."),
		"retention_rules_enabled":     flag("Whether the retention rules run. ProGet 2023.25 and later."),
		"package_filters":             textMap("Custom package filters by name, as persisted XML, compared as XML. ProGet versions that keep no names number them.", mapvalidator.ValueStringsAre(wellFormedXML)),
		"package_access_rules":        textMap("Custom package access rules by name, as persisted XML, compared as XML. Before ProGet 2024.", mapvalidator.ValueStringsAre(wellFormedXML)),
		"variables":                   textMap("Variables of the feed. Their names have at most 50 letters, digits, dashes, spaces and underscores, begin with a letter and end with a letter or digit.", mapvalidator.KeysAre(variableName)),
		"can_publish":                 schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether packages can be published to the feed."},
		"package_statistics_enabled":  flag("Whether downloads are recorded." + sinceFlags),
		"restrict_package_statistics": flag("Whether only those who manage the feed see the statistics." + sinceFlags),
		"deployment_records_enabled":  flag("Whether deployments of packages are recorded." + sinceFlags),
		"usage_records_enabled":       flag("Whether the use of packages is recorded." + sinceFlags),
		"vulnerabilities_enabled":     flag("Whether packages are checked for vulnerabilities." + sinceFlags),
		"licenses_enabled":            flag("Whether the licenses of packages are checked." + sinceFlags),
		"use_with_projects":           flag("Whether the feed's packages count in projects and builds (SCA)." + sinceFlags),
		"deletion_policy":             text("What destroying the feed does, known to the provider only: `delete_if_empty` deletes it unless it holds packages (or files, in an asset directory), `delete` deletes it with all that it holds, `deactivate` deactivates it and lets go of it. Where ProGet does not say what a feed holds (types `docker`, `maven` and `bower`, and most types before 2023), `delete_if_empty` refuses. Default: the provider's `feed_deletion_policy`, else `delete_if_empty`.", stringvalidator.OneOf(deletionPolicies...)),
	},
	Blocks: map[string]schema.Block{
		"retention_rule": retentionRuleBlock,
		"replication":    replicationBlock,
	},
}

// sinceFlags ends the descriptions of the flags that came together.
const sinceFlags = " ProGet 2022.26 and later."

// A declared feed is active unless it says otherwise, so that a deactivation elsewhere is drift.
var activeFlag = schema.BoolAttribute{
	Optional: true, Computed: true, Default: booldefault.StaticBool(true),
	Description:         "Whether the feed is in use. An inactive feed is hidden and answers no clients.",
	MarkdownDescription: "Whether the feed is in use. An inactive feed is hidden and answers no clients. Default: `true`.",
}
