package field

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// scalar is the codec of a value that has no parts and no spelling.
func scalar[A attr.Value, W comparable](null A, out func(A) W, in func(W) A, empty func(W) bool) codec[A, W] {
	same := func(a, b W) bool { return a == b }
	return codec[A, W]{
		null:   null,
		out:    func(_ context.Context, value, _, _ A) (W, diag.Diagnostics) { return out(value), nil },
		in:     func(_ context.Context, value W, _ A) (A, diag.Diagnostics) { return in(value), nil },
		empty:  empty,
		same:   same,
		stores: same,
	}
}

func never[W any](W) bool { return false }

// Text pairs a string. Empty means nothing; null resets it.
func Text(name string, model *types.String, wire *proget.Value[string]) *Binding[types.String, string] {
	return Spelled(name, model, wire, Exactly)
}

// Spelled pairs a string of which several spellings mean the same: those with the same canonical form.
func Spelled(name string, model *types.String, wire *proget.Value[string], canonical func(string) string) *Binding[types.String, string] {
	c := scalar(types.StringNull(), types.String.ValueString, types.StringValue, func(s string) bool { return s == "" })
	c.same = func(a, b string) bool { return a == b || canonical(a) == canonical(b) }
	c.stores = c.same
	return &Binding[types.String, string]{codec: c, name: name, model: model, wire: wire, reset: proget.Null[string]()}
}

// Canonical is Spelled for a string that comes to the state in its canonical
// form, since the server's own spelling may be none that can be configured.
func Canonical(name string, model *types.String, wire *proget.Value[string], canonical func(string) string) *Binding[types.String, string] {
	p := Spelled(name, model, wire, canonical)
	p.in = func(_ context.Context, value string, _ types.String) (types.String, diag.Diagnostics) {
		return types.StringValue(canonical(value)), nil
	}
	return p
}

// Mode pairs a string of which one value means nothing and resets the property.
func Mode(name string, model *types.String, wire *proget.Value[string], canonical func(string) string, off string) *Binding[types.String, string] {
	p := Spelled(name, model, wire, canonical).ClearedBy(off)
	p.empty = func(s string) bool { return s == "" || canonical(s) == off }
	return p
}

// Secret pairs a string that the server never reveals: the state keeps what was configured.
func Secret(name string, model *types.String, wire *proget.Value[string]) *Binding[types.String, string] {
	return Text(name, model, wire).Reveals(Never)
}

// Flag pairs a bool that the server decides when it is left out.
func Flag(name string, model *types.Bool, wire *proget.Value[bool]) *Binding[types.Bool, bool] {
	c := scalar(types.BoolNull(), types.Bool.ValueBool, types.BoolValue, never[bool])
	return &Binding[types.Bool, bool]{codec: c, name: name, model: model, wire: wire, reset: proget.Null[bool](), computed: true}
}

// Switch pairs a bool of which false means nothing: a switch that nobody touched.
func Switch(name string, model *types.Bool, wire *proget.Value[bool]) *Binding[types.Bool, bool] {
	p := Flag(name, model, wire).Optional().ClearedBy(false)
	p.empty = func(on bool) bool { return !on }
	return p
}

// Number pairs an integer that the server decides when it is left out.
func Number(name string, model *types.Int64, wire *proget.Value[int64]) *Binding[types.Int64, int64] {
	c := scalar(types.Int64Null(), types.Int64.ValueInt64, types.Int64Value, never[int64])
	return &Binding[types.Int64, int64]{codec: c, name: name, model: model, wire: wire, reset: proget.Null[int64](), computed: true}
}

// ID pairs a string with the number that the server gives to an object.
func ID(name string, model *types.String, wire *proget.Value[int64]) *Binding[types.String, int64] {
	out := func(id types.String) int64 {
		n, _ := strconv.ParseInt(id.ValueString(), 10, 64) // never sent
		return n
	}
	in := func(n int64) types.String { return types.StringValue(strconv.FormatInt(n, 10)) }
	p := &Binding[types.String, int64]{
		codec: scalar(types.StringNull(), out, in, never[int64]),
		name:  name, model: model, wire: wire, reset: proget.Null[int64](),
	}
	return p.Receive()
}

// List pairs a list of strings, whose order is stored. Elements are compared by their canonical form.
func List(name string, model *types.List, wire *proget.Value[[]string], canonical func(string) string) *Binding[types.List, []string] {
	same := func(a, b []string) bool {
		return slices.EqualFunc(a, b, func(x, y string) bool { return canonical(x) == canonical(y) })
	}
	return &Binding[types.List, []string]{
		codec: codec[types.List, []string]{
			null: types.ListNull(types.StringType),
			out: func(_ context.Context, value, _, _ types.List) ([]string, diag.Diagnostics) {
				return texts(value.Elements()), nil
			},
			in: func(_ context.Context, value []string, old types.List) (types.List, diag.Diagnostics) {
				return types.ListValue(types.StringType, values(respell(value, texts(old.Elements()), canonical)))
			},
			empty:  func(s []string) bool { return len(s) == 0 },
			same:   same,
			stores: same,
		},
		name: name, model: model, wire: wire, reset: proget.Of([]string{}),
	}
}

// Unordered pairs a list of strings that is sent in the order written and of which
// another order means the same.
func Unordered(name string, model *types.List, wire *proget.Value[[]string]) *Binding[types.List, []string] {
	p := List(name, model, wire, Exactly)
	p.same = func(a, b []string) bool { return maps.Equal(index(a, Exactly), index(b, Exactly)) }
	p.stores = p.same
	return p
}

// Set pairs a set of strings. Elements are compared by their canonical form.
func Set(name string, model *StringSet, wire *proget.Value[[]string], canonical func(string) string) *Binding[StringSet, []string] {
	same := func(a, b []string) bool { return maps.Equal(index(a, canonical), index(b, canonical)) }
	return &Binding[StringSet, []string]{
		codec: codec[StringSet, []string]{
			null: StringSetNull(),
			out: func(_ context.Context, value, _, _ StringSet) ([]string, diag.Diagnostics) {
				return texts(value.Elements()), nil
			},
			in: func(_ context.Context, value []string, old StringSet) (StringSet, diag.Diagnostics) {
				return StringSetOf(respell(value, texts(old.Elements()), canonical)), nil
			},
			empty:  func(s []string) bool { return len(s) == 0 },
			same:   same,
			stores: same,
		},
		name: name, model: model, wire: wire, reset: proget.Of([]string{}),
	}
}

// Map pairs a map of strings.
func Map(name string, model *types.Map, wire *proget.Value[map[string]string]) *Binding[types.Map, map[string]string] {
	asReceived := func(value, _ map[string]string) map[string]string { return value }
	return mapping(name, model, wire, maps.Equal[map[string]string, map[string]string], asReceived)
}

// Entries pairs a map of which only the entries that are configured count: the
// server may have more. Entries are compared by their canonical form, and one that
// the server lacks is there if its form is empty.
func Entries(name string, model *types.Map, wire *proget.Value[map[string]string], canonical func(string) string) *Binding[types.Map, map[string]string] {
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
	p.stores = func(want, got map[string]string) bool { return maps.Equal(want, configured(got, want)) }
	return p.Present()
}

// PersistedXML pairs a map of persisted XML, compared as XML. A server that
// keeps these configurations as an array answers with their positions as keys
// (reference section 21, C5): such a map equals another by its values in order.
func PersistedXML(name string, model *types.Map, wire *proget.Value[proget.PersistedXML]) *Binding[types.Map, proget.PersistedXML] {
	return mapping(name, model, wire, sameXMLs, respellXML)
}

func mapping[W ~map[string]string](name string, model *types.Map, wire *proget.Value[W], same func(a, b W) bool, respell func(value, old W) W) *Binding[types.Map, W] {
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
	return &Binding[types.Map, W]{
		codec: codec[types.Map, W]{
			null: types.MapNull(types.StringType),
			out:  func(_ context.Context, value, _, _ types.Map) (W, diag.Diagnostics) { return out(value), nil },
			in: func(_ context.Context, value W, old types.Map) (types.Map, diag.Diagnostics) {
				elements := make(map[string]attr.Value, len(value))
				for k, v := range respell(value, out(old)) {
					elements[k] = types.StringValue(v)
				}
				return types.MapValue(types.StringType, elements)
			},
			empty:  func(m W) bool { return len(m) == 0 },
			same:   same,
			stores: same,
		},
		name: name, model: model, wire: wire, reset: proget.Of(W{}),
	}
}

// Exactly is the canonical form of text that has only one spelling.
func Exactly(s string) string { return s }

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
