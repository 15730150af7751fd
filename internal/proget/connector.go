package proget

// Connector is a ProGet connector (reference section 9.2). Its name is its
// identity; ProGet exposes no other.
type Connector struct {
	Name                 Value[string]   `json:"name,omitzero"`
	FeedType             Value[string]   `json:"feedType,omitzero"`
	URL                  Value[string]   `json:"url,omitzero"`
	Username             Value[string]   `json:"username,omitzero"`
	Password             Value[string]   `json:"password,omitzero"` // never trusted when read
	Timeout              Value[int64]    `json:"timeout,omitzero"`  // seconds
	Filters              Value[[]string] `json:"filters,omitzero"`
	MetadataCacheEnabled Value[bool]     `json:"metadataCacheEnabled,omitzero"`
	MetadataCacheMinutes Value[int64]    `json:"metadataCacheMinutes,omitzero"` // null while caching is off
	MetadataCacheCount   Value[int64]    `json:"metadataCacheCount,omitzero"`   // null while caching is off
}

// Connectors are the server's connectors (reference section 9).
type Connectors struct{ *managed[Connector] }

func newConnectors(c *Client) *Connectors {
	return &Connectors{newManaged(c, "connectors", func(connector Connector) Value[string] { return connector.Name })}
}
