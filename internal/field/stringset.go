package field

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// StringSetType is a set of strings that is compared by hash. The framework's
// own set compares every element with every other one
// (hashicorp/terraform-plugin-framework#775).
type StringSetType struct{ basetypes.SetType }

// StringSet is a value of StringSetType.
type StringSet struct{ basetypes.SetValue }

var (
	_ basetypes.SetTypable                    = StringSetType{}
	_ basetypes.SetValuableWithSemanticEquals = StringSet{}
)

// NewStringSetType returns the type, for schemas.
func NewStringSetType() StringSetType {
	return StringSetType{basetypes.SetType{ElemType: types.StringType}}
}

// StringSetNull returns the null set.
func StringSetNull() StringSet { return StringSet{types.SetNull(types.StringType)} }

// StringSetUnknown returns a set that is not known yet.
func StringSetUnknown() StringSet { return StringSet{types.SetUnknown(types.StringType)} }

// StringSetOf returns the set of the given strings, which may repeat.
func StringSetOf(elements []string) StringSet {
	seen := make(map[string]bool, len(elements))
	unique := make([]attr.Value, 0, len(elements))
	for _, e := range elements {
		if !seen[e] {
			seen[e] = true
			unique = append(unique, types.StringValue(e))
		}
	}
	return StringSet{types.SetValueMust(types.StringType, unique)}
}

// Equal reports whether the other type is this one.
func (t StringSetType) Equal(o attr.Type) bool {
	_, ok := o.(StringSetType)
	return ok
}

// String names the type in messages.
func (t StringSetType) String() string { return "set of string" }

// ValueType returns an empty value of the type.
func (t StringSetType) ValueType(context.Context) attr.Value { return StringSet{} }

// ValueFromSet wraps the framework's set.
func (t StringSetType) ValueFromSet(_ context.Context, v basetypes.SetValue) (basetypes.SetValuable, diag.Diagnostics) {
	return StringSet{v}, nil
}

// ValueFromTerraform decodes a value of the protocol.
func (t StringSetType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	v, err := t.SetType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	set, ok := v.(basetypes.SetValue)
	if !ok {
		return nil, fmt.Errorf("a set decodes to %T", v)
	}
	return StringSet{set}, nil
}

// Validate accepts everything: Terraform's sets have no duplicates, and the
// framework would look for them by comparing every element with every other one.
func (t StringSetType) Validate(context.Context, tftypes.Value, path.Path) diag.Diagnostics {
	return nil
}

// Type returns StringSetType.
func (s StringSet) Type(context.Context) attr.Type { return NewStringSetType() }

// Equal compares by hash, independent of order.
func (s StringSet) Equal(o attr.Value) bool {
	other, ok := o.(StringSet)
	if !ok || s.IsNull() != other.IsNull() || s.IsUnknown() != other.IsUnknown() {
		return false
	}
	mine, others := s.Elements(), other.Elements()
	if len(mine) != len(others) {
		return false
	}
	counts := make(map[string]int, len(mine)) // unknown elements may repeat
	for _, e := range mine {
		counts[e.String()]++
	}
	for _, e := range others {
		counts[e.String()]--
		if counts[e.String()] < 0 {
			return false
		}
	}
	return true
}

// SetSemanticEquals says the same as Equal; a positive answer spares the framework its pairwise walk.
func (s StringSet) SetSemanticEquals(_ context.Context, o basetypes.SetValuable) (bool, diag.Diagnostics) {
	other, ok := o.(StringSet)
	return ok && s.Equal(other), nil
}
