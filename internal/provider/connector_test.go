package provider_test

import "testing"

// connectors are all attributes of proget_connector that can be left out or
// changed in place; name and feed_type have tests of their own.
var connectors = &matrix{
	resource: "proget_connector", kind: "connectors", key: "name", change: managedChange,
	base: `
  feed_type = "nuget"
  url       = "https://api.nuget.org/v3/index.json"`,
	rows: []row{
		{
			attribute: "url", base: `  feed_type = "nuget"`, bare: `"https://api.nuget.org/v3/index.json"`,
			set: `"https://api.nuget.org/v3/index.json#v2"`, changed: `"http://nuget.example.com/a%20b/?x=%23&y"`,
		},
		{attribute: "username", set: `"reader"`, changed: `"writer"`, empty: `""`, unset: `""`},
		{attribute: "password", set: `"first"`, changed: `"second"`, empty: `""`, unset: `""`, secret: true},
		{attribute: "timeout", set: `30`, changed: `0`, keeps: true},
		{attribute: "filters", set: `["!Inner.*","Outer.*"]`, changed: `["Outer.*"]`, empty: `[]`},
		{attribute: "filters", variant: "many", set: `["a","b","c"]`, changed: `["B","c","d"]`, empty: `[]`},
		{attribute: "metadata_cache_enabled", set: `true`, changed: `false`, keeps: true, also: []string{"metadata_cache_minutes", "metadata_cache_count"}},
		{attribute: "metadata_cache_minutes", with: `metadata_cache_enabled = true`, set: `5`, changed: `0`, keeps: true},
		{attribute: "metadata_cache_count", with: `metadata_cache_enabled = true`, set: `5`, changed: `0`, keeps: true},
		{attribute: "metadata_cache_minutes", variant: "off", with: `metadata_cache_enabled = false`, set: `5`, changed: `6`, keeps: true, unsent: true},
		{attribute: "metadata_cache_count", variant: "off", with: `metadata_cache_enabled = false`, set: `5`, changed: `6`, keeps: true, unsent: true},
	},
}

func TestAccConnectorAttributes(t *testing.T) {
	t.Parallel()
	connectors.run(t)
}
