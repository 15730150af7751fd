package tftest

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// planProblems are what Terraform would call "Provider produced invalid plan":
// an attribute may differ from the configuration only where it keeps its prior
// value, in another spelling, or where it is computed and left out.
func planProblems(t *testing.T, schema *tfprotov6.Schema, prior, config, planned tftypes.Value) (problems []string) {
	t.Helper()
	was, given, plans := members(t, prior), members(t, config), members(t, planned)
	for _, a := range schema.Block.Attributes {
		plan, written := plans[a.Name], given[a.Name]
		before, had := was[a.Name]
		switch {
		case a.WriteOnly:
			if !plan.IsNull() {
				problems = append(problems, fmt.Sprintf("invalid plan: %s is write-only and planned as %v", a.Name, plan))
			}
		case plan.Equal(written), a.Computed && written.IsNull():
		case had && !before.IsNull() && !written.IsNull() && plan.Equal(before):
		default:
			problems = append(problems, fmt.Sprintf("invalid plan: %s is configured as %v and planned as %v", a.Name, written, plan))
		}
	}
	return problems
}

// applyProblems are what Terraform would call "Provider produced inconsistent
// result after apply": what was planned is what there is, as far as it was known.
func applyProblems(t *testing.T, planned, applied tftypes.Value) (problems []string) {
	t.Helper()
	if applied.IsNull() {
		return []string{"inconsistent result after apply: the object was planned and is not in the state"}
	}
	is := members(t, applied)
	for name, plan := range members(t, planned) {
		if !fits(t, plan, is[name]) {
			problems = append(problems, fmt.Sprintf("inconsistent result after apply: %s was planned as %v and is %v", name, plan, is[name]))
		}
	}
	return problems
}

// fits reports whether a value is as planned wherever the plan is known. Sets
// with something unknown inside fit whatever there is.
func fits(t *testing.T, plan, is tftypes.Value) bool {
	t.Helper()
	switch {
	case !plan.IsKnown():
		return true
	case plan.IsFullyKnown(), is.IsNull():
		return plan.Equal(is)
	case plan.Type().Is(tftypes.List{}):
		var plans, elements []tftypes.Value
		must(t, plan.As(&plans))
		must(t, is.As(&elements))
		if len(plans) != len(elements) {
			return false
		}
		for i := range plans {
			if !fits(t, plans[i], elements[i]) {
				return false
			}
		}
	case plan.Type().Is(tftypes.Object{}), plan.Type().Is(tftypes.Map{}):
		all := members(t, is)
		for name, plan := range members(t, plan) {
			member, ok := all[name]
			if !ok || !fits(t, plan, member) {
				return false
			}
		}
	}
	return true
}

// stateProblems are what makes a state no state: something unknown.
func stateProblems(state tftypes.Value) []string {
	if state.IsFullyKnown() {
		return nil
	}
	return []string{fmt.Sprintf("the state is not known: %v", state)}
}

// members are those of an object or a map; null has none.
func members(t *testing.T, v tftypes.Value) map[string]tftypes.Value {
	t.Helper()
	all := map[string]tftypes.Value{}
	if !v.IsNull() {
		must(t, v.As(&all))
	}
	return all
}

func report(t *testing.T, problems []string) {
	t.Helper()
	for _, problem := range problems {
		t.Error(problem)
	}
}
