package field_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

func TestProperty(t *testing.T) {
	t.Parallel()
	for attribute, want := range map[string]string{
		"name": "name", "retention_rules": "retentionRules", "use_api_v3": "useApiV3", "size_trigger_kb": "sizeTriggerKb", "a_b_c": "aBC",
	} {
		if got := field.Property(attribute); got != want {
			t.Errorf("Property(%q) = %q, want %q", attribute, got, want)
		}
		if got := field.Attribute(want); got != attribute {
			t.Errorf("Attribute(%q) = %q, want %q", want, got, attribute)
		}
	}
	if got := field.Attribute(".parts[aB].keepCount"); got != ".parts[aB].keep_count" {
		t.Errorf("the path of a property becomes %q", got)
	}
}

func TestWhollyKnown(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		value attr.Value
		want  bool
	}{
		"string":             {str("a"), true},
		"null":               {null, true},
		"unknown":            {what, false},
		"list":               {list("a"), true},
		"unknown in a list":  {types.ListValueMust(types.StringType, []attr.Value{str("a"), what}), false},
		"unknown list":       {types.ListUnknown(types.StringType), false},
		"unknown in a set":   {setOf(what), false},
		"unknown in a map":   {types.MapValueMust(types.StringType, map[string]attr.Value{"a": what}), false},
		"map":                {mapOf("a", "b"), true},
		"object":             {object(nested{IDs: set("a")}), true},
		"unknown member":     {object(nested{URL: what}), false},
		"unknown far inside": {objects(nested{}, nested{IDs: setOf(what)}), false},
	} {
		if got := field.WhollyKnown(c.value); got != c.want {
			t.Errorf("%s: WhollyKnown = %v", name, got)
		}
	}
}

func TestPairsDescribeThemselves(t *testing.T) {
	t.Parallel()
	var m thing
	ps := bind(&m, new(wire))
	var secret []string
	for _, p := range ps {
		if !p.Revealed() {
			secret = append(secret, p.Name())
		}
	}
	if want := []string{"secret", "password"}; !slices.Equal(secret, want) {
		t.Errorf("not revealed: %v, want %v", secret, want)
	}
	for _, name := range []string{"object", "objects"} {
		if got, want := ps.Get(name).Members(), []string{"mode", "url", "count", "switch", "ids"}; !slices.Equal(got, want) {
			t.Errorf("members of %s: %v, want %v", name, got, want)
		}
	}
	if got := ps.Get("text").Members(); got != nil {
		t.Errorf("members of text: %v", got)
	}
	if ps.Get("text").Pointer() != &m.Text {
		t.Error("Pointer does not point into the model")
	}
	if ps.Get("nope") != nil {
		t.Error("Get found what there is not")
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
			if sent := len(c.names) > 0; ps.Sent() != sent {
				t.Errorf("Sent() is %v, want %v", ps.Sent(), sent)
			}
		})
	}
}
