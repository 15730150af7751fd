package provider_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// disorder is something that happens to a request.
type disorder struct {
	name  string
	fault fakeproget.Fault
	says  string // what the error has to say if it happens every time
	fails bool   // it makes a write fail even if it happens only once
}

// disorders are what can happen to a request.
func disorders(elsewhere string) []disorder {
	now := http.Header{"Retry-After": {"0"}}
	return []disorder{
		{"login page", fakeproget.Fault{HTML: true}, `login page`, false},
		{"login page after acting", fakeproget.Fault{HTML: true, Act: true}, `login page`, false},
		{"other page", fakeproget.Fault{Body: "<html><title>It works!</title></html>"}, `web page .*It works!`, false},
		{"500", fakeproget.Fault{Status: 500, Body: "Object reference not set."}, `(?s)Object reference not set\..*500 Internal Server Error.*(ProGet's own log|lacks the permission|reported not to work)`, true},
		{"403", fakeproget.Fault{Status: 403}, `(?s)403 Forbidden.*This endpoint needs`, true},
		{"connection dropped before acting", fakeproget.Fault{Drop: fakeproget.BeforeActing}, `EOF|reset|closed`, false},
		{"connection dropped after acting", fakeproget.Fault{Drop: fakeproget.AfterActing}, `EOF|reset|closed`, false},
		{"429", fakeproget.Fault{Status: 429, Header: now}, `(?s)429 Too Many Requests.*max_retries`, true},
		{"503 with Retry-After", fakeproget.Fault{Status: 503, Header: now}, `503 Service Unavailable`, true},
		{"503 after acting", fakeproget.Fault{Status: 503, Act: true}, `503 Service Unavailable`, false},
		{"502 after acting", fakeproget.Fault{Status: 502, Act: true}, `502 Bad Gateway`, false},
		{"truncated JSON", fakeproget.Fault{Truncate: 5}, `EOF|cut|ends in the middle`, false},
		{"JSON that ends early", fakeproget.Fault{Body: `{"name":`, ContentType: "application/json"}, `ends in the middle`, true},
		{"foreign JSON", fakeproget.Fault{Body: `{"status":"ok"}`, ContentType: "application/json"}, `JSON that is not what ProGet answers`, true},
		{"null", fakeproget.Fault{Body: `null`, ContentType: "application/json"}, `JSON that is not what ProGet answers`, true},
		{"empty 200", fakeproget.Fault{Status: 200}, `empty answer`, true},
		{"redirect to another host", fakeproget.Fault{Redirect: elsewhere}, `redirect to http`, true},
		{"redirect that keeps the method", fakeproget.Fault{Status: 307, Redirect: elsewhere}, `redirect to http`, true},
		{"404 of a page", fakeproget.Fault{Status: 404, HTML: true}, `(?s)404 Not Found.*page`, true},
		{"405", fakeproget.Fault{Status: 405}, `405 Method Not Allowed`, true},
	}
}

// lies reports that a fault looks like the success of a write, whose answer
// may be empty.
func lies(f fakeproget.Fault) bool {
	return !f.Act && (f.Body != "" || f.Status == http.StatusOK) && f.Status < 300 && !strings.HasPrefix(f.Body, "<")
}

// garbled reports that a fault looks like a success whose answer is no object.
func garbled(f fakeproget.Fault) bool { return lies(f) && strings.HasPrefix(f.Body, "{") }

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
	for _, k := range kinds {
		for _, disorder := range disorders(elsewhere) {
			if disorder.fault.Act || disorder.name == "405" {
				continue
			}
			t.Run(k.String()+", "+disorder.name, func(t *testing.T) {
				t.Parallel()
				s := k.served(t, fakeproget.Options{})
				e := connect(t, s, nil)
				o, diags := e.Apply(t, k.resource, e.Absent(k.resource), k.before)
				noErrors(t, diags)
				s.Fail(disorder.fault)
				e = connect(t, s, nil)
				for range 3 { // by name, by the listing that failed, and again
					read, diags := e.Read(t, k.resource, o)
					wants(t, diags, k.resource, "read", disorder.says)
					if read.State.IsNull() {
						t.Fatal("the object was removed from the state")
					}
				}
				s.ClearFaults()
				settled(t, s, k.resource, o, k.before)
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
	kind := strings.ReplaceAll(strings.TrimPrefix(resource, "proget_"), "_", " ")
	errors := diagnostics{}
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			errors = append(errors, d)
		}
	}
	if len(errors) != 1 || !strings.HasPrefix(strings.ToLower(errors[0].Summary), "unable to "+action+" "+kind) || !regexp.MustCompile(says).MatchString(errors[0].Detail) {
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
	for _, k := range kinds {
		for _, deed := range deeds {
			if deed == "rename" && !k.renames || deed == "update" && k.fixed {
				continue // which deletes and creates
			}
			for _, disorder := range disorders(elsewhere) {
				if lies(disorder.fault) && (deed == "delete" && !garbled(disorder.fault) || k.unseen) {
					continue // that may be how ProGet answers a deletion, or nothing shows it
				}
				for _, times := range []int{1, 0} {
					t.Run(fmt.Sprintf("%s, %s, %s, %d", k, deed, disorder.name, times), func(t *testing.T) {
						t.Parallel()
						k.strike(t, deed, disorder, times)
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

func (k *kind) strike(t *testing.T, deed string, d disorder, times int) {
	t.Helper()
	s := k.served(t, fakeproget.Options{})
	e := connect(t, s, nil)
	o, goal := e.Absent(k.resource), k.before
	if deed != "create" {
		var diags diagnostics
		o, diags = e.Apply(t, k.resource, o, k.before)
		noErrors(t, diags)
	}
	action := k.action(deed)
	fault := d.fault
	fault.Method, fault.Times = http.MethodPost, times
	switch deed {
	case "update":
		goal = k.after
	case "rename":
		goal, action = k.renamed(), "update"
	case "delete":
		goal, fault.Method = nil, k.deleteMethod()
	}

	e = connect(t, s, nil)
	k.fail(s, fault)
	s.ResetRequests()
	struck, diags := e.Apply(t, k.resource, o, goal)
	quiet(t, diags)
	s.ClearFaults()
	sent := len(s.writes())

	// A deletion may find another verb, or another name of the object.
	another := deed == "delete" && (fault.Status == http.StatusNotFound || fault.Status == http.StatusMethodNotAllowed)
	// An object that a lost creation leaves is named, with its import block, where nothing shows whose secret it has.
	named := deed == "create" && k.conceals() && k.unnamed == "" && (fault.Act || fault.Drop == fakeproget.AfterActing)
	fails := d.fails && !(k.confirms(action) && garbled(fault)) && // which is confirmed by reading
		!(k.put != nil && lies(fault)) || // and so is what is a part of something else
		k.unnamed != "" && deed == "create" || // which is never repeated
		named
	sends := 2
	if fault.Drop == fakeproget.AfterActing && (!k.unseen || deed == "delete") && k.version == "" { // else nothing shows whether the secret was stored
		sends = 1
	}
	switch {
	case times == 1 && !diags.Failed() && fault.Drop != 0 && sent != sends:
		t.Errorf("it was sent %d times, want %d", sent, sends)
	case times == 1 && diags.Failed() != fails && !another:
		t.Errorf("it happened once and failed: %t, want %t\n%s", !fails, fails, diags)
	case !diags.Failed():
		k.claims(t, s, struck, goal)
	case named:
		if !struck.State.IsNull() || !importBlock.MatchString(diags.String()) {
			t.Errorf("want no state and the import block, got\n%s", diags)
		}
	case times == 0:
		k.complains(t, d, action, diags)
	}
	if diags.Failed() && deed == "delete" {
		struck = o // as Terraform does
	}
	if block := importBlock.FindStringSubmatch(diags.String()); (k.unnamed != "" || named) && block != nil && struck.State.IsNull() {
		e = connect(t, s, nil)
		struck, diags = e.Import(t, k.resource, block[1], nil) // as the error says, or there would be two
		noErrors(t, diags)
	}
	if k.there(s, k.before, goal) && struck.State.IsNull() {
		t.Errorf("the object exists, but Terraform does not know it:\n%s", diags)
	}
	if goal != nil {
		settled(t, s, k.resource, struck, goal)
	} else {
		k.gone(t, s, struck)
	}
}

// confirms reports whether a signed answer that is other JSON is no word on an
// action, so that reading shows what became of it.
func (k *kind) confirms(action string) bool {
	return action != "create" || k.unnamed == "" && k.resource != "proget_license_file"
}

// conceals reports whether nothing shows whose secret a new object has.
func (k *kind) conceals() bool { return k.secrets != nil && !k.lasting }

// claims requires that what is said to have succeeded did.
func (k *kind) claims(t *testing.T, s *server, struck object, goal values) {
	t.Helper()
	switch {
	case goal == nil && (!struck.State.IsNull() || k.there(s, k.before)):
		t.Error("the deletion is said to have succeeded, but the object is there")
	case goal != nil && !k.there(s, goal):
		t.Error("success is claimed for what did not happen")
	case goal != nil && !k.unseen && k.resource != "proget_license_file":
		stored, _ := k.get(s, goal)
		state, _ := tftest.Plain(t, struck.State).(values)
		want := meaning(at(goal, k.changed))
		if got := meaning(stored[field.Property(k.changed)]); got != want || meaning(at(state, k.changed)) != want {
			t.Errorf("success is claimed, and %s is %q on the server and %v in the state, want %q", k.changed, got, at(state, k.changed), want)
		}
	}
}

// complains requires the error of a disorder that happens every time.
func (k *kind) complains(t *testing.T, d disorder, action string, diags diagnostics) {
	t.Helper()
	switch {
	case d.fault.Act || d.fault.Drop == fakeproget.AfterActing: // what it says depends on how much was found out
		wants(t, diags, k.resource, action, "")
	case k.confirms(action) && garbled(d.fault):
		wants(t, diags, k.resource, action, d.says)
	case lies(d.fault) && action == "create":
		wants(t, diags, k.resource, action, or(k.accepted, "accepted, but afterwards there is no such"))
	case lies(d.fault):
		if attribute, _, _ := strings.Cut(k.changed, "."); !strings.Contains(diags.String(), "accepted the request but did not store "+attribute) {
			t.Errorf("want an error about %s, got\n%s", attribute, diags)
		}
	default:
		wants(t, diags, k.resource, action, d.says)
	}
}

// there reports whether the server has the object that one of the configurations makes.
func (k *kind) there(s *server, configs ...values) bool {
	return slices.ContainsFunc(configs, func(config values) bool {
		if config == nil {
			return false
		}
		_, ok := k.get(s, config)
		return ok
	})
}

// gone requires that the next walk on a healthy server ends the object.
func (k *kind) gone(t *testing.T, s *server, o object) {
	t.Helper()
	if !o.State.IsNull() {
		e := connect(t, s, nil)
		o, diags := e.Read(t, k.resource, o)
		noErrors(t, diags)
		if !o.State.IsNull() {
			_, diags = e.Apply(t, k.resource, o, nil)
			noErrors(t, diags)
		}
	}
	if k.there(s, k.before) {
		t.Errorf("%s is still on the server", k.resource)
	}
}
