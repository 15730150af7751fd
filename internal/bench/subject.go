//go:build unix

package main

import "fmt"

// subject is a type of object that is measured. Its configuration and that of
// its floor have the same payload.
type subject struct {
	resource string
	plural   string // how the fake calls the objects
	payload  string // attributes of the instance count.index
	drift    map[string]any
	heal     map[string]any
}

var subjects = map[string]subject{
	"connector": {
		resource: "proget_connector",
		plural:   "connectors",
		payload: `
    name      = format("bench-%05d", count.index)
    feed_type = "nuget"
    url       = "https://packages.example.com/nuget/${count.index}/v3/index.json"
    username  = "bench"
    timeout   = 30
    filters   = ["Microsoft.*", "Newtonsoft.Json", "!*.Preview"]
`,
		drift: map[string]any{"timeout": 5},
		heal:  map[string]any{"timeout": 30},
	},
	"feed": {
		resource: "proget_feed",
		plural:   "feeds",
		payload: `
    name                    = format("bench-%05d", count.index)
    feed_type               = "nuget"
    description             = "A feed of the benchmark."
    retention_rules_enabled = true
    variables               = { "Owner" = "bench", "Number" = tostring(count.index) }

    retention_rule {
      delete_cached         = true
      keep_used_within_days = 30
      keep_package_ids      = ["Example.*"]
    }
    retention_rule {
      delete_prerelease_versions = true
      keep_versions_count        = 5
    }
`,
		drift: map[string]any{"description": "Somebody was here."},
		heal:  map[string]any{"description": "A feed of the benchmark."},
	},
	"license": {
		resource: "proget_license",
		plural:   "licenses",
		payload: `
    code          = format("bench-%05d", count.index)
    title         = "A license of the benchmark"
    urls          = ["https://licenses.example.com/${count.index}"]
    spdx          = ["LicenseRef-bench-${count.index}"]
    package_names = ["Example.${count.index}"]
`,
		drift: map[string]any{"title": "Somebody was here."},
		heal:  map[string]any{"title": "A license of the benchmark"},
	},
}

// configuration has n objects.
func (s subject) configuration(n int) string {
	return fmt.Sprintf(`terraform {
  required_providers {
    proget = {
      source = "proget-community/proget"
    }
  }
}

resource %q "this" {
  count = %d
%s}
`, s.resource, n, s.payload)
}

// floor has n objects of Terraform's own with the same payload.
func (s subject) floor(n int) string {
	return fmt.Sprintf(`resource "terraform_data" "this" {
  count = %d
  input = {
%s  }
}
`, n, s.payload)
}

// name is that of the instance i.
func (s subject) name(i int) string { return fmt.Sprintf("bench-%05d", i) }
