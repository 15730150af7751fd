package field

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// binder lists the pairs of a nested object: its model M, its wire object T.
type binder[M, T any] func(*M, *T) Pairs

// Object pairs a nested object, whose members are Optional. It is sent whole;
// null resets it unless ClearedBy says otherwise.
func Object[M, T any](name string, model *types.Object, wire *proget.Value[T], typ attr.TypeWithAttributeTypes, bind binder[M, T]) *TypedPair[types.Object, T] {
	return newPair(name, model, wire, codec[types.Object, T]{
		null: types.ObjectNull(typ.AttributeTypes()),
		out:  bind.out,
		in: func(ctx context.Context, value T, old types.Object) (types.Object, diag.Diagnostics) {
			return bind.in(ctx, value, old, typ.AttributeTypes())
		},
		empty:   bind.empty,
		same:    bind.same,
		stored:  bind.stored,
		hidden:  bind.hidden,
		members: bind.members,
	})
}

// Objects pairs a list of nested objects, whose members are Optional. It is sent whole.
func Objects[M, T any](name string, model *types.List, wire *proget.Value[[]T], typ attr.TypeWithAttributeTypes, bind binder[M, T]) *TypedPair[types.List, []T] {
	return newPair(name, model, wire, codec[types.List, []T]{
		null: types.ListNull(typ),
		out:  bind.outAll,
		in: func(ctx context.Context, value []T, old types.List) (types.List, diag.Diagnostics) {
			return bind.inAll(ctx, value, old, typ)
		},
		empty:   func(t []T) bool { return len(t) == 0 },
		same:    func(a, b []T) bool { return slices.EqualFunc(a, b, bind.same) },
		stored:  func(want, got []T) bool { return slices.EqualFunc(want, got, bind.stored) },
		members: bind.members,
	}).ClearedBy([]T{})
}

func (bind binder[M, T]) out(ctx context.Context, value, prior, config types.Object) (T, diag.Diagnostics) {
	var t, ignored T
	m, diags := bind.model(value)
	given, ds := bind.model(config) // the only place that has write-only members
	diags.Append(ds...)
	ps := bind(&m, &t)
	diags.Append(ps.Send(ctx, nil, bind(&given, new(T)))...)
	if prior.IsNull() || prior.IsUnknown() {
		return t, diags
	}
	was, ds := bind.model(prior)
	diags.Append(ds...)
	wasPairs := bind(&was, &ignored)
	diags.Append(wasPairs.Send(ctx, nil, wasPairs)...)
	for i, p := range ps { // a member that was given up has to be reset by name
		if p.nothing() && !wasPairs[i].nothing() {
			p.clear()
		}
	}
	return t, diags
}

// model decodes an object; nothing is the zero value, whose attributes are null.
func (bind binder[M, T]) model(object types.Object) (M, diag.Diagnostics) {
	var m M
	if object.IsNull() || object.IsUnknown() {
		return m, nil
	}
	diags := Decode(object.Attributes(), &m)
	return m, diags
}

func (bind binder[M, T]) in(ctx context.Context, value T, old types.Object, typ map[string]attr.Type) (types.Object, diag.Diagnostics) {
	m, diags := bind.model(old)
	_, ds := bind(&m, &value).Receive(ctx)
	diags.Append(ds...)
	object, ds := types.ObjectValue(typ, Values(&m))
	diags.Append(ds...)
	return object, diags
}

// outAll sends each object with the configuration of its place. No member has to
// be reset: the list replaces the one that the server has.
func (bind binder[M, T]) outAll(ctx context.Context, list, _, config types.List) ([]T, diag.Diagnostics) {
	var diags diag.Diagnostics
	objects, given := elements(list), elements(config)
	all := make([]T, len(objects))
	for i, object := range objects {
		t, ds := bind.out(ctx, object, types.ObjectNull(nil), nth(given, i))
		diags.Append(ds...)
		all[i] = t
	}
	return all, diags
}

func (bind binder[M, T]) inAll(ctx context.Context, value []T, old types.List, typ attr.TypeWithAttributeTypes) (types.List, diag.Diagnostics) {
	var diags diag.Diagnostics
	before := elements(old)
	objects := make([]attr.Value, len(value))
	for i, t := range value {
		object, ds := bind.in(ctx, t, nth(before, i), typ.AttributeTypes())
		diags.Append(ds...)
		objects[i] = object
	}
	list, ds := types.ListValue(typ, objects)
	diags.Append(ds...)
	return list, diags
}

// elements are the objects of a list, without those that are null: they are not
// sent, so they have no place on the server either.
func elements(list types.List) (objects []types.Object) {
	for _, e := range list.Elements() {
		if object, ok := e.(types.Object); ok && !object.IsNull() {
			objects = append(objects, object)
		}
	}
	return objects
}

// nth is an object of a list, or null if that has fewer.
func nth(objects []types.Object, i int) types.Object {
	if i < len(objects) {
		return objects[i]
	}
	return types.ObjectNull(nil)
}

func (bind binder[M, T]) same(a, b T) bool {
	var m M
	return slices.EqualFunc(bind(&m, &a), bind(&m, &b), Pair.sameProperty)
}

func (bind binder[M, T]) stored(want, got T) bool {
	var m M
	return slices.EqualFunc(bind(&m, &want), bind(&m, &got), Pair.StoredAs)
}

func (bind binder[M, T]) empty(t T) bool {
	return !slices.ContainsFunc(bind(new(M), &t), func(p Pair) bool { return !p.nothing() })
}

func (bind binder[M, T]) hidden(t T) bool {
	return !slices.ContainsFunc(bind(new(M), &t), func(p Pair) bool { return p.Revealed() && !p.nothing() })
}

func (bind binder[M, T]) members() Pairs { return bind(new(M), new(T)) }
