package fakeproget

import (
	"net/http"
	"strconv"
	"strings"
)

// knownSetting is a setting that ProGet brings along (reference section 13).
type knownSetting struct {
	name, valueType string
	value           any
	description     any
	hidden          bool
}

var knownSettings = []knownSetting{
	{"Diagnostics.MinimumLogLevel", "Integer", "20", "Minimum level of logged messages", false},
	{"Api.DisablePersonalKeyExpiresNotification", "Boolean", "False", nil, false},
	{"Diagnostics.FeedErrorLogging", "Text", nil, nil, false},
	{"Extensions.BuiltInExtensionsPath", "Text", nil, "Where the extensions are that ProGet brings along", true},
	{"Extensions.ExtensionsPath", "Text", "/var/proget/extensions", "Where extensions are", false},
	{"Extensions.UpdateFeedUrl", "Text", nil, "The feed that updates of extensions come from", false},
	{"Feeds.AllowDropPathImportOverwrite", "Boolean", "False", nil, false},
	{"Feeds.AllowUnknownLicenseDownloads", "Boolean", "True", nil, false},
	{"Licensing.Key", "Text", nil, "The key of the product license", false},
	{"Retention.KeepLatestExecutionCount", "Integer", "100", nil, false},
	{"Service.FeedReplicationExecuterThrottle", "Integer", "1", nil, true},
	{"Storage.NpmPackagesLibrary", "Text", nil, nil, true},
	{"Storage.PackagesRootPath", "Text", "/var/proget/packages", "Where packages are", false},
	{"Web.BaseUrl", "Text", nil, "The URL that ProGet is reached at", false},
	{"Web.NuGetRequestLimit", "Integer", "0", nil, false},
}

func (s *Server) settingKind() kind {
	k := kind{
		table: newTable("name", true),
		path:  "settings", label: "setting", id: "setting name",
		defaults: func() map[string]any { return map[string]any{"value": nil, "description": nil, "valueType": "Text"} },
		view:     s.viewSetting,
	}
	for _, known := range knownSettings {
		k.table.add(map[string]any{
			"name": known.name, "value": known.value, "description": known.description, "valueType": known.valueType, "hidden": known.hidden,
		})
	}
	if s.options.WebBaseURL != "" {
		k.table.find("Web.BaseUrl").object["value"] = s.options.WebBaseURL
	}
	for _, name := range sortedKeys(s.options.SettingsFile) {
		if k.table.find(name) == nil {
			k.table.add(newSetting(name))
		}
	}
	return k
}

// newSetting is a setting that somebody made up; only who asks for all sees it.
func newSetting(name string) map[string]any {
	return map[string]any{"name": name, "value": nil, "description": nil, "valueType": "Text", "hidden": true}
}

// routeSettings serves reference section 13.
func (s *Server) routeSettings() {
	if s.options.NativeOnly || s.profile.generation < v2024 {
		return
	}
	s.route("GET /api/settings/list", permission{}, func(c *call) (answer, error) {
		all := strings.EqualFold(c.URL.Query().Get("showAll"), "true")
		list := clone(s.extraItems(&s.settings))
		for _, e := range s.settings.table.rows {
			if all || e.object["hidden"] != true {
				list = append(list, s.show(&s.settings, c.Request, e))
			}
		}
		return ok(list), nil
	})
	s.route("POST /api/settings/set", permission{}, s.setSetting)
}

func (s *Server) setSetting(c *call) (answer, error) {
	query := c.URL.Query()
	name := query.Get("name")
	switch {
	case name == "":
		return answer{}, invalid("name is required")
	case !query.Has("value"):
		return answer{}, invalid("value is required")
	}
	e := s.settings.table.find(name)
	if e == nil {
		e = s.settings.table.add(newSetting(name))
	}
	e.object["value"] = settingValue(e.text("valueType"), query.Get("value"))
	return answer{status: http.StatusOK}, nil
}

// settingValue is a value as ProGet stores it: booleans as True and False,
// integers as digits, and null for none (reference section 22, N14). Nothing is refused.
func settingValue(valueType, value string) any {
	switch valueType {
	case "Boolean":
		for _, known := range []string{"True", "False"} {
			if strings.EqualFold(known, strings.TrimSpace(value)) {
				return known
			}
		}
	case "Integer":
		if number, err := strconv.Atoi(strings.TrimSpace(value)); err == nil {
			return strconv.Itoa(number)
		}
	}
	if value == "" {
		return nil
	}
	return value
}

// viewSetting shows what counts: a value of the configuration file before the stored one.
func (s *Server) viewSetting(_ *http.Request, e *entry) map[string]any {
	object := clone(e.object)
	delete(object, "hidden")
	for name, value := range s.options.SettingsFile {
		if strings.EqualFold(name, e.text("name")) {
			object["value"] = value
		}
	}
	if e.text("name") == "Licensing.Key" && !isUnset(object["value"]) {
		switch {
		case s.options.WithholdLicenseKey:
			object["value"] = nil
		case s.options.Secrets == MaskSecrets:
			object["value"] = mask
		}
	}
	return object
}

// setting is the value of a setting that counts.
func (s *Server) setting(name string) string {
	e := s.settings.table.find(name)
	if e == nil {
		return ""
	}
	for file, value := range s.options.SettingsFile {
		if strings.EqualFold(file, name) {
			return value
		}
	}
	return e.text("value")
}
