package crud_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// drawer holds the objects of a kind of an odd shape, in JSON. It has the verbs
// that every kind has; changeable adds the update.
type drawer[T any] struct {
	mu      sync.Mutex
	objects []map[string]any
	calls   []string
	loses   string                             // the verb whose next answer is lost after it was acted upon
	misses  string                             // the verb whose next request is lost before
	key     func(object map[string]any) string // what Find and Delete go by
	also    func(object map[string]any) string // and what else, if anything
	makes   func(n int, object map[string]any) // what the server adds to the nth new object
	hides   []string                           // properties that only the answer to the creation has
	made    int
}

func (d *drawer[T]) put(text string) {
	object := map[string]any{}
	if err := json.Unmarshal([]byte(text), &object); err != nil {
		panic(err)
	}
	d.objects = append(d.objects, object)
}

// stored is everything that the server has.
func (d *drawer[T]) stored() string {
	data, _ := json.Marshal(d.objects)
	return string(data)
}

func (d *drawer[T]) at(key string) int {
	return slices.IndexFunc(d.objects, func(o map[string]any) bool {
		return d.key(o) == key || d.also != nil && d.also(o) == key
	})
}

// wire is an object as an answer has it.
func (d *drawer[T]) wire(object map[string]any, hides ...string) (seen T) {
	shown := map[string]any{}
	for name, value := range object {
		if !slices.Contains(hides, name) {
			shown[name] = value
		}
	}
	data, _ := json.Marshal(shown)
	if err := json.Unmarshal(data, &seen); err != nil {
		panic(err)
	}
	return seen
}

// call makes a call, unless it or its answer is lost.
func (d *drawer[T]) call(verb, detail string, act func() error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.calls = append(d.calls, strings.TrimSpace(verb+" "+detail))
	if d.misses == verb {
		d.misses = ""
		return errLost
	}
	err := act()
	if d.loses == verb {
		d.loses = ""
		return errLost
	}
	return err
}

func (d *drawer[T]) List(context.Context) (all []T, err error) {
	err = d.call("list", "", func() error {
		for _, o := range d.objects {
			all = append(all, d.wire(o, d.hides...))
		}
		return nil
	})
	return all, err
}

func (d *drawer[T]) Find(_ context.Context, key string) (found T, err error) {
	err = d.call("find", key, func() error {
		i := d.at(key)
		if i < 0 {
			return errNotFound
		}
		found = d.wire(d.objects[i], d.hides...)
		return nil
	})
	return found, err
}

func (d *drawer[T]) Create(_ context.Context, sent T) (created T, err error) {
	err = d.call("create", jsonOf(sent), func() error {
		object := map[string]any{}
		if err := json.Unmarshal([]byte(jsonOf(sent)), &object); err != nil {
			return err
		}
		for _, key := range []func(map[string]any) string{d.key, d.also} {
			if key != nil && d.at(key(object)) >= 0 {
				return errExists
			}
		}
		d.made++
		if d.makes != nil {
			d.makes(d.made, object)
		}
		d.objects = append(d.objects, object)
		created = d.wire(object)
		return nil
	})
	return created, err
}

func (d *drawer[T]) Delete(_ context.Context, key string) error {
	return d.call("delete", key, func() error {
		i := d.at(key)
		if i < 0 {
			return errNotFound
		}
		d.objects = slices.Delete(d.objects, i, i+1)
		return nil
	})
}

// changeable is a drawer whose objects can be changed.
type changeable[T any] struct{ *drawer[T] }

func (d changeable[T]) Update(_ context.Context, key string, sent T) (updated T, err error) {
	err = d.call("update", key+" "+jsonOf(sent), func() error {
		i := d.at(key)
		if i < 0 {
			return errNotFound
		}
		if err := json.Unmarshal([]byte(jsonOf(sent)), &d.objects[i]); err != nil {
			return err
		}
		updated = d.wire(d.objects[i], d.hides...)
		return nil
	})
	return updated, err
}

// member is a property as a key.
func member(name string) func(map[string]any) string {
	return func(object map[string]any) string {
		if object[name] == nil {
			return "(none)"
		}
		return fmt.Sprint(object[name])
	}
}

func jsonOf(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(data)
}
