package provider

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
)

// warnOfBuiltIn warns if a plan deletes one of the objects that come with
// ProGet, by destroying it or by replacing it under another name.
func warnOfBuiltIn[M any](c *crud.Change[M], noun string, nameOf func(*M) types.String, builtIn ...string) {
	if c.Prior == nil {
		return
	}
	name := nameOf(c.Prior).ValueString()
	if c.Plan != nil {
		planned := nameOf(c.Plan)
		if planned.IsUnknown() || strings.EqualFold(planned.ValueString(), name) {
			return
		}
	}
	if slices.ContainsFunc(builtIn, func(b string) bool { return strings.EqualFold(b, name) }) {
		c.AddWarning(fmt.Sprintf("The %s %q will be deleted although it comes with ProGet", noun, name),
			"Others may rely on it, and so do the defaults of ProGet. To let go of it as it is, use a removed block or \"terraform state rm\".")
	}
}
