package field_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

func TestDecode(t *testing.T) {
	t.Parallel()
	var got struct {
		Name    types.String    `tfsdk:"name"`
		IDs     field.StringSet `tfsdk:"ids"`
		Ignored types.String    `tfsdk:"-"`
		Bare    types.String
	}
	none(t, field.Decode(map[string]attr.Value{"name": what, "ids": set("a"), "more": num(1)}, &got))
	if !got.Name.IsUnknown() || !got.IDs.Equal(set("a")) || !got.Ignored.IsNull() || !got.Bare.IsNull() {
		t.Errorf("decoded %+v", got)
	}
	for name, attributes := range map[string]map[string]attr.Value{
		"missing":      {"name": str("a")},
		"another type": {"name": num(1), "ids": set()},
	} {
		if diags := field.Decode(attributes, &got); !diags.HasError() {
			t.Errorf("%s: no error", name)
		}
	}
}
