package fakeproget

// Put changes an object behind everybody's back, as a person in ProGet's pages
// would: it merges the properties into the object of that name, or makes one
// with the usual defaults. The kinds are "connectors", "feeds" and "licenses",
// the properties are ProGet's, nil unsets one, and another name renames.
// Nothing is checked, logged or disturbed by faults; a property that the
// reference does not know is stored and shown, as by a newer server. It panics if the kind does
// not exist or a value cannot be JSON.
func (s *Server) Put(kind, name string, object map[string]any) {
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
	if e != nil {
		draft = clone(e.object)
	} else {
		draft[k.table.key] = name
	}
	for name, value := range properties {
		k.put(draft, name, value)
	}
	if t := textOf(draft["feedType"]); t != "" {
		draft["feedType"] = canonicalType(t)
	}
	s.keep(k, e, draft)
}

// put sets a property of a draft, or gives it its default where value is nil.
func (k *kind) put(draft map[string]any, name string, value any) {
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

// Remove deletes an object behind everybody's back and tells whether it was there.
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
	for _, k := range []*kind{&s.connectors, &s.feeds, &s.licenses} {
		if k.path == name {
			return k
		}
	}
	panic("fakeproget: unknown kind " + name)
}
