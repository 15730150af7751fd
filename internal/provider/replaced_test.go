package provider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// become takes an object to a configuration as Terraform does, which replaces
// it where the plan says so. It reports whether it did.
func become(t *testing.T, e *engine, resource string, o object, config values) (now object, replaced bool, diags diagnostics) {
	t.Helper()
	planned, diags := e.Plan(t, resource, o, config)
	if diags.Failed() || o.State.IsNull() || len(planned.RequiresReplace) == 0 {
		now, diags = e.Apply(t, resource, o, config)
		return now, false, diags
	}
	if gone, diags := e.Apply(t, resource, o, nil); diags.Failed() {
		return gone, true, diags
	}
	now, diags = e.Apply(t, resource, e.Absent(resource), config)
	return now, true, diags
}

// plansEmpty requires that the object reads as it is and plans empty.
func plansEmpty(t *testing.T, e *engine, name, resource string, o object, config values) {
	t.Helper()
	read, diags := e.Read(t, resource, o)
	noErrors(t, diags)
	if diff := cmp.Diff(tftest.Plain(t, o.State), tftest.Plain(t, read.State)); diff != "" {
		t.Errorf("%s reads otherwise (-applied +read):\n%s", name, diff)
	}
	e.PlanEmpty(t, resource, read, config)
}

// course is what an attribute of an object goes through: values for set and
// changed, beside what the object always has.
type course struct {
	attribute    string
	with         values // always
	set, changed any
	bare         any  // where others have nothing
	keeps        bool // removing it keeps its last value
}

func (l course) config(value any) values {
	config := values{l.attribute: value}
	for name, value := range l.with {
		config[name] = value
	}
	return config
}
