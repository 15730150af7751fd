package field

import (
	"context"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// scalar is the codec of a value that has no parts and no spelling.
func scalar[A attr.Value, W comparable](null A, out func(A) W, in func(W) A) codec[A, W] {
	return codec[A, W]{
		null: null,
		out:  func(_ context.Context, value, _, _ A) (W, diag.Diagnostics) { return out(value), nil },
		in:   func(_ context.Context, value W, _ A) (A, diag.Diagnostics) { return in(value), nil },
		same: func(a, b W) bool { return a == b },
	}
}

// Text pairs a string. Empty means nothing; null resets it.
func Text(name string, model *types.String, wire *proget.Value[string]) *TypedPair[types.String, string] {
	return Spelled(name, model, wire, Exactly)
}

// Exactly is the canonical form of text that has only one spelling.
func Exactly(s string) string { return s }

// Spelled pairs a string of which several spellings mean the same: those with the same canonical form.
func Spelled(name string, model *types.String, wire *proget.Value[string], canonical func(string) string) *TypedPair[types.String, string] {
	c := scalar(types.StringNull(), types.String.ValueString, types.StringValue)
	c.empty = func(s string) bool { return s == "" }
	c.same = func(a, b string) bool { return a == b || canonical(a) == canonical(b) }
	return newPair(name, model, wire, c)
}

// Canonical is Spelled for a string that comes to the state in its canonical
// form, since the server's own spelling may be none that can be configured.
func Canonical(name string, model *types.String, wire *proget.Value[string], canonical func(string) string) *TypedPair[types.String, string] {
	p := Spelled(name, model, wire, canonical)
	p.codec.in = func(_ context.Context, value string, _ types.String) (types.String, diag.Diagnostics) {
		return types.StringValue(canonical(value)), nil
	}
	return p
}

// TextOr is Spelled for a string of which one value means nothing and resets the property.
func TextOr(name string, model *types.String, wire *proget.Value[string], canonical func(string) string, nothing string) *TypedPair[types.String, string] {
	p := Spelled(name, model, wire, canonical).ClearedBy(nothing)
	p.codec.empty = func(s string) bool { return s == "" || canonical(s) == nothing }
	return p
}

// Secret pairs a string that the server never reveals: the state keeps what was configured.
func Secret(name string, model *types.String, wire *proget.Value[string]) *TypedPair[types.String, string] {
	return Text(name, model, wire).Reveals(Never)
}

// Flag pairs a bool that the server decides when it is left out.
func Flag(name string, model *types.Bool, wire *proget.Value[bool]) *TypedPair[types.Bool, bool] {
	return newPair(name, model, wire, scalar(types.BoolNull(), types.Bool.ValueBool, types.BoolValue)).Computed()
}

// OffByDefault pairs a bool of which false means nothing and resets the property.
func OffByDefault(name string, model *types.Bool, wire *proget.Value[bool]) *TypedPair[types.Bool, bool] {
	p := Flag(name, model, wire).Optional().ClearedBy(false)
	p.codec.empty = func(on bool) bool { return !on }
	return p
}

// Number pairs an integer that the server decides when it is left out.
func Number(name string, model *types.Int64, wire *proget.Value[int64]) *TypedPair[types.Int64, int64] {
	return newPair(name, model, wire, scalar(types.Int64Null(), types.Int64.ValueInt64, types.Int64Value)).Computed()
}

// ID pairs a string with the number that the server gives to an object.
func ID(name string, model *types.String, wire *proget.Value[int64]) *TypedPair[types.String, int64] {
	out := func(id types.String) int64 {
		n, _ := strconv.ParseInt(id.ValueString(), 10, 64) // never sent
		return n
	}
	in := func(n int64) types.String { return types.StringValue(strconv.FormatInt(n, 10)) }
	return newPair(name, model, wire, scalar(types.StringNull(), out, in)).ReadOnly()
}
