package field_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// thing has an attribute of every kind. Its zero value is null in all of them.
type thing struct {
	Name     types.String // Spelled, Exact
	Text     types.String
	Title    types.String // Text, Computed
	User     types.String // Text, ClearedBy("")
	Spelled  types.String
	Mode     types.String // TextOr
	Secret   types.String
	Password types.String // Secret, WriteOnly, with the next two
	Written  types.String
	Version  types.Int64
	Flag     types.Bool
	Extra    types.Bool   // Flag, InEffect(false)
	Shy      types.String // Text, ClearedBy(""), Reveals(Sometimes)
	Choice   types.Bool   // Flag, Optional
	Switch   types.Bool   // OffByDefault
	Number   types.Int64
	On       types.Bool  // Flag, for the next
	While    types.Int64 // Number
	List     types.List
	Set      field.StringSet
	Map      types.Map
	XML      types.Map
	Object   types.Object
	Objects  types.List
	URL      types.String // Text, ReadOnly
}

type wire struct {
	Name     proget.Value[string]              `json:"name,omitzero"`
	Text     proget.Value[string]              `json:"text,omitzero"`
	Title    proget.Value[string]              `json:"title,omitzero"`
	User     proget.Value[string]              `json:"user,omitzero"`
	Spelled  proget.Value[string]              `json:"spelled,omitzero"`
	Mode     proget.Value[string]              `json:"mode,omitzero"`
	Secret   proget.Value[string]              `json:"secret,omitzero"`
	Password proget.Value[string]              `json:"password,omitzero"`
	Flag     proget.Value[bool]                `json:"flag,omitzero"`
	Extra    proget.Value[bool]                `json:"extra,omitzero"`
	Shy      proget.Value[string]              `json:"shy,omitzero"`
	Choice   proget.Value[bool]                `json:"choice,omitzero"`
	Switch   proget.Value[bool]                `json:"switch,omitzero"`
	Number   proget.Value[int64]               `json:"number,omitzero"`
	On       proget.Value[bool]                `json:"on,omitzero"`
	While    proget.Value[int64]               `json:"while,omitzero"`
	List     proget.Value[[]string]            `json:"list,omitzero"`
	Set      proget.Value[[]string]            `json:"set,omitzero"`
	Map      proget.Value[map[string]string]   `json:"map,omitzero"`
	XML      proget.Value[proget.PersistedXML] `json:"xml,omitzero"`
	Object   proget.Value[part]                `json:"object,omitzero"`
	Objects  proget.Value[[]part]              `json:"objects,omitzero"`
	URL      proget.Value[string]              `json:"url,omitzero"`
}

func bind(m *thing, o *wire) field.Pairs {
	return field.Pairs{
		field.Spelled("name", &m.Name, &o.Name, strings.ToLower).Exact(),
		field.Text("text", &m.Text, &o.Text),
		field.Text("title", &m.Title, &o.Title).Computed(),
		field.Text("user", &m.User, &o.User).ClearedBy(""),
		field.Spelled("spelled", &m.Spelled, &o.Spelled, strings.ToLower),
		field.TextOr("mode", &m.Mode, &o.Mode, strings.ToLower, "off"),
		field.Secret("secret", &m.Secret, &o.Secret),
		field.Secret("password", &m.Password, &o.Password).ClearedBy("").WriteOnly(&m.Written, &m.Version),
		field.Flag("flag", &m.Flag, &o.Flag),
		field.Flag("extra", &m.Extra, &o.Extra).InEffect(false),
		field.Text("shy", &m.Shy, &o.Shy).ClearedBy("").Reveals(field.Sometimes),
		field.Flag("choice", &m.Choice, &o.Choice).Optional(),
		field.OffByDefault("switch", &m.Switch, &o.Switch),
		field.Number("number", &m.Number, &o.Number),
		field.Flag("on", &m.On, &o.On),
		field.Number("while", &m.While, &o.While).While(&m.On),
		field.List("list", &m.List, &o.List, strings.ToLower),
		field.Set("set", &m.Set, &o.Set, strings.ToLower),
		field.Map("map", &m.Map, &o.Map),
		field.PersistedXML("xml", &m.XML, &o.XML),
		field.Object("object", &m.Object, &o.Object, partType, bindPart).ClearedBy(part{Mode: proget.Of("off")}),
		field.Objects("objects", &m.Objects, &o.Objects, partType, bindPart),
		field.Text("url", &m.URL, &o.URL).ReadOnly(),
	}
}

// nested is the model of a nested object.
type nested struct {
	Mode   types.String    `tfsdk:"mode"`
	URL    types.String    `tfsdk:"url"`
	Token  types.String    `tfsdk:"token"`
	Count  types.Int64     `tfsdk:"count"`
	Switch types.Bool      `tfsdk:"switch"`
	IDs    field.StringSet `tfsdk:"ids"`
}

type part struct {
	Mode   proget.Value[string]   `json:"mode,omitzero"`
	URL    proget.Value[string]   `json:"url,omitzero"`
	Token  proget.Value[string]   `json:"token,omitzero"`
	Count  proget.Value[int64]    `json:"count,omitzero"`
	Switch proget.Value[bool]     `json:"switch,omitzero"`
	IDs    proget.Value[[]string] `json:"ids,omitzero"`
}

var partType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"mode": types.StringType, "url": types.StringType, "token": types.StringType,
	"count": types.Int64Type, "switch": types.BoolType, "ids": field.NewStringSetType(),
}}

func bindPart(m *nested, o *part) field.Pairs {
	return field.Pairs{
		field.TextOr("mode", &m.Mode, &o.Mode, strings.ToLower, "off"),
		field.Text("url", &m.URL, &o.URL),
		field.Secret("token", &m.Token, &o.Token),
		field.Number("count", &m.Count, &o.Count).Optional(),
		field.OffByDefault("switch", &m.Switch, &o.Switch),
		field.Set("ids", &m.IDs, &o.IDs, field.Exactly),
	}
}

var (
	null   = types.StringNull()
	what   = types.StringUnknown()
	truly  = types.BoolValue(true)
	falsly = types.BoolValue(false)
)

func str(s string) types.String { return types.StringValue(s) }
func num(n int64) types.Int64   { return types.Int64Value(n) }

func list(elements ...string) types.List {
	return types.ListValueMust(types.StringType, strs(elements))
}

func set(elements ...string) field.StringSet { return field.StringSetOf(elements) }

func mapOf(keysAndValues ...string) types.Map {
	m := map[string]attr.Value{}
	for i := 0; i < len(keysAndValues); i += 2 {
		m[keysAndValues[i]] = str(keysAndValues[i+1])
	}
	return types.MapValueMust(types.StringType, m)
}

func strs(elements []string) []attr.Value {
	vs := make([]attr.Value, len(elements))
	for i, e := range elements {
		vs[i] = str(e)
	}
	return vs
}

func object(n nested) types.Object {
	return types.ObjectValueMust(partType.AttrTypes, map[string]attr.Value{
		"mode": n.Mode, "url": n.URL, "token": n.Token, "count": n.Count, "switch": n.Switch, "ids": n.IDs,
	})
}

func objects(ns ...nested) types.List {
	vs := make([]attr.Value, len(ns))
	for i, n := range ns {
		vs[i] = object(n)
	}
	return types.ListValueMust(partType, vs)
}

// typed gives the null collections their types, as the framework does.
func (m thing) typed() *thing {
	if m.List.IsNull() {
		m.List = types.ListNull(types.StringType)
	}
	if m.Map.IsNull() {
		m.Map = types.MapNull(types.StringType)
	}
	if m.XML.IsNull() {
		m.XML = types.MapNull(types.StringType)
	}
	if m.Object.IsNull() {
		m.Object = types.ObjectNull(partType.AttrTypes)
	}
	if m.Objects.IsNull() {
		m.Objects = types.ListNull(partType)
	}
	return &m
}

func encode(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func decode[T any](t *testing.T, text string) *T {
	t.Helper()
	v := new(T)
	if err := json.Unmarshal([]byte(text), v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

func none(t *testing.T, diags diag.Diagnostics) {
	t.Helper()
	for _, d := range diags {
		t.Errorf("%s: %s", d.Summary(), d.Detail())
	}
}
