package fakeproget

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
)

// disk is the storage of feeds that have no other.
const disk = "disk"

// storageTypes are the types that are installed, in the form of reference
// section 25, F12. The member secret of a property is the fake's own: answers
// leave it out.
func (s *Server) storageTypes() []map[string]any {
	text := func(name string) map[string]any { return map[string]any{"name": name} }
	flag := func(name string) map[string]any { return map[string]any{"name": name, "type": "boolean"} }
	types := []map[string]any{{
		"id": disk, "name": "Disk", "description": "Storage path on the local file system or network share.",
		"properties": map[string]any{
			"StoragePath": map[string]any{"name": "Storage path", "description": "Local file system path or network share.", "placeholder": "managed by ProGet"},
		},
	}}
	if !s.options.NoCloudStorage {
		types = append(types, map[string]any{
			"id": "s3", "name": "Amazon S3", "description": "Stores packages and assets in an Amazon S3 bucket.",
			"properties": map[string]any{
				"AccessKey":          text("Access key"),
				"SecretAccessKey":    map[string]any{"name": "Secret access key", "secret": true},
				"RegionEndpoint":     map[string]any{"required": true, "name": "Region endpoint"},
				"BucketName":         text("Bucket"),
				"TargetPath":         map[string]any{"name": "Prefix", "placeholder": "none (use bucket root)"},
				"MakePublic":         flag("Make public"),
				"Encrypted":          flag("Encrypted"),
				"InstanceRole":       text("IAM role"),
				"UseInstanceProfile": flag("Use instance profile"),
				"CustomServiceUrl":   text("Custom service URL"),
			},
		}, map[string]any{
			"id": "azure", "name": "Microsoft Azure", "description": "A file system backed by Microsoft Azure Blob Storage.",
			"properties": map[string]any{
				"ConnectionString": map[string]any{"required": true, "name": "Connection string", "description": "A Microsoft Azure connection string", "secret": true},
				"ContainerName":    map[string]any{"required": true, "name": "Container", "description": "The name of the Azure Blob Container"},
				"TargetPath":       map[string]any{"name": "Target path", "description": "The path in the specified Azure Blob Container"},
			},
		})
	}
	for _, extra := range s.options.ExtraStorageTypes {
		value, err := decoded(extra)
		if err != nil {
			panic("fakeproget: " + err.Error())
		}
		object, _ := value.(map[string]any)
		types = append(types, object)
	}
	return types
}

// storageType finds an installed type whatever the case of its id.
func (s *Server) storageType(id string) map[string]any {
	for _, t := range s.storageTypes() {
		if strings.EqualFold(textOf(t["id"]), id) {
			return t
		}
	}
	return nil
}

// infosOf are the properties of a storage type, by their names.
func infosOf(storageType map[string]any) map[string]map[string]any {
	properties, _ := storageType["properties"].(map[string]any)
	infos := make(map[string]map[string]any, len(properties))
	for name, value := range properties {
		infos[name], _ = value.(map[string]any)
	}
	return infos
}

// packageStores are the classes of persisted XML that reference section 5.8
// knows, with the attributes that are always there.
var packageStores = map[string]struct {
	class, assembly string
	attributes      []string
}{
	"s3": {"Inedo.ProGet.Extensions.AWS.PackageStores.S3FileSystem", "AWS", []string{
		"AccessKey", "SecretAccessKey", "BucketName", "TargetPath", "ReducedRedundancy", "MakePublic", "Encrypted", "RegionEndpoint", "CustomServiceUrl",
	}},
	"azure": {"Inedo.ProGet.Extensions.Azure.PackageStores.AzureFileSystem", "Azure", []string{"ConnectionString", "ContainerName", "TargetPath"}},
}

// writePackageStore is a storage as persisted XML, or nothing where the
// reference knows no class for it.
func (s *Server) writePackageStore(id string, properties map[string]any) string {
	store, known := packageStores[id]
	if !known {
		return ""
	}
	values := map[string]string{"ReducedRedundancy": "False"}
	for name, info := range infosOf(s.storageType(id)) {
		switch value := properties[name].(type) {
		case bool:
			values[name] = map[bool]string{true: "True", false: "False"}[value]
		case string:
			values[name] = value
		default:
			values[name] = map[bool]string{true: "False"}[info["type"] == "boolean"]
		}
	}
	names := store.attributes
	for _, name := range sortedKeys(values) {
		if further := values[name]; !containsFold(names, name) && further != "" && further != "False" {
			names = append(slices.Clip(names), name)
		}
	}
	var text strings.Builder
	fmt.Fprintf(&text, `<%s Assembly="%s"><Properties`, store.class, store.assembly)
	for _, name := range names {
		fmt.Fprintf(&text, ` %s="%s"`, name, escapeAttribute.Replace(values[name]))
	}
	fmt.Fprintf(&text, ` /></%s>`, store.class)
	return text.String()
}

// readPackageStore is the storage that persisted XML means, if the reference
// knows its class and the type is installed.
func (s *Server) readPackageStore(text string) (id string, properties map[string]any, ok bool) {
	var element struct {
		XMLName    xml.Name
		Properties struct {
			Attributes []xml.Attr `xml:",any,attr"`
		} `xml:"Properties"`
	}
	if err := xml.Unmarshal([]byte(text), &element); err != nil {
		return "", nil, false
	}
	for id, store := range packageStores {
		installed := s.storageType(id)
		if store.class != element.XMLName.Local || installed == nil {
			continue
		}
		infos := infosOf(installed)
		properties := map[string]any{}
		for _, attribute := range element.Properties.Attributes {
			info, known := infos[attribute.Name.Local]
			switch {
			case !known || attribute.Value == "":
			case info["type"] == "boolean":
				properties[attribute.Name.Local] = strings.EqualFold(attribute.Value, "True")
			default:
				properties[attribute.Name.Local] = attribute.Value
			}
		}
		return id, properties, true
	}
	return "", nil, false
}
