package proget

import (
	"context"
	"sync/atomic"
)

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
type Connectors struct {
	*managed[Connector]
	tellsUsername atomic.Bool
}

func newConnectors(c *Client) *Connectors {
	connectors := &Connectors{managed: newManaged(c, "connectors", func(connector Connector) Value[string] { return connector.Name })}
	connectors.review = connectors.nullUsernames
	return connectors
}

// nullUsernames makes a username that is left out null, which means that there
// is none, on a server that tells usernames. Whether one does differs (reference
// section 21 C12) and shows with the first that it tells.
func (c *Connectors) nullUsernames(connectors []Connector) {
	for _, connector := range connectors {
		if _, ok := connector.Username.Get(); ok {
			c.tellsUsername.Store(true)
		}
	}
	if !c.tellsUsername.Load() {
		return
	}
	for i := range connectors {
		if connectors[i].Username.IsZero() {
			connectors[i].Username = Null[string]()
		}
	}
}

// Update changes the properties of the named connector that are present, its
// name included, and returns it as the server has it. Where the answer leaves
// out a username that was sent, the listing shows whether that means something.
func (c *Connectors) Update(ctx context.Context, name string, connector Connector) (Connector, error) {
	updated, err := c.managed.Update(ctx, name, connector)
	if _, sent := connector.Username.Get(); sent && err == nil && updated.Username.IsZero() {
		_, _ = c.listing.some(ctx) // if it cannot be had, the username stays untold
		updated = c.reviewed(updated)
	}
	return updated, err
}
