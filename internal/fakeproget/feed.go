package fakeproget

import (
	"maps"
	"reflect"
	"slices"
)

// plain are the feed types whose feeds know no vulnerabilities and licenses.
var plain = []string{"asset", "bower", "romp", "vsix"}

// feedProperties are those of reference section 5.2. Whatever a profile or a
// feed type does not have is accepted and ignored.
var feedProperties = map[string]property{
	"name":                 {check: checkText},
	"alternateNames":       {check: checkDistinct, since: v2023, set: true},
	"feedType":             {check: checkText},
	"description":          {check: checkText, resets: true},
	"active":               {check: checkFlag},
	"cacheConnectors":      {check: checkFlag},
	"dropPath":             {check: checkText, resets: true},
	"packagesPath":         {check: checkAbsolute, resets: true},
	"packageStore":         {check: checkPersisted, resets: true},
	"allowUnknownLicenses": {check: checkFlag, resets: true},
	"allowedLicenses":      {check: checkDistinct, until: v2023, set: true, fold: true},
	"blockedLicenses":      {check: checkDistinct, until: v2023, set: true, fold: true},
	"symbolServerEnabled":  {check: checkFlag, types: nugetLike},
	"stripSymbols":         {check: checkFlag, types: nugetLike},
	"stripSource":          {check: checkFlag, types: nugetLike},
	"stripSignature":       {check: checkFlag, types: nugetLike, since: v2023},
	"useApiV3":             {check: checkFlag, types: nugetLike, since: v2023},
	"endpointUrl":          {readOnly: true, since: v2023},
	"connectors":           {check: checkDistinct},
	"vulnerabilitySources": {check: checkDistinct, until: v2023, set: true},
	"retentionRules":       {check: checkRetentionRules},
	"packageFilters":       {check: checkRuleMap},
	"packageAccessRules":   {check: checkRuleMap, until: v2023},
	"replication":          {check: checkReplication, until: v52},
	"variables":            {check: checkVariables},
	"canPublish":           {readOnly: true, since: v2024},

	"retentionRulesEnabled":     {check: checkFlag, since: v2023},
	"packageStatisticsEnabled":  {check: checkFlag, since: v2023},
	"restrictPackageStatistics": {check: checkFlag, since: v2023},
	"deploymentRecordsEnabled":  {check: checkFlag, since: v2023},
	"usageRecordsEnabled":       {check: checkFlag, since: v2023},
	"vulnerabilitiesEnabled":    {check: checkFlag, since: v2023},
	"licensesEnabled":           {check: checkFlag, since: v2023},
	"useWithProjects":           {check: checkFlag, since: v2023},
}

// never is a generation that no profile reaches.
const never = 1 << 30

// propertiesOfFeeds are the properties as this server names them.
func (s *Server) propertiesOfFeeds() map[string]property {
	properties := make(map[string]property, len(feedProperties)+1)
	maps.Copy(properties, feedProperties)
	dictionary := property{check: checkVariables, as: "variables", since: never}
	if s.options.VariableDictionary {
		dictionary.since = 0
		properties["variables"] = property{check: checkVariables, since: never}
	}
	properties["variableDictionary"] = dictionary
	return properties
}

func (s *Server) feedKind() kind {
	return kind{
		table: newTable("name", s.options.CaseInsensitiveNames),
		path:  "feeds", label: "feed", id: "feed name",
		properties: s.propertiesOfFeeds(),
		defaults:   s.feedDefaults,
		complete:   s.completeFeed,
		store:      s.storeFeed,
		forget: func(e *entry) {
			s.followFeed(e.text("name"), "")
			s.storage.table.remove(s.storage.table.find(e.text("name")))
		},
		whole: s.wholeFeed,
		view:  s.viewFeed,
	}
}

func (s *Server) feedPermissions() permissions {
	feed := func(scope Scope, has bool, task string) permission {
		if !has {
			scope = ""
		}
		return permission{system: []Scope{Feeds}, feed: scope, tasks: []string{task}}
	}
	const manage = "Admin_ManageFeed"
	need := permissions{
		list: feed(View, false, feedAttributes[View]), get: feed(View, s.profile.feedKeys, feedAttributes[View]),
		create: feed(Add, s.profile.feedKeysEdit, manage), remove: feed(Delete, s.profile.feedKeysEdit, manage),
		update: permission{system: []Scope{Feeds}, status: s.profile.deniedUpdate, tasks: []string{manage}},
	}
	if !s.profile.deniedList {
		need.list = permission{anyone: true}
	}
	if s.profile.feedKeys {
		need.list.feed = View
		need.visible = func(k Key, name string) bool { return k.may(View, name) }
	}
	return need
}

// feedDefaults are those of reference section 25, F1 and F3.
func (s *Server) feedDefaults() map[string]any {
	all := map[string]any{
		"active": true, "cacheConnectors": true,
		"symbolServerEnabled": false, "stripSymbols": false, "stripSource": false,
		"connectors": []any{}, "vulnerabilitySources": []any{}, "retentionRules": []any{}, "alternateNames": []any{},
		"packageAccessRules": map[string]any{}, "replication": map[string]any{}, "variables": map[string]any{},
		"packageStatisticsEnabled": false, "restrictPackageStatistics": false,
		"deploymentRecordsEnabled": true, "usageRecordsEnabled": true,
		"vulnerabilitiesEnabled": false, "licensesEnabled": false, "useWithProjects": true,
	}
	for name := range all {
		if !feedProperties[name].known(s.profile.generation) {
			delete(all, name)
		}
	}
	if s.profile.generation <= v2023 {
		all["packageFilters"] = map[string]any{} // later pages show it only where it is set
	}
	return all
}

func (s *Server) completeFeed(_ *call, e *entry, draft map[string]any) error {
	if err := s.completeType(e, draft, func(t feedType) int { return t.feeds }); err != nil {
		return err
	}
	s.dropForeign(draft)
	for _, name := range []string{"description", "dropPath", "packagesPath", "packageStore"} {
		if isUnset(draft[name]) {
			delete(draft, name)
		}
	}
	if err := s.checkConnectors(e, draft); err != nil {
		return err
	}
	if err := s.checkLicenses(draft); err != nil {
		return err
	}
	if err := s.checkSources(e, draft); err != nil {
		return err
	}
	return completeReplication(e, draft)
}

// dropForeign leaves out what feeds of this type do not have.
func (s *Server) dropForeign(draft map[string]any) {
	own := textOf(draft["feedType"])
	for name, p := range feedProperties {
		if p.types != nil && !slices.Contains(p.types, own) {
			delete(draft, name)
		}
	}
	if slices.Contains(plain, own) {
		delete(draft, "vulnerabilitiesEnabled")
		delete(draft, "licensesEnabled")
	}
}

// missing refuses a reference to what does not exist.
func (s *Server) missing(what, name string) error {
	return refusal(s.profile.missingReference, "%s '%s' does not exist", what, name)
}

// checkConnectors refuses connectors that do not exist or fit, unless the feed
// had them before, and gives their names the stored spelling.
func (s *Server) checkConnectors(e *entry, draft map[string]any) error {
	if e != nil && reflect.DeepEqual(e.object["connectors"], draft["connectors"]) {
		return nil
	}
	names := textsOf(draft["connectors"])
	for i, name := range names {
		connector := s.connectors.table.find(name)
		switch {
		case connector == nil:
			return s.missing("connector", name)
		case !sameGroup(connector.text("feedType"), textOf(draft["feedType"])):
			return invalid("connectors[%d]: connector '%s' is for %s feeds, not for %s feeds",
				i, name, connector.text("feedType"), textOf(draft["feedType"]))
		}
		names[i] = connector.text("name")
	}
	draft["connectors"] = anyTexts(names)
	return nil
}

func (s *Server) checkSources(e *entry, draft map[string]any) error {
	if e != nil && reflect.DeepEqual(e.object["vulnerabilitySources"], draft["vulnerabilitySources"]) {
		return nil
	}
	for _, source := range textsOf(draft["vulnerabilitySources"]) {
		if !slices.Contains(s.vulnerabilitySources(), source) {
			return s.missing("vulnerability source", source)
		}
	}
	return nil
}

// vulnerabilitySources are the sources that exist on this server.
func (s *Server) vulnerabilitySources() []string {
	if s.options.VulnerabilitySources == nil {
		return []string{"OSS Index", "PGVC"}
	}
	return s.options.VulnerabilitySources
}

func (s *Server) storeFeed(e *entry, draft map[string]any) {
	before, after := e.text("name"), textOf(draft["name"])
	for property, allowed := range ruleLicenses {
		if value, sent := draft[property]; sent {
			s.setFeedRules(before, allowed, textsOf(value))
			delete(draft, property)
		}
	}
	storeBefore := e.text("packageStore")
	s.feeds.table.replace(e, draft)
	s.followStore(before, after, storeBefore, e.text("packageStore"))
	if before != after {
		s.followFeed(before, after)
	}
}

// followFeed tells what names a feed its new name, or its end where that is empty.
func (s *Server) followFeed(before, after string) {
	s.renameFeedInRules(before, after)
	s.renameFeedInKeys(before, after)
	s.renameFeedInPermissions(before, after)
}
