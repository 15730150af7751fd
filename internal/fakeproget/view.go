package fakeproget

import (
	"net/http"
	"slices"
)

// show is what answers show of an object: the kind's view, as the options want
// it (reference section 22).
func (s *Server) show(k *kind, r *http.Request, e *entry) map[string]any {
	object := k.view(r, e)
	for name, value := range object {
		if array, ok := value.([]any); ok && k.properties[name].set {
			object[name] = s.ordered(array)
		}
	}
	s.trim(object)
	return object
}

// ordered puts an array whose order means nothing into the server's order.
func (s *Server) ordered(array []any) []any {
	texts := textsOf(array)
	switch s.options.Sets {
	case SetsAsStored:
		return array
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
