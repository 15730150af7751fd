package proget

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
)

// PersistedXML holds serialised configurations of extensions by key: the
// package filters or access rules of a feed (reference sections 5.8 and 21 C5).
type PersistedXML map[string]string

// UnmarshalJSON reads a map, or an array whose indexes become the keys; both
// are documented (reference section 21 C5).
func (x *PersistedXML) UnmarshalJSON(data []byte) error {
	read := PersistedXML{}
	if len(data) > 0 && data[0] == '[' {
		var list []json.RawMessage
		if err := json.Unmarshal(data, &list); err != nil {
			return err
		}
		for i, item := range list {
			read[strconv.Itoa(i)] = textOf(item)
		}
	} else {
		var byKey map[string]json.RawMessage
		if err := json.Unmarshal(data, &byKey); err != nil {
			return err
		}
		for key, item := range byKey {
			read[key] = textOf(item)
		}
	}
	*x = read
	return nil
}

// Values returns the configurations as an array holds them: those with numbers
// as keys first, by number, then the others by key.
func (x PersistedXML) Values() []string {
	values := make([]string, 0, len(x))
	for _, key := range slices.SortedFunc(maps.Keys(x), byPosition) {
		values = append(values, x[key])
	}
	return values
}

func byPosition(a, b string) int {
	i, errA := strconv.Atoi(a)
	j, errB := strconv.Atoi(b)
	switch {
	case errA == nil && errB == nil && i != j:
		return cmp.Compare(i, j)
	case errA == nil && errB != nil:
		return -1
	case errA != nil && errB == nil:
		return 1
	}
	return cmp.Compare(a, b)
}

// listed are the configurations as an array, in the form of servers before 2022.
func listed(value Value[PersistedXML]) Value[[]string] {
	switch x, ok := value.Get(); {
	case ok:
		return Of(x.Values())
	case value.IsNull():
		return Null[[]string]()
	}
	return Value[[]string]{}
}
