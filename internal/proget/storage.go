package proget

import (
	"context"
	"net/http"
	"net/url"
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
	return s.Type() == DiskStorageType && isUnset(properties["StoragePath"])
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

// Storages are where the feeds keep their files (2024 and later, reference
// section 8), addressed by the feed's name. Every feed has one, so there is
// nothing to create or to delete. None is listed: each is asked for by itself.
type Storages struct {
	client *Client
	types  *collection[StorageType]
}

var storageAbout = Endpoint{
	Needs:   needsFeeds,
	Since:   "the storage of feeds can be managed in ProGet 2024 and later",
	Failing: deniedBy500(needsFeeds),
}

func newStorages(c *Client) *Storages {
	return &Storages{c, newCollection(c, api[StorageType]{
		noun:     "type of storage",
		keyNames: []string{"id"},
		key:      func(t StorageType) string { return t.ID },
		anyCase:  true,
		list:     storageRequest(http.MethodGet, nil),
	})}
}

func storageRequest(method string, query url.Values) request {
	return request{method: method, path: endpoint("api", "storage"), query: query, about: storageAbout}
}

// Types returns the types of storage that are installed. It makes one request in a run.
func (s *Storages) Types(ctx context.Context) ([]StorageType, error) { return s.types.List(ctx) }

// List returns the storages of all feeds, with a request for each.
func (s *Storages) List(ctx context.Context) ([]Storage, error) {
	feeds, err := s.client.feeds.List(ctx)
	if err != nil {
		return nil, err
	}
	var all []Storage
	for _, feed := range feeds {
		storage, err := s.Find(ctx, feed.Name.Or(""))
		if err != nil && !IsNotFound(err) {
			return nil, err
		}
		if err == nil {
			all = append(all, storage)
		}
	}
	return all, nil
}

// Find returns the storage of a feed. IsNotFound if there is no such feed.
func (s *Storages) Find(ctx context.Context, feed string) (Storage, error) {
	r := storageRequest(http.MethodGet, url.Values{"feed": {feed}})
	if feed == "" { // would be answered with the types
		return Storage{}, s.client.unsentError(r, "the feed is empty")
	}
	a, err := s.client.do(ctx, r)
	if err != nil {
		return Storage{}, s.proveGone(ctx, feed, err)
	}
	found, err := decodeStorage(a.body, feed)
	if err != nil {
		return Storage{}, s.client.misshapenError(r, a, err)
	}
	return found, s.client.verify(ctx, r, a)
}

func decodeStorage(body []byte, feed string) (Storage, error) {
	var storage Storage
	err := unmarshal(body, '{', &storage)
	storage.Feed = Of(feed)
	return storage, err
}

// proveGone returns the proof that a feed is gone, if that is why its storage
// cannot be had. An answer of this API alone is none: servers before 2024 say
// 404 for want of it.
func (s *Storages) proveGone(ctx context.Context, feed string, err error) error {
	if !hasStatus(err, http.StatusNotFound, http.StatusBadRequest) {
		return err
	}
	if _, missing := s.client.feeds.Find(ctx, feed); IsNotFound(missing) {
		return missing
	}
	return err
}

// Create sets the storage of a feed, which has one already: it is Update.
func (s *Storages) Create(ctx context.Context, storage Storage) (Storage, error) {
	return s.Update(ctx, storage.Feed.Or(""), storage)
}

// Update sets the storage of a feed and returns it as the server has it. All of
// its properties are sent, so that those that are not set are reset; no files
// are moved.
func (s *Storages) Update(ctx context.Context, feed string, storage Storage) (Storage, error) {
	r := storageRequest(http.MethodPost, url.Values{"feed": {feed}})
	if feed == "" {
		return Storage{}, s.client.unsentError(r, "the feed is empty")
	}
	id, properties := storage.wire()
	if installed, err := s.types.Find(ctx, id); err == nil {
		properties = installed.sent(properties)
	} // else the server judges
	r.body = encode(map[string]any{"id": id, "properties": properties})
	for _, secret := range storage.Custom.Or(CustomStorage{}).Secrets.Or(nil) {
		r.secrets = append(r.secrets, secret)
	}
	a, err := s.client.act(ctx, r, func() { s.client.learnSigning(ctx) })
	s.client.feeds.listing.drop(feed) // it shows the storage as its package store
	if err != nil {
		return Storage{}, s.proveGone(ctx, feed, err)
	}
	stored, misfit := decodeStorage(a.body, feed)
	switch {
	case misfit == nil:
		return stored, nil
	case saysOtherwise(a.body) || !a.signed && !isEmpty(a.body):
		return Storage{}, s.client.misshapenError(r, a, misfit)
	}
	stored, err = s.Find(ctx, feed)
	return stored, unreadAfter(err)
}

// Delete gives the feed the storage that ProGet manages. IsNotFound if there is no such feed.
func (s *Storages) Delete(ctx context.Context, feed string) error {
	stored, err := s.Update(ctx, feed, Storage{})
	switch {
	case IsUnread(err) && s.client.signing() == signs:
		return nil // it was done
	case err == nil && !stored.IsDefault():
		e := s.client.newError(storageRequest(http.MethodPost, url.Values{"feed": {feed}}), Unproven, "the feed has another storage afterwards")
		e.Outcome = Lost
		return e
	}
	return err
}
