package field

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Pairs are all the pairs of one object, always in the same order.
type Pairs []Pair

// Get returns the pair of an attribute, or nil.
func (ps Pairs) Get(name string) Pair {
	for _, p := range ps {
		if p.Name() == name {
			return p
		}
	}
	return nil
}

// Plan completes a planned update: what the configuration leaves to the server
// keeps its prior value, and what means the same as the prior value keeps its
// spelling, so that neither shows as a change.
func (ps Pairs) Plan(ctx context.Context, prior, config Pairs) diag.Diagnostics {
	var diags diag.Diagnostics
	for i, p := range ps {
		diags.Append(p.plan(ctx, prior[i], config[i])...)
	}
	return diags
}

// Send writes to the wire object what differs between the plan (the receiver)
// and prior. A nil prior means that the object is created. The configuration is
// the only place that has write-only values.
func (ps Pairs) Send(ctx context.Context, prior, config Pairs) diag.Diagnostics {
	var diags diag.Diagnostics
	for i, p := range ps {
		diags.Append(p.send(ctx, at(prior, i), at(config, i))...)
	}
	return diags
}

// Clear resets the properties of the named attributes on the wire object.
func (ps Pairs) Clear(names []string) {
	for _, name := range names {
		ps.Get(name).clear()
	}
}

// Receive reads the wire object into the model, whose values before it are what
// the user last saw: they decide between two forms of the same meaning. It
// reports whether the model changed.
func (ps Pairs) Receive(ctx context.Context) (changed bool, diags diag.Diagnostics) {
	for _, p := range ps {
		c, ds := p.receive(ctx)
		changed = changed || c
		diags.Append(ds...)
	}
	return changed, diags
}

// Overlay takes over every value that the plan knew: Terraform requires the
// result of an apply to equal it. What the plan left open stays as received.
func (ps Pairs) Overlay(plan Pairs) {
	for i, p := range ps {
		p.overlay(plan[i])
	}
}

// Withdraw takes back, in the state (the receiver), what was sent but is never
// revealed: where a write was not stored as it was sent, that may hold for
// secrets too, and with the prior value in the state the next apply sends them again.
func (ps Pairs) Withdraw(sent, prior Pairs) {
	for i, p := range ps {
		if sent[i].Sent() {
			p.withdraw(prior[i])
		}
	}
}

// Mismatches are the attributes whose stored property does not mean what the
// plan (the receiver) says.
func (ps Pairs) Mismatches(ctx context.Context, stored Pairs) ([]string, diag.Diagnostics) {
	var names []string
	var diags diag.Diagnostics
	for i, p := range ps {
		ok, ds := p.matches(ctx, stored[i])
		diags.Append(ds...)
		if !ok {
			names = append(names, p.Name())
		}
	}
	return names, diags
}

// Sent reports whether any of the bound properties is present on the wire.
func (ps Pairs) Sent() bool { return slices.ContainsFunc(ps, Pair.Sent) }

func at(ps Pairs, i int) Pair {
	if ps == nil {
		return nil
	}
	return ps[i]
}

// Property returns ProGet's name of an attribute: use_api_v3 is useApiV3.
func Property(attribute string) string {
	var b strings.Builder
	upper := false
	for _, r := range attribute {
		switch {
		case r == '_':
			upper = true
		case upper:
			b.WriteRune(unicode.ToUpper(r))
			upper = false
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// WhollyKnown reports whether neither the value nor anything inside is unknown.
func WhollyKnown(v attr.Value) bool {
	if v.IsUnknown() {
		return false
	}
	switch v := v.(type) {
	case interface{ Elements() []attr.Value }:
		for _, e := range v.Elements() {
			if !WhollyKnown(e) {
				return false
			}
		}
	case interface{ Elements() map[string]attr.Value }:
		for _, e := range v.Elements() {
			if !WhollyKnown(e) {
				return false
			}
		}
	case interface{ Attributes() map[string]attr.Value }:
		for _, e := range v.Attributes() {
			if !WhollyKnown(e) {
				return false
			}
		}
	}
	return true
}

// Attribute is the attribute that is named as a property, or as the path of one:
// useApiV3 is use_api_v3. What is in brackets stays.
func Attribute(property string) string {
	var b strings.Builder
	begins, inside := true, false
	for _, r := range property {
		switch {
		case r == '[' || r == ']':
			inside = r == '['
		case !inside && unicode.IsUpper(r):
			if !begins {
				b.WriteByte('_')
			}
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
		begins = r == '.'
	}
	return b.String()
}
