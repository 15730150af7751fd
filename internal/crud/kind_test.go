package crud_test

import (
	"fmt"
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
	source.Metadata(t.Context(), datasource.MetadataRequest{ProviderTypeName: "proget"}, &meta)
	source.Schema(t.Context(), datasource.SchemaRequest{}, &got)
	if said := got.Schema.MarkdownDescription; meta.TypeName != "proget_old_policies" || got.Schema.Attributes["old_policies"] == nil || !strings.HasPrefix(said, "Reads the old policies of the server") {
		t.Errorf("%s has %v and says %q", meta.TypeName, got.Schema.Attributes, said)
	}
}

// What does not fit together is said in words, of whichever resource is made first.
func TestKindsFitTogether(t *testing.T) {
	t.Parallel()
	type policies = crud.Kind[policy, policyWire]
	for want, breaks := range map[string]func(*policies){
		"it has neither a Key nor an Identity":                             func(k *policies) { k.Key = "" },
		"name has a pair, and is not in the schema":                        func(k *policies) { delete(k.Schema.Attributes, "name") },
		"max_age is in the schema, and no pair binds it":                   func(k *policies) { k.Bind = bindOnlyName },
		"max_age is a tfsdk tag of the model, and is not in the schema":    func(k *policies) { k.Bind = bindOnlyName; delete(k.Schema.Attributes, "max_age") },
		"why is in the schema, and no tfsdk tag of the model":              func(k *policies) { k.Schema.Attributes["why"] = schema.StringAttribute{Optional: true} },
		"part is in the schema, and no tfsdk tag of the model":             func(k *policies) { k.Schema.Blocks = map[string]schema.Block{"part": schema.SingleNestedBlock{}} },
		"id is in its Key, Identity or Filters, and no pair binds it":      func(k *policies) { k.Key = "id" },
		"of is in its Key, Identity or Filters, and no pair binds it":      func(k *policies) { k.Identity = []string{"name", "of"} },
		"max_age is in its Key, Identity or Filters, and no pair binds it": func(k *policies) { k.Bind, k.Own, k.Filters = bindOnlyName, []string{"max_age"}, []string{"max_age"} },
		"": func(k *policies) { k.Bind, k.Own = bindOnlyName, []string{"max_age"} },
	} {
		for name, makes := range map[string]func(*policies){
			"NewResource":  func(k *policies) { crud.NewResource(k) },
			"BaseResource": func(k *policies) { crud.BaseResource(k) },
		} {
			kind := policyKind()
			breaks(kind)
			if got := panicOf(func() { makes(kind) }); got != want && got != "crud: kind old_policy: "+want {
				t.Errorf("%s: got %q, want %q", name, got, want)
			}
		}
	}
}

func bindOnlyName(m *policy, o *policyWire) field.Pairs {
	return field.Pairs{field.Text("name", &m.Name, &o.Name)}
}

// panicOf is what a function panics with, as text.
func panicOf(f func()) (text string) {
	defer func() {
		if r := recover(); r != nil {
			text = fmt.Sprint(r)
		}
	}()
	f()
	return ""
}
