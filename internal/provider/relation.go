package provider

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/field"
)

// side is one side of a relation that another resource may own instead.
type side struct {
	config, prior field.StringSet
	plan          *field.StringSet
}

// openRelation leaves open what becomes of one side of a relation that the
// configuration leaves out, if the other side takes something from it: a license is
// either allowed or blocked in a feed, and the last write wins (reference section 10.1).
func openRelation(allowed, blocked side) {
	for _, s := range []struct{ left, other side }{{allowed, blocked}, {blocked, allowed}} {
		other := *s.other.plan
		takes := !field.WhollyKnown(other) && len(s.left.prior.Elements()) > 0 || len(common(s.left.prior, other)) > 0
		if s.left.config.IsNull() && takes {
			*s.left.plan = field.StringSetUnknown()
		}
	}
}

// common returns the elements that two sets share, compared without case.
func common(a, b field.StringSet) []string {
	in := map[string]bool{}
	for _, e := range a.Elements() {
		if s, ok := e.(types.String); ok && !s.IsUnknown() {
			in[strings.ToLower(s.ValueString())] = true
		}
	}
	var both []string
	for _, e := range b.Elements() {
		if s, ok := e.(types.String); ok && !s.IsUnknown() && in[strings.ToLower(s.ValueString())] {
			both = append(both, s.ValueString())
		}
	}
	return both
}
