package provider

import "github.com/proget-community/terraform-provider-proget/internal/crud"

// nearest is the name among those that exist which a misspelt one most probably
// means, or nothing.
func nearest(misspelt string, names []string) string {
	if near := crud.Nearest(misspelt, names); len(near) > 0 {
		return near[0]
	}
	return ""
}

// suggestion is nearest as a sentence.
func suggestion(misspelt string, names []string) string {
	if name := nearest(misspelt, names); name != "" {
		return " Did you mean \"" + name + "\"?"
	}
	return ""
}
