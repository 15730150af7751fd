package fakeproget

import "net/http"

func (s *Server) feedKind() kind {
	return kind{
		table: newTable("name", s.options.CaseInsensitiveNames),
		path:  "feeds", label: "feed", id: "feed name",
		defaults: func() map[string]any { return map[string]any{} },
		store:    func(e *entry, draft map[string]any) { s.feeds.table.replace(e, draft) },
		forget:   func(*entry) {},
		inUse:    func(*entry) error { return nil },
		view:     func(_ *http.Request, e *entry) map[string]any { return e.object },
	}
}
