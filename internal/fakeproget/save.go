package fakeproget

import (
	"net/url"
	"reflect"
	"slices"
	"strings"
)

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
	if err := k.complete(c, e, draft); err != nil {
		return nil, err
	}
	return s.keep(k, e, draft), nil
}

func (s *Server) keep(k *kind, e *entry, draft map[string]any) *entry {
	if e == nil {
		e = k.table.add(k.table.keyed(draft))
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
	case p.secret && value == mask && s.options.Secrets == MaskSecrets && e != nil:
		return nil // sent back as it was shown
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
	if k.table.key == "" {
		return nil // the server gives it
	}
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
	if !s.options.AnyNames && !k.anyName && !k.fits(name) {
		return invalid("%s '%s' must not include characters that require URL escaping", k.id, name)
	}
	if other := k.table.find(name); other != nil && other != e {
		return refusal(s.profile.duplicate, "a %s named '%s' already exists", k.label, k.table.name(other))
	}
	return nil
}

// fits reports whether a name needs no escaping in a URL.
func (k *kind) fits(name string) bool {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(k.besides, r) {
			return -1
		}
		return r
	}, name)
	return name == url.QueryEscape(name) && strings.Trim(name, ".") != ""
}
