package field_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

func TestSendCreate(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		plan, config thing // the configuration matters for write-only values only
		want         string
	}{
		"nothing": {want: `{}`},

		"text":                 {plan: thing{Text: str("a")}, want: `{"text":"a"}`},
		"text empty":           {plan: thing{Text: str("")}, want: `{}`},
		"text unknown":         {plan: thing{Text: what}, want: `{}`},
		"text of white space":  {plan: thing{Text: str(" ")}, want: `{"text":" "}`},
		"text that needs care": {plan: thing{Text: str("\"\\\n\u00e9")}, want: `{"text":"\"\\\né"}`},
		"computed text":        {plan: thing{Title: str("a")}, want: `{"title":"a"}`},
		"computed text empty":  {plan: thing{Title: str("")}, want: `{}`},
		"cleared by empty":     {plan: thing{User: str("")}, want: `{}`},
		"exact":                {plan: thing{Name: str("A")}, want: `{"name":"A"}`},
		"spelled as it is":     {plan: thing{Spelled: str("NuGet")}, want: `{"spelled":"NuGet"}`},
		"spelled empty":        {plan: thing{Spelled: str("")}, want: `{}`},
		"mode":                 {plan: thing{Mode: str("Mirror")}, want: `{"mode":"Mirror"}`},
		"mode off":             {plan: thing{Mode: str("off")}, want: `{}`},
		"mode off, spelled":    {plan: thing{Mode: str("Off")}, want: `{}`},
		"read-only":            {plan: thing{URL: str("a")}, want: `{}`},

		"secret":                           {plan: thing{Secret: str("s")}, want: `{"secret":"s"}`},
		"secret empty":                     {plan: thing{Secret: str("")}, want: `{}`},
		"password":                         {plan: thing{Password: str("s")}, want: `{"password":"s"}`},
		"password empty":                   {plan: thing{Password: str("")}, want: `{}`},
		"password unknown":                 {plan: thing{Password: what}, want: `{}`},
		"write-only":                       {plan: thing{Version: num(1)}, config: thing{Written: str("s"), Version: num(1)}, want: `{"password":"s"}`},
		"write-only without version":       {config: thing{Written: str("s")}, want: `{"password":"s"}`},
		"write-only empty":                 {plan: thing{Version: num(1)}, config: thing{Written: str(""), Version: num(1)}, want: `{}`},
		"write-only in the plan by mishap": {plan: thing{Written: str("s")}, want: `{}`},

		"flag on":          {plan: thing{Flag: truly}, want: `{"flag":true}`},
		"flag off":         {plan: thing{Flag: falsly}, want: `{"flag":false}`},
		"flag unknown":     {plan: thing{Flag: types.BoolUnknown()}, want: `{}`},
		"choice off":       {plan: thing{Choice: falsly}, want: `{"choice":false}`},
		"switch on":        {plan: thing{Switch: truly}, want: `{"switch":true}`},
		"switch off":       {plan: thing{Switch: falsly}, want: `{}`},
		"number":           {plan: thing{Number: num(5)}, want: `{"number":5}`},
		"number zero":      {plan: thing{Number: num(0)}, want: `{"number":0}`},
		"number huge":      {plan: thing{Number: num(1 << 53)}, want: `{"number":9007199254740992}`},
		"number unknown":   {plan: thing{Number: types.Int64Unknown()}, want: `{}`},
		"while on":         {plan: thing{On: truly, While: num(5)}, want: `{"on":true,"while":5}`},
		"while on unknown": {plan: thing{On: types.BoolUnknown(), While: num(5)}, want: `{}`},
		"while off":        {plan: thing{On: falsly, While: num(5)}, want: `{"on":false}`},
		"while unsaid":     {plan: thing{While: num(5)}, want: `{}`},

		"list":                {plan: thing{List: list("b", "A", "b")}, want: `{"list":["b","A","b"]}`},
		"list empty":          {plan: thing{List: list()}, want: `{}`},
		"list unknown":        {plan: thing{List: types.ListUnknown(types.StringType)}, want: `{}`},
		"list with null":      {plan: thing{List: types.ListValueMust(types.StringType, []attr.Value{null, str("a")})}, want: `{"list":["","a"]}`},
		"set":                 {plan: thing{Set: set("b", "A")}, want: `{"set":["b","A"]}`},
		"set with duplicates": {plan: thing{Set: set("a", "a", "b")}, want: `{"set":["a","b"]}`},
		"set empty":           {plan: thing{Set: set()}, want: `{}`},
		"set unknown":         {plan: thing{Set: field.StringSet{SetValue: types.SetUnknown(types.StringType)}}, want: `{}`},
		"map":                 {plan: thing{Map: mapOf("k", "v", "e", "")}, want: `{"map":{"e":"","k":"v"}}`},
		"map empty":           {plan: thing{Map: mapOf()}, want: `{}`},
		"map unknown":         {plan: thing{Map: types.MapUnknown(types.StringType)}, want: `{}`},
		"map with null":       {plan: thing{Map: types.MapValueMust(types.StringType, map[string]attr.Value{"k": null})}, want: `{"map":{"k":""}}`},
		"xml":                 {plan: thing{XML: mapOf("f", `<A b="False"/>`)}, want: `{"xml":{"f":"\u003cA b=\"False\"/\u003e"}}`},
		"xml empty":           {plan: thing{XML: mapOf()}, want: `{}`},

		"object":                     {plan: thing{Object: object(nested{Mode: str("Mirror"), URL: str("u"), Token: str("s")})}, want: `{"object":{"mode":"Mirror","url":"u","token":"s"}}`},
		"object without members":     {plan: thing{Object: object(nested{})}, want: `{}`},
		"object that says nothing":   {plan: thing{Object: object(nested{Mode: str("off"), URL: str(""), Switch: falsly, IDs: set()})}, want: `{}`},
		"object with unknown member": {plan: thing{Object: object(nested{Mode: str("mirror"), URL: what})}, want: `{"object":{"mode":"mirror"}}`},
		"object unknown":             {plan: thing{Object: types.ObjectUnknown(partType.AttrTypes)}, want: `{}`},
		"objects": {
			plan: thing{Objects: objects(nested{Count: num(0), Switch: truly}, nested{IDs: set("b", "a")}, nested{})},
			want: `{"objects":[{"count":0,"switch":true},{"ids":["b","a"]},{}]}`,
		},
		"objects empty":     {plan: thing{Objects: objects()}, want: `{}`},
		"objects unknown":   {plan: thing{Objects: types.ListUnknown(partType)}, want: `{}`},
		"objects with null": {plan: thing{Objects: types.ListValueMust(partType, []attr.Value{types.ObjectNull(partType.AttrTypes), object(nested{Count: num(1)})})}, want: `{"objects":[{"count":1}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got wire
			none(t, bind(c.plan.typed(), &got).Send(t.Context(), nil, bind(c.config.typed(), new(wire))))
			if json := encode(t, got); json != c.want {
				t.Errorf("sent %s, want %s", json, c.want)
			}
		})
	}
}

func TestSendUpdate(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		prior, plan, config thing
		want                string
	}{
		"nothing changed": {
			prior: thing{Text: str("a"), Flag: truly, List: list("a"), Object: object(nested{URL: str("u")})},
			plan:  thing{Text: str("a"), Flag: truly, List: list("a"), Object: object(nested{URL: str("u")})},
			want:  `{}`,
		},
		"only what changed": {
			prior: thing{Text: str("a"), User: str("u"), Number: num(1)},
			plan:  thing{Text: str("b"), User: str("u"), Number: num(1)},
			want:  `{"text":"b"}`,
		},

		"text added":                  {plan: thing{Text: str("a")}, want: `{"text":"a"}`},
		"text removed":                {prior: thing{Text: str("a")}, want: `{"text":null}`},
		"text emptied":                {prior: thing{Text: str("a")}, plan: thing{Text: str("")}, want: `{"text":null}`},
		"text null to empty":          {plan: thing{Text: str("")}, want: `{}`},
		"text empty to null":          {prior: thing{Text: str("")}, want: `{}`},
		"text unknown":                {prior: thing{Text: str("a")}, plan: thing{Text: what}, want: `{}`},
		"computed text left out":      {prior: thing{Title: str("a")}, want: `{}`},
		"computed text emptied":       {prior: thing{Title: str("a")}, plan: thing{Title: str("")}, want: `{"title":null}`},
		"cleared by empty, removed":   {prior: thing{User: str("a")}, want: `{"user":""}`},
		"cleared by empty, emptied":   {prior: thing{User: str("a")}, plan: thing{User: str("")}, want: `{"user":""}`},
		"exact, respelled":            {prior: thing{Name: str("a")}, plan: thing{Name: str("A")}, want: `{"name":"A"}`},
		"exact, same":                 {prior: thing{Name: str("a")}, plan: thing{Name: str("a")}, want: `{}`},
		"spelled, respelled":          {prior: thing{Spelled: str("nuget")}, plan: thing{Spelled: str("NuGet")}, want: `{}`},
		"spelled, changed":            {prior: thing{Spelled: str("nuget")}, plan: thing{Spelled: str("NPM")}, want: `{"spelled":"NPM"}`},
		"spelled, removed":            {prior: thing{Spelled: str("nuget")}, want: `{"spelled":null}`},
		"mode, on to off":             {prior: thing{Mode: str("mirror")}, plan: thing{Mode: str("Off")}, want: `{"mode":"off"}`},
		"mode, on to null":            {prior: thing{Mode: str("mirror")}, want: `{"mode":"off"}`},
		"mode, off to null":           {prior: thing{Mode: str("Off")}, want: `{}`},
		"mode, null to off":           {plan: thing{Mode: str("off")}, want: `{}`},
		"mode, off to on":             {prior: thing{Mode: str("off")}, plan: thing{Mode: str("mirror")}, want: `{"mode":"mirror"}`},
		"mode, respelled":             {prior: thing{Mode: str("mirror")}, plan: thing{Mode: str("MIRROR")}, want: `{}`},
		"read-only":                   {prior: thing{URL: str("a")}, plan: thing{URL: str("b")}, want: `{}`},
		"secret, same":                {prior: thing{Secret: str("s")}, plan: thing{Secret: str("s")}, want: `{}`},
		"secret, changed":             {prior: thing{Secret: str("s")}, plan: thing{Secret: str("S")}, want: `{"secret":"S"}`},
		"secret, removed":             {prior: thing{Secret: str("s")}, want: `{"secret":null}`},
		"secret after an import":      {plan: thing{Secret: str("s")}, want: `{"secret":"s"}`},
		"flag, turned off":            {prior: thing{Flag: truly}, plan: thing{Flag: falsly}, want: `{"flag":false}`},
		"flag, null to false":         {plan: thing{Flag: falsly}, want: `{"flag":false}`},
		"flag, left out":              {prior: thing{Flag: truly}, want: `{}`},
		"choice, removed":             {prior: thing{Choice: falsly}, want: `{"choice":null}`},
		"choice, turned":              {prior: thing{Choice: falsly}, plan: thing{Choice: truly}, want: `{"choice":true}`},
		"switch, on to off":           {prior: thing{Switch: truly}, plan: thing{Switch: falsly}, want: `{"switch":false}`},
		"switch, on to null":          {prior: thing{Switch: truly}, want: `{"switch":false}`},
		"switch, off to null":         {prior: thing{Switch: falsly}, want: `{}`},
		"switch, null to off":         {plan: thing{Switch: falsly}, want: `{}`},
		"number, changed to zero":     {prior: thing{Number: num(5)}, plan: thing{Number: num(0)}, want: `{"number":0}`},
		"number, left out":            {prior: thing{Number: num(5)}, want: `{}`},
		"number, null to zero":        {plan: thing{Number: num(0)}, want: `{"number":0}`},
		"while, turned on":            {prior: thing{On: falsly}, plan: thing{On: truly, While: num(5)}, want: `{"on":true,"while":5}`},
		"while, turned on, kept":      {prior: thing{On: falsly, While: num(5)}, plan: thing{On: truly, While: num(5)}, want: `{"on":true,"while":5}`},
		"while, turned on, open":      {prior: thing{On: falsly}, plan: thing{On: truly, While: types.Int64Unknown()}, want: `{"on":true}`},
		"while, turned on from null":  {plan: thing{On: truly, While: num(5)}, want: `{"on":true,"while":5}`},
		"while, turned off":           {prior: thing{On: truly, While: num(5)}, plan: thing{On: falsly, While: num(7)}, want: `{"on":false}`},
		"while off, changed":          {prior: thing{On: falsly, While: num(5)}, plan: thing{On: falsly, While: num(7)}, want: `{}`},
		"while on, same":              {prior: thing{On: truly, While: num(5)}, plan: thing{On: truly, While: num(5)}, want: `{}`},
		"while on, changed":           {prior: thing{On: truly, While: num(5)}, plan: thing{On: truly, While: num(7)}, want: `{"while":7}`},
		"list, reordered":             {prior: thing{List: list("a", "b")}, plan: thing{List: list("b", "a")}, want: `{"list":["b","a"]}`},
		"list, respelled":             {prior: thing{List: list("a", "b")}, plan: thing{List: list("A", "b")}, want: `{}`},
		"list, one respelled":         {prior: thing{List: list("a", "b")}, plan: thing{List: list("A", "c")}, want: `{"list":["A","c"]}`},
		"list, one twice":             {prior: thing{List: list("a")}, plan: thing{List: list("a", "a")}, want: `{"list":["a","a"]}`},
		"list, removed":               {prior: thing{List: list("a")}, want: `{"list":[]}`},
		"list, emptied":               {prior: thing{List: list("a")}, plan: thing{List: list()}, want: `{"list":[]}`},
		"list, null to empty":         {plan: thing{List: list()}, want: `{}`},
		"list, empty to null":         {prior: thing{List: list()}, want: `{}`},
		"set, reordered":              {prior: thing{Set: set("a", "b")}, plan: thing{Set: set("b", "a")}, want: `{}`},
		"set, respelled":              {prior: thing{Set: set("a", "b")}, plan: thing{Set: set("B", "A")}, want: `{}`},
		"set, one spelled twice":      {prior: thing{Set: set("a")}, plan: thing{Set: set("a", "A")}, want: `{}`},
		"set, one more":               {prior: thing{Set: set("a")}, plan: thing{Set: set("a", "b")}, want: `{"set":["a","b"]}`},
		"set, one swapped":            {prior: thing{Set: set("a", "b")}, plan: thing{Set: set("a", "c")}, want: `{"set":["a","c"]}`},
		"set, removed":                {prior: thing{Set: set("a")}, want: `{"set":[]}`},
		"set, emptied":                {prior: thing{Set: set("a")}, plan: thing{Set: set()}, want: `{"set":[]}`},
		"map, one value":              {prior: thing{Map: mapOf("a", "1", "b", "2")}, plan: thing{Map: mapOf("a", "1", "b", "3")}, want: `{"map":{"a":"1","b":"3"}}`},
		"map, one key":                {prior: thing{Map: mapOf("a", "1")}, plan: thing{Map: mapOf("A", "1")}, want: `{"map":{"A":"1"}}`},
		"map, value to empty":         {prior: thing{Map: mapOf("a", "1")}, plan: thing{Map: mapOf("a", "")}, want: `{"map":{"a":""}}`},
		"map, removed":                {prior: thing{Map: mapOf("a", "1")}, want: `{"map":{}}`},
		"map, emptied":                {prior: thing{Map: mapOf("a", "1")}, plan: thing{Map: mapOf()}, want: `{"map":{}}`},
		"xml, written anew":           {prior: thing{XML: mapOf("f", `<A b="1" c=""/>`)}, plan: thing{XML: mapOf("f", `<A  b="1"></A>`)}, want: `{}`},
		"xml, changed":                {prior: thing{XML: mapOf("f", `<A/>`)}, plan: thing{XML: mapOf("f", `<B/>`)}, want: `{"xml":{"f":"\u003cB/\u003e"}}`},
		"xml, renamed":                {prior: thing{XML: mapOf("f", `<A/>`)}, plan: thing{XML: mapOf("g", `<A/>`)}, want: `{"xml":{"g":"\u003cA/\u003e"}}`},
		"xml, removed":                {prior: thing{XML: mapOf("f", `<A/>`)}, want: `{"xml":{}}`},
		"object, one member":          {prior: thing{Object: object(nested{URL: str("u"), Token: str("s")})}, plan: thing{Object: object(nested{URL: str("v"), Token: str("s")})}, want: `{"object":{"url":"v","token":"s"}}`},
		"object, member given up":     {prior: thing{Object: object(nested{Mode: str("mirror"), URL: str("u"), Count: num(1)})}, plan: thing{Object: object(nested{URL: str("u")})}, want: `{"object":{"mode":"off","url":"u","count":null}}`},
		"object, secret given up":     {prior: thing{Object: object(nested{URL: str("u"), Token: str("s")})}, plan: thing{Object: object(nested{URL: str("u")})}, want: `{"object":{"url":"u","token":null}}`},
		"object, secret added":        {prior: thing{Object: object(nested{URL: str("u")})}, plan: thing{Object: object(nested{URL: str("u"), Token: str("s")})}, want: `{"object":{"url":"u","token":"s"}}`},
		"object, set emptied":         {prior: thing{Object: object(nested{URL: str("u"), IDs: set("a")})}, plan: thing{Object: object(nested{URL: str("u"), IDs: set()})}, want: `{"object":{"url":"u","ids":[]}}`},
		"object, respelled":           {prior: thing{Object: object(nested{Mode: str("mirror"), IDs: set("a", "b")})}, plan: thing{Object: object(nested{Mode: str("Mirror"), URL: str(""), IDs: set("b", "a")})}, want: `{}`},
		"object, removed":             {prior: thing{Object: object(nested{URL: str("u")})}, want: `{"object":{"mode":"off"}}`},
		"object, emptied":             {prior: thing{Object: object(nested{URL: str("u")})}, plan: thing{Object: object(nested{})}, want: `{"object":{"mode":"off"}}`},
		"object, null to empty":       {plan: thing{Object: object(nested{})}, want: `{}`},
		"object, empty to null":       {prior: thing{Object: object(nested{Switch: falsly})}, want: `{}`},
		"objects, appended":           {prior: thing{Objects: objects(nested{Count: num(1)})}, plan: thing{Objects: objects(nested{Count: num(1)}, nested{Count: num(2)})}, want: `{"objects":[{"count":1},{"count":2}]}`},
		"objects, reordered":          {prior: thing{Objects: objects(nested{Count: num(1)}, nested{Count: num(2)})}, plan: thing{Objects: objects(nested{Count: num(2)}, nested{Count: num(1)})}, want: `{"objects":[{"count":2},{"count":1}]}`},
		"objects, member given up":    {prior: thing{Objects: objects(nested{Count: num(1), URL: str("u")})}, plan: thing{Objects: objects(nested{Count: num(1)})}, want: `{"objects":[{"count":1}]}`},
		"objects, explicit nothing":   {prior: thing{Objects: objects(nested{Count: num(1)})}, plan: thing{Objects: objects(nested{Count: num(1), Switch: falsly, IDs: set()})}, want: `{}`},
		"objects, all members null":   {prior: thing{Objects: objects(nested{Count: num(1)})}, plan: thing{Objects: objects(nested{})}, want: `{"objects":[{}]}`},
		"objects, removed":            {prior: thing{Objects: objects(nested{})}, want: `{"objects":[]}`},
		"objects, emptied":            {prior: thing{Objects: objects(nested{})}, plan: thing{Objects: objects()}, want: `{"objects":[]}`},
		"objects, null to empty":      {plan: thing{Objects: objects()}, want: `{}`},
		"unknown collections":         {prior: thing{List: list("a"), Set: set("a")}, plan: thing{List: types.ListUnknown(types.StringType), Set: field.StringSet{SetValue: types.SetUnknown(types.StringType)}}, want: `{}`},
		"unknown objects":             {prior: thing{Objects: objects(nested{}), Object: object(nested{URL: str("u")})}, plan: thing{Objects: types.ListUnknown(partType), Object: types.ObjectUnknown(partType.AttrTypes)}, want: `{}`},
		"password, same":              {prior: thing{Password: str("s")}, plan: thing{Password: str("s")}, want: `{}`},
		"password, changed":           {prior: thing{Password: str("s")}, plan: thing{Password: str("t")}, want: `{"password":"t"}`},
		"password, removed":           {prior: thing{Password: str("s")}, want: `{"password":""}`},
		"password, emptied":           {prior: thing{Password: str("s")}, plan: thing{Password: str("")}, want: `{"password":""}`},
		"password, empty to null":     {prior: thing{Password: str("")}, want: `{}`},
		"write-only, same version":    {prior: thing{Version: num(1)}, plan: thing{Version: num(1)}, config: thing{Written: str("t")}, want: `{}`},
		"write-only, next version":    {prior: thing{Version: num(1)}, plan: thing{Version: num(2)}, config: thing{Written: str("t")}, want: `{"password":"t"}`},
		"write-only, version dropped": {prior: thing{Version: num(1)}, plan: thing{}, config: thing{Written: str("t")}, want: `{"password":"t"}`},
		"write-only, no version":      {config: thing{Written: str("t")}, want: `{}`},
		"write-only, first version":   {plan: thing{Version: num(1)}, config: thing{Written: str("t")}, want: `{"password":"t"}`},
		"write-only, given up":        {prior: thing{Version: num(1)}, want: `{"password":""}`},
		"write-only emptied":          {prior: thing{Version: num(1)}, plan: thing{Version: num(2)}, config: thing{Written: str("")}, want: `{"password":""}`},
		"write-only empty, same":      {prior: thing{Version: num(1)}, plan: thing{Version: num(1)}, config: thing{Written: str("")}, want: `{}`},
		"password to write-only":      {prior: thing{Password: str("s")}, plan: thing{Version: num(1)}, config: thing{Written: str("t")}, want: `{"password":"t"}`},
		"password to unversioned":     {prior: thing{Password: str("s")}, config: thing{Written: str("t")}, want: `{"password":"t"}`},
		"write-only to password":      {prior: thing{Version: num(1)}, plan: thing{Password: str("s")}, want: `{"password":"s"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got wire
			none(t, bind(c.plan.typed(), &got).Send(t.Context(), bind(c.prior.typed(), new(wire)), bind(c.config.typed(), new(wire))))
			if json := encode(t, got); json != c.want {
				t.Errorf("sent %s, want %s", json, c.want)
			}
		})
	}
}
