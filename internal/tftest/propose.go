package tftest

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// withBlocks gives values the empty lists that Terraform makes of blocks that nobody wrote.
func withBlocks(block *tfprotov6.SchemaBlock, given Values) Values {
	all := maps.Clone(given)
	for _, b := range block.BlockTypes {
		if all[b.TypeName] == nil && b.Nesting == tfprotov6.SchemaNestedBlockNestingModeList {
			all[b.TypeName] = []any{}
		}
	}
	return all
}

// propose merges prior state and configuration as Terraform does before it asks
// the provider for a plan: what is left out and computed keeps its value or, in
// a new object, is unknown; what is write-only is null.
func propose(t *testing.T, block *tfprotov6.SchemaBlock, prior, config tftypes.Value) tftypes.Value {
	t.Helper()
	if config.IsNull() || !config.IsKnown() {
		return config
	}
	was, given := members(t, prior), maps.Clone(members(t, config)) // what As yields is the value's own
	for _, a := range block.Attributes {
		switch {
		case a.WriteOnly:
			given[a.Name] = tftypes.NewValue(a.ValueType(), nil)
		case !given[a.Name].IsNull() || !a.Computed:
		case prior.IsNull():
			given[a.Name] = tftypes.NewValue(a.ValueType(), tftypes.UnknownValue)
		default:
			given[a.Name] = was[a.Name]
		}
	}
	for _, b := range block.BlockTypes {
		before, ok := was[b.TypeName]
		if !ok {
			before = tftypes.NewValue(given[b.TypeName].Type(), nil)
		}
		given[b.TypeName] = proposeBlocks(t, b, before, given[b.TypeName])
	}
	return tftypes.NewValue(config.Type(), given)
}

// proposeBlocks is propose for a block, or for each of a list by its position.
func proposeBlocks(t *testing.T, b *tfprotov6.SchemaNestedBlock, prior, config tftypes.Value) tftypes.Value {
	t.Helper()
	if b.Nesting != tfprotov6.SchemaNestedBlockNestingModeList {
		return propose(t, b.Block, prior, config)
	}
	if config.IsNull() || !config.IsKnown() {
		return config
	}
	var was, given []tftypes.Value
	if !prior.IsNull() {
		must(t, prior.As(&was))
	}
	must(t, config.As(&given))
	proposed := make([]tftypes.Value, len(given))
	for i, one := range given {
		before := tftypes.NewValue(one.Type(), nil)
		if i < len(was) {
			before = was[i]
		}
		proposed[i] = propose(t, b.Block, before, one)
	}
	return tftypes.NewValue(config.Type(), proposed)
}
