package field

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// Computed makes null mean that the server decides, for attributes that are Optional and Computed.
func (p *TypedPair[A, W]) Computed() *TypedPair[A, W] { p.computed = true; return p }

// Optional makes null mean none, for attributes that are only Optional.
func (p *TypedPair[A, W]) Optional() *TypedPair[A, W] { p.computed = false; return p }

// ReadOnly says that the property is never sent.
func (p *TypedPair[A, W]) ReadOnly() *TypedPair[A, W] { p.computed, p.readOnly = true, true; return p }

// Exact makes every change of spelling a change, though the server may answer in another one.
func (p *TypedPair[A, W]) Exact() *TypedPair[A, W] { p.exact = true; return p }

// Present makes an empty value a value like any other: an empty text that is
// not nothing, a block that counts by being there.
func (p *TypedPair[A, W]) Present() *TypedPair[A, W] {
	p.codec.empty, p.codec.hidden = nil, nil
	return p
}

// Block says that the attribute is a block of the resource, and which property it
// stands for: a block that may repeat is named in the singular, its property in
// the plural. Terraform compares the members of a block one by one and refuses a
// plan with a member that is neither as configured nor, being a value in both, as
// it was. So a plan that means the same as the prior state stays as it is written,
// and only sending nothing shows that it means the same.
func (p *TypedPair[A, W]) Block(property string) *TypedPair[A, W] { p.block = property; return p }

// ClearedBy says what resets the property, where it is not null.
func (p *TypedPair[A, W]) ClearedBy(value W) *TypedPair[A, W] { p.reset = proget.Of(value); return p }

// InEffect says which value a server that does not have the property has in effect.
func (p *TypedPair[A, W]) InEffect(value W) *TypedPair[A, W] {
	p.inEffect = meaning[W]{value, true}
	return p
}

// While says that the server has the property only while the flag is true
// (reference section 21, C11): otherwise it is neither sent nor believed. The
// flag's pair comes before this one.
func (p *TypedPair[A, W]) While(flag *types.Bool) *TypedPair[A, W] { p.while = flag; return p }

// Reveal says what a server shows of a property.
type Reveal uint8

// What a server can show of a property.
const (
	Always    Reveal = iota // with every answer
	Sometimes               // it may leave it out although it has it, so absence says nothing
	Once                    // in the answer to the creation and never again
	Never                   // a secret
	Implied                 // never, but another property stands for it
)

// Reveals says how much of the property the server shows, where that is not all.
func (p *TypedPair[A, W]) Reveals(reveal Reveal) *TypedPair[A, W] { p.reveal = reveal; return p }

// WriteOnly gives the property a write-only attribute as its source, beside the
// pair's own attribute or, if it is the same one, as the only one. What it holds
// is sent when the object is created and when the version changes; going from
// one attribute to the other sends the new value, and giving up both resets it.
func (p *TypedPair[A, W]) WriteOnly(source *A, version *types.Int64) *TypedPair[A, W] {
	p.source, p.version = source, version
	return p
}

// Versioned makes a change of the version a change of the property: for objects with write-only members.
func (p *TypedPair[A, W]) Versioned(version *types.Int64) *TypedPair[A, W] {
	p.version = version
	return p
}
