package proget

// License is a license in either dialect (reference section 10). The old
// dialect calls Code licenseId and has Allowed, AllowedFeeds and BlockedFeeds;
// the one of 2024 and later has ID, SPDX, Hashes, PackageNames and PURLs.
type License struct {
	ID           Value[int64]    `json:"id,omitzero"`
	Code         Value[string]   `json:"code,omitzero"`
	Title        Value[string]   `json:"title,omitzero"`
	URLs         Value[[]string] `json:"urls,omitzero"`
	SPDX         Value[[]string] `json:"spdx,omitzero"`
	PackageNames Value[[]string] `json:"packageNames,omitzero"`
	PURLs        Value[[]string] `json:"purls,omitzero"`
	Hashes       Value[[]string] `json:"hashes,omitzero"` // read-only, lower-case hex SHA-256
	Allowed      Value[bool]     `json:"allowed,omitzero"`
	AllowedFeeds Value[[]string] `json:"allowedFeeds,omitzero"`
	BlockedFeeds Value[[]string] `json:"blockedFeeds,omitzero"`
}
