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
	updatable[Connector]
	usernames atomic.Uint32 // what this run has shown of them: a usernameEvidence
}

// usernameEvidence is what answers have shown of whether the server reveals the
// usernames of connectors.
type usernameEvidence uint32

const (
	usernamesUnseen usernameEvidence = iota
	usernamesRevealed
	usernamesOmitted
)

func newConnectors(c *Client) *Connectors {
	connectors := &Connectors{}
	a := managementAPI(newManagement("connectors", needsConnectors, sinceFeeds),
		func(connector Connector) string { return connector.Name.Or("") }, []string{"name"},
		func(connector Connector) []byte {
			connector.FeedType = c.spelled(connector.FeedType)
			return encode(connector)
		})
	a.observe = connectors.observe
	connectors.updatable = newUpdatable(c, a)
	return connectors
}

// List returns all connectors.
func (c *Connectors) List(ctx context.Context) ([]Connector, error) {
	list, err := c.collection.List(ctx)
	for i := range list {
		list[i] = judged(list[i], c.evidence())
	}
	return list, err
}

// Find returns the named connector. Where only another one can show whether the
// server reveals usernames, it looks at all of them.
func (c *Connectors) Find(ctx context.Context, name string) (Connector, error) {
	found, err := c.collection.Find(ctx, name)
	if err == nil && found.Username.IsZero() && c.evidence() == usernamesUnseen {
		_, _ = c.listing.some(ctx) // if it cannot be had, the username stays unknown
	}
	return judged(found, c.evidence()), err
}

// Create makes a new connector and returns it as the server has it.
func (c *Connectors) Create(ctx context.Context, connector Connector) (Connector, error) {
	created, err := c.collection.Create(ctx, connector)
	if err == nil {
		created = c.judgeWritten(ctx, connector, created)
	}
	return created, err
}

// Update changes the properties of the named connector that are present, its
// name included, and returns it as the server has it.
func (c *Connectors) Update(ctx context.Context, name string, connector Connector) (Connector, error) {
	if c.client.needsVersion(connector.FeedType) {
		_, _ = c.reader.read(ctx, name) // the update tells what is wrong
	}
	updated, err := c.updatable.Update(ctx, name, connector)
	if err == nil {
		updated = c.judgeWritten(ctx, connector, updated)
	}
	return updated, err
}

// observe looks for a username.
func (c *Connectors) observe(connectors []Connector) {
	for _, connector := range connectors {
		if _, ok := connector.Username.Get(); ok {
			c.usernames.Store(uint32(usernamesRevealed))
		}
	}
}

// evidence is what is known of a read. ProGet is shown to reveal usernames from
// 2024 on and not before (reference sections 9.2 and 21 C12), but what this run
// has shown counts for more.
func (c *Connectors) evidence() usernameEvidence {
	if seen := usernameEvidence(c.usernames.Load()); seen != usernamesUnseen {
		return seen
	}
	if _, ok := c.client.Server().AtLeast(2024, 0); ok {
		return usernamesRevealed
	}
	return usernamesUnseen
}

// judgeWritten judges the answer to a write, which may say less than a read. If
// it leaves out a username that was sent, the listing shows whether that means
// something.
func (c *Connectors) judgeWritten(ctx context.Context, sent, stored Connector) Connector {
	_, shown := stored.Username.Get()
	if sent.Username.Or("") != "" && !shown {
		_, _ = c.listing.some(ctx)
		c.usernames.CompareAndSwap(uint32(usernamesUnseen), uint32(usernamesOmitted))
	}
	return judged(stored, usernameEvidence(c.usernames.Load()))
}

// judged makes a username that is left out null, which means that there is
// none, on a server that reveals usernames.
func judged(connector Connector, evidence usernameEvidence) Connector {
	if connector.Username.IsZero() && evidence == usernamesRevealed {
		connector.Username = Null[string]()
	}
	return connector
}
