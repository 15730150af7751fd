package crud_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// Kinds whose shape is in how their objects begin and end, see shapes_test.go.

// A dial is there from the start, and stays: creating it turns it, unless
// somebody else has, and destroying it turns it back.

type dial struct {
	Name  types.String `tfsdk:"name"`
	Level types.Int64  `tfsdk:"level"`
}

type dialWire struct {
	Name  proget.Value[string] `json:"name,omitzero"`
	Level proget.Value[int64]  `json:"level,omitzero"`
	Owner proget.Value[string] `json:"owner,omitzero"` // who else has turned it
}

// dialResource is the engine's resource with two methods of its own.
type dialResource struct {
	*crud.Resource[dial, dialWire]

	dials crud.Items[dialWire]
}

// dialBefore is the key, in the private state, of the level before Terraform turned the dial.
const dialBefore = "before"

func (r dialResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var name string
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("name"), &name)...)
	found, err := r.dials.Find(ctx, name)
	if err != nil {
		resp.Diagnostics.AddError(fmt.Sprintf("There is no dial %q", name), crud.Explain(err))
		return
	}
	known := !r.IsUnrestored(name) // asked now: TakeOver forgets it
	r.TakeOver(ctx, req, resp, found, found.Owner.Or("") == "")
	if known {
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, dialBefore, []byte(jsonOf(found.Level)))...)
	}
}

func (r dialResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var name string
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("name"), &name)...)
	before, diags := req.Private.GetKey(ctx, dialBefore)
	resp.Diagnostics.Append(diags...)
	var restored dialWire
	switch {
	case r.Outlives(name, &resp.Diagnostics):
	case before == nil || json.Unmarshal(before, &restored.Level) != nil:
		r.LeaveUnrestored(name)
		resp.Diagnostics.AddWarning(fmt.Sprintf("Dial %q stays as it is", name), "It is not known what it was.")
	default:
		resp.Diagnostics.Append(r.Change(ctx, name, "restore", restored)...)
	}
}

func dials(t *testing.T, objects ...string) (*drawer[dialWire], *rig) {
	t.Helper()
	d := &drawer[dialWire]{key: member("name")}
	for _, text := range objects {
		d.put(text)
	}
	kind := &crud.Kind[dial, dialWire]{
		Name: "dial", Key: "name", Lasting: true,
		Schema: schema.Schema{Attributes: map[string]schema.Attribute{
			"name":  schema.StringAttribute{Required: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()}},
			"level": schema.Int64Attribute{Required: true},
		}},
		Items: func(*proget.Client) crud.Items[dialWire] { return changeable[dialWire]{d} },
		Bind: func(m *dial, o *dialWire) field.Pairs {
			return field.Pairs{field.Text("name", &m.Name, &o.Name), field.Number("level", &m.Level, &o.Level)}
		},
	}
	odd := func() resource.Resource { return dialResource{crud.BaseResource(kind), changeable[dialWire]{d}} }
	return d, rigWith(t, &shelf[dial, dialWire]{kind: kind, client: client(t), odd: odd})
}

func TestShapeLasting(t *testing.T) {
	t.Parallel()
	d, r := dials(t, `{"name":"a","level":3}`, `{"name":"b","level":4}`)
	o, got := r.change(r.object(""), `{"name":"a","level":5}`)
	r.expect("taken over", got, `{"level":5,"name":"a"}`, "a")
	d.called(t, "list", "find a", `update a {"level":5}`)
	r.nextRun()
	o, got = r.change(o, `{"name":"a","level":6}`)
	r.expect("changed", got, `{"level":6,"name":"a"}`, "a")
	d.called(t, `update a {"level":6}`)
	o, got = r.change(o, `{"name":"b","level":7}`)
	r.expect("replaced", got, `{"level":7,"name":"b"}`, "b")
	d.called(t, "list", `update a {"level":3}`, "find b", `update b {"level":7}`)
	r.nextRun()
	_, got = r.change(o, "")
	r.expect("restored", got, "", "")
	d.called(t, `update b {"level":4}`)
	if d.stored() != `[{"level":3,"name":"a"},{"level":4,"name":"b"}]` {
		t.Errorf("the server has %s", d.stored())
	}
}

// What somebody else has set up is taken over only if it is as planned, and what
// is not there is not made.
func TestShapeLastingTaken(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		server string
		state  string
		said   []string
		calls  []string
	}{
		"theirs, as planned": {`{"level":5,"name":"a","owner":"jane"}`, `{"level":5,"name":"a"}`, nil, []string{"list", "find a", "find a"}},
		"theirs":             {`{"level":3,"name":"a","owner":"jane"}`, "", []string{`error at name: Dial "a" already exists`}, []string{"list", "find a"}},
		"another":            {`{"level":3,"name":"b"}`, "", []string{`error: There is no dial "a"`}, []string{"list", "find a"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, r := dials(t, c.server)
			_, got := r.change(r.object(""), `{"name":"a","level":5}`)
			identity := ""
			if c.state != "" {
				identity = "a"
			}
			r.expect("created", got, c.state, identity, c.said...)
			d.called(t, c.calls...)
			if d.stored() != "["+c.server+"]" {
				t.Errorf("the server has %s", d.stored())
			}
		})
	}
}

// What the same run took over at another address outlives its destruction.
func TestShapeLastingOutlives(t *testing.T) {
	t.Parallel()
	d, r := dials(t, `{"name":"a","level":3}`)
	old, _ := r.change(r.object(""), `{"name":"a","level":5}`)
	r.nextRun()
	_, got := r.change(r.object(""), `{"name":"a","level":6}`)
	r.expect("taken over again", got, `{"level":6,"name":"a"}`, "a")
	d.calls = nil
	_, got = r.change(old, "")
	r.expect("destroyed", got, "", "", `warning: Dial "a" stays as it was set`)
	d.called(t)
}

// Of a dial that was imported nobody knows what it was, also not once it was
// destroyed and is created again in the same run.
func TestShapeLastingUnrestored(t *testing.T) {
	t.Parallel()
	d, r := dials(t, `{"name":"a","level":5}`)
	const stays = `warning: Dial "a" stays as it is`
	o, _ := r.tf.Import(t, r.resource, "a", nil)
	_, got := r.change(o, "")
	r.expect("destroyed", got, "", "", stays)
	o, got = r.change(r.object(""), `{"name":"a","level":6}`)
	r.expect("created again", got, `{"level":6,"name":"a"}`, "a", `warning at name: Dial "a" is destroyed and created`)
	r.nextRun()
	_, got = r.change(o, "")
	r.expect("destroyed again", got, "", "", stays)
	if d.stored() != `[{"level":6,"name":"a"}]` {
		t.Errorf("the server has %s", d.stored())
	}
}

// undeletable is a drawer of a server that cannot delete: Delete says so, and
// what helps.
type undeletable[T any] struct{ *drawer[T] }

func (d undeletable[T]) Delete(_ context.Context, key string) error {
	return d.call("delete", key, func() error {
		if d.at(key) < 0 {
			return errNotFound
		}
		return &proget.Error{Method: http.MethodDelete, Path: "/tokens", Problem: proget.Incompatible, Detail: "this server does not delete tokens; let go of them with a removed block"}
	})
}

// What cannot be deleted stays in the state, and is not replaced either.
func TestShapeUndeletable(t *testing.T) {
	t.Parallel()
	const state, refused = `{"id":"41","key":"s3cr3t-1","label":"a"}`, `error: Unable to delete token "41"`
	d, kind := tokens()
	kind.Items = func(*proget.Client) crud.Items[tokenWire] { return undeletable[tokenWire]{d} }
	r := rigOf(t, kind, client(t))
	o, _ := r.change(r.object(""), `{"label":"a"}`)
	d.calls = nil
	for _, config := range []string{`{"label":"b"}`, ""} {
		var got outcome
		o, got = r.change(o, config)
		r.expect("refused", got, state, "41", refused)
		if !strings.Contains(got.details, "a removed block") {
			t.Errorf("it does not say what helps:\n%s", got.details)
		}
		d.called(t, "delete 41")
	}
	d.objects = nil
	_, got := r.change(o, "")
	r.expect("gone anyway", got, "", "")
	d.called(t, "delete 41")
}

// open opens an ephemeral resource, and shows what it comes to.
func (r *rig) open(config string) (result string, private []byte, diags tftest.Diagnostics) {
	r.t.Helper()
	typ := r.tf.Schemas.EphemeralResourceSchemas[r.resource].ValueType()
	opened, err := r.tf.OpenEphemeralResource(r.t.Context(), &tfprotov6.OpenEphemeralResourceRequest{TypeName: r.resource, Config: tftest.Encode(r.t, typ, r.values(config))})
	if err != nil {
		r.t.Fatal(err)
	}
	return show(r.t, tftest.Decode(r.t, typ, opened.Result)), opened.Private, opened.Diagnostics
}

func (r *rig) close(private []byte) tftest.Diagnostics {
	r.t.Helper()
	closed, err := r.tf.CloseEphemeralResource(r.t.Context(), &tfprotov6.CloseEphemeralResourceRequest{TypeName: r.resource, Private: private})
	if err != nil {
		r.t.Fatal(err)
	}
	return closed.Diagnostics
}

// A token for one run is made when the run needs it, and deleted when it ends.
func TestShapeEphemeral(t *testing.T) {
	t.Parallel()
	d, kind := tokens()
	r := rigWith(t, &shelf[token, tokenWire]{kind: kind, client: client(t), ephemeral: true})
	result, private, diags := r.open(`{"label":"a"}`)
	if result != `{"id":"41","key":"s3cr3t-1","label":"a"}` || len(diags) > 0 || strings.Contains(string(private), "s3cr3t") {
		t.Errorf("opened %s with %s\n%s", result, private, diags)
	}
	d.called(t, "list", `create {"label":"a"}`)
	for range 2 { // the second time, it is gone already
		if diags := r.close(private); len(diags) > 0 {
			t.Error(diags)
		}
		d.called(t, "delete 41")
	}

	// What Terraform does not close is deleted at the end of the process.
	if _, _, diags = r.open(`{"label":"a"}`); len(diags) > 0 || len(d.objects) != 1 {
		t.Errorf("opened %s\n%s", d.stored(), diags)
	}
	crud.CloseOpened(t.Context()) // of this process: no other test of the package leaves anything open
	if len(d.objects) > 0 {
		t.Errorf("the server has %s", d.stored())
	}
}

// What cannot be used is deleted at once, and what may have been made is named.
func TestShapeEphemeralErrors(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		breaks func(*drawer[tokenWire])
		left   string
		says   string
	}{
		"not revealed": {func(d *drawer[tokenWire]) { d.makes = func(n int, o map[string]any) { o["id"] = 40 + n } }, `[]`, "It is deleted again."},
		"lost":         {func(d *drawer[tokenWire]) { d.loses = "create" }, `[{"id":41,"key":"s3cr3t-1","label":"a"}]`, `id = "41"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, kind := tokens()
			c.breaks(d)
			r := rigWith(t, &shelf[token, tokenWire]{kind: kind, client: client(t), ephemeral: true})
			_, _, diags := r.open(`{"label":"a"}`)
			if !diags.Failed() || !strings.Contains(details(diags), c.says) || d.stored() != c.left {
				t.Errorf("the server has %s\n%s", d.stored(), diags)
			}
		})
	}
}
