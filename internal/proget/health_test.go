package proget

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHealth(t *testing.T) {
	t.Parallel()
	const (
		asJSON = "GET /health/json"
		asked  = "GET /health?format=json"
		plain  = "GET /health"
		modern = `{"applicationName":"ProGet","databaseStatus":"OK","databaseStatusDetails":null,"extensionsInstalled":{"Azure":"2.0.1"},"licenseStatus":"OK","licenseStatusDetail":null,"versionNumber":"26.0.12.24","releaseNumber":"26.0.12","serviceStatus":"OK","serviceStatusDetail":null,"replicationStatus":{"serverStatus":null}}`
		old    = `{"applicationName":"ProGet","releaseNumber":"5.2.9","versionNumber":"5.2.9.10","extensionsInstalled":["Inedo SDK 1.3.1"],"serviceStatus":"OK","serviceStatusDetail":null,"licenseStatus":"OK","licenseStatusDetail":null}`
		ill    = `{"versionNumber":"25.0.1.2","releaseNumber":"25.0.1","databaseStatus":"OK","licenseStatus":"Error","licenseStatusDetail":"expired","serviceStatus":"OK"}`
	)
	allWell := Health{Healthy: true, Version: "26.0.12.24", Release: "26.0.12", DatabaseStatus: "OK", LicenseStatus: "OK", ServiceStatus: "OK"}
	wellOld := Health{Healthy: true, Version: "5.2.9.10", Release: "5.2.9", LicenseStatus: "OK", ServiceStatus: "OK"}
	page := reply(200, "<html><title>Activate ProGet</title>")
	for name, test := range map[string]struct {
		routes   routes
		want     Health
		text     string // of the error
		requests int
	}{
		"2026":                     {routes{asJSON: reply(200, modern)}, allWell, "", 1},
		"2026, by query":           {routes{asJSON: reply(404, ""), asked: reply(200, modern)}, allWell, "", 2},
		"2026, text only":          {routes{asJSON: reply(404, ""), asked: reply(200, "OK"), plain: reply(200, "OK\n")}, allWell, "", 3},
		"2026, not licensed":       {routes{asJSON: reply(404, ""), asked: reply(500, "Product license is not valid"), plain: reply(500, "Product license is not valid")}, Health{Version: "26.0.12.24", Release: "26.0.12", LicenseStatus: "Error", LicenseStatusDetail: "Product license is not valid"}, "", 3},
		"2026, no database":        {routes{asJSON: reply(404, ""), asked: reply(500, "x"), plain: reply(500, "The database cannot be reached")}, Health{Version: "26.0.12.24", Release: "26.0.12", DatabaseStatus: "Error", DatabaseStatusDetail: "The database cannot be reached"}, "", 3},
		"2026, another problem":    {routes{asJSON: reply(404, ""), asked: reply(500, "x"), plain: reply(500, "It is stopped")}, Health{Version: "26.0.12.24", Release: "26.0.12", ServiceStatus: "Error", ServiceStatusDetail: "It is stopped"}, "", 3},
		"2025, 500 with JSON":      {routes{asJSON: reply(404, ""), asked: reply(500, ill)}, Health{Version: "25.0.1.2", Release: "25.0.1", DatabaseStatus: "OK", LicenseStatus: "Error", LicenseStatusDetail: "expired", ServiceStatus: "OK"}, "", 2},
		"2025, the version known":  {routes{asJSON: replyAs("25.0.1.2", 404, ""), asked: replyAs("25.0.1.2", 200, ill)}, Health{Version: "25.0.1.2", Release: "25.0.1", DatabaseStatus: "OK", LicenseStatus: "Error", LicenseStatusDetail: "expired", ServiceStatus: "OK"}, "", 2},
		"5.2":                      {routes{asJSON: replyAs("", 404, "<html>"), asked: replyAs("", 200, old)}, wellOld, "", 2},
		"details in the singular":  {routes{asJSON: reply(500, `{"versionNumber":"1.2","databaseStatus":"Error","databaseStatusDetail":"down","serviceStatus":"OK"}`)}, Health{Version: "1.2", DatabaseStatus: "Error", DatabaseStatusDetail: "down", ServiceStatus: "OK"}, "", 1},
		"not activated":            {routes{asJSON: page, asked: page, plain: page}, Health{}, "ProGet's licensing page", 3},
		"not activated, redirects": {routes{asJSON: reply(302, "", "Location", "https://proget.example.com/licensing"), asked: reply(302, "", "Location", "https://proget.example.com/licensing"), plain: reply(302, "", "Location", "https://proget.example.com/licensing")}, Health{}, "a redirect to https://proget.example.com/licensing", 3},
		"none":                     {routes{asJSON: reply(404, ""), asked: reply(404, ""), plain: reply(404, "")}, Health{}, "404", 3},
		"foreign JSON":             {routes{asJSON: reply(200, `{"status":"up"}`), asked: reply(404, ""), plain: reply(404, "")}, Health{}, "says nothing of ProGet's state", 3},
		"foreign text":             {routes{asJSON: reply(404, ""), asked: reply(404, ""), plain: reply(200, "alive")}, Health{}, "not JSON", 3},
		"forbidden":                {routes{asJSON: reply(403, "")}, Health{}, "403", 1},
		"nobody answers":           {routes{asJSON: drop}, Health{}, "EOF", 1},
	} {
		s := serve(t, test.routes)
		got, err := s.client(t).Health(t.Context())
		if test.text == "" && err != nil || test.text != "" && (err == nil || !strings.Contains(err.Error(), test.text)) {
			t.Errorf("%s: %v, want %q", name, err, test.text)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if got := len(s.lines()); got != test.requests {
			t.Errorf("%s: %q", name, s.lines())
		}
	}

	s := serve(t, routes{"GET /api/management/connectors/get/a": replyAs("23.0.35.1", 200, `{"name":"a"}`), plain: replyAs("23.0.35.1", 200, old)})
	c := s.client(t)
	if _, err := c.Connectors().reader.read(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if got, err := c.Health(t.Context()); err != nil || got != wellOld || len(s.lines()) != 2 {
		t.Errorf("a version that is known: %v, %v with %q", got, err, s.lines())
	}
}
