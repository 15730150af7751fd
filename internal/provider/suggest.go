package provider

import (
	"strconv"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
)

// didYouMean begins a message about a misspelt name with the one among those
// that exist which it most probably means, if there is one.
func didYouMean(misspelt string, names []string) string {
	if near := crud.Nearest(misspelt, names); len(near) > 0 {
		return "Did you mean " + strconv.Quote(near[0]) + "? "
	}
	return ""
}
