package field

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// meaning is what an attribute or a property says: a value or, unless it is
// set, nothing.
type meaning[W any] struct {
	value W
	set   bool
}

// meaning returns what an attribute says. Null, unknown and empty say nothing.
func (p *TypedPair[A, W]) meaning(ctx context.Context, attribute, prior, config A) (meaning[W], diag.Diagnostics) {
	if attribute.IsNull() || attribute.IsUnknown() {
		return meaning[W]{}, nil
	}
	value, diags := p.codec.out(ctx, attribute, prior, config)
	return meaning[W]{value, !diags.HasError() && p.says(value)}, diags
}

// attributeMeaning is what the pair's own attribute says, without what is write-only.
func (p *TypedPair[A, W]) attributeMeaning(ctx context.Context) (meaning[W], diag.Diagnostics) {
	return p.meaning(ctx, *p.model, p.codec.null, p.codec.null)
}

// propertyMeaning is what the pair's own property says. Absent, null and empty say nothing.
func (p *TypedPair[A, W]) propertyMeaning() meaning[W] {
	value, ok := p.wire.Get()
	return meaning[W]{value, ok && p.says(value)}
}

func (p *TypedPair[A, W]) says(value W) bool { return p.codec.empty == nil || !p.codec.empty(value) }

// shown is as much of a meaning as the server reveals: nothing, if that is all secret.
func (p *TypedPair[A, W]) shown(m meaning[W]) meaning[W] {
	m.set = m.set && (p.codec.hidden == nil || !p.codec.hidden(m.value))
	return m
}

// same reports whether both mean the same as the user wrote them.
func (p *TypedPair[A, W]) same(a, b meaning[W]) bool {
	if !a.set || !b.set {
		return a.set == b.set
	}
	return p.codec.same(a.value, b.value)
}

// stored reports whether got is what the server keeps of want, both as it shows them.
func (p *TypedPair[A, W]) stored(want, got meaning[W]) bool {
	switch {
	case !want.set:
		return !got.set
	case !got.set:
		return p.same(want, p.inEffect)
	case p.codec.stored == nil:
		return p.codec.same(want.value, got.value)
	}
	return p.codec.stored(want.value, got.value)
}

// exists reports whether the server is known to have the property, see While.
func (p *TypedPair[A, W]) exists() bool { return p.while == nil || p.while.ValueBool() }

// appears reports whether the property may come to exist with this change, so
// that its prior null says nothing about the value to come.
func (p *TypedPair[A, W]) appears(was *TypedPair[A, W]) bool {
	return p.while != nil && (p.while.IsUnknown() || p.while.ValueBool()) && (*was.model).IsNull()
}

// silent reports whether the answer says nothing about what the server has, see Reveal.
func (p *TypedPair[A, W]) silent() bool {
	switch p.reveal {
	case Sometimes:
		return p.wire.IsZero()
	case Once:
		return !(*p.model).IsUnknown() // which it is while the object is being created
	case Never:
		return true
	case Always:
	}
	return false
}

// plan completes a planned update:
//
//	attribute in the configuration   attribute in the plan
//	null                             prior value, where it is unknown
//	means what the prior did         prior value, in its spelling
//	any other                        as it is
func (p *TypedPair[A, W]) plan(ctx context.Context, prior, config Pair) diag.Diagnostics {
	was := p.like(prior)
	switch {
	case (*p.like(config).model).IsNull():
		if (*p.model).IsUnknown() && !p.appears(was) {
			*p.model = *was.model
		}
	case p.exact || p.block != "" || (*was.model).IsNull() || !WhollyKnown(*p.model):
	default:
		same, diags := was.sameAttribute(ctx, p) // by the prior's words: what they depend on may be unknown in the plan
		if same {
			*p.model = *was.model
		}
		return diags
	}
	return nil
}

// send writes the property where the plan differs from the prior state, as the
// package's table of sending says. Without a prior, the object is created.
func (p *TypedPair[A, W]) send(ctx context.Context, prior, config Pair) diag.Diagnostics {
	if p.readOnly || (*p.model).IsUnknown() || !p.exists() {
		return nil
	}
	before := p.codec.null
	if prior != nil {
		was := p.like(prior)
		changed, diags := p.changed(ctx, was)
		if !changed || diags.HasError() {
			return diags
		}
		before = *was.model
	}
	attribute, written := *p.model, p.codec.null // written holds the write-only members of an object
	if config != nil {
		given := p.like(config)
		written = *given.model
		if given.source != nil && !(*given.source).IsNull() {
			attribute = *given.source
		}
	}
	meant, diags := p.meaning(ctx, attribute, before, written)
	switch {
	case meant.set:
		*p.wire = proget.Of(meant.value)
	case prior != nil:
		p.clear()
	}
	return diags
}

// changed reports whether the plan changes what the prior state says.
func (p *TypedPair[A, W]) changed(ctx context.Context, was *TypedPair[A, W]) (bool, diag.Diagnostics) {
	switch {
	case p.version != nil && !p.version.Equal(*was.version):
		return true, nil
	case p.computed && (*p.model).IsNull():
		return false, nil
	case !was.exists():
		return true, nil
	case p.exact:
		return !(*p.model).Equal(*was.model), nil
	}
	same, diags := p.sameAttribute(ctx, was)
	return !same, diags
}

// sameAttribute reports whether the attribute means what the prior one does.
func (p *TypedPair[A, W]) sameAttribute(ctx context.Context, was *TypedPair[A, W]) (bool, diag.Diagnostics) {
	a, diags := p.attributeMeaning(ctx)
	b, ds := was.attributeMeaning(ctx)
	diags.Append(ds...)
	return p.same(a, b), diags
}

// receive takes the property over into the attribute:
//
//	property received                       attribute in the state
//	not revealed, or does not exist         kept
//	not said, and nothing is known of it    what is in effect without it, if it is shown sometimes
//	what the server keeps of the attribute  kept, in the user's form
//	another value                           the value
//	nothing                                 null: drift shows
//
// An attribute that is kept but has no value is null: unknown ones end here.
func (p *TypedPair[A, W]) receive(ctx context.Context) (bool, diag.Diagnostics) {
	old := *p.model
	was, diags := p.attributeMeaning(ctx)
	was, now := p.shown(was), p.shown(p.propertyMeaning())
	assumed := p.reveal == Sometimes && p.inEffect.set && !was.set && !now.set
	if assumed {
		now = p.inEffect
	}
	switch {
	case p.silent() && !assumed || !p.exists() || p.stored(was, now):
		if old.IsNull() || old.IsUnknown() {
			*p.model = p.codec.null
		}
	case now.set:
		value, ds := p.codec.in(ctx, now.value, old)
		diags.Append(ds...)
		*p.model = value
	default:
		*p.model = p.codec.null
	}
	return !old.Equal(*p.model), diags
}

// matches reports whether an answer has what is planned:
//
//	attribute in the plan  property in the answer                  matches
//	left to the server     any                                     yes
//	any                    not revealed, or does not exist         yes
//	any                    what the server keeps of the attribute  yes
//	any                    another value, or nothing               no
func (p *TypedPair[A, W]) matches(ctx context.Context, answer Pair) (bool, diag.Diagnostics) {
	got := p.like(answer)
	switch {
	case p.readOnly || (*p.model).IsUnknown() || p.computed && (*p.model).IsNull():
		return true, nil
	case !p.Revealed() || got.silent() || !p.exists():
		return true, nil
	}
	want, diags := p.attributeMeaning(ctx)
	return p.stored(p.shown(want), p.shown(got.propertyMeaning())), diags
}

// overlay takes over what the plan knows.
func (p *TypedPair[A, W]) overlay(plan Pair) {
	if planned := *p.like(plan).model; !planned.IsUnknown() {
		*p.model = planned
	}
}

// withdraw takes back what the server does not show, so that it is sent again.
func (p *TypedPair[A, W]) withdraw(prior Pair) {
	was := p.like(prior)
	if p.Conceals() {
		*p.model = *was.model
	}
	if p.version != nil {
		*p.version = *was.version
	}
}
