package fakeproget

import (
	"slices"
	"strings"
	"time"
)

// splitNames are the names in a list with commas between.
func splitNames(list string) []string {
	var names []string
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// keyOf is what the bearer of a key may do.
func (s *Server) keyOf(e *entry) Key {
	if at, ok := instant(e.text("expiration")); ok && !s.now().Before(at) {
		return Key{}
	}
	var key Key
	switch e.text("type") {
	case "System":
		for _, api := range e.texts("systemApis") {
			key.Scopes = append(key.Scopes, Scope(api))
		}
	case "Feed":
		for _, permission := range e.texts("packagePermissions") {
			key.Scopes = append(key.Scopes, Scope(permission))
		}
		key.feeds = append([]string{}, splitNames(e.text("feed"))...)
		for _, group := range splitNames(e.text("feedGroup")) {
			key.feeds = append(key.feeds, s.options.FeedGroups[group]...)
		}
	case "Personal":
		if user := e.text("user"); s.users.table.find(user) != nil {
			return s.userKey(user)
		}
	}
	return key
}

func (s *Server) now() time.Time {
	if s.options.Now == nil {
		return time.Now()
	}
	return s.options.Now()
}

// renameFeedInKeys follows a feed to its new name.
func (s *Server) renameFeedInKeys(before, after string) {
	for _, e := range s.apiKeys.table.rows {
		names := splitNames(e.text("feed"))
		i := slices.Index(names, before)
		if i >= 0 && after != "" {
			names[i] = after
			e.object["feed"] = strings.Join(names, ",")
		}
	}
}
