package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// head is what the page begins with.
const head = `---
page_title: "ProGet's pages in HCL"
subcategory: ""
description: |-
  Which page and label of ProGet, property of its API and option of pgutil is which attribute.
---

# ProGet's pages in HCL

For those who know ProGet's pages, its HTTP API or pgutil and look for the attribute. Pages and labels are those of Inedo's
documentation for current versions; they move between versions, and old ones differ. Where it shows no label, the column is empty. Properties
are those of the JSON API, those of storages members of its ` + "`properties`" + `. Every attribute without one is known to the provider only. Options stand
behind ` + "`pgutil`" + `.

What an attribute means, and which versions have it, is on the page of its resource.
`

// tail is what no resource manages.
const tail = `
## Without an attribute

| ProGet's page | Why |
|---|---|
| Manage Feed > Policies & Blocking; Administration > Manage Policies | policies replaced license rules in 2024 and have no documented API |
| Feed groups | no documented API |
| Webhooks and notifiers | no documented API since 2024 |
| Replication since 2022 | no documented API |
| Administration > Scheduled Jobs | no documented API |
| Packages, images and files | content, not configuration |
`

// page maps ProGet's pages to the attributes of all resources.
func page(resources map[string]schema) string {
	known := map[string]label{}
	order := map[string]int{}
	for i, l := range labels {
		known[l.attribute], order[l.attribute] = l, i
	}
	var text strings.Builder
	text.WriteString(head)
	for _, resource := range slices.Sorted(maps.Keys(resources)) {
		paths := settings(resource, resources[resource].Block)
		slices.SortStableFunc(paths, func(a, b string) int { return position(order, a) - position(order, b) })
		fmt.Fprintf(&text, "\n## %s\n\n[`%s`](../resources/%s.md)\n\n", title(resource), resource, strings.TrimPrefix(resource, "proget_"))
		text.WriteString("| ProGet's page | Label | Attribute | API | pgutil |\n|---|---|---|---|---|\n")
		for _, path := range paths {
			l := known[path]
			property := l.property
			switch property {
			case "":
				property = code(camelCase(path[strings.LastIndex(path, ".")+1:]))
			case unsent:
				property = ""
			default:
				if !strings.Contains(property, " ") {
					property = code(property)
				}
			}
			fmt.Fprintf(&text, "| %s | %s | %s | %s | %s |\n", l.page, l.text, code(strings.TrimPrefix(path, resource+".")), property, code(l.pgutil))
		}
	}
	text.WriteString(tail)
	return text.String()
}

// settings are the paths of the attributes and blocks that can be set, in
// alphabetical order, those of a block behind it.
func settings(prefix string, b block) []string {
	var paths []string
	for _, name := range slices.Sorted(maps.Keys(b.Attributes)) {
		if a := b.Attributes[name]; a.Required || a.Optional {
			paths = append(paths, prefix+"."+name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.BlockTypes)) {
		paths = append(paths, prefix+"."+name)
		paths = append(paths, settings(prefix+"."+name, b.BlockTypes[name].Block)...)
	}
	return paths
}

// position is that of an attribute in the table, or else that of its block, or
// behind all others.
func position(order map[string]int, path string) int {
	for {
		if i, ok := order[path]; ok {
			return i
		}
		end := strings.LastIndex(path, ".")
		if end < 0 {
			return len(order)
		}
		path = path[:end]
	}
}

// title is the plural of what a resource is called: proget_license_file is License files.
func title(resource string) string {
	words := strings.ReplaceAll(strings.TrimPrefix(resource, "proget_"), "_", " ")
	return strings.Replace(strings.ToUpper(words[:1])+words[1:]+"s", "Api ", "API ", 1)
}

func camelCase(name string) string {
	words := strings.Split(name, "_")
	for i := 1; i < len(words); i++ {
		words[i] = strings.ToUpper(words[i][:1]) + words[i][1:]
	}
	return strings.Join(words, "")
}

func code(text string) string {
	if text == "" {
		return ""
	}
	return "`" + text + "`"
}
