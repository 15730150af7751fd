package provider_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

var (
	until2023  = []string{"5.2", "2023"}
	since2023  = []string{"2023", "2024", "2026"}
	only52     = []string{"5.2"}
	anyVersion []string
)

// feeds are all attributes of proget_feed that can be left out or changed in
// place; name, feed_type and what is computed have tests of their own.
var feeds = &matrix{
	resource: "proget_feed", kind: "feeds", key: "name", change: managedChange,
	settings: "  feed_deletion_policy = \"delete\"\n",
	base:     `  feed_type = "nuget"`,
	prepare: func(s *server) {
		for _, name := range []string{"a", "b", "c"} {
			s.Put("connectors", name, map[string]any{"feedType": "nuget", "url": "https://api.nuget.org/v3/index.json"})
		}
	},
	rows: []row{
		{attribute: "alternate_names", profiles: since2023, set: `["old-a","old-b"]`, changed: `["old-b","old-c"]`, empty: `[]`},
		{attribute: "description", set: `"Packages of the \"core\" team"`, changed: `"two\nlines"`, empty: `""`},
		{attribute: "active", set: `false`, changed: `true`, standard: `true`},
		{attribute: "cache_connectors", set: `false`, changed: `true`, keeps: true},
		{attribute: "drop_path", set: `"C:\\drop"`, changed: `"\\\\host\\drop"`, empty: `""`},
		{attribute: "packages_path", set: `"/srv/packages"`, changed: `"D:\\packages"`, empty: `""`},
		{attribute: "package_store", set: xmlText("Store", "A"), changed: xmlText("Store", "B"), empty: `""`, elsewhere: true},
		{
			attribute: "package_store", variant: "spelling", elsewhere: true,
			set:     `"<Store Assembly='X'>\n  <!-- ours -->\n  <Properties Name=\"A\"></Properties>\n</Store>"`,
			stored:  map[string]string{`"<Store Assembly='X'>\n  <!-- ours -->\n  <Properties Name=\"A\"></Properties>\n</Store>"`: xmlText("Store", "A")},
			sent:    map[string]string{`"<Store Assembly='X'>\n  <!-- ours -->\n  <Properties Name=\"A\"></Properties>\n</Store>"`: `"<Store Assembly='X'>\n  <!-- ours -->\n  <Properties Name=\"A\"></Properties>\n</Store>"`},
			changed: xmlText("Store", "B"),
		},
		{attribute: "allow_unknown_licenses", set: `false`, changed: `true`},
		{attribute: "allowed_licenses", profiles: until2023, set: `["ISC","MIT"]`, changed: `["Apache-2.0","MIT"]`, empty: `[]`, keeps: true},
		{attribute: "blocked_licenses", profiles: until2023, set: `["AAL","GPL-2.0"]`, changed: `["AAL","GPL-3.0"]`, empty: `[]`, keeps: true},
		{attribute: "connectors", set: `["b","a"]`, changed: `["a","b","c"]`, empty: `[]`},
		{attribute: "connectors", variant: "order", set: `["b","a"]`, changed: `["a","b"]`},
		{attribute: "vulnerability_sources", profiles: until2023, set: `["OSS Index"]`, changed: `["OSS Index","PGVC"]`, empty: `[]`},
		{
			attribute: "package_filters", profiles: since2023, empty: `{}`,
			set: `{"a":` + xmlText("Filter", "A") + `}`, changed: `{"a":` + xmlText("Filter", "B") + `,"b":` + xmlText("Filter", "A") + `}`,
		},
		numbered("package_filters", only52, xmlText("Filter", "A"), xmlText("Filter", "B")),
		{
			attribute: "package_access_rules", profiles: []string{"2023"}, empty: `{}`,
			set: `{"a":` + xmlText("Rule", "A") + `}`, changed: `{"a":` + xmlText("Rule", "B") + `,"b":` + xmlText("Rule", "A") + `}`,
		},
		numbered("package_access_rules", only52, xmlText("Rule", "A"), xmlText("Rule", "B")),
		{
			attribute: "replication", block: true, profiles: only52, tokens: true, empty: `{}`, unset: `{"clientMode":"disabled","serverMode":"disabled"}`,
			set:     `{"client_mode":"pullonly","source_url":"https://a.example.com","client_token":"t1"}`,
			changed: `{"client_mode":"mirror","source_url":"https://b.example.com","client_token":"t2","server_mode":"readwrite","server_token":"t3"}`,
			stored: map[string]string{
				`{"client_mode":"pullonly","source_url":"https://a.example.com","client_token":"t1"}`:                                             `{"clientMode":"pullonly","sourceUrl":"https://a.example.com","clientToken":"t1"}`,
				`{"client_mode":"mirror","source_url":"https://b.example.com","client_token":"t2","server_mode":"readwrite","server_token":"t3"}`: `{"clientMode":"mirror","sourceUrl":"https://b.example.com","clientToken":"t2","serverMode":"readwrite","serverToken":"t3"}`,
			},
		},
		{attribute: "variables", set: `{"A b-c_d":"1","x":""}`, changed: `{"x":"ä\n$","z":"2"}`, empty: `{}`},
		{attribute: "deletion_policy", set: `"delete"`, changed: `"deactivate"`, unsent: true},

		flagRow("symbol_server_enabled", anyVersion, false),
		flagRow("strip_symbols", anyVersion, false),
		flagRow("strip_source", anyVersion, false),
		flagRow("strip_signature", since2023, false),
		flagRow("use_api_v3", since2023, false),
		flagRow("retention_rules_enabled", since2023, false),
		flagRow("package_statistics_enabled", since2023, false),
		flagRow("restrict_package_statistics", since2023, false),
		flagRow("deployment_records_enabled", since2023, true),
		flagRow("usage_records_enabled", since2023, true),
		flagRow("vulnerabilities_enabled", since2023, false),
		flagRow("licenses_enabled", since2023, false),
		flagRow("use_with_projects", since2023, true),

		ruleRow("delete_prerelease_versions", anyVersion, `true`, `false`),
		ruleRow("delete_cached", anyVersion, `true`, `false`),
		ruleRow("keep_versions_count", anyVersion, `5`, `0`),
		ruleRow("keep_used_within_days", anyVersion, `5`, `0`),
		ruleRow("trigger_download_count", anyVersion, `5`, `0`),
		ruleRow("keep_package_ids", anyVersion, `["A.*","B"]`, `["B"]`),
		ruleRow("delete_package_ids", anyVersion, `["A.*","B"]`, `["B"]`),
		ruleRow("keep_versions", anyVersion, `["1.*","2.0"]`, `["2.0"]`),
		ruleRow("delete_versions", anyVersion, `["1.*","2.0"]`, `["2.0"]`),
		ruleRow("size_trigger_kb", anyVersion, `5000000000`, `0`),
		ruleRow("size_exclusive", anyVersion, `true`, `false`),
		ruleRow("keep_consumed_within_days", since2023, `5`, `0`),
		ruleRow("keep_if_actively_consumed", since2023, `true`, `false`),
		ruleRow("keep_package_usage_removed_days", since2023, `5`, `0`),
		{
			attribute: "retention_rule", property: "retentionRules", block: true, variant: "order",
			set:     `[{"keep_versions_count":1},{"keep_versions_count":2}]`,
			changed: `[{"keep_versions_count":2},{"keep_versions_count":1},{"delete_versions":["*"]}]`,
			stored: map[string]string{
				`[{"keep_versions_count":1},{"keep_versions_count":2}]`:                           rulesWire(`"keepVersionsCount":1`, `"keepVersionsCount":2`),
				`[{"keep_versions_count":2},{"keep_versions_count":1},{"delete_versions":["*"]}]`: rulesWire(`"keepVersionsCount":2`, `"keepVersionsCount":1`, `"deleteVersions":["*"]`),
			},
			sent: map[string]string{
				`[{"keep_versions_count":1},{"keep_versions_count":2}]`:                           `[{"keepVersionsCount":1},{"keepVersionsCount":2}]`,
				`[{"keep_versions_count":2},{"keep_versions_count":1},{"delete_versions":["*"]}]`: `[{"keepVersionsCount":2},{"keepVersionsCount":1},{"deleteVersions":["*"]}]`,
			},
		},
	},
}

func TestAccFeedAttributes(t *testing.T) {
	t.Parallel()
	feeds.run(t)
}

// flagRow is a flag that a new feed has on or off, where it has it at all.
func flagRow(attribute string, profiles []string, on bool) row {
	r := row{attribute: attribute, profiles: profiles, set: `true`, changed: `false`, keeps: true}
	if on {
		r.set, r.changed = r.changed, r.set
	}
	return r
}

// numbered is a map of persisted XML on a server that knows no names for it.
func numbered(attribute string, profiles []string, a, b string) row {
	set, changed := `{"0":`+a+`}`, `{"0":`+b+`,"1":`+a+`}`
	return row{
		attribute: attribute, variant: "numbered", profiles: profiles, set: set, changed: changed, empty: `{}`, unset: `[]`,
		sent: map[string]string{set: `[` + a + `]`, changed: `[` + b + `,` + a + `]`},
	}
}

// xmlText is persisted XML as JSON text.
func xmlText(class, name string) string {
	text, _ := json.Marshal(`<` + class + ` Assembly="X"><Properties Name="` + name + `" /></` + class + `>`)
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(string(text))
}

// ruleRow is one member of the only retention rule.
func ruleRow(member string, profiles []string, set, changed string) row {
	rule := func(name, value string) string { return `"` + name + `":` + value }
	property := field.Property(member)
	also, alsoStored := "", ""
	if changed == `false` { // which says nothing, and a rule has to say something
		also, alsoStored = `,"keep_used_within_days":9`, `,"keepUsedWithinDays":9`
	}
	r := row{
		attribute: "retention_rule", property: "retentionRules", block: true, variant: member, profiles: profiles,
		set: `[{` + rule(member, set) + also + `}]`, changed: `[{` + rule(member, changed) + also + `}]`,
	}
	r.sent = map[string]string{r.set: `[{` + rule(property, set) + alsoStored + `}]`, r.changed: `[{` + rule(property, changed) + alsoStored + `}]`}
	r.stored = map[string]string{r.set: rulesWire(rule(property, set) + alsoStored), r.changed: rulesWire(rule(property, changed) + alsoStored)}
	if changed == `false` {
		r.sent[r.changed] = `[{` + strings.TrimPrefix(alsoStored, ",") + `}]`
	}
	return r
}

// rulesWire are retention rules as ProGet stores them: a flag is false unless it says otherwise.
func rulesWire(rules ...string) string {
	whole := make([]string, len(rules))
	for i, rule := range rules {
		members := []string{rule}
		for _, flag := range []string{"deletePrereleaseVersions", "deleteCached", "sizeExclusive", "keepIfActivelyConsumed"} {
			if !strings.Contains(rule, flag) {
				members = append(members, `"`+flag+`":false`)
			}
		}
		whole[i] = `{` + strings.TrimPrefix(strings.Join(members, ","), ",") + `}`
	}
	return `[` + strings.Join(whole, ",") + `]`
}
