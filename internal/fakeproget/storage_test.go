package fakeproget_test

import (
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

const storage = "/api/storage"

// Reference section 25, F12.
const (
	storageTypes = `[{"id":"disk","name":"Disk","description":"Storage path on the local file system or network share.","properties":{"StoragePath":{"name":"Storage path","description":"Local file system path or network share.","placeholder":"managed by ProGet"}}},{"id":"s3","name":"Amazon S3","description":"Stores packages and assets in an Amazon S3 bucket.","properties":{"AccessKey":{"name":"Access key"},"SecretAccessKey":{"name":"Secret access key"},"RegionEndpoint":{"required":true,"name":"Region endpoint"},"BucketName":{"name":"Bucket"},"TargetPath":{"name":"Prefix","placeholder":"none (use bucket root)"},"MakePublic":{"name":"Make public","type":"boolean"},"Encrypted":{"name":"Encrypted","type":"boolean"},"InstanceRole":{"name":"IAM role"},"UseInstanceProfile":{"name":"Use instance profile","type":"boolean"},"CustomServiceUrl":{"name":"Custom service URL"}}},{"id":"azure","name":"Microsoft Azure","description":"A file system backed by Microsoft Azure Blob Storage.","properties":{"ConnectionString":{"required":true,"name":"Connection string","description":"A Microsoft Azure connection string"},"ContainerName":{"required":true,"name":"Container","description":"The name of the Azure Blob Container"},"TargetPath":{"name":"Target path","description":"The path in the specified Azure Blob Container"}}}]`
	onDisk       = `{"id":"disk","properties":{"StoragePath":null}}`
	inS3         = `{"id":"s3","properties":{"RegionEndpoint":"us-east-1","BucketName":"my-bucket","AccessKey":"AKIA","SecretAccessKey":"s3cr3t","TargetPath":"backups/2024/July","MakePublic":false,"Encrypted":false}}`
)

// shownS3 is what an answer says of inS3, with the secret as given.
func shownS3(secret string) string {
	return `{"id":"s3","properties":{"RegionEndpoint":"us-east-1","BucketName":"my-bucket","AccessKey":"AKIA",` + secret +
		`"TargetPath":"backups/2024/July","MakePublic":false,"Encrypted":false,"InstanceRole":null,"UseInstanceProfile":false,"CustomServiceUrl":null}}`
}

func TestStorage(t *testing.T) {
	for profile, object := range map[string]bool{"2024": false, "2026": true} {
		c := serve(t, fakeproget.Options{Profile: profile})
		c.Put("feeds", "x", map[string]any{"feedType": "npm"})
		c.wantJSON(c.get(storage), 200, storageTypes)
		c.wantJSON(c.get(storage+"?feed=x"), 200, onDisk)
		r := c.post(storage+"?feed=x", inS3)
		if object {
			c.wantJSON(r, 200, shownS3(""))
		} else {
			c.wantText(r, 200, "")
		}
		c.wantJSON(c.get(storage+"?feed=x"), 200, shownS3(""))
		// Whatever the case of ids and keys, and without what is not sent.
		c.wantStatus(c.post(storage+"?feed=x", `{"id":"S3","properties":{"regionendpoint":"eu-west-1","BUCKETNAME":"b","targetPath":null}}`), 200)
		if stored, _ := c.Get("storage", "x"); !equal(stored, parse(t, `{"feed":"x","id":"s3","properties":{"RegionEndpoint":"eu-west-1","BucketName":"b"}}`)) {
			t.Errorf("stored is %v", stored)
		}
		c.wantStatus(c.post(storage+"?feed=x", `{"id":"disk","properties":{"StoragePath":"/mnt/x"}}`), 200)
		c.wantJSON(c.get(storage+"?feed=x"), 200, `{"id":"disk","properties":{"StoragePath":"/mnt/x"}}`)
		c.wantStatus(c.post(storage+"?feed=x", `{"id":"disk","properties":{}}`), 200)
		c.wantJSON(c.get(storage+"?feed=x"), 200, onDisk)
		// A storage goes with its feed, and follows its name.
		c.wantStatus(c.post(storage+"?feed=x", inS3), 200)
		c.wantStatus(c.post(feeds+"update/x", `{"name":"y"}`), 200)
		c.wantJSON(c.get(storage+"?feed=y"), 200, shownS3(""))
		c.wantText(c.get(storage+"?feed=x"), 404, `Feed "x" not found`)
		c.wantStatus(c.post(feeds+"delete/y", ""), 200)
		c.Put("feeds", "y", map[string]any{"feedType": "npm"})
		c.wantJSON(c.get(storage+"?feed=y"), 200, onDisk)
	}
	for _, options := range []fakeproget.Options{{Profile: "5.2"}, {Profile: "2023"}, {Profile: "2024", Version: "24.0.9.1"}} {
		c := serve(t, options)
		c.wantStatus(c.get(storage), 404)
		c.wantStatus(c.post(storage+"?feed=x", inS3), 404)
	}
}

func TestStorageRefusals(t *testing.T) {
	c := serve(t, fakeproget.Options{})
	c.Put("feeds", "x", map[string]any{"feedType": "npm"})
	c.wantStatus(c.post(storage+"?feed=x", inS3), 200)
	for _, test := range []struct {
		query, body string
		status      int
		text        string
	}{
		{"", onDisk, 400, "feed is required"},
		{"?feed=nope", onDisk, 404, `Feed "nope" not found`},
		{"?feed=x", `{"properties":{}}`, 400, "id is required"},
		{"?feed=x", `{"id":"gcs","properties":{}}`, 400, "unknown storage type 'gcs'"},
		{"?feed=x", `{"id":"disk"}`, 400, "properties must be an object"},
		{"?feed=x", `{"id":"disk","properties":{},"feed":"x"}`, 400, "unknown property 'feed'"},
		{"?feed=x", `{"id":"disk","properties":{"Path":"/mnt"}}`, 400, "storage type 'disk' has no property 'Path'"},
		{"?feed=x", `{"id":"disk","properties":{"StoragePath":true}}`, 400, "properties.StoragePath must be a string"},
		{"?feed=x", `{"id":"s3","properties":{"RegionEndpoint":"r","Encrypted":"true"}}`, 400, "properties.Encrypted must be true or false"},
		{"?feed=x", `{"id":"s3","properties":{"BucketName":"b"}}`, 400, "properties.RegionEndpoint is required"},
		{"?feed=x", `{"id":"azure","properties":{"ContainerName":"c"}}`, 400, "properties.ConnectionString is required"},
	} {
		c.wantText(c.post(storage+test.query, test.body), test.status, test.text)
		c.wantJSON(c.get(storage+"?feed=x"), 200, shownS3(""))
	}
	c = serve(t, fakeproget.Options{Edition: "Free"})
	c.Put("feeds", "x", map[string]any{"feedType": "npm"})
	c.wantText(c.post(storage+"?feed=x", inS3), 400, "cloud storage is not available in the Free edition")
	for i, profile := range []string{"2024", "2026"} {
		c = serve(t, fakeproget.Options{Profile: profile, Keys: keys()})
		c.Put("feeds", "x", map[string]any{"feedType": "npm"})
		for _, key := range keys() {
			denied := []int{403, 500}[i]
			read, set := denied, denied
			switch key.Value {
			case "full-control", "feeds", "manager", "Admin:secret":
				read, set = 200, 200
			case "view":
				read = 200
			}
			for method, want := range map[string]int{"GET": read, "POST": set} {
				if r := c.do(method, storage+"?feed=x", map[string]string{"POST": onDisk}[method], "X-ApiKey", key.Value); r.status != want {
					t.Errorf("%s: %s with %s: %d, want %d", profile, method, key.Value, r.status, want)
				}
			}
		}
	}
}

func TestStorageOptions(t *testing.T) {
	for echo, secret := range map[fakeproget.SecretsEcho]string{
		fakeproget.OmitSecrets: ``, fakeproget.EchoSecrets: `"SecretAccessKey":"s3cr3t",`, fakeproget.MaskSecrets: `"SecretAccessKey":"********",`,
	} {
		c := serve(t, fakeproget.Options{Profile: "2024", ObjectBodies: true, Secrets: echo})
		c.Put("feeds", "x", map[string]any{"feedType": "npm"})
		c.wantJSON(c.post(storage+"?feed=x", inS3), 200, shownS3(secret))
		if echo == fakeproget.MaskSecrets {
			c.wantStatus(c.post(storage+"?feed=x", shownS3(secret)), 200)
			if stored, _ := c.Get("storage", "x"); members(t, stored["properties"])["SecretAccessKey"] != "s3cr3t" {
				t.Errorf("stored is %v", stored)
			}
		}
	}
	c := serve(t, fakeproget.Options{EmptyBodies: true, StorageMerges: true})
	c.Put("feeds", "x", map[string]any{"feedType": "npm"})
	c.wantText(c.post(storage+"?feed=x", inS3), 200, "")
	c.wantStatus(c.post(storage+"?feed=x", `{"id":"s3","properties":{"BucketName":"other"}}`), 200)
	c.wantJSON(c.get(storage+"?feed=x"), 200, strings.Replace(shownS3(""), "my-bucket", "other", 1))

	const extension = `{"id":"gcs","name":"Google Cloud","properties":{"Bucket":{"required":true},"Key":{}}}`
	c = serve(t, fakeproget.Options{NoCloudStorage: true, Secrets: fakeproget.MaskSecrets, ExtraStorageTypes: []map[string]any{{
		"id": "gcs", "name": "Google Cloud", "properties": map[string]any{"Bucket": map[string]any{"required": true}, "Key": map[string]any{"secret": true}},
	}}})
	c.Put("feeds", "x", map[string]any{"feedType": "npm"})
	if list := array(t, parse(t, c.get(storage).body)); len(list) != 2 || !equal(list[1], parse(t, extension)) {
		t.Errorf("types are %v", list)
	}
	c.wantText(c.post(storage+"?feed=x", inS3), 400, "unknown storage type 's3'")
	c.wantJSON(c.post(storage+"?feed=x", `{"id":"gcs","properties":{"Bucket":"b","Key":"k"}}`), 200, `{"id":"gcs","properties":{"Bucket":"b","Key":"********"}}`)
	wantMember(t, c.get(feeds+"get/x").body, "packageStore", "")
}

// TestPackageStore looks at one storage in both its views.
func TestPackageStore(t *testing.T) {
	const store = `<Inedo.ProGet.Extensions.AWS.PackageStores.S3FileSystem Assembly="AWS"><Properties AccessKey="AKIA" SecretAccessKey="s3cr3t" BucketName="my-bucket" TargetPath="backups/2024/July" ReducedRedundancy="False" MakePublic="False" Encrypted="False" RegionEndpoint="us-east-1" CustomServiceUrl="" /></Inedo.ProGet.Extensions.AWS.PackageStores.S3FileSystem>`
	quoted := `"` + strings.ReplaceAll(store, `"`, `\"`) + `"`
	c := serve(t, fakeproget.Options{})
	c.Put("feeds", "x", map[string]any{"feedType": "npm"})
	c.wantStatus(c.post(storage+"?feed=x", inS3), 200)
	wantMember(t, c.get(feeds+"get/x").body, "packageStore", quoted)
	c.wantStatus(c.post(storage+"?feed=x", onDisk), 200)
	wantMember(t, c.get(feeds+"get/x").body, "packageStore", "")

	c.wantStatus(c.post(feeds+"update/x", `{"packageStore":`+quoted+`}`), 200)
	c.wantJSON(c.get(storage+"?feed=x"), 200, shownS3(""))
	c.wantStatus(c.post(feeds+"update/x", `{"description":"d"}`), 200)
	c.wantJSON(c.get(storage+"?feed=x"), 200, shownS3(""))
	c.wantStatus(c.post(feeds+"update/x", `{"packageStore":null}`), 200)
	c.wantJSON(c.get(storage+"?feed=x"), 200, onDisk)

	c.Put("storage", "x", map[string]any{"id": "azure", "properties": map[string]any{"ConnectionString": "a&b", "ContainerName": "c"}})
	wantMember(t, c.get(feeds+"get/x").body, "packageStore", `"<Inedo.ProGet.Extensions.Azure.PackageStores.AzureFileSystem Assembly=\"Azure\"><Properties ConnectionString=\"a&amp;b\" ContainerName=\"c\" TargetPath=\"\" /></Inedo.ProGet.Extensions.Azure.PackageStores.AzureFileSystem>"`)
	c.Remove("storage", "x")
	wantMember(t, c.get(feeds+"get/x").body, "packageStore", "")
	// What the reference has no class for stays apart.
	c.wantStatus(c.post(feeds+"update/x", `{"packageStore":"<Mine Assembly=\"M\" />","packagesPath":"/mnt"}`), 200)
	c.wantJSON(c.get(storage+"?feed=x"), 200, onDisk)

	c = serve(t, fakeproget.Options{SeparateStores: true})
	c.wantStatus(c.post(feeds+"create", `{"name":"x","feedType":"npm","packageStore":`+quoted+`}`), 201)
	c.wantJSON(c.get(storage+"?feed=x"), 200, onDisk)
	c.wantStatus(c.post(storage+"?feed=x", `{"id":"azure","properties":{"ConnectionString":"a","ContainerName":"c"}}`), 200)
	wantMember(t, c.get(feeds+"get/x").body, "packageStore", quoted)
}
