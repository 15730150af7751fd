package proget

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	storageTypes = "GET /api/storage"
	storageGet   = "GET /api/storage?feed=my+feed"
	storageSet   = "POST /api/storage?feed=my+feed"
	diskOnly     = `{"id":"disk","name":"Disk","description":null,"properties":{"StoragePath":{"name":"Storage path","placeholder":"managed by ProGet"}}}`
	gcloud       = `{"id":"gcloud","name":"Google","properties":{"Bucket":{"required":true,"name":"Bucket"},"Public":{"name":"Public","type":"boolean"},"Json":{"name":"Credentials"}}}`
)

func TestStorageDecoding(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Storage{
		`{"id":"disk","properties":{"StoragePath":null}}`: {Disk: Of(DiskStorage{Null[string]()})},
		`{"id":"Disk","properties":{}}`:                   {Disk: Of(DiskStorage{})},
		`{"id":"disk"}`:                                   {Disk: Of(DiskStorage{})},
		`{"id":"s3","properties":{"bucketName":"b","MakePublic":false,"AccessKey":"A"}}`: {S3: Of(S3Storage{BucketName: Of("b"), MakePublic: Of(false), AccessKey: Of("A")})},
		`{"id":"azure","properties":{"ContainerName":"c"}}`:                              {Azure: Of(AzureStorage{ContainerName: Of("c")})},
		`{"id":"gcloud","properties":{"Bucket":"b","Public":true,"Off":false,"None":null,"ApiToken":"x"}}`: {
			Custom: Of(CustomStorage{Type: Of("gcloud"), Properties: Of(map[string]string{"Bucket": "b", "Public": "true"})}),
		},
	} {
		var got Storage
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Errorf("%s: %v", text, err)
		} else if diff := cmp.Diff(want, got, whole); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
	if err := json.Unmarshal([]byte(`{"properties":{}}`), new(Storage)); err == nil {
		t.Error("a storage without a type is one")
	}
}

// All properties that the type has are sent with every change, flags as flags.
func TestStorageIsSentWhole(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		types   string
		storage Storage
		body    string
	}{
		"own disk": {"[" + diskOnly + "]", Storage{}, `{"id":"disk","properties":{"StoragePath":null}}`},
		"disk":     {"[" + diskOnly + "]", Storage{Disk: Of(DiskStorage{Of("/a")})}, `{"id":"disk","properties":{"StoragePath":"/a"}}`},
		"unknown types": {
			"[" + diskOnly + "]",
			Storage{Azure: Of(AzureStorage{ContainerName: Of("c")})},
			`{"id":"azure","properties":{"ConnectionString":null,"ContainerName":"c","TargetPath":null}}`,
		},
		"what a server does not have": {
			`[{"id":"s3","properties":{"BucketName":{},"RegionEndpoint":{},"MakePublic":{"type":"boolean"}}}]`,
			Storage{S3: Of(S3Storage{BucketName: Of("b"), CustomServiceURL: Of("https://s3.example.com")})},
			`{"id":"s3","properties":{"BucketName":"b","CustomServiceUrl":"https://s3.example.com","MakePublic":false,"RegionEndpoint":null}}`,
		},
		"custom": {
			"[" + gcloud + "]",
			Storage{Custom: Of(CustomStorage{Type: Of("GCloud"), Properties: Of(map[string]string{"Bucket": "b", "Public": "TRUE"}), Secrets: Of(map[string]string{"Json": "{}"})})},
			`{"id":"GCloud","properties":{"Bucket":"b","Json":"{}","Public":true}}`,
		},
		"no flag": {
			"[" + gcloud + "]",
			Storage{Custom: Of(CustomStorage{Type: Of("gcloud"), Properties: Of(map[string]string{"Public": "perhaps"})})},
			`{"id":"gcloud","properties":{"Public":"perhaps"}}`,
		},
	} {
		s := serve(t, routes{storageTypes: reply(200, test.types), storageSet: reply(200, `{"id":"disk","properties":{}}`)})
		stored, err := s.client(t).Storages().Update(t.Context(), "my feed", test.storage)
		if err != nil || stored.Feed != Of("my feed") {
			t.Errorf("%s: %v, %v", name, stored, err)
		}
		if got := s.last(t, storageSet).body; got != test.body {
			t.Errorf("%s: sent %s, want %s", name, got, test.body)
		}
	}
}

// Where the answer to a change says nothing, the storage is read.
func TestStorageAnswers(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "OK", "null"} {
		s := serve(t, routes{storageTypes: reply(200, "["+diskOnly+"]"), storageSet: reply(200, body), storageGet: reply(200, `{"id":"disk","properties":{"StoragePath":"/a"}}`)})
		stored, err := s.client(t).Storages().Update(t.Context(), "my feed", Storage{Disk: Of(DiskStorage{Of("/a")})})
		if disk, _ := stored.Disk.Get(); err != nil || disk.StoragePath != Of("/a") {
			t.Errorf("%q: %v, %v", body, stored, err)
		}
	}
}

// Without a feed, the address is that of the types.
func TestStorageOfNoFeed(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{})
	storages := s.client(t).Storages()
	_, findErr := storages.Find(t.Context(), "")
	_, createErr := storages.Create(t.Context(), Storage{})
	_, updateErr := storages.Update(t.Context(), "", Storage{})
	for _, err := range []error{findErr, createErr, updateErr, storages.Delete(t.Context(), "")} {
		if e := problemOf(t, err); IsNotFound(err) || e.Problem != Unsent || !strings.Contains(e.Error(), "the feed is empty") {
			t.Errorf("an empty feed gives %v", err)
		}
	}
	if len(s.lines()) != 0 {
		t.Errorf("requests were made: %q", s.lines())
	}
}

// JSON that says something else does not show that a secret was stored. For a
// deletion it is enough that it was done.
func TestStorageAnswersThatSayOtherwise(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"status":"ok"}`, `{"id":"disk"`, `[1]`} {
		s := serve(t, routes{storageTypes: reply(200, "["+diskOnly+"]"), storageSet: reply(200, body), storageGet: reply(200, `{"id":"disk","properties":{}}`)})
		if _, err := s.client(t).Storages().Update(t.Context(), "my feed", Storage{}); !IsLost(err) {
			t.Errorf("%q: %v is not lost", body, err)
		}
	}
	s := serve(t, routes{storageTypes: reply(200, "["+diskOnly+"]"), storageSet: reply(200, ""), storageGet: reply(500, "")})
	if err := s.client(t).Storages().Delete(t.Context(), "my feed"); err != nil {
		t.Errorf("a deletion that cannot be read: %v", err)
	}
}

// Only a feed that is not there proves that there is no storage: servers before
// 2024 have no such API, and some answer 500 to a key that does not suffice.
func TestStorageIsNotFound(t *testing.T) {
	t.Parallel()
	const get = "GET /api/management/feeds/get/my%20feed"
	for name, test := range map[string]struct {
		answer, feed int
		gone         bool
		says         string
	}{
		"no feed":     {404, 404, true, ""},
		"no feed 400": {400, 404, true, ""},
		"no API":      {404, 200, false, "2024 and later"},
		"no key":      {500, 200, false, "permission"},
	} {
		s := serve(t, routes{
			storageGet: reply(test.answer, "no"), get: reply(test.feed, `{"name":"my feed"}`),
			"GET /api/management/feeds/list": reply(200, `[{"name":"other"}]`),
		})
		_, err := s.client(t).Storages().Find(t.Context(), "my feed")
		e := problemOf(t, err)
		if IsNotFound(err) != test.gone || !strings.Contains(facts(e), test.says) {
			t.Errorf("%s: gone %t, %s", name, IsNotFound(err), facts(e))
		}
	}
}

// No log has a secret of a storage, whatever an extension calls it.
func TestStorageSecretsAreNotLogged(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{
		storageTypes: reply(200, "["+gcloud+"]"),
		storageSet:   reply(400, `what is "FIRST-SECRET"?`),
		storageGet:   reply(200, `{"id":"gcloud","properties":{"Bucket":"b","Json":"OTHER-SECRET"}}`),
		"GET /api/management/feeds/get/my%20feed": reply(200, `{"name":"my feed"}`),
	})
	var j journal
	c := s.client(t, func(c *Config) { c.Log = j.log })
	_, err := c.Storages().Update(t.Context(), "my feed", Storage{Custom: Of(CustomStorage{Type: Of("gcloud"), Secrets: Of(map[string]string{"Json": "FIRST-SECRET"})})})
	if err == nil || strings.Contains(err.Error(), "SECRET") {
		t.Errorf("the error tells it: %v", err)
	}
	if _, err := c.Storages().Find(t.Context(), "my feed"); err != nil {
		t.Error(err)
	}
	if text := fmt.Sprint(j.lines); strings.Contains(text, "SECRET") || !strings.Contains(text, "gcloud") {
		t.Errorf("the log tells it:\n%s", text)
	}
}
