package proget

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

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
	known, old := f.predatesPackages()
	count, err := f.count(ctx, feed, old)
	if _, nowOld := f.predatesPackages(); !known && nowOld && hasStatus(err, http.StatusNotFound) {
		return f.count(ctx, feed, true) // the first answer told the version
	}
	return count, err
}

// predatesPackages reports whether the version is known and, if so, older than
// the packages API.
func (f *Feeds) predatesPackages() (known, old bool) {
	known, has := f.client.Server().AtLeast(2023, 0)
	return known, known && !has
}

func (f *Feeds) count(ctx context.Context, feed Feed, old bool) (int, error) {
	switch strings.ToLower(feed.FeedType.Or("")) {
	case "asset":
		return f.files(ctx, feed.Name.Or(""))
	case "universal", "proget", "romp":
		if old {
			return f.universal(ctx, feed.Name.Or(""))
		}
	}
	r := request{method: http.MethodGet, path: endpoint("api", "packages", feed.Name.Or(""), "latest")}
	if old {
		return 0, f.uncountable(r, "this version has no packages API, which came with 2023")
	}
	return f.packages(ctx, r, feed.FeedType.Or(""))
}

// packages counts through the packages API of 2023 and later (reference
// section 17), which lists every package in its latest version.
func (f *Feeds) packages(ctx context.Context, r request, feedType string) (int, error) {
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
	if len(packages) == 0 && !coveredByPackages(feedType) {
		return 0, f.uncountable(r, "the packages API leaves out feeds of type "+quote(feedType))
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

// universal counts through the universal feed API, which all versions have. It
// lists the packages of connectors too and tells them apart; how many it lists
// at most is not documented, so packages of connectors alone prove nothing.
func (f *Feeds) universal(ctx context.Context, name string) (int, error) {
	r := request{method: http.MethodGet, path: endpoint("upack", name, "packages")}
	a, err := f.client.do(ctx, r)
	if err != nil {
		return 0, err
	}
	var packages []struct {
		Name   string      `json:"name"`
		Local  Value[bool] `json:"isLocal"`
		Cached Value[bool] `json:"isCached"`
	}
	if err := unmarshal(a.body, '[', &packages); err != nil {
		problem, detail := misfit(a, err)
		return 0, f.client.unreadable(r, a, problem, detail)
	}
	count := 0
	for _, item := range packages {
		if item.Name == "" {
			return 0, f.client.unreadable(r, a, foreignJSON, "a package has no name")
		}
		if item.Local.Or(true) || item.Cached.Or(false) {
			count++
		}
	}
	if count == 0 && len(packages) > 0 {
		return 0, f.uncountable(r, "this version lists packages of its connectors, perhaps in front of its own")
	}
	return count, nil
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
