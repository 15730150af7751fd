package main

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/proget-community/terraform-provider-proget/internal/provider"
)

// The table names nothing that does not exist, nothing twice, and all that can
// be set in a resource of which it names anything.
func TestLabels(t *testing.T) {
	t.Parallel()
	schemas, err := export(t.Context(), providerserver.NewProtocol6(provider.New("test")())())
	if err != nil {
		t.Fatal(err)
	}
	resources := schemas.Schemas[address].Resources
	exists, named, labelled := map[string]bool{}, map[string]bool{}, map[string]bool{}
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
		if l.page == "" && l.property != unsent {
			t.Errorf("%s is on no page", l.attribute)
		}
		named[l.attribute] = true
		labelled[strings.SplitN(l.attribute, ".", 2)[0]] = true
	}
	for path := range exists {
		parts := strings.Split(path, ".")
		withoutPage := map[string]bool{ // what ProGet's documentation shows nowhere
			"proget_feed.package_filters": true, "proget_feed.package_access_rules": true,
			"proget_feed.variables": true, "proget_feed.vulnerability_sources": true,
		}
		if labelled[parts[0]] && !named[path] && !withoutPage[path] && parts[1] != "replication" {
			t.Errorf("%s is not in the table", path)
		}
	}
	text := page(resources)
	for _, line := range []string{
		"| Manage Feed > Storage & Retention | Drop Path | `drop_path` | `dropPath` | `feeds properties set --property=dropPath` |\n",
		"| Manage Feed > Storage & Retention | Quota | `retention_rule.size_trigger_kb` | `sizeTriggerKb` | `feeds retention create --sizeTrigger` |\n",
		"|  |  | `deletion_policy` |  |  |\n",
		"|  |  | `variables` | `variables` |  |\n",
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
