package proget

import "encoding/json"

// Value is a property of a ProGet object in one of three states: absent (the
// zero value), null, or set. The three are what ProGet's partial update tells
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
	if err := json.Unmarshal(data, &value); err != nil {
		return err
	}
	*v = Of(value)
	return nil
}
