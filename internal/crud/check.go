package crud

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

// check panics with a sentence where the parts of a kind do not fit together:
// later they would be nil pointers and dumps of types. Whoever adds a kind sees
// it in the first test.
func (k *Kind[M, T]) check() {
	fail := func(text string, about ...any) { panic("crud: kind " + k.Name + ": " + fmt.Sprintf(text, about...)) }
	if k.Key == "" && len(k.Identity) == 0 {
		fail("it has neither a Key nor an Identity")
	}
	typ, _ := k.Schema.Type().(types.ObjectType) // of attributes and blocks
	pairs, model := k.Bind(new(M), new(T)), field.Values(new(M))
	for _, p := range pairs {
		if typ.AttrTypes[p.Name()] == nil {
			fail("%s has a pair, and is not in the schema", p.Name())
		}
	}
	for _, name := range slices.Sorted(maps.Keys(model)) {
		if typ.AttrTypes[name] == nil {
			fail("%s is a tfsdk tag of the model, and is not in the schema", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(typ.AttrTypes)) {
		attribute := k.Schema.Attributes[name] // nil for a block
		ofWriteOnly := attribute != nil && attribute.IsWriteOnly() || strings.HasSuffix(name, "_wo_version")
		switch {
		case model[name] == nil:
			fail("%s is in the schema, and no tfsdk tag of the model", name)
		case pairs.Get(name) == nil && !ofWriteOnly && !slices.Contains(k.Own, name):
			fail("%s is in the schema, and no pair binds it", name)
		}
	}
	for _, name := range slices.Concat([]string{k.Key}, k.Identity, k.Filters) {
		if name != "" && pairs.Get(name) == nil {
			fail("%s is in its Key, Identity or Filters, and no pair binds it", name)
		}
	}
}
