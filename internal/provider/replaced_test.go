package provider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// become takes an object to a configuration, and reports whether it was replaced.
func become(t *testing.T, e *engine, resource string, o object, config values) (now object, replaced bool, diags diagnostics) {
	t.Helper()
	planned, diags := e.Plan(t, resource, o, config)
	if diags.Failed() {
		return o, false, diags
	}
	replaced = len(planned.RequiresReplace) > 0 && !o.State.IsNull()
	now, diags = e.Apply(t, resource, o, config)
	return now, replaced, diags
}

// staysSo requires that the object reads as it is and plans empty.
func staysSo(t *testing.T, e *engine, name, resource string, o object, config values) {
	t.Helper()
	read, diags := e.Read(t, resource, o)
	noErrors(t, diags)
	if diff := cmp.Diff(tftest.Plain(t, o.State), tftest.Plain(t, read.State)); diff != "" {
		t.Errorf("%s reads otherwise (-applied +read):\n%s", name, diff)
	}
	e.PlanEmpty(t, resource, read, config)
}
