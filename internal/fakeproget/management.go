package fakeproget

import (
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
)

// kind is a type of object behind the management API: its objects, what their
// properties may be, and the four places where kinds differ.
type kind struct {
	table      *table
	path       string // connectors
	label      string // connector
	id         string // what names an object in a text: connector name
	properties map[string]property
	besides    string // characters that names may hold though they need escaping

	// defaults are the properties of an object that is being made.
	defaults func() map[string]any
	// settle completes a draft and refuses what does not fit together. It may
	// set aside what is not kept with the object until store is called.
	settle func(c *call, e *entry, draft map[string]any) error
	// store keeps a draft as the properties of e and follows what changed.
	store func(e *entry, draft map[string]any)
	// forget follows the removal of e.
	forget func(e *entry)
	// inUse tells why e cannot be removed.
	inUse func(e *entry) error
	// whole is everything that is known of e, secrets included.
	whole func(e *entry) map[string]any
	// view is what answers show of e, as a copy, before the options have their say.
	view func(r *http.Request, e *entry) map[string]any
}

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
	objects := []any{}
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
	return nil, refusal(s.profile.missing, `%s "%s" not found`, strings.ToUpper(k.label[:1])+k.label[1:], name)
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

// save makes e, or a new object where e is nil, what the body asks for.
func (s *Server) save(k *kind, c *call, e *entry) (*entry, error) {
	body, err := s.object(c)
	if err != nil {
		return nil, err
	}
	draft := k.defaults()
	if e != nil {
		draft = clone(e.object)
	}
	for _, name := range sortedKeys(body) {
		if err := s.apply(k, c, e, draft, name, body[name]); err != nil {
			return nil, err
		}
	}
	if e == nil || s.options.FillInAlways {
		s.fillIn(k, draft)
	}
	if err := s.checkName(k, e, draft); err != nil {
		return nil, err
	}
	if err := k.settle(c, e, draft); err != nil {
		return nil, err
	}
	return s.keep(k, e, draft), nil
}

func (s *Server) keep(k *kind, e *entry, draft map[string]any) *entry {
	if e == nil {
		e = k.table.add(map[string]any{k.table.key: draft[k.table.key]})
	}
	k.store(e, draft)
	return e
}

// apply takes one property of a body over into a draft.
func (s *Server) apply(k *kind, c *call, e *entry, draft map[string]any, name string, value any) error {
	p, known := k.properties[name]
	target := name
	if p.as != "" {
		target = p.as
	}
	switch {
	case !known:
		return invalid("unknown property '%s'", name)
	case p.readOnly && p.known(s.profile.generation):
		return s.checkUnchanged(k, c, e, name, value)
	case p.readOnly:
		return nil
	case value == nil:
		if p.resets && !slices.Contains(s.options.IgnoreProperties, name) {
			delete(draft, target)
		}
		return nil
	}
	checked, err := p.check(name, value)
	if err != nil {
		return err
	}
	if p.known(s.profile.generation) && !slices.Contains(s.options.IgnoreProperties, name) {
		draft[target] = checked
	}
	return nil
}

func (s *Server) checkUnchanged(k *kind, c *call, e *entry, name string, value any) error {
	if isUnset(value) {
		return nil
	}
	if e != nil && reflect.DeepEqual(value, k.view(c.Request, e)[name]) {
		return nil
	}
	return invalid("%s is read-only", name)
}

func (s *Server) fillIn(k *kind, draft map[string]any) {
	for name, value := range s.options.FillIn {
		p, known := k.properties[name]
		if !known || !p.known(s.profile.generation) || !isUnset(draft[name]) {
			continue
		}
		if value, err := decoded(value); err == nil {
			draft[name] = k.checked(name, value)
		}
	}
}

// checked is a value in its stored form, or as it is where it has none.
func (k *kind) checked(name string, value any) any {
	if p, known := k.properties[name]; known && !p.readOnly {
		if checked, err := p.check(name, value); err == nil {
			return checked
		}
	}
	return value
}

// checkName refuses names that are missing, taken, or not fit for a URL
// (reference sections 5.4 and 9.2).
func (s *Server) checkName(k *kind, e *entry, draft map[string]any) error {
	name := textOf(draft[k.table.key])
	if e != nil && s.options.RenameIgnored {
		name = k.table.name(e)
		draft[k.table.key] = name
	}
	if strings.TrimSpace(name) == "" {
		return invalid("%s is required", k.id)
	}
	if e != nil && name == k.table.name(e) {
		return nil
	}
	if !s.options.AnyNames && !k.fits(name) {
		return invalid("%s '%s' must not include characters that require URL escaping", k.id, name)
	}
	if other := k.table.find(name); other != nil && other != e {
		return refusal(s.profile.duplicate, "a %s named '%s' already exists", k.label, k.table.name(other))
	}
	return nil
}

// fits tells whether a name needs no escaping in a URL.
func (k *kind) fits(name string) bool {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(k.besides, r) {
			return -1
		}
		return r
	}, name)
	return name == url.QueryEscape(name) && strings.Trim(name, ".") != ""
}
