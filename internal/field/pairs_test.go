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
