package tftest

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Encode is Dynamic of Build.
func Encode(t *testing.T, typ tftypes.Type, v any) *tfprotov6.DynamicValue {
	t.Helper()
	return Dynamic(t, typ, Build(t, typ, v))
}

// Dynamic is a value as the protocol has it.
func Dynamic(t *testing.T, typ tftypes.Type, v tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	d, err := tfprotov6.NewDynamicValue(typ, v)
	must(t, err)
	return &d
}

// Decode is the reverse of Dynamic; no value is null.
func Decode(t *testing.T, typ tftypes.Type, d *tfprotov6.DynamicValue) tftypes.Value {
	t.Helper()
	if d == nil {
		return tftypes.NewValue(typ, nil)
	}
	v, err := d.Unmarshal(typ)
	must(t, err)
	return v
}

// Build makes a value of a type. An attribute that the type lacks fails the test.
func Build(t *testing.T, typ tftypes.Type, v any) tftypes.Value {
	t.Helper()
	switch v := v.(type) {
	case nil:
		return tftypes.NewValue(typ, nil)
	case Unknown:
		return tftypes.NewValue(typ, tftypes.UnknownValue)
	case []string:
		all := make([]any, len(v))
		for i, s := range v {
			all[i] = s
		}
		return Build(t, typ, all)
	case []any:
		elements := make([]tftypes.Value, len(v))
		for i, e := range v {
			elements[i] = Build(t, elementType(typ), e)
		}
		return tftypes.NewValue(typ, elements)
	case Values:
		return tftypes.NewValue(typ, buildMembers(t, typ, v))
	}
	return tftypes.NewValue(typ, v)
}

// buildMembers makes the members of an object or a map.
func buildMembers(t *testing.T, typ tftypes.Type, v Values) map[string]tftypes.Value {
	t.Helper()
	members := map[string]tftypes.Value{}
	attributes, ok := typ.(tftypes.Object)
	if !ok {
		for name, e := range v {
			members[name] = Build(t, elementType(typ), e)
		}
		return members
	}
	for name, typ := range attributes.AttributeTypes {
		members[name] = Build(t, typ, v[name])
	}
	for name := range v {
		if _, ok := members[name]; !ok {
			t.Fatalf("there is no attribute %s", name)
		}
	}
	return members
}

func elementType(typ tftypes.Type) tftypes.Type {
	switch typ := typ.(type) {
	case tftypes.List:
		return typ.ElementType
	case tftypes.Set:
		return typ.ElementType
	case tftypes.Map:
		return typ.ElementType
	}
	return tftypes.DynamicPseudoType
}

// Plain is the reverse of Build. Numbers are int where they are whole, and sets
// are sorted, since their order means nothing.
func Plain(t *testing.T, v tftypes.Value) any {
	t.Helper()
	switch {
	case v.IsNull():
		return nil
	case !v.IsKnown():
		return Unknown{}
	case v.Type().Is(tftypes.String):
		var s string
		must(t, v.As(&s))
		return s
	case v.Type().Is(tftypes.Bool):
		var b bool
		must(t, v.As(&b))
		return b
	case v.Type().Is(tftypes.Number):
		n := new(big.Float)
		must(t, v.As(&n))
		if i, accuracy := n.Int64(); accuracy == big.Exact {
			return int(i)
		}
		f, _ := n.Float64()
		return f
	case v.Type().Is(tftypes.Object{}), v.Type().Is(tftypes.Map{}):
		all := Values{}
		for name, e := range members(t, v) {
			all[name] = Plain(t, e)
		}
		return all
	}
	var all []tftypes.Value
	must(t, v.As(&all))
	elements := make([]any, len(all))
	for i, e := range all {
		elements[i] = Plain(t, e)
	}
	if v.Type().Is(tftypes.Set{}) {
		slices.SortFunc(elements, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	}
	return elements
}

// Get is one attribute of the state, as Plain has it.
func (o Object) Get(t *testing.T, name string) any {
	t.Helper()
	if o.State.IsNull() {
		t.Fatalf("no state to take %s from", name)
	}
	return Plain(t, members(t, o.State)[name])
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
