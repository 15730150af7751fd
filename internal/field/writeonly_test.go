package field_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// account has the ways in which a secret can be given without an attribute in
// the state, and one that is revealed once.
type account struct {
	Password        types.String // write-only, its pair's own attribute
	PasswordVersion types.Int64
	Key             types.String // Text, Once
	Store           types.Object // has a write-only member
	StoreVersion    types.Int64
}

type accountWire struct {
	Password proget.Value[string]    `json:"password,omitzero"`
	Key      proget.Value[string]    `json:"key,omitzero"`
	Store    proget.Value[storeWire] `json:"store,omitzero"`
}

type store struct {
	Bucket types.String `tfsdk:"bucket"`
	Secret types.String `tfsdk:"secret_wo"`
}

type storeWire struct {
	Bucket proget.Value[string] `json:"bucket,omitzero"`
	Secret proget.Value[string] `json:"secret,omitzero"`
}

var storeType = types.ObjectType{AttrTypes: map[string]attr.Type{"bucket": types.StringType, "secret_wo": types.StringType}}

func bindStore(m *store, o *storeWire) field.Pairs {
	return field.Pairs{
		field.Text("bucket", &m.Bucket, &o.Bucket),
		field.Secret("secret_wo", &m.Secret, &o.Secret).WriteOnly(&m.Secret, nil),
	}
}

func bindAccount(m *account, o *accountWire) field.Pairs {
	if m.Store.IsNull() {
		m.Store = types.ObjectNull(storeType.AttrTypes)
	}
	return field.Pairs{
		field.Secret("password_wo", &m.Password, &o.Password).ClearedBy("").WriteOnly(&m.Password, &m.PasswordVersion),
		field.Text("key", &m.Key, &o.Key).Computed().Reveals(field.Once),
		field.Object("store", &m.Store, &o.Store, storeType, bindStore).Versioned(&m.StoreVersion),
	}
}

func storeOf(bucket, secret types.String) types.Object {
	return types.ObjectValueMust(storeType.AttrTypes, map[string]attr.Value{"bucket": bucket, "secret_wo": secret})
}

// Write-only values are in the configuration and nowhere else.
func TestSendWriteOnly(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		create              bool
		prior, plan, config account
		want                string
	}{
		"created":                {create: true, config: account{Password: str("s")}, want: `{"password":"s"}`},
		"created without":        {create: true, want: `{}`},
		"same version":           {prior: account{PasswordVersion: num(1)}, plan: account{PasswordVersion: num(1)}, config: account{Password: str("t"), PasswordVersion: num(1)}, want: `{}`},
		"next version":           {prior: account{PasswordVersion: num(1)}, plan: account{PasswordVersion: num(2)}, config: account{Password: str("t"), PasswordVersion: num(2)}, want: `{"password":"t"}`},
		"given up":               {prior: account{PasswordVersion: num(1)}, want: `{"password":""}`},
		"in a created object":    {create: true, plan: account{Store: storeOf(str("b"), null)}, config: account{Store: storeOf(str("b"), str("s"))}, want: `{"store":{"bucket":"b","secret":"s"}}`},
		"object unchanged":       {prior: account{Store: storeOf(str("b"), null)}, plan: account{Store: storeOf(str("b"), null)}, config: account{Store: storeOf(str("b"), str("s"))}, want: `{}`},
		"object, next version":   {prior: account{Store: storeOf(str("b"), null)}, plan: account{Store: storeOf(str("b"), null), StoreVersion: num(1)}, config: account{Store: storeOf(str("b"), str("s"))}, want: `{"store":{"bucket":"b","secret":"s"}}`},
		"object, another member": {prior: account{Store: storeOf(str("b"), null)}, plan: account{Store: storeOf(str("c"), null)}, config: account{Store: storeOf(str("c"), str("s"))}, want: `{"store":{"bucket":"c","secret":"s"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got accountWire
			var prior field.Pairs
			if !c.create {
				prior = bindAccount(&c.prior, new(accountWire))
			}
			none(t, bindAccount(&c.plan, &got).Send(t.Context(), prior, bindAccount(&c.config, new(accountWire))))
			if json := encode(t, got); json != c.want {
				t.Errorf("sent %s, want %s", json, c.want)
			}
		})
	}
}

// What is revealed once is taken from the answer to the creation, where the
// plan left it open, and from no other.
func TestReceiveOnce(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		old  types.String
		wire string
		want types.String
	}{
		"created":              {what, `{"key":"k"}`, str("k")},
		"created, not shown":   {what, `{}`, null},
		"read":                 {str("k"), `{}`, str("k")},
		"read, masked":         {str("k"), `{"key":"***"}`, str("k")},
		"chosen by the caller": {null, `{"key":"k"}`, null},
		"imported":             {null, `{"key":"***"}`, null},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := account{Key: c.old}
			_, diags := bindAccount(&got, decode[accountWire](t, c.wire)).Receive(t.Context())
			none(t, diags)
			if diff := cmp.Diff(c.want, got.Key); diff != "" {
				t.Errorf("wrong key (-want +got):\n%s", diff)
			}
		})
	}
}
