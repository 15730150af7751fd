package export_test

import (
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// What the target's release lacks is left out and said; what means something
// else there is translated.
func TestForAnotherRelease(t *testing.T) {
	s := serve(t, fakeproget.Options{Profile: "5.2", BuiltInLicenses: -1})
	s.Put("connectors", "up", map[string]any{"feedType": "universal", "url": "https://up.example.com"})
	s.Put("feeds", "ruled", map[string]any{
		"feedType": "universal", "connectors": []any{"up"}, "allowUnknownLicenses": true, "vulnerabilitySources": []any{"PGVC"},
		"retentionRules": []any{map[string]any{"deleteCached": true, "keepVersionsCount": 3}},
	})
	s.Put("feeds", "unruled", map[string]any{"feedType": "npm"})
	s.Put("licenses", "Own-1.0", map[string]any{"allowed": false, "allowedFeeds": []any{"ruled"}, "urls": []any{"example.com/1", "package://acme"}})
	s.Put("licenses", "Own-2.0", map[string]any{"urls": []any{"packageid://acme"}, "title": "Two"})
	out := t.TempDir()
	if code, messages := exported(t, s, "-out", out, "-no-imports", "-for", "2026"); code != 0 {
		t.Fatal(messages)
	}
	files := read(t, out)
	has(t, files["connectors.tf"], `"universal"`, 1)
	for _, attribute := range []string{"allow_unknown_licenses", "allowed_licenses", "vulnerability_sources"} {
		has(t, files["feeds.tf"], "# "+attribute+" is left out: ProGet 2026 does not have it.", 1)
		has(t, files["feeds.tf"], attribute+" =", 0)
	}
	has(t, files["feeds.tf"], "retention_rules_enabled = true", 1)
	has(t, files["licenses.tf"], "# allowed is left out", 2)
	has(t, files["licenses.tf"], "urls = ", 1)
	has(t, files["licenses.tf"], `urls = ["example.com/1"]`, 1)
	has(t, files["licenses.tf"], `# package://acme is left out`, 1)
	has(t, files["licenses.tf"], `# packageid://acme is left out`, 1)
	has(t, files["licenses.tf"], `"Own-1.0"`, 2) // for the lack of a title, which ProGet 2024 wants

	if code, messages := exported(t, s, "-out", out, "-force"); code != 0 {
		t.Fatal(messages)
	}
	files = read(t, out)
	for name, content := range files {
		if strings.Contains(content, "left out") || strings.Contains(content, "retention_rules_enabled") {
			t.Errorf("%s for the release that it is:\n%s", name, content)
		}
	}
}

func TestForAnOlderRelease(t *testing.T) {
	s := serve(t, fakeproget.Options{BuiltInLicenses: -1})
	s.Put("connectors", "crates", map[string]any{"feedType": "cargo", "url": "https://crates.example.com"})
	s.Put("feeds", "crates", map[string]any{"feedType": "cargo"})
	s.Put("feeds", "npm", map[string]any{"feedType": "npm", "alternateNames": []any{"old"}, "vulnerabilitiesEnabled": true})
	s.Put("licenses", "Own-1.0", map[string]any{"title": "One", "spdx": []any{"Own"}})
	out := t.TempDir()
	code, messages := exported(t, s, "-out", out, "-for", "5.2.9")
	if code != 0 {
		t.Fatal(messages)
	}
	files := read(t, out)
	const reason = `"crates" is left out: ProGet 5.2.9 has no feeds of type cargo.`
	has(t, files["connectors.tf"], "# Connector "+reason, 1)
	has(t, files["feeds.tf"], "# Feed "+reason, 1)
	has(t, messages, reason, 2)
	has(t, files["imports.tf"], "crates", 0)
	has(t, files["feeds.tf"], "# alternate_names is left out", 1)
	has(t, files["feeds.tf"], "# vulnerabilities_enabled is left out", 1)
	has(t, files["licenses.tf"], "# spdx is left out", 1)
}
