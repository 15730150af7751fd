package provider_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// A kind is what the suites have to know of a kind of object. They take their
// rows from the table below, so that a line there enrols a kind everywhere. What
// is left out keeps a kind out of the suites that need it. Attributes inside of
// blocks are written with a dot, as s3.bucket_name.
type kind struct {
	resource string                        // proget_connector
	variant  string                        // tells the lines of one resource apart
	fake     string                        // what the fake calls the kind: connectors
	key      string                        // the attribute that holds an object's key
	tuple    []string                      // the attributes that tell objects apart, where their key is not chosen
	profiles []string                      // that have the kind, all of them if empty
	since    string                        // what plans say of the others: 2024 and later
	lacking  []fakeproget.Options          // further servers that lack the kind, for TestPlansOfWhatAServerLacks
	options  func(*fakeproget.Options)     // what a server needs for objects to come and go
	servers  map[string]fakeproget.Options // on which courses run, besides one of each profile; one named as a profile takes its place
	unfit    map[string]string             // names in variants (TestVariants, TestRandomVariants) of servers that objects cannot live on, with the reason
	writes   []string                      // what the paths of requests that write begin with
	deletes  string                        // the method of deletions, if it is not POST
	actions  map[string]string             // what messages call a deed, if not as it is called here
	accepted string                        // what is said of a creation that was accepted and did not happen, if not what most say
	prepare  func(s *server)               // makes what the objects refer to

	before  values             // the configuration of an object
	after   values             // another one of the same object
	changed string             // the attribute that is another after than before
	more    func(i int) values // the configurations of other objects, if not the one before with another key
	missing string             // the import id of an object that does not exist, if not just missing
	renames bool               // the key can be changed in place
	fixed   bool               // nothing can be changed in place: every change replaces
	lasting bool               // objects are there from the start: creating one is changing it
	anyCase bool               // keys that differ in case are the same on every server
	unseen  bool               // nothing shows whether the change was stored
	secrets map[string]string  // attributes that hold secrets, with the fake's properties
	version string             // the attribute with the version of all secrets, if each has not its own
	theirs  map[string]any     // properties of an object with the same key that somebody else made, which TestCreateNeverAdopts and TestTrustRival put in the way; without any, takes says why

	unnamed   string // why a creation whose answer is lost is neither repeated nor found, if it is not: TestFaultsOfWriting, TestTrustCancelledCreation
	takes     string // why a creation takes what is there, if it does: in place of theirs, which keeps it out of TestCreateNeverAdopts and TestTrustRival
	unguarded string // why a rival's object is taken that came after the look, if it is: keeps it out of TestTrustRival

	objects func(s *server) map[string]map[string]any             // all objects, if not what the fake has
	free    func(object map[string]any) bool                      // it is as if Terraform had never been
	stored  func(s *server, config values) (map[string]any, bool) // the object that a configuration makes, if not what the fake has under its key
	put     func(s *server, config values, object map[string]any) // the same for making it behind Terraform's back
	removed func(s *server, config values)                        // and for removing it

	listed   bool              // there are data sources and a list resource
	requests int               // that TestRequestsOfMany counts, from the first read of a run on, while it reads and plans three objects; 0 for one each
	courses  []course          // of attributes that have no row in a matrix
	matrix   *matrix           // every attribute
	untried  map[string]string // attributes that neither has, with the reason: TestEveryAttributeIsTried
	whole    values            // what an object with every attribute needs besides the matrix's rows
	bare     []bare            // objects with nothing set, to be adopted
	wires    []wireType        // ProGet's objects, where they are JSON
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
		changed: "timeout", renames: true, requests: 2, secrets: map[string]string{"password": "password"},
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
		changed: "description", renames: true, requests: 2,
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
		before: values{"code": "A-1.0", "title": "one"}, after: values{"code": "A-1.0", "title": "two"}, changed: "title", requests: 1,
		theirs: map[string]any{"title": "theirs"},
		listed: true, matrix: licenses, whole: values{"code": "Whole-1.0", "title": "A license"},
		bare:  []bare{{"bare", "Bare-1.0", map[string]any{"title": "Bare"}}, {"built_in", "MIT", nil}},
		wires: []wireType{{"", proget.License{}, map[string]string{"id": "a number that only ProGet uses; the code is the identity"}, nil}},
	},
	{
		resource: "proget_license_file", key: "hash", profiles: since2024, since: "2024 and later", writes: []string{"/api/licenses/files/"},
		before: values{"code": "MIT", "content": "one"}, after: values{"code": "MIT", "content": "two"}, changed: "content",
		fixed: true, requests: 1, takes: "an attachment is nothing but its text", stored: storedLicenseFile, removed: func(s *server, _ values) { s.Remove("licenses", "MIT") },
	},
	{
		resource: "proget_api_key", fake: "api-keys", key: "id", tuple: []string{"display_name"}, profiles: since2024, since: "2024.3 and later",
		lacking: []fakeproget.Options{{Profile: "2024", Version: "24.0.2.1"}}, writes: []string{"/api/api-keys/"}, prepare: prepareKeys, servers: keyServers,
		before: values{"type": "Other", "display_name": "a", "description": "one"}, after: values{"type": "Other", "display_name": "a", "description": "two"},
		changed: "description", fixed: true, missing: "99", accepted: "ProGet created it, but did not say which one it is",
		unnamed: nothingTellsKeys, takes: nothingTellsKeys,
		listed: true, requests: 1, courses: keyCourses, bare: []bare{{"bare", "1000", map[string]any{"type": "Other"}}},
		wires: []wireType{{"", proget.APIKey{}, nil, map[string]string{
			"key_wo": "the key, out of the state", "key_wo_version": "says when the write-only key changed", "keepers": "known to the provider only",
		}}},
	},
	{
		resource: "proget_api_key", variant: "with a key of one's own", fake: "api-keys", key: "id", tuple: []string{"display_name"}, profiles: since2024, since: "2024.3 and later",
		writes:  []string{"/api/api-keys/"},
		before:  values{"type": "Other", "display_name": "a", "description": "one", "key_wo": secretPassword, "key_wo_version": 1},
		after:   values{"type": "Other", "display_name": "a", "description": "two", "key_wo": secretPassword, "key_wo_version": 1},
		changed: "description", fixed: true, secrets: map[string]string{"key_wo": "key"}, missing: "99", accepted: "ProGet created it, but did not say which one it is",
		unnamed: nothingTellsKeys, takes: nothingTellsKeys, unfit: map[string]string{"answers of keys": "hashes keys"}, listed: true, requests: 1,
	},
	{
		resource: "proget_feed_storage", fake: "storage", key: "feed", profiles: since2024, since: "2024 and later", writes: []string{"/api/storage"},
		prepare: prepareStorages, servers: storageServers, unfit: map[string]string{"fewer storage types": "has no S3", "Free": "has no S3", "more storage types": "is a server of its courses"},
		before:  values{"feed": "a", "s3": values{"bucket_name": "one", "region_endpoint": "us-east-1", "access_key": "AK", "secret_access_key_wo": secretPassword}, "secrets_wo_version": 1},
		after:   values{"feed": "a", "s3": values{"bucket_name": "two", "region_endpoint": "us-east-1", "access_key": "AK", "secret_access_key_wo": secretPassword}, "secrets_wo_version": 1},
		changed: "s3.bucket_name", lasting: true, actions: map[string]string{"create": "update"},
		secrets: map[string]string{"s3.secret_access_key_wo": "SecretAccessKey"}, version: "secrets_wo_version",
		theirs: map[string]any{"id": "disk", "properties": map[string]any{"StoragePath": "/theirs"}}, unguarded: "ProGet sets whatever there is",
		objects: storedStorages, free: func(o map[string]any) bool { return o["id"] == "disk" && o["StoragePath"] == nil },
		removed: func(s *server, config values) { s.Remove("feeds", fmt.Sprint(config["feed"])) },
		listed:  true, courses: storageCourses, bare: []bare{{"bare", "bare", map[string]any{"id": "disk", "properties": map[string]any{"StoragePath": "/bare"}}}},
		wires: []wireType{
			{"disk", proget.DiskStorage{}, map[string]string{"storagePath": "path"}, map[string]string{"path": "StoragePath"}},
			{"s3", proget.S3Storage{}, map[string]string{"secretAccessKey": "written by secret_access_key_wo"}, map[string]string{"secret_access_key_wo": "the secret, out of the state"}},
			{"azure", proget.AzureStorage{}, map[string]string{"connectionString": "written by connection_string_wo"}, map[string]string{"connection_string_wo": "the secret, out of the state"}},
		},
	},
	{
		resource: "proget_group", fake: "groups", key: "name", profiles: since2025, since: notFree, lacking: noSecurity, writes: []string{"/api/security/groups/"},
		prepare: prepareSecurity, servers: securityServers, unfit: withMembers,
		before: values{"name": "new", "users": []string{"x"}}, after: values{"name": "new", "users": []string{"x", "y"}}, changed: "users", anyCase: true,
		theirs: map[string]any{"users": []string{"theirs"}},
		listed: true, requests: 1, courses: groupCourses, bare: []bare{{"bare", "bare", map[string]any{"users": []string{}}}, {"built_in", "Administrators", nil}},
		wires: []wireType{{"", proget.Group{}, nil, nil}},
	},
	{
		resource: "proget_group_member", tuple: []string{"group", "user"}, profiles: since2025, since: notFree, lacking: noSecurity, writes: []string{"/api/security/groups/"},
		prepare: prepareSecurity, servers: securityServers, unfit: withMembers,
		before: values{"group": "a", "user": "x"}, after: values{"group": "a", "user": "y"}, changed: "user", fixed: true, anyCase: true, missing: "group:a/user:missing",
		more: func(i int) values { return values{"group": "a", "user": fmt.Sprint("u", i)} }, accepted: "though ProGet accepted it 3 times", theirs: map[string]any{}, unguarded: "ProGet replaces all members of a group, so that one more or the same one makes no difference",
		objects: storedMembers, put: putMember, removed: removeMember,
		listed: true, requests: 1, courses: memberCourses, bare: []bare{{"bare", "group:Administrators/user:Admin", nil}},
	},
	{
		resource: "proget_permission", fake: "permissions", key: "id", tuple: []string{"user", "task", "feed", "deny"}, profiles: since2025, since: notFree, lacking: noSecurity,
		writes: []string{"/api/security/permissions/"}, prepare: prepareSecurity, servers: securityServers, unfit: onlyPaid,
		before: values{"user": "a", "task": "Manage Feed", "feed": "a", "deny": false}, after: values{"user": "a", "task": "Manage Feed", "feed": "a", "deny": true},
		changed: "deny", fixed: true, anyCase: true, missing: "99", theirs: map[string]any{},
		listed: true, requests: 1, courses: permissionCourses, bare: []bare{{"bare", "1", nil}},
		wires: []wireType{{"", proget.Permission{}, nil, nil}},
	},
	{
		resource: "proget_project", fake: "projects", key: "name", profiles: since2023, since: "2023 and later", writes: []string{"/api/sca/projects"}, deletes: http.MethodDelete,
		options: func(o *fakeproget.Options) { o.ProjectDeletes = true },
		unfit:   map[string]string{"only GET and POST": "cannot delete projects"},
		before:  values{"name": "a", "type": "one"}, after: values{"name": "a", "type": "two"}, changed: "type",
		theirs: map[string]any{"type": "theirs"}, unguarded: "ProGet changes what its creation finds",
		listed: true, requests: 1, courses: projectCourses, bare: []bare{{"bare", "bare", map[string]any{}}},
		wires: []wireType{{"", proget.Project{}, nil, nil}},
	},
	{
		resource: "proget_setting", fake: "settings", key: "name", profiles: since2024, since: "2024 and later", writes: []string{"/api/settings/set"}, prepare: prepareSettings,
		unfit:  map[string]string{"settings of a file": "cannot be set", "another base URL": "is a setting that was set"},
		before: values{"name": "Web.BaseUrl", "value": "https://one.example.com"}, after: values{"name": "Web.BaseUrl", "value": "https://two.example.com"},
		changed: "value", lasting: true, anyCase: true, actions: map[string]string{"create": "update", "delete": "restore"}, more: moreSettings, takes: "ProGet brings all settings along",
		free:   func(o map[string]any) bool { return o["value"] == settingBefore },
		listed: true, requests: 1, courses: settingCourses, bare: []bare{{"bare", "Web.BaseUrl", map[string]any{"value": "https://bare.example.com"}}},
		wires: []wireType{{"", proget.Setting{}, nil, map[string]string{
			"value_wo": "the value, out of the state", "value_wo_version": "says when the write-only value changed", "create": "known to the provider only", "on_destroy": "likewise",
		}}},
	},
	{
		resource: "proget_setting", variant: "that is a secret", fake: "settings", key: "name", profiles: since2024, since: "2024 and later", writes: []string{"/api/settings/set"},
		unfit:  map[string]string{"license key withheld": "does not tell whether the key was set before, so that it stays"},
		before: values{"name": "Licensing.Key", "value_wo": secretPassword, "value_wo_version": 1}, after: values{"name": "Licensing.Key", "value_wo": secretPassword + "-3", "value_wo_version": 3},
		changed: "value_wo_version", lasting: true, anyCase: true, unseen: true, actions: map[string]string{"create": "update", "delete": "clear"}, takes: "ProGet brings all settings along",
		more: func(i int) values {
			return values{"name": []string{"Licensing.Key", "Extensions.UpdateFeedUrl", "Web.BaseUrl"}[i], "value_wo": secretPassword, "value_wo_version": 1}
		},
		secrets: map[string]string{"value_wo": "value"}, free: func(o map[string]any) bool { return o["value"] == nil },
		listed: true, requests: 1,
	},
	{
		resource: "proget_task", fake: "tasks", key: "name", profiles: since2025, since: notFree, lacking: noSecurity, writes: []string{"/api/security/tasks/"},
		prepare: prepareSecurity, servers: securityServers, unfit: onlyPaid,
		before: values{"name": "new", "attributes": []string{"Feeds_ViewFeed"}, "description": "one"}, after: values{"name": "new", "attributes": []string{"Feeds_ViewFeed"}, "description": "two"},
		changed: "description", anyCase: true, theirs: map[string]any{"attributes": []string{"Projects_View"}, "description": "theirs"},
		listed: true, requests: 1, courses: taskCourses, bare: []bare{{"bare", "bare", map[string]any{"attributes": []string{"Projects_View"}}}, {"built_in", "Administer", nil}},
		wires: []wireType{{"", proget.Task{}, nil, nil}},
	},
	{
		resource: "proget_user", fake: "users", key: "name", profiles: since2025, since: notFree, lacking: noSecurity, writes: []string{"/api/security/users/"},
		prepare: prepareSecurity, servers: securityServers, unfit: onlyPaid,
		before:  values{"name": "new", "email": "one@example.com", "password_wo": secretPassword, "password_wo_version": 1},
		after:   values{"name": "new", "email": "two@example.com", "password_wo": secretPassword, "password_wo_version": 1},
		changed: "email", anyCase: true, secrets: map[string]string{"password_wo": "password"}, theirs: map[string]any{"email": "theirs@example.com"},
		listed: true, requests: 1, courses: userCourses, bare: []bare{{"bare", "bare", map[string]any{}}, {"built_in", "Admin", nil}},
		wires: []wireType{{"", proget.User{}, map[string]string{"password": "written by password_wo"}, map[string]string{
			"password_wo": "the password, out of the state", "password_wo_version": "says when the write-only password changed",
		}}},
	},
}

// storedLicenseFile is the text that a configuration attaches to MIT.
func storedLicenseFile(s *server, config values) (map[string]any, bool) {
	license, _ := s.Get("licenses", "MIT")
	hashes, _ := license["hashes"].([]any)
	hash := proget.LicenseHash(fmt.Sprint(config["content"]))
	return map[string]any{"hash": hash}, slices.Contains(hashes, any(hash))
}

// String names a line of the table.
func (k *kind) String() string { return strings.TrimSpace(k.resource + " " + k.variant) }

// on reports whether a profile has the kind.
func (k *kind) on(profile string) bool {
	return len(k.profiles) == 0 || slices.Contains(k.profiles, profile)
}

// served starts a server with what the objects refer to.
func (k *kind) served(t *testing.T, options fakeproget.Options) *server {
	t.Helper()
	if k.options != nil {
		k.options(&options)
	}
	s := serve(t, options)
	if k.prepare != nil {
		k.prepare(s)
	}
	if k.matrix != nil && k.matrix.prepare != nil {
		k.matrix.prepare(s)
	}
	return s
}

// name is the key of the object that a configuration makes, where that is chosen.
func (k *kind) name(config values) string { return fmt.Sprint(config[k.key]) }

// all are all objects of the kind, as the server has them, by the fake's names.
func (k *kind) all(s *server) map[string]map[string]any {
	if k.objects != nil {
		return k.objects(s)
	}
	objects := map[string]map[string]any{}
	if k.fake != "" {
		for _, name := range s.Names(k.fake) {
			objects[name], _ = s.Get(k.fake, name)
		}
	}
	return objects
}

// made are the names of the objects that a configuration may have made.
func (k *kind) made(s *server, config values) (names []string) {
	told := k.tuple
	if len(told) == 0 {
		told = []string{k.key}
	}
	for name, object := range k.all(s) {
		differs := func(attribute string) bool {
			return fmt.Sprint(object[field.Property(attribute)]) != fmt.Sprint(config[attribute])
		}
		if !slices.ContainsFunc(told, differs) && (k.free == nil || !k.free(object)) {
			names = append(names, name)
		}
	}
	return names
}

// get is the object that a configuration makes, as the server has it.
func (k *kind) get(s *server, config values) (map[string]any, bool) {
	switch {
	case k.stored != nil:
		return k.stored(s, config)
	case len(k.tuple) == 0 && k.objects == nil && k.free == nil:
		return s.Get(k.fake, k.name(config)) // whatever the case
	}
	for _, name := range k.made(s, config) {
		return k.all(s)[name], true
	}
	return nil, false
}

// remove removes the object that a configuration made, behind Terraform's back.
func (k *kind) remove(s *server, config values) {
	if k.removed != nil {
		k.removed(s, config)
		return
	}
	for _, name := range k.made(s, config) {
		s.Remove(k.fake, name)
	}
}

// change changes the object that a configuration made, or makes it, behind Terraform's back.
func (k *kind) change(s *server, config values, object map[string]any) {
	if k.put != nil {
		k.put(s, config, object)
		return
	}
	object = maps.Clone(object)
	name := k.name(config)
	if len(k.tuple) > 0 {
		name = ""
		for _, attribute := range k.tuple {
			if _, given := object[field.Property(attribute)]; !given {
				object[field.Property(attribute)] = config[attribute]
			}
		}
		for _, name = range k.made(s, config) {
			break
		}
	}
	s.Put(k.fake, name, object)
}

// chosen is the attribute that tells an object of the kind from others, at least in part.
func (k *kind) chosen() string {
	if _, given := k.before[k.key]; given {
		return k.key
	} else if len(k.tuple) > 0 {
		return k.tuple[0]
	}
	return k.changed
}

// another is the configuration of another object of the kind, of which there are three.
func (k *kind) another(i int) values {
	if k.more != nil {
		return k.more(i)
	}
	config := altered(k.before, k.chosen(), fmt.Sprintf("%v-%d", k.before[k.chosen()], i))
	for attribute := range k.secrets {
		config = altered(config, attribute, fmt.Sprintf("%v-%d", at(config, attribute), i))
	}
	return config
}

// recased is a configuration of the object in another case.
func (k *kind) recased(config values) values {
	told := k.tuple
	if len(told) == 0 {
		told = []string{k.key}
	}
	for _, attribute := range told {
		if text, is := config[attribute].(string); is {
			config = altered(config, attribute, strings.ToUpper(text))
		}
	}
	return config
}

// renamed is the configuration after, under another key.
func (k *kind) renamed() values { return altered(k.after, k.key, "renamed") }

// at is what a configuration or state has at a path.
func at(config values, path string) any {
	name, member, inside := strings.Cut(path, ".")
	if !inside {
		return config[name]
	}
	block, _ := config[name].(values)
	return at(block, member)
}

// altered is a configuration with another value at a path.
func altered(config values, path string, value any) values {
	config = maps.Clone(config)
	name, member, inside := strings.Cut(path, ".")
	if inside {
		block, _ := config[name].(values)
		value = altered(block, member, value)
	}
	config[name] = value
	return config
}

// versionOf is the attribute with the version of a secret.
func (k *kind) versionOf(secret string) string { return or(k.version, secret+"_version") }

// action is what messages call a deed.
func (k *kind) action(deed string) string { return or(k.actions[deed], deed) }

// deleteMethod is how ProGet is asked to delete.
func (k *kind) deleteMethod() string { return or(k.deletes, http.MethodPost) }

// identified is what the identity of an object has to say: what its state does.
func (k *kind) identified(t *testing.T, e *engine, o object) values {
	t.Helper()
	state, _ := tftest.Plain(t, o.State).(values)
	identity := values{}
	for _, a := range e.Identities.IdentitySchemas[k.resource].IdentityAttributes {
		identity[a.Name] = state[a.Name]
	}
	return identity
}

// importID is the id by which an object is imported.
func (k *kind) importID(t *testing.T, o object) string {
	t.Helper()
	if k.key != "" {
		return fmt.Sprint(o.Get(t, k.key))
	}
	var parts []proget.Part
	for _, attribute := range k.tuple {
		parts = append(parts, proget.Part{Name: attribute, Value: fmt.Sprint(o.Get(t, attribute))})
	}
	return proget.JoinKey(parts...)
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

// Every resource has its line in the table.
func TestEveryKindIsInTheTable(t *testing.T) {
	t.Parallel()
	e := start(t)
	for resource, schema := range e.Schemas.ResourceSchemas {
		lines := slices.DeleteFunc(slices.Clone(kinds), func(k *kind) bool { return k.resource != resource })
		if len(lines) == 0 {
			t.Errorf("%s has no line in the table of kinds", resource)
		}
		for _, k := range lines {
			if k.before == nil || k.after == nil || k.changed == "" || len(k.writes) == 0 || fmt.Sprint(at(k.before, k.changed)) == fmt.Sprint(at(k.after, k.changed)) ||
				len(k.profiles) > 0 && k.since == "" || k.theirs == nil && k.takes == "" {
				t.Errorf("the line of %s does not say enough", k)
			}
			if _, lists := e.Schemas.ListResourceSchemas[resource]; lists != k.listed {
				t.Errorf("%s has a list resource: %t, the table says %t", k, lists, k.listed)
			}
		}
		named := slices.ContainsFunc(lines, func(k *kind) bool { return k.secrets != nil })
		exercised := slices.ContainsFunc(lines, func(k *kind) bool { return k.matrix != nil || k.courses != nil || k.resource == "proget_license_file" })
		if !exercised {
			t.Errorf("%s has neither a matrix nor courses", resource)
		}
		for _, a := range schema.Block.Attributes {
			if a.WriteOnly && !named {
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

// Every attribute that can be left out has a row in a matrix or a course, those
// of blocks included. Write-only ones and their versions have none: they are
// secrets of the table.
func TestEveryAttributeIsTried(t *testing.T) {
	t.Parallel()
	for resource, schema := range start(t).Schemas.ResourceSchemas {
		tried, excused, place := map[string]bool{}, map[string]string{}, "course: add one to the courses"
		for _, k := range kinds {
			if k.resource != resource {
				continue
			}
			if k.matrix != nil {
				place = "row in the matrix: add one to the rows"
				for _, r := range k.matrix.rows {
					r.tries(tried)
				}
			}
			for _, c := range k.courses {
				c.tries(tried)
			}
			maps.Copy(excused, k.untried)
		}
		try := func(path string) {
			switch _, is := excused[path]; {
			case !tried[path] && !is:
				t.Errorf("%s.%s has no %s that its line in kinds_test.go names, or a reason to its untried", resource, path, place)
			case !tried[path]:
				delete(excused, path)
			}
		}
		for _, a := range schema.Block.Attributes {
			if a.Optional && !a.WriteOnly && !strings.HasSuffix(a.Name, "_wo_version") {
				try(a.Name)
			}
		}
		for _, b := range schema.Block.BlockTypes {
			for _, a := range b.Block.Attributes {
				if !a.WriteOnly {
					try(b.TypeName + "." + a.Name)
				}
			}
		}
		for _, path := range slices.Sorted(maps.Keys(excused)) {
			t.Errorf("%s.%s is in untried of kinds_test.go, and is tried or does not exist", resource, path)
		}
	}
}

// The fake has each kind of the table by its name, for Put and for seeds.
func TestEveryKindIsInTheFake(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		if k.fake != "" && !slices.Contains(fakeproget.Kinds, k.fake) {
			t.Errorf("%s is %s in the fake: put that into Kinds in fakeproget/drift.go", k, k.fake)
		}
	}
	for _, name := range fakeproget.Kinds {
		if !slices.ContainsFunc(kinds, func(k *kind) bool { return k.fake == name }) {
			t.Errorf("the fake has %s in Kinds, which no line of kinds_test.go names", name)
		}
		s := fakeproget.New(fakeproget.Options{})
		s.Put("feeds", "a", map[string]any{"feedType": "nuget"})
		object := `{"name": "seeded", "code": "seeded", "feed": "a", "id": "s3", "marker": "seeded"}`
		if err := s.Seed(strings.NewReader(`{"` + name + `": [` + object + `]}`)); err != nil {
			t.Errorf("a seed cannot hold %s: put them into seed in fakeproget/seed.go: %v", name, err)
			continue
		}
		if !slices.ContainsFunc(s.Names(name), func(n string) bool {
			o, _ := s.Get(name, n)
			return fmt.Sprint(o["marker"]) == "seeded" || name == "storage" && o["id"] == "s3" // whose properties are elsewhere
		}) {
			t.Errorf("a seed with %s makes none: put them into kinds in fakeproget/seed.go", name)
		}
	}
}
