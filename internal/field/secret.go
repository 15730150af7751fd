package field

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// secret is a Secret that may come from a write-only attribute instead.
type secret struct {
	*Binding[types.String, string]

	writeOnly *types.String // null everywhere but in the configuration
	version   *types.Int64  // says when the write-only value changed
}

// WriteOnlySecret pairs a string that the server never tells with two ways to
// give it: an attribute kept in the state, or a write-only one with a version.
// Going from one to the other sends the new value, giving up both resets it.
func WriteOnlySecret(name string, model, writeOnly *types.String, version *types.Int64, wire *proget.Value[string]) Pair {
	return &secret{Secret(name, model, wire).ClearedBy(""), writeOnly, version}
}

func (s *secret) plan(ctx context.Context, prior, config Pair) diag.Diagnostics {
	return s.Binding.plan(ctx, like(prior).Binding, like(config).Binding)
}

func (s *secret) send(ctx context.Context, prior, config Pair) diag.Diagnostics {
	given := *like(config).writeOnly
	if prior == nil {
		if given.ValueString() != "" {
			*s.wire = proget.Of(given.ValueString())
			return nil
		}
		return s.Binding.send(ctx, nil, nil)
	}
	was := like(prior)
	wasSet := was.model.ValueString() != ""
	switch {
	case s.model.ValueString() != "":
		return s.Binding.send(ctx, was.Binding, nil)
	case !wasSet && s.version.Equal(*was.version):
	case given.ValueString() != "":
		*s.wire = proget.Of(given.ValueString())
	default:
		*s.wire = s.reset
	}
	return nil
}

func (s *secret) asPlanned(context.Context, Pair) (bool, diag.Diagnostics) { return true, nil }
func (s *secret) settle(plan Pair)                                         { s.Binding.settle(like(plan).Binding) }

func (s *secret) restore(prior Pair) {
	s.Binding.restore(like(prior).Binding)
	*s.version = *like(prior).version
}

func (s *secret) SameWire(other Pair) bool { return s.sameWire(other, true) }

func (s *secret) sameWire(other Pair, stored bool) bool {
	return s.Binding.sameWire(like(other).Binding, stored)
}

// like gives the other pair its type, as Binding.like does.
func like(other Pair) *secret {
	return other.(*secret) //nolint:forcetypeassert // pairs of the same attribute come from the same line
}
