package provider

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	standards "github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"
)

// The shortcut of plans has to know every attribute with a default: Terraform
// proposes the prior value for it, whatever the default is.
func TestShortcutKnowsDefaults(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	found := 0
	for _, create := range (&progetProvider{}).Resources(ctx) {
		var name resource.MetadataResponse
		var schemas resource.SchemaResponse
		create().Metadata(ctx, resource.MetadataRequest{ProviderTypeName: "proget"}, &name)
		create().Schema(ctx, resource.SchemaRequest{}, &schemas)
		for attribute, a := range schemas.Schema.Attributes {
			standard := standardOf(ctx, t, a)
			if standard != nil {
				found++
			}
			if known := defaults[name.TypeName][attribute]; known != standard {
				t.Errorf("%s.%s has the default %v, and the shortcut knows %v", name.TypeName, attribute, standard, known)
			}
		}
	}
	if found == 0 {
		t.Error("no attribute has a default")
	}
}

// standardOf returns the default of an attribute as it is encoded, or nil.
func standardOf(ctx context.Context, t *testing.T, a schema.Attribute) any {
	t.Helper()
	switch a := a.(type) {
	case schema.BoolAttribute:
		if a.Default != nil {
			var resp standards.BoolResponse
			a.Default.DefaultBool(ctx, standards.BoolRequest{}, &resp)
			return resp.PlanValue.ValueBool()
		}
	case schema.StringAttribute:
		if a.Default != nil {
			t.Errorf("the test cannot read the default of a %T", a)
		}
	case schema.Int64Attribute:
		if a.Default != nil {
			t.Errorf("the test cannot read the default of a %T", a)
		}
	case schema.SetAttribute, schema.ListAttribute, schema.MapAttribute, schema.ListNestedAttribute, schema.SingleNestedAttribute:
	}
	return nil
}
