package proget

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
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
}

// Replication is the feed-level replication of ProGet 5.2 to 6.0 (reference
// section 7). Its tokens are never returned.
type Replication struct {
	ClientMode  Value[string] `json:"clientMode,omitzero"`
	ServerMode  Value[string] `json:"serverMode,omitzero"`
	SourceURL   Value[string] `json:"sourceUrl,omitzero"`
	ClientToken Value[string] `json:"clientToken,omitzero"`
	ServerToken Value[string] `json:"serverToken,omitzero"`
}

// PersistedXML holds serialised configurations of extensions by key: the
// package filters or access rules of a feed (reference sections 5.8 and 21 C5).
type PersistedXML map[string]string

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

// UnmarshalJSON reads a map, or an array whose indexes become the keys; both
// are documented (reference section 21 C5).
func (x *PersistedXML) UnmarshalJSON(data []byte) error {
	read := PersistedXML{}
	if len(data) > 0 && data[0] == '[' {
		var list []json.RawMessage
		if err := json.Unmarshal(data, &list); err != nil {
			return err
		}
		for i, item := range list {
			read[strconv.Itoa(i)] = textOf(item)
		}
	} else {
		var byKey map[string]json.RawMessage
		if err := json.Unmarshal(data, &byKey); err != nil {
			return err
		}
		for key, item := range byKey {
			read[key] = textOf(item)
		}
	}
	*x = read
	return nil
}

// Values returns the configurations as an array holds them: those with numbers
// as keys first, by number, then the others by key.
func (x PersistedXML) Values() []string {
	values := make([]string, 0, len(x))
	for _, key := range slices.SortedFunc(maps.Keys(x), byPosition) {
		values = append(values, x[key])
	}
	return values
}

func byPosition(a, b string) int {
	i, errA := strconv.Atoi(a)
	j, errB := strconv.Atoi(b)
	switch {
	case errA == nil && errB == nil && i != j:
		return cmp.Compare(i, j)
	case errA == nil && errB != nil:
		return -1
	case errA != nil && errB == nil:
		return 1
	}
	return cmp.Compare(a, b)
}
