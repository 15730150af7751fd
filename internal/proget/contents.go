package proget

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// ErrUncountable is the cause of the error of Contents where this server
// offers no way to count what a feed holds.
var ErrUncountable = errors.New("what the feed holds cannot be counted")

// Contents is what a feed holds.
type Contents struct {
	Feed  Feed // as it is now
	Count int  // of packages or, in an asset directory, files
}

// Contents looks up what the named feed holds: how many packages, or how many
// files if it is an asset directory, connectors' packages that are not cached
// left aside. It asks the server every time, also what the feed is: another may
// have its name by now. Where the server does not say for certain, the result
// is an error, never 0; it comes with the feed if that could be read.
func (f *Feeds) Contents(ctx context.Context, name string) (Contents, error) {
	feed, err := f.reader.read(ctx, name)
	if err != nil {
		return Contents{}, err
	}
	count, err := f.count(ctx, name, feed.FeedType.Or(""))
	return Contents{feed, count}, err
}

func (f *Feeds) count(ctx context.Context, name, feedType string) (int, error) {
	known, has := f.client.Server().AtLeast(2023, 0)
	switch feedType = strings.ToLower(feedType); {
	case feedType == "asset":
		return f.files(ctx, name)
	case known && !has && (feedType == "universal" || feedType == "proget" || feedType == "romp"):
		return f.universal(ctx, name)
	case known && !has:
		return 0, f.uncountableError(latestPackages(name), "this version has no packages API, which came with 2023")
	}
	return f.packages(ctx, name, feedType)
}

const needsView = `a system API key with "Use/Manage Feeds" (feeds) or full control, or a feed key with View/Download`

func latestPackages(feed string) request {
	return request{
		method: http.MethodGet, path: endpoint("api", "packages", feed, "latest"),
		about: Endpoint{Needs: needsView, Since: "the packages API came with 2023"},
	}
}

// packages counts through the packages API of 2023 and later (reference
// section 17), which lists every package in its latest version.
func (f *Feeds) packages(ctx context.Context, feed, feedType string) (int, error) {
	r := latestPackages(feed)
	seen, err := count(ctx, f.client, r, "a package", func(struct{}) bool { return true })
	if e, ok := errors.AsType[*Error](err); ok && (e.Status == http.StatusNotFound || e.Status == http.StatusBadRequest) {
		e.cause = ErrUncountable
	}
	if err == nil && seen.counted == 0 && !coveredByPackages(feedType) {
		err = f.uncountableError(r, "the packages API leaves out feeds of type "+quote(feedType))
	}
	return seen.counted, err
}

// coveredByPackages reports whether an empty answer of the packages API means
// an empty feed. The vendor names the types for which it does not.
func coveredByPackages(feedType string) bool {
	switch feedType {
	case "", "maven", "mavenlegacy", "docker", "bower":
		return false
	}
	return true
}

// universal counts through the universal feed API, which all versions have. It
// lists the packages of connectors too and tells them apart; how many it lists
// at most is not documented, so packages of connectors alone prove nothing.
func (f *Feeds) universal(ctx context.Context, feed string) (int, error) {
	type item struct {
		Local  Value[bool] `json:"isLocal"`
		Cached Value[bool] `json:"isCached"`
	}
	r := request{method: http.MethodGet, path: endpoint("upack", feed, "packages"), about: Endpoint{Needs: needsFeeds}}
	seen, err := count(ctx, f.client, r, "a package", func(p item) bool { return p.Local.Or(true) || p.Cached.Or(false) })
	if err == nil && seen.counted == 0 && seen.items > 0 {
		err = f.uncountableError(r, "this version lists packages of its connectors, perhaps in front of its own")
	}
	return seen.counted, err
}

// files counts what an asset directory holds at any depth (reference section
// 16). A listing with folders and nothing in any of them may have left out what
// is below.
func (f *Feeds) files(ctx context.Context, directory string) (int, error) {
	type item struct {
		Parent string `json:"parent"`
		Type   string `json:"type"`
	}
	r := request{
		method: http.MethodGet, path: endpoint("endpoints", directory, "dir", ""),
		query: url.Values{"recursive": {"true"}}, about: Endpoint{Needs: needsView},
	}
	recursive := false
	seen, err := count(ctx, f.client, r, "an item", func(i item) bool {
		recursive = recursive || strings.Trim(i.Parent, "/") != ""
		return i.Type != "dir"
	})
	if err == nil && seen.counted == 0 && seen.items > 0 && !recursive {
		err = f.uncountableError(r, "the listing shows folders, but not what is in them")
	}
	return seen.counted, err
}

// tally is what a listing holds.
type tally struct{ items, counted int }

// count counts the items of a listing that counts picks, without holding them.
// Each must have a name; noun is what it is called in messages. That it counts
// none is believed if that is signed, or if the server never signs.
func count[T any](ctx context.Context, c *Client, r request, noun string, counts func(T) bool) (tally, error) {
	var seen tally
	r.stream = func(body io.Reader) error {
		seen = tally{} // of the attempt before
		return eachItem(body, func(text []byte) error {
			var named struct {
				Name string `json:"name"`
			}
			var item T
			if err := errors.Join(json.Unmarshal(text, &named), json.Unmarshal(text, &item)); err != nil {
				return err
			}
			if named.Name == "" {
				return fmt.Errorf("%s has no name", noun)
			}
			seen.items++
			if counts(item) {
				seen.counted++
			}
			return nil
		})
	}
	a, err := c.do(ctx, r)
	switch {
	case err != nil:
		return tally{}, err
	case a.misfit != nil:
		return tally{}, c.misshapenError(r, a, a.misfit)
	case seen.counted == 0 && !c.proves(a.signed):
		return tally{}, c.unreadableError(r, a, Unsigned, "")
	}
	return seen, nil
}

// eachItem reads a JSON array one item at a time.
func eachItem(body io.Reader, read func([]byte) error) error {
	decoder := json.NewDecoder(body)
	switch begin, err := decoder.Token(); {
	case errors.Is(err, io.EOF):
		return io.ErrUnexpectedEOF
	case err != nil:
		return err
	case begin != json.Delim('['):
		return errShape
	}
	for decoder.More() {
		var text json.RawMessage
		if err := decoder.Decode(&text); err != nil {
			return err
		}
		if err := read(text); err != nil {
			return err
		}
	}
	_, err := decoder.Token()
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (f *Feeds) uncountableError(r request, why string) error {
	e := f.client.newError(r, Incompatible, "it is not known how much the feed holds: "+why)
	e.cause = ErrUncountable
	return e
}
