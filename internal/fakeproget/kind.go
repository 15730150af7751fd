package fakeproget

import "net/http"

// kind is a type of object: where its objects are, what their properties may
// be, and the places where kinds differ. A callback that a kind does not need
// is left nil; withDefaults gives it the usual meaning.
type kind struct {
	table      *table
	path       string // connectors: what tests call it, and its part of a path of the management API
	label      string // connector
	id         string // what names an object in a text: connector name
	properties map[string]property
	besides    string // characters that names may hold though they need escaping
	anyName    bool   // names travel in queries and bodies, and may hold everything
	numbered   bool   // answers show the id that the server gave

	// defaults are the properties of an object that is being made; none unless set.
	defaults func() map[string]any
	// complete fills in a draft and refuses what does not fit together. It may
	// set aside what is not kept with the object until store is called.
	complete func(c *call, e *entry, draft map[string]any) error
	// store keeps a draft as the properties of e and follows what changed.
	store func(e *entry, draft map[string]any)
	// forget follows the removal of e.
	forget func(e *entry)
	// inUse says why e cannot be removed.
	inUse func(e *entry) error
	// whole is everything that is known of e, secrets included: its properties unless set.
	whole func(e *entry) map[string]any
	// view is what answers show of e, as a copy, before the options have their
	// say: what is set of the whole, unless set.
	view func(r *http.Request, e *entry) map[string]any
}

// withDefaults gives the callbacks that a kind leaves out their usual meaning.
func withDefaults(k kind) kind {
	if k.defaults == nil {
		k.defaults = func() map[string]any { return map[string]any{} }
	}
	if k.complete == nil {
		k.complete = func(*call, *entry, map[string]any) error { return nil }
	}
	if k.store == nil {
		k.store = k.table.replace
	}
	if k.forget == nil {
		k.forget = func(*entry) {}
	}
	if k.inUse == nil {
		k.inUse = func(*entry) error { return nil }
	}
	if k.whole == nil {
		numbered := k.numbered
		k.whole = func(e *entry) map[string]any {
			object := clone(e.object)
			if numbered {
				object["id"] = float64(e.id)
			}
			return object
		}
	}
	if k.view == nil {
		whole := k.whole
		k.view = func(_ *http.Request, e *entry) map[string]any { return withoutUnset(whole(e)) }
	}
	return k
}

// withoutUnset leaves out texts that are null or empty, as JSON without nulls does.
func withoutUnset(object map[string]any) map[string]any {
	for name, value := range object {
		if value == nil || value == "" {
			delete(object, name)
		}
	}
	return object
}
