package fakeproget

import "strconv"

// Kinds are the kinds of objects that Put, Get, Remove and Names know, whatever
// the profile.
var Kinds = []string{"connectors", "feeds", "licenses", "api-keys", "users", "groups", "tasks", "permissions", "storage", "settings", "projects"}

// Put changes an object behind everybody's back, as a person in ProGet's pages
// would: it merges the properties into the object of that name, or makes one
// with the usual defaults. The kinds are those of Kinds, the properties are
// ProGet's, nil unsets one, and another name renames. Objects that the server
// numbers have their id for a name; an empty one lets the server give it. Put
// returns the name. Nothing is checked, logged or disturbed by faults; a
// property that the reference does not know is stored and shown, as by a newer
// server. It panics if the kind does not exist, an id is no number or a value
// cannot be JSON.
func (s *Server) Put(kind, name string, object map[string]any) string {
	value, err := decoded(object)
	if err != nil {
		panic("fakeproget: " + err.Error())
	}
	properties, _ := value.(map[string]any)
	s.mu.Lock()
	defer s.mu.Unlock()
	k := s.kind(kind)
	e := k.table.find(name)
	draft := k.defaults()
	switch {
	case e != nil:
		draft = clone(e.object)
	case k.table.key != "":
		draft[k.table.key] = name
	case name != "":
		id, err := strconv.Atoi(name)
		if err != nil {
			panic("fakeproget: " + err.Error())
		}
		e = k.table.addAs(id, map[string]any{})
	}
	for name, value := range properties {
		k.put(draft, name, value)
	}
	if t := textOf(draft["feedType"]); t != "" {
		draft["feedType"] = canonicalType(t)
	}
	return k.table.name(s.keep(k, e, draft))
}

// put sets a property of a draft, or gives it its default where value is nil.
func (k *kind) put(draft map[string]any, name string, value any) {
	if name == "id" && k.numbered {
		return // the server gives it
	}
	p := k.properties[name]
	target := name
	if p.as != "" {
		target = p.as
	}
	byDefault, has := k.defaults()[target]
	switch {
	case value != nil:
		draft[target] = k.checked(name, value)
	case has:
		draft[target] = byDefault
	case p.set:
		draft[target] = []any{}
	default:
		delete(draft, target)
	}
}

// Get is a copy of everything the server knows of an object, secrets included,
// with values as encoding/json decodes them.
func (s *Server) Get(kind, name string) (map[string]any, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := s.kind(kind)
	e := k.table.find(name)
	if e == nil {
		return nil, false
	}
	return k.whole(e), true
}

// Remove deletes an object behind everybody's back and reports whether it was there.
func (s *Server) Remove(kind, name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := s.kind(kind)
	e := k.table.find(name)
	if e == nil {
		return false
	}
	s.drop(k, e)
	return true
}

// Names are the names of all objects of a kind, in the order of their creation.
func (s *Server) Names(kind string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kind(kind).table.names()
}

func (s *Server) kind(name string) *kind {
	for _, k := range s.kinds {
		if k.path == name {
			return k
		}
	}
	panic("fakeproget: unknown kind " + name)
}
