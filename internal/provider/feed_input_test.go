package provider_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// Input is checked before anything is sent, and the message is at its attribute.
func TestFeedInput(t *testing.T) {
	t.Parallel()
	const (
		fine  = tfprotov6.DiagnosticSeverityInvalid
		bad   = tfprotov6.DiagnosticSeverityError
		doubt = tfprotov6.DiagnosticSeverityWarning
	)
	rules := func(rules ...any) values { return values{"retention_rules_enabled": true, "retention_rule": rules} }
	replicated := func(r values) values { return values{"replication": r} }
	tests := []struct {
		name      string
		config    values
		severity  tfprotov6.DiagnosticSeverity
		attribute string
		says      string
	}{
		{"good", nil, fine, "", ""},
		{"empty name", values{"name": ""}, bad, "name", "at least 1"},
		{"space at the end of the name", values{"name": "a "}, bad, "name", "white space"},
		{"line break in the name", values{"name": "a\nb"}, bad, "name", "control characters"},
		{"slash in the name", values{"name": "a/b"}, doubt, "name", "ProGet may refuse this name"},
		{"dash before the name", values{"name": "-a"}, doubt, "name", "ProGet may refuse this name"},
		{"long name", values{"name": strings.Repeat("a", 51)}, doubt, "name", "ProGet may refuse this name"},
		{"name as long as may be", values{"name": strings.Repeat("a", 50)}, fine, "", ""},
		{"empty type", values{"feed_type": ""}, bad, "feed_type", "must not be empty"},
		{"blank type", values{"feed_type": " "}, bad, "feed_type", "must not be empty"},
		{"misspelt type", values{"feed_type": "nugte"}, doubt, "feed_type", `Did you mean "nuget"?`},
		{"new type", values{"feed_type": "quantum"}, doubt, "feed_type", `"quantum" is not a feed type that this provider knows.`},
		{"type in capitals", values{"feed_type": "NuGet"}, fine, "", ""},
		{"old name of a type", values{"feed_type": "ProGet"}, fine, "", ""},
		{"variable that begins with a digit", values{"variables": values{"1a": "x"}}, bad, "variables", "begins with a letter"},
		{"variable that ends with a space", values{"variables": values{"a ": "x"}}, bad, "variables", "ends with a letter or digit"},
		{"long variable", values{"variables": values{strings.Repeat("a", 51): "x"}}, bad, "variables", "at most 50"},
		{"variable as long as may be", values{"variables": values{strings.Repeat("a", 50): "x"}}, fine, "", ""},
		{"negative versions", rules(values{"keep_versions_count": -1}), bad, "retention_rule", "at least 0"},
		{"negative days", rules(values{"keep_used_within_days": -1}), bad, "retention_rule", "at least 0"},
		{"negative downloads", rules(values{"trigger_download_count": -1}), bad, "retention_rule", "at least 0"},
		{"negative size", rules(values{"size_trigger_kb": -1}), bad, "retention_rule", "at least 0"},
		{"negative days of use", rules(values{"keep_consumed_within_days": -1}), bad, "retention_rule", "at least 0"},
		{"negative days since removal", rules(values{"keep_package_usage_removed_days": -1}), bad, "retention_rule", "at least 0"},
		{"none", rules(values{"keep_versions_count": 0}), fine, "", ""},
		{"comma in packages to keep", rules(values{"keep_package_ids": []string{"a,b"}}), bad, "retention_rule", "separates the values of this list by commas"},
		{"comma in packages to delete", rules(values{"delete_package_ids": []string{"a,b"}}), bad, "retention_rule", "separates the values of this list by commas"},
		{"comma in versions to keep", rules(values{"keep_versions": []string{"1,2"}}), bad, "retention_rule", "separates the values of this list by commas"},
		{"comma in versions to delete", rules(values{"delete_versions": []string{"1,2"}}), bad, "retention_rule", "separates the values of this list by commas"},
		{"rule that keeps nothing", rules(values{"keep_versions_count": 1}, values{"size_exclusive": false}), bad, "retention_rule", "retention_rule[1] keeps nothing and selects nothing"},
		{"empty rule", rules(values{}), bad, "retention_rule", `delete_versions = ["*"]`},
		{"rule of nothing in many words", rules(values{"delete_cached": false, "delete_prerelease_versions": false, "keep_if_actively_consumed": false, "keep_versions": []string{}}), bad, "retention_rule", "retention_rule[0] keeps nothing and selects nothing"},
		{"rule that means everything", rules(values{"delete_versions": []string{"*"}}), fine, "", ""},
		{"rule of cached packages", rules(values{"delete_cached": true}), fine, "", ""},
		{"rule of something unknown", rules(values{"delete_cached": unknownValue{}}, values{"keep_versions": unknownValue{}}, values{"keep_versions_count": unknownValue{}}), fine, "", ""},
		{"negated packages to keep", rules(values{"keep_package_ids": []string{"A", "!B"}}), doubt, "retention_rule", `retention_rule[0].keep_package_ids has "!B"`},
		{"negated packages to delete", rules(values{"delete_package_ids": []string{"!B"}}), doubt, "retention_rule", `retention_rule[0].delete_package_ids has "!B"`},
		{"negated versions to keep", rules(values{"keep_versions": []string{"!1.*"}}), doubt, "retention_rule", `retention_rule[0].keep_versions has "!1.*"`},
		{"negated versions to delete", rules(values{"delete_versions": []string{"!1.*"}}), doubt, "retention_rule", `retention_rule[0].delete_versions has "!1.*"`},
		{"versions of docker", values{"feed_type": "Docker", "retention_rules_enabled": true, "retention_rule": []any{values{"keep_used_within_days": 9, "keep_versions_count": 0}}}, doubt, "retention_rule", "retention_rule[0].keep_versions_count is ignored by ProGet in docker feeds"},
		{"rules that are not enabled", values{"retention_rule": []any{values{"keep_versions_count": 1}}}, doubt, "retention_rule", "Set retention_rules_enabled = true"},
		{"rules that are off", values{"retention_rules_enabled": false, "retention_rule": []any{values{"keep_versions_count": 1}}}, doubt, "retention_rule", "Set retention_rules_enabled = true"},
		{"rules that may be on", values{"retention_rules_enabled": unknownValue{}, "retention_rule": []any{values{"keep_versions_count": 1}}}, fine, "", ""},
		{"no rules", values{"retention_rule": []any{}}, fine, "", ""},
		{"size_exclusive without a size", rules(values{"keep_versions_count": 1, "size_exclusive": true}), doubt, "retention_rule", "retention_rule[0] sets size_exclusive without size_trigger_kb"},
		{"size_exclusive with a size", rules(values{"size_trigger_kb": 1, "size_exclusive": true}), fine, "", ""},
		{"size_exclusive with an unknown size", rules(values{"size_trigger_kb": unknownValue{}, "size_exclusive": true}), fine, "", ""},
		{"package kept and deleted", rules(values{"keep_package_ids": []string{"A"}, "delete_package_ids": []string{"a"}}), doubt, "retention_rule", `has "a" in keep_package_ids and in delete_package_ids`},
		{"license allowed and blocked", values{"allowed_licenses": []string{"ISC", "MIT"}, "blocked_licenses": []string{"mit"}}, bad, "blocked_licenses", `"mit" is in allowed_licenses and in blocked_licenses`},
		{"client without a source", replicated(values{"client_mode": "pullonly", "client_token": "t"}), bad, "replication", "needs replication.source_url"},
		{"client that is off", replicated(values{"client_mode": "disabled"}), fine, "", ""},
		{"client with an unknown source", replicated(values{"client_mode": "pullonly", "source_url": unknownValue{}, "client_token": "t"}), fine, "", ""},
		{"source without a scheme", replicated(values{"client_mode": "mirror", "source_url": "a.example.com", "client_token": "t"}), bad, "replication", "no absolute URL"},
		{"no mode of a client", replicated(values{"client_mode": "readonly", "source_url": "https://a.example.com"}), bad, "replication", "pullonly"},
		{"no mode of a server", replicated(values{"server_mode": "mirror"}), bad, "replication", "readwrite"},
		{"package store that is no XML", values{"package_store": "<Store>"}, bad, "package_store", "no well-formed XML"},
		{"package filter that is no XML", values{"package_filters": values{"a": "x"}}, bad, "package_filters", "no well-formed XML"},
		{"access rule that is no XML", values{"package_access_rules": values{"a": "<a/><b/>"}}, bad, "package_access_rules", "no well-formed XML"},
		{"no deletion policy", values{"deletion_policy": "maybe"}, bad, "deletion_policy", `"delete_if_empty"`},
		{"connector twice", values{"connectors": []string{"a", "a"}}, bad, "connectors", "duplicate"},
		{"symbols of npm", values{"feed_type": "npm", "symbol_server_enabled": true}, doubt, "symbol_server_enabled", `this one is of type "npm"`},
		{"stripped symbols of npm", values{"feed_type": "npm", "strip_symbols": true}, doubt, "strip_symbols", `this one is of type "npm"`},
		{"stripped source of npm", values{"feed_type": "npm", "strip_source": true}, doubt, "strip_source", `this one is of type "npm"`},
		{"stripped signature of npm", values{"feed_type": "npm", "strip_signature": true}, doubt, "strip_signature", `this one is of type "npm"`},
		{"API v3 of npm", values{"feed_type": "npm", "use_api_v3": true}, doubt, "use_api_v3", `this one is of type "npm"`},
		{"no symbols of npm", values{"feed_type": "npm", "symbol_server_enabled": false, "strip_symbols": false, "strip_source": false, "strip_signature": false, "use_api_v3": false}, fine, "", ""},
		{"symbols of chocolatey", values{"feed_type": "Chocolatey", "symbol_server_enabled": true}, fine, "", ""},
		{"symbols of an unknown type", values{"feed_type": unknownValue{}, "symbol_server_enabled": true}, fine, "", ""},
		{"unknown elements", values{"allowed_licenses": []any{"MIT", unknownValue{}}, "blocked_licenses": []any{unknownValue{}}, "package_filters": values{"a": unknownValue{}}, "retention_rules_enabled": true, "retention_rule": []any{unknownValue{}}, "replication": values{"client_mode": unknownValue{}, "server_mode": unknownValue{}}}, fine, "", ""},
		{"unknown everything", values{
			"name": unknownValue{}, "alternate_names": unknownValue{}, "package_store": unknownValue{}, "allowed_licenses": unknownValue{},
			"blocked_licenses": unknownValue{}, "connectors": unknownValue{}, "retention_rule": unknownValue{}, "package_filters": unknownValue{},
			"replication": unknownValue{}, "variables": unknownValue{}, "deletion_policy": unknownValue{}, "feed_type": unknownValue{},
		}, fine, "", ""},
	}
	s := serve(t, fakeproget.Options{})
	e := connect(t, s, nil)
	for _, tt := range tests {
		diags := e.Validate(t, "proget_feed", feedOf("nuget", tt.config))
		if tt.severity == fine {
			if len(diags) > 0 {
				t.Errorf("%s: want nothing, got\n%s", tt.name, diags)
			}
			continue
		}
		beside := slices.ContainsFunc(diags, func(d *tfprotov6.Diagnostic) bool { return tftest.AttributeOf(d) != tt.attribute })
		if len(diags) == 0 || beside || diags.Failed() != (tt.severity == bad) || diags[0].Severity != tt.severity || tftest.AttributeOf(diags[0]) != tt.attribute || !strings.Contains(diags[0].Detail, tt.says) {
			t.Errorf("%s: want %s at %q that says %q, got\n%s", tt.name, tt.severity, tt.attribute, tt.says, diags)
		}
	}
	if sent := s.Requests(); len(sent) > 0 {
		t.Errorf("%d requests were sent", len(sent))
	}
}

// Replication needs the token of each side that is on, and the plan says so.
func TestFeedReplicationTokens(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name        string
		replication values
		says        string // the error, none if empty
	}{
		{"client without a token", values{"client_mode": "pullonly", "source_url": "https://a.example.com"}, "Missing client_token"},
		{"server without a token", values{"server_mode": "readwrite"}, "Missing server_token"},
		{"client with a token", values{"client_mode": "pullonly", "source_url": "https://a.example.com", "client_token": "t"}, ""},
		{"unknown token", values{"server_mode": "readwrite", "server_token": unknownValue{}}, ""},
		{"unknown mode", values{"server_mode": unknownValue{}}, ""},
		{"both off", values{"client_mode": "disabled", "server_mode": "disabled"}, ""},
	}
	s := serve(t, fakeproget.Options{Profile: "5.2"})
	e := connect(t, s, nil)
	for _, tt := range tests {
		_, diags := e.Plan(t, "proget_feed", e.Absent("proget_feed"), feedOf("nuget", values{"replication": tt.replication}))
		attribute, summary, _ := firstError(diags)
		if summary != tt.says || tt.says != "" && attribute != "replication" {
			t.Errorf("%s: want the error %q at replication, got\n%s", tt.name, tt.says, diags)
		}
	}
	if len(s.writes()) > 0 {
		t.Errorf("writes are %q", s.writes())
	}
}
