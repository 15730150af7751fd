//go:build unix

package main

import (
	"fmt"
	"slices"
	"strings"
)

// kind is a sort of object that is measured. A kind is an entry in this table
// and nothing else.
type kind struct {
	name     string
	resource string
	fake     string // how the fake calls the objects
	most     int    // the number of objects that is not exceeded; 0 for any number

	// attributes and blocks are the configuration of the instance count.index.
	// terraform_data has the same payload in one object.
	attributes string
	blocks     []block

	// drift are properties that somebody else changes, and heal has what they
	// were. Without them there is no plan with drift.
	drift, heal map[string]any
}

// block is a block that occurs once for each body.
type block struct {
	name   string
	bodies []string
}

var kinds = []kind{
	{
		name:     "connector",
		resource: "proget_connector",
		fake:     "connectors",
		attributes: `
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
	{
		name:     "feed",
		resource: "proget_feed",
		fake:     "feeds",
		attributes: `
    name                    = format("bench-%05d", count.index)
    feed_type               = "nuget"
    description             = "A feed of the benchmark."
    retention_rules_enabled = true
    variables               = { "Owner" = "bench", "Number" = tostring(count.index) }
`,
		blocks: []block{{"retention_rule", []string{
			"\n      delete_cached         = true\n      keep_used_within_days = 30\n      keep_package_ids      = [\"Example.*\"]\n",
			"\n      delete_prerelease_versions = true\n      keep_versions_count        = 5\n",
		}}},
		drift: map[string]any{"description": "Somebody was here."},
		heal:  map[string]any{"description": "A feed of the benchmark."},
	},
	{
		name:     "license",
		resource: "proget_license",
		fake:     "licenses",
		attributes: `
    code          = format("bench-%05d", count.index)
    title         = "A license of the benchmark"
    urls          = ["https://licenses.example.com/${count.index}"]
    spdx          = ["LicenseRef-bench-${count.index}"]
    package_names = ["Example.${count.index}"]
`,
		drift: map[string]any{"title": "Somebody was here."},
		heal:  map[string]any{"title": "A license of the benchmark"},
	},
	{
		name:     "user",
		resource: "proget_user",
		fake:     "users",
		most:     200,
		attributes: `
    name         = format("bench-%05d", count.index)
    display_name = "A user of the benchmark"
    email        = "bench@example.com"
`,
		drift: map[string]any{"email": "somebody@example.com"},
		heal:  map[string]any{"email": "bench@example.com"},
	},
	{
		name:     "group",
		resource: "proget_group",
		fake:     "groups",
		most:     50,
		attributes: `
    name  = format("bench-%05d", count.index)
    users = ["Admin"]
`,
		drift: map[string]any{"users": []string{}},
		heal:  map[string]any{"users": []string{"Admin"}},
	},
	{
		name:     "permission",
		resource: "proget_permission",
		fake:     "permissions",
		most:     500,
		attributes: `
    group = format("bench-%05d", count.index)
    task  = "Manage Feed"
`,
	},
}

// kindNames are the names in the order of the table.
func kindNames() []string {
	var names []string
	for _, k := range kinds {
		names = append(names, k.name)
	}
	return names
}

// chosen returns the kinds with the given names.
func chosen(names []string) ([]kind, error) {
	var found []kind
	for _, name := range names {
		i := slices.Index(kindNames(), name)
		if i < 0 {
			return nil, fmt.Errorf("there is no kind %q, only %s", name, strings.Join(kindNames(), ", "))
		}
		found = append(found, kinds[i])
	}
	return found, nil
}

// sizes are the numbers of objects that are measured of those that were asked for.
func (k kind) sizes(asked []int) []int {
	var sizes []int
	for _, n := range asked {
		if k.most > 0 {
			n = min(n, k.most)
		}
		if !slices.Contains(sizes, n) {
			sizes = append(sizes, n)
		}
	}
	return sizes
}

// configuration has n objects of the provider.
func (k kind) configuration(n int) string {
	var blocks strings.Builder
	for _, b := range k.blocks {
		for _, body := range b.bodies {
			fmt.Fprintf(&blocks, "    %s {%s    }\n", b.name, body)
		}
	}
	return fmt.Sprintf(`terraform {
  required_providers {
    proget = {
      source = "proget-community/proget"
    }
  }
}

resource %q "this" {
  count = %d
%s%s}
`, k.resource, n, k.attributes, blocks.String())
}

// builtIn has n objects of Terraform's own with the same payload.
func (k kind) builtIn(n int) string {
	var blocks strings.Builder
	for _, b := range k.blocks {
		fmt.Fprintf(&blocks, "    %s = [\n", b.name)
		for _, body := range b.bodies {
			fmt.Fprintf(&blocks, "    {%s    },\n", body)
		}
		fmt.Fprint(&blocks, "    ]\n")
	}
	return fmt.Sprintf(`resource "terraform_data" "this" {
  count = %d
  input = {
%s%s  }
}
`, n, k.attributes, blocks.String())
}

// object is the name of the instance i.
func (k kind) object(i int) string { return fmt.Sprintf("bench-%05d", i) }
