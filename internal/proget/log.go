package proget

import (
	"context"
	"net/url"
	"strings"
	"time"
)

// logAttempt logs one attempt. Of the headers only those are
// named that cannot hold a secret, unless something puts one there.
func (c *Client) logAttempt(ctx context.Context, t *trip, a answer, took time.Duration, err error) {
	fields := map[string]any{
		"method":      t.method,
		"path":        c.loggedPath(t),
		"attempt":     t.attempts,
		"duration_ms": took.Milliseconds(),
	}
	if len(t.body) > 0 {
		fields["request_body"] = c.maskBody(t.request, t.body)
	}
	if err != nil {
		fields["error"] = c.mask(t.request, err.Error())
		c.log(ctx, "ProGet did not answer", fields)
		return
	}
	fields["status"] = a.status
	switch {
	case t.stream != nil && a.success():
		fields["response_body"] = "(not shown: it was counted)"
	case t.confidential && a.success():
		fields["response_body"] = "(not shown: it may be a secret)"
	default:
		fields["response_body"] = c.maskBody(t.request, a.body)
	}
	for _, name := range []string{"Content-Type", "Retry-After", "X-Proget-Version", "X-Proget-Edition"} {
		if value := a.header.Get(name); value != "" {
			fields[strings.ReplaceAll(strings.ToLower(name), "-", "_")] = c.mask(t.request, value)
		}
	}
	c.log(ctx, "ProGet answered", fields)
}

// loggedPath is the path and query that are asked, after redirects.
func (c *Client) loggedPath(t *trip) string {
	asked, err := url.Parse(t.address)
	if err != nil {
		return ""
	}
	path := c.mask(t.request, asked.EscapedPath())
	if query := asked.Query(); len(query) > 0 {
		path += "?" + c.mask(t.request, maskQuery(query))
	}
	return path
}
