package proget

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"
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
		return Of(x.list())
	case value.IsNull():
		return Null[[]string]()
	}
	return Value[[]string]{}
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

// ErrUncountable is the cause of the error of Contents where this server
// offers no way to count what a feed holds.
var ErrUncountable = errors.New("what the feed holds cannot be counted")

// Contents returns how many packages a feed holds, or how many files an asset
// directory does, connectors' packages that are not cached left aside. It asks
// the server every time. Where the server does not say so for certain, the
// result is an error, never 0.
func (f *Feeds) Contents(ctx context.Context, feed Feed) (int, error) {
	if name := feed.Name.Or(""); name == "" {
		return 0, f.nameless("get")
	}
	if strings.EqualFold(feed.FeedType.Or(""), "asset") {
		return f.files(ctx, feed.Name.Or(""))
	}
	return f.packages(ctx, feed)
}

// packages counts through the packages API of 2023 and later (reference
// section 17), which lists every package in its latest version.
func (f *Feeds) packages(ctx context.Context, feed Feed) (int, error) {
	r := request{method: http.MethodGet, path: endpoint("api", "packages", feed.Name.Or(""), "latest")}
	if known, ok := f.client.Server().AtLeast(2023, 0); known && !ok {
		return 0, f.uncountable(r, "this version has no packages API, which came with 2023")
	}
	a, err := f.client.do(ctx, r)
	if err != nil {
		e, ok := errors.AsType[*Error](err)
		if ok && (e.Status == http.StatusNotFound || e.Status == http.StatusBadRequest) {
			e.cause = ErrUncountable
		}
		return 0, err
	}
	var packages []struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	if err := unmarshal(a.body, '[', &packages); err != nil {
		problem, detail := misfit(a, err)
		return 0, f.client.unreadable(r, a, problem, detail)
	}
	for _, item := range packages {
		if item.Name == "" {
			return 0, f.client.unreadable(r, a, foreignJSON, "a package has no name")
		}
	}
	if len(packages) == 0 && !coveredByPackages(feed.FeedType.Or("")) {
		return 0, f.uncountable(r, "the packages API leaves out feeds of type "+quote(feed.FeedType.Or("")))
	}
	return len(packages), nil
}

// coveredByPackages reports whether an empty answer of the packages API means
// an empty feed. The vendor names the types for which it does not.
func coveredByPackages(feedType string) bool {
	switch strings.ToLower(feedType) {
	case "", "maven", "mavenlegacy", "docker", "bower":
		return false
	}
	return true
}

// files counts the files of an asset directory (reference section 16).
func (f *Feeds) files(ctx context.Context, directory string) (int, error) {
	r := request{
		method: http.MethodGet,
		path:   endpoint("endpoints", directory, "dir", ""),
		query:  url.Values{"recursive": {"true"}},
	}
	a, err := f.client.do(ctx, r)
	if err != nil {
		return 0, err
	}
	var items []struct {
		Name string `json:"name"`
		Type string `json:"type"`
	}
	if err := unmarshal(a.body, '[', &items); err != nil {
		problem, detail := misfit(a, err)
		return 0, f.client.unreadable(r, a, problem, detail)
	}
	count := 0
	for _, item := range items {
		if item.Name == "" {
			return 0, f.client.unreadable(r, a, foreignJSON, "an item has no name")
		}
		if item.Type != "dir" {
			count++
		}
	}
	return count, nil
}

func (f *Feeds) uncountable(r request, why string) error {
	e := f.client.newError(r)
	e.problem, e.detail, e.cause = incompatible, "it cannot be told how much the feed holds: "+why, ErrUncountable
	return e
}
