package crud_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// Each test of this file is a kind of another shape, as small as can be, and so
// are those of shapes_blocks_test.go and shapes_life_test.go. Who adds a kind
// finds the one of its shape here; CONTRIBUTING.md has a list.

// client is one that nothing is sent with.
func client(t *testing.T) *proget.Client {
	t.Helper()
	c, err := proget.New(proget.Config{URL: "https://proget.example.com"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// expect requires what one apply or refresh comes to.
func (r *rig) expect(what string, got outcome, state, identity string, said ...string) {
	r.t.Helper()
	if got.state != state || got.identity != identity || !slices.Equal(got.said, said) {
		r.t.Errorf("%s:\n got %s, %s, %q\nwant %s, %s, %q\n%s", what, got.state, got.identity, got.said, state, identity, said, got.details)
	}
}

// change plans and applies a configuration to an object, which can mean to replace it.
func (r *rig) change(prior tftest.Object, config string) (tftest.Object, outcome) {
	r.t.Helper()
	o, diags := r.tf.Apply(r.t, r.resource, prior, r.values(config))
	return o, r.outcome(o, diags)
}

// called requires the calls since the last time.
func (d *drawer[T]) called(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(d.calls, want) {
		t.Errorf("calls\n%s\nwant\n%s", strings.Join(d.calls, "\n"), strings.Join(want, "\n"))
	}
	d.calls = nil
}

// A token has a key that the server assigns, cannot be changed, and is revealed once.

type token struct {
	ID    types.String `tfsdk:"id"`
	Label types.String `tfsdk:"label"`
	Key   types.String `tfsdk:"key"`
}

type tokenWire struct {
	ID    proget.Value[int64]  `json:"id,omitzero"`
	Label proget.Value[string] `json:"label,omitzero"`
	Key   proget.Value[string] `json:"key,omitzero"`
}

func tokens(objects ...string) (*drawer[tokenWire], *crud.Kind[token, tokenWire]) {
	d := &drawer[tokenWire]{key: member("id"), hides: []string{"key"}, makes: func(n int, o map[string]any) {
		o["id"], o["key"] = 40+n, fmt.Sprintf("s3cr3t-%d", n)
	}}
	for _, text := range objects {
		d.put(text)
	}
	return d, &crud.Kind[token, tokenWire]{
		Name: "token", Key: "id",
		Schema: schema.Schema{Attributes: map[string]schema.Attribute{
			"id":    schema.StringAttribute{Computed: true},
			"label": schema.StringAttribute{Optional: true},
			"key":   schema.StringAttribute{Computed: true, Sensitive: true},
		}},
		Items: func(*proget.Client) crud.Items[tokenWire] { return d },
		Bind: func(m *token, o *tokenWire) field.Pairs {
			return field.Pairs{
				field.ID("id", &m.ID, &o.ID).ReadOnly(),
				field.Text("label", &m.Label, &o.Label),
				field.Text("key", &m.Key, &o.Key).ReadOnly().Reveals(field.Once),
			}
		},
	}
}

func TestShapeRevealedOnce(t *testing.T) {
	t.Parallel()
	d, kind := tokens()
	r := rigOf(t, kind, client(t))
	o, got := r.change(r.object(""), `{"label":"a"}`)
	r.expect("created", got, `{"id":"41","key":"s3cr3t-1","label":"a"}`, "41")
	d.called(t, "list", "list", `create {"label":"a"}`) // the plan looks, and so does the creation

	read, diags := r.tf.Read(t, r.resource, o)
	r.expect("refreshed", r.outcome(read, diags), `{"id":"41","key":"s3cr3t-1","label":"a"}`, "41")
	r.tf.PlanEmpty(t, r.resource, read, r.values(`{"label":"a"}`))
	d.called(t, "find 41")

	o, got = r.change(read, `{"label":"b"}`)
	r.expect("replaced", got, `{"id":"42","key":"s3cr3t-2","label":"b"}`, "42")
	d.called(t, "delete 41", "list", `create {"label":"b"}`)

	r.expect("imported", r.imported("42", nil), `{"id":"42","label":"b"}`, "42")
	r.expect("imported by identity", r.imported("", tftest.Values{"id": "42"}), `{"id":"42","label":"b"}`, "42")
	d.called(t, "find 42", "find 42")

	_, got = r.change(o, "")
	r.expect("deleted", got, "", "")
	d.called(t, "delete 42")
}

// What cannot be changed is as it was where an answer leaves it out, and replaced
// where an answer shows that it is not.
func TestShapeLeftOut(t *testing.T) {
	t.Parallel()
	d, kind := tokens()
	r := rigOf(t, kind, client(t))
	o, _ := r.change(r.object(""), `{"label":"a"}`)
	d.hides = []string{"key", "label"}
	read, diags := r.tf.Read(t, r.resource, o)
	r.expect("left out", r.outcome(read, diags), `{"id":"41","key":"s3cr3t-1","label":"a"}`, "41")
	r.tf.PlanEmpty(t, r.resource, read, r.values(`{"label":"a"}`))
	r.expect("left out, and imported", r.imported("41", nil), `{"id":"41"}`, "41")

	d.hides, d.objects[0]["label"] = []string{"key"}, nil
	read, diags = r.tf.Read(t, r.resource, o)
	r.expect("null", r.outcome(read, diags), `{"id":"41","key":"s3cr3t-1"}`, "41")
}

// Nobody can ask for an object without a name whose creation is lost: what it
// may be is named with its import block.
func TestShapeLostUnnamed(t *testing.T) {
	t.Parallel()
	const twin = `{"id":7,"label":"a","key":"older"}`
	for name, c := range map[string]struct {
		config   string
		server   []string
		loses    bool
		names    []string
		not      []string
		existing int
	}{
		"acted":              {`{"label":"a"}`, nil, true, []string{"import {", `id = "41"`, "probably created"}, nil, 1},
		"acted, with a twin": {`{"label":"a"}`, []string{twin}, true, []string{`id = "41"`}, []string{`id = "7"`}, 2},
		"not acted":          {`{"label":"a"}`, []string{twin}, false, []string{"nothing was created"}, []string{"import {"}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, kind := tokens(c.server...)
			if c.loses {
				d.loses = "create"
			} else {
				d.misses = "create"
			}
			r := rigOf(t, kind, client(t))
			_, got := r.change(r.object(""), c.config)
			if got.state != "" || len(got.said) != 1 || !strings.HasPrefix(got.said[0], "error: Unable to create token") {
				t.Errorf("state %s, said %q", got.state, got.said)
			}
			for _, text := range c.names {
				if !strings.Contains(got.details, text) {
					t.Errorf("the details lack %q:\n%s", text, got.details)
				}
			}
			for _, text := range c.not {
				if strings.Contains(got.details, text) {
					t.Errorf("the details have %q:\n%s", text, got.details)
				}
			}
			if len(d.objects) != c.existing {
				t.Errorf("the server has %s", d.stored())
			}
		})
	}
}

// A grant is identified by what it is about, and has an id from the server besides.

type grant struct {
	ID    types.String `tfsdk:"id"`
	Group types.String `tfsdk:"group"`
	Feed  types.String `tfsdk:"feed"`
	Note  types.String `tfsdk:"note"`
}

type grantWire struct {
	ID    proget.Value[int64]  `json:"id,omitzero"`
	Group proget.Value[string] `json:"group,omitzero"`
	Feed  proget.Value[string] `json:"feed,omitzero"`
	Note  proget.Value[string] `json:"note,omitzero"`
}

func grants(objects ...string) (*drawer[grantWire], *crud.Kind[grant, grantWire]) {
	d := &drawer[grantWire]{
		key:   member("id"),
		makes: func(n int, o map[string]any) { o["id"] = 40 + n },
		also: func(o map[string]any) string {
			part := func(name string) proget.Part {
				value, _ := o[name].(string)
				return proget.Part{Name: name, Value: value}
			}
			return proget.JoinKey(part("group"), part("feed"))
		},
	}
	for _, text := range objects {
		d.put(text)
	}
	return d, &crud.Kind[grant, grantWire]{
		Name: "grant", Key: "id", Identity: []string{"group", "feed"},
		Schema: schema.Schema{Attributes: map[string]schema.Attribute{
			"id":    schema.StringAttribute{Computed: true},
			"group": schema.StringAttribute{Required: true},
			"feed":  schema.StringAttribute{Optional: true},
			"note":  schema.StringAttribute{Optional: true},
		}},
		Items: func(*proget.Client) crud.Items[grantWire] { return d },
		Bind: func(m *grant, o *grantWire) field.Pairs {
			return field.Pairs{
				field.ID("id", &m.ID, &o.ID).ReadOnly(),
				field.Text("group", &m.Group, &o.Group),
				field.Text("feed", &m.Feed, &o.Feed),
				field.Text("note", &m.Note, &o.Note),
			}
		},
	}
}

func TestShapeTuple(t *testing.T) {
	t.Parallel()
	const config, state, identity = `{"feed":"f/g","group":"Developers"}`, `{"feed":"f/g","group":"Developers","id":"41"}`, `{"feed":"f/g","group":"Developers"}`
	d, kind := grants()
	r := rigOf(t, kind, client(t))
	o, got := r.change(r.object(""), config)
	r.expect("created", got, state, identity)
	d.called(t, "list", `create {"group":"Developers","feed":"f/g"}`)
	r.tf.PlanEmpty(t, r.resource, o, r.values(config))
	for _, id := range []string{"41", "group:Developers/feed:f%2Fg"} {
		r.expect("imported by "+id, r.imported(id, nil), state, identity)
	}
	_, kindOfOne := grants(`{"id":41,"group":"Developers","feed":"f/g"}`, `{"id":42,"group":"Developers"}`)
	one := rigOf(t, kindOfOne, client(t))
	one.expect("imported by identity", one.imported("", tftest.Values{"group": "Developers", "feed": "f/g"}), state, identity)
	one.expect("imported by a part of the identity", one.imported("", tftest.Values{"group": "Developers"}), `{"group":"Developers","id":"42"}`, `{"group":"Developers"}`)
}

// An equal grant is refused with the import of the one that exists.
func TestShapeTupleTaken(t *testing.T) {
	t.Parallel()
	d, kind := grants(`{"id":7,"group":"Developers","note":"theirs"}`)
	r := rigOf(t, kind, client(t))
	_, got := r.change(r.object(""), `{"group":"Developers"}`)
	r.expect("created", outcome{got.state, got.identity, nil, ""}, "", "")
	const exists = `at group: Grant "group:Developers" already exists as "7"`
	if !slices.Equal(got.said, []string{"warning " + exists, "error " + exists}) || strings.Count(got.details, `id = "7"`) != 2 {
		t.Errorf("said %q\n%s", got.said, got.details)
	}
	if d.stored() != `[{"group":"Developers","id":7,"note":"theirs"}]` {
		t.Errorf("the server has %s", d.stored())
	}
}

// A lost creation is confirmed by what identifies the object.
func TestShapeTupleLost(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		loses, misses string
		calls         []string
	}{
		"acted":     {"create", "", []string{"list", `create {"group":"Developers"}`, "find group:Developers"}},
		"not acted": {"", "create", []string{"list", `create {"group":"Developers"}`, "find group:Developers", `create {"group":"Developers"}`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, kind := grants()
			d.loses, d.misses = c.loses, c.misses
			r := rigOf(t, kind, client(t))
			_, got := r.change(r.object(""), `{"group":"Developers"}`)
			r.expect("created", got, `{"group":"Developers","id":"41"}`, `{"group":"Developers"}`)
			d.called(t, c.calls...)
		})
	}
}

// A membership is two names and nothing else.

type membership struct {
	Group types.String `tfsdk:"group"`
	User  types.String `tfsdk:"user"`
}

type membershipWire struct {
	Group proget.Value[string] `json:"group,omitzero"`
	User  proget.Value[string] `json:"user,omitzero"`
}

func TestShapeTwoPartKey(t *testing.T) {
	t.Parallel()
	d := &drawer[membershipWire]{key: func(o map[string]any) string {
		return proget.JoinKey(proget.Part{Name: "group", Value: fmt.Sprint(o["group"])}, proget.Part{Name: "user", Value: fmt.Sprint(o["user"])})
	}}
	r := rigOf(t, &crud.Kind[membership, membershipWire]{
		Name: "membership", Identity: []string{"group", "user"},
		Schema: schema.Schema{Attributes: map[string]schema.Attribute{
			"group": schema.StringAttribute{Required: true},
			"user":  schema.StringAttribute{Required: true},
		}},
		Items: func(*proget.Client) crud.Items[membershipWire] { return d },
		Bind: func(m *membership, o *membershipWire) field.Pairs {
			return field.Pairs{field.Text("group", &m.Group, &o.Group), field.Text("user", &m.User, &o.User)}
		},
	}, client(t))
	const jane, john = `{"group":"Developers","user":"CORP\\jane/doe"}`, `{"group":"Developers","user":"john"}`
	o, got := r.change(r.object(""), jane)
	r.expect("created", got, jane, jane)
	d.called(t, "list", "create "+jane)
	r.expect("imported", r.imported("group:Developers/user:CORP%5Cjane%2Fdoe", nil), jane, jane)
	r.expect("imported by identity", r.imported("", r.values(jane)), jane, jane)
	d.called(t, "find group:Developers/user:CORP%5Cjane%2Fdoe", "find group:Developers/user:CORP%5Cjane%2Fdoe")
	if _, diags := r.tf.Import(t, r.resource, "Developers", nil); !diags.Failed() || !strings.Contains(diags.String(), "group:NAME") {
		t.Errorf("half a key says %s", diags)
	}
	for _, id := range []string{"group:Developers/user:nobody", "user:nobody/group:Developers", ""} {
		if got := r.imported(id, r.values(`{"group":"Developers","user":"nobody"}`)); len(got.said) != 1 || !strings.Contains(got.said[0], "error: There is no membership") {
			t.Errorf("imported by %q: %q", id, got.said)
		}
	}
	d.calls = nil
	o, got = r.change(o, john)
	r.expect("replaced", got, john, john)
	d.called(t, "delete group:Developers/user:CORP%5Cjane%2Fdoe", "create "+john)
	d.objects = nil
	gone, diags := r.tf.Read(t, r.resource, o)
	r.expect("gone", r.outcome(gone, diags), "", john, `warning: Membership "group:Developers/user:john" no longer exists`)
}
