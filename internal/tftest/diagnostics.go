package tftest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Diagnostics are what a provider says besides its answer.
type Diagnostics []*tfprotov6.Diagnostic

// String lists the diagnostics, each with the attribute that it is about.
func (ds Diagnostics) String() string {
	var b strings.Builder
	for _, d := range ds {
		fmt.Fprintf(&b, "%s at %q: %s: %s\n", d.Severity, AttributeOf(d), d.Summary, d.Detail)
	}
	return b.String()
}

// Failed reports whether one of them is an error.
func (ds Diagnostics) Failed() bool { return slices.ContainsFunc(ds, isError) }

// Errors are those that are errors.
func (ds Diagnostics) Errors() Diagnostics {
	return slices.DeleteFunc(slices.Clone(ds), func(d *tfprotov6.Diagnostic) bool { return !isError(d) })
}

func isError(d *tfprotov6.Diagnostic) bool { return d.Severity == tfprotov6.DiagnosticSeverityError }

// AttributeOf is the root attribute that a diagnostic is about, if any.
func AttributeOf(d *tfprotov6.Diagnostic) string {
	if d.Attribute == nil || len(d.Attribute.Steps()) == 0 {
		return ""
	}
	name, _ := d.Attribute.Steps()[0].(tftypes.AttributeName)
	return string(name)
}
