package fakeproget

import (
	"net/http"
	"time"
)

// Options choose how a fake ProGet behaves. The zero value is a fresh ProGet
// 2026 of the Enterprise edition at the root of its host, where everybody may
// do everything. Where the reference knows two behaviours, or none, the profile
// has a default and an option below switches to the other one (reference
// sections 21 to 24).
type Options struct {
	// Profile is one of Profiles; empty means the newest.
	Profile string
	// Edition is sent in the header X-ProGet-Edition; empty means Enterprise.
	Edition string
	// Version replaces the profile's X-ProGet-Version, e.g. "24.0.3.1".
	Version string
	// BasePath is the path that ProGet is served under, e.g. "/proget". Outside
	// of it answers a host that is not ProGet.
	BasePath string
	// WebBaseURL is ProGet's setting Web.BaseUrl from the start, which endpoint
	// URLs begin with; empty means the host of the request and BasePath.
	WebBaseURL string
	// NativeOnly makes a server of the time before the management API: it has
	// /api/json and nothing else, and reveals no version.
	NativeOnly bool
	// NativeResults are methods of the native API beside those that the fake
	// knows, with the result of each; nil is no result at all.
	NativeResults map[string]any
	// NativeLines answers rows of the native API as a line of JSON each instead of an array.
	NativeLines bool
	// OnRequest is called before a request is acted upon, for several at once
	// where they come at once. It may Put objects, as a rival would. The path of
	// what it gets lacks the base path.
	OnRequest func(r *http.Request)

	// Who may call.

	// Keys are the credentials ProGet knows. Without any, the server is a fresh
	// instance, whose Anonymous may do everything.
	Keys []Key
	// Anonymous is what calls with no credential may do where there are Keys.
	Anonymous []Scope
	// FeedGroups are the groups of feeds that keys and permissions may name, with
	// their feeds; nil accepts every name, for a group without feeds.
	FeedGroups map[string][]string
	// HashKeys hides the keys of the API of keys from its listing, and refuses
	// those that the caller chooses.
	HashKeys bool
	// CreatedKey is how the creation of a key reveals it.
	CreatedKey CreatedKey
	// UTCExpirations answers the expiration of keys in UTC, whatever the zone it was sent in.
	UTCExpirations bool
	// Now is the time by which keys expire; nil is the clock's.
	Now func() time.Time
	// FreeSecurityStatus is what the security API answers in the Free edition: 403 unless set.
	FreeSecurityStatus int
	// SecurityDeleteOnly makes the security API delete by DELETE alone, as the
	// vendor's pages say; the vendor's client sends POST.
	SecurityDeleteOnly bool
	// DeniedUpdateStatus is what feeds/update answers to a bad key: 403 up to
	// 2024 and 500 in 2026 unless set.
	DeniedUpdateStatus int

	// How writes are answered.

	// CreateStatus and UpdateStatus replace the profile's 200 or 201.
	CreateStatus, UpdateStatus int
	// DuplicateStatus is what creating or renaming to a name that is taken
	// gets: 400 unless set.
	DuplicateStatus int
	// MissingStatus is what a name that nothing has gets: 404 unless set, 400
	// in the vendor's pages of 2024.
	MissingStatus int
	// EmptyBodies leaves the body of every answer to a write empty.
	EmptyBodies bool
	// ObjectBodies answers the writes of storages with the object on every profile.
	ObjectBodies bool
	// AddOverwrites lets the endpoints add of users, groups and tasks overwrite
	// an object of that name, and that of permissions accept one that is there.
	AddOverwrites bool
	// UpdateCreates lets the endpoints update of groups and tasks make what is missing.
	UpdateCreates bool

	// How objects look.

	// Secrets is what answers say of a connector's password and of the secrets
	// of a storage. MaskSecrets masks API keys and Licensing.Key, too, which are
	// revealed otherwise.
	Secrets SecretsEcho
	// WithholdLicenseKey lists Licensing.Key as if it were not set (reference
	// section 22, N9).
	WithholdLicenseKey bool
	// OmitUsername leaves a connector's username out of answers.
	OmitUsername bool
	// NullArrays answers null in place of an empty array.
	NullArrays bool
	// OmitDefaults leaves out members that are null, an empty array or an empty object.
	OmitDefaults bool
	// Sets is the order of arrays whose order means nothing.
	Sets SetOrder
	// FilterOrder is the order of a connector's filters, which are stored in the order sent.
	FilterOrder SetOrder
	// RecaseSets answers in upper case what is known whatever its case: license
	// codes and URLs in arrays, the scopes of keys and the users of groups.
	RecaseSets bool
	// Numbers is how answers spell numbers.
	Numbers NumberForm
	// OmitMembers names members that every answer leaves out, e.g. "feedType".
	OmitMembers []string
	// ExtraItems are items that the listing of a kind begins with, whatever JSON
	// they are: an object whose name is nil, a number.
	ExtraItems map[string][]any
	// ShallowAssets lists the items of one folder of an asset directory even
	// where recursive=true asks for all.
	ShallowAssets bool
	// RuleArrays answers packageFilters and packageAccessRules as arrays of
	// XML instead of objects.
	RuleArrays bool
	// RetiredMembers prints what 2024 removed from feeds, empty, as one of the
	// vendor's two examples does.
	RetiredMembers bool
	// VariableDictionary names a feed's variables variableDictionary, as the
	// vendor's client does, and ignores the name variables.
	VariableDictionary bool
	// MisnamedLicenseFeeds calls a legacy license's feeds allowedlicenses and
	// blockedlicenses, as the vendor's pages of 2024 do.
	MisnamedLicenseFeeds bool
	// NoLicenseIDs leaves the ids out of licenses.
	NoLicenseIDs bool

	// What is done to objects.

	// CaseInsensitiveNames finds feeds and connectors whatever the case of
	// their name. Licenses are always found so.
	CaseInsensitiveNames bool
	// FollowAlternateNames finds a feed by its alternate names, too.
	FollowAlternateNames bool
	// CloseInactive closes the package endpoints of feeds that are not active.
	CloseInactive bool
	// AnyNames accepts names that need escaping in a URL.
	AnyNames bool
	// AnyFeedTypeName accepts both "proget" and "universal" on every profile, as
	// the vendor's example for 5.2 does.
	AnyFeedTypeName bool
	// ExtraFeedTypes are accepted besides the profile's.
	ExtraFeedTypes []string
	// VulnerabilitySources are the sources that feeds of 5.2 and 2023 may name;
	// nil means OSS Index and PGVC.
	VulnerabilitySources []string
	// RefuseDeleteInUse refuses to delete a connector that feeds use. The
	// default is to detach it from them.
	RefuseDeleteInUse bool
	// RenameIgnored accepts another name in an update and keeps the old one.
	RenameIgnored bool
	// IgnoreProperties names properties that are accepted but not stored.
	IgnoreProperties []string
	// FillIn gives properties a value that a create leaves unset.
	FillIn map[string]any
	// FillInAlways makes FillIn go for updates as well.
	FillInAlways bool

	// Storage, settings and projects.

	// ExtraStorageTypes are storage types beside ProGet's own, such as those of
	// extensions, in the form of reference section 25, F12; "secret": true in a
	// property makes it one.
	ExtraStorageTypes []map[string]any
	// NoCloudStorage leaves out the storage types s3 and azure.
	NoCloudStorage bool
	// StorageMerges keeps the properties of a storage that a write leaves out,
	// which are reset unless set.
	StorageMerges bool
	// SeparateStores keeps a feed's packageStore apart from its storage.
	SeparateStores bool
	// SettingsFile are settings of a configuration file: they count and are
	// shown, whatever is stored.
	SettingsFile map[string]string
	// UnknownProjectListsAll answers all projects where a query names one that
	// does not exist, instead of 404.
	UnknownProjectListsAll bool
	// ProjectDeletes lets projects be deleted on servers before 2026.
	ProjectDeletes bool

	// Licenses.

	// BuiltInLicenses is how many licenses ProGet brings along: twelve unless
	// set, none if negative.
	BuiltInLicenses int
	// LegacyLicenses serves the licenses of the management API on 2024 and
	// later as well.
	LegacyLicenses bool
	// PreviewLicenses serves the licenses of 2024 beside the older ones, as
	// 2023.27 and later do.
	PreviewLicenses bool
	// LicenseWritesBroken fails creates and updates of legacy licenses with
	// 500, as reported for 2023.22 and later.
	LicenseWritesBroken bool
	// LicenseDeleteByCode makes licenses/delete know only the code, not the id.
	LicenseDeleteByCode bool

	// The host and its health.

	// BlockVerbs answers 405 to PUT, PATCH and DELETE, as WebDAV in IIS does.
	BlockVerbs bool
	// Unlicensed answers every API call as a server that is not activated.
	Unlicensed Unlicensed
	// Health says what is wrong with the server.
	Health Health
	// LowerCaseHeaders writes the names of ProGet's headers in lower case.
	LowerCaseHeaders bool
	// NoVersionHeader leaves out X-ProGet-Version and X-ProGet-Edition.
	NoVersionHeader bool
	// Latency delays every answer.
	Latency time.Duration
}
