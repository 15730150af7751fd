package field_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

func TestReceive(t *testing.T) {
	t.Parallel()
	unknownSet := field.StringSet{SetValue: types.SetUnknown(types.StringType)}
	for name, c := range map[string]struct {
		old  thing
		wire string
		want thing
	}{
		"nothing":                    {wire: `{}`},
		"everything null":            {wire: `{"text":null,"user":null,"spelled":null,"mode":null,"secret":null,"flag":null,"switch":null,"number":null,"list":null,"set":null,"map":null,"xml":null,"object":null,"objects":null,"url":null}`},
		"everything empty":           {wire: `{"text":"","user":"","spelled":"","mode":"off","switch":false,"list":[],"set":[],"map":{},"xml":{},"object":{},"objects":[],"url":""}`},
		"unknown, told nothing":      {old: thing{Text: what, Secret: what, Password: what, Flag: types.BoolUnknown(), Number: types.Int64Unknown(), List: types.ListUnknown(types.StringType), Set: unknownSet, Map: types.MapUnknown(types.StringType), Object: types.ObjectUnknown(partType.AttrTypes), Objects: types.ListUnknown(partType)}, wire: `{}`},
		"unknown, told":              {old: thing{Text: what, Flag: types.BoolUnknown(), Set: unknownSet, Object: types.ObjectUnknown(partType.AttrTypes), Objects: types.ListUnknown(partType)}, wire: `{"text":"a","flag":false,"set":["b"],"object":{"url":"u"},"objects":[{}]}`, want: thing{Text: str("a"), Flag: falsly, Set: set("b"), Object: object(nested{URL: str("u")}), Objects: objects(nested{})}},
		"unknown, secrets are told":  {old: thing{Secret: what, Password: what}, wire: `{"secret":"***","password":"***"}`},
		"null, secrets are told":     {wire: `{"secret":"pass123","password":"pass123"}`},
		"secrets are not told":       {old: thing{Secret: str("s"), Password: str("p"), Version: num(1)}, wire: `{}`, want: thing{Secret: str("s"), Password: str("p"), Version: num(1)}},
		"secrets are told otherwise": {old: thing{Secret: str("s"), Password: str("p")}, wire: `{"secret":"","password":"***"}`, want: thing{Secret: str("s"), Password: str("p")}},

		"text":                      {wire: `{"text":"a"}`, want: thing{Text: str("a")}},
		"text, same":                {old: thing{Text: str("a")}, wire: `{"text":"a"}`, want: thing{Text: str("a")}},
		"text, drifted":             {old: thing{Text: str("a")}, wire: `{"text":"A"}`, want: thing{Text: str("A")}},
		"text, absent":              {old: thing{Text: str("a")}, wire: `{}`},
		"text, null":                {old: thing{Text: str("a")}, wire: `{"text":null}`},
		"text, empty":               {old: thing{Text: str("a")}, wire: `{"text":""}`},
		"explicit empty, absent":    {old: thing{Text: str("")}, wire: `{}`, want: thing{Text: str("")}},
		"explicit empty, null":      {old: thing{Text: str("")}, wire: `{"text":null}`, want: thing{Text: str("")}},
		"explicit empty, empty":     {old: thing{Text: str("")}, wire: `{"text":""}`, want: thing{Text: str("")}},
		"explicit empty, drifted":   {old: thing{Text: str("")}, wire: `{"text":"a"}`, want: thing{Text: str("a")}},
		"exact, other spelling":     {old: thing{Name: str("A")}, wire: `{"name":"a"}`, want: thing{Name: str("A")}},
		"exact, renamed":            {old: thing{Name: str("A")}, wire: `{"name":"b"}`, want: thing{Name: str("b")}},
		"spelled, other spelling":   {old: thing{Spelled: str("NuGet")}, wire: `{"spelled":"nuget"}`, want: thing{Spelled: str("NuGet")}},
		"spelled, drifted":          {old: thing{Spelled: str("NuGet")}, wire: `{"spelled":"npm"}`, want: thing{Spelled: str("npm")}},
		"spelled, imported":         {wire: `{"spelled":"nuget"}`, want: thing{Spelled: str("nuget")}},
		"mode, off to absent":       {old: thing{Mode: str("OFF")}, wire: `{}`, want: thing{Mode: str("OFF")}},
		"mode, off to off":          {old: thing{Mode: str("OFF")}, wire: `{"mode":"off"}`, want: thing{Mode: str("OFF")}},
		"mode, null to off":         {wire: `{"mode":"off"}`},
		"mode, on to off":           {old: thing{Mode: str("mirror")}, wire: `{"mode":"Off"}`},
		"mode, off to on":           {old: thing{Mode: str("off")}, wire: `{"mode":"mirror"}`, want: thing{Mode: str("mirror")}},
		"read-only":                 {old: thing{URL: str("a")}, wire: `{"url":"b"}`, want: thing{URL: str("b")}},
		"read-only, gone":           {old: thing{URL: str("a")}, wire: `{}`},
		"flag, drifted":             {old: thing{Flag: truly}, wire: `{"flag":false}`, want: thing{Flag: falsly}},
		"flag, absent":              {old: thing{Flag: truly}, wire: `{}`},
		"flag off, absent":          {old: thing{Flag: falsly}, wire: `{}`},
		"shy, absent":               {old: thing{Shy: str("a")}, wire: `{}`, want: thing{Shy: str("a")}},
		"shy, null":                 {old: thing{Shy: str("a")}, wire: `{"shy":null}`},
		"shy, drifted":              {old: thing{Shy: str("a")}, wire: `{"shy":"b"}`, want: thing{Shy: str("b")}},
		"shy unknown, absent":       {old: thing{Shy: what}, wire: `{}`},
		"shy unsaid, told":          {wire: `{"shy":"b"}`, want: thing{Shy: str("b")}},
		"extra on, absent":          {old: thing{Extra: truly}, wire: `{}`},
		"extra off, absent":         {old: thing{Extra: falsly}, wire: `{}`, want: thing{Extra: falsly}},
		"extra off, on":             {old: thing{Extra: falsly}, wire: `{"extra":true}`, want: thing{Extra: truly}},
		"extra unsaid, absent":      {wire: `{}`},
		"choice, off":               {wire: `{"choice":false}`, want: thing{Choice: falsly}},
		"switch, off explicitly":    {old: thing{Switch: falsly}, wire: `{"switch":null}`, want: thing{Switch: falsly}},
		"switch, told off":          {old: thing{Switch: falsly}, wire: `{"switch":false}`, want: thing{Switch: falsly}},
		"switch, turned off":        {old: thing{Switch: truly}, wire: `{"switch":false}`},
		"number, zero":              {old: thing{Number: num(1)}, wire: `{"number":0}`, want: thing{Number: num(0)}},
		"number, gone":              {old: thing{Number: num(0)}, wire: `{"number":null}`},
		"while on":                  {wire: `{"on":true,"while":5}`, want: thing{On: truly, While: num(5)}},
		"while on, drifted":         {old: thing{On: truly, While: num(5)}, wire: `{"on":true,"while":6}`, want: thing{On: truly, While: num(6)}},
		"while on, gone":            {old: thing{On: truly, While: num(5)}, wire: `{"on":true}`, want: thing{On: truly}},
		"while off, null":           {old: thing{On: falsly, While: num(5)}, wire: `{"on":false,"while":null}`, want: thing{On: falsly, While: num(5)}},
		"while off, told":           {old: thing{On: falsly, While: num(5)}, wire: `{"on":false,"while":30}`, want: thing{On: falsly, While: num(5)}},
		"while off, told, imported": {wire: `{"on":false,"while":30}`, want: thing{On: falsly}},
		"while off, told, created":  {old: thing{On: types.BoolUnknown(), While: types.Int64Unknown()}, wire: `{"on":false,"while":30}`, want: thing{On: falsly}},
		"while turned off":          {old: thing{On: truly, While: num(5)}, wire: `{"on":false,"while":null}`, want: thing{On: falsly, While: num(5)}},
		"while turned on":           {old: thing{On: falsly, While: num(5)}, wire: `{"on":true,"while":30}`, want: thing{On: truly, While: num(30)}},

		"list":                          {wire: `{"list":["b","a"]}`, want: thing{List: list("b", "a")}},
		"list, other spelling":          {old: thing{List: list("A", "b")}, wire: `{"list":["a","B"]}`, want: thing{List: list("A", "b")}},
		"list, reordered":               {old: thing{List: list("A", "b")}, wire: `{"list":["b","a"]}`, want: thing{List: list("b", "A")}},
		"list, one more":                {old: thing{List: list("A")}, wire: `{"list":["a","b"]}`, want: thing{List: list("A", "b")}},
		"list, one twice":               {old: thing{List: list("A", "a")}, wire: `{"list":["a","a"]}`, want: thing{List: list("A", "a")}},
		"list, explicitly empty":        {old: thing{List: list()}, wire: `{"list":null}`, want: thing{List: list()}},
		"list, gone":                    {old: thing{List: list("a")}, wire: `{"list":[]}`},
		"list with null":                {old: thing{List: types.ListValueMust(types.StringType, []attr.Value{null})}, wire: `{"list":["a"]}`, want: thing{List: list("a")}},
		"set, reordered and respelled":  {old: thing{Set: set("A", "b")}, wire: `{"set":["B","a"]}`, want: thing{Set: set("A", "b")}},
		"set, one more, the rest kept":  {old: thing{Set: set("A", "b")}, wire: `{"set":["c","B","a"]}`, want: thing{Set: set("A", "b", "c")}},
		"set, one less, the rest kept":  {old: thing{Set: set("A", "b")}, wire: `{"set":["a"]}`, want: thing{Set: set("A")}},
		"set, duplicates":               {wire: `{"set":["a","a","b"]}`, want: thing{Set: set("a", "b")}},
		"set, duplicates by respelling": {old: thing{Set: set("A")}, wire: `{"set":["a","A","b"]}`, want: thing{Set: set("A", "b")}},
		"set, spelled twice by user":    {old: thing{Set: set("A", "a")}, wire: `{"set":["a"]}`, want: thing{Set: set("A", "a")}},
		"set, explicitly empty":         {old: thing{Set: set()}, wire: `{}`, want: thing{Set: set()}},
		"set, gone":                     {old: thing{Set: set("a")}, wire: `{"set":null}`},
		"map":                           {old: thing{Map: mapOf("a", "1")}, wire: `{"map":{"A":"1","b":""}}`, want: thing{Map: mapOf("A", "1", "b", "")}},
		"map, same":                     {old: thing{Map: mapOf("a", "1")}, wire: `{"map":{"a":"1"}}`, want: thing{Map: mapOf("a", "1")}},
		"map, null value":               {old: thing{Map: types.MapValueMust(types.StringType, map[string]attr.Value{"a": null})}, wire: `{"map":{"a":""}}`, want: thing{Map: types.MapValueMust(types.StringType, map[string]attr.Value{"a": null})}},
		"map, explicitly empty":         {old: thing{Map: mapOf()}, wire: `{"map":null}`, want: thing{Map: mapOf()}},
		"map, gone":                     {old: thing{Map: mapOf("a", "1")}, wire: `{"map":{}}`},

		"xml, written anew":            {old: thing{XML: mapOf("f", `<A b="1" />`)}, wire: `{"xml":{"f":"<A b=\"1\" c=\"False\"></A>"}}`, want: thing{XML: mapOf("f", `<A b="1" />`)}},
		"xml, one drifted, other kept": {old: thing{XML: mapOf("f", `<A b="1" />`, "g", `<B />`)}, wire: `{"xml":{"f":"<A b=\"1\"/>","g":"<C/>"}}`, want: thing{XML: mapOf("f", `<A b="1" />`, "g", `<C/>`)}},
		"xml, by position":             {old: thing{XML: mapOf("f", `<A />`, "g", `<B />`)}, wire: `{"xml":["<A/>","<B/>"]}`, want: thing{XML: mapOf("f", `<A />`, "g", `<B />`)}},
		"xml, numbered by user":        {old: thing{XML: mapOf("2", `<A />`, "10", `<B />`)}, wire: `{"xml":["<A/>","<B/>"]}`, want: thing{XML: mapOf("2", `<A />`, "10", `<B />`)}},
		"xml, positions swapped":       {old: thing{XML: mapOf("f", `<A/>`, "g", `<B/>`)}, wire: `{"xml":["<B/>","<A/>"]}`, want: thing{XML: mapOf("0", `<B/>`, "1", `<A/>`)}},
		"xml, positions on both sides": {old: thing{XML: mapOf("0", `<A />`, "1", `<B />`)}, wire: `{"xml":["<A/>","<B/>"]}`, want: thing{XML: mapOf("0", `<A />`, "1", `<B />`)}},
		"xml, explicitly empty":        {old: thing{XML: mapOf()}, wire: `{"xml":[]}`, want: thing{XML: mapOf()}},
		"xml, gone":                    {old: thing{XML: mapOf("f", `<A/>`)}, wire: `{"xml":[]}`},

		"object":                         {wire: `{"object":{"mode":"mirror","url":"u","token":"x","count":0,"switch":false,"ids":[]}}`, want: thing{Object: object(nested{Mode: str("mirror"), URL: str("u"), Count: num(0)})}},
		"object, same but for spelling":  {old: thing{Object: object(nested{Mode: str("Mirror"), Token: str("s"), Switch: falsly, IDs: set("b", "a")})}, wire: `{"object":{"mode":"mirror","switch":null,"ids":["a","b"]}}`, want: thing{Object: object(nested{Mode: str("Mirror"), Token: str("s"), Switch: falsly, IDs: set("b", "a")})}},
		"object, one drifted":            {old: thing{Object: object(nested{Mode: str("Mirror"), URL: str("u"), Token: str("s"), IDs: set()})}, wire: `{"object":{"mode":"mirror","url":"v"}}`, want: thing{Object: object(nested{Mode: str("Mirror"), URL: str("v"), Token: str("s"), IDs: set()})}},
		"object, secret told otherwise":  {old: thing{Object: object(nested{URL: str("u"), Token: str("s")})}, wire: `{"object":{"url":"u","token":"***"}}`, want: thing{Object: object(nested{URL: str("u"), Token: str("s")})}},
		"object of a secret, absent":     {old: thing{Object: object(nested{Mode: str("off"), Token: str("s")})}, wire: `{}`, want: thing{Object: object(nested{Mode: str("off"), Token: str("s")})}},
		"object of a secret, empty":      {old: thing{Object: object(nested{Token: str("s")})}, wire: `{"object":{"mode":"off","token":"***"}}`, want: thing{Object: object(nested{Token: str("s")})}},
		"object, only a secret is told":  {wire: `{"object":{"token":"***"}}`},
		"object, explicitly empty":       {old: thing{Object: object(nested{})}, wire: `{"object":{"mode":"off"}}`, want: thing{Object: object(nested{})}},
		"object, gone":                   {old: thing{Object: object(nested{URL: str("u"), Token: str("s")})}, wire: `{"object":{}}`},
		"object, unknown member":         {old: thing{Object: object(nested{URL: what, Token: str("s")})}, wire: `{"object":{"url":"u"}}`, want: thing{Object: object(nested{URL: str("u"), Token: str("s")})}},
		"objects, explicit nothing kept": {old: thing{Objects: objects(nested{Count: num(1), IDs: set()})}, wire: `{"objects":[{"count":1,"ids":null,"switch":false}]}`, want: thing{Objects: objects(nested{Count: num(1), IDs: set()})}},
		"objects, one drifted":           {old: thing{Objects: objects(nested{Count: num(1), IDs: set()}, nested{Count: num(2), Switch: falsly})}, wire: `{"objects":[{"count":1},{"count":3}]}`, want: thing{Objects: objects(nested{Count: num(1), IDs: set()}, nested{Count: num(3), Switch: falsly})}},
		"objects, one less":              {old: thing{Objects: objects(nested{Count: num(1)}, nested{Count: num(2)})}, wire: `{"objects":[{"count":2}]}`, want: thing{Objects: objects(nested{Count: num(2)})}},
		"objects, one more":              {old: thing{Objects: objects(nested{Count: num(1)})}, wire: `{"objects":[{"count":1},{}]}`, want: thing{Objects: objects(nested{Count: num(1)}, nested{})}},
		"objects, swapped":               {old: thing{Objects: objects(nested{Count: num(1)}, nested{Count: num(2)})}, wire: `{"objects":[{"count":2},{"count":1}]}`, want: thing{Objects: objects(nested{Count: num(2)}, nested{Count: num(1)})}},
		"objects, null element":          {old: thing{Objects: types.ListValueMust(partType, []attr.Value{types.ObjectNull(partType.AttrTypes), object(nested{Count: num(1)})})}, wire: `{"objects":[{"count":2}]}`, want: thing{Objects: objects(nested{Count: num(2)})}},
		"objects, explicitly empty":      {old: thing{Objects: objects()}, wire: `{"objects":null}`, want: thing{Objects: objects()}},
		"objects, gone":                  {old: thing{Objects: objects(nested{})}, wire: `{}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, want := c.old.typed(), c.want.typed()
			changed, diags := bind(got, decode[wire](t, c.wire)).Receive(t.Context())
			none(t, diags)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("wrong state (-want +got):\n%s", diff)
			}
			if same := cmp.Equal(c.old.typed(), want); changed == same {
				t.Errorf("reported a change: %v", changed)
			}
			// Receiving the same once more changes nothing: a second plan is empty.
			changed, diags = bind(got, decode[wire](t, c.wire)).Receive(t.Context())
			none(t, diags)
			if diff := cmp.Diff(want, got); changed || diff != "" {
				t.Errorf("receiving again changed the state (reported: %v):\n%s", changed, diff)
			}
		})
	}
}

// What is shown sometimes is kept where it is left out, and is what is in effect
// without it where nothing is known of it.
func TestReceiveInEffect(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		old  types.Bool
		wire string
		want types.Bool
	}{
		{truly, `{}`, truly},
		{falsly, `{}`, falsly},
		{truly, `{"flag":false}`, falsly},
		{truly, `{"flag":null}`, types.BoolNull()},
		{falsly, `{"flag":null}`, falsly},
		{types.BoolNull(), `{}`, falsly},
		{types.BoolNull(), `{"flag":null}`, falsly},
		{types.BoolNull(), `{"flag":true}`, truly},
		{types.BoolUnknown(), `{}`, falsly},
	} {
		got := c.old
		_, diags := field.Pairs{field.Flag("flag", &got, &decode[wire](t, c.wire).Flag).InEffect(false).Reveals(field.Sometimes)}.Receive(t.Context())
		none(t, diags)
		if !got.Equal(c.want) {
			t.Errorf("%v becomes %v by %s, want %v", c.old, got, c.wire, c.want)
		}
	}
}
