package fakeproget

import (
	"net/http"
	"slices"
	"strings"
)

// permissions are what the endpoints of a kind ask for. Listing asks for
// nothing where visible is set; what it does not accept is left out instead.
type permissions struct {
	list, get, create, update, remove permission
	visible                           func(k Key, name string) bool
}

// routeManagement serves reference section 1, dialect A.
func (s *Server) routeManagement(k *kind, need permissions) {
	if s.options.NativeOnly {
		return
	}
	base := "/api/management/" + k.path
	s.route("GET "+base+"/list", need.list, func(c *call) (answer, error) { return s.list(k, need, c), nil })
	get := func(c *call) (answer, error) { return s.get(k, c) }
	s.route("GET "+base+"/get/{name}", need.get, get)
	if s.profile.getByPost {
		s.route("POST "+base+"/get/{name}", need.get, get)
	}
	for _, method := range []string{http.MethodPost, http.MethodPut} {
		s.route(method+" "+base+"/create", need.create, func(c *call) (answer, error) { return s.create(k, c) })
	}
	for _, method := range []string{http.MethodPost, http.MethodPatch} {
		s.route(method+" "+base+"/update/{name}", need.update, func(c *call) (answer, error) { return s.update(k, c) })
	}
	for _, method := range []string{http.MethodPost, http.MethodDelete} {
		s.route(method+" "+base+"/delete/{name}", need.remove, func(c *call) (answer, error) { return s.delete(k, c) })
	}
}

func (s *Server) list(k *kind, need permissions, c *call) answer {
	objects := clone(s.extraItems(k))
	for _, e := range k.table.rows {
		if need.visible == nil || need.visible(c.caller, k.table.name(e)) {
			objects = append(objects, s.show(k, c.Request, e))
		}
	}
	return ok(objects)
}

func (s *Server) get(k *kind, c *call) (answer, error) {
	e, err := s.named(k, c)
	if err != nil {
		return answer{}, err
	}
	return ok(s.show(k, c.Request, e)), nil
}

func (s *Server) create(k *kind, c *call) (answer, error) {
	e, err := s.save(k, c, nil)
	if err != nil {
		return answer{}, err
	}
	return s.written(s.profile.createStatus, s.show(k, c.Request, e)), nil
}

func (s *Server) update(k *kind, c *call) (answer, error) {
	e, err := s.named(k, c)
	if err != nil {
		return answer{}, err
	}
	if _, err = s.save(k, c, e); err != nil {
		return answer{}, err
	}
	return s.written(s.profile.updateStatus, s.show(k, c.Request, e)), nil
}

func (s *Server) delete(k *kind, c *call) (answer, error) {
	e, err := s.named(k, c)
	if err != nil {
		return answer{}, err
	}
	if err := k.inUse(e); err != nil {
		return answer{}, err
	}
	s.drop(k, e)
	return answer{status: http.StatusOK}, nil
}

func (s *Server) drop(k *kind, e *entry) {
	k.table.remove(e)
	k.forget(e)
}

// written is the answer to a write that went well.
func (s *Server) written(status int, body any) answer {
	if s.options.EmptyBodies {
		return answer{status: status}
	}
	return answer{status, body}
}

// named is the object that the path names.
func (s *Server) named(k *kind, c *call) (*entry, error) {
	name := c.PathValue("name")
	if e := s.lookup(k, name); e != nil {
		return e, nil
	}
	return nil, s.notFound(k, name)
}

func (s *Server) notFound(k *kind, name string) error {
	return refusal(s.profile.missing, `%s "%s" not found`, strings.ToUpper(k.label[:1])+k.label[1:], name)
}

func (s *Server) lookup(k *kind, name string) *entry {
	if e := k.table.find(name); e != nil || !s.options.FollowAlternateNames {
		return e
	}
	for _, e := range k.table.rows {
		if slices.Contains(e.texts("alternateNames"), name) {
			return e
		}
	}
	return nil
}
