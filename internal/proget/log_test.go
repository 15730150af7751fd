package proget

import (
	"context"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// journal collects what is logged.
type journal struct {
	mu    sync.Mutex
	lines []map[string]any
}

func (j *journal) log(_ context.Context, message string, fields map[string]any) {
	j.mu.Lock()
	defer j.mu.Unlock()
	fields["message"] = message
	j.lines = append(j.lines, fields)
}

func TestLog(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{
		connectorList: reply(200, `[{"name":"b","password":"hunter23"}]`, "Content-Type", "application/json"),
		"POST /api/management/connectors/create": inTurn(
			reply(429, "slow", "Retry-After", "0", "Set-Cookie", "s3cr3t-cookie"),
			reply(201, `{"name":"a","password":"********"}`, "Content-Type", "application/json"),
		),
	})
	var j journal
	c := s.client(t, func(c *Config) { c.MaxRetries, c.Log = 1, j.log })
	if _, err := c.Connectors().Create(t.Context(), Connector{Name: Of("a"), Password: Of("hunter22")}); err != nil {
		t.Fatal(err)
	}
	for _, line := range j.lines {
		if _, ok := line["duration_ms"].(int64); !ok {
			t.Errorf("no duration in %v", line)
		}
		delete(line, "duration_ms")
	}
	want := []map[string]any{
		{
			"message": "ProGet answered", "method": "GET", "path": base + "/api/management/connectors/list", "attempt": 1, "status": 200,
			"response_body": `[{"name":"b","password":"***"}]`,
			"content_type":  "application/json", "x_proget_version": "26.0.12.24", "x_proget_edition": "Free",
		},
		{
			"message": "ProGet answered", "method": "POST", "path": base + "/api/management/connectors/create", "attempt": 1, "status": 429,
			"request_body": `{"name":"a","password":"***"}`, "response_body": "slow",
			"retry_after": "0", "content_type": "text/plain; charset=utf-8", "x_proget_version": "26.0.12.24", "x_proget_edition": "Free",
		},
		{
			"message": "ProGet answered", "method": "POST", "path": base + "/api/management/connectors/create", "attempt": 2, "status": 201,
			"request_body": `{"name":"a","password":"***"}`, "response_body": `{"name":"a","password":"***"}`,
			"content_type": "application/json", "x_proget_version": "26.0.12.24", "x_proget_edition": "Free",
		},
	}
	if diff := cmp.Diff(want, j.lines); diff != "" {
		t.Errorf("the log (-want +got):\n%s", diff)
	}
}
