package proget

import (
	"encoding/json"
	"strconv"
	"strings"
)

// wire is a storage as ProGet has it: with all properties of its type, null for
// those that are not set, since nobody knows what becomes of those that are left
// out (reference section 24, Q12).
func (s Storage) wire() (id string, properties map[string]any) {
	if custom, ok := s.Custom.Get(); ok {
		properties = map[string]any{}
		for _, from := range []Value[map[string]string]{custom.Properties, custom.Secrets} {
			for name, value := range from.Or(nil) {
				properties[name] = value
			}
		}
		return custom.Type.Or(""), properties
	}
	if s3, ok := s.S3.Get(); ok {
		return S3StorageType, members(s3)
	}
	if azure, ok := s.Azure.Get(); ok {
		return AzureStorageType, members(azure)
	}
	return DiskStorageType, members(s.Disk.Or(DiskStorage{}))
}

// members are the properties of an object, by their names.
func members(object any) map[string]any {
	var properties map[string]any
	if err := json.Unmarshal(encode(object), &properties); err != nil {
		panic("proget: " + err.Error()) // what encode wrote
	}
	return properties
}

// UnmarshalJSON reads a storage as ProGet has it.
func (s *Storage) UnmarshalJSON(data []byte) error {
	var wire struct {
		ID         string          `json:"id"`
		Properties json.RawMessage `json:"properties"`
	}
	if err := json.Unmarshal(data, &wire); err != nil {
		return err
	}
	if len(wire.Properties) == 0 {
		wire.Properties = []byte("{}")
	}
	switch fold(wire.ID) {
	case "":
		return errNoName
	case DiskStorageType:
		return readProperties(wire.Properties, &s.Disk)
	case S3StorageType:
		return readProperties(wire.Properties, &s.S3)
	case AzureStorageType:
		return readProperties(wire.Properties, &s.Azure)
	}
	var properties map[string]json.RawMessage
	if err := json.Unmarshal(wire.Properties, &properties); err != nil {
		return err
	}
	shown := map[string]string{}
	for name, value := range properties {
		if text := textOf(value); text != "" && text != "null" && !strings.EqualFold(text, "false") && !isSecret(name, text) {
			shown[name] = text
		}
	}
	s.Custom = Of(CustomStorage{Type: Of(wire.ID), Properties: Of(shown)})
	return nil
}

// readProperties reads an object, of which null is an empty one.
func readProperties[T any](data json.RawMessage, into *Value[T]) error {
	var object T
	err := json.Unmarshal(data, &object)
	*into = Of(object)
	return err
}

// sent are the properties of a storage in the form that this type takes: those
// that are not set are left out where the type does not have them.
func (t StorageType) sent(properties map[string]any) map[string]any {
	sent := map[string]any{}
	for name, value := range properties {
		property, has := t.Properties[name]
		switch text, isText := value.(string); {
		case !has && isUnset(value):
		case property.IsBoolean() && isText:
			flag, err := strconv.ParseBool(text)
			if sent[name] = any(flag); err != nil {
				sent[name] = text // the server says what it thinks of it
			}
		case property.IsBoolean() && value == nil:
			sent[name] = false
		default:
			sent[name] = value
		}
	}
	return sent
}
