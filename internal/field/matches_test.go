package field_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

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
				t.Errorf("mismatches are %v, want %v", got, c.want)
			}
		})
	}
}

// Filters ask for what they say, and compare it with what the server reveals.
func TestFilter(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		attribute string
		filter    thing
		object    string
		asks      bool
		passes    bool
	}{
		"nothing asked":          {"spelled", thing{}, `{"spelled":"nuget"}`, false, false},
		"empty":                  {"spelled", thing{Spelled: str("")}, `{"spelled":"nuget"}`, false, false},
		"unknown":                {"spelled", thing{Spelled: what}, `{"spelled":"nuget"}`, false, false},
		"same":                   {"spelled", thing{Spelled: str("NuGet")}, `{"spelled":"nuget"}`, true, true},
		"other":                  {"spelled", thing{Spelled: str("npm")}, `{"spelled":"nuget"}`, true, false},
		"not revealed":           {"spelled", thing{Spelled: str("npm")}, `{}`, true, false},
		"flag off":               {"flag", thing{Flag: falsly}, `{"flag":false}`, true, true},
		"flag off, revealed on":  {"flag", thing{Flag: falsly}, `{"flag":true}`, true, false},
		"flag off, not revealed": {"flag", thing{Flag: falsly}, `{}`, true, false},
		"in effect, absent":      {"extra", thing{Extra: falsly}, `{}`, true, true},
		"not in effect, absent":  {"extra", thing{Extra: truly}, `{}`, true, false},
		"set in another order":   {"set", thing{Set: set("a", "B")}, `{"set":["b","A"]}`, true, true},
		"secret":                 {"secret", thing{Secret: str("s")}, `{"secret":"***"}`, true, true},
		"password":               {"password", thing{Password: str("s")}, `{}`, true, true},
		"object's secret":        {"object", thing{Object: object(nested{URL: str("u"), Token: str("s")})}, `{"object":{"url":"u"}}`, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := bind(c.filter.typed(), new(wire)).Get(c.attribute)
			none(t, p.SendAsFilter(t.Context()))
			if p.Sent() != c.asks {
				t.Fatalf("asks: %v", p.Sent())
			}
			stored := bind(new(thing), decode[wire](t, c.object)).Get(c.attribute)
			if p.StoredAs(stored) != c.passes {
				t.Errorf("passes: %v", !c.passes)
			}
		})
	}
}
