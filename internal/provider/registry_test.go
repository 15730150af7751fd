package provider_test

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

const root = "../.."

// pages are where the documentation and an example of each sort of thing lie.
var pages = []struct {
	docs, examples, example string
	schemas                 func(*engine) map[string]*tfprotov6.Schema
}{
	{"docs/resources", "examples/resources", "resource.tf", func(e *engine) map[string]*tfprotov6.Schema { return e.Schemas.ResourceSchemas }},
	{"docs/data-sources", "examples/data-sources", "data-source.tf", func(e *engine) map[string]*tfprotov6.Schema { return e.Schemas.DataSourceSchemas }},
	{"docs/ephemeral-resources", "examples/ephemeral-resources", "ephemeral-resource.tf", func(e *engine) map[string]*tfprotov6.Schema { return e.Schemas.EphemeralResourceSchemas }},
	{"docs/list-resources", "examples/list-resources", "list-resource.tfquery.hcl", func(e *engine) map[string]*tfprotov6.Schema { return e.Schemas.ListResourceSchemas }},
}

// Everything has a page that names all its attributes, and an example.
func TestDocumented(t *testing.T) {
	t.Parallel()
	e := start(t)
	for _, p := range pages {
		schemas := p.schemas(e)
		if len(schemas) == 0 {
			t.Fatalf("%s: %d schemas", p.docs, len(schemas))
		}
		for name, schema := range schemas {
			page, err := os.ReadFile(filepath.Join(root, p.docs, strings.TrimPrefix(name, "proget_")+".md"))
			if err != nil {
				t.Errorf("%s has no page: %v", name, err)
			}
			for _, a := range schema.Block.Attributes {
				if !strings.Contains(string(page), "- `"+a.Name+"` (") {
					t.Errorf("the page of %s does not name %s", name, a.Name)
				}
			}
			for _, b := range schema.Block.BlockTypes {
				if !strings.Contains(string(page), "- `"+b.TypeName+"` (") {
					t.Errorf("the page of %s does not name the block %s", name, b.TypeName)
				}
			}
			if _, err := os.Stat(filepath.Join(root, p.examples, name, p.example)); err != nil {
				t.Errorf("%s has no example: %v", name, err)
			}
		}
		for _, kind := range []string{p.docs, p.examples} {
			entries, err := os.ReadDir(filepath.Join(root, kind))
			must(t, err)
			for _, entry := range entries {
				name := "proget_" + strings.TrimPrefix(strings.TrimSuffix(entry.Name(), ".md"), "proget_")
				if _, ok := schemas[name]; !ok {
					t.Errorf("%s/%s is about nothing that exists", kind, entry.Name())
				}
			}
		}
	}
	for name := range e.Schemas.ResourceSchemas {
		for _, example := range []string{"import.sh", "import-by-string-id.tf", "import-by-identity.tf"} {
			if _, err := os.Stat(filepath.Join(root, "examples", "resources", name, example)); err != nil {
				t.Errorf("%s lacks an example of an import: %v", name, err)
			}
		}
		if e.Identities.IdentitySchemas[name] == nil {
			t.Errorf("%s has no identity", name)
		}
	}
}

// Every attribute is described, and Terraform's rules that nothing else checks hold.
func TestSchemas(t *testing.T) {
	t.Parallel()
	e := start(t)
	for _, d := range e.Schemas.Diagnostics {
		t.Error(d.Summary, d.Detail)
	}
	all := map[string]*tfprotov6.Schema{"provider": e.Schemas.Provider}
	for _, p := range pages {
		for name, schema := range p.schemas(e) {
			all[p.docs+"/"+name] = schema
		}
	}
	for name, schema := range all {
		if schema.Block.Description == "" {
			t.Errorf("%s has no description", name)
		}
		checkAttributes(t, name, schema.Block.Attributes)
		for _, b := range schema.Block.BlockTypes {
			if b.Block.Description == "" {
				t.Errorf("the block %s.%s has no description", name, b.TypeName)
			}
			checkAttributes(t, name+"."+b.TypeName, b.Block.Attributes)
		}
		if strings.HasPrefix(name, "docs/resources/") {
			checkNesting(t, name, schema.Block.Attributes)
		}
	}
}

func checkAttributes(t *testing.T, where string, attributes []*tfprotov6.SchemaAttribute) {
	t.Helper()
	for _, a := range attributes {
		name := where + "." + a.Name
		if len(a.Description) < 10 || !strings.HasSuffix(a.Description, ".") {
			t.Errorf("%s is not described in a sentence: %q", name, a.Description)
		}
		if a.WriteOnly && (a.Computed || !a.Sensitive) {
			t.Errorf("%s is write-only, so it cannot be computed and should be sensitive", name)
		}
		if a.Required && (a.Computed || a.Optional) {
			t.Errorf("%s is required and something else", name)
		}
		secret := strings.Contains(a.Name, "password") || strings.HasSuffix(a.Name, "_token") || a.Name == "api_key" || a.Name == "key_pem" || a.Name == "package_store"
		if secret && !a.Sensitive && !strings.HasSuffix(a.Name, "_version") {
			t.Errorf("%s is not sensitive", name)
		}
		if a.NestedType != nil {
			checkAttributes(t, name, a.NestedType.Attributes)
		}
	}
}

// Terraform drops misspelt names inside of nested attributes and refuses them in
// blocks, so resources have only blocks.
func checkNesting(t *testing.T, where string, attributes []*tfprotov6.SchemaAttribute) {
	t.Helper()
	for _, a := range attributes {
		if a.NestedType != nil {
			t.Errorf("%s.%s is a nested attribute", where, a.Name)
		}
	}
}

// Every property of ProGet's objects has an attribute, and the other way round.
func TestPropertiesHaveAttributes(t *testing.T) {
	t.Parallel()
	e := start(t)
	for _, k := range kinds {
		for _, w := range k.wires {
			checkWire(t, k.resource, e.Schema(k.resource), w)
		}
	}
}

func checkWire(t *testing.T, resource string, schema *tfprotov6.Schema, w wireType) {
	t.Helper()
	attributes := schema.Block.Attributes
	if w.block != "" {
		attributes = inside(schema, w.block)
	}
	properties := map[string]string{}
	if w.block == "" {
		for _, b := range schema.Block.BlockTypes {
			properties[field.Property(or(plurals[b.TypeName], b.TypeName))] = b.TypeName
		}
	}
	for _, a := range attributes {
		properties[field.Property(a.Name)] = a.Name
	}
	for f := range reflect.TypeOf(w.object).Fields() {
		if !f.IsExported() {
			continue
		}
		property, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		property = strings.ToLower(property[:1]) + property[1:] // storages begin theirs in upper case
		_, left := w.noAttribute[property]
		if _, ok := properties[property]; ok == left {
			t.Errorf("%s %s: property %s has an attribute: %t, left out: %t", resource, w.block, property, ok, left)
		}
		delete(properties, property)
	}
	for name := range w.noProperty {
		delete(properties, field.Property(name))
	}
	for _, name := range slices.Sorted(maps.Values(properties)) {
		t.Errorf("%s %s: attribute %s is no property", resource, w.block, name)
	}
}

// plurals are the blocks that may repeat, with what data sources call them.
var plurals = map[string]string{"retention_rule": "retention_rules"}

// inside are the attributes of a block.
func inside(schema *tfprotov6.Schema, block string) []*tfprotov6.SchemaAttribute {
	for _, b := range schema.Block.BlockTypes {
		if b.TypeName == block {
			return b.Block.Attributes
		}
	}
	return nil
}

// untold tells the attributes that data sources do not have: secrets, write-only
// ones and their versions, and what only the provider knows.
func untold(name string) bool {
	return strings.HasSuffix(name, "_wo") || unimported(name) ||
		slices.Contains([]string{"password", "client_token", "server_token", "key", "deletion_policy", "show_all"}, name)
}

// The data sources tell all that the resource has, without secrets and what only the provider knows.
func TestDataSourcesTellEverything(t *testing.T) {
	t.Parallel()
	e := start(t)
	for _, k := range listedKinds() {
		kind := strings.TrimPrefix(k.resource, "proget_")
		if singular, plural := e.Schemas.DataSourceSchemas[k.resource] != nil, e.Schemas.DataSourceSchemas[k.resource+"s"] != nil; singular != (len(k.tuple) == 0) || plural != (k.key != "") {
			t.Errorf("proget_%s has a data source: %t, and one of all: %t", kind, singular, plural) // where it has a name, and a key
		}
		want := told(e.Schema(k.resource).Block.Attributes)
		for _, b := range e.Schema(k.resource).Block.BlockTypes {
			name := or(plurals[b.TypeName], b.TypeName)
			want = append(want, name)
			for _, inner := range told(b.Block.Attributes) {
				want = append(want, name+"."+inner)
			}
		}
		want = slices.DeleteFunc(want, func(name string) bool { return strings.HasPrefix(name, "must not be told") }) // by others than the resource
		slices.Sort(want)
		if single := e.Schemas.DataSourceSchemas[k.resource]; single != nil && !slices.Equal(want, told(single.Block.Attributes)) {
			t.Errorf("proget_%s tells %v, want %v", kind, told(single.Block.Attributes), want)
		}
		all := e.Schemas.DataSourceSchemas[k.resource+"s"]
		if all == nil {
			continue
		}
		for _, a := range all.Block.Attributes {
			if a.NestedType == nil {
				continue
			}
			if plural := told(a.NestedType.Attributes); !slices.Equal(want, plural) {
				t.Errorf("proget_%ss tells %v, want %v", kind, plural, want)
			}
		}
	}
}

// told are the names of attributes, with those inside, less the untold.
func told(attributes []*tfprotov6.SchemaAttribute) []string {
	var names []string
	for _, a := range attributes {
		if a.WriteOnly || untold(a.Name) {
			if a.Computed && !a.Optional {
				names = append(names, "must not be told: "+a.Name)
			}
			continue
		}
		names = append(names, a.Name)
		if a.NestedType != nil {
			for _, inner := range told(a.NestedType.Attributes) {
				names = append(names, a.Name+"."+inner)
			}
		}
	}
	slices.Sort(names)
	return names
}
