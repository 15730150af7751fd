package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

type retentionRule struct {
	DeletePrereleaseVersions    types.Bool      `tfsdk:"delete_prerelease_versions"`
	DeleteCached                types.Bool      `tfsdk:"delete_cached"`
	KeepVersionsCount           types.Int64     `tfsdk:"keep_versions_count"`
	KeepUsedWithinDays          types.Int64     `tfsdk:"keep_used_within_days"`
	TriggerDownloadCount        types.Int64     `tfsdk:"trigger_download_count"`
	KeepPackageIDs              field.StringSet `tfsdk:"keep_package_ids"`
	DeletePackageIDs            field.StringSet `tfsdk:"delete_package_ids"`
	KeepVersions                field.StringSet `tfsdk:"keep_versions"`
	DeleteVersions              field.StringSet `tfsdk:"delete_versions"`
	SizeTriggerKB               types.Int64     `tfsdk:"size_trigger_kb"`
	SizeExclusive               types.Bool      `tfsdk:"size_exclusive"`
	KeepConsumedWithinDays      types.Int64     `tfsdk:"keep_consumed_within_days"`
	KeepIfActivelyConsumed      types.Bool      `tfsdk:"keep_if_actively_consumed"`
	KeepPackageUsageRemovedDays types.Int64     `tfsdk:"keep_package_usage_removed_days"`
}

func bindRetentionRule(m *retentionRule, o *proget.RetentionRule) field.Pairs {
	return field.Pairs{
		field.OffByDefault("delete_prerelease_versions", &m.DeletePrereleaseVersions, &o.DeletePrereleaseVersions),
		field.OffByDefault("delete_cached", &m.DeleteCached, &o.DeleteCached),
		field.Number("keep_versions_count", &m.KeepVersionsCount, &o.KeepVersionsCount).Optional(),
		field.Number("keep_used_within_days", &m.KeepUsedWithinDays, &o.KeepUsedWithinDays).Optional(),
		field.Number("trigger_download_count", &m.TriggerDownloadCount, &o.TriggerDownloadCount).Optional(),
		field.Set("keep_package_ids", &m.KeepPackageIDs, &o.KeepPackageIDs, field.Exactly),
		field.Set("delete_package_ids", &m.DeletePackageIDs, &o.DeletePackageIDs, field.Exactly),
		field.Set("keep_versions", &m.KeepVersions, &o.KeepVersions, field.Exactly),
		field.Set("delete_versions", &m.DeleteVersions, &o.DeleteVersions, field.Exactly),
		field.Number("size_trigger_kb", &m.SizeTriggerKB, &o.SizeTriggerKB).Optional(),
		field.OffByDefault("size_exclusive", &m.SizeExclusive, &o.SizeExclusive),
		field.Number("keep_consumed_within_days", &m.KeepConsumedWithinDays, &o.KeepConsumedWithinDays).Optional(),
		field.OffByDefault("keep_if_actively_consumed", &m.KeepIfActivelyConsumed, &o.KeepIfActivelyConsumed),
		field.Number("keep_package_usage_removed_days", &m.KeepPackageUsageRemovedDays, &o.KeepPackageUsageRemovedDays).Optional(),
	}
}

var retentionRuleBlock = schema.ListNestedBlock{
	NestedObject: schema.NestedBlockObject{Attributes: retentionRuleAttributes},
	Description:  "Rules by which ProGet deletes packages, run from top to bottom, if `retention_rules_enabled` is on. ProGet Free only reports what they would delete.",
	MarkdownDescription: "A rule by which ProGet deletes packages. Rules run from top to bottom, if `retention_rules_enabled` is on. ProGet Free only reports what they would delete. " +
		"A rule that keeps nothing and selects nothing is refused; one that shall delete everything says so with `delete_versions = [\"*\"]`.",
}

var retentionRuleAttributes = map[string]schema.Attribute{
	"delete_prerelease_versions":      optionalFlag("Considers only prerelease versions (and Maven's SNAPSHOT versions)."),
	"delete_cached":                   optionalFlag("Considers only packages that were cached from connectors."),
	"keep_versions_count":             ruleNumber("Keeps this many of the newest versions of each package. Docker feeds ignore it."),
	"keep_used_within_days":           ruleNumber("Keeps versions that were downloaded within this many days."),
	"trigger_download_count":          ruleNumber("Keeps versions that were downloaded more often than this."),
	"keep_package_ids":                ruleSet("Always keeps packages with these names; `*` is a wildcard."),
	"delete_package_ids":              ruleSet("Considers only packages with these names; `*` is a wildcard."),
	"keep_versions":                   ruleSet("Always keeps these versions; `*` is a wildcard."),
	"delete_versions":                 ruleSet("Considers only these versions; `*` is a wildcard."),
	"size_trigger_kb":                 ruleNumber("Runs the rule only above this size, in kilobytes."),
	"size_exclusive":                  optionalFlag("With `size_trigger_kb`: counts the size of the matching packages instead of the whole feed."),
	"keep_consumed_within_days":       ruleNumber("Keeps packages that were used in builds within this many days." + modern),
	"keep_if_actively_consumed":       optionalFlag("Keeps packages that builds actively use." + modern),
	"keep_package_usage_removed_days": ruleNumber("Deletes packages only if their usage was removed at least this many days ago." + modern),
}

var retentionRuleType = objectType(retentionRuleAttributes)

func ruleNumber(description string) schema.Int64Attribute {
	return schema.Int64Attribute{Optional: true, MarkdownDescription: description, Validators: noNegative}
}

func ruleSet(description string) schema.SetAttribute {
	return textSet(description, setvalidator.ValueStringsAre(noComma))
}

// objectType is the type of a nested object with the given attributes.
func objectType(attributes map[string]schema.Attribute) types.ObjectType {
	typ := types.ObjectType{AttrTypes: map[string]attr.Type{}}
	for name, a := range attributes {
		typ.AttrTypes[name] = a.GetType()
	}
	return typ
}
