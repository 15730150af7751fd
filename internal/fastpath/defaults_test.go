package fastpath

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/vmihailenco/msgpack/v5"
)

func encoded(tb testing.TB, object map[string]any) []byte {
	tb.Helper()
	data, err := msgpack.Marshal(object)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// Drift of an attribute with a default shows only to the framework.
func TestDefaults(t *testing.T) {
	t.Parallel()
	simple := schema.Schema{Attributes: map[string]schema.Attribute{
		"on":    schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(true)},
		"text":  schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString("a")},
		"plain": schema.Int64Attribute{Optional: true},
	}}
	number := schema.Schema{Attributes: map[string]schema.Attribute{
		"number": schema.Int64Attribute{Optional: true, Computed: true, Default: int64default.StaticInt64(1)},
	}}
	nested := schema.Schema{Blocks: map[string]schema.Block{
		"block": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
			"on": schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(true)},
		}}},
	}}
	for name, c := range map[string]struct {
		schema        schema.Schema
		prior, config map[string]any
		kept          bool
	}{
		"as the defaults say": {simple, map[string]any{"on": true, "text": "a"}, map[string]any{"on": nil, "text": nil}, true},
		"flag drifted":        {simple, map[string]any{"on": false, "text": "a"}, map[string]any{"on": nil, "text": nil}, false},
		"text drifted":        {simple, map[string]any{"on": true, "text": "b"}, map[string]any{"on": nil, "text": nil}, false},
		"configured":          {simple, map[string]any{"on": false, "text": "b"}, map[string]any{"on": false, "text": "b"}, true},
		"not in the state":    {simple, map[string]any{"on": true}, map[string]any{"on": nil, "text": nil}, false},
		"another default":     {number, map[string]any{"number": 1}, map[string]any{"number": 1}, false},
		"inside a block":      {nested, map[string]any{}, map[string]any{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := defaultsOf(t.Context(), c.schema).kept(encoded(t, c.prior), encoded(t, c.config)); got != c.kept {
				t.Errorf("kept: %t, want %t", got, c.kept)
			}
		})
	}
}

// An attribute is found wherever it stands, and what is no encoded object goes to
// the framework.
func FuzzMember(f *testing.F) {
	f.Add(encoded(f, map[string]any{"on": true, "text": "a"}), "on")
	f.Add(encoded(f, map[string]any{"list": []any{1, map[string]any{"on": false}}, "on": nil}), "on")
	f.Add([]byte{0x81, 0xa2, 'o'}, "on")
	f.Add([]byte{0xdf, 0xff, 0xff, 0xff, 0xff}, "on")
	f.Add([]byte{0x81, 0xa2, 'o', 'n', 0xdf, 0xff, 0xff, 0xff, 0xff}, "on")
	f.Fuzz(func(t *testing.T, object []byte, name string) {
		if value, ok := member(object, name); !ok && value != nil {
			t.Errorf("%v without ok", value)
		}
		valid := map[string]any{"list": []any{name, map[string]any{name: false}}, "none": nil, "text": string(object)}
		valid[name] = name
		if value, ok := member(encoded(t, valid), name); !ok || value != name {
			t.Errorf("%q of %v is %v, %t", name, valid, value, ok)
		}
		if value, ok := member(encoded(t, valid), name+"?"); ok {
			t.Errorf("%q of %v is %v", name+"?", valid, value)
		}
	})
}
