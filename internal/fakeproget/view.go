package fakeproget

import (
	"net/http"
	"slices"
	"strings"
)

// show is what answers show of an object: the kind's view, as the options want
// it (reference section 22).
func (s *Server) show(k *kind, r *http.Request, e *entry) map[string]any {
	object := k.view(r, e)
	for name, value := range object {
		p := k.properties[name]
		if array, ok := value.([]any); ok && p.set {
			object[name] = s.ordered(array)
		}
		if array, ok := object[name].([]any); ok && p.fold && s.options.RecaseSets {
			object[name] = upper(array)
		}
		if p.secret {
			s.hide(object, name)
		}
	}
	for _, name := range s.options.OmitMembers {
		delete(object, name)
	}
	s.trim(object)
	return object
}

// hide shows of a secret what this server does.
func (s *Server) hide(object map[string]any, name string) {
	switch {
	case s.options.Secrets == OmitSecrets:
		delete(object, name)
	case s.options.Secrets == MaskSecrets && !isUnset(object[name]):
		object[name] = mask
	}
}

func upper(array []any) []any {
	texts := textsOf(array)
	for i, text := range texts {
		texts[i] = strings.ToUpper(text)
	}
	return anyTexts(texts)
}

// extraItems are what the listing of a kind begins with.
func (s *Server) extraItems(k *kind) []any { return s.options.ExtraItems[k.path] }

// ordered puts an array whose order means nothing into the server's order.
func (s *Server) ordered(array []any) []any {
	if s.options.Sets == SetsAsStored {
		return array
	}
	return inOrderOf(s.options.Sets, textsOf(array))
}

func inOrderOf(order SetOrder, texts []string) []any {
	switch order {
	case SetsAsStored:
	case SetsSorted:
		slices.Sort(texts)
	case SetsReversed:
		slices.Reverse(texts)
	}
	return anyTexts(texts)
}

// trim writes what is unset the way this server does.
func (s *Server) trim(object map[string]any) {
	for name, value := range object {
		array, isArray := value.([]any)
		switch {
		case s.options.OmitDefaults && isUnset(value):
			delete(object, name)
		case s.options.NullArrays && isArray && len(array) == 0:
			object[name] = nil
		}
	}
}
