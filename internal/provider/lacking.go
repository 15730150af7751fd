package provider

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// lacksAPI is the error of a plan for a server that does not have an API, as its
// answer to a read shows. Other failures are no reason to refuse a plan.
func lacksAPI(client *proget.Client, what string, err error) diag.Diagnostics {
	e, ok := errors.AsType[*proget.Error](err)
	if !ok || e.Status != http.StatusNotFound || proget.IsNotFound(err) {
		return nil
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic(fmt.Sprintf("%s has no API for %s", client.Server(), what), crud.Explain(err))}
}

// nearestFold is nearest whatever the case.
func nearestFold(word string, candidates []string) string {
	spelled := make(map[string]string, len(candidates))
	folded := make([]string, len(candidates))
	for i, candidate := range candidates {
		folded[i] = strings.ToLower(candidate)
		spelled[folded[i]] = candidate
	}
	return spelled[nearest(strings.ToLower(word), folded)]
}
