package fakeproget

import (
	"net/http"
	"slices"
)

// Principals that exist without being listed (reference section 12.2).
const (
	anonymous     = "Anonymous"
	everyone      = "Everyone"
	authenticated = "Authenticated"
)

// The objects of reference section 12.2.
var (
	userProperties = map[string]property{
		"name":        {check: checkText},
		"displayName": {check: checkText},
		"email":       {check: checkText},
		"password":    {check: checkText},
		"groups":      {check: checkDistinct, set: true, fold: true},
	}
	groupProperties = map[string]property{
		"name":  {check: checkText},
		"users": {check: checkDistinct, set: true, fold: true},
	}
	taskProperties = map[string]property{
		"name":        {check: checkText},
		"description": {check: checkText},
		"feedScoped":  {check: checkFlag},
		"attributes":  {check: checkDistinct, set: true},
	}
)

// routeSecurity serves reference section 12.
func (s *Server) routeSecurity() {
	if s.options.NativeOnly || s.profile.release < release(2025, 0) {
		return
	}
	const base = "/api/security/"
	verbs := []string{http.MethodDelete}
	if !s.options.SecurityDeleteOnly {
		verbs = append(verbs, http.MethodPost)
	}
	for _, l := range []listed{
		{kind: &s.users, by: "user", search: "search-term", update: true},
		{kind: &s.groups, by: "group", update: true, updateCreates: s.options.UpdateCreates},
		{kind: &s.tasks, by: "task", update: true, updateCreates: s.options.UpdateCreates},
		{kind: &s.privileges, by: "permissionId"},
	} {
		l.base, l.create, l.deleteVerbs, l.guard = base+l.kind.path, "add", verbs, s.checkEdition
		s.routeListed(l)
	}
	s.route("GET "+base+"attributes/list", permission{}, func(*call) (answer, error) {
		if err := s.checkEdition(); err != nil {
			return answer{}, err
		}
		list := []any{}
		for _, attribute := range taskAttributes {
			list = append(list, map[string]any{"name": attribute.name, "feedScoped": attribute.feedScoped})
		}
		return ok(list), nil
	})
}

// checkEdition refuses the security API in the Free edition.
func (s *Server) checkEdition() error {
	if s.edition() != "Free" {
		return nil
	}
	status := s.options.FreeSecurityStatus
	if status == 0 {
		status = http.StatusForbidden
	}
	return refusal(status, "This feature is not available in the Free edition.")
}

func (s *Server) userKind() kind {
	return kind{
		table: newTable("name", s.options.CaseInsensitiveNames),
		path:  "users", label: "user", id: "user name", anyName: true,
		properties: userProperties,
		complete:   s.completeUser,
		store:      s.storeUser,
		forget: func(e *entry) {
			s.setGroups(e.text("name"), nil)
			s.dropPrivileges("user", e.text("name"))
		},
		whole: func(e *entry) map[string]any {
			object := clone(e.object)
			object["groups"] = anyTexts(s.groupsOf(e.text("name")))
			return object
		},
		view: func(_ *http.Request, e *entry) map[string]any {
			object := withoutUnset(s.users.whole(e))
			delete(object, "password")
			return object
		},
	}
}

func (s *Server) completeUser(_ *call, _ *entry, draft map[string]any) error {
	if draft["name"] == anonymous {
		return refusal(s.profile.duplicate, "a user named '%s' already exists", anonymous)
	}
	for _, name := range textsOf(draft["groups"]) {
		if s.groups.table.find(name) == nil {
			return s.missing("group", name)
		}
	}
	return nil
}

func (s *Server) storeUser(e *entry, draft map[string]any) {
	if groups, sent := draft["groups"]; sent {
		s.setGroups(textOf(draft["name"]), textsOf(groups))
		delete(draft, "groups")
	}
	s.users.table.replace(e, draft)
}

// groupsOf are the listed groups that a user is in.
func (s *Server) groupsOf(user string) []string {
	var groups []string
	for _, e := range s.groups.table.rows {
		if containsFold(e.texts("users"), user) {
			groups = append(groups, e.text("name"))
		}
	}
	return groups
}

// setGroups puts a user into some groups and out of all others.
func (s *Server) setGroups(user string, groups []string) {
	for _, e := range s.groups.table.rows {
		users := e.texts("users")
		is, be := containsFold(users, user), containsFold(groups, e.text("name"))
		switch {
		case be && !is:
			users = append(users, user)
		case is && !be:
			users = slices.DeleteFunc(users, func(other string) bool { return containsFold([]string{user}, other) })
		}
		e.object["users"] = anyTexts(users)
	}
}

func (s *Server) groupKind() kind {
	return kind{
		table: newTable("name", s.options.CaseInsensitiveNames),
		path:  "groups", label: "group", id: "group name", anyName: true,
		properties: groupProperties,
		defaults:   func() map[string]any { return map[string]any{"users": []any{}} },
		complete: func(_ *call, _ *entry, draft map[string]any) error {
			if name := textOf(draft["name"]); name == everyone || name == authenticated {
				return refusal(s.profile.duplicate, "a group named '%s' already exists", name)
			}
			return nil
		},
		forget: func(e *entry) { s.dropPrivileges("group", e.text("name")) },
	}
}

func (s *Server) taskKind() kind {
	return kind{
		table: newTable("name", s.options.CaseInsensitiveNames),
		path:  "tasks", label: "task", id: "task name", anyName: true,
		properties: taskProperties,
		defaults:   func() map[string]any { return map[string]any{"feedScoped": false} },
		complete: func(_ *call, _ *entry, draft map[string]any) error {
			if draft["attributes"] == nil {
				return invalid("attributes is required")
			}
			for _, name := range textsOf(draft["attributes"]) {
				if !slices.ContainsFunc(taskAttributes, func(a taskAttribute) bool { return a.name == name }) {
					return s.missing("attribute", name)
				}
			}
			return nil
		},
		forget: func(e *entry) { s.dropPrivileges("task", e.text("name")) },
	}
}
