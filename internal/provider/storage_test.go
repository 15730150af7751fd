package provider_test

import (
	"fmt"
	"maps"
	"net/http"
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

// Every member goes through set, changed and removed, from one type of storage to
// the next, and each is imported, whatever the server tells of secrets.
func TestAccFeedStorage(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]fakeproget.Options{
		"2024":           {Profile: "2024"},
		"2024, revealed": {Profile: "2024", Secrets: fakeproget.EchoSecrets},
		"2026":           {Profile: "2026"},
		"2026, masked":   {Profile: "2026", Secrets: fakeproget.MaskSecrets},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options.ExtraStorageTypes = []map[string]any{gcloud}
			s := serve(t, options)
			step := func(body, id string, properties values) resource.TestStep {
				return resource.TestStep{
					Config: s.Block + "resource \"proget_feed\" \"a\" {\n  name = \"a\"\n  feed_type = \"nuget\"\n}\n" +
						"resource \"proget_feed_storage\" \"a\" {\n  feed = proget_feed.a.name\n" + body + "\n}\n",
					ConfigPlanChecks: ends(),
					Check: resource.ComposeTestCheckFunc(
						func(*terraformState) error { return s.hasStorage("a", id, properties) },
						func(state *terraformState) error { return stateLacks(state, "s3cr3t") },
					),
				}
			}
			imported := resource.TestStep{
				ResourceName: storageKind + ".a", ImportState: true, ImportStateId: "a", ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "feed",
				ImportStateVerifyIgnore: []string{"secrets_wo_version"},
			}
			drifted := step("disk {}", "disk", values{})
			drifted.PreConfig = func() {
				s.Put("storage", "a", map[string]any{"id": "disk", "properties": map[string]any{"StoragePath": "/drift"}})
			}
			s3 := values{"BucketName": "b", "RegionEndpoint": "us-east-1", "AccessKey": "AK", "SecretAccessKey": "one-s3cr3t"}
			with := func(from values, changes values) values {
				all := maps.Clone(from)
				maps.Copy(all, changes)
				return all
			}
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps: []resource.TestStep{
					step("disk {}", "disk", values{}),
					imported,
					step("disk {\n path = \"/one\"\n}", "disk", values{"StoragePath": "/one"}),
					imported,
					step("disk {\n path = \"/two\"\n}", "disk", values{"StoragePath": "/two"}),
					step("disk {}", "disk", values{}),
					drifted,
					step("s3 {\n bucket_name = \"b\"\n region_endpoint = \"us-east-1\"\n access_key = \"AK\"\n secret_access_key_wo = \"one-s3cr3t\"\n}\nsecrets_wo_version = 1", "s3", s3),
					imported,
					step("s3 {\n bucket_name = \"b\"\n region_endpoint = \"us-east-1\"\n access_key = \"AK\"\n secret_access_key_wo = \"two-s3cr3t\"\n}\nsecrets_wo_version = 1", "s3", s3),
					step("s3 {\n bucket_name = \"b\"\n region_endpoint = \"us-east-1\"\n access_key = \"AK\"\n secret_access_key_wo = \"two-s3cr3t\"\n}\nsecrets_wo_version = 2", "s3", with(s3, values{"SecretAccessKey": "two-s3cr3t"})),
					step("s3 {\n bucket_name = \"b2\"\n region_endpoint = \"us-west-1\"\n target_path = \"p\"\n access_key = \"AK2\"\n secret_access_key_wo = \"two-s3cr3t\"\n make_public = true\n encrypted = true\n instance_role = \"r\"\n use_instance_profile = true\n custom_service_url = \"https://s3.example.com\"\n}\nsecrets_wo_version = 2",
						"s3", values{
							"BucketName": "b2", "RegionEndpoint": "us-west-1", "TargetPath": "p", "AccessKey": "AK2", "SecretAccessKey": "two-s3cr3t",
							"MakePublic": true, "Encrypted": true, "InstanceRole": "r", "UseInstanceProfile": true, "CustomServiceUrl": "https://s3.example.com",
						}),
					imported,
					step("s3 {\n bucket_name = \"b2\"\n region_endpoint = \"us-west-1\"\n encrypted = false\n}", "s3", values{"BucketName": "b2", "RegionEndpoint": "us-west-1"}),
					step("azure {\n container_name = \"c\"\n connection_string_wo = \"s3cr3t-a\"\n}\nsecrets_wo_version = 1", "azure", values{"ContainerName": "c", "ConnectionString": "s3cr3t-a"}),
					imported,
					step("azure {\n container_name = \"c\"\n target_path = \"p\"\n connection_string_wo = \"s3cr3t-b\"\n}\nsecrets_wo_version = 1", "azure", values{"ContainerName": "c", "TargetPath": "p", "ConnectionString": "s3cr3t-b"}),
					step("custom {\n type = \"GCloud\"\n properties = { Bucket = \"b\", Public = \"true\" }\n secret_properties_wo = { Credentials = \"s3cr3t-c\" }\n}", "gcloud", values{"Bucket": "b", "Public": true, "Credentials": "s3cr3t-c"}),
					step("custom {\n type = \"gcloud\"\n properties = { Bucket = \"b2\", Public = \"false\" }\n secret_properties_wo = { Credentials = \"s3cr3t-c\" }\n}", "gcloud", values{"Bucket": "b2", "Credentials": "s3cr3t-c"}),
					step("custom {\n type = \"gcloud\"\n properties = { Bucket = \"b2\" }\n}", "gcloud", values{"Bucket": "b2"}),
					imported,
					step("disk {}", "disk", values{}),
				},
			})
		})
	}
}

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

// What somebody has set up is not overwritten, unless it is as planned already.
func TestFeedStorageIsNotAdopted(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	s.Put("feeds", "a", map[string]any{"feedType": "nuget"})
	s.Put("storage", "a", map[string]any{"id": "disk", "properties": map[string]any{"StoragePath": "/packages"}})
	e := connect(t, s, nil)
	_, diags := e.Apply(t, storageKind, e.Absent(storageKind), storageOf(inBucket))
	if attribute, summary, detail := firstError(diags); attribute != "feed" || !strings.Contains(summary, "already exists") || !strings.Contains(detail, `id = "a"`) {
		t.Errorf("want an error with an import, got\n%s", diags)
	}
	must(t, s.hasStorage("a", "disk", values{"StoragePath": "/packages"}))
	e = connect(t, s, nil) // another run
	_, diags = e.Apply(t, storageKind, e.Absent(storageKind), storageOf(onDisk))
	noErrors(t, diags)
}

// The storage goes with its feed: destroying it is fine, and a refresh removes it.
func TestFeedStorageOfAFeedThatIsGone(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	s.Put("feeds", "a", map[string]any{"feedType": "nuget"})
	o, diags := connect(t, s, nil).Apply(t, storageKind, connect(t, s, nil).Absent(storageKind), storageOf(onDisk))
	noErrors(t, diags)
	s.Remove("feeds", "a")
	e := connect(t, s, nil)
	gone, diags := e.Read(t, storageKind, o)
	noErrors(t, diags)
	if !gone.State.IsNull() {
		t.Errorf("the state has %v", gone.State)
	}
	_, diags = e.Apply(t, storageKind, o, nil)
	noErrors(t, diags)
	_, diags = e.Apply(t, storageKind, e.Absent(storageKind), storageOf(onDisk))
	if attribute, _, _ := firstError(diags); attribute != "feed" {
		t.Errorf("want an error at feed, got\n%s", diags)
	}
}

// A lost answer is settled by reading, and sent once more where nothing was done.
func TestFeedStorageLostAnswers(t *testing.T) {
	t.Parallel()
	for _, moment := range []fakeproget.Moment{fakeproget.BeforeActing, fakeproget.AfterActing} {
		s := serve(t, fakeproget.Options{})
		s.Put("feeds", "a", map[string]any{"feedType": "nuget"})
		e := connect(t, s, nil)
		o := e.Absent(storageKind)
		for _, step := range []struct {
			config     values
			id         string
			properties values
		}{
			{storageOf(onDisk), "disk", values{"StoragePath": "/packages"}},
			{storageOf(inBucket), "s3", values{"BucketName": "b", "RegionEndpoint": "us-east-1"}},
			{nil, "disk", values{}},
		} {
			var diags diagnostics
			s.Fail(fakeproget.Fault{Method: http.MethodPost, Path: "/api/storage", Drop: moment, Times: 1})
			o, diags = e.Apply(t, storageKind, o, step.config)
			noErrors(t, diags)
			must(t, s.hasStorage("a", step.id, step.properties))
		}
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
	for _, profile := range withSettings {
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
