package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// checked is the engine's resource with a check of the configuration, before
// anything is planned.
type checked[M, T any] struct {
	*crud.Resource[M, T]
	check func(*M) diag.Diagnostics
}

var _ resource.ResourceWithValidateConfig = checked[any, any]{}

// ValidateConfig checks the configuration, in which anything may be unknown.
func (r checked[M, T]) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config M
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(r.check(&config)...)
	}
}

// saysNothing reports whether an attribute is certainly null or empty.
func saysNothing(value attr.Value) bool {
	switch v := value.(type) {
	case types.String:
		return !v.IsUnknown() && v.ValueString() == ""
	case interface{ Elements() []attr.Value }:
		return !value.IsUnknown() && len(v.Elements()) == 0
	}
	return value.IsNull()
}

// exactlyOne requires one of two attributes. The error is on the first.
func exactlyOne(summary, a string, first types.String, b string, second types.String) (diags diag.Diagnostics) {
	switch {
	case first.IsUnknown() || second.IsUnknown():
	case first.IsNull() == second.IsNull():
		diags.AddAttributeError(path.Root(a), summary, fmt.Sprintf("Give either %s or %s.", a, b))
	}
	return diags
}

// missingAPI is the error, while planning, for a server that lacks the API of a
// kind of objects: err is that of its listing. Other errors are left to the apply.
func missingAPI(server proget.Server, objects string, err error) diag.Diagnostic {
	e, ok := errors.AsType[*proget.Error](err)
	if !ok || e.Problem != proget.Refusal || e.Status != 404 {
		return nil
	}
	return diag.NewErrorDiagnostic(fmt.Sprintf("%s cannot be managed on this server", objects),
		fmt.Sprintf("%s has no API for them: %s. Remove them from the configuration, or upgrade ProGet.\n\n%s", server, e.Endpoint.Since, crud.Explain(err)))
}

// missingSecurity is missingAPI for the security API, which ProGet Free lacks
// and refuses in one way or another (reference section 24, Q28).
func missingSecurity(server proget.Server, objects string, err error) diag.Diagnostic {
	if err != nil && strings.EqualFold(server.Edition, "Free") {
		return diag.NewErrorDiagnostic(fmt.Sprintf("%s cannot be managed on this server", objects),
			fmt.Sprintf("%s has no API for them: ProGet 2025 and later have it, in editions other than Free. Remove them from the configuration.\n\n%s", server, crud.Explain(err)))
	}
	return missingAPI(server, objects, err)
}

// warnOfBuiltIn warns if a plan deletes one of the objects that come with
// ProGet, by destroying it or by replacing it under another name. planned is nil
// for a destruction.
func warnOfBuiltIn(noun string, prior types.String, planned *types.String, builtIn ...string) (diags diag.Diagnostics) {
	name := prior.ValueString()
	stays := planned != nil && (planned.IsUnknown() || strings.EqualFold(planned.ValueString(), name))
	if !stays && slices.ContainsFunc(builtIn, func(b string) bool { return strings.EqualFold(b, name) }) {
		diags.AddWarning(fmt.Sprintf("The %s %q will be deleted although it comes with ProGet", noun, name),
			"Others may rely on it, and so do the defaults of ProGet. To let go of it as it is, use a removed block or \"terraform state rm\".")
	}
	return diags
}
