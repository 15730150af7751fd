package field

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// List pairs a list of strings, whose order is stored. Elements are compared by their canonical form.
func List(name string, model *types.List, wire *proget.Value[[]string], canonical func(string) string) *TypedPair[types.List, []string] {
	return newPair(name, model, wire, codec[types.List, []string]{
		null: types.ListNull(types.StringType),
		out: func(_ context.Context, value, _, _ types.List) ([]string, diag.Diagnostics) {
			return texts(value.Elements()), nil
		},
		in: func(_ context.Context, value []string, old types.List) (types.List, diag.Diagnostics) {
			return types.ListValue(types.StringType, values(respell(value, texts(old.Elements()), canonical)))
		},
		empty: func(s []string) bool { return len(s) == 0 },
		same: func(a, b []string) bool {
			return slices.EqualFunc(a, b, func(x, y string) bool { return canonical(x) == canonical(y) })
		},
	}).ClearedBy([]string{})
}

// Unordered pairs a list of strings that is sent in the order written and of which
// another order means the same.
func Unordered(name string, model *types.List, wire *proget.Value[[]string]) *TypedPair[types.List, []string] {
	p := List(name, model, wire, Exactly)
	p.codec.same = func(a, b []string) bool { return maps.Equal(index(a, Exactly), index(b, Exactly)) }
	return p
}

// Set pairs a set of strings. Elements are compared by their canonical form.
func Set(name string, model *StringSet, wire *proget.Value[[]string], canonical func(string) string) *TypedPair[StringSet, []string] {
	return newPair(name, model, wire, codec[StringSet, []string]{
		null: StringSetNull(),
		out: func(_ context.Context, value, _, _ StringSet) ([]string, diag.Diagnostics) {
			return texts(value.Elements()), nil
		},
		in: func(_ context.Context, value []string, old StringSet) (StringSet, diag.Diagnostics) {
			return StringSetOf(respell(value, texts(old.Elements()), canonical)), nil
		},
		empty: func(s []string) bool { return len(s) == 0 },
		same:  func(a, b []string) bool { return maps.Equal(index(a, canonical), index(b, canonical)) },
	}).ClearedBy([]string{})
}

// Map pairs a map of strings.
func Map(name string, model *types.Map, wire *proget.Value[map[string]string]) *TypedPair[types.Map, map[string]string] {
	asReceived := func(value, _ map[string]string) map[string]string { return value }
	return mapping(name, model, wire, maps.Equal[map[string]string, map[string]string], asReceived)
}

// Entries pairs a map of which only the entries that are configured count: the
// server may have more. Entries are compared by their canonical form, and one that
// the server lacks is there if its form is empty.
func Entries(name string, model *types.Map, wire *proget.Value[map[string]string], canonical func(string) string) *TypedPair[types.Map, map[string]string] {
	configured := func(value, old map[string]string) map[string]string {
		if old == nil {
			return value
		}
		kept := map[string]string{}
		for name, was := range old {
			now, there := value[name]
			switch {
			case canonical(now) == canonical(was): // also if both are nothing
				kept[name] = was
			case there:
				kept[name] = now
			}
		}
		return kept
	}
	p := mapping(name, model, wire, maps.Equal[map[string]string, map[string]string], configured)
	p.codec.stored = func(want, got map[string]string) bool { return maps.Equal(want, configured(got, want)) }
	return p.Present()
}

// PersistedXML pairs a map of persisted XML, compared as XML. A server that
// keeps these configurations as an array answers with their positions as keys
// (reference section 21, C5): such a map equals another by its values in order.
func PersistedXML(name string, model *types.Map, wire *proget.Value[proget.PersistedXML]) *TypedPair[types.Map, proget.PersistedXML] {
	return mapping(name, model, wire, sameXMLs, respellXML)
}

func mapping[W ~map[string]string](name string, model *types.Map, wire *proget.Value[W], same func(a, b W) bool, respell func(value, old W) W) *TypedPair[types.Map, W] {
	out := func(value types.Map) W {
		if value.IsNull() {
			return nil
		}
		w := make(W, len(value.Elements()))
		for k, v := range value.Elements() {
			w[k] = text(v)
		}
		return w
	}
	return newPair(name, model, wire, codec[types.Map, W]{
		null: types.MapNull(types.StringType),
		out:  func(_ context.Context, value, _, _ types.Map) (W, diag.Diagnostics) { return out(value), nil },
		in: func(_ context.Context, value W, old types.Map) (types.Map, diag.Diagnostics) {
			elements := make(map[string]attr.Value, len(value))
			for k, v := range respell(value, out(old)) {
				elements[k] = types.StringValue(v)
			}
			return types.MapValue(types.StringType, elements)
		},
		empty: func(m W) bool { return len(m) == 0 },
		same:  same,
	}).ClearedBy(W{})
}

// respell gives each value the spelling that it has in old, if it is there.
func respell(values, old []string, canonical func(string) string) []string {
	spelling := make(map[string]string, len(old))
	for _, s := range old {
		spelling[canonical(s)] = s
	}
	respelled := make([]string, len(values))
	for i, v := range values {
		if s, ok := spelling[canonical(v)]; ok {
			v = s
		}
		respelled[i] = v
	}
	return respelled
}

func index(values []string, canonical func(string) string) map[string]bool {
	m := make(map[string]bool, len(values))
	for _, v := range values {
		m[canonical(v)] = true
	}
	return m
}

func texts(elements []attr.Value) []string {
	s := make([]string, len(elements))
	for i, e := range elements {
		s[i] = text(e)
	}
	return s
}

func values(s []string) []attr.Value {
	vs := make([]attr.Value, len(s))
	for i, v := range s {
		vs[i] = types.StringValue(v)
	}
	return vs
}

// text returns the text of an element; collections of strings hold nothing else.
func text(v attr.Value) string {
	s, _ := v.(types.String)
	return s.ValueString()
}
