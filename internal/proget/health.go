package proget

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strings"
)

// Health is what a server says of its own state (reference section 14). Texts
// are empty where the server's version does not say.
type Health struct {
	Healthy bool
	Version string // such as 26.0.12.24
	Release string // such as 26.0.12

	DatabaseStatus       string // OK or Error
	DatabaseStatusDetail string
	LicenseStatus        string
	LicenseStatusDetail  string
	ServiceStatus        string
	ServiceStatusDetail  string
}

// Health asks for the server's state, which needs no credential. A server that
// is not well is no error: its answer says so. Versions differ in where and how
// they answer, so up to three addresses are tried (reference section 21 C18).
func (c *Client) Health(ctx context.Context) (Health, error) {
	var telling error // the last that is not of a missing address, or else the first
	for _, r := range c.healthRequests() {
		a, err := c.ask(ctx, r)
		if err != nil {
			return Health{}, err
		}
		health, err := c.readHealth(r, a)
		if err == nil {
			return health, nil
		}
		if telling == nil || a.status != http.StatusNotFound {
			telling = err
		}
		if a.status == http.StatusUnauthorized || a.status == http.StatusForbidden {
			break
		}
	}
	return Health{}, telling
}

func (c *Client) healthRequests() []request {
	text := request{method: http.MethodGet, path: endpoint("health")}
	asJSON := request{method: http.MethodGet, path: endpoint("health", "json")}
	asked := request{method: http.MethodGet, path: endpoint("health"), query: url.Values{"format": {"json"}}}
	if known, ok := c.Server().AtLeast(2026, 0); known && !ok {
		return []request{text}
	}
	return []request{asJSON, asked, text}
}

// readHealth understands JSON and ProGet's plain texts with status 200, or 500
// where something is wrong.
func (c *Client) readHealth(r request, a answer) (Health, error) {
	if !a.success() && a.status != http.StatusInternalServerError && a.status != http.StatusServiceUnavailable {
		return Health{}, c.refusedError(r, a)
	}
	body := strings.TrimSpace(string(a.body))
	var wire struct {
		Application     string `json:"applicationName"`
		Version         string `json:"versionNumber"`
		Release         string `json:"releaseNumber"`
		Database        string `json:"databaseStatus"`
		DatabaseDetails string `json:"databaseStatusDetails"`
		DatabaseDetail  string `json:"databaseStatusDetail"`
		License         string `json:"licenseStatus"`
		LicenseDetail   string `json:"licenseStatusDetail"`
		Service         string `json:"serviceStatus"`
		ServiceDetail   string `json:"serviceStatusDetail"`
	}
	err := unmarshal(a.body, '{', &wire)
	switch {
	case err == nil && wire.Version == "" && wire.Service == "" && wire.License == "":
		return Health{}, c.unreadableError(r, a, ForeignJSON, "it says nothing of ProGet's state")
	case err == nil:
		health := Health{
			Version: cmp.Or(wire.Version, c.Server().Version), Release: wire.Release,
			DatabaseStatus: wire.Database, DatabaseStatusDetail: cmp.Or(wire.DatabaseDetails, wire.DatabaseDetail),
			LicenseStatus: wire.License, LicenseStatusDetail: wire.LicenseDetail,
			ServiceStatus: wire.Service, ServiceStatusDetail: wire.ServiceDetail,
		}
		health.Healthy = a.success() && fine(wire.Database) && fine(wire.License) && fine(wire.Service)
		return health, nil
	case r.path != "health" || r.query != nil || body == "" || isHTML(a.body) || body[0] == '{' || body[0] == '[':
		// Texts are believed only where they are the documented form: any
		// other address may answer with anything.
		problem, detail := misfit(a, err)
		return Health{}, c.unreadableError(r, a, problem, detail)
	}
	return c.readHealthText(r, a, body)
}

// readHealthText reads "OK", or the one problem that 2026 puts in its place.
func (c *Client) readHealthText(r request, a answer, text string) (Health, error) {
	server := c.Server()
	health := Health{Version: server.Version, Healthy: a.success() && strings.EqualFold(text, "OK")}
	if parts := strings.Split(server.Version, "."); len(parts) > 3 {
		health.Release = strings.Join(parts[:3], ".")
	}
	text = c.mask(r, clip(text))
	switch lower := strings.ToLower(text); {
	case health.Healthy:
		health.DatabaseStatus, health.LicenseStatus, health.ServiceStatus = "OK", "OK", "OK"
	case a.success():
		return Health{}, c.unreadableError(r, a, NotJSON, "")
	case strings.Contains(lower, "license"):
		health.LicenseStatus, health.LicenseStatusDetail = "Error", text
	case strings.Contains(lower, "database"), strings.Contains(lower, "sql"):
		health.DatabaseStatus, health.DatabaseStatusDetail = "Error", text
	default:
		health.ServiceStatus, health.ServiceStatusDetail = "Error", text
	}
	return health, nil
}

func fine(status string) bool { return status == "" || strings.EqualFold(status, "OK") }
