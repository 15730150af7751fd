package field

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// codec translates between an attribute of type A and a property of type W.
// Only values get here: null, unknown and empty are the binding's business.
type codec[A attr.Value, W any] struct {
	null    A
	out     func(ctx context.Context, value, prior, config A) (W, diag.Diagnostics) // prior and config may be null
	in      func(ctx context.Context, value W, old A) (A, diag.Diagnostics)         // old may be null or unknown; its spelling is kept
	empty   func(W) bool
	hidden  func(W) bool      // it holds nothing but what is never revealed; nil for what has no members
	secrets func() bool       // whether there are members that are never revealed; nil likewise
	same    func(a, b W) bool // as the user wrote them
	stores  func(want, got W) bool
	members func() []string // that are revealed inside a nested object; nil for anything else
}

// Reveal says what a server shows of a property.
type Reveal uint8

// What a server can show of a property.
const (
	Always    Reveal = iota // with every answer
	Sometimes               // it may leave it out although it has it, so absence says nothing
	Once                    // in the answer to the creation and never again
	Never                   // a secret
)

// Binding is the Pair of an attribute of type A and a property of type W. It is
// made by a function for its type, such as Text, and its methods refine it.
type Binding[A attr.Value, W any] struct {
	codec[A, W]

	name  string
	model *A
	wire  *proget.Value[W]
	reset proget.Value[W] // what clears the property

	computed bool         // Optional and Computed: null leaves the choice to the server
	readOnly bool         // never sent
	exact    bool         // a plan that differs in spelling only is a change
	reveal   Reveal       // how much of it the server shows
	source   *A           // a write-only attribute that can give the value as well
	version  *types.Int64 // a change of it is a change of the write-only value
	on       *types.Bool  // the property exists only while this flag is true
	absent   *W           // the value that a server without the property has in effect
	block    bool         // the attribute is a block, see Block
	property string       // its name, if it is not the attribute's
}

// Name implements Pair.
func (p *Binding[A, W]) Name() string { return p.name }

// Attribute implements Pair.
func (p *Binding[A, W]) Attribute() attr.Value { return *p.model }

// Assign implements Pair.
func (p *Binding[A, W]) Assign() any { return p.model }

// Revealed implements Pair.
func (p *Binding[A, W]) Revealed() bool { return p.reveal < Once }

// Conceals implements Pair.
func (p *Binding[A, W]) Conceals() bool {
	return !p.Revealed() || p.secrets != nil && p.secrets()
}

// Sent implements Pair.
func (p *Binding[A, W]) Sent() bool { return !p.wire.IsZero() }

// Demands implements Pair.
func (p *Binding[A, W]) Demands(ctx context.Context) (bool, diag.Diagnostics) {
	if !WhollyKnown(*p.model) {
		return false, nil
	}
	w, some, diags := p.planned(ctx)
	return some && !p.holds(w), diags
}

// Wire implements Pair.
func (p *Binding[A, W]) Wire() any { return p.wire }

// Ask implements Pair.
func (p *Binding[A, W]) Ask(ctx context.Context) diag.Diagnostics { return p.send(ctx, nil, nil) }

// SameWire implements Pair.
func (p *Binding[A, W]) SameWire(other Pair) bool { return p.sameWire(other, true) }

// Members implements Pair.
func (p *Binding[A, W]) Members() []string {
	if p.members == nil {
		return nil
	}
	return p.members()
}

// Computed makes null mean that the server decides, for attributes that are Optional and Computed.
func (p *Binding[A, W]) Computed() *Binding[A, W] { p.computed = true; return p }

// Optional makes null mean none, for attributes that are only Optional.
func (p *Binding[A, W]) Optional() *Binding[A, W] { p.computed = false; return p }

// Receive makes the property read-only.
func (p *Binding[A, W]) Receive() *Binding[A, W] { p.computed, p.readOnly = true, true; return p }

// ClearedBy says what resets the property, where it is not null.
func (p *Binding[A, W]) ClearedBy(value W) *Binding[A, W] { p.reset = proget.Of(value); return p }

// Exact makes every change of spelling a change, though the server may answer in another one.
func (p *Binding[A, W]) Exact() *Binding[A, W] { p.exact = true; return p }

// Absent says which value a server that does not have the property has in effect.
func (p *Binding[A, W]) Absent(value W) *Binding[A, W] { p.absent = &value; return p }

// Reveals says how much of the property the server shows, where that is not all.
func (p *Binding[A, W]) Reveals(reveal Reveal) *Binding[A, W] { p.reveal = reveal; return p }

// WriteOnly gives the property a write-only attribute as its source, beside the
// pair's own attribute or, if it is the same one, as the only one. What it holds
// is sent when the object is created and when the version changes; going from
// one attribute to the other sends the new value, and giving up both resets it.
func (p *Binding[A, W]) WriteOnly(source *A, version *types.Int64) *Binding[A, W] {
	p.source, p.version = source, version
	return p
}

// Versioned makes a change of the version a change of the property: for objects with write-only members.
func (p *Binding[A, W]) Versioned(version *types.Int64) *Binding[A, W] { p.version = version; return p }

// While says that the server knows the property only while the flag is true
// (reference section 21, C11): otherwise it is neither sent nor believed.
func (p *Binding[A, W]) While(flag *types.Bool) *Binding[A, W] { p.on = flag; return p }

// off reports that the property does not exist at the moment.
func (p *Binding[A, W]) off() bool { return p.on != nil && !p.on.ValueBool() && !p.on.IsUnknown() }

// unwanted reports that the property is not meant to exist: its flag is off, or
// left to a server that turns nothing on unasked.
func (p *Binding[A, W]) unwanted() bool { return p.on != nil && !p.on.ValueBool() }

// silent reports that the answer leaves out a property that the server need not show.
func (p *Binding[A, W]) silent() bool { return p.reveal == Sometimes && p.wire.IsZero() }

// holds reports whether a property that the answer lacks means the value.
func (p *Binding[A, W]) holds(value W) bool { return p.absent != nil && p.same(value, *p.absent) }

// value returns what an attribute says, and false if it says nothing.
func (p *Binding[A, W]) value(ctx context.Context, attribute, prior, config A) (W, bool, diag.Diagnostics) {
	var none W
	if attribute.IsNull() || attribute.IsUnknown() {
		return none, false, nil
	}
	w, diags := p.out(ctx, attribute, prior, config)
	if diags.HasError() || p.empty(w) {
		return none, false, diags
	}
	return w, true, diags
}

// planned is value for the pair's own attribute, without what is write-only.
func (p *Binding[A, W]) planned(ctx context.Context) (W, bool, diag.Diagnostics) {
	return p.value(ctx, *p.model, p.null, p.null)
}

// received returns what the property says, and false if it says nothing.
func (p *Binding[A, W]) received() (W, bool) {
	w, ok := p.wire.Get()
	return w, ok && !p.empty(w)
}

// shows reports whether anything of a value is revealed.
func (p *Binding[A, W]) shows(w W, some bool) bool { return some && (p.hidden == nil || !p.hidden(w)) }

func (p *Binding[A, W]) nothing() bool {
	_, ok := p.received()
	return !ok
}

// means reports whether two attributes mean the same.
func (p *Binding[A, W]) means(ctx context.Context, other *Binding[A, W]) (bool, diag.Diagnostics) {
	a, some, diags := p.planned(ctx)
	b, others, ds := other.planned(ctx)
	diags.Append(ds...)
	if some != others || !some {
		return some == others, diags
	}
	return p.same(a, b), diags
}

func (p *Binding[A, W]) plan(ctx context.Context, prior, config Pair) diag.Diagnostics {
	was, given := p.like(prior), p.like(config)
	switch {
	case (*given.model).IsNull():
		if (*p.model).IsUnknown() && !p.turnedOn(was) {
			*p.model = *was.model
		}
	case p.exact || p.block || (*was.model).IsNull() || !WhollyKnown(*p.model):
	default:
		same, diags := p.means(ctx, was)
		if same {
			*p.model = *was.model
		}
		return diags
	}
	return nil
}

// turnedOn reports that the property comes to exist with this change, so that
// its prior null says nothing about the value to come.
func (p *Binding[A, W]) turnedOn(was *Binding[A, W]) bool {
	return p.on != nil && !p.off() && (*was.model).IsNull()
}

func (p *Binding[A, W]) send(ctx context.Context, prior, config Pair) diag.Diagnostics {
	if p.readOnly || (*p.model).IsUnknown() || p.unwanted() {
		return nil
	}
	attribute, written := *p.model, p.null // written holds the write-only members of an object
	if config != nil {
		given := p.like(config)
		written = *given.model
		if given.source != nil && !(*given.source).IsNull() {
			attribute = *given.source
		}
	}
	if prior == nil {
		w, some, diags := p.value(ctx, attribute, p.null, written)
		if some {
			*p.wire = proget.Of(w)
		}
		return diags
	}
	was := p.like(prior)
	changed, diags := p.changed(ctx, was)
	if !changed {
		return diags
	}
	w, some, ds := p.value(ctx, attribute, *was.model, written)
	diags.Append(ds...)
	if some {
		*p.wire = proget.Of(w)
	} else {
		*p.wire = p.reset
	}
	return diags
}

// changed reports whether the plan changes what the prior state says.
func (p *Binding[A, W]) changed(ctx context.Context, was *Binding[A, W]) (bool, diag.Diagnostics) {
	if p.version != nil && !p.version.Equal(*was.version) {
		return true, nil
	}
	if p.computed && (*p.model).IsNull() {
		return false, nil
	}
	if p.exact {
		return !(*p.model).Equal(*was.model) || was.off(), nil
	}
	same, diags := p.means(ctx, was)
	return !same || was.off(), diags
}

func (p *Binding[A, W]) clear() { *p.wire = p.reset }

func (p *Binding[A, W]) receive(ctx context.Context) (bool, diag.Diagnostics) {
	old := *p.model
	w, some := p.received()
	was, wasSome, diags := p.planned(ctx)
	some, wasSome = p.shows(w, some), p.shows(was, wasSome)
	switch {
	case p.reveal == Never || p.reveal == Once && !old.IsUnknown() || p.off() || p.silent():
		if old.IsUnknown() || old.IsNull() {
			*p.model = p.null
		}
	case some && wasSome && p.stores(was, w), !some && wasSome && p.holds(was):
	case some:
		value, ds := p.in(ctx, w, old)
		diags.Append(ds...)
		*p.model = value
	case wasSome || old.IsUnknown() || old.IsNull():
		*p.model = p.null
	}
	return !old.Equal(*p.model), diags
}

func (p *Binding[A, W]) matches(ctx context.Context, stored Pair) (bool, diag.Diagnostics) {
	got := p.like(stored)
	if p.readOnly || p.reveal >= Once || p.unwanted() || got.silent() || (*p.model).IsUnknown() || p.computed && (*p.model).IsNull() {
		return true, nil
	}
	want, wanted, diags := p.planned(ctx)
	has, some := got.received()
	wanted, some = p.shows(want, wanted), p.shows(has, some)
	if wanted != some || !wanted {
		return wanted == some || wanted && p.holds(want), diags
	}
	return p.stores(want, has), diags
}

func (p *Binding[A, W]) overlay(plan Pair) {
	if planned := *p.like(plan).model; !planned.IsUnknown() {
		*p.model = planned
	}
}

func (p *Binding[A, W]) withdraw(prior Pair) {
	was := p.like(prior)
	if p.Conceals() {
		*p.model = *was.model
	}
	if p.version != nil {
		*p.version = *was.version
	}
}

func (p *Binding[A, W]) sameWire(other Pair, stored bool) bool {
	if stored && !p.Revealed() {
		return true
	}
	a, some := p.received()
	b, others := p.like(other).received()
	if stored {
		some, others = p.shows(a, some), p.shows(b, others)
	}
	switch {
	case some != others || !some:
		return some == others
	case stored:
		return p.stores(a, b)
	default:
		return p.same(a, b)
	}
}

// like gives the other pair its type: pairs of the same attribute come from the
// same line, so it is always the same.
func (p *Binding[A, W]) like(other Pair) *Binding[A, W] {
	return other.(*Binding[A, W]) //nolint:forcetypeassert // see above
}
