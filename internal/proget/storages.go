package proget

import (
	"context"
	"net/http"
	"net/url"
)

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
		return Storage{}, s.client.unsent(r, "the feed is empty")
	}
	a, err := s.client.do(ctx, r)
	if err != nil {
		return Storage{}, s.gone(ctx, feed, err)
	}
	found, err := decodeStorage(a.body, feed)
	if err != nil {
		return Storage{}, s.client.misshapen(r, a, err)
	}
	return found, nil
}

func decodeStorage(body []byte, feed string) (Storage, error) {
	var storage Storage
	err := unmarshal(body, '{', &storage)
	storage.Feed = Of(feed)
	return storage, err
}

// gone is the proof that a feed does not exist, if that is why its storage
// cannot be had. An answer of this API alone is none: servers before 2024 say
// 404 for want of it.
func (s *Storages) gone(ctx context.Context, feed string, err error) error {
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
	id, properties := storage.wire()
	if custom, ok := storage.Custom.Get(); ok {
		id = custom.Type.Or("")
	}
	if installed, err := s.types.Find(ctx, id); err == nil {
		properties = installed.sent(properties)
	} // else the server judges
	r := storageRequest(http.MethodPost, url.Values{"feed": {feed}})
	r.body = encode(map[string]any{"id": id, "properties": properties})
	for _, secret := range storage.Custom.Or(CustomStorage{}).Secrets.Or(nil) {
		r.secrets = append(r.secrets, secret)
	}
	if feed == "" {
		return Storage{}, s.client.unsent(r, "the feed is empty")
	}
	a, err := s.client.act(ctx, r, func() { s.client.learnSigning(ctx) })
	s.client.feeds.listing.drop(feed) // it shows the storage as its package store
	if err != nil {
		return Storage{}, s.gone(ctx, feed, err)
	}
	stored, misfit := decodeStorage(a.body, feed)
	switch {
	case misfit == nil:
		return stored, nil
	case saysOtherwise(a.body) || !a.signed && !isEmpty(a.body):
		return Storage{}, s.client.misshapen(r, a, misfit)
	}
	stored, err = s.Find(ctx, feed)
	return stored, unreadAfter(err)
}

// Delete gives the feed the storage that ProGet manages. IsNotFound if there is no such feed.
func (s *Storages) Delete(ctx context.Context, feed string) error {
	_, err := s.Update(ctx, feed, Storage{})
	if IsUnread(err) {
		return nil // it was done
	}
	return err
}
