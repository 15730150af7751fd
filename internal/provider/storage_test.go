package provider_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

const storageKind = "proget_feed_storage"

// gcloud is a type of storage as an extension adds it.
var gcloud = map[string]any{
	"id": "gcloud", "name": "Google Cloud", "properties": map[string]any{
		"Bucket":      map[string]any{"required": true, "name": "Bucket"},
		"Credentials": map[string]any{"name": "Credentials", "secret": true},
		"Public":      map[string]any{"name": "Public", "type": "boolean"},
	},
}

// hasStorage compares the storage of a feed, without what is not set.
func (s *server) hasStorage(feed, id string, properties values) error {
	object, _ := s.Get("storage", feed)
	got, _ := object["properties"].(map[string]any)
	got = maps.Clone(got)
	maps.DeleteFunc(got, func(_ string, value any) bool { return none(value) == nil || value == false })
	if diff := cmp.Diff(properties, got); object["id"] != id || diff != "" {
		return fmt.Errorf("the storage is %v, want %s (-want +got):\n%s", object["id"], id, diff)
	}
	return nil
}

// prepareStorages makes feeds.
func prepareStorages(s *server) {
	for _, feed := range []string{"a", "a-0", "a-1", "a-2"} {
		s.Put("feeds", feed, map[string]any{"feedType": "nuget"})
	}
}

// storageServers tell of secrets what they are known to tell, and have a type of
// storage that an extension brings.
var storageServers = map[string]fakeproget.Options{
	"2024":           {Profile: "2024", ExtraStorageTypes: []map[string]any{gcloud}},
	"2024, revealed": {Profile: "2024", Secrets: fakeproget.EchoSecrets, ExtraStorageTypes: []map[string]any{gcloud}},
	"2026":           {Profile: "2026", ExtraStorageTypes: []map[string]any{gcloud}},
	"2026, masked":   {Profile: "2026", Secrets: fakeproget.MaskSecrets, ExtraStorageTypes: []map[string]any{gcloud}},
}

// storedStorages are the storages of all feeds, each with its properties.
func storedStorages(s *server) map[string]map[string]any {
	all := map[string]map[string]any{}
	for _, feed := range s.Names("storage") {
		object, _ := s.Get("storage", feed)
		properties, _ := object["properties"].(map[string]any)
		all[feed] = maps.Clone(properties)
		all[feed]["feed"], all[feed]["id"] = object["feed"], object["id"]
		all[feed]["s3.bucketName"] = properties["BucketName"]
	}
	return all
}

// stored is a leg of the storage of the feed "a".
func stored(id string, properties, config values) leg {
	return leg{config: storageOf(config), has: func(s *server) error { return s.hasStorage("a", id, properties) }}
}

// movedStorage is a leg of a storage that somebody moved.
func movedStorage() leg {
	moved := stored("disk", values{}, ownDisk)
	moved.drifted = func(s *server) {
		s.Put("storage", "a", map[string]any{"id": "disk", "properties": map[string]any{"StoragePath": "/drift"}})
	}
	return moved
}

// inS3 and inAzure are configurations with a secret.
func inS3(secret string, version int) values {
	return values{"s3": values{"bucket_name": "b", "region_endpoint": "us-east-1", "access_key": "AK", "secret_access_key_wo": secret}, "secrets_wo_version": version}
}

// Every member is set, changed and removed, from one type of storage to the next.
var storageCourses = []course{{attribute: "all", legs: []leg{
	stored("disk", values{}, ownDisk),
	stored("disk", values{"StoragePath": "/one"}, values{"disk": values{"path": "/one"}}),
	stored("disk", values{"StoragePath": "/two"}, values{"disk": values{"path": "/two"}}),
	stored("disk", values{}, ownDisk),
	movedStorage(),
	stored("s3", values{"BucketName": "b", "RegionEndpoint": "us-east-1", "AccessKey": "AK", "SecretAccessKey": "one-s3cr3t"}, inS3("one-s3cr3t", 1)),
	stored("s3", values{"BucketName": "b", "RegionEndpoint": "us-east-1", "AccessKey": "AK", "SecretAccessKey": "one-s3cr3t"}, inS3("two-s3cr3t", 1)),
	stored("s3", values{"BucketName": "b", "RegionEndpoint": "us-east-1", "AccessKey": "AK", "SecretAccessKey": "two-s3cr3t"}, inS3("two-s3cr3t", 2)),
	stored("s3", values{
		"BucketName": "b2", "RegionEndpoint": "us-west-1", "TargetPath": "p", "AccessKey": "AK2", "SecretAccessKey": "two-s3cr3t",
		"MakePublic": true, "Encrypted": true, "InstanceRole": "r", "UseInstanceProfile": true, "CustomServiceUrl": "https://s3.example.com",
	}, values{"s3": values{
		"bucket_name": "b2", "region_endpoint": "us-west-1", "target_path": "p", "access_key": "AK2", "secret_access_key_wo": "two-s3cr3t",
		"make_public": true, "encrypted": true, "instance_role": "r", "use_instance_profile": true, "custom_service_url": "https://s3.example.com",
	}, "secrets_wo_version": 2}),
	stored("s3", values{"BucketName": "b2", "RegionEndpoint": "us-west-1"}, values{"s3": values{"bucket_name": "b2", "region_endpoint": "us-west-1", "encrypted": false}}),
	stored("azure", values{"ContainerName": "c", "ConnectionString": "s3cr3t-a"}, values{"azure": values{"container_name": "c", "connection_string_wo": "s3cr3t-a"}, "secrets_wo_version": 1}),
	stored("azure", values{"ContainerName": "c", "TargetPath": "p", "ConnectionString": "s3cr3t-b"}, values{"azure": values{"container_name": "c", "target_path": "p", "connection_string_wo": "s3cr3t-b"}, "secrets_wo_version": 1}),
	stored("gcloud", values{"Bucket": "b", "Public": true, "Credentials": "s3cr3t-c"}, values{"custom": values{"type": "GCloud", "properties": values{"Bucket": "b", "Public": "true"}, "secret_properties_wo": values{"Credentials": "s3cr3t-c"}}}),
	stored("gcloud", values{"Bucket": "b2", "Credentials": "s3cr3t-c"}, values{"custom": values{"type": "gcloud", "properties": values{"Bucket": "b2", "Public": "false"}, "secret_properties_wo": values{"Credentials": "s3cr3t-c"}}}),
	stored("gcloud", values{"Bucket": "b2"}, values{"custom": values{"type": "gcloud", "properties": values{"Bucket": "b2"}}}),
	stored("disk", values{}, ownDisk),
}}}

// stateLacks requires that nothing in the state holds the text.
func stateLacks(state *terraformState, text string) error {
	for address, r := range state.RootModule().Resources {
		for name, value := range r.Primary.Attributes {
			if strings.Contains(value, text) {
				return fmt.Errorf("%s.%s is %s in the state", address, name, value)
			}
		}
	}
	return nil
}

var (
	ownDisk  = values{"disk": values{}}
	onDisk   = values{"disk": values{"path": "/packages"}}
	inBucket = values{"s3": values{"bucket_name": "b", "region_endpoint": "us-east-1"}}
)

// storageOf is the configuration of the storage of a feed "a".
func storageOf(block values) values {
	config := maps.Clone(block)
	config["feed"] = "a"
	return config
}

// A change, an end or a creation that makes a feed lose sight of its packages is
// warned of, and so is one of a feed of which nobody knows what it holds.
func TestFeedStorageWarns(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		feedType      string
		packages      int
		before, after values // nil for none
		says          string // none if empty
	}{
		"created":                {"nuget", 2, nil, onDisk, "The feed holds 2 packages."},
		"created, empty":         {"nuget", 0, nil, onDisk, ""},
		"created as it is":       {"nuget", 2, nil, ownDisk, ""},
		"changed":                {"nuget", 1, onDisk, inBucket, "The feed holds 1 package."},
		"changed, empty":         {"nuget", 0, onDisk, inBucket, ""},
		"another key alone":      {"nuget", 1, inBucket, values{"s3": values{"bucket_name": "b", "region_endpoint": "us-east-1", "instance_role": "r"}}, ""},
		"ended":                  {"nuget", 1, inBucket, nil, "The feed holds 1 package."},
		"ended, empty":           {"nuget", 0, inBucket, nil, ""},
		"ended as it always was": {"nuget", 1, ownDisk, nil, ""},
		"files":                  {"asset", 1, onDisk, inBucket, "The feed holds 1 file."},
		"nobody knows":           {"docker", 0, onDisk, inBucket, "not known"},
	} {
		s := serve(t, fakeproget.Options{})
		s.Put("feeds", "a", map[string]any{"feedType": test.feedType})
		e := connect(t, s, nil)
		o := e.Absent(storageKind)
		if test.before != nil {
			var diags diagnostics
			o, diags = e.Apply(t, storageKind, o, storageOf(test.before))
			noErrors(t, diags)
		}
		for i := range test.packages {
			if test.feedType == "asset" {
				s.AddAsset("a", fmt.Sprintf("f%d", i))
			} else {
				s.AddPackage("a", fmt.Sprintf("P%d", i), "1.0.0")
			}
		}
		var config values
		if test.after != nil {
			config = storageOf(test.after)
		}
		_, diags := e.Plan(t, storageKind, o, config)
		if diags.Failed() || (len(diags) > 0) != (test.says != "") || !strings.Contains(diags.String(), test.says) {
			t.Errorf("%s: want a warning that says %q, got\n%s", name, test.says, diags)
		}
	}
}

// What somebody has set up is taken over if it is as planned already.
func TestFeedStorageAsPlanned(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	s.Put("feeds", "a", map[string]any{"feedType": "nuget"})
	s.Put("storage", "a", map[string]any{"id": "disk", "properties": map[string]any{"StoragePath": "/packages"}})
	made(t, s, storageKind, storageOf(onDisk))
}

// What was set before the storage that it replaces was destroyed stays, and an
// address that changed without a moved block is said in the plan.
func TestFeedStorageOutlives(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	s.Put("feeds", "a", map[string]any{"feedType": "nuget"})
	old := made(t, s, storageKind, storageOf(onDisk))
	e := connect(t, s, nil)
	_, diags := e.Plan(t, storageKind, old, nil)
	noErrors(t, diags)
	_, diags = e.Plan(t, storageKind, e.Absent(storageKind), storageOf(onDisk))
	if !strings.Contains(diags.String(), `"a" is destroyed and created`) {
		t.Errorf("want a warning, got\n%s", diags)
	}
	e = connect(t, s, nil)
	o, diags := e.Apply(t, storageKind, e.Absent(storageKind), storageOf(onDisk))
	noErrors(t, diags)
	_, diags = e.Apply(t, storageKind, old, nil)
	noErrors(t, diags)
	e.PlanEmpty(t, storageKind, o, storageOf(onDisk))
	if _, drifted := e.Read(t, storageKind, o); len(drifted) > 0 {
		t.Errorf("%s", drifted)
	}
	if stored, _ := s.Get("storage", "a"); !strings.Contains(fmt.Sprint(stored), "/packages") {
		t.Errorf("the storage became %v", stored)
	}
}

// The storage goes with its feed, so that one of a feed that is gone cannot be set.
func TestFeedStorageOfAFeedThatIsGone(t *testing.T) {
	t.Parallel()
	e := connect(t, serve(t, fakeproget.Options{}), nil)
	_, diags := e.Apply(t, storageKind, e.Absent(storageKind), storageOf(onDisk))
	if attribute, _, _ := firstError(diags); attribute != "feed" {
		t.Errorf("want an error at feed, got\n%s", diags)
	}
}

// Bad input is an error while planning, on its block.
func TestFeedStorageInput(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{ExtraStorageTypes: []map[string]any{gcloud}})
	s.Put("feeds", "a", map[string]any{"feedType": "nuget"})
	e := connect(t, s, nil)
	custom := func(id string, properties values) values {
		return values{"custom": values{"type": id, "properties": properties}}
	}
	for _, test := range []struct {
		name            string
		config          values
		attribute, says string // of the error
		fails           bool
	}{
		{"good", inBucket, "", "", false},
		{"unknown", values{"feed": unknownValue{}, "s3": values{"bucket_name": unknownValue{}, "region_endpoint": unknownValue{}}}, "", "", false},
		{"unknown secret", values{"azure": values{"container_name": "c", "connection_string_wo": unknownValue{}}, "secrets_wo_version": 1}, "", "", false},
		{"no block", values{}, "", "Exactly one", true},
		{"two blocks", values{"disk": values{}, "s3": values{"bucket_name": "b"}}, "s3", "disk, s3", true},
		{"no bucket", values{"s3": values{}}, "s3", "bucket_name", true},
		{"secret without its key", values{"s3": values{"bucket_name": "b", "region_endpoint": "r", "secret_access_key_wo": "x"}}, "s3", "access_key", true},
		{"no region", values{"s3": values{"bucket_name": "b"}}, "s3", "s3.region_endpoint", true},
		{"no container", values{"azure": values{}}, "azure", "container_name", true},
		{"no connection string", values{"azure": values{"container_name": "c"}}, "azure", "connection_string_wo", true},
		{"no type", values{"custom": values{"properties": values{}}}, "custom", "custom.type", true},
		{"no properties", values{"custom": values{"type": "gcloud"}}, "custom", "custom.properties", true},
		{"a type with a block", custom("S3", values{}), "custom", "block s3", true},
		{"a type that is not installed", custom("gclod", values{}), "custom", `Did you mean "gcloud"?`, true},
		{"a type like no other", custom("ftp", values{}), "custom", "azure, disk, gcloud, s3", true},
		{"a misspelt property", custom("gcloud", values{"Buket": "b"}), "custom", `Did you mean "Bucket"?`, true},
		{"a property like no other", custom("gcloud", values{"Bucket": "b", "Other": "b"}), "custom", "Bucket, Credentials, Public", true},
		{"a missing property", custom("gcloud", values{}), "custom", "needs the property Bucket", true},
		{"no feed", values{"feed": "", "disk": values{}}, "feed", "at least 1", true},
	} {
		config := storageOf(values{})
		maps.Copy(config, test.config)
		diags := e.Validate(t, storageKind, config)
		if !diags.Failed() {
			_, diags = e.Plan(t, storageKind, e.Absent(storageKind), config)
		}
		attribute, _, _ := firstError(diags)
		if diags.Failed() != test.fails || attribute != test.attribute || !strings.Contains(diags.String(), test.says) {
			t.Errorf("%s: want an error at %q that says %q, got\n%s", test.name, test.attribute, test.says, diags)
		}
	}
}

// A feed that leaves its package store out leaves the storage alone, secrets
// included: when it is made, refreshed and imported. One that has a package store
// still manages it.
func TestAccFeedStorageBesideItsFeed(t *testing.T) {
	t.Parallel()
	for _, profile := range since2024 {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			s := serve(t, fakeproget.Options{Profile: profile, Secrets: fakeproget.EchoSecrets})
			config := func(description string) string {
				return s.Block + fmt.Sprintf("resource \"proget_feed\" \"a\" {\n  name = \"a\"\n  feed_type = \"nuget\"\n  description = %q\n}\n", description) +
					"resource \"proget_feed_storage\" \"a\" {\n  feed = proget_feed.a.name\n  s3 {\n    bucket_name = \"b\"\n    region_endpoint = \"us-east-1\"\n    access_key = \"AK\"\n    secret_access_key_wo = \"s3cr3t\"\n  }\n}\n"
			}
			check := func(state *terraformState) error {
				if feed, _ := s.Get("feeds", "a"); !strings.Contains(fmt.Sprint(feed["packageStore"]), "S3") {
					return fmt.Errorf("the feed's package store is %v", feed["packageStore"])
				}
				return stateLacks(state, "s3cr3t")
			}
			resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: factories, Steps: []resource.TestStep{
				{Config: config("one"), ConfigPlanChecks: ends(), Check: check},
				{Config: config("two"), ConfigPlanChecks: ends(), Check: check},
				{ResourceName: "proget_feed.a", ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateId: "a"},
				{ResourceName: storageKind + ".a", ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateId: "a"},
			}})
		})
	}
}

// The data sources tell the storage and the types without secrets.
func TestAccFeedStorageDataSources(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{Secrets: fakeproget.EchoSecrets})
	s.Put("feeds", "a", map[string]any{"feedType": "nuget"})
	s.Put("storage", "a", map[string]any{"id": "s3", "properties": map[string]any{"BucketName": "b", "SecretAccessKey": "s3cr3t"}})
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: factories, Steps: []resource.TestStep{{
		Config: s.Block + "data \"proget_feed_storage\" \"a\" {\n  feed = \"a\"\n}\ndata \"proget_feed_storages\" \"all\" {}\ndata \"proget_storage_types\" \"all\" {}\n",
		Check: resource.ComposeTestCheckFunc(
			resource.TestCheckResourceAttr("data.proget_feed_storage.a", "s3.bucket_name", "b"),
			resource.TestCheckNoResourceAttr("data.proget_feed_storage.a", "azure.container_name"),
			resource.TestCheckResourceAttr("data.proget_feed_storages.all", "feeds.0", "a"),
			resource.TestCheckResourceAttr("data.proget_storage_types.all", "ids.#", "3"),
			resource.TestCheckResourceAttr("data.proget_storage_types.all", "types.2.properties.MakePublic.type", "boolean"),
			resource.TestCheckResourceAttr("data.proget_storage_types.all", "types.2.properties.RegionEndpoint.required", "true"),
			func(state *terraformState) error { return stateLacks(state, "s3cr3t") },
		),
	}}})
}
