package provider_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// secretPassword is a connector's; neither it nor the key may turn up in a message.
const secretPassword = "hunter2-of-the-connector"

// life is an object that faults strike: as it begins, and what becomes of it.
type life struct {
	resource, kind, key string
	writes              string // prefix of the paths of writes
	before, after       values
	property            string // that after changes
	renames             bool
}

var lives = []life{
	{
		"proget_connector", "connectors", "name", "/api/management/connectors/",
		values{"name": "a", "feed_type": "nuget", "url": nuget, "username": "u", "password": secretPassword, "timeout": 20},
		values{"name": "a", "feed_type": "nuget", "url": nuget, "username": "u", "password": secretPassword, "timeout": 30},
		"timeout", true,
	},
	{
		"proget_feed", "feeds", "name", "/api/management/feeds/",
		values{"name": "a", "feed_type": "nuget", "description": "one", "deletion_policy": "delete"},
		values{"name": "a", "feed_type": "nuget", "description": "two", "deletion_policy": "delete"},
		"description", true,
	},
	{
		"proget_license", "licenses", "code", "/api/licenses/",
		values{"code": "A-1.0", "title": "one"},
		values{"code": "A-1.0", "title": "two"},
		"title", false,
	},
}

// disorders are what can happen to a request, and what the error has to say if
// it happens every time.
func disorders(elsewhere string) []struct {
	name  string
	fault fakeproget.Fault
	says  string
} {
	now := http.Header{"Retry-After": {"0"}}
	return []struct {
		name  string
		fault fakeproget.Fault
		says  string
	}{
		{"login page", fakeproget.Fault{HTML: true}, `login page`},
		{"login page after acting", fakeproget.Fault{HTML: true, Act: true}, `login page`},
		{"other page", fakeproget.Fault{Body: "<html><title>It works!</title></html>"}, `web page .*It works!`},
		{"500", fakeproget.Fault{Status: 500, Body: "Object reference not set."}, `(?s)Object reference not set\..*500 Internal Server Error.*(ProGet's own log|lacks the permission|reported not to work)`},
		{"403", fakeproget.Fault{Status: 403}, `(?s)403 Forbidden.*This endpoint needs`},
		{"connection dropped before acting", fakeproget.Fault{Drop: fakeproget.BeforeActing}, `EOF|reset|closed`},
		{"connection dropped after acting", fakeproget.Fault{Drop: fakeproget.AfterActing}, `EOF|reset|closed`},
		{"429", fakeproget.Fault{Status: 429, Header: now}, `(?s)429 Too Many Requests.*max_retries`},
		{"503 with Retry-After", fakeproget.Fault{Status: 503, Header: now}, `503 Service Unavailable`},
		{"503 after acting", fakeproget.Fault{Status: 503, Act: true}, `503 Service Unavailable`},
		{"502 after acting", fakeproget.Fault{Status: 502, Act: true}, `502 Bad Gateway`},
		{"truncated JSON", fakeproget.Fault{Truncate: 5}, `EOF|cut|ends in the middle`},
		{"JSON that ends early", fakeproget.Fault{Body: `{"name":`, ContentType: "application/json"}, `ends in the middle`},
		{"foreign JSON", fakeproget.Fault{Body: `{"status":"ok"}`, ContentType: "application/json"}, `JSON that is not what ProGet answers`},
		{"null", fakeproget.Fault{Body: `null`, ContentType: "application/json"}, `JSON that is not what ProGet answers`},
		{"empty 200", fakeproget.Fault{Status: 200}, `empty answer`},
		{"redirect to another host", fakeproget.Fault{Redirect: elsewhere}, `redirect to http`},
		{"redirect that keeps the method", fakeproget.Fault{Status: 307, Redirect: elsewhere}, `redirect to http`},
		{"404 of a page", fakeproget.Fault{Status: 404, HTML: true}, `(?s)404 Not Found.*page`},
		{"405", fakeproget.Fault{Status: 405}, `405 Method Not Allowed`},
	}
}

// lies reports that a fault looks like the success of a write, whose answer
// may be empty.
func lies(f fakeproget.Fault) bool {
	return !f.Act && (f.Body != "" || f.Status == http.StatusOK) && f.Status < 300 && !strings.HasPrefix(f.Body, "<")
}

// otherHost is a server that nothing may be sent to.
func otherHost(t *testing.T) (url string, received *atomic.Int64) {
	t.Helper()
	received = &atomic.Int64{}
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { received.Add(1) }))
	t.Cleanup(other.Close)
	return other.URL + "/login", received
}

// quiet requires that messages hold no secret.
func quiet(t *testing.T, diags diagnostics) {
	t.Helper()
	for _, secret := range []string{apiKey, secretPassword} {
		if strings.Contains(diags.String(), secret) {
			t.Errorf("a message tells %q:\n%s", secret, diags)
		}
	}
}

// A reading that fails says why and takes nothing out of the state.
func TestFaultsOfReading(t *testing.T) {
	t.Parallel()
	elsewhere, received := otherHost(t)
	for _, life := range lives {
		for _, disorder := range disorders(elsewhere) {
			if disorder.fault.Act || disorder.name == "405" {
				continue
			}
			t.Run(life.resource+", "+disorder.name, func(t *testing.T) {
				t.Parallel()
				s := serve(t, fakeproget.Options{})
				e := connect(t, s, nil)
				o, diags := e.Apply(t, life.resource, e.Absent(life.resource), life.before)
				noErrors(t, diags)
				s.Fail(disorder.fault)
				e = connect(t, s, nil)
				for range 3 { // by name, by the listing that failed, and again
					read, diags := e.Read(t, life.resource, o)
					wants(t, diags, life.resource, "read", disorder.says)
					if read.State.IsNull() {
						t.Fatal("the object was removed from the state")
					}
				}
				s.ClearFaults()
				settled(t, s, life.resource, o, life.before)
			})
		}
	}
	t.Cleanup(func() {
		if n := received.Load(); n > 0 {
			t.Errorf("%d requests were sent to another host", n)
		}
	})
}

// wants requires one error about the object that names the cause.
func wants(t *testing.T, diags diagnostics, resource, action, says string) {
	t.Helper()
	quiet(t, diags)
	kind := strings.TrimPrefix(resource, "proget_")
	errors := diagnostics{}
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			errors = append(errors, d)
		}
	}
	if len(errors) != 1 || !strings.HasPrefix(errors[0].Summary, "Unable to "+action+" "+kind) || !regexp.MustCompile(says).MatchString(errors[0].Detail) {
		t.Errorf("want an error \"Unable to %s %s\" that says %q, got\n%s", action, kind, says, diags)
	}
}

// settled requires that the next walks on a healthy server bring the object to
// where the configuration has it, and then plan nothing.
func settled(t *testing.T, s *server, resource string, o object, config values) {
	t.Helper()
	e := connect(t, s, nil)
	if !o.State.IsNull() {
		var diags diagnostics
		o, diags = e.Read(t, resource, o)
		noErrors(t, diags)
	}
	o, diags := e.Apply(t, resource, o, config)
	noErrors(t, diags)
	e = connect(t, s, nil)
	o, diags = e.Read(t, resource, o)
	noErrors(t, diags)
	e.PlanEmpty(t, resource, o, config)
}

// deeds are the writes that faults strike.
var deeds = []string{"create", "update", "rename", "delete"}

// A write that fails, once or for good, leaves nothing that Terraform does not
// know of, claims nothing that did not happen, and the next run goes on.
func TestFaultsOfWriting(t *testing.T) {
	t.Parallel()
	elsewhere, received := otherHost(t)
	for _, life := range lives {
		for _, deed := range deeds {
			if deed == "rename" && !life.renames {
				continue
			}
			for _, disorder := range disorders(elsewhere) {
				if deed == "delete" && lies(disorder.fault) {
					continue // that is how ProGet answers a deletion
				}
				for _, times := range []int{1, 0} {
					t.Run(fmt.Sprintf("%s, %s, %s, %d", life.resource, deed, disorder.name, times), func(t *testing.T) {
						t.Parallel()
						life.strike(t, deed, disorder.fault, times, disorder.says)
					})
				}
			}
		}
	}
	t.Cleanup(func() {
		if n := received.Load(); n > 0 {
			t.Errorf("%d requests were sent to another host", n)
		}
	})
}

func (l life) strike(t *testing.T, deed string, fault fakeproget.Fault, times int, says string) {
	t.Helper()
	s := serve(t, fakeproget.Options{})
	e := connect(t, s, nil)
	o, goal := e.Absent(l.resource), l.before
	if deed != "create" {
		var diags diagnostics
		o, diags = e.Apply(t, l.resource, o, l.before)
		noErrors(t, diags)
	}
	switch deed {
	case "update":
		goal = l.after
	case "rename":
		goal = maps.Clone(l.after)
		goal[l.key] = "renamed"
	case "delete":
		goal = nil
	}

	e = connect(t, s, nil)
	fault.Method, fault.Path, fault.Times = http.MethodPost, l.writes, times
	s.Fail(fault)
	struck, diags := e.Apply(t, l.resource, o, goal)
	quiet(t, diags)
	s.ClearFaults()

	action := deed
	if deed == "rename" {
		action = "update"
	}
	names := []string{fmt.Sprint(l.before[l.key])}
	if goal != nil {
		names = append(names, fmt.Sprint(goal[l.key]))
	}
	switch {
	case diags.Failed() && times == 0:
		switch {
		case fault.Act || fault.Drop == fakeproget.AfterActing: // it depends on how much was found out
		case lies(fault) && deed == "create":
			wants(t, diags, l.resource, action, "accepted, but afterwards there is no such")
		case lies(fault):
			if !strings.Contains(diags.String(), "accepted the request but did not store "+l.property) {
				t.Errorf("want an error about %s, got\n%s", l.property, diags)
			}
		default:
			wants(t, diags, l.resource, action, says)
		}
	case diags.Failed():
		quiet(t, diags)
	case goal == nil && !struck.State.IsNull():
		t.Error("the deletion is said to have succeeded, but the object is in the state")
	case goal != nil:
		if _, ok := s.Get(l.kind, names[len(names)-1]); !ok {
			t.Error("success is claimed for what did not happen")
		}
	}
	if diags.Failed() && deed == "delete" {
		struck = o // as Terraform does
	}
	exists := false
	for _, name := range names {
		_, ok := s.Get(l.kind, name)
		exists = exists || ok
	}
	if exists && struck.State.IsNull() {
		t.Errorf("the object exists, but Terraform does not know it:\n%s", diags)
	}
	if goal != nil {
		settled(t, s, l.resource, struck, goal)
	} else {
		gone(t, s, l.resource, l.kind, names[0], struck)
	}
}

// gone requires that the next walk on a healthy server ends the object.
func gone(t *testing.T, s *server, resource, kind, name string, o object) {
	t.Helper()
	if !o.State.IsNull() {
		e := connect(t, s, nil)
		o, diags := e.Read(t, resource, o)
		noErrors(t, diags)
		if !o.State.IsNull() {
			_, diags = e.Apply(t, resource, o, nil)
			noErrors(t, diags)
		}
	}
	if _, ok := s.Get(kind, name); ok {
		t.Errorf("%s %s is still on the server", kind, name)
	}
}
