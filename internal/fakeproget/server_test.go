package fakeproget_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

func TestHeaders(t *testing.T) {
	versions := map[string]string{"5.2": "5.2.9.10", "2023": "23.0.35.1", "2024": "24.0.39.1", "2026": "26.0.12.24"}
	for _, profile := range fakeproget.Profiles {
		c := serve(t, fakeproget.Options{Profile: profile, Edition: "Free"})
		for _, path := range []string{"/api/management/connectors/list", "/nowhere", "/log-in"} {
			r := c.get(path)
			if got := r.header.Get("X-ProGet-Version"); got != versions[profile] {
				t.Errorf("%s %s: version %q", profile, path, got)
			}
			if got := r.header.Get("X-ProGet-Edition"); got != "Free" {
				t.Errorf("%s %s: edition %q", profile, path, got)
			}
		}
	}
	c := serve(t, fakeproget.Options{NoVersionHeader: true})
	if got := c.get("/health").header.Get("X-ProGet-Version"); got != "" {
		t.Errorf("version %q", got)
	}
	c = serve(t, fakeproget.Options{Version: "24.0.3.1", Profile: "2024"})
	wantMember(t, c.get("/health").body, "releaseNumber", `"24.0.3"`)
}

func TestUnknownProfile(t *testing.T) {
	defer func() {
		if got, want := recover(), `fakeproget: unknown profile "4", there are 5.2, 2023, 2024, 2026`; got != want {
			t.Errorf("got %v, want %s", got, want)
		}
	}()
	fakeproget.New(fakeproget.Options{Profile: "4"})
}

func TestHealth(t *testing.T) {
	c := serve(t, fakeproget.Options{Profile: "5.2"})
	// Reference section 25, F16.
	c.wantJSON(c.get("/health"), 200, `{"applicationName":"ProGet","releaseNumber":"5.2.9","versionNumber":"5.2.9.10","extensionsInstalled":["Inedo SDK 1.3.1","InedoCore 1.0.15"],"serviceStatus":"OK","serviceStatusDetail":null,"licenseStatus":"OK","licenseStatusDetail":null,"replicationStatus":{"serverStatus":"OK","serverError":null,"clientStatus":"OK","clientError":null}}`)
	c.wantStatus(c.get("/health/json"), 404)

	c = serve(t, fakeproget.Options{Keys: []fakeproget.Key{{Value: "k"}}})
	c.wantText(c.get("/health"), 200, "OK")
	const healthy = `{"applicationName":"ProGet","databaseStatus":"OK","databaseStatusDetails":null,"extensionsInstalled":{"Azure":"2.0.1"},"licenseStatus":"OK","licenseStatusDetail":null,"versionNumber":"26.0.12.24","releaseNumber":"26.0.12","serviceStatus":"OK","serviceStatusDetail":null,"replicationStatus":{"serverStatus":null,"serverError":null,"clientStatus":null,"clientError":null,"incoming":null,"outgoing":null}}`
	c.wantJSON(c.get("/health/json"), 200, healthy)
	c.wantJSON(c.get("/health?format=json"), 200, healthy)

	ill := fakeproget.Health{Database: "cannot connect"}
	for profile, status := range map[string]int{"2023": 200, "2024": 500} {
		r := serve(t, fakeproget.Options{Profile: profile, Health: ill}).get("/health")
		if r.status != status {
			t.Errorf("%s: status %d", profile, r.status)
		}
		wantMember(t, r.body, "databaseStatus", `"Error"`)
		wantMember(t, r.body, "databaseStatusDetails", `"cannot connect"`)
	}
	c = serve(t, fakeproget.Options{Health: ill})
	c.wantText(c.get("/health"), 500, "cannot connect")
	c.wantStatus(c.get("/health/json"), 500)
}

func TestUnlicensed(t *testing.T) {
	c := serve(t, fakeproget.Options{Unlicensed: fakeproget.UnlicensedPage})
	r := c.get(connectors + "list")
	if r.status != 200 || r.header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Errorf("got %d %s", r.status, r.header.Get("Content-Type"))
	}
	c.wantText(c.get("/health"), 500, "Product license is not valid")

	c = serve(t, fakeproget.Options{Unlicensed: fakeproget.UnlicensedRedirect, BasePath: "/proget"})
	r = c.get(connectors + "list")
	if r.status != 302 || r.header.Get("Location") != "/proget/administration/licensing" {
		t.Errorf("got %d to %s", r.status, r.header.Get("Location"))
	}
	if r = c.get("/administration/licensing"); r.status != 200 || r.header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Errorf("the page is %d %s", r.status, r.header.Get("Content-Type"))
	}
}

func TestBasePath(t *testing.T) {
	c := serve(t, fakeproget.Options{BasePath: "/tools/proget/"})
	c.url = c.url[:len(c.url)-1]
	c.Put("connectors", "Inedo Den", map[string]any{"feedType": "universal"})
	c.wantStatus(c.get(connectors+"get/Inedo%20Den"), 200)
	request := c.Requests()[0]
	if want := connectors + "get/Inedo Den"; request.Path != want {
		t.Errorf("path %q, want %q", request.Path, want)
	}
	if want := "/tools/proget" + connectors + "get/Inedo%20Den"; request.RawPath != want {
		t.Errorf("raw path %q, want %q", request.RawPath, want)
	}
	c.url = c.url[:len(c.url)-len("/tools/proget")]
	for _, path := range []string{connectors + "list", "/tools/progetto" + connectors + "list"} {
		if r := c.get(path); r.status != 404 || r.header.Get("X-ProGet-Version") != "" {
			t.Errorf("%s: %d from ProGet %q", path, r.status, r.header.Get("X-ProGet-Version"))
		}
	}
}

func TestBlockedVerbs(t *testing.T) {
	c := serve(t, fakeproget.Options{BlockVerbs: true})
	c.Put("connectors", "x", map[string]any{"feedType": "npm"})
	for method, path := range map[string]string{"PUT": "create", "PATCH": "update/x", "DELETE": "delete/x"} {
		c.wantStatus(c.do(method, connectors+path, `{}`), 405)
	}
	c.wantStatus(c.post(connectors+"delete/x", ""), 200)
}

func TestRequests(t *testing.T) {
	c := serve(t, fakeproget.Options{})
	body := `{"name":"x","feedType":"npm"}`
	created := c.do("POST", connectors+"create?indent=0", body, "X-ApiKey", "k")
	missing := c.get(connectors + "get/nope")
	requests := c.Requests()
	if len(requests) != 2 {
		t.Fatalf("%d requests", len(requests))
	}
	first := requests[0]
	if first.Method != http.MethodPost || first.Path != connectors+"create" || first.Query.Get("indent") != "0" ||
		first.Header.Get("X-ApiKey") != "k" || string(first.Body) != body || first.Status != 201 {
		t.Errorf("logged %+v", first)
	}
	if requests[1].Status != 404 {
		t.Errorf("logged status %d", requests[1].Status)
	}
	if got, want := c.BytesWritten(), int64(len(created.body)+len(missing.body)); got != want {
		t.Errorf("%d bytes, want %d", got, want)
	}
	c.ResetRequests()
	if len(c.Requests()) != 0 || c.BytesWritten() != 0 {
		t.Error("the log is not empty")
	}
}

func TestFaults(t *testing.T) {
	const create = connectors + "create"
	const body = `{"name":"x","feedType":"npm"}`
	made := func(c *client) bool { return len(c.Names("connectors")) == 1 }

	t.Run("status", func(t *testing.T) {
		c := serve(t, fakeproget.Options{})
		c.Fail(fakeproget.Fault{Method: "POST", Path: "/api/", Times: 1, Status: 429, Header: http.Header{"Retry-After": {"3"}}, Body: "slow down"})
		r := c.post(create, body)
		c.wantText(r, 429, "slow down")
		if r.header.Get("Retry-After") != "3" || r.header.Get("X-ProGet-Version") == "" {
			t.Errorf("headers %v", r.header)
		}
		if made(c) {
			t.Error("the server acted")
		}
		c.wantStatus(c.post(create, body), 201)
	})
	t.Run("acts all the same", func(t *testing.T) {
		c := serve(t, fakeproget.Options{})
		c.Fail(fakeproget.Fault{Status: 502, Act: true})
		c.wantStatus(c.post(create, body), 502)
		if !made(c) {
			t.Error("the server did not act")
		}
		c.ClearFaults()
		c.wantStatus(c.get(connectors+"get/x"), 200)
	})
	t.Run("skip, times and pattern", func(t *testing.T) {
		c := serve(t, fakeproget.Options{})
		c.Fail(fakeproget.Fault{Path: "/api/management/*/list", Skip: 1, Times: 2, Status: 503})
		var got []int
		for range 4 {
			got = append(got, c.get(connectors+"list").status)
		}
		if want := []int{200, 503, 503, 200}; fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
	t.Run("dropped", func(t *testing.T) {
		for moment, acted := range map[fakeproget.Moment]bool{fakeproget.BeforeActing: false, fakeproget.AfterActing: true} {
			c := serve(t, fakeproget.Options{})
			c.Fail(fakeproget.Fault{Drop: moment})
			if r, err := c.try("POST", create, body); err == nil {
				t.Errorf("got %d", r.status)
			}
			if made(c) != acted {
				t.Errorf("acted: %v, want %v", made(c), acted)
			}
			if status := c.Requests()[0].Status; status != 0 {
				t.Errorf("logged status %d", status)
			}
		}
	})
	t.Run("truncated", func(t *testing.T) {
		c := serve(t, fakeproget.Options{})
		c.Put("connectors", "x", nil)
		c.Fail(fakeproget.Fault{Truncate: 9})
		r, err := c.try("GET", connectors+"list", "")
		if !errors.Is(err, io.ErrUnexpectedEOF) || len(r.body) != 9 || r.status != 200 {
			t.Errorf("got %d %q and %v", r.status, r.body, err)
		}
	})
	t.Run("page and redirect", func(t *testing.T) {
		c := serve(t, fakeproget.Options{})
		c.Fail(fakeproget.Fault{Times: 1, HTML: true, Foreign: true})
		c.Fail(fakeproget.Fault{Redirect: "https://elsewhere.example.com/"})
		if r := c.get(connectors + "list"); r.status != 200 || r.header.Get("Content-Type") != "text/html; charset=utf-8" || r.header.Get("X-ProGet-Version") != "" {
			t.Errorf("got %d %s", r.status, r.header)
		}
		if r := c.get(connectors + "list"); r.status != 302 || r.header.Get("Location") != "https://elsewhere.example.com/" {
			t.Errorf("got %d to %s", r.status, r.header.Get("Location"))
		}
	})
	t.Run("delay", func(t *testing.T) {
		c := serve(t, fakeproget.Options{Latency: time.Millisecond})
		c.Fail(fakeproget.Fault{Delay: 20 * time.Millisecond})
		start := time.Now()
		c.wantStatus(c.get(connectors+"list"), 200)
		if took := time.Since(start); took < 21*time.Millisecond {
			t.Errorf("took %v", took)
		}
	})
}

func TestConcurrency(t *testing.T) {
	c := serve(t, fakeproget.Options{})
	c.http.Transport = nil
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			name := fmt.Sprintf("c%d", i)
			_, _ = c.try("POST", connectors+"create", `{"name":"`+name+`","feedType":"npm"}`)
			_, _ = c.try("POST", connectors+"update/"+name, `{"filters":["a"]}`)
			_, _ = c.try("GET", connectors+"list", "")
			c.Put("connectors", name, map[string]any{"timeout": i})
			c.Fail(fakeproget.Fault{Path: "/nowhere"})
			_ = c.Requests()
		})
	}
	group.Wait()
	if n := len(c.Names("connectors")); n != 16 {
		t.Errorf("%d connectors", n)
	}
	if n := len(c.Requests()); n != 48 {
		t.Errorf("%d requests", n)
	}
}
