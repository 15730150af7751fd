package crud_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

var testContext = context.Background()

// shelf is a provider of one kind: its resource, data sources and list resource.
type shelf[M, T any] struct {
	kind      *crud.Kind[M, T]
	client    *proget.Client
	odd       func() resource.Resource // the resource, where it is not just the engine's
	ephemeral bool                     // the kind has an ephemeral resource as well
}

func (p *shelf[M, T]) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "proget"
}

func (p *shelf[M, T]) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (p *shelf[M, T]) Configure(_ context.Context, _ provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	data := &crud.ProviderData{Client: p.client, Run: new(crud.Run)}
	resp.ResourceData, resp.DataSourceData, resp.ListResourceData, resp.EphemeralResourceData = data, data, data, data
}

func (p *shelf[M, T]) Resources(context.Context) []func() resource.Resource {
	if p.odd != nil {
		return []func() resource.Resource{p.odd}
	}
	return []func() resource.Resource{crud.NewResource(p.kind)}
}

func (p *shelf[M, T]) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	if !p.ephemeral {
		return nil
	}
	return []func() ephemeral.EphemeralResource{
		func() ephemeral.EphemeralResource { return crud.NewEphemeralResource(p.kind, "") },
	}
}

func (p *shelf[M, T]) DataSources(context.Context) []func() datasource.DataSource {
	if p.kind.Key == "" {
		return nil // nothing to find one by
	}
	return []func() datasource.DataSource{
		crud.NewDataSource(p.kind),
		crud.NewDataSources(p.kind),
	}
}

func (p *shelf[M, T]) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{crud.NewListResource(p.kind)}
}

// rig is Terraform with the provider of one kind. Values are given and returned
// as JSON without nulls; "" is no object.
type rig struct {
	t        *testing.T
	tf       *tftest.Terraform
	resource string
}

// widgetRig is a rig with the widgets of a server.
type widgetRig struct {
	*rig

	server *server
}

func newRig(t *testing.T, s *server) *widgetRig {
	t.Helper()
	client, err := proget.New(proget.Config{URL: "https://proget.example.com"})
	if err != nil {
		t.Fatal(err)
	}
	return newRigWith(t, s, client)
}

func newRigWith(t *testing.T, s *server, client *proget.Client) *widgetRig {
	t.Helper()
	return &widgetRig{rigOf(t, widgetKind(s), client), s}
}

// rigOf is a rig with a kind.
func rigOf[M, T any](t *testing.T, kind *crud.Kind[M, T], client *proget.Client) *rig {
	t.Helper()
	return rigWith(t, &shelf[M, T]{kind: kind, client: client})
}

// rigWith is a rig with a provider.
func rigWith[M, T any](t *testing.T, p *shelf[M, T]) *rig {
	t.Helper()
	tf := providerserver.NewProtocol6(p)()
	schemas, err := tftest.Schemas(tf)
	if err != nil || len(schemas.Schemas.Diagnostics) > 0 {
		t.Fatal(err, tftest.Diagnostics(schemas.Schemas.Diagnostics))
	}
	r := &rig{t, schemas.With(t, tf), "proget_" + p.kind.Name}
	r.nextRun()
	return r
}

// nextRun begins another run of Terraform.
func (r *rig) nextRun() {
	r.t.Helper()
	if diags := r.tf.Configure(r.t, tftest.Values{}); len(diags) > 0 {
		r.t.Fatal(diags)
	}
}

// values are what a JSON text says.
func (r *rig) values(text string) (values tftest.Values) {
	r.t.Helper()
	if text == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(text), &values); err != nil {
		r.t.Fatalf("%s: %v", text, err)
	}
	return values
}

// object is what Terraform keeps of a state, with its identity.
func (r *rig) object(state string) tftest.Object {
	r.t.Helper()
	o := tftest.Object{State: r.tf.Given(r.t, r.resource, r.values(state))}
	if state != "" {
		identity := tftest.Values{}
		for _, a := range r.tf.Identities.IdentitySchemas[r.resource].IdentityAttributes {
			identity[a.Name] = r.values(state)[a.Name]
		}
		o.Identity = r.tf.IdentityData(r.t, r.resource, identity)
	}
	return o
}

// outcome is what a call came to.
type outcome struct {
	state    string
	identity string
	said     []string // "error at tags: summary", without details
	details  string
}

func (r *rig) outcome(o tftest.Object, diags tftest.Diagnostics) outcome {
	r.t.Helper()
	return outcome{show(r.t, o.State), r.identity(o), said(diags), details(diags)}
}

// apply plans and applies a configuration. A change of what exists plans with
// the given warnings and no others.
func (r *rig) apply(prior, config string, warnings ...string) outcome {
	r.t.Helper()
	o := r.object(prior)
	planned, diags := r.tf.Plan(r.t, r.resource, o, r.values(config))
	if diags.Failed() || prior != "" && !slices.Equal(said(diags), warnings) {
		r.t.Fatalf("planning: %v, want %q", diags, warnings)
	}
	return r.outcome(r.tf.ApplyPlanned(r.t, r.resource, o, r.values(config), planned))
}

// plan shows what a configuration is planned to come to, and what is said of it.
func (r *rig) plan(prior, config string) (planned string, diags []string) {
	r.t.Helper()
	resp, ds := r.tf.Plan(r.t, r.resource, r.object(prior), r.values(config))
	return show(r.t, r.tf.PlannedState(r.t, r.resource, resp).State), said(ds)
}

// refresh reads an object of which Terraform may bring the identity.
func (r *rig) refresh(state string, identity tftest.Values) outcome {
	r.t.Helper()
	o := r.object(state)
	o.Identity = nil
	if identity != nil {
		o.Identity = r.tf.IdentityData(r.t, r.resource, identity)
	}
	return r.outcome(r.tf.Read(r.t, r.resource, o))
}

// imported imports by id or by identity, and reads as Terraform then does.
func (r *rig) imported(id string, identity tftest.Values) outcome {
	r.t.Helper()
	return r.outcome(r.tf.Import(r.t, r.resource, id, identity))
}

// identity is the only attribute of an object's identity, or all as JSON.
func (r *rig) identity(o tftest.Object) string {
	r.t.Helper()
	identity := r.tf.Identity(r.t, r.resource, o)
	if len(identity) == 1 {
		for _, value := range identity {
			name, _ := value.(string)
			return name
		}
	}
	return encoded(r.t, identity)
}

// data reads a data source.
func (r *rig) data(name, config string) (state string, diags tftest.Diagnostics) {
	r.t.Helper()
	values, diags := r.tf.DataUnvalidated(r.t, name, r.values(config))
	return encoded(r.t, values), diags
}

// list queries, and returns each result as "name/identity resource".
func (r *rig) list(config string, limit int64, whole bool) (results, diags []string) {
	r.t.Helper()
	all, ds := r.tf.List(r.t, r.resource, r.values(config), limit, whole)
	for _, one := range all {
		text := one.DisplayName + "/" + r.identity(one.Resource)
		if whole {
			text += " " + show(r.t, one.Resource.State)
		}
		results = append(results, text)
	}
	return results, said(ds)
}
