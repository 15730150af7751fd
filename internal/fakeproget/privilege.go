package fakeproget

import (
	"maps"
	"slices"
	"strings"
)

// privilegeProperties are those of a permission in reference section 12.2.
var privilegeProperties = map[string]property{
	"id":        {readOnly: true},
	"user":      {check: checkText},
	"group":     {check: checkText},
	"task":      {check: checkText},
	"feed":      {check: checkText},
	"feedGroup": {check: checkText},
	"deny":      {check: checkFlag},
}

func (s *Server) privilegeKind() kind {
	return kind{
		table: newTable("", false),
		path:  "permissions", label: "permission", numbered: true,
		properties: privilegeProperties,
		defaults:   func() map[string]any { return map[string]any{"deny": false} },
		complete:   s.completePrivilege,
	}
}

func (s *Server) completePrivilege(_ *call, e *entry, draft map[string]any) error {
	for _, pair := range [][2]string{{"user", "group"}, {"feed", "feedGroup"}} {
		for _, name := range pair {
			if isUnset(draft[name]) {
				delete(draft, name)
			}
		}
		if draft[pair[0]] != nil && draft[pair[1]] != nil {
			return invalid("%s and %s exclude each other", pair[0], pair[1])
		}
	}
	task := s.tasks.table.find(textOf(draft["task"]))
	switch {
	case draft["user"] == nil && draft["group"] == nil:
		return invalid("user or group is required")
	case isUnset(draft["task"]):
		return invalid("task is required")
	case task == nil:
		return s.missing("task", textOf(draft["task"]))
	case task.object["feedScoped"] != true && (draft["feed"] != nil || draft["feedGroup"] != nil):
		return invalid("the task '%s' is not for single feeds", textOf(draft["task"]))
	case draft["feed"] != nil && s.feeds.table.find(textOf(draft["feed"])) == nil:
		return s.missing("feed", textOf(draft["feed"]))
	}
	if group, named := draft["feedGroup"]; named {
		if err := s.checkFeedGroup(textOf(group)); err != nil {
			return err
		}
	}
	if same := s.samePrivilege(draft); same != nil && same != e {
		return refusal(s.profile.duplicate, "the permission exists already")
	}
	return nil
}

// checkFeedGroup refuses groups of feeds that do not exist.
func (s *Server) checkFeedGroup(name string) error {
	if _, exists := s.options.FeedGroups[name]; !exists && s.options.FeedGroups != nil {
		return s.missing("feed group", name)
	}
	return nil
}

// samePrivilege is the permission that says what an object says, if there is one.
func (s *Server) samePrivilege(object map[string]any) *entry {
	said := func(object map[string]any) map[string]any {
		object = withoutUnset(maps.Clone(object))
		if object["deny"] == nil {
			object["deny"] = false
		}
		return object
	}
	for _, e := range s.privileges.table.rows {
		if maps.Equal(said(e.object), said(object)) {
			return e
		}
	}
	return nil
}

// grants says what permissions let a user do: the more specific scope wins,
// and in one scope a denial beats what allows (reference section 12.2).
func (s *Server) grants(user string) func(attribute, feed string) bool {
	groups := append(s.groupsOf(user), everyone)
	if user != anonymous {
		groups = append(groups, authenticated)
	}
	var concerning []*entry
	for _, e := range s.privileges.table.rows {
		if strings.EqualFold(e.text("user"), user) || e.text("user") == "" && containsFold(groups, e.text("group")) {
			concerning = append(concerning, e)
		}
	}
	return func(attribute, feed string) bool {
		const global, group, single = 0, 1, 2
		decided, allowed := -1, false
		for _, e := range concerning {
			scope := global
			switch {
			case e.text("feed") != "" && strings.EqualFold(e.text("feed"), feed):
				scope = single
			case e.text("feedGroup") != "" && containsFold(s.options.FeedGroups[e.text("feedGroup")], feed):
				scope = group
			case e.text("feed") != "" || e.text("feedGroup") != "":
				continue
			}
			task := s.tasks.table.find(e.text("task"))
			if task == nil || !slices.Contains(task.texts("attributes"), attribute) || scope < decided {
				continue
			}
			allow := e.object["deny"] != true
			allowed = allow && (allowed || scope > decided)
			decided = scope
		}
		return allowed
	}
}

// dropPrivileges removes the permissions that name something that is gone.
func (s *Server) dropPrivileges(property, name string) {
	for _, e := range slices.Clone(s.privileges.table.rows) {
		if strings.EqualFold(e.text(property), name) {
			s.privileges.table.remove(e)
		}
	}
}

// renameFeedInPermissions follows a feed to its new name, or its end where that is empty.
func (s *Server) renameFeedInPermissions(before, after string) {
	if after == "" {
		s.dropPrivileges("feed", before)
		return
	}
	for _, e := range s.privileges.table.rows {
		if e.text("feed") == before {
			e.object["feed"] = after
		}
	}
}
