package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// A kind is what the suites have to know of a kind of object. They take their
// rows from the table below, so that a line there enrols a kind everywhere. What
// is left out keeps a kind out of the suites that need it.
type kind struct {
	resource string          // proget_connector
	fake     string          // what the fake calls the kind: connectors
	key      string          // the attribute that holds an object's key
	profiles []string        // that have the kind, all of them if empty
	writes   []string        // what the paths of requests that write begin with
	prepare  func(s *server) // makes what the objects refer to

	before  values                                                // the configuration of an object
	after   values                                                // another one of the same object
	changed string                                                // the attribute that is another after than before
	renames bool                                                  // the key can be changed in place
	fixed   bool                                                  // nothing can be changed in place: every change replaces
	secrets map[string]string                                     // attributes that hold secrets, with the fake's properties
	theirs  map[string]any                                        // properties of an object with the same key that somebody else made
	stored  func(s *server, config values) (map[string]any, bool) // the object that a configuration makes, if not what the fake has under its key
	removed func(s *server, config values)                        // the same for removing it behind Terraform's back

	listed bool       // there are data sources and a list resource
	matrix *matrix    // every attribute
	whole  values     // what an object with every attribute needs besides the matrix's rows
	bare   []bare     // objects with nothing set, to be adopted
	wires  []wireType // ProGet's objects, where they are JSON
}

// bare is an object of the server that nobody has configured much.
type bare struct {
	label, name string
	object      map[string]any // nil if it is there from the start
}

// wireType is an object of the client, with what is left out on purpose on either side.
type wireType struct {
	block       string // of the resource that holds it, if it is not the whole
	object      any
	noAttribute map[string]string // property: reason
	noProperty  map[string]string // attribute: reason
}

// secretPassword is a connector's; neither it nor the key may turn up in a message.
const secretPassword = "hunter2-of-the-connector"

const nuget = "https://api.nuget.org/v3/index.json"

// The table of kinds.
var kinds = []*kind{
	{
		resource: "proget_connector", fake: "connectors", key: "name", writes: []string{"/api/management/connectors/"},
		before:  values{"name": "a", "feed_type": "nuget", "url": nuget, "username": "u", "password": secretPassword, "timeout": 20},
		after:   values{"name": "a", "feed_type": "nuget", "url": nuget, "username": "u", "password": secretPassword, "timeout": 30},
		changed: "timeout", renames: true, secrets: map[string]string{"password": "password"},
		theirs: map[string]any{"feedType": "nuget", "url": nuget, "timeout": 99},
		listed: true, matrix: connectors, whole: values{"name": "whole", "feed_type": "NuGet", "url": nuget},
		bare: []bare{{"bare", "bare", map[string]any{"feedType": "nuget", "url": nuget}}},
		wires: []wireType{{"", proget.Connector{}, nil, map[string]string{
			"password_wo":         "the password, out of the state",
			"password_wo_version": "says when the write-only password changed",
		}}},
	},
	{
		resource: "proget_feed", fake: "feeds", key: "name", writes: []string{"/api/management/feeds/"},
		before:  values{"name": "a", "feed_type": "nuget", "description": "one", "deletion_policy": "delete"},
		after:   values{"name": "a", "feed_type": "nuget", "description": "two", "deletion_policy": "delete"},
		changed: "description", renames: true,
		theirs: map[string]any{"feedType": "nuget", "description": "theirs"},
		listed: true, matrix: feeds, whole: values{"name": "whole", "feed_type": "NuGet", "deletion_policy": "delete"},
		bare: []bare{{"bare", "bare", map[string]any{"feedType": "npm"}}, {"files", "files", map[string]any{"feedType": "asset"}}},
		wires: []wireType{
			{"", proget.Feed{}, map[string]string{"-": "what is known of the server, no property"}, map[string]string{"deletion_policy": "known to the provider only"}},
			{"retention_rule", proget.RetentionRule{}, nil, nil},
			{"replication", proget.Replication{}, nil, nil},
		},
	},
	{
		resource: "proget_license", fake: "licenses", key: "code", writes: []string{"/api/licenses/", "/api/management/licenses/"},
		before: values{"code": "A-1.0", "title": "one"}, after: values{"code": "A-1.0", "title": "two"}, changed: "title",
		theirs: map[string]any{"title": "theirs"},
		listed: true, matrix: licenses, whole: values{"code": "Whole-1.0", "title": "A license"},
		bare:  []bare{{"bare", "Bare-1.0", map[string]any{"title": "Bare"}}, {"built_in", "MIT", nil}},
		wires: []wireType{{"", proget.License{}, map[string]string{"id": "a number that only ProGet uses; the code is the identity"}, nil}},
	},
	{
		resource: "proget_license_file", key: "hash", profiles: since2024, writes: []string{"/api/licenses/files/"},
		before: values{"code": "MIT", "content": "one"}, after: values{"code": "MIT", "content": "two"}, changed: "content",
		fixed: true, stored: storedLicenseFile, removed: func(s *server, _ values) { s.Remove("licenses", "MIT") },
	},
}

// storedLicenseFile is the text that a configuration attaches to MIT.
func storedLicenseFile(s *server, config values) (map[string]any, bool) {
	license, _ := s.Get("licenses", "MIT")
	hashes, _ := license["hashes"].([]any)
	hash := proget.LicenseHash(fmt.Sprint(config["content"]))
	return map[string]any{"hash": hash}, slices.Contains(hashes, any(hash))
}

// on reports whether a profile has the kind.
func (k *kind) on(profile string) bool {
	return len(k.profiles) == 0 || slices.Contains(k.profiles, profile)
}

// served starts a server with what the objects refer to.
func (k *kind) served(t *testing.T, options fakeproget.Options) *server {
	t.Helper()
	s := serve(t, options)
	if k.prepare != nil {
		k.prepare(s)
	}
	if k.matrix != nil && k.matrix.prepare != nil {
		k.matrix.prepare(s)
	}
	return s
}

// name is the key of the object that a configuration makes.
func (k *kind) name(config values) string { return fmt.Sprint(config[k.key]) }

// get is the object that a configuration makes, as the server has it.
func (k *kind) get(s *server, config values) (map[string]any, bool) {
	if k.stored != nil {
		return k.stored(s, config)
	}
	return s.Get(k.fake, k.name(config))
}

// remove removes the object that a configuration made, behind Terraform's back.
func (k *kind) remove(s *server, config values) {
	if k.removed != nil {
		k.removed(s, config)
		return
	}
	s.Remove(k.fake, k.name(config))
}

// another is the configuration of another object of the kind.
func (k *kind) another(i int) values {
	attribute := k.key
	if _, chosen := k.before[attribute]; !chosen {
		attribute = k.changed
	}
	config := maps.Clone(k.before)
	config[attribute] = fmt.Sprintf("%v-%d", config[attribute], i)
	return config
}

// renamed is a configuration of the object under another key.
func (k *kind) renamed(config values, name string) values {
	other := maps.Clone(config)
	other[k.key] = name
	return other
}

// fail makes the kind's writes go wrong.
func (k *kind) fail(s *server, fault fakeproget.Fault) {
	for _, path := range k.writes {
		fault.Path = path
		s.Fail(fault)
	}
}

// kindsOn are the kinds that a profile has.
func kindsOn(profile string) []*kind {
	return slices.DeleteFunc(slices.Clone(kinds), func(k *kind) bool { return !k.on(profile) })
}

// listedKinds are those with data sources and a list resource.
func listedKinds() []*kind {
	return slices.DeleteFunc(slices.Clone(kinds), func(k *kind) bool { return !k.listed })
}

// wholeKinds are those whose every attribute has a row in a matrix.
func wholeKinds(profile string) []*kind {
	return slices.DeleteFunc(kindsOn(profile), func(k *kind) bool { return k.matrix == nil })
}

// suitesOfTheirOwn are the files with the faults, lives, imports and lists of
// kinds whose keys the server gives, whose objects hold each other or are there
// from the start, so that one line does not say enough.
var suitesOfTheirOwn = map[string]string{
	"proget_api_key": "apikey_test.go", "proget_feed_storage": "storage_test.go", "proget_project": "project_test.go", "proget_setting": "setting_test.go",
	"proget_group": "security_test.go", "proget_group_member": "security_test.go", "proget_permission": "security_test.go", "proget_task": "security_test.go",
	"proget_user": "security_test.go",
}

// Every resource has its line in the table, or a suite of its own.
func TestEveryKindIsInTheTable(t *testing.T) {
	t.Parallel()
	e := start(t)
	for resource, schema := range e.Schemas.ResourceSchemas {
		i := slices.IndexFunc(kinds, func(k *kind) bool { return k.resource == resource })
		if i < 0 {
			if suitesOfTheirOwn[resource] == "" {
				t.Errorf("%s has no line in the table of kinds", resource)
			}
			continue
		}
		k := kinds[i]
		if k.before == nil || k.after == nil || k.changed == "" || len(k.writes) == 0 || fmt.Sprint(k.before[k.changed]) == fmt.Sprint(k.after[k.changed]) {
			t.Errorf("the line of %s does not say enough", resource)
		}
		if _, lists := e.Schemas.ListResourceSchemas[resource]; lists != k.listed {
			t.Errorf("%s has a list resource: %t, the table says %t", resource, lists, k.listed)
		}
		for _, a := range schema.Block.Attributes {
			if _, known := k.secrets[a.Name]; a.WriteOnly && !known && k.secrets == nil {
				t.Errorf("%s.%s is a secret that the table does not name", resource, a.Name)
			}
		}
	}
	for _, k := range kinds {
		if e.Schemas.ResourceSchemas[k.resource] == nil {
			t.Errorf("the table has a line for %s, which does not exist", k.resource)
		}
	}
}
