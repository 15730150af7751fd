package proget

import (
	"encoding/json"
	"strconv"
	"strings"
)

// Storage is where a feed keeps its files (reference section 8.2). One of Disk,
// S3, Azure and Custom is set; none of them means ProGet's own disk.
type Storage struct {
	Feed   Value[string]
	Disk   Value[DiskStorage]
	S3     Value[S3Storage]
	Azure  Value[AzureStorage]
	Custom Value[CustomStorage]
}

// DiskStorage is a folder; none is one that ProGet manages.
type DiskStorage struct {
	StoragePath Value[string] `json:"StoragePath"`
}

// S3Storage is a bucket of Amazon S3 or what speaks its protocol.
type S3Storage struct {
	BucketName         Value[string] `json:"BucketName"`
	RegionEndpoint     Value[string] `json:"RegionEndpoint"`
	TargetPath         Value[string] `json:"TargetPath"`
	AccessKey          Value[string] `json:"AccessKey"`
	SecretAccessKey    Value[string] `json:"SecretAccessKey"` // never believed when read
	MakePublic         Value[bool]   `json:"MakePublic"`
	Encrypted          Value[bool]   `json:"Encrypted"`
	InstanceRole       Value[string] `json:"InstanceRole"`
	UseInstanceProfile Value[bool]   `json:"UseInstanceProfile"`
	CustomServiceURL   Value[string] `json:"CustomServiceUrl"`
}

// AzureStorage is a container of Azure Blob Storage.
type AzureStorage struct {
	ContainerName    Value[string] `json:"ContainerName"`
	TargetPath       Value[string] `json:"TargetPath"`
	ConnectionString Value[string] `json:"ConnectionString"` // never believed when read
}

// CustomStorage is of a type that an extension of ProGet adds. Its properties
// are text, booleans written as true and false.
type CustomStorage struct {
	Type       Value[string]
	Properties Value[map[string]string] // when read: what is set, without what has the name of a secret
	Secrets    Value[map[string]string] // never read
}

// The types that ProGet or its own extensions have (reference section 8.3).
const (
	DiskStorageType  = "disk"
	S3StorageType    = "s3"
	AzureStorageType = "azure"
)

// IsDefault reports whether the files are where ProGet keeps them unasked.
func (s Storage) IsDefault() bool {
	_, properties := s.wire()
	return s.Type() == DiskStorageType && properties["StoragePath"] == nil
}

// Type is the type of the storage.
func (s Storage) Type() string {
	id, _ := s.wire()
	return id
}

// Properties are the properties that the storage sets, in the names of its type.
func (s Storage) Properties() map[string]any {
	_, properties := s.wire()
	for name, value := range properties {
		if isUnset(value) {
			delete(properties, name)
		}
	}
	return properties
}

// isUnset reports whether a property of a storage is as if nobody had set it.
func isUnset(value any) bool { return value == nil || value == "" || value == false }

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
		if text := textOf(value); text != "" && text != "null" && text != "false" && !isSecret(name, text) {
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

// StorageType is a type of storage that is installed on a server (reference section 8.2).
type StorageType struct {
	ID          string                     `json:"id"`
	Name        string                     `json:"name"`
	Description string                     `json:"description"`
	Properties  map[string]StorageProperty `json:"properties"`
}

// StorageProperty is a property of a type of storage.
type StorageProperty struct {
	Name        string `json:"name"` // for people; the key in the map is the one to send
	Description string `json:"description"`
	Placeholder string `json:"placeholder"` // what is in effect where the property is not set
	Type        string `json:"type"`        // boolean, or else it is text
	Required    bool   `json:"required"`
}

// IsBoolean reports whether the property is true or false.
func (p StorageProperty) IsBoolean() bool { return strings.EqualFold(p.Type, "boolean") }

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
