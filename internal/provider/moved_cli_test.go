package provider_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"testing"

	frameworkprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	frameworkschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	frameworkresource "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// generic is a provider that keeps states like Mastercard/restapi and speaks to nobody.
type generic struct{}

func (generic) Metadata(_ context.Context, _ frameworkprovider.MetadataRequest, resp *frameworkprovider.MetadataResponse) {
	resp.TypeName = "restapi"
}

func (generic) Schema(_ context.Context, _ frameworkprovider.SchemaRequest, resp *frameworkprovider.SchemaResponse) {
	resp.Schema = frameworkschema.Schema{}
}

func (generic) Configure(context.Context, frameworkprovider.ConfigureRequest, *frameworkprovider.ConfigureResponse) {
}

func (generic) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (generic) Resources(context.Context) []func() frameworkresource.Resource {
	return []func() frameworkresource.Resource{func() frameworkresource.Resource { return genericObject{} }}
}

type genericObject struct{}

func (genericObject) Metadata(_ context.Context, _ frameworkresource.MetadataRequest, resp *frameworkresource.MetadataResponse) {
	resp.TypeName = "restapi_object"
}

func (genericObject) Schema(_ context.Context, _ frameworkresource.SchemaRequest, resp *frameworkresource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"id":        schema.StringAttribute{Computed: true},
		"path":      schema.StringAttribute{Required: true},
		"object_id": schema.StringAttribute{Required: true},
		"data":      schema.StringAttribute{Required: true},
	}}
}

func (genericObject) Create(ctx context.Context, req frameworkresource.CreateRequest, resp *frameworkresource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
	var id types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("object_id"), &id)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
}

func (genericObject) Read(context.Context, frameworkresource.ReadRequest, *frameworkresource.ReadResponse) {
}

func (genericObject) Update(context.Context, frameworkresource.UpdateRequest, *frameworkresource.UpdateResponse) {
}

func (genericObject) Delete(context.Context, frameworkresource.DeleteRequest, *frameworkresource.DeleteResponse) {
}

// A moved block takes an object over from a generic provider: nothing is
// created, changed or destroyed.
func TestAccMoved(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	s.Put("feeds", "packages", map[string]any{"feedType": "nuget", "description": "Packages"})
	both := maps.Clone(factories)
	both["restapi"] = providerserver.NewProtocol6WithError(generic{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: both,
		Steps: []resource.TestStep{
			{Config: s.Block + `
resource "restapi_object" "packages" {
  path      = "/api/management/feeds"
  object_id = "packages"
  data      = jsonencode({ name = "packages", feedType = "nuget" })
}
`},
			{
				PreConfig: s.ResetRequests,
				Config: s.Block + `
moved {
  from = restapi_object.packages
  to   = proget_feed.packages
}

resource "proget_feed" "packages" {
  name        = "packages"
  feed_type   = "nuget"
  description = "Packages"
}
`,
				ConfigPlanChecks: ends(plancheck.ExpectResourceAction("proget_feed.packages", plancheck.ResourceActionNoop)),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue("proget_feed.packages", tfjsonpath.New("description"), knownvalue.StringExact("Packages")),
				},
				Check: func(*terraformState) error { return onlyReads(s) },
			},
		},
	})
}

// onlyReads fails if something was sent that could change an object.
func onlyReads(s *server) error {
	for _, r := range s.Requests() {
		if r.Method != http.MethodGet {
			return fmt.Errorf("sent %s %s %s", r.Method, r.Path, r.Body)
		}
	}
	return nil
}
