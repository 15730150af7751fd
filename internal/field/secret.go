package field

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// secret is a Secret that may come from a write-only attribute instead.
type secret struct {
	*pair[types.String, string]

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
	return s.pair.plan(ctx, like(prior).pair, like(config).pair)
}

func (s *secret) send(ctx context.Context, prior, config Pair) diag.Diagnostics {
	given := *like(config).writeOnly
	if prior == nil {
		if given.ValueString() != "" {
			*s.wire = proget.Of(given.ValueString())
			return nil
		}
		return s.pair.send(ctx, nil, nil)
	}
	was := like(prior)
	wasSet := was.model.ValueString() != ""
	switch {
	case s.model.ValueString() != "":
		return s.pair.send(ctx, was.pair, nil)
	case !wasSet && s.version.Equal(*was.version):
	case given.ValueString() != "":
		*s.wire = proget.Of(given.ValueString())
	default:
		*s.wire = s.reset
	}
	return nil
}

func (s *secret) asPlanned(context.Context, Pair) (bool, diag.Diagnostics) { return true, nil }
func (s *secret) settle(plan Pair)                                         { s.pair.settle(like(plan).pair) }

func (s *secret) SameWire(other Pair) bool { return s.sameWire(other, true) }

func (s *secret) sameWire(other Pair, stored bool) bool {
	return s.pair.sameWire(like(other).pair, stored)
}

// like gives the other pair its type, as pair.like does.
func like(other Pair) *secret {
	return other.(*secret) //nolint:forcetypeassert // pairs of the same attribute come from the same line
}
