package crud_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

func dataState(state string, _ tftest.Diagnostics) string { return state }

func dataDiags(_ string, diags tftest.Diagnostics) tftest.Diagnostics { return diags }

var three = []string{
	`{"name":"b","sort":"nuget","active":true,"text":"","tags":["y","x"],"secret":"s","parts":[{"label":"l","count":0,"token":"t"},{}]}`,
	`{"name":"C","sort":"NuGet","active":false,"number":5}`,
	`{"name":"a","sort":"npm"}`,
}

const whole = `{"active":true,"name":"b","parts":[{"count":0,"label":"l"},{}],"sort":"nuget","tags":["x","y"]}`

func TestDataSource(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		key   string
		find  error
		state string
		said  []string
		parts []string
	}{
		"without secrets":  {key: "b", state: whole},
		"spelled as asked": {key: "B", state: strings.Replace(whole, `"name":"b"`, `"name":"B"`, 1)},
		"missing": {
			key: "d", state: `{"name":"d"}`, said: []string{`error at name: Widget "d" does not exist`},
			parts: []string{"proget_widgets lists those", "404"},
		},
		"forbidden": {key: "b", state: `{"name":"b"}`, find: errForbidden, said: []string{`error: Unable to read widget "b"`}, parts: []string{"not allowed"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(three...)
			if c.find != nil {
				s.script["find"] = []step{{err: c.find}}
			}
			got, diags := newRig(t, s).data("proget_widget", `{"name":"`+c.key+`"}`)
			if got != c.state || !slices.Equal(said(diags), c.said) {
				t.Errorf("got  %s, %q\nwant %s, %q", got, said(diags), c.state, c.said)
			}
			for _, part := range c.parts {
				if !strings.Contains(details(diags), part) {
					t.Errorf("the details lack %q:\n%s", part, details(diags))
				}
			}
		})
	}
}

func TestDataSources(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		config string
		names  string
	}{
		"all, sorted":      {`{}`, `["C","a","b"]`},
		"none":             {`{"sort":"maven"}`, `[]`},
		"by another case":  {`{"sort":"NUGET"}`, `["C","b"]`},
		"by nothing":       {`{"sort":""}`, `["C","a","b"]`},
		"by a flag":        {`{"active":true}`, `["b"]`},
		"by a flag off":    {`{"active":false}`, `["C"]`},
		"by name":          {`{"name_regex":"[ab]"}`, `["a","b"]`},
		"by the whole":     {`{"name_regex":"^$"}`, `[]`},
		"without case":     {`{"name_regex":"(?i)c"}`, `["C"]`},
		"by several":       {`{"sort":"nuget","active":true,"name_regex":"b"}`, `["b"]`},
		"by what excludes": {`{"sort":"npm","name_regex":"b"}`, `[]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(three...)
			got, diags := newRig(t, s).data("proget_widgets", c.config)
			if !strings.Contains(got, `"names":`+c.names) || len(diags) > 0 {
				t.Errorf("got %s, %q, want the names %s", got, said(diags), c.names)
			}
			if want := []string{"list"}; !slices.Equal(s.calls, want) {
				t.Errorf("called %v", s.calls)
			}
		})
	}

	r := newRig(t, newServer(three...))
	if got, want := dataState(r.data("proget_widgets", `{"name_regex":"b","sort":"NuGet"}`)), `{"name_regex":"b","names":["b"],"sort":"NuGet","widgets":[`+whole+`]}`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := dataState(r.data("proget_widgets", `{"sort":"maven"}`)), `{"names":[],"sort":"maven","widgets":[]}`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := said(dataDiags(r.data("proget_widgets", `{"name_regex":"("}`))), []string{"error at name_regex: Invalid regular expression"}; !slices.Equal(got, want) {
		t.Errorf("said %q, want %q", got, want)
	}
	r.server.script["list"] = []step{{err: errForbidden}}
	if got, want := said(dataDiags(r.data("proget_widgets", `{}`))), []string{"error: Unable to list widgets"}; !slices.Equal(got, want) {
		t.Errorf("said %q, want %q", got, want)
	}
}

// A data source has what the server tells, as secret as in the resource.
func TestDataSourceSchema(t *testing.T) {
	t.Parallel()
	r := newRig(t, newServer())
	plural, _ := r.tf.Schemas.DataSourceSchemas["proget_widgets"].ValueType().(tftypes.Object)
	element, _ := plural.AttributeTypes["widgets"].(tftypes.List)
	for name, typ := range map[string]tftypes.Type{
		"proget_widget":  r.tf.Schemas.DataSourceSchemas["proget_widget"].ValueType(),
		"proget_widgets": element.ElementType,
	} {
		object, _ := typ.(tftypes.Object)
		if got, want := keys(object), []string{"active", "name", "number", "parts", "sort", "tags", "text", "url"}; !slices.Equal(got, want) {
			t.Errorf("%s has %v, want %v", name, got, want)
		}
		parts, _ := object.AttributeTypes["parts"].(tftypes.List)
		object, _ = parts.ElementType.(tftypes.Object)
		if got, want := keys(object), []string{"count", "label"}; !slices.Equal(got, want) {
			t.Errorf("parts of %s have %v, want %v", name, got, want)
		}
	}
	for _, a := range r.tf.Schemas.DataSourceSchemas["proget_widget"].Block.Attributes {
		if a.Sensitive != (a.Name == "tags") || a.Required != (a.Name == "name") || a.Computed == a.Required {
			t.Errorf("%s: sensitive %v, required %v, computed %v", a.Name, a.Sensitive, a.Required, a.Computed)
		}
	}
}

func keys(object tftypes.Object) []string {
	var names []string
	for name := range object.AttributeTypes {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func TestListResource(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		config string
		limit  int64
		whole  bool
		want   []string
	}{
		"all":       {`{}`, 0, false, []string{"C/C", "a/a", "b/b"}},
		"limited":   {`{}`, 2, false, []string{"C/C", "a/a"}},
		"few":       {`{}`, 5, false, []string{"C/C", "a/a", "b/b"}},
		"filtered":  {`{"sort":"nuget","name_regex":"b"}`, 0, false, []string{"b/b"}},
		"resources": {`{"active":true}`, 0, true, []string{"b/b " + whole}},
		"none":      {`{"sort":"maven"}`, 0, true, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, diags := newRig(t, newServer(three...)).list(c.config, c.limit, c.whole)
			if !slices.Equal(got, c.want) || len(diags) > 0 {
				t.Errorf("got %q, %q, want %q", got, diags, c.want)
			}
		})
	}
	r := newRig(t, newServer(three...))
	if _, diags := r.list(`{"name_regex":"("}`, 0, false); !slices.Equal(diags, []string{"error at name_regex: Invalid regular expression"}) {
		t.Errorf("said %q", diags)
	}
	r.server.script["list"] = []step{{err: errForbidden}}
	if _, diags := r.list(`{}`, 0, false); !slices.Equal(diags, []string{"error: Unable to list widgets"}) {
		t.Errorf("said %q", diags)
	}
}
