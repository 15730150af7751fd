package fakeproget

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// entry is a stored object: its properties under ProGet's names, in the form
// that encoding/json decodes, and what no property shows.
type entry struct {
	id       int
	object   map[string]any
	packages []storedPackage
	assets   []string
}

func (e *entry) text(property string) string { return textOf(e.object[property]) }

func (e *entry) texts(property string) []string { return textsOf(e.object[property]) }

// table holds the objects of one kind in the order of their creation.
type table struct {
	key    string // the property that names an object; where it is empty, the id does
	fold   bool   // names are found whatever their case
	rows   []*entry
	byName map[string]*entry
	nextID int
}

func newTable(key string, fold bool) *table {
	return &table{key: key, fold: fold, byName: map[string]*entry{}, nextID: 1}
}

func (t *table) normal(name string) string {
	if t.fold {
		return strings.ToLower(name)
	}
	return name
}

func (t *table) find(name string) *entry { return t.byName[t.normal(name)] }

func (t *table) byID(id int) *entry {
	for _, e := range t.rows {
		if e.id == id {
			return e
		}
	}
	return nil
}

func (t *table) name(e *entry) string {
	if t.key == "" {
		return strconv.Itoa(e.id)
	}
	return e.text(t.key)
}

// keyed is what an object needs to be added to the table.
func (t *table) keyed(object map[string]any) map[string]any {
	if t.key == "" {
		return map[string]any{}
	}
	return map[string]any{t.key: object[t.key]}
}

func (t *table) names() []string {
	names := make([]string, len(t.rows))
	for i, e := range t.rows {
		names[i] = t.name(e)
	}
	return names
}

func (t *table) add(object map[string]any) *entry { return t.addAs(t.nextID, object) }

// addAs adds an object under an id of the caller's choice, which is free.
func (t *table) addAs(id int, object map[string]any) *entry {
	e := &entry{id: id, object: object}
	t.nextID = max(t.nextID, id+1)
	t.rows = append(t.rows, e)
	t.byName[t.normal(t.name(e))] = e
	return e
}

// replace gives an object new properties, its name among them.
func (t *table) replace(e *entry, object map[string]any) {
	delete(t.byName, t.normal(t.name(e)))
	e.object = object
	t.byName[t.normal(t.name(e))] = e
}

func (t *table) remove(e *entry) {
	delete(t.byName, t.normal(t.name(e)))
	t.rows = slices.DeleteFunc(t.rows, func(other *entry) bool { return other == e })
}

// clone copies a decoded JSON value, so that no caller shares memory with the store.
func clone[T any](value T) T {
	copied, _ := cloneAny(value).(T)
	return copied
}

func cloneAny(value any) any {
	switch value := value.(type) {
	case map[string]any:
		copied := make(map[string]any, len(value))
		for name, member := range value {
			copied[name] = cloneAny(member)
		}
		return copied
	case []any:
		copied := make([]any, len(value))
		for i, element := range value {
			copied[i] = cloneAny(element)
		}
		return copied
	}
	return value
}

// decoded turns any Go value into the form that encoding/json decodes.
func decoded(value any) (any, error) {
	data, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	var result any
	err = json.Unmarshal(data, &result)
	return result, err
}

func textOf(value any) string {
	text, _ := value.(string)
	return text
}

func textsOf(value any) []string {
	array, _ := value.([]any)
	texts := make([]string, len(array))
	for i, element := range array {
		texts[i] = textOf(element)
	}
	return texts
}

func anyTexts(texts []string) []any {
	array := make([]any, len(texts))
	for i, text := range texts {
		array[i] = text
	}
	return array
}

// isUnset reports whether a property holds nothing.
func isUnset(value any) bool {
	switch value := value.(type) {
	case nil:
		return true
	case string:
		return value == ""
	case []any:
		return len(value) == 0
	case map[string]any:
		return len(value) == 0
	}
	return false
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
