package proget

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// Value is a property of a ProGet object in one of three states: absent (the
// zero value), null, or set. The three are what ProGet's partial update keeps
// apart: a property that is absent keeps its setting, null resets it where the
// reference says so, and a value sets it (reference sections 5.2 and 5.3).
//
// Fields of this type carry the JSON option omitzero, so absent properties are
// not written.
type Value[T any] struct {
	value T
	state state
}

type state uint8

const (
	absent state = iota
	null
	set
)

// Of returns a property that is set to v.
func Of[T any](v T) Value[T] { return Value[T]{value: v, state: set} }

// Null returns a property that is explicitly null.
func Null[T any]() Value[T] { return Value[T]{state: null} }

// IsZero reports whether the property is absent. encoding/json asks it for omitzero.
func (v Value[T]) IsZero() bool { return v.state == absent }

// IsNull reports whether the property is explicitly null.
func (v Value[T]) IsNull() bool { return v.state == null }

// Get returns the value and whether there is one: false for absent and null.
func (v Value[T]) Get() (T, bool) { return v.value, v.state == set }

// Or returns the value, or fallback for absent and null.
func (v Value[T]) Or(fallback T) T {
	if v.state == set {
		return v.value
	}
	return fallback
}

// each applies a function to each text of a list, where there is one.
func each(list Value[[]string], change func(string) string) Value[[]string] {
	texts, ok := list.Get()
	if !ok {
		return list
	}
	changed := make([]string, len(texts))
	for i, text := range texts {
		changed[i] = change(text)
	}
	return Of(changed)
}

// MarshalJSON writes null for null; absent properties are left out by omitzero.
func (v Value[T]) MarshalJSON() ([]byte, error) {
	if v.state != set {
		return []byte("null"), nil
	}
	return json.Marshal(v.value)
}

// UnmarshalJSON reads null as null and everything else as a value of T.
func (v *Value[T]) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*v = Null[T]()
		return nil
	}
	var value T
	if err := json.Unmarshal(data, &value); err != nil && !decodeLoosely(data, &value) {
		return err
	}
	*v = Of(value)
	return nil
}

// decodeLoosely reads numbers and flags that are written in another form but
// leave no doubt: 30.0, 3e1, "30", "true".
func decodeLoosely(data []byte, into any) bool {
	text := textOf(data)
	switch into := into.(type) {
	case *int64:
		if whole, err := strconv.ParseInt(text, 10, 64); err == nil {
			*into = whole
			return true
		}
		number, err := strconv.ParseFloat(text, 64)
		*into = int64(number)
		return err == nil && number == math.Trunc(number) && math.Abs(number) <= maxExact
	case *bool:
		*into = strings.EqualFold(text, "true")
		return *into || strings.EqualFold(text, "false")
	}
	return false
}

// maxExact is up to where a float64 holds every whole number.
const maxExact = 1 << 53
