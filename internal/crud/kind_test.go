package crud_test

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// A policy is as little as a kind can be.

type policy struct {
	Name   types.String `tfsdk:"name"`
	MaxAge types.Int64  `tfsdk:"max_age"`
}

type policyWire struct {
	Name   proget.Value[string] `json:"name,omitzero"`
	MaxAge proget.Value[int64]  `json:"maxAge,omitzero"`
}

func policyKind() *crud.Kind[policy, policyWire] {
	return &crud.Kind[policy, policyWire]{
		Name: "old_policy", Plural: "old_policies", Key: "name",
		Schema: schema.Schema{Attributes: map[string]schema.Attribute{
			"name":    schema.StringAttribute{Required: true},
			"max_age": schema.Int64Attribute{Optional: true},
		}},
		Bind: func(m *policy, o *policyWire) field.Pairs {
			return field.Pairs{field.Text("name", &m.Name, &o.Name), field.Number("max_age", &m.MaxAge, &o.MaxAge)}
		},
	}
}

func TestPlural(t *testing.T) {
	t.Parallel()
	source := crud.NewDataSources(policyKind())()
	var meta datasource.MetadataResponse
	var got datasource.SchemaResponse
	source.Metadata(context.Background(), datasource.MetadataRequest{ProviderTypeName: "proget"}, &meta)
	source.Schema(context.Background(), datasource.SchemaRequest{}, &got)
	if said := got.Schema.MarkdownDescription; meta.TypeName != "proget_old_policies" || got.Schema.Attributes["old_policies"] == nil || !strings.HasPrefix(said, "Reads the old policies of the server") {
		t.Errorf("%s has %v and says %q", meta.TypeName, got.Schema.Attributes, said)
	}
}
