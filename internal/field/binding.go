package field

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// codec translates between an attribute of type A and a property of type W.
// Only values get here: null, unknown and empty are the pair's business.
type codec[A attr.Value, W any] struct {
	null    A
	out     func(ctx context.Context, value, prior A) (W, diag.Diagnostics) // prior may be null
	in      func(ctx context.Context, value W, old A) (A, diag.Diagnostics) // old may be null or unknown; its spelling is kept
	empty   func(W) bool
	mute    func(W) bool      // it says nothing but secrets; nil for never
	same    func(a, b W) bool // as the user wrote them
	stores  func(want, got W) bool
	members func() []string // of a nested object, nil for anything else
}

// Binding is the Pair of an attribute of type A and a property of type W. It is
// made by a function for its kind, such as Text, and its methods refine it.
type Binding[A attr.Value, W any] struct {
	codec[A, W]

	name  string
	model *A
	wire  *proget.Value[W]
	reset proget.Value[W]

	computed bool        // Optional and Computed: null leaves the choice to the server
	readOnly bool        // never sent
	secret   bool        // never told
	exact    bool        // a plan that differs in spelling only is a change
	on       *types.Bool // the property exists only while this flag is true
	absent   *W          // the value that a server without the property has in effect
	untold   bool        // the server may leave the property out of its answers
	block    bool        // the attribute is a block, see Block
	shared   bool        // another object may change the property, see Shared
	property string      // its name, if it is not the attribute's
}

// Name implements Pair.
func (p *Binding[A, W]) Name() string { return p.name }

// Attribute implements Pair.
func (p *Binding[A, W]) Attribute() any { return p.model }

// Told implements Pair.
func (p *Binding[A, W]) Told() bool { return !p.secret }

// Sent implements Pair.
func (p *Binding[A, W]) Sent() bool { return !p.wire.IsZero() }

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

// Untold says that the server may leave the property out of its answers although
// it has it: absence says nothing then, and what was configured is believed.
func (p *Binding[A, W]) Untold() *Binding[A, W] { p.untold = true; return p }

// hidden reports that the answer is silent about a property that the server may keep to itself.
func (p *Binding[A, W]) hidden() bool { return p.untold && p.wire.IsZero() }

// holds reports whether not being told means the value.
func (p *Binding[A, W]) holds(value W) bool { return p.absent != nil && p.same(value, *p.absent) }

// While says that the server knows the property only while the flag is true
// (reference section 21, C11): otherwise it is neither sent nor believed.
func (p *Binding[A, W]) While(flag *types.Bool) *Binding[A, W] { p.on = flag; return p }

// off reports that the property does not exist at the moment.
func (p *Binding[A, W]) off() bool { return p.on != nil && !p.on.ValueBool() && !p.on.IsUnknown() }

// unwanted reports that the property is not meant to exist: its flag is off, or
// left to a server that turns nothing on unasked.
func (p *Binding[A, W]) unwanted() bool { return p.on != nil && !p.on.ValueBool() }

// value returns what the attribute says, and false if it says nothing.
func (p *Binding[A, W]) value(ctx context.Context, prior A) (W, bool, diag.Diagnostics) {
	var none W
	if (*p.model).IsNull() || (*p.model).IsUnknown() {
		return none, false, nil
	}
	w, diags := p.out(ctx, *p.model, prior)
	if diags.HasError() || p.empty(w) {
		return none, false, diags
	}
	return w, true, diags
}

// told returns what the property says, and false if it says nothing.
func (p *Binding[A, W]) told() (W, bool) {
	w, ok := p.wire.Get()
	return w, ok && !p.empty(w)
}

// tells reports whether the server tells anything of a value.
func (p *Binding[A, W]) tells(w W, some bool) bool { return some && (p.mute == nil || !p.mute(w)) }

func (p *Binding[A, W]) nothing() bool {
	_, ok := p.told()
	return !ok
}

// means reports whether two attributes mean the same.
func (p *Binding[A, W]) means(ctx context.Context, other *Binding[A, W]) (bool, diag.Diagnostics) {
	a, some, diags := p.value(ctx, p.null)
	b, others, ds := other.value(ctx, p.null)
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

func (p *Binding[A, W]) send(ctx context.Context, prior, _ Pair) diag.Diagnostics {
	if p.readOnly || (*p.model).IsUnknown() || p.unwanted() {
		return nil
	}
	if prior == nil {
		w, some, diags := p.value(ctx, p.null)
		if some {
			*p.wire = proget.Of(w)
		}
		return diags
	}
	was := p.like(prior)
	same, diags := p.means(ctx, was)
	if p.exact {
		same = (*p.model).Equal(*was.model)
	}
	if same && !was.off() || p.computed && (*p.model).IsNull() {
		return diags
	}
	diags.Append(p.put(ctx, *was.model)...)
	return diags
}

func (p *Binding[A, W]) force(ctx context.Context) diag.Diagnostics { return p.put(ctx, p.null) }

func (p *Binding[A, W]) put(ctx context.Context, prior A) diag.Diagnostics {
	w, some, diags := p.value(ctx, prior)
	if some {
		*p.wire = proget.Of(w)
	} else {
		*p.wire = p.reset
	}
	return diags
}

func (p *Binding[A, W]) receive(ctx context.Context) (bool, diag.Diagnostics) {
	old := *p.model
	w, told := p.told()
	was, some, diags := p.value(ctx, p.null)
	told, some = p.tells(w, told), p.tells(was, some)
	switch {
	case p.secret || p.off() || p.hidden():
		if old.IsUnknown() || old.IsNull() {
			*p.model = p.null
		}
	case told && some && p.stores(was, w), !told && some && p.holds(was):
	case told:
		value, ds := p.in(ctx, w, old)
		diags.Append(ds...)
		*p.model = value
	case some || old.IsUnknown() || old.IsNull():
		*p.model = p.null
	}
	return !old.Equal(*p.model), diags
}

func (p *Binding[A, W]) asPlanned(ctx context.Context, stored Pair) (bool, diag.Diagnostics) {
	if p.readOnly || p.secret || p.unwanted() || p.like(stored).hidden() || (*p.model).IsUnknown() || p.computed && (*p.model).IsNull() || p.shared && !p.Sent() {
		return true, nil
	}
	want, some, diags := p.value(ctx, p.null)
	got, told := p.like(stored).told()
	told, some = p.tells(got, told), p.tells(want, some)
	if some != told || !some {
		return some == told || some && p.holds(want), diags
	}
	return p.stores(want, got), diags
}

func (p *Binding[A, W]) settle(plan Pair) {
	if planned := *p.like(plan).model; !planned.IsUnknown() {
		*p.model = planned
	}
}

func (p *Binding[A, W]) restore(prior Pair) { *p.model = *p.like(prior).model }

func (p *Binding[A, W]) sameWire(other Pair, stored bool) bool {
	if stored && p.secret {
		return true
	}
	a, some := p.told()
	b, others := p.like(other).told()
	if stored {
		some, others = p.tells(a, some), p.tells(b, others)
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
