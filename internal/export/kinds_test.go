package export

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/proget-community/terraform-provider-proget/internal/provider"
)

// excused are the attributes, and kinds, of which kinds.go says nothing, with the reason.
var excused = struct{ plurals, references, defaults, secrets map[string]string }{
	plurals:    map[string]string{"group_member": "the users of a group hold them"},
	references: map[string]string{"api_key.package_permissions": "are what a key may do"},
	defaults: map[string]string{
		"feed.retention_rules_enabled": "not documented, so it is always written",
		"feed.use_api_v3":              "likewise",
		"license.title":                "every license has its own",
		"license.allowed":              "not documented, so it is always written",
	},
	secrets: map[string]string{
		"api_key.key_wo":     "ProGet makes one up",
		"connector.password": "password_wo stands for it",
		"feed.package_store": "ProGet reveals it",
		"setting.value_wo":   "settings that are secrets are left out, see omitted",
	},
}

// everyKind are the kinds of the provider, and the whole answer.
func everyKind(t *testing.T) ([]*kind, *tfprotov6.GetProviderSchemaResponse) {
	t.Helper()
	server := provider.Server("test")()
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	identities, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return (&session{schemas: schemas, identities: identities}).allKinds(), schemas
}

// settable are the attributes of a kind that a configuration sets, by their paths.
func (k *kind) settable() map[string]*tfprotov6.SchemaAttribute {
	all := map[string]*tfprotov6.SchemaAttribute{}
	add := func(prefix string, attributes []*tfprotov6.SchemaAttribute) {
		for _, a := range attributes {
			if a.Optional || a.Required {
				all[prefix+a.Name] = a
			}
		}
	}
	add("", k.schema.Block.Attributes)
	for _, b := range k.schema.Block.BlockTypes {
		add(b.TypeName+".", b.Block.Attributes)
	}
	return all
}

// says requires that kinds.go has something, or an excuse not to. It uses the excuse up.
func says(t *testing.T, excuses map[string]string, what string, has bool, put string) {
	t.Helper()
	switch _, is := excuses[what]; {
	case has && is:
		t.Errorf("%s is excused in kinds_test.go, and needs no excuse", what)
	case !has && !is:
		t.Errorf("%s %s in kinds.go, or say in kinds_test.go why not", what, put)
	}
	delete(excuses, what)
}

// A kind of the provider that kinds.go forgets would be written last, with a
// plural of its own, with what a fresh object has anyway and without its secrets.
func TestEveryKindIsKnown(t *testing.T) {
	t.Parallel()
	kinds, schemas := everyKind(t)
	plurals, references, defaults, secrets := maps.Clone(excused.plurals), maps.Clone(excused.references), maps.Clone(excused.defaults), maps.Clone(excused.secrets)
	for _, k := range kinds {
		if !slices.Contains(order, k.name) {
			t.Errorf("%s has no place among the kinds: put it into order in kinds.go, after what it refers to", k.name)
		}
		if k.listed {
			says(t, plurals, k.name, schemas.DataSourceSchemas["proget_"+k.plural] != nil, "has a plural that no data source has: put it into known")
		}
		for path, a := range k.settable() {
			name := k.name + "." + path
			if other := namedBy(kinds, path); other != "" && k.covered == "" && !a.Type.Is(tftypes.Bool) {
				_, elsewhere := k.elsewhere[path]
				_, refers := k.references[path]
				says(t, references, name, elsewhere || refers, "names objects of the kind "+other+": put it into references, or elsewhere,")
			}
			if a.Computed && !a.Type.Is(tftypes.Set{}) && !a.Type.Is(tftypes.List{}) && !a.Type.Is(tftypes.Map{}) {
				says(t, defaults, name, slices.ContainsFunc(k.defaults, func(s standard) bool { return s.attribute == path }), "is something where it is left out: put it into defaults")
			}
			if a.Sensitive {
				says(t, secrets, name, slices.ContainsFunc(k.secrets, func(s secret) bool { return s.attribute == path }), "is a secret: put it into secrets")
			}
		}
	}
	for _, excuses := range []map[string]string{plurals, references, defaults, secrets} {
		for name := range excuses {
			t.Errorf("kinds_test.go excuses %s, which does not exist", name)
		}
	}
}

// namedBy is the kind whose objects an attribute names, by its own name.
func namedBy(kinds []*kind, path string) string {
	for _, other := range kinds {
		if path == other.name || path == other.plural || strings.HasSuffix(path, "_"+other.plural) {
			return other.name
		}
	}
	return ""
}

// What kinds.go says is of kinds and attributes that exist.
func TestEveryRuleIsOfSomething(t *testing.T) {
	t.Parallel()
	kinds, _ := everyKind(t)
	names := map[string]bool{}
	for _, k := range kinds {
		names[k.name] = true
		attributes := slices.Concat(slices.Collect(maps.Keys(k.references)), slices.Collect(maps.Keys(k.elsewhere)))
		for _, s := range k.defaults {
			attributes = append(attributes, s.attribute)
		}
		for _, s := range k.secrets {
			attributes = append(attributes, s.attribute)
			if s.version != "" {
				attributes = append(attributes, s.version)
			}
		}
		for _, path := range attributes {
			if k.settable()[path] == nil {
				t.Errorf("%s has no %s, of which kinds.go tells", k.name, path)
			}
		}
	}
	for _, name := range slices.Concat(order, slices.Collect(maps.Keys(known))) {
		if !names[name] {
			t.Errorf("there is no kind %s, of which kinds.go tells", name)
		}
	}
}
