package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/proget-community/terraform-provider-proget/internal/provider"
)

// unlabelled is what has no row of its own in the table, and why.
var unlabelled = map[string]string{
	"proget_feed.package_filters":       "Inedo's documentation shows it nowhere",
	"proget_feed.package_access_rules":  "Inedo's documentation shows it nowhere",
	"proget_feed.variables":             "Inedo's documentation shows it nowhere",
	"proget_feed.vulnerability_sources": "Inedo's documentation shows it nowhere",

	"proget_feed.replication.client_mode":  "the dialog of a feature that ended with ProGet 6.0",
	"proget_feed.replication.client_token": "the dialog of a feature that ended with ProGet 6.0",
	"proget_feed.replication.server_mode":  "the dialog of a feature that ended with ProGet 6.0",
	"proget_feed.replication.server_token": "the dialog of a feature that ended with ProGet 6.0",
	"proget_feed.replication.source_url":   "the dialog of a feature that ended with ProGet 6.0",
}

// The table names nothing that does not exist, nothing twice, and all that can
// be set in any resource but what is listed.
func TestLabels(t *testing.T) {
	t.Parallel()
	schemas, err := export(t.Context(), providerserver.NewProtocol6(provider.New("test")())())
	if err != nil {
		t.Fatal(err)
	}
	resources := schemas.Schemas[address].Resources
	exists, named := map[string]bool{}, map[string]bool{}
	for name, resource := range resources {
		for _, path := range settings(name, resource.Block) {
			exists[path] = true
		}
	}
	for _, l := range labels {
		if !exists[l.attribute] {
			t.Errorf("%s cannot be set", l.attribute)
		}
		if named[l.attribute] {
			t.Errorf("%s is there twice", l.attribute)
		}
		if (l.page == "") != (l.property == unsent) {
			t.Errorf("%s is on no page, or known to the provider only: one is said", l.attribute)
		}
		if strings.HasSuffix(l.attribute, "_version") && l.property != unsent {
			t.Errorf("%s is no property of ProGet", l.attribute)
		}
		named[l.attribute] = true
	}
	for path := range exists {
		if _, left := unlabelled[path]; left == named[path] {
			t.Errorf("%s is in the table: %t, left out: %t", path, named[path], left)
		}
	}
	for path := range unlabelled {
		if !exists[path] {
			t.Errorf("%s is left out, and cannot be set", path)
		}
	}
	text := page(resources)
	for _, line := range []string{
		"| Manage Feed > Storage & Retention | Drop Path | `drop_path` | `dropPath` | `feeds properties set --property=dropPath` |\n",
		"| Manage Feed > Storage & Retention | Quota | `retention_rule.size_trigger_kb` | `sizeTriggerKb` | `feeds retention create --sizeTrigger` |\n",
		"|  |  | `deletion_policy` |  |  |\n",
		"|  |  | `variables` | `variables` |  |\n",
		"| Manage Feed > Storage & Retention > Storage > Change > Amazon S3 | Bucket | `s3.bucket_name` | `BucketName` | `feeds storage change --BucketName` |\n",
		"|  |  | `keepers` |  |  |\n",
		"## License files\n",
	} {
		if !strings.Contains(text, line) {
			t.Errorf("the page lacks %q:\n%s", line, text)
		}
	}
	if strings.Index(text, "`replication.client_mode`") < strings.Index(text, "`replication`") {
		t.Error("what is in a block does not stand behind it")
	}
}

// Every page is in a group of the registry's menu.
func TestSubcategories(t *testing.T) {
	t.Parallel()
	for _, sort := range []string{"resources", "data-sources", "list-resources", "ephemeral-resources"} {
		pages, err := filepath.Glob(filepath.Join("..", "..", "docs", sort, "*.md"))
		if err != nil || len(pages) == 0 {
			t.Fatal(sort, len(pages), err)
		}
		for _, name := range pages {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(text), "\nsubcategory: \"\"\n") {
				t.Errorf("%s is in no group: see templates/page.md.tmpl", name)
			}
		}
	}
}
