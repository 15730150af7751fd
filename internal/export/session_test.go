package export

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// An identity of several attributes is imported as one text, with escapes.
func TestIdentities(t *testing.T) {
	t.Parallel()
	identity := &tfprotov6.ResourceIdentitySchema{IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{
		{Name: "deny", Type: tftypes.Bool}, {Name: "group", Type: tftypes.String}, {Name: "user", Type: tftypes.String},
	}}
	s := &session{identities: &tfprotov6.GetResourceIdentitySchemasResponse{
		IdentitySchemas: map[string]*tfprotov6.ResourceIdentitySchema{"proget_widget": identity},
	}}
	state, err := tfprotov6.NewDynamicValue(tftypes.Object{}, tftypes.NewValue(tftypes.Object{}, map[string]tftypes.Value{}))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		deny, group, user any
		key, title        string
	}{
		{nil, "Developers", "jane", "group:Developers/user:jane", "Developers jane"},
		{true, "A/B C", nil, "deny:true/group:A%2FB%20C", "true A/B C"},
		{false, nil, `DOMAIN\jane`, `user:DOMAIN%5Cjane`, `DOMAIN\jane`},
	}
	for _, tt := range tests {
		typ := identity.ValueType()
		data, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, map[string]tftypes.Value{
			"deny": tftypes.NewValue(tftypes.Bool, tt.deny), "group": tftypes.NewValue(tftypes.String, tt.group), "user": tftypes.NewValue(tftypes.String, tt.user),
		}))
		if err != nil {
			t.Fatal(err)
		}
		k := &kind{name: "widget", resource: "proget_widget", schema: &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{}}}
		o, err := s.object(k, &state, &tfprotov6.ResourceIdentityData{IdentityData: &data})
		if err != nil || o.key != tt.key || o.title != tt.title {
			t.Errorf("got %q and %q %v, want %q and %q", o.key, o.title, err, tt.key, tt.title)
		}
	}
}
