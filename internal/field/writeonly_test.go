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
	Stores          types.List // of the same
	StoresVersion   types.Int64
}

type accountWire struct {
	Password proget.Value[string]      `json:"password,omitzero"`
	Key      proget.Value[string]      `json:"key,omitzero"`
	Store    proget.Value[storeWire]   `json:"store,omitzero"`
	Stores   proget.Value[[]storeWire] `json:"stores,omitzero"`
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
	if m.Stores.IsNull() {
		m.Stores = types.ListNull(storeType)
	}
	return field.Pairs{
		field.Secret("password_wo", &m.Password, &o.Password).ClearedBy("").WriteOnly(&m.Password, &m.PasswordVersion),
		field.Text("key", &m.Key, &o.Key).Computed().Reveals(field.Once),
		field.Object("store", &m.Store, &o.Store, storeType, bindStore).Versioned(&m.StoreVersion),
		field.Objects("stores", &m.Stores, &o.Stores, storeType, bindStore).Versioned(&m.StoresVersion),
	}
}

func storeOf(bucket, secret types.String) types.Object {
	return types.ObjectValueMust(storeType.AttrTypes, map[string]attr.Value{"bucket": bucket, "secret_wo": secret})
}

func storesOf(stores ...attr.Value) types.List { return types.ListValueMust(storeType, stores) }

// Write-only values are in the configuration and nowhere else.
func TestSendWriteOnly(t *testing.T) {
	t.Parallel()
	planned := storesOf(storeOf(str("b"), null), storeOf(str("c"), null))
	given := storesOf(storeOf(str("b"), str("s")), storeOf(str("c"), str("t")))
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

		"in a list":             {create: true, plan: account{Stores: planned}, config: account{Stores: given}, want: `{"stores":[{"bucket":"b","secret":"s"},{"bucket":"c","secret":"t"}]}`},
		"list, some without":    {create: true, plan: account{Stores: planned}, config: account{Stores: storesOf(storeOf(str("b"), null), storeOf(str("c"), str("t")))}, want: `{"stores":[{"bucket":"b"},{"bucket":"c","secret":"t"}]}`},
		"list, fewer given":     {create: true, plan: account{Stores: planned}, config: account{Stores: storesOf(storeOf(str("b"), str("s")))}, want: `{"stores":[{"bucket":"b","secret":"s"},{"bucket":"c"}]}`},
		"list, none given":      {create: true, plan: account{Stores: planned}, want: `{"stores":[{"bucket":"b"},{"bucket":"c"}]}`},
		"list, given unknown":   {create: true, plan: account{Stores: planned}, config: account{Stores: types.ListUnknown(storeType)}, want: `{"stores":[{"bucket":"b"},{"bucket":"c"}]}`},
		"list, null element":    {create: true, plan: account{Stores: planned}, config: account{Stores: storesOf(types.ObjectNull(storeType.AttrTypes), storeOf(str("b"), str("s")), storeOf(str("c"), str("t")))}, want: `{"stores":[{"bucket":"b","secret":"s"},{"bucket":"c","secret":"t"}]}`},
		"list, only secrets":    {create: true, plan: account{Stores: storesOf(storeOf(null, null))}, config: account{Stores: storesOf(storeOf(null, str("s")))}, want: `{"stores":[{"secret":"s"}]}`},
		"list unchanged":        {prior: account{Stores: planned}, plan: account{Stores: planned}, config: account{Stores: given}, want: `{}`},
		"list, next version":    {prior: account{Stores: planned}, plan: account{Stores: planned, StoresVersion: num(1)}, config: account{Stores: given}, want: `{"stores":[{"bucket":"b","secret":"s"},{"bucket":"c","secret":"t"}]}`},
		"list, one less":        {prior: account{Stores: planned}, plan: account{Stores: storesOf(storeOf(str("c"), null))}, config: account{Stores: storesOf(storeOf(str("c"), str("t")))}, want: `{"stores":[{"bucket":"c","secret":"t"}]}`},
		"list, member given up": {prior: account{Stores: planned}, plan: account{Stores: storesOf(storeOf(null, null), storeOf(str("c"), null))}, config: account{Stores: storesOf(storeOf(null, str("s")), storeOf(str("c"), str("t")))}, want: `{"stores":[{"secret":"s"},{"bucket":"c","secret":"t"}]}`},
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

// What the server tells of write-only members of a list is neither taken over
// nor missed.
func TestReceiveWriteOnlyList(t *testing.T) {
	t.Parallel()
	const told = `{"stores":[{"bucket":"b","secret":"s"},{"secret":"t"}]}`
	want := storesOf(storeOf(str("b"), null), storeOf(null, null))
	for name, old := range map[string]types.List{
		"imported": {}, "same": want, "drifted": storesOf(storeOf(str("a"), null)),
	} {
		got := account{Stores: old}
		_, diags := bindAccount(&got, decode[accountWire](t, told)).Receive(t.Context())
		none(t, diags)
		if diff := cmp.Diff(want, got.Stores); diff != "" {
			t.Errorf("%s: wrong stores (-want +got):\n%s", name, diff)
		}
	}
	planned := account{Stores: want}
	names, diags := bindAccount(&planned, new(accountWire)).Mismatches(t.Context(), bindAccount(new(account), decode[accountWire](t, told)))
	none(t, diags)
	if len(names) > 0 {
		t.Errorf("%v are not as they were planned", names)
	}
}

// A list that was not stored as it was sent is taken back with its version, so
// that the next apply sends its secrets again.
func TestWithdrawWriteOnlyList(t *testing.T) {
	t.Parallel()
	before := account{Stores: storesOf(storeOf(str("b"), null)), StoresVersion: num(1)}
	for name, c := range map[string]struct{ plan, want account }{
		"sent":              {account{Stores: storesOf(storeOf(str("c"), null)), StoresVersion: num(1)}, before},
		"sent, new version": {account{Stores: before.Stores, StoresVersion: num(2)}, before},
	} {
		prior, got := before, c.plan
		was, sent := bindAccount(&prior, new(accountWire)), bindAccount(&c.plan, new(accountWire))
		none(t, sent.Send(t.Context(), was, sent))
		bindAccount(&got, new(accountWire)).Withdraw(sent, was)
		bindAccount(&c.want, new(accountWire))
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: wrong state (-want +got):\n%s", name, diff)
		}
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
