package field_test

import (
	"slices"
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

func TestMismatches(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		plan   thing
		stored string
		want   []string
	}{
		"nothing": {stored: `{}`},
		"as planned": {
			plan:   thing{Name: str("A"), Text: str("a"), Flag: truly, Number: num(0), List: list("A"), Set: set("A", "b"), Map: mapOf("k", "v"), XML: mapOf("f", "<A />")},
			stored: `{"name":"a","text":"a","flag":true,"number":0,"list":["a"],"set":["b","a","a"],"map":{"k":"v"},"xml":["<A></A>"]}`,
		},
		"other values": {
			plan:   thing{Name: str("a"), Text: str("a"), Flag: truly, Number: num(0), List: list("a", "b"), Set: set("a"), Map: mapOf("k", "v"), XML: mapOf("f", "<A/>")},
			stored: `{"name":"b","text":"A","flag":false,"number":1,"list":["b","a"],"set":["b"],"map":{"k":"w"},"xml":["<B/>"]}`,
			want:   []string{"name", "text", "flag", "number", "list", "set", "map", "xml"},
		},
		"not stored": {
			plan:   thing{Text: str("a"), Mode: str("on"), Flag: truly, Choice: falsly, Switch: truly, Number: num(1), List: list("a"), Set: set("a"), Map: mapOf("k", "v"), XML: mapOf("f", "<A/>"), Object: object(nested{URL: str("u")}), Objects: objects(nested{})},
			stored: `{"mode":"off","switch":false,"list":null,"set":[],"object":{}}`,
			want:   []string{"text", "mode", "flag", "choice", "switch", "number", "list", "set", "map", "xml", "object", "objects"},
		},
		"filled in": {
			stored: `{"text":"a","title":"t","user":"u","mode":"on","secret":"s","password":"p","flag":true,"choice":false,"switch":true,"number":1,"on":true,"while":5,"list":["a"],"set":["a"],"map":{"k":"v"},"xml":["<A/>"],"object":{"url":"u"},"objects":[{}],"url":"u"}`,
			want:   []string{"text", "user", "mode", "choice", "switch", "list", "set", "map", "xml", "object", "objects"},
		},
		"explicit nothing": {
			plan:   thing{Text: str(""), Mode: str("Off"), Switch: falsly, List: list(), Set: set(), Map: mapOf(), XML: mapOf(), Object: object(nested{}), Objects: objects()},
			stored: `{"text":null,"mode":"off","switch":false,"list":[],"set":null,"map":{},"object":{"mode":"off"}}`,
		},
		"left open":               {plan: thing{Text: what, Flag: types.BoolUnknown(), Objects: types.ListUnknown(partType)}, stored: `{"text":"a","flag":true,"objects":[{}]}`},
		"secrets":                 {plan: thing{Secret: str("s"), Password: str("p")}, stored: `{"secret":"***"}`},
		"computed, emptied":       {plan: thing{Title: str("")}, stored: `{"title":"MIT"}`, want: []string{"title"}},
		"read-only":               {plan: thing{URL: str("a")}, stored: `{"url":"b"}`},
		"shy, absent":             {plan: thing{Shy: str("a")}, stored: `{}`},
		"shy, other":              {plan: thing{Shy: str("a")}, stored: `{"shy":"b"}`, want: []string{"shy"}},
		"shy, null":               {plan: thing{Shy: str("a")}, stored: `{"shy":null}`, want: []string{"shy"}},
		"shy cleared, still told": {plan: thing{}, stored: `{"shy":"b"}`, want: []string{"shy"}},
		"extra off, absent":       {plan: thing{Extra: falsly}, stored: `{}`},
		"extra on, absent":        {plan: thing{Extra: truly}, stored: `{}`, want: []string{"extra"}},
		"extra off, on":           {plan: thing{Extra: falsly}, stored: `{"extra":true}`, want: []string{"extra"}},
		"while off":               {plan: thing{On: falsly, While: num(5)}, stored: `{"on":false,"while":null}`},
		"while on unknown":        {plan: thing{On: types.BoolUnknown(), While: num(5)}, stored: `{"on":false,"while":null}`},
		"while on":                {plan: thing{On: truly, While: num(5)}, stored: `{"on":true,"while":null}`, want: []string{"while"}},
		"while, flag not stored":  {plan: thing{On: truly, While: num(5)}, stored: `{"on":false}`, want: []string{"on", "while"}},
		"secret of an object":     {plan: thing{Object: object(nested{URL: str("u"), Token: str("s")})}, stored: `{"object":{"url":"u","token":"***","mode":"off"}}`},
		"object of a secret":      {plan: thing{Object: object(nested{Mode: str("off"), Token: str("s")})}, stored: `{"object":{"mode":"off"}}`},
		"object, only a secret":   {stored: `{"object":{"token":"***"}}`},
		"object, one more":        {plan: thing{Object: object(nested{URL: str("u")})}, stored: `{"object":{"url":"u","count":1}}`, want: []string{"object"}},
		"objects, defaults":       {plan: thing{Objects: objects(nested{Count: num(1)})}, stored: `{"objects":[{"count":1,"switch":false,"ids":null,"mode":"off"}]}`},
		"objects, one ignored":    {plan: thing{Objects: objects(nested{Count: num(1)}, nested{Count: num(2), Switch: truly})}, stored: `{"objects":[{"count":1},{"count":2}]}`, want: []string{"objects"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, diags := bind(c.plan.typed(), new(wire)).Mismatches(t.Context(), bind(new(thing), decode[wire](t, c.stored)))
			none(t, diags)
			if !slices.Equal(got, c.want) {
				t.Errorf("strays are %v, want %v", got, c.want)
			}
		})
	}
}

func TestClear(t *testing.T) {
	t.Parallel()
	all := []string{"text", "user", "mode", "choice", "switch", "list", "set", "map", "xml", "object", "objects"}
	for name, c := range map[string]struct {
		plan  thing
		names []string
		want  string
	}{
		"nothing":          {plan: thing{Text: str("a")}, want: `{}`},
		"resets":           {names: all, want: `{"text":null,"user":"","mode":"off","choice":null,"switch":false,"list":[],"set":[],"map":{},"xml":{},"object":{"mode":"off"},"objects":[]}`},
		"explicit nothing": {plan: thing{Text: str(""), List: list()}, names: []string{"text", "list"}, want: `{"text":null,"list":[]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got wire
			ps := bind(c.plan.typed(), &got)
			ps.Clear(c.names)
			if json := encode(t, got); json != c.want {
				t.Errorf("sent %s, want %s", json, c.want)
			}
			if len(ps.Sent()) != len(c.names) {
				t.Errorf("Sent() is %v, want %v", ps.Sent(), c.names)
			}
		})
	}
}

func TestOverlay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ state, plan, want thing }{
		"planned values win": {
			state: thing{Text: str("b"), Spelled: str("nuget"), Password: str("b"), Flag: falsly, List: list("b"), Object: object(nested{URL: str("b")})},
			plan:  thing{Text: str("a"), Spelled: str("NuGet"), Password: str("a"), Flag: truly, List: list("a"), Object: object(nested{URL: str("a")})},
			want:  thing{Text: str("a"), Spelled: str("NuGet"), Password: str("a"), Flag: truly, List: list("a"), Object: object(nested{URL: str("a")})},
		},
		"planned nothing wins": {state: thing{Text: str("b"), Flag: truly, Objects: objects(nested{})}},
		"open stays as received": {
			state: thing{Text: str("b"), Password: str("b"), Flag: truly, Number: num(1), URL: str("u"), Objects: objects(nested{})},
			plan:  thing{Text: what, Password: what, Flag: types.BoolUnknown(), Number: types.Int64Unknown(), URL: what, Objects: types.ListUnknown(partType)},
			want:  thing{Text: str("b"), Password: str("b"), Flag: truly, Number: num(1), URL: str("u"), Objects: objects(nested{})},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, want := c.state.typed(), c.want.typed()
			bind(got, new(wire)).Overlay(bind(c.plan.typed(), new(wire)))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("wrong state (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWithdraw(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ prior, plan, config, want thing }{
		"sent secrets": {
			prior: thing{Text: str("a"), Secret: str("a"), Password: str("a")},
			plan:  thing{Text: str("b"), Secret: str("b"), Password: str("b")},
			want:  thing{Text: str("b"), Secret: str("a"), Password: str("a")},
		},
		"unsent secrets": {
			prior: thing{Secret: str("a"), Password: str("a")},
			plan:  thing{Text: str("b"), Secret: str("a"), Password: str("a")},
			want:  thing{Text: str("b"), Secret: str("a"), Password: str("a")},
		},
		"sent write-only": {
			prior: thing{Version: num(1)}, plan: thing{Version: num(2)}, config: thing{Written: str("s")}, want: thing{Version: num(1)},
		},
		"unsent write-only": {
			prior: thing{Version: num(1)}, plan: thing{Text: str("b"), Version: num(1)}, config: thing{Written: str("s")}, want: thing{Text: str("b"), Version: num(1)},
		},
		"password to write-only": {
			prior: thing{Password: str("a")}, plan: thing{Version: num(1)}, config: thing{Written: str("s")}, want: thing{Password: str("a")},
		},
		"reset": {prior: thing{Version: num(1)}, want: thing{Version: num(1)}},
		"sent secret in an object": {
			prior: thing{Object: object(nested{URL: str("u"), Token: str("a")})},
			plan:  thing{Object: object(nested{URL: str("v"), Token: str("b")})},
			want:  thing{Object: object(nested{URL: str("u"), Token: str("a")})},
		},
		"sent secret in a list of objects": {
			prior: thing{Objects: objects(nested{URL: str("u"), Token: str("a")})},
			plan:  thing{Objects: objects(nested{URL: str("u"), Token: str("b")})},
			want:  thing{Objects: objects(nested{URL: str("u"), Token: str("a")})},
		},
		"unsent secret in an object": {
			prior: thing{Object: object(nested{URL: str("u"), Token: str("a")})},
			plan:  thing{Text: str("b"), Object: object(nested{URL: str("u"), Token: str("a")})},
			want:  thing{Text: str("b"), Object: object(nested{URL: str("u"), Token: str("a")})},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			prior, sent := bind(c.prior.typed(), new(wire)), bind(c.plan.typed(), new(wire))
			none(t, sent.Send(t.Context(), prior, bind(c.config.typed(), new(wire))))
			got, want := c.plan.typed(), c.want.typed()
			bind(got, new(wire)).Withdraw(sent, prior)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("wrong state (-want +got):\n%s", diff)
			}
		})
	}
}
