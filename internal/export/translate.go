package export

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// translate returns a value as the configuration has it: in ProGet's present
// spelling, and as the target means it.
func (d *draft) translate(attribute string, value tftypes.Value) tftypes.Value {
	if d.path != "" {
		return value
	}
	switch d.kind.name + "." + attribute {
	case "feed.feed_type", "connector.feed_type":
		return tftypes.NewValue(tftypes.String, feedType(textOf(value)))
	case "feed.retention_rules_enabled":
		return d.enabled(value)
	case "api_key.type", "api_key.logging":
		return lower(value)
	case "api_key.system_apis", "api_key.package_permissions":
		return eachLower(value)
	case "license.title":
		// It became mandatory with ProGet 2024 (reference section 10.2).
		if value.IsNull() && d.enters("2024") {
			return tftypes.NewValue(tftypes.String, d.key)
		}
	case "license.urls":
		return d.withoutPins(value)
	}
	return value
}

// lower is a word as the documentation spells it: keys say Feed, and None.
func lower(value tftypes.Value) tftypes.Value {
	if value.IsNull() {
		return value
	}
	return tftypes.NewValue(tftypes.String, strings.ToLower(textOf(value)))
}

func eachLower(value tftypes.Value) tftypes.Value {
	var words []tftypes.Value
	if value.IsNull() || value.As(&words) != nil {
		return value
	}
	for i := range words {
		words[i] = lower(words[i])
	}
	return tftypes.NewValue(value.Type(), words)
}

// feedType is the present spelling of a feed type: ProGet 5.2 says NuGet, and
// ProGet for what is universal now (reference section 5.5).
func feedType(name string) string {
	name = strings.ToLower(name)
	if name == "proget" {
		return "universal"
	}
	return name
}

// enters reports whether the source came before a release and the target does not.
func (w *writer) enters(release string) bool {
	return w.target != "" && before(w.source, release, 0) && !before(w.target, release, 0)
}

// enabled turns on the retention rules of a server on which they ran unasked,
// as they did before ProGet 2023.25 (reference section 6).
func (d *draft) enabled(value tftypes.Value) tftypes.Value {
	if !value.IsNull() || !d.enters("2023.25") || !d.hasRules() {
		return value
	}
	d.comment("Rules ran unasked before ProGet 2023.25.")
	return tftypes.NewValue(tftypes.Bool, true)
}

func (d *draft) hasRules() bool {
	for _, name := range []string{"retention_rule", "retention_rules"} {
		var rules []tftypes.Value
		if value, ok := d.values[name]; ok && !value.IsNull() && value.As(&rules) == nil && len(rules) > 0 {
			return true
		}
	}
	return false
}

// withoutPins drops the URLs that named single packages until ProGet 2023
// (reference section 10.1). Later releases have package_names and purls.
func (d *draft) withoutPins(value tftypes.Value) tftypes.Value {
	var urls, kept []tftypes.Value
	if !d.enters("2024") || value.IsNull() || value.As(&urls) != nil {
		return value
	}
	for _, url := range urls {
		text := strings.ToLower(textOf(url))
		if strings.HasPrefix(text, "package://") || strings.HasPrefix(text, "packageid://") {
			d.comment("%s is left out: since ProGet 2024, package_names and purls name packages.", textOf(url))
			continue
		}
		kept = append(kept, url)
	}
	if len(kept) == 0 {
		return tftypes.NewValue(value.Type(), nil)
	}
	return tftypes.NewValue(value.Type(), kept)
}
