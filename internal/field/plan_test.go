package field_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

func TestPlan(t *testing.T) {
	t.Parallel()
	unknownSet := field.StringSet{SetValue: types.SetUnknown(types.StringType)}
	partlyKnown := func(known string) types.List {
		return types.ListValueMust(types.StringType, []attr.Value{what, str(known)})
	}
	for name, c := range map[string]struct{ prior, config, plan, want thing }{
		"left out, computed": {
			prior: thing{Title: str("t"), Flag: truly, Number: num(5), URL: str("u")},
			plan:  thing{Title: what, Flag: types.BoolUnknown(), Number: types.Int64Unknown(), URL: what},
			want:  thing{Title: str("t"), Flag: truly, Number: num(5), URL: str("u")},
		},
		"left out, computed, prior null": {
			plan: thing{Title: what, Flag: types.BoolUnknown(), Number: types.Int64Unknown(), URL: what},
		},
		"left out, with a default": {prior: thing{Flag: falsly}, plan: thing{Flag: truly}, want: thing{Flag: truly}},
		"left out, optional":       {prior: thing{Text: str("a"), List: list("a"), Choice: truly}},
		"unknown in the configuration": {
			prior:  thing{Text: str("a"), Flag: truly, Set: set("a"), While: num(5)},
			config: thing{Text: what, Flag: types.BoolUnknown(), Set: unknownSet, While: types.Int64Unknown()},
			plan:   thing{Text: what, Flag: types.BoolUnknown(), Set: unknownSet, While: types.Int64Unknown()},
			want:   thing{Text: what, Flag: types.BoolUnknown(), Set: unknownSet, While: types.Int64Unknown()},
		},
		"same meaning": {
			prior: thing{
				Spelled: str("nuget"), Mode: str("Off"), List: list("a", "B"), Set: set("a", "B"), XML: mapOf("f", "<A/>"),
				Object:  object(nested{Mode: str("Mirror"), URL: str(""), IDs: set("a", "b")}),
				Objects: objects(nested{Count: num(1), Switch: falsly}),
			},
			config: thing{
				Spelled: str("NuGet"), Mode: str("off"), List: list("A", "b"), Set: set("b", "A"), XML: mapOf("f", "<A></A>"),
				Object:  object(nested{Mode: str("mirror"), IDs: set("b", "a")}),
				Objects: objects(nested{Count: num(1), IDs: set()}),
			},
			plan: thing{
				Spelled: str("NuGet"), Mode: str("off"), List: list("A", "b"), Set: set("b", "A"), XML: mapOf("f", "<A></A>"),
				Object:  object(nested{Mode: str("mirror"), IDs: set("b", "a")}),
				Objects: objects(nested{Count: num(1), IDs: set()}),
			},
			want: thing{
				Spelled: str("nuget"), Mode: str("Off"), List: list("a", "B"), Set: set("a", "B"), XML: mapOf("f", "<A/>"),
				Object:  object(nested{Mode: str("Mirror"), URL: str(""), IDs: set("a", "b")}),
				Objects: objects(nested{Count: num(1), Switch: falsly}),
			},
		},
		"exact, respelled": {prior: thing{Name: str("a")}, config: thing{Name: str("A")}, plan: thing{Name: str("A")}, want: thing{Name: str("A")}},
		"another meaning": {
			prior:  thing{Text: str("a"), Spelled: str("nuget"), Set: set("a"), Flag: truly, Number: num(1)},
			config: thing{Text: str("A"), Spelled: str("npm"), Set: set("a", "b"), Flag: falsly, Number: num(0)},
			plan:   thing{Text: str("A"), Spelled: str("npm"), Set: set("a", "b"), Flag: falsly, Number: num(0)},
			want:   thing{Text: str("A"), Spelled: str("npm"), Set: set("a", "b"), Flag: falsly, Number: num(0)},
		},
		// Terraform refuses a plan that is null where the configuration is not, and the reverse.
		"prior null, explicit nothing": {
			config: thing{Text: str(""), List: list(), Set: set(), Map: mapOf(), Objects: objects(), Object: object(nested{}), Mode: str("off")},
			plan:   thing{Text: str(""), List: list(), Set: set(), Map: mapOf(), Objects: objects(), Object: object(nested{}), Mode: str("off")},
			want:   thing{Text: str(""), List: list(), Set: set(), Map: mapOf(), Objects: objects(), Object: object(nested{}), Mode: str("off")},
		},
		"prior explicit nothing, left out": {
			prior: thing{Text: str(""), List: list(), Set: set(), Map: mapOf(), Objects: objects(), Object: object(nested{}), Mode: str("off")},
		},
		"secret changed in the object": {
			prior:  thing{Object: object(nested{URL: str("u"), Token: str("s")})},
			config: thing{Object: object(nested{URL: str("u"), Token: str("S")})},
			plan:   thing{Object: object(nested{URL: str("u"), Token: str("S")})},
			want:   thing{Object: object(nested{URL: str("u"), Token: str("S")})},
		},
		"unknown element": {
			prior: thing{List: list("", "A")}, config: thing{List: partlyKnown("a")}, plan: thing{List: partlyKnown("a")}, want: thing{List: partlyKnown("a")},
		},
		"unknown member": {
			prior:  thing{Object: object(nested{Mode: str("Mirror")})},
			config: thing{Object: object(nested{Mode: str("mirror"), URL: what})},
			plan:   thing{Object: object(nested{Mode: str("mirror"), URL: what})},
			want:   thing{Object: object(nested{Mode: str("mirror"), URL: what})},
		},
		"unknown in an object of a list": {
			prior:  thing{Objects: objects(nested{Mode: str("Mirror")})},
			config: thing{Objects: objects(nested{Mode: str("mirror"), IDs: field.StringSet{SetValue: types.SetValueMust(types.StringType, []attr.Value{what})}})},
			plan:   thing{Objects: objects(nested{Mode: str("mirror"), IDs: field.StringSet{SetValue: types.SetValueMust(types.StringType, []attr.Value{what})}})},
			want:   thing{Objects: objects(nested{Mode: str("mirror"), IDs: field.StringSet{SetValue: types.SetValueMust(types.StringType, []attr.Value{what})}})},
		},
		"turned on, left open":       {prior: thing{On: falsly}, config: thing{On: truly}, plan: thing{On: truly, While: types.Int64Unknown()}, want: thing{On: truly, While: types.Int64Unknown()}},
		"turned on, prior known":     {prior: thing{On: falsly, While: num(5)}, config: thing{On: truly}, plan: thing{On: truly, While: types.Int64Unknown()}, want: thing{On: truly, While: num(5)}},
		"maybe turned on":            {prior: thing{On: falsly}, config: thing{On: types.BoolUnknown()}, plan: thing{On: types.BoolUnknown(), While: types.Int64Unknown()}, want: thing{On: types.BoolUnknown(), While: types.Int64Unknown()}},
		"on, all left out":           {prior: thing{On: truly, While: num(5)}, plan: thing{On: types.BoolUnknown(), While: types.Int64Unknown()}, want: thing{On: truly, While: num(5)}},
		"off, all left out":          {prior: thing{On: falsly}, plan: thing{On: types.BoolUnknown(), While: types.Int64Unknown()}, want: thing{On: falsly}},
		"turned off":                 {prior: thing{On: truly, While: num(5)}, config: thing{On: falsly}, plan: thing{On: falsly, While: types.Int64Unknown()}, want: thing{On: falsly, While: num(5)}},
		"password to write-only":     {prior: thing{Password: str("s")}, config: thing{Written: str("t"), Version: num(1)}, plan: thing{Version: num(1)}, want: thing{Version: num(1)}},
		"password stays":             {prior: thing{Password: str("s")}, config: thing{Password: str("s")}, plan: thing{Password: str("s")}, want: thing{Password: str("s")}},
		"password unknown":           {prior: thing{Password: str("s")}, config: thing{Password: what}, plan: thing{Password: what}, want: thing{Password: what}},
		"computed text, emptied":     {prior: thing{Title: str("t")}, config: thing{Title: str("")}, plan: thing{Title: str("")}, want: thing{Title: str("")}},
		"null element, same as \"\"": {prior: thing{List: list("")}, config: thing{List: types.ListValueMust(types.StringType, []attr.Value{null})}, plan: thing{List: types.ListValueMust(types.StringType, []attr.Value{null})}, want: thing{List: list("")}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, want := c.plan.typed(), c.want.typed()
			none(t, bind(got, new(wire)).Plan(t.Context(), bind(c.prior.typed(), new(wire)), bind(c.config.typed(), new(wire))))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("wrong plan (-want +got):\n%s", diff)
			}
		})
	}
}
