package fakeproget

import (
	"math"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"
)

// connectorProperties are those of reference section 9.2.
var connectorProperties = map[string]property{
	"name":                 {check: checkText},
	"feedType":             {check: checkText},
	"url":                  {check: checkText},
	"username":             {check: checkText},
	"password":             {check: checkText, secret: true},
	"timeout":              {check: checkCount(math.MaxInt32)},
	"filters":              {check: checkTexts},
	"metadataCacheEnabled": {check: checkFlag},
	"metadataCacheMinutes": {check: checkCount(math.MaxInt32)},
	"metadataCacheCount":   {check: checkCount(math.MaxInt32)},
}

// maxConnectorName is the longest name of a connector, in characters.
const maxConnectorName = 100

func (s *Server) connectorKind() kind {
	return kind{
		table: newTable("name", s.options.CaseInsensitiveNames),
		path:  "connectors", label: "connector", id: "connector name",
		besides:    " ", // Inedo Den, in the document that forbids what needs escaping
		properties: connectorProperties,
		defaults: func() map[string]any {
			return map[string]any{"timeout": float64(10), "metadataCacheEnabled": false, "filters": []any{}}
		},
		complete: s.completeConnector,
		store:    s.storeConnector,
		forget:   func(e *entry) { s.inFeeds(e.text("name"), "") },
		inUse:    s.connectorInUse,
		view:     s.viewConnector,
	}
}

func (s *Server) connectorPermissions() permissions {
	need := permission{system: []Scope{Feeds}}
	with := func(feed Scope) permission {
		if s.profile.feedKeysEdit {
			return permission{system: need.system, feed: feed}
		}
		return need
	}
	return permissions{list: with(View), get: with(View), create: with(Add), update: with(Add), remove: with(Delete)}
}

func (s *Server) completeConnector(_ *call, e *entry, draft map[string]any) error {
	if utf8.RuneCountInString(textOf(draft["name"])) > maxConnectorName {
		return invalid("connector name must not be longer than %d characters", maxConnectorName)
	}
	if err := s.completeType(e, draft, func(t feedType) int { return t.connectors }); err != nil {
		return err
	}
	for _, name := range []string{"username", "password"} {
		if isUnset(draft[name]) {
			delete(draft, name)
		}
	}
	completeCache(draft)
	return nil
}

// completeCache forgets the numbers of a metadata cache that is off, and gives
// one that is on the documented defaults (reference section 21, C11).
func completeCache(draft map[string]any) {
	for name, value := range map[string]float64{"metadataCacheMinutes": 30, "metadataCacheCount": 100} {
		switch {
		case draft["metadataCacheEnabled"] != true:
			delete(draft, name)
		case draft[name] == nil:
			draft[name] = value
		}
	}
}

// completeType checks the feed type of a draft and gives it its stored spelling;
// since tells from which generation on a type can be used for this kind.
func (s *Server) completeType(e *entry, draft map[string]any, since func(feedType) int) error {
	spelled := textOf(draft["feedType"])
	wanted := canonicalType(spelled)
	t, known := feedTypes[wanted]
	known = known && since(t) != 0 && s.profile.release >= since(t)
	if !s.options.AnyFeedTypeName && (e == nil || spelled != e.text("feedType")) {
		known = known && !strings.EqualFold(spelled, s.profile.strangeType)
	}
	if !known && !slices.Contains(s.options.ExtraFeedTypes, wanted) {
		if s.profile.generation < v2024 {
			return invalid("invalid feed type")
		}
		return invalid("a valid feed type is required")
	}
	if e != nil && !sameGroup(e.text("feedType"), wanted) {
		return invalid("the feed type cannot be changed from %s to %s", e.text("feedType"), wanted)
	}
	draft["feedType"] = wanted
	return nil
}

func (s *Server) storeConnector(e *entry, draft map[string]any) {
	before, after := e.text("name"), textOf(draft["name"])
	s.connectors.table.replace(e, draft)
	if before != after {
		s.inFeeds(before, after)
	}
}

// inFeeds renames a connector in the feeds that use it, or takes it out of them
// where the new name is empty.
func (s *Server) inFeeds(before, after string) {
	for _, feed := range s.feeds.table.rows {
		names := feed.texts("connectors")
		i := slices.Index(names, before)
		switch {
		case i < 0:
			continue
		case after == "":
			names = slices.Delete(names, i, i+1)
		default:
			names[i] = after
		}
		feed.object["connectors"] = anyTexts(names)
	}
}

func (s *Server) connectorInUse(e *entry) error {
	if !s.options.RefuseDeleteInUse {
		return nil
	}
	for _, feed := range s.feeds.table.rows {
		if slices.Contains(feed.texts("connectors"), e.text("name")) {
			return invalid("connector '%s' is in use by feed '%s'", e.text("name"), feed.text("name"))
		}
	}
	return nil
}

func (s *Server) viewConnector(_ *http.Request, e *entry) map[string]any {
	object := clone(e.object)
	if s.profile.pascalTypes {
		object["feedType"] = pascalType(e.text("feedType"))
	}
	for _, name := range []string{"url", "metadataCacheMinutes", "metadataCacheCount"} {
		if _, set := object[name]; !set {
			object[name] = nil // printed nevertheless
		}
	}
	if s.options.OmitUsername {
		delete(object, "username")
	}
	object["filters"] = inOrderOf(s.options.FilterOrder, textsOf(object["filters"]))
	return object
}
