package fakeproget

import "net/http"

func (s *Server) wholeFeed(e *entry) map[string]any {
	object := clone(e.object)
	object["allowedLicenses"] = s.licensesOf(e.text("name"), true)
	object["blockedLicenses"] = s.licensesOf(e.text("name"), false)
	return object
}

func (s *Server) viewFeed(r *http.Request, e *entry) map[string]any {
	object := s.wholeFeed(e)
	object["endpointUrl"] = s.endpointURL(r, e)
	object["canPublish"] = true
	s.dropForeign(object)
	if e.text("feedType") == s.profile.strangeType && !s.options.AnyFeedTypeName {
		object["feedType"] = "proget"
	}
	for name := range object {
		if !feedProperties[name].known(s.profile.generation) {
			delete(object, name)
		}
	}
	if s.options.RetiredMembers && s.profile.generation >= v2024 {
		for name, empty := range retiredMembers() {
			if _, set := object[name]; !set {
				object[name] = empty
			}
		}
	}
	if rules, ok := object["retentionRules"].([]any); ok {
		object["retentionRules"] = s.viewRules(rules)
	}
	viewReplication(object)
	if s.options.RuleArrays {
		for _, name := range []string{"packageFilters", "packageAccessRules"} {
			if rules, ok := object[name].(map[string]any); ok {
				object[name] = inOrder(rules)
			}
		}
	}
	if s.options.VariableDictionary {
		object["variableDictionary"] = object["variables"]
		delete(object, "variables")
	}
	return object
}

// retiredMembers are the members that only one of the examples of 2024 shows
// (reference section 25, F7).
func retiredMembers() map[string]any {
	return map[string]any{
		"allowedLicenses": []any{}, "blockedLicenses": []any{}, "vulnerabilitySources": []any{},
		"packageFilters": map[string]any{}, "packageAccessRules": map[string]any{},
	}
}

// inOrder lists the values of an object by their names.
func inOrder(object map[string]any) []any {
	values := []any{}
	for _, name := range sortedKeys(object) {
		values = append(values, object[name])
	}
	return values
}

// endpointPaths are the addresses of feeds by their type, with the name in
// place of *. The reference shows that of NuGet alone; the others are those of
// ProGet's pages, or made up alike.
var endpointPaths = map[string][2]string{
	"nuget":      {"/nuget/", "/v3/index.json"},
	"chocolatey": {"/nuget/", "/"},
	"powershell": {"/nuget/", "/"},
	"universal":  {"/upack/", ""},
	"romp":       {"/upack/", ""},
	"maven":      {"/maven2/", ""},
	"pypi":       {"/pypi/", "/simple"},
	"docker":     {"/v2/", ""},
	"asset":      {"/endpoints/", ""},
}

func (s *Server) endpointURL(r *http.Request, e *entry) string {
	around, known := endpointPaths[e.text("feedType")]
	if !known {
		around = [2]string{"/" + e.text("feedType") + "/", "/"}
	}
	return s.base(r) + around[0] + e.text("name") + around[1]
}
