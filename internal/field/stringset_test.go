package field_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

func setOf(elements ...attr.Value) field.StringSet {
	return field.StringSet{SetValue: types.SetValueMust(types.StringType, elements)}
}

func TestStringSetEqual(t *testing.T) {
	t.Parallel()
	unknown := field.StringSet{SetValue: types.SetUnknown(types.StringType)}
	for name, c := range map[string]struct {
		a, b field.StringSet
		want bool
	}{
		"same":                      {set("a", "b"), set("a", "b"), true},
		"other order":               {set("a", "b", "c"), set("c", "a", "b"), true},
		"other case":                {set("a"), set("A"), false},
		"one more":                  {set("a"), set("a", "b"), false},
		"one other":                 {set("a", "b"), set("a", "c"), false},
		"empty":                     {set(), set(), true},
		"empty and null":            {set(), field.StringSetNull(), false},
		"empty and unknown":         {set(), unknown, false},
		"null":                      {field.StringSetNull(), field.StringSetNull(), true},
		"zero value is null":        {field.StringSet{}, field.StringSetNull(), true},
		"null and unknown":          {field.StringSetNull(), unknown, false},
		"unknown":                   {unknown, unknown, true},
		"null element":              {setOf(null), setOf(null), true},
		"null and empty element":    {setOf(null), setOf(str("")), false},
		"null element and \"null\"": {setOf(null), setOf(str("<null>")), false},
		"unknown element":           {setOf(what, str("a")), setOf(str("a"), what), true},
		"unknown and null element":  {setOf(what), setOf(null), false},
		"duplicates":                {setOf(str("a"), str("a"), str("b")), setOf(str("a"), str("b"), str("b")), false},
		"duplicates on one side":    {setOf(str("a"), str("b")), setOf(str("a"), str("a")), false},
		"unknown duplicates":        {setOf(what, what), setOf(what, str("a")), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, pair := range [][2]field.StringSet{{c.a, c.b}, {c.b, c.a}} {
				if got := pair[0].Equal(pair[1]); got != c.want {
					t.Errorf("%v.Equal(%v) = %v", pair[0], pair[1], got)
				}
				if got, diags := pair[0].SetSemanticEquals(t.Context(), pair[1]); got != c.want || diags.HasError() {
					t.Errorf("%v.SetSemanticEquals(%v) = %v, %v", pair[0], pair[1], got, diags)
				}
			}
		})
	}
	if set("a").Equal(types.SetValueMust(types.StringType, []attr.Value{str("a")})) {
		t.Error("equals a set of the framework")
	}
}

func TestStringSetRoundTrip(t *testing.T) {
	t.Parallel()
	typ := tftypes.Set{ElementType: tftypes.String}
	element := func(v any) tftypes.Value { return tftypes.NewValue(tftypes.String, v) }
	for name, c := range map[string]struct {
		set  field.StringSet
		want tftypes.Value
	}{
		"null":            {field.StringSetNull(), tftypes.NewValue(typ, nil)},
		"unknown":         {field.StringSet{SetValue: types.SetUnknown(types.StringType)}, tftypes.NewValue(typ, tftypes.UnknownValue)},
		"empty":           {set(), tftypes.NewValue(typ, []tftypes.Value{})},
		"values":          {set("b", "a", "b"), tftypes.NewValue(typ, []tftypes.Value{element("b"), element("a")})},
		"null element":    {setOf(null), tftypes.NewValue(typ, []tftypes.Value{element(nil)})},
		"unknown element": {setOf(what), tftypes.NewValue(typ, []tftypes.Value{element(tftypes.UnknownValue)})},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := c.set.ToTerraformValue(t.Context())
			if err != nil || !got.Equal(c.want) {
				t.Fatalf("encodes to %v, %v, want %v", got, err, c.want)
			}
			back, err := field.NewStringSetType().ValueFromTerraform(t.Context(), got)
			if err != nil || !back.Equal(c.set) {
				t.Errorf("decodes to %v, %v, want %v", back, err, c.set)
			}
		})
	}
	if v, err := field.NewStringSetType().ValueFromTerraform(t.Context(), element("a")); err == nil {
		t.Errorf("a string decodes to %v", v)
	}
}

func TestStringSetType(t *testing.T) {
	t.Parallel()
	typ := field.NewStringSetType()
	if !typ.Equal(field.StringSetNull().Type(t.Context())) || !typ.Equal(field.StringSet{}.Type(t.Context())) {
		t.Error("the type of a set is not StringSetType")
	}
	if typ.Equal(types.SetType{ElemType: types.StringType}) {
		t.Error("equals the framework's set")
	}
	if v, ok := typ.ValueType(t.Context()).(field.StringSet); !ok || !v.IsNull() {
		t.Errorf("the empty value is %#v", v)
	}
	if v, diags := typ.ValueFromSet(t.Context(), types.SetValueMust(types.StringType, []attr.Value{str("a")})); diags.HasError() || !v.Equal(set("a")) {
		t.Errorf("ValueFromSet returns %v, %v", v, diags)
	}
	if got := typ.TerraformType(t.Context()); !got.Equal(tftypes.Set{ElementType: tftypes.String}) {
		t.Errorf("the type on the wire is %v", got)
	}
	twice := tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{tftypes.NewValue(tftypes.String, "a"), tftypes.NewValue(tftypes.String, "a")})
	if diags := typ.Validate(t.Context(), twice, path.Root("a")); diags.HasError() {
		t.Errorf("the framework's quadratic search for duplicates runs: %v", diags)
	}
}
