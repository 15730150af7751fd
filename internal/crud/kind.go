// Package crud turns the calls of the Terraform protocol into the calls of
// ProGet's API, once for every kind of object: resource, data sources and list
// resource come from the same Kind.
//
// What differs between kinds is said in types: which of the methods of Items
// and Updater an API has, and which attributes are its key. What differs beyond
// that has two places. An odd API gets a small type with these methods next to
// the client; an odd resource embeds Resource and replaces methods.
package crud

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// Items are the objects of one kind on a server, addressed by their key.
type Items[T any] interface {
	// List returns all objects that the caller may see. What it lacks need not be gone.
	List(ctx context.Context) ([]T, error)
	// Find returns one object. Only proget.IsNotFound of its error proves that there is none.
	Find(ctx context.Context, key string) (T, error)
	// Create makes a new object and returns it as the server stored it. It
	// refuses a key that exists. Where that could not be found out, the server
	// decides, and every error says so (proget.IsUnchecked): what is found
	// afterwards is then not taken for the new object.
	Create(ctx context.Context, object T) (T, error)
	// Delete removes one object. It may be gone already: proget.IsNotFound says so.
	Delete(ctx context.Context, key string) error
}

// Updater are Items whose objects can be changed. Without it, every change
// replaces the object.
type Updater[T any] interface {
	// Update changes the properties that are present and returns the object as
	// the server stored it. It never creates one.
	Update(ctx context.Context, key string, change T) (T, error)
}

// Kind describes a kind of ProGet object with the model M and the wire object T.
type Kind[M, T any] struct {
	Name     string                              // as in proget_feed
	Key      string                              // the attribute that holds an object's key; empty if only the identity as a whole is one
	Identity []string                            // the attributes that identify an object; the key's alone if empty
	Schema   schema.Schema                       // of the resource, built once
	Items    func(*proget.Client) Items[T]       // how to reach the objects
	Bind     func(model *M, wire *T) field.Pairs // the attributes, a line each
	Filters  []string                            // attributes by which lists can be filtered, besides the key

	// What follows may be left out.

	// Plural is the name of several, as in proget_policies, where that is not the name with an s.
	Plural string
	// Noun is what an object is called in messages, where that is not the name in words.
	Noun string
	// Own are attributes that only the provider knows, so that no pair binds them.
	Own []string
	// Lasting objects are there whatever Terraform does: creating one takes it over.
	Lasting bool
	// Limits say what of it not every version of ProGet has.
	Limits []Limit
	// Access is the API key that its API needs, as documentation says it: "an API key with full control".
	Access string
	// Probe asks the server whether it has this API, where a listing costs more than one request.
	Probe func(context.Context, *proget.Client) error

	// ValidateConfig says what attributes of a configuration say of each other, at
	// every validation and without a server. Unknown values pass.
	ValidateConfig func(context.Context, *M) diag.Diagnostics
	// ModifyPlan checks a planned change and may complete it. It runs for every
	// object that a plan creates, changes or destroys, once while planning and
	// again in the apply, where Terraform plans anew; not for unchanged objects.
	ModifyPlan func(context.Context, *Change[M])
	// Gone says what became of an object that a refresh does not find any more, as
	// a sentence, or nothing.
	Gone func(ctx context.Context, c *proget.Client, key string) string
	// InUse says what uses an object that ProGet refuses to delete, and what helps,
	// or nothing.
	InUse func(ctx context.Context, c *proget.Client, key string) string

	checked sync.Once

	types sync.Once // the framework would build them from the schema at every call
	typ   attr.Type
	raw   tftypes.Object
}

// objectType is the type of a state, plan or configuration, for the framework and in the protocol.
func (k *Kind[M, T]) objectType(ctx context.Context) (attr.Type, tftypes.Object) {
	k.types.Do(func() {
		k.typ = k.Schema.Type()
		k.raw, _ = k.typ.TerraformType(ctx).(tftypes.Object)
	})
	return k.typ, k.raw
}

// decode reads a state, plan or configuration.
func (k *Kind[M, T]) decode(ctx context.Context, raw tftypes.Value, model *M) (diags diag.Diagnostics) {
	typ, _ := k.objectType(ctx)
	value, err := typ.ValueFromTerraform(ctx, raw)
	object, ok := value.(types.Object)
	if err != nil || !ok {
		diags.AddError("Invalid value", fmt.Sprintf("A %s does not decode (%T, %v). This is an error of the provider.", k.noun(), value, err))
		return diags
	}
	return field.Decode(object.Attributes(), model)
}

// encode writes a state or plan.
func (k *Kind[M, T]) encode(ctx context.Context, model *M, raw *tftypes.Value) (diags diag.Diagnostics) {
	_, typ := k.objectType(ctx)
	values := map[string]tftypes.Value{}
	for name, attribute := range field.Values(model) {
		if attribute.IsNull() { // by the schema's type: the zero value of a collection has none
			values[name] = tftypes.NewValue(typ.AttributeTypes[name], nil)
			continue
		}
		value, err := attribute.ToTerraformValue(ctx)
		if err != nil {
			diags.AddAttributeError(path.Root(name), "Invalid value", fmt.Sprintf("%s of a %s does not encode (%v). This is an error of the provider.", name, k.noun(), err))
			return diags
		}
		values[name] = value
	}
	*raw = tftypes.NewValue(typ, values)
	return nil
}

// requirements ends every description of the kind: which servers have it, and
// which key it needs.
func (k *Kind[M, T]) requirements() string {
	versions := Limit{Span: proget.Span{Since: "5.2"}}.Versions()
	for _, limit := range k.Limits {
		if limit.Attribute == "" {
			versions = limit.Versions()
		}
	}
	if k.Access == "" {
		return "Exists in " + versions + "."
	}
	return "Exists in " + versions + ", and needs " + k.Access + "."
}

// PluralName is what data sources call all objects of the kind.
func (k *Kind[M, T]) PluralName() string { return cmp.Or(k.Plural, k.Name+"s") }

// nouns is what objects are called in messages.
func (k *Kind[M, T]) nouns() string {
	if k.Noun != "" {
		return k.Noun + "s"
	}
	return inWords(k.PluralName())
}

// noun is what an object is called in messages.
func (k *Kind[M, T]) noun() string {
	if k.Noun != "" {
		return k.Noun
	}
	return inWords(k.Name)
}

// identity are the names of the attributes that identify an object.
func (k *Kind[M, T]) identity() []string {
	if len(k.Identity) > 0 {
		return k.Identity
	}
	return []string{k.Key}
}

// key returns the key of a bound model: what its key attribute holds or, where
// there is none yet, its identity as one text. It is empty for an object whose
// key the server has yet to give.
func (k *Kind[M, T]) key(ps field.Pairs) string {
	if k.Key != "" {
		if key := text(ps.Get(k.Key).Attribute()); key != "" || len(k.Identity) == 0 {
			return key
		}
	}
	return k.identityKey(ps)
}

// identityKey is the identity of a bound model as one text.
func (k *Kind[M, T]) identityKey(ps field.Pairs) string {
	var parts []proget.Part
	for _, name := range k.identity() {
		parts = append(parts, proget.Part{Name: name, Value: text(ps.Get(name).Attribute())})
	}
	return proget.JoinKey(parts...)
}

// keyOf returns the key of an object, as far as it holds one.
func (k *Kind[M, T]) keyOf(ctx context.Context, object T) string {
	m, _ := k.received(ctx, object)
	return k.key(k.Bind(&m, new(T)))
}

// text is what an attribute says in a key.
func text(value attr.Value) string {
	switch v := value.(type) {
	case types.String:
		return v.ValueString()
	case types.Bool:
		if v.ValueBool() {
			return "true"
		}
	}
	return ""
}

// own is what a state has in the attributes that only the provider knows.
func (k *Kind[M, T]) own(state *M) map[string]attr.Value {
	if len(k.Own) == 0 {
		return nil
	}
	values := field.Values(state)
	maps.DeleteFunc(values, func(name string, _ attr.Value) bool { return !slices.Contains(k.Own, name) })
	return values
}

// imported reports whether a state is what an import makes of a key alone.
func (k *Kind[M, T]) imported(ps field.Pairs) bool {
	for _, p := range ps {
		if p.Name() != k.Key && !p.Attribute().IsNull() {
			return false
		}
	}
	return true
}

func (k *Kind[M, T]) forgetKey(ps field.Pairs) {
	if key, ok := ps.Get(k.Key).Pointer().(*types.String); ok {
		*key = types.StringNull()
	}
}

// received is the model of an object of which nothing was known before.
func (k *Kind[M, T]) received(ctx context.Context, object T) (M, diag.Diagnostics) {
	var m M
	_, diags := k.Bind(&m, &object).Receive(ctx)
	return m, diags
}
