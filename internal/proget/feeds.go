package proget

import (
	"context"
	"maps"
	"net/http"
)

// Feeds are the server's feeds (reference section 5).
type Feeds struct{ *managed[Feed] }

func newFeeds(c *Client) *Feeds {
	feeds := &Feeds{newManaged(c, "feeds", func(feed Feed) Value[string] { return feed.Name })}
	feeds.encode = feeds.wire
	return feeds
}

// Feeds returns the server's feeds, asset directories included.
func (c *Client) Feeds() *Feeds { return c.feeds }

// wire is the form of a feed that the server takes: versions before 2022 have
// arrays where later ones have maps (reference section 21 C5).
func (f *Feeds) wire(feed Feed) any {
	if known, ok := f.client.Server().AtLeast(2022, 0); !known || ok {
		return feed
	}
	return struct {
		Feed
		PackageFilters     Value[[]string] `json:"packageFilters,omitzero"`
		PackageAccessRules Value[[]string] `json:"packageAccessRules,omitzero"`
	}{feed, listed(feed.PackageFilters), listed(feed.PackageAccessRules)}
}

func listed(value Value[PersistedXML]) Value[[]string] {
	switch x, ok := value.Get(); {
	case ok:
		return Of(x.Values())
	case value.IsNull():
		return Null[[]string]()
	}
	return Value[[]string]{}
}

// List returns all feeds that the credential may see. ProGet answers a
// credential that it refuses with an empty list instead of an error (reference
// section 3.4), so an empty one is only believed if the connectors' listing, which
// does answer with an error, does not refuse the credential as well.
func (f *Feeds) List(ctx context.Context) ([]Feed, error) {
	feeds, err := f.managed.List(ctx)
	if err != nil || len(feeds) > 0 {
		return feeds, err
	}
	if _, err := f.client.connectors.List(ctx); hasStatus(err, http.StatusUnauthorized, http.StatusForbidden) {
		return nil, err
	}
	return feeds, nil
}

// Create makes a new feed and returns it as the server has it.
func (f *Feeds) Create(ctx context.Context, feed Feed) (Feed, error) {
	created, err := f.managed.Create(ctx, feed)
	if err != nil {
		return created, err
	}
	return f.insist(ctx, feed, created), nil
}

// Update changes the properties of the named feed that are present in feed, its
// name included, and returns the feed as the server has it. Arrays and maps
// are replaced whole.
func (f *Feeds) Update(ctx context.Context, name string, feed Feed) (Feed, error) {
	if f.client.Server().Version == "" && !(feed.PackageFilters.IsZero() && feed.PackageAccessRules.IsZero()) {
		_, _ = f.get(ctx, name) // tells the version, on which their form depends; the update tells what is wrong
	}
	updated, err := f.managed.Update(ctx, name, feed)
	if err != nil {
		return updated, err
	}
	return f.insist(ctx, feed, updated), nil
}

// insist writes variables once more, under both of their names, if the server
// did not take them under the documented one (reference section 24 Q11). If
// that fails too, the feed is returned as it is: the caller compares.
func (f *Feeds) insist(ctx context.Context, sent, stored Feed) Feed {
	wanted, ok := sent.Variables.Get()
	if !ok || maps.Equal(wanted, stored.Variables.Or(nil)) {
		return stored
	}
	name := stored.Name.Or("")
	if _, told := stored.Variables.Get(); !told { // the answer may say less than the server knows
		if found, err := f.get(ctx, name); err == nil {
			if maps.Equal(wanted, found.Variables.Or(nil)) {
				return found
			}
			stored = found
		}
	}
	defer f.listing.drop(name)
	r := f.named(http.MethodPost, "update", name)
	r.body = encode(map[string]any{"variables": wanted, "variableDictionary": wanted})
	if again, ok, err := f.write(ctx, r); ok && err == nil {
		return again
	}
	if again, err := f.get(ctx, name); err == nil {
		return again
	}
	return stored
}
