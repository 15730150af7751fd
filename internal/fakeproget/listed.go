package fakeproget

import (
	"net/http"
	"strconv"
	"strings"
)

// listed is an API of reference section 1, dialect B: one listing shows its
// objects, writes name them in the body, and deletions in the query.
type listed struct {
	kind   *kind
	base   string // the path of its endpoints, e.g. /api/security/users
	create string // the endpoint that makes an object, e.g. add; empty for none
	update bool   // there is an endpoint update
	by     string // the parameter that names the object to delete
	search string // the parameter that searches the listing, if there is one
	need   permission

	updateCreates bool // update makes what is missing
	deleteVerbs   []string
	// unknown is the answer to deleting what does not exist: nothing to complain about unless set.
	unknown func(key string) error
	// guard refuses all calls for a reason of its own.
	guard func() error
}

func (s *Server) routeListed(l listed) {
	handle := func(pattern string, h handler) {
		s.route(pattern, l.need, func(c *call) (answer, error) {
			if l.guard != nil {
				if err := l.guard(); err != nil {
					return answer{}, err
				}
			}
			return h(c)
		})
	}
	handle("GET "+l.base+"/list", func(c *call) (answer, error) { return s.listListed(l, c), nil })
	if l.create != "" {
		handle("POST "+l.base+"/"+l.create, func(c *call) (answer, error) { return s.createListed(l, c) })
	}
	if l.update {
		handle("POST "+l.base+"/update", func(c *call) (answer, error) { return s.updateListed(l, c) })
	}
	for _, verb := range l.deleteVerbs {
		handle(verb+" "+l.base+"/delete", func(c *call) (answer, error) { return s.deleteListed(l, c) })
	}
}

// listListed lists the objects whose name or display name holds what the query searches.
func (s *Server) listListed(l listed, c *call) answer {
	term := strings.ToLower(c.URL.Query().Get(l.search))
	return s.list(l.kind, permissions{visible: func(_ Key, name string) bool {
		e := l.kind.table.find(name)
		return strings.Contains(strings.ToLower(name), term) || strings.Contains(strings.ToLower(e.text("displayName")), term)
	}}, c)
}

func (s *Server) createListed(l listed, c *call) (answer, error) {
	e, err := s.existing(l, c)
	if err != nil {
		return answer{}, err
	}
	if e, err = s.save(l.kind, c, e); err != nil {
		return answer{}, err
	}
	return s.written(http.StatusOK, s.show(l.kind, c.Request, e)), nil
}

// existing is the object that a creation overwrites, on servers that do so.
func (s *Server) existing(l listed, c *call) (*entry, error) {
	if !s.options.AddOverwrites {
		return nil, nil
	}
	body, err := s.object(c)
	switch {
	case err != nil:
		return nil, err
	case l.kind.table.key == "":
		return s.samePrivilege(body), nil
	}
	return l.kind.table.find(textOf(body[l.kind.table.key])), nil
}

func (s *Server) updateListed(l listed, c *call) (answer, error) {
	body, err := s.object(c)
	if err != nil {
		return answer{}, err
	}
	name := textOf(body[l.kind.table.key])
	e := l.kind.table.find(name)
	if e == nil && name != "" && !l.updateCreates {
		return answer{}, s.notFound(l.kind, name)
	}
	if e, err = s.save(l.kind, c, e); err != nil {
		return answer{}, err
	}
	return s.written(http.StatusOK, s.show(l.kind, c.Request, e)), nil
}

func (s *Server) deleteListed(l listed, c *call) (answer, error) {
	key := c.URL.Query().Get(l.by)
	if key == "" {
		return answer{}, invalid("%s is required", l.by)
	}
	if l.kind.table.key == "" {
		id, err := strconv.Atoi(key)
		if err != nil {
			return answer{}, invalid("%s '%s' is not an integer", l.by, key)
		}
		key = strconv.Itoa(id)
	}
	e := l.kind.table.find(key)
	switch {
	case e == nil && l.unknown != nil:
		return answer{}, l.unknown(key)
	case e == nil:
		return answer{status: http.StatusOK}, nil
	}
	if err := l.kind.inUse(e); err != nil {
		return answer{}, err
	}
	s.drop(l.kind, e)
	return answer{status: http.StatusOK}, nil
}
