package proget

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
)

// Feed is a ProGet feed (reference section 5.2). Its name is its identity;
// ProGet exposes no other on purpose.
type Feed struct {
	Name                      Value[string]            `json:"name,omitzero"`
	FeedType                  Value[string]            `json:"feedType,omitzero"`
	AlternateNames            Value[[]string]          `json:"alternateNames,omitzero"`
	Description               Value[string]            `json:"description,omitzero"`
	Active                    Value[bool]              `json:"active,omitzero"`
	CacheConnectors           Value[bool]              `json:"cacheConnectors,omitzero"`
	DropPath                  Value[string]            `json:"dropPath,omitzero"`
	PackagesPath              Value[string]            `json:"packagesPath,omitzero"`
	PackageStore              Value[string]            `json:"packageStore,omitzero"` // persisted XML, may hold secrets
	AllowUnknownLicenses      Value[bool]              `json:"allowUnknownLicenses,omitzero"`
	AllowedLicenses           Value[[]string]          `json:"allowedLicenses,omitzero"`
	BlockedLicenses           Value[[]string]          `json:"blockedLicenses,omitzero"`
	SymbolServerEnabled       Value[bool]              `json:"symbolServerEnabled,omitzero"`
	StripSymbols              Value[bool]              `json:"stripSymbols,omitzero"`
	StripSource               Value[bool]              `json:"stripSource,omitzero"`
	StripSignature            Value[bool]              `json:"stripSignature,omitzero"`
	UseAPIV3                  Value[bool]              `json:"useApiV3,omitzero"`
	EndpointURL               Value[string]            `json:"endpointUrl,omitzero"` // read-only
	Connectors                Value[[]string]          `json:"connectors,omitzero"`  // names, in order
	VulnerabilitySources      Value[[]string]          `json:"vulnerabilitySources,omitzero"`
	RetentionRules            Value[[]RetentionRule]   `json:"retentionRules,omitzero"` // run top to bottom
	RetentionRulesEnabled     Value[bool]              `json:"retentionRulesEnabled,omitzero"`
	PackageFilters            Value[PersistedXML]      `json:"packageFilters,omitzero"`
	PackageAccessRules        Value[PersistedXML]      `json:"packageAccessRules,omitzero"`
	Replication               Value[Replication]       `json:"replication,omitzero"` // 5.2 to 6.0
	Variables                 Value[map[string]string] `json:"variables,omitzero"`
	CanPublish                Value[bool]              `json:"canPublish,omitzero"` // read-only
	PackageStatisticsEnabled  Value[bool]              `json:"packageStatisticsEnabled,omitzero"`
	RestrictPackageStatistics Value[bool]              `json:"restrictPackageStatistics,omitzero"`
	DeploymentRecordsEnabled  Value[bool]              `json:"deploymentRecordsEnabled,omitzero"`
	UsageRecordsEnabled       Value[bool]              `json:"usageRecordsEnabled,omitzero"`
	VulnerabilitiesEnabled    Value[bool]              `json:"vulnerabilitiesEnabled,omitzero"`
	LicensesEnabled           Value[bool]              `json:"licensesEnabled,omitzero"`
	UseWithProjects           Value[bool]              `json:"useWithProjects,omitzero"`

	// HasStorage says of a feed that was read that its server has Storages, of
	// which PackageStore is the older view.
	HasStorage bool `json:"-"`
}

// RetentionRule is one rule of a feed (reference section 6). Rules have no
// endpoint of their own: the whole list is replaced by an update of the feed.
type RetentionRule struct {
	DeletePrereleaseVersions    Value[bool]     `json:"deletePrereleaseVersions,omitzero"`
	DeleteCached                Value[bool]     `json:"deleteCached,omitzero"`
	KeepVersionsCount           Value[int64]    `json:"keepVersionsCount,omitzero"`
	KeepUsedWithinDays          Value[int64]    `json:"keepUsedWithinDays,omitzero"`   // days
	TriggerDownloadCount        Value[int64]    `json:"triggerDownloadCount,omitzero"` // downloads
	KeepPackageIDs              Value[[]string] `json:"keepPackageIds,omitzero"`
	DeletePackageIDs            Value[[]string] `json:"deletePackageIds,omitzero"`
	KeepVersions                Value[[]string] `json:"keepVersions,omitzero"`
	DeleteVersions              Value[[]string] `json:"deleteVersions,omitzero"`
	SizeTriggerKB               Value[int64]    `json:"sizeTriggerKb,omitzero"` // kilobytes
	SizeExclusive               Value[bool]     `json:"sizeExclusive,omitzero"`
	KeepConsumedWithinDays      Value[int64]    `json:"keepConsumedWithinDays,omitzero"` // days
	KeepIfActivelyConsumed      Value[bool]     `json:"keepIfActivelyConsumed,omitzero"`
	KeepPackageUsageRemovedDays Value[int64]    `json:"keepPackageUsageRemovedDays,omitzero"` // days

	unknown []string
}

// Unknown are the names of what else the server says of the rule, sorted. It is
// not written, so that it is lost with an update of the rules.
func (r RetentionRule) Unknown() []string { return r.unknown }

// UnmarshalJSON reads a rule, and notes what else it says.
func (r *RetentionRule) UnmarshalJSON(data []byte) error {
	type plain RetentionRule
	var members map[string]json.RawMessage
	if err := errors.Join(json.Unmarshal(data, (*plain)(r)), json.Unmarshal(data, &members)); err != nil {
		return err
	}
	for name, value := range members {
		says := !slices.Contains([]string{"null", "false", "[]", "{}", `""`}, string(value))
		if says && !containsFold(ruleMembers, name) {
			r.unknown = append(r.unknown, name)
		}
	}
	slices.Sort(r.unknown)
	return nil
}

// ruleMembers are the names that RetentionRule has properties for.
var ruleMembers = func() (names []string) {
	for property := range reflect.TypeFor[RetentionRule]().Fields() {
		name, _, _ := strings.Cut(property.Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}()

// Replication is the feed-level replication of ProGet 5.2 to 6.0 (reference
// section 7). Its tokens are never returned.
type Replication struct {
	ClientMode  Value[string] `json:"clientMode,omitzero"`
	ServerMode  Value[string] `json:"serverMode,omitzero"`
	SourceURL   Value[string] `json:"sourceUrl,omitzero"`
	ClientToken Value[string] `json:"clientToken,omitzero"`
	ServerToken Value[string] `json:"serverToken,omitzero"`
}

// UnmarshalJSON reads variables under both of the names that ProGet is known
// to give them (reference section 21 C6).
func (f *Feed) UnmarshalJSON(data []byte) error {
	type plain Feed
	wire := struct {
		*plain
		VariableDictionary Value[map[string]string] `json:"variableDictionary"`
	}{plain: (*plain)(f)}
	if err := json.Unmarshal(data, &wire); err != nil {
		return err
	}
	if _, ok := f.Variables.Get(); !ok && !wire.VariableDictionary.IsZero() {
		f.Variables = wire.VariableDictionary
	}
	return nil
}

// Feeds are the server's feeds (reference section 5).
type Feeds struct{ updatable[Feed] }

func newFeeds(c *Client) *Feeds {
	feeds := newManagement("feeds", needsFeeds, sinceFeeds)
	feeds.failing = map[string]string{"update": deniedBy500(needsFeeds)}
	a := managementAPI(feeds, func(feed Feed) string { return feed.Name.Or("") }, []string{"name"}, c.feedBody)
	a.also = func(feed Feed) []string { return feed.AlternateNames.Or(nil) }
	return &Feeds{newUpdatable(c, a)}
}

// deniedBy500 says what a 500 means where ProGet answers so to a credential that
// does not suffice (reference section 3.4).
func deniedBy500(needs string) string {
	return "ProGet answers 500 here when the credential lacks the permission or is not known. This endpoint needs " + needs + "; otherwise ProGet's own log says more."
}

// feedBody is the form of a feed that the server takes: versions before 2022
// have arrays where later ones have maps (reference section 21 C5).
func (c *Client) feedBody(feed Feed) []byte {
	feed.FeedType = c.spelled(feed.FeedType)
	if known, ok := c.Server().AtLeast(2022, 0); !known || ok {
		return encode(feed)
	}
	return encode(struct {
		Feed
		PackageFilters     Value[[]string] `json:"packageFilters,omitzero"`
		PackageAccessRules Value[[]string] `json:"packageAccessRules,omitzero"`
	}{feed, listed(feed.PackageFilters), listed(feed.PackageAccessRules)})
}

// List returns all feeds that the credential may see. ProGet answers a
// credential that it refuses with an empty list instead of an error (reference
// section 3.4), so an empty one is only believed if the connectors' listing, which
// does answer with an error, does not refuse the credential as well.
func (f *Feeds) List(ctx context.Context) ([]Feed, error) {
	feeds, err := f.collection.List(ctx)
	for i := range feeds {
		feeds[i] = f.seen(feeds[i])
	}
	if err != nil || len(feeds) > 0 {
		return feeds, err
	}
	if _, err := f.client.connectors.List(ctx); hasStatus(err, http.StatusUnauthorized, http.StatusForbidden) {
		return nil, err
	}
	return feeds, nil
}

// Find returns the named feed.
func (f *Feeds) Find(ctx context.Context, name string) (Feed, error) {
	found, err := f.collection.Find(ctx, name)
	return f.seen(found), err
}

// seen completes a feed by what is known of its server. One that does not say
// its version is taken for a new one (reference section 4).
func (f *Feeds) seen(feed Feed) Feed {
	known, ok := f.client.Server().AtLeast(2024, 0)
	feed.HasStorage = !known || ok
	return feed
}

// Create makes a new feed and returns it as the server has it.
func (f *Feeds) Create(ctx context.Context, feed Feed) (Feed, error) {
	created, err := f.collection.Create(ctx, feed)
	if err != nil {
		return created, err
	}
	return f.seen(f.writeVariablesTwice(ctx, feed, created)), nil
}

// Update changes the properties of the named feed that are present in feed, its
// name included, and returns the feed as the server has it. Arrays and maps
// are replaced whole.
func (f *Feeds) Update(ctx context.Context, name string, feed Feed) (Feed, error) {
	if f.client.needsVersion(feed.FeedType) || f.client.Server().Version == "" && !(feed.PackageFilters.IsZero() && feed.PackageAccessRules.IsZero()) {
		_, _ = f.reader.read(ctx, name) // tells the version, on which their form depends; the update tells what is wrong
	}
	updated, err := f.updatable.Update(ctx, name, feed)
	if err != nil {
		return updated, err
	}
	return f.seen(f.writeVariablesTwice(ctx, feed, updated)), nil
}

// writeVariablesTwice writes variables once more, under both of their names, if
// the server did not take them under the documented one (reference section 24
// Q11). If that fails too, the feed is returned as it is: the caller compares.
func (f *Feeds) writeVariablesTwice(ctx context.Context, sent, stored Feed) Feed {
	wanted, ok := sent.Variables.Get()
	if !ok || maps.Equal(wanted, stored.Variables.Or(nil)) {
		return stored
	}
	name := stored.Name.Or("")
	if _, revealed := stored.Variables.Get(); !revealed { // the answer may say less than the server knows
		if found, err := f.reader.read(ctx, name); err == nil {
			if maps.Equal(wanted, found.Variables.Or(nil)) {
				return found
			}
			stored = found
		}
	}
	r := f.api.update(name, stored, Feed{}).withBody(encode(map[string]any{"variables": wanted, "variableDictionary": wanted}))
	read := func() (Feed, error) { return f.reader.read(ctx, name) }
	again, err := f.send(ctx, r, []string{name}, read)
	if err != nil {
		again, err = read()
	}
	if err != nil {
		return stored
	}
	return again
}
