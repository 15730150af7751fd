package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

// checkRules checks the retention rules, which delete packages, one by one.
func (f *feed) checkRules(ctx context.Context) (diags diag.Diagnostics) {
	rules := f.RetentionRules.Elements()
	if len(rules) > 0 && !f.RetentionRulesEnabled.IsUnknown() && !f.RetentionRulesEnabled.ValueBool() {
		diags.AddAttributeWarning(path.Root("retention_rule"), "Retention rules may never run",
			"On ProGet 2023.25 and later they only run if retention_rules_enabled is on, and a new feed has it off. "+
				"Set retention_rules_enabled = true. Earlier versions do not have it; there, this warning can be ignored.")
	}
	for i, element := range rules {
		object, ok := element.(types.Object)
		if !ok || object.IsNull() || object.IsUnknown() {
			continue
		}
		var rule retentionRule
		diags.Append(object.As(ctx, &rule, basetypes.ObjectAsOptions{})...)
		diags.Append(rule.check(fmt.Sprintf("retention_rule[%d]", i), f.FeedType.ValueString())...)
	}
	return diags
}

// check refuses a rule that would delete everything and warns of what does not
// do what it seems to.
func (m *retentionRule) check(where, feedType string) (diags diag.Diagnostics) {
	root := path.Root("retention_rule")
	if m.sweeping() {
		diags.AddAttributeError(root, "Retention rule deletes everything",
			where+" keeps nothing and selects nothing, so it would delete all packages of the feed. "+
				"Say what it keeps, for example keep_versions_count = 5, or what it deletes. If it shall really delete everything, set delete_versions = [\"*\"].")
	}
	if canonicalFeedType(feedType) == "docker" && !m.KeepVersionsCount.IsNull() {
		diags.AddAttributeWarning(root, "keep_versions_count has no effect",
			where+".keep_versions_count is ignored by ProGet in docker feeds: it keeps no images. Limit the rule by something else, such as keep_used_within_days or keep_versions.")
	}
	if m.SizeExclusive.ValueBool() && m.SizeTriggerKB.IsNull() {
		diags.AddAttributeWarning(root, "size_exclusive has no effect",
			where+" sets size_exclusive without size_trigger_kb: ProGet ignores it then. Add size_trigger_kb or leave size_exclusive out.")
	}
	for _, list := range []struct {
		name   string
		values field.StringSet
	}{
		{"keep_package_ids", m.KeepPackageIDs},
		{"delete_package_ids", m.DeletePackageIDs},
		{"keep_versions", m.KeepVersions},
		{"delete_versions", m.DeleteVersions},
	} {
		for _, element := range list.values.Elements() {
			if value, ok := element.(types.String); ok && strings.HasPrefix(value.ValueString(), "!") {
				diags.AddAttributeWarning(root, "Retention rules know no \"!\"",
					fmt.Sprintf("%s.%s has %q. Unlike filters of connectors, these lists know no negation, so ProGet looks for a name that begins with \"!\". Use the keep_ or delete_ counterpart of the list instead.", where, list.name, value.ValueString()))
			}
		}
	}
	for _, both := range []struct {
		keep, remove string
		common       []string
	}{
		{"keep_package_ids", "delete_package_ids", common(m.KeepPackageIDs, m.DeletePackageIDs)},
		{"keep_versions", "delete_versions", common(m.KeepVersions, m.DeleteVersions)},
	} {
		for _, value := range both.common {
			diags.AddAttributeWarning(root, "Retention rule contradicts itself",
				fmt.Sprintf("%s has %q in %s and in %s: ProGet keeps it.", where, value, both.keep, both.remove))
		}
	}
	return diags
}

// sweeping reports whether the rule says nothing: it keeps nothing, selects
// nothing and waits for nothing. What is unknown may say something.
func (m *retentionRule) sweeping() bool {
	for _, value := range []attr.Value{
		m.KeepVersionsCount, m.KeepUsedWithinDays, m.TriggerDownloadCount, m.SizeTriggerKB, m.KeepConsumedWithinDays, m.KeepPackageUsageRemovedDays,
	} {
		if !value.IsNull() {
			return false
		}
	}
	for _, flag := range []types.Bool{m.DeletePrereleaseVersions, m.DeleteCached, m.KeepIfActivelyConsumed} {
		if flag.IsUnknown() || flag.ValueBool() {
			return false
		}
	}
	for _, list := range []field.StringSet{m.KeepPackageIDs, m.DeletePackageIDs, m.KeepVersions, m.DeleteVersions} {
		if list.IsUnknown() || len(list.Elements()) > 0 {
			return false
		}
	}
	return true
}
