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
func Object[M, T any](name string, model *types.Object, wire *proget.Value[T], typ attr.TypeWithAttributeTypes, bind binder[M, T]) *Binding[types.Object, T] {
	return &Binding[types.Object, T]{
		codec: codec[types.Object, T]{
			null: types.ObjectNull(typ.AttributeTypes()),
			out: func(ctx context.Context, value, prior, config types.Object) (T, diag.Diagnostics) {
				return bind.out(ctx, value, prior, config)
			},
			in: func(ctx context.Context, value T, old types.Object) (types.Object, diag.Diagnostics) {
				return bind.in(ctx, value, old, typ.AttributeTypes())
			},
			empty:   bind.empty,
			hidden:  bind.hidden,
			secrets: bind.secrets,
			same:    func(a, b T) bool { return bind.same(a, b, false) },
			stores:  func(a, b T) bool { return bind.same(a, b, true) },
			members: bind.members,
		},
		name: name, model: model, wire: wire, reset: proget.Null[T](),
	}
}

// Objects pairs a list of nested objects, whose members are Optional. It is sent whole.
func Objects[M, T any](name string, model *types.List, wire *proget.Value[[]T], typ attr.TypeWithAttributeTypes, bind binder[M, T]) *Binding[types.List, []T] {
	same := func(a, b []T, stored bool) bool {
		if len(a) != len(b) {
			return false
		}
		for i := range a {
			if !bind.same(a[i], b[i], stored) {
				return false
			}
		}
		return true
	}
	return &Binding[types.List, []T]{
		codec: codec[types.List, []T]{
			null: types.ListNull(typ),
			out: func(ctx context.Context, value, _, _ types.List) ([]T, diag.Diagnostics) {
				return bind.outAll(ctx, value)
			},
			in: func(ctx context.Context, value []T, old types.List) (types.List, diag.Diagnostics) {
				return bind.inAll(ctx, value, old, typ)
			},
			empty:   func(t []T) bool { return len(t) == 0 },
			same:    func(a, b []T) bool { return same(a, b, false) },
			stores:  func(a, b []T) bool { return same(a, b, true) },
			members: bind.members,
		},
		name: name, model: model, wire: wire, reset: proget.Of([]T{}),
	}
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

func (bind binder[M, T]) outAll(ctx context.Context, list types.List) ([]T, diag.Diagnostics) {
	var diags diag.Diagnostics
	all := make([]T, 0, len(list.Elements()))
	for _, e := range list.Elements() {
		object, ok := e.(types.Object)
		if !ok || object.IsNull() {
			continue
		}
		t, ds := bind.out(ctx, object, types.ObjectNull(nil), types.ObjectNull(nil))
		diags.Append(ds...)
		all = append(all, t)
	}
	return all, diags
}

func (bind binder[M, T]) inAll(ctx context.Context, value []T, old types.List, typ attr.TypeWithAttributeTypes) (types.List, diag.Diagnostics) {
	var diags diag.Diagnostics
	before := old.Elements()
	objects := make([]attr.Value, len(value))
	for i, t := range value {
		was := types.ObjectNull(typ.AttributeTypes())
		if i < len(before) {
			if object, ok := before[i].(types.Object); ok {
				was = object
			}
		}
		object, ds := bind.in(ctx, t, was, typ.AttributeTypes())
		diags.Append(ds...)
		objects[i] = object
	}
	list, ds := types.ListValue(typ, objects)
	diags.Append(ds...)
	return list, diags
}

func (bind binder[M, T]) same(a, b T, stored bool) bool {
	var m M
	return bind(&m, &a).sameWires(bind(&m, &b), stored)
}

func (bind binder[M, T]) empty(t T) bool {
	var m M
	for _, p := range bind(&m, &t) {
		if !p.nothing() {
			return false
		}
	}
	return true
}

// secrets reports whether an object has members that are never revealed.
func (bind binder[M, T]) secrets() bool {
	return slices.ContainsFunc(bind(new(M), new(T)), func(p Pair) bool { return !p.Revealed() })
}

func (bind binder[M, T]) hidden(t T) bool {
	var m M
	for _, p := range bind(&m, &t) {
		if p.Revealed() && !p.nothing() {
			return false
		}
	}
	return true
}

func (bind binder[M, T]) members() []string {
	var m M
	var t T
	var names []string
	for _, p := range bind(&m, &t) {
		if p.Revealed() {
			names = append(names, p.Name())
		}
	}
	return names
}
