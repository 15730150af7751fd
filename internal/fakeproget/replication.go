package fakeproget

import (
	"maps"
	"slices"
	"strings"
)

// replicationProperties are those of reference section 7.
var replicationProperties = map[string]property{
	"clientMode":  {check: checkOneOf("disabled", "pullonly", "pushonly", "mirror")},
	"serverMode":  {check: checkOneOf("disabled", "readonly", "writeonly", "readwrite")},
	"clientToken": {check: checkText},
	"serverToken": {check: checkText},
	"sourceUrl":   {check: checkText},
}

func checkOneOf(values ...string) func(path string, value any) (any, error) {
	return func(path string, value any) (any, error) {
		if !slices.Contains(values, textOf(value)) {
			return nil, invalid("%s must be one of %s", path, strings.Join(values, ", "))
		}
		return value, nil
	}
}

func checkReplication(path string, value any) (any, error) {
	members, err := checkMembers(path, value, replicationProperties)
	if err != nil {
		return nil, err
	}
	return members, nil
}

// completeReplication merges what was sent into what is stored, which keeps
// tokens that no client can send back, and asks for what active modes need.
// With both modes disabled nothing is left to store.
func completeReplication(e *entry, draft map[string]any) error {
	sent, ok := draft["replication"].(map[string]any)
	if !ok {
		return nil
	}
	merged := map[string]any{}
	if e != nil {
		if before, ok := e.object["replication"].(map[string]any); ok {
			merged = clone(before)
		}
	}
	maps.Copy(merged, sent)
	active := false
	for mode, companions := range map[string][]string{
		"clientMode": {"clientToken", "sourceUrl"},
		"serverMode": {"serverToken"},
	} {
		value := textOf(merged[mode])
		if value == "" || value == "disabled" {
			continue
		}
		active = true
		for _, name := range companions {
			if isUnset(merged[name]) {
				return invalid("replication.%s is required when replication.%s is %s", name, mode, value)
			}
		}
	}
	if !active {
		merged = map[string]any{}
	}
	draft["replication"] = merged
	return nil
}

// viewReplication leaves out the tokens, which are never revealed.
func viewReplication(object map[string]any) {
	if replication, ok := object["replication"].(map[string]any); ok {
		delete(replication, "clientToken")
		delete(replication, "serverToken")
	}
}
