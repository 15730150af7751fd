package field

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// Pair binds an attribute of a model to a property of a wire object.
// Its methods take the pair of the same attribute bound to other objects: the
// prior state, the configuration, the answer of the server.
type Pair interface {
	// Name is the attribute's name at the root of the schema.
	Name() string
	// Property is the property's name in ProGet's JSON.
	Property() string
	// Attribute is the bound attribute of the model.
	Attribute() attr.Value
	// Pointer points to the bound attribute of the model.
	Pointer() any
	// Wire is the bound property.
	Wire() any
	// Members are the names inside a nested object that the server reveals; nil for anything else.
	Members() []string
	// Revealed reports whether the server shows this property: not so for secrets.
	Revealed() bool
	// Conceals reports whether nothing the server shows tells the property or a member of it.
	Conceals() bool
	// Sent reports whether the bound property is present on the wire.
	Sent() bool
	// SendAsFilter writes the attribute to the wire object if it is a value, as a filter.
	SendAsFilter(ctx context.Context) diag.Diagnostics
	// NeedsProperty reports whether the attribute says something known that a server
	// without the property does not have in effect anyway.
	NeedsProperty(ctx context.Context) (bool, diag.Diagnostics)
	// StoredAs reports whether the other pair's property is what the server makes of
	// this one's, as far as it reveals them.
	StoredAs(other Pair) bool

	plan(ctx context.Context, prior, config Pair) diag.Diagnostics
	send(ctx context.Context, prior, config Pair) diag.Diagnostics
	clear()
	receive(ctx context.Context) (changed bool, diags diag.Diagnostics)
	matches(ctx context.Context, answer Pair) (bool, diag.Diagnostics)
	overlay(plan Pair)
	withdraw(prior Pair)
	sameProperty(other Pair) bool
	nothing() bool
}

// TypedPair is the Pair of an attribute of type A and a property of type W. It is
// made by a function for its type, such as Text, and its options refine it.
type TypedPair[A attr.Value, W any] struct {
	codec codec[A, W]

	name  string
	model *A
	wire  *proget.Value[W]

	// The options, see the methods of their names.
	computed bool
	readOnly bool
	exact    bool
	reveal   Reveal
	block    string          // the property that the block stands for
	reset    proget.Value[W] // what clears the property
	inEffect meaning[W]
	while    *types.Bool
	source   *A // the write-only attribute that can give the value as well
	version  *types.Int64
}

// codec translates between an attribute of type A and a property of type W, and
// compares properties. Only values get here: null, unknown and empty are the
// pair's business.
type codec[A attr.Value, W any] struct {
	null    A
	out     func(ctx context.Context, value, prior, config A) (W, diag.Diagnostics) // prior and config may be null
	in      func(ctx context.Context, value W, old A) (A, diag.Diagnostics)         // old may be null or unknown; its spelling is kept
	empty   func(W) bool                                                            // it says nothing; nil if every value says something
	same    func(a, b W) bool                                                       // as the user wrote them
	stored  func(want, got W) bool                                                  // as the server keeps what was written; nil is same
	hidden  func(W) bool                                                            // it holds nothing but what is never revealed; nil for what has no members
	members func() Pairs                                                            // of a nested object; nil for anything else
}

func newPair[A attr.Value, W any](name string, model *A, wire *proget.Value[W], c codec[A, W]) *TypedPair[A, W] {
	return &TypedPair[A, W]{codec: c, name: name, model: model, wire: wire, reset: proget.Null[W]()}
}

// Name implements Pair.
func (p *TypedPair[A, W]) Name() string { return p.name }

// Property implements Pair.
func (p *TypedPair[A, W]) Property() string {
	if p.block != "" {
		return p.block
	}
	return Property(p.name)
}

// Attribute implements Pair.
func (p *TypedPair[A, W]) Attribute() attr.Value { return *p.model }

// Pointer implements Pair.
func (p *TypedPair[A, W]) Pointer() any { return p.model }

// Wire implements Pair.
func (p *TypedPair[A, W]) Wire() any { return p.wire }

// Members implements Pair.
func (p *TypedPair[A, W]) Members() []string {
	if p.codec.members == nil {
		return nil
	}
	var names []string
	for _, member := range p.codec.members() {
		if member.Revealed() {
			names = append(names, member.Name())
		}
	}
	return names
}

// Revealed implements Pair.
func (p *TypedPair[A, W]) Revealed() bool { return p.reveal == Always || p.reveal == Sometimes }

// Conceals implements Pair.
func (p *TypedPair[A, W]) Conceals() bool {
	concealed := !p.Revealed() && p.reveal != Implied
	if p.codec.members == nil {
		return concealed
	}
	return concealed || slices.ContainsFunc(p.codec.members(), Pair.Conceals)
}

// Sent implements Pair.
func (p *TypedPair[A, W]) Sent() bool { return !p.wire.IsZero() }

// SendAsFilter implements Pair.
func (p *TypedPair[A, W]) SendAsFilter(ctx context.Context) diag.Diagnostics {
	return p.send(ctx, nil, nil)
}

// NeedsProperty implements Pair.
func (p *TypedPair[A, W]) NeedsProperty(ctx context.Context) (bool, diag.Diagnostics) {
	if !WhollyKnown(*p.model) {
		return false, nil
	}
	meant, diags := p.attributeMeaning(ctx)
	return meant.set && !p.same(meant, p.inEffect), diags
}

// StoredAs implements Pair.
func (p *TypedPair[A, W]) StoredAs(other Pair) bool {
	return !p.Revealed() || p.stored(p.shown(p.propertyMeaning()), p.shown(p.like(other).propertyMeaning()))
}

func (p *TypedPair[A, W]) sameProperty(other Pair) bool {
	return p.same(p.propertyMeaning(), p.like(other).propertyMeaning())
}

func (p *TypedPair[A, W]) nothing() bool { return !p.propertyMeaning().set }

func (p *TypedPair[A, W]) clear() { *p.wire = p.reset }

// like gives the other pair its type: pairs of the same attribute come from the
// same line, so it is always the same.
func (p *TypedPair[A, W]) like(other Pair) *TypedPair[A, W] {
	return other.(*TypedPair[A, W]) //nolint:forcetypeassert // see above
}
