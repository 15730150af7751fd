package crud_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// Kinds whose shape is in their blocks, see shapes_test.go.

// blockStep applies a configuration to what the steps before it came to. The
// state is the plan too; no call is an empty plan.
type blockStep struct{ name, config, call, state string }

// walk applies one step after the other, and refreshes after each.
func walk[T any](r *rig, d *drawer[T], steps []blockStep) {
	r.t.Helper()
	o := r.object("")
	for _, step := range steps {
		if step.call == "" {
			r.tf.PlanEmpty(r.t, r.resource, o, r.values(step.config))
			continue
		}
		planned, diags := r.tf.Plan(r.t, r.resource, o, r.values(step.config))
		if text := show(r.t, r.tf.PlannedState(r.t, r.resource, planned).State); text != step.state || len(diags) > 0 {
			r.t.Errorf("%s: planned %s, want %s\n%s", step.name, text, step.state, diags)
		}
		var got outcome
		o, got = r.change(o, step.config)
		r.expect(step.name, got, step.state, "a")
		d.calls = slices.DeleteFunc(d.calls, func(call string) bool { return call == "list" }) // by plans of the creation
		d.called(r.t, step.call)
		o, diags = r.tf.Read(r.t, r.resource, o)
		r.expect(step.name+", refreshed", r.outcome(o, diags), step.state, "a")
		r.tf.PlanEmpty(r.t, r.resource, o, r.values(step.config))
		d.called(r.t, "find a")
	}
}

// A vault has a block with a write-only member, a write-only secret of its own,
// and a version at its root for both.

type vault struct {
	Name            types.String `tfsdk:"name"`
	Bucket          types.Object `tfsdk:"bucket"`
	PasswordWO      types.String `tfsdk:"password_wo"`
	PasswordVersion types.Int64  `tfsdk:"password_wo_version"`
	SecretsVersion  types.Int64  `tfsdk:"secrets_wo_version"`
}

type bucket struct {
	Path   types.String `tfsdk:"path"`
	Secret types.String `tfsdk:"secret_wo"`
}

type vaultWire struct {
	Name     proget.Value[string]     `json:"name,omitzero"`
	Bucket   proget.Value[bucketWire] `json:"bucket,omitzero"`
	Password proget.Value[string]     `json:"password,omitzero"`
}

type bucketWire struct {
	Path   proget.Value[string] `json:"path,omitzero"`
	Secret proget.Value[string] `json:"secret,omitzero"`
}

func bindBucket(m *bucket, o *bucketWire) field.Pairs {
	return field.Pairs{
		field.Text("path", &m.Path, &o.Path),
		field.Secret("secret_wo", &m.Secret, &o.Secret).WriteOnly(&m.Secret, nil),
	}
}

var (
	writeOnly     = schema.StringAttribute{Optional: true, Sensitive: true, WriteOnly: true}
	bucketMembers = map[string]schema.Attribute{"path": schema.StringAttribute{Optional: true}, "secret_wo": writeOnly}
	bucketType    = types.ObjectType{AttrTypes: map[string]attr.Type{"path": types.StringType, "secret_wo": types.StringType}}
)

func vaults() (*drawer[vaultWire], *crud.Kind[vault, vaultWire]) {
	d := &drawer[vaultWire]{key: member("name")}
	return d, &crud.Kind[vault, vaultWire]{
		Name: "vault", Key: "name",
		Schema: schema.Schema{
			Attributes: map[string]schema.Attribute{
				"name":                schema.StringAttribute{Required: true},
				"password_wo":         writeOnly,
				"password_wo_version": schema.Int64Attribute{Optional: true},
				"secrets_wo_version":  schema.Int64Attribute{Optional: true},
			},
			Blocks: map[string]schema.Block{"bucket": schema.SingleNestedBlock{Attributes: bucketMembers}},
		},
		Items: func(*proget.Client) crud.Items[vaultWire] { return changeable[vaultWire]{d} },
		Bind: func(m *vault, o *vaultWire) field.Pairs {
			return field.Pairs{
				field.Text("name", &m.Name, &o.Name),
				field.Secret("password_wo", &m.PasswordWO, &o.Password).ClearedBy("").WriteOnly(&m.PasswordWO, &m.PasswordVersion),
				field.Object("bucket", &m.Bucket, &o.Bucket, bucketType, bindBucket).Block("bucket").Versioned(&m.SecretsVersion),
			}
		},
	}
}

// The server reveals all secrets here, and none of them reaches the state.
func TestShapeWriteOnly(t *testing.T) {
	t.Parallel()
	d, kind := vaults()
	walk(rigOf(t, kind, client(t)), d, []blockStep{
		{
			"created", `{"name":"a","bucket":{"path":"p","secret_wo":"s1"},"secrets_wo_version":1,"password_wo":"w1","password_wo_version":1}`,
			`create {"name":"a","bucket":{"path":"p","secret":"s1"},"password":"w1"}`,
			`{"bucket":{"path":"p"},"name":"a","password_wo_version":1,"secrets_wo_version":1}`,
		},
		{
			"other secrets under the same versions", `{"name":"a","bucket":{"path":"p","secret_wo":"s2"},"secrets_wo_version":1,"password_wo":"w2","password_wo_version":1}`,
			"", `{"bucket":{"path":"p"},"name":"a","password_wo_version":1,"secrets_wo_version":1}`,
		},
		{
			"the block's version", `{"name":"a","bucket":{"path":"p","secret_wo":"s2"},"secrets_wo_version":2,"password_wo":"w2","password_wo_version":1}`,
			`update a {"bucket":{"path":"p","secret":"s2"}}`, `{"bucket":{"path":"p"},"name":"a","password_wo_version":1,"secrets_wo_version":2}`,
		},
		{
			"another member of the block", `{"name":"a","bucket":{"path":"q","secret_wo":"s2"},"secrets_wo_version":2,"password_wo":"w2","password_wo_version":1}`,
			`update a {"bucket":{"path":"q","secret":"s2"}}`, `{"bucket":{"path":"q"},"name":"a","password_wo_version":1,"secrets_wo_version":2}`,
		},
		{
			"the secret's own version", `{"name":"a","bucket":{"path":"q","secret_wo":"s3"},"secrets_wo_version":2,"password_wo":"w3","password_wo_version":2}`,
			`update a {"password":"w3"}`, `{"bucket":{"path":"q"},"name":"a","password_wo_version":2,"secrets_wo_version":2}`,
		},
		{
			"the secret given up", `{"name":"a","bucket":{"path":"q","secret_wo":"s3"},"secrets_wo_version":2}`,
			`update a {"password":""}`, `{"bucket":{"path":"q"},"name":"a","secrets_wo_version":2}`,
		},
	})
}

// An update whose answer is lost is made again if it sent a secret, since
// nothing shows whether the server has it.
func TestShapeWriteOnlyLost(t *testing.T) {
	t.Parallel()
	const before = `{"name":"a","bucket":{"path":"p","secret_wo":"s1"},"secrets_wo_version":1}`
	const after = `{"name":"a","bucket":{"path":"p","secret_wo":"s2"},"secrets_wo_version":2}`
	const update = `update a {"bucket":{"path":"p","secret":"s2"}}`
	for _, acted := range []bool{true, false} {
		d, kind := vaults()
		r := rigOf(t, kind, client(t))
		o, _ := r.change(r.object(""), before)
		d.calls = nil
		if acted {
			d.loses = "update"
		} else {
			d.misses = "update"
		}
		_, got := r.change(o, after)
		r.expect("updated", got, `{"bucket":{"path":"p"},"name":"a","secrets_wo_version":2}`, "a")
		d.called(t, update, "find a", update)
		if !strings.Contains(d.stored(), "s2") {
			t.Errorf("the server has %s", d.stored())
		}
	}
}

// A pool has a block with a write-only member that may repeat, and is sent as a whole.

type pool struct {
	Name           types.String `tfsdk:"name"`
	Buckets        types.List   `tfsdk:"bucket"`
	SecretsVersion types.Int64  `tfsdk:"secrets_wo_version"`
}

type poolWire struct {
	Name    proget.Value[string]       `json:"name,omitzero"`
	Buckets proget.Value[[]bucketWire] `json:"buckets,omitzero"`
}

func pools() (*drawer[poolWire], *crud.Kind[pool, poolWire]) {
	d := &drawer[poolWire]{key: member("name")}
	return d, &crud.Kind[pool, poolWire]{
		Name: "pool", Key: "name",
		Schema: schema.Schema{
			Attributes: map[string]schema.Attribute{
				"name":               schema.StringAttribute{Required: true},
				"secrets_wo_version": schema.Int64Attribute{Optional: true},
			},
			Blocks: map[string]schema.Block{"bucket": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{Attributes: bucketMembers}}},
		},
		Items: func(*proget.Client) crud.Items[poolWire] { return changeable[poolWire]{d} },
		Bind: func(m *pool, o *poolWire) field.Pairs {
			return field.Pairs{
				field.Text("name", &m.Name, &o.Name),
				field.Objects("bucket", &m.Buckets, &o.Buckets, bucketType, bindBucket).Block("buckets").Versioned(&m.SecretsVersion),
			}
		},
	}
}

// Each block is sent with its own secret, wherever it moves to.
func TestShapeWriteOnlyList(t *testing.T) {
	t.Parallel()
	d, kind := pools()
	r := rigOf(t, kind, client(t))
	walk(r, d, []blockStep{
		{
			"created", `{"name":"a","bucket":[{"path":"p","secret_wo":"s1"},{"path":"q"}],"secrets_wo_version":1}`,
			`create {"name":"a","buckets":[{"path":"p","secret":"s1"},{"path":"q"}]}`, `{"bucket":[{"path":"p"},{"path":"q"}],"name":"a","secrets_wo_version":1}`,
		},
		{"other secrets under the same version", `{"name":"a","bucket":[{"path":"p","secret_wo":"s2"},{"path":"q","secret_wo":"s3"}],"secrets_wo_version":1}`, "", ""},
		{
			"the version", `{"name":"a","bucket":[{"path":"p","secret_wo":"s2"},{"path":"q","secret_wo":"s3"}],"secrets_wo_version":2}`,
			`update a {"buckets":[{"path":"p","secret":"s2"},{"path":"q","secret":"s3"}]}`, `{"bucket":[{"path":"p"},{"path":"q"}],"name":"a","secrets_wo_version":2}`,
		},
		{
			"one before the others", `{"name":"a","bucket":[{"secret_wo":"s4"},{"path":"p","secret_wo":"s2"},{"path":"q","secret_wo":"s3"}],"secrets_wo_version":2}`,
			`update a {"buckets":[{"secret":"s4"},{"path":"p","secret":"s2"},{"path":"q","secret":"s3"}]}`, `{"bucket":[{},{"path":"p"},{"path":"q"}],"name":"a","secrets_wo_version":2}`,
		},
		{
			"the first ones given up", `{"name":"a","bucket":[{"path":"q","secret_wo":"s3"}],"secrets_wo_version":2}`,
			`update a {"buckets":[{"path":"q","secret":"s3"}]}`, `{"bucket":[{"path":"q"}],"name":"a","secrets_wo_version":2}`,
		},
	})
	const seen = `{"bucket":[{"path":"q"}],"name":"a"}`
	r.expect("imported", r.imported("a", nil), seen, "a")
	if got, diags := r.data("proget_pool", `{"name":"a"}`); got != `{"buckets":[{"path":"q"}],"name":"a"}` || len(diags) > 0 {
		t.Errorf("the data source has %s\n%s", got, diags)
	}
	o, _ := r.tf.Import(t, r.resource, "a", nil)
	d.calls = nil
	_, got := r.change(o, `{"name":"a"}`)
	r.expect("all given up", got, `{"bucket":[],"name":"a"}`, "a")
	d.called(t, `update a {"buckets":[]}`)
}

// An update whose answer is lost is made again here too.
func TestShapeWriteOnlyListLost(t *testing.T) {
	t.Parallel()
	const update = `update a {"buckets":[{"path":"p","secret":"s2"}]}`
	d, kind := pools()
	r := rigOf(t, kind, client(t))
	o, _ := r.change(r.object(""), `{"name":"a","bucket":[{"path":"p","secret_wo":"s1"}],"secrets_wo_version":1}`)
	d.calls, d.loses = nil, "update"
	_, got := r.change(o, `{"name":"a","bucket":[{"path":"p","secret_wo":"s2"}],"secrets_wo_version":2}`)
	r.expect("updated", got, `{"bucket":[{"path":"p"}],"name":"a","secrets_wo_version":2}`, "a")
	d.called(t, update, "find a", update)
}

// A shed is on disk or in a cloud: exactly one of two blocks, which says
// something by being there.

type shed struct {
	Name  types.String `tfsdk:"name"`
	Disk  types.Object `tfsdk:"disk"`
	Cloud types.Object `tfsdk:"cloud"`
}

type place struct {
	Path types.String `tfsdk:"path"`
}

type shedWire struct {
	Name  proget.Value[string]    `json:"name,omitzero"`
	Disk  proget.Value[placeWire] `json:"disk,omitzero"`
	Cloud proget.Value[placeWire] `json:"cloud,omitzero"`
}

type placeWire struct {
	Path proget.Value[string] `json:"path,omitzero"`
}

func bindPlace(m *place, o *placeWire) field.Pairs {
	return field.Pairs{field.Text("path", &m.Path, &o.Path)}
}

var (
	placeBlock = schema.SingleNestedBlock{Attributes: map[string]schema.Attribute{"path": schema.StringAttribute{Optional: true}}}
	placeType  = types.ObjectType{AttrTypes: map[string]attr.Type{"path": types.StringType}}
)

func sheds() (*drawer[shedWire], *crud.Kind[shed, shedWire]) {
	d := &drawer[shedWire]{key: member("name")}
	return d, &crud.Kind[shed, shedWire]{
		Name: "shed", Key: "name",
		Schema: schema.Schema{
			Attributes: map[string]schema.Attribute{"name": schema.StringAttribute{Required: true}},
			Blocks:     map[string]schema.Block{"disk": placeBlock, "cloud": placeBlock},
		},
		Items: func(*proget.Client) crud.Items[shedWire] { return changeable[shedWire]{d} },
		Bind: func(m *shed, o *shedWire) field.Pairs {
			return field.Pairs{
				field.Text("name", &m.Name, &o.Name),
				field.Object("disk", &m.Disk, &o.Disk, placeType, bindPlace).Present().Block("disk"),
				field.Object("cloud", &m.Cloud, &o.Cloud, placeType, bindPlace).Present().Block("cloud"),
			}
		},
		ValidateConfig: func(_ context.Context, m *shed) (diags diag.Diagnostics) {
			if m.Disk.IsNull() == m.Cloud.IsNull() {
				diags.AddAttributeError(path.Root("disk"), "A shed needs either disk or cloud", "Write one of the two blocks.")
			}
			return diags
		},
	}
}

func TestShapeOneOfBlocks(t *testing.T) {
	t.Parallel()
	d, kind := sheds()
	r := rigOf(t, kind, client(t))
	for config, want := range map[string][]string{
		`{"name":"a"}`:                        {"error at disk: A shed needs either disk or cloud"},
		`{"name":"a","disk":{},"cloud":{}}`:   {"error at disk: A shed needs either disk or cloud"},
		`{"name":"a","disk":{}}`:              nil,
		`{"name":"a","cloud":{"path":"c/d"}}`: nil,
	} {
		if got := said(r.tf.Validate(t, r.resource, r.values(config))); !slices.Equal(got, want) {
			t.Errorf("%s: said %q, want %q", config, got, want)
		}
	}
	walk(r, d, []blockStep{
		{"created", `{"name":"a","disk":{}}`, `create {"name":"a","disk":{}}`, `{"disk":{},"name":"a"}`},
		{"the other block", `{"name":"a","cloud":{"path":"c"}}`, `update a {"disk":null,"cloud":{"path":"c"}}`, `{"cloud":{"path":"c"},"name":"a"}`},
		{"one member less", `{"name":"a","cloud":{}}`, `update a {"cloud":{"path":null}}`, `{"cloud":{},"name":"a"}`},
		{"back", `{"name":"a","disk":{"path":"d"}}`, `update a {"disk":{"path":"d"},"cloud":null}`, `{"disk":{"path":"d"},"name":"a"}`},
	})
}
