package provider_test

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// writePages makes tests write the pages that they otherwise compare.
var writePages = flag.Bool("pages", false, "write the generated parts of the guides")

// mistake is what a user did, and what the provider says to it.
type mistake struct {
	did      string   // completes "You"
	profiles []string // on which servers, all if empty
	deed     func(t *testing.T, s *server) diagnostics
	severity tfprotov6.DiagnosticSeverity
	at       string // the attribute, if there is one
	says     string // the summary
	helps    string // a part of the detail
}

const (
	planError   = tfprotov6.DiagnosticSeverityError
	planWarning = tfprotov6.DiagnosticSeverityWarning
)

// validated validates a configuration, planned plans a new object, and changing an
// object that was imported as it is on the server.
func validated(resource string, config values) func(*testing.T, *server) diagnostics {
	return func(t *testing.T, s *server) diagnostics {
		t.Helper()
		return connect(t, s, nil).Validate(t, resource, config)
	}
}

func planned(resource string, config values) func(*testing.T, *server) diagnostics {
	return func(t *testing.T, s *server) diagnostics {
		t.Helper()
		e := connect(t, s, nil)
		_, diags := e.Plan(t, resource, e.Absent(resource), config)
		return diags
	}
}

func changing(resource, key string, config values) func(*testing.T, *server) diagnostics {
	return func(t *testing.T, s *server) diagnostics {
		t.Helper()
		e := connect(t, s, nil)
		_, diags := connect(t, s, nil).Plan(t, resource, imported(t, e, resource, key), config)
		return diags
	}
}

func feedWith(more values) values { return feedOf("nuget", values{"name": "team"}, more) }

// stocked puts the objects that the mistakes are about on the server.
func stockMistakes(s *server) {
	s.Put("connectors", "nuget.org", map[string]any{"feedType": "nuget", "url": nuget})
	s.Put("feeds", "Packages", map[string]any{"feedType": "nuget", "connectors": []any{"nuget.org"}})
}

var mistakes = []mistake{
	{
		"gave a feed a type that ProGet spells otherwise", nil, validated("proget_feed", values{"name": "team", "feed_type": "deb"}),
		planWarning, "feed_type", "Unknown feed type", `Did you mean "debian"?`,
	},
	{
		"wrote a retention rule that keeps nothing and selects nothing", nil,
		validated("proget_feed", feedWith(values{"retention_rules_enabled": true, "retention_rule": []any{values{"size_exclusive": false}}})),
		planError, "retention_rule", "Retention rule deletes everything", `delete_versions = ["*"]`,
	},
	{
		"wrote retention rules without switching them on", nil,
		validated("proget_feed", feedWith(values{"retention_rule": []any{values{"keep_versions_count": 5}}})),
		planWarning, "retention_rule", "Retention rules may never run", "Set retention_rules_enabled = true",
	},
	{
		"negated a pattern in a retention rule", nil,
		validated("proget_feed", feedWith(values{"retention_rules_enabled": true, "retention_rule": []any{values{"keep_package_ids": []string{"!Acme"}}}})),
		planWarning, "retention_rule", `Retention rules know no "!"`, "keep_ or delete_ counterpart",
	},
	{
		"counted the versions to keep in a Docker feed", nil,
		validated("proget_feed", feedOf("docker", values{"retention_rules_enabled": true, "retention_rule": []any{values{"keep_versions_count": 5}}})),
		planWarning, "retention_rule", "keep_versions_count has no effect", "keep_used_within_days",
	},
	{
		"put a license into both lists", nil,
		validated("proget_feed", feedWith(values{"allowed_licenses": []string{"MIT"}, "blocked_licenses": []string{"mit"}})),
		planError, "blocked_licenses", "License both allowed and blocked", "Keep it in one of the two",
	},
	{
		"set up replication without its source", nil,
		validated("proget_feed", feedWith(values{"replication": values{"client_mode": "mirror", "client_token": "t"}})),
		planError, "replication", "Missing source_url", "the URL of the feed on the other server",
	},
	{
		"gave a connector a write-only password without a version", nil,
		validated("proget_connector", values{"name": "c", "feed_type": "nuget", "url": nuget, "password_wo": "p"}),
		planWarning, "password_wo", "A change of password_wo will not be seen", "Set password_wo_version",
	},
	{
		"sized a metadata cache that is off", nil,
		validated("proget_connector", values{"name": "c", "feed_type": "nuget", "url": nuget, "metadata_cache_count": 5}),
		planWarning, "metadata_cache_count", "metadata_cache_count has no effect", "Set metadata_cache_enabled = true",
	},
	{
		"left the scheme out of a connector's URL", nil,
		validated("proget_connector", values{"name": "c", "feed_type": "nuget", "url": "api.nuget.org/v3/index.json"}),
		planError, "url", "Invalid URL", "Write it with scheme and host",
	},
	{
		"put a password into a connector's URL", nil,
		validated("proget_connector", values{"name": "c", "feed_type": "nuget", "url": "https://u:p@a.example.com"}),
		planWarning, "url", "Password in a URL", "Use the attributes for user name and password",
	},
	{
		"described a feed whose name is taken", nil, planned("proget_feed", feedOf("nuget", values{"name": "packages"})),
		planWarning, "name", `Feed "packages" already exists as "Packages"`, "import {\n    to = proget_feed.<name>\n    id = \"Packages\"\n  }",
	},
	{
		"described two feeds of one name", nil,
		func(t *testing.T, s *server) diagnostics {
			t.Helper()
			e := connect(t, s, nil)
			_, diags := e.PlanBeside(t, "proget_feed", e.Absent("proget_feed"), feedWith(nil))
			noErrors(t, diags)
			_, diags = e.PlanBeside(t, "proget_feed", e.Absent("proget_feed"), feedOf("npm", values{"name": "Team"}))
			return diags
		},
		planError, "name", `Two resources make feed "Team"`, "Give each a name of its own",
	},
	{
		"renamed a key of `for_each` without a `moved` block", nil,
		func(t *testing.T, s *server) diagnostics {
			t.Helper()
			e := connect(t, s, nil)
			_, diags := e.PlanBeside(t, "proget_feed", imported(t, e, "proget_feed", "Packages"), nil)
			noErrors(t, diags)
			_, diags = e.PlanBeside(t, "proget_feed", e.Absent("proget_feed"), feedOf("nuget", values{"name": "Packages"}))
			return diags
		},
		planWarning, "name", `Feed "Packages" is destroyed and created`, "moved {\n    from = proget_feed.<old>",
	},
	{
		"named a connector that does not exist", nil, planned("proget_feed", feedWith(values{"connectors": []string{"nuget.ogr"}})),
		planWarning, "connectors", `There is no connector "nuget.ogr"`, `Did you mean "nuget.org"?`,
	},
	{
		"used an attribute that came with a later version",
		[]string{"5.2"},
		planned("proget_feed", feedWith(values{"use_with_projects": true})),
		planError, "use_with_projects", "use_with_projects does not exist on this server", "it exists in ProGet 2022.26 and later",
	},
	{
		"used an attribute that a later version does without", since2024, planned("proget_feed", feedWith(values{"vulnerability_sources": []string{"PGVC"}})),
		planError, "vulnerability_sources", "vulnerability_sources does not exist on this server", "it exists in ProGet 5.2 to 2023",
	},
	{
		"kept license rules after an upgrade", since2024, changing("proget_feed", "Packages", feedOf("nuget", values{"name": "Packages", "connectors": []string{"nuget.org"}, "allowed_licenses": []string{"MIT"}})),
		planError, "allowed_licenses", "allowed_licenses does not exist on this server", "policies say where a license is allowed",
	},
	{
		"set up replication on a server that replicates otherwise", since2023, planned("proget_feed", feedWith(values{"replication": values{"server_mode": "readonly", "server_token": "t"}})),
		planError, "replication", "replication does not exist on this server", "it exists in ProGet 5.2 to 6.0",
	},
	{
		"gave a license what only newer versions keep", until2023, planned("proget_license", values{"code": "A-1.0", "spdx": []string{"MIT"}}),
		planError, "spdx", "spdx does not exist on this server", "it exists in ProGet 2024 and later",
	},
	{
		"attached a license text on an old server", until2023, planned("proget_license_file", values{"code": "MIT", "content": "text"}),
		planError, "", "proget_license_file does not exist on this server", "they exist in ProGet 2024 and later",
	},
	{
		"gave an npm feed what only NuGet feeds have", since2023, planned("proget_feed", feedOf("npm", values{"strip_symbols": true})),
		planError, "strip_symbols", "strip_symbols does not exist in feeds of this type", "Only nuget, chocolatey and powershell feeds",
	},
	{
		"asked an old server for a feed of a new type", until2023, planned("proget_feed", feedOf("cargo")),
		planWarning, "feed_type", "Feed type may be unknown to this server", "which came with ProGet 2024.20",
	},
	{
		"used a key that ProGet does not know", nil,
		func(t *testing.T, s *server) diagnostics {
			t.Helper()
			e := connect(t, s, values{"api_key": "wrong-key"})
			_, diags := e.Plan(t, "proget_connector", e.Absent("proget_connector"), values{"name": "c", "feed_type": "nuget", "url": nuget})
			if strings.Contains(diags.String(), "wrong-key") {
				t.Error("the message shows the key")
			}
			return diags
		},
		planWarning, "", "Unable to look at the connectors of the server", "the API key comes from api_key in the provider block",
	},
	{
		"named a server that does not answer", nil,
		func(t *testing.T, s *server) diagnostics {
			t.Helper()
			e := connect(t, s, values{"url": "http://127.0.0.1:1"})
			_, diags := e.Plan(t, "proget_feed", e.Absent("proget_feed"), feedWith(nil))
			return diags
		},
		planWarning, "", "Unable to look at the feeds of the server", "The server is http://127.0.0.1:1, from url in the provider block",
	},
	{
		"imported what does not exist", nil,
		func(t *testing.T, s *server) diagnostics {
			t.Helper()
			e := connect(t, s, nil)
			_, diags := e.Import(t, "proget_feed", "package", nil)
			return diags
		},
		planError, "", `There is no feed "package" to import`, `Did you mean "Packages"?`,
	},
	{
		"imported a feed without its package store", until2023,
		func(t *testing.T, s *server) diagnostics {
			t.Helper()
			s.Put("feeds", "Packages", map[string]any{"packageStore": decode(xmlText("Store", "A"))})
			e := connect(t, s, nil)
			_, diags := e.Plan(t, "proget_feed", imported(t, e, "proget_feed", "Packages"), feedOf("nuget", values{"name": "Packages", "connectors": []string{"nuget.org"}}))
			return diags
		},
		planError, "package_store", `Importing feed "Packages" would lose its package store`, "the data source proget_feed has it",
	},
	{
		"renamed a feed in ProGet, which kept the old name as an alternate", since2023,
		func(t *testing.T, s *server) diagnostics {
			t.Helper()
			s.Put("feeds", "Renamed", map[string]any{"feedType": "nuget", "alternateNames": []any{"team"}})
			return planned("proget_feed", feedWith(nil))(t, s)
		},
		planWarning, "name", `Feed "Renamed" has "team" as an alternate name`, `change name to "Renamed"`,
	},
	{
		"destroyed a connector that feeds use", nil, changing("proget_connector", "nuget.org", nil),
		planWarning, "", `Connector "nuget.org" is destroyed while feeds use it`, `It is used by "Packages".`,
	},
	{
		"changed the type of a connector that feeds use", nil, changing("proget_connector", "nuget.org", values{"name": "nuget.org", "feed_type": "npm", "url": nuget}),
		planWarning, "", `Connector "nuget.org" is replaced while feeds use it`, "the next plan puts back",
	},
	{
		"destroyed a feed that holds packages", since2023,
		func(t *testing.T, s *server) diagnostics {
			t.Helper()
			s.AddPackage("Packages", "Acme.Core", "1.0.0")
			return changing("proget_feed", "Packages", nil)(t, s)
		},
		planWarning, "", `Feed "Packages" cannot be destroyed as it is`, "as when a key of for_each was renamed: a moved block says so",
	},
	{
		"destroyed a license that Terraform only imported", nil, changing("proget_license", "MIT", nil),
		planWarning, "", `License "MIT" will be deleted although Terraform did not create it`, "use a removed block",
	},
	{
		"gave an API key of one type what another has", nil,
		validated("proget_api_key", values{"type": "system", "system_apis": []string{"feeds"}, "feed": "packages"}),
		planError, "feed", "feed does not go with the type system", "choose the type that has it",
	},
	{
		"gave an API key of a feed no permission", nil, validated("proget_api_key", values{"type": "feed", "feed": "packages"}),
		planError, "package_permissions", "package_permissions is missing", "A key of the type feed needs package_permissions.",
	},
	{
		"chose an API key without saying when it changes", nil,
		validated("proget_api_key", values{"type": "system", "system_apis": []string{"feeds"}, "key_wo": "k"}),
		planError, "key_wo", "Invalid Attribute Combination", `"key_wo_version" must be specified`,
	},
	{
		"made an API key on an old server", until2023, planned("proget_api_key", values{"type": "system", "system_apis": []string{"feeds"}}),
		planError, "", "proget_api_key does not exist on this server", "they exist in ProGet 2024.3 and later",
	},
	{
		"made a user on a server without the security API",
		[]string{"5.2", "2023", "2024"},
		planned("proget_user", values{"name": "jane"}),
		planError, "", "proget_user does not exist on this server", "they exist in ProGet 2025 and later, in editions other than Free",
	},
	{
		"took the last permission to administer away",
		[]string{"2026"},
		changing("proget_permission", "1", nil),
		planWarning, "", "The last permission to administer ProGet will be taken away", "nobody has the task Administer everywhere",
	},
	{
		"destroyed a task that comes with ProGet",
		[]string{"2026"},
		changing("proget_task", "Manage Feed", nil),
		planWarning, "", `The task "Manage Feed" will be deleted although it comes with ProGet`, "use a removed block",
	},
	{
		"named a type of storage that is not installed", since2024,
		planned("proget_feed_storage", values{"feed": "Packages", "custom": values{"type": "gcs", "properties": values{}}}),
		planError, "custom", `Storage type "gcs" is not installed`, "Others come with extensions.",
	},
	{
		"left the secret of a storage out", since2024,
		planned("proget_feed_storage", values{"feed": "Packages", "azure": values{"container_name": "packages"}}),
		planError, "azure", "Missing azure.connection_string_wo", "secrets included",
	},
	{
		"changed the storage of a feed that holds packages", since2024,
		func(t *testing.T, s *server) diagnostics {
			t.Helper()
			s.AddPackage("Packages", "Acme.Core", "1.0.0")
			return planned("proget_feed_storage", values{"feed": "Packages", "disk": values{"path": "/mnt/packages"}})(t, s)
		},
		planWarning, "", `The storage of feed "Packages" will change, and its files will stay where they are`, "ProGet moves nothing",
	},
	{
		"misspelt a setting", since2024, planned("proget_setting", values{"name": "Web.BaseURI", "value": "https://proget.example.com"}),
		planError, "name", `Unknown setting "Web.BaseURI"`, `Did you mean "Web.BaseUrl"?`,
	},
	{
		"wrote the license key of ProGet as an ordinary value", nil, validated("proget_setting", values{"name": "Licensing.Key", "value": "k"}),
		planError, "value", "Licensing.Key is a secret", "Give it in value_wo, with value_wo_version.",
	},
}

// Every mistake is answered, on every server it can be made on, and the guide lists them.
func TestMistakes(t *testing.T) {
	t.Parallel()
	for _, m := range mistakes {
		profiles := m.profiles
		if profiles == nil {
			profiles = fakeproget.Profiles
		}
		for _, profile := range profiles {
			t.Run(profile+" "+m.did, func(t *testing.T) {
				t.Parallel()
				s := serve(t, fakeproget.Options{Profile: profile})
				stockMistakes(s)
				diags := m.deed(t, s)
				answered := slices.ContainsFunc(diags, func(d *tfprotov6.Diagnostic) bool {
					return d.Severity == m.severity && tftest.AttributeOf(d) == m.at && d.Summary == m.says && strings.Contains(d.Detail, m.helps)
				})
				if !answered || diags.Failed() != (m.severity == planError) {
					t.Errorf("want %s at %q: %s: %s, got\n%s", m.severity, m.at, m.says, m.helps, diags)
				}
				if writes := s.writes(); len(writes) > 0 {
					t.Errorf("it writes %q", writes)
				}
			})
		}
	}
	var page strings.Builder
	page.WriteString("| You | Terraform says | On |\n|---|---|---|\n")
	for _, m := range mistakes {
		on := "all versions"
		if m.profiles != nil {
			on = "the generations of " + strings.Join(m.profiles, ", ")
		}
		kind := "Warning"
		if m.severity == planError {
			kind = "Error"
		}
		fmt.Fprintf(&page, "| %s | %s: `%s` | %s |\n", m.did, kind, m.says, on)
	}
	comparePage(t, "troubleshooting.md.tmpl", "mistakes", page.String())
}

// comparePage compares a generated part of a guide, which stands between two
// comments, or writes it.
func comparePage(t *testing.T, name, part, want string) {
	t.Helper()
	file := filepath.Join("..", "..", "templates", "guides", name)
	content, err := os.ReadFile(file)
	must(t, err)
	begin, end := "<!-- "+part+": generated by the tests of internal/provider with -pages -->\n", "<!-- end of "+part+" -->\n"
	before, rest, ok := strings.Cut(string(content), begin)
	got, after, also := strings.Cut(rest, end)
	if !ok || !also {
		t.Fatalf("%s lacks the comments around %s", name, part)
	}
	if got == want {
		return
	}
	if *writePages {
		must(t, os.WriteFile(file, []byte(before+begin+want+end+after), 0o600))
		return
	}
	t.Errorf("%s is out of date: run go test ./internal/provider -run %s -pages, and make docs", name, t.Name())
}

// A connector that ProGet does not let go of says how to replace it.
func TestConnectorInUseIsRefused(t *testing.T) {
	t.Parallel()
	forProfiles(t, func(t *testing.T, profile string) {
		t.Helper()
		s := serve(t, fakeproget.Options{Profile: profile, RefuseDeleteInUse: true})
		stockMistakes(s)
		e := connect(t, s, nil)
		_, diags := e.Apply(t, "proget_connector", imported(t, e, "proget_connector", "nuget.org"), nil)
		if _, summary, detail := firstError(diags); summary != `Unable to delete connector "nuget.org"` || !strings.Contains(detail, "create_before_destroy = true") {
			t.Errorf("want an error that says how to replace it, got\n%s", diags)
		}
		state := imported(t, e, "proget_connector", "nuget.org")
		s.Fail(fakeproget.Fault{Path: "/api/management/connectors/delete", Status: http.StatusForbidden})
		_, diags = e.Apply(t, "proget_connector", state, nil)
		if _, summary, detail := firstError(diags); summary != `Unable to delete connector "nuget.org"` || strings.Contains(detail, "used by") {
			t.Errorf("want an error that blames the permission, not the feeds, got\n%s", diags)
		}
	})
}
