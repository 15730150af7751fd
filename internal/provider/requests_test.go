package provider_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// A plan of many objects asks once by name and once for the listing of each
// type. Licenses of 2024 and later cannot be asked for by name.
func TestAccRequests(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{BuiltInLicenses: -1})
	types := []struct {
		name, key, rest string
		count, requests int
		stored          map[string]any
	}{
		{"connector", "name", fmt.Sprintf("feed_type = \"nuget\"\n  url = %q", nuget), 500, 2, map[string]any{"feedType": "nuget", "url": nuget}},
		{"feed", "name", `feed_type = "nuget"`, 50, 2, map[string]any{"feedType": "nuget"}},
		{"license", "code", ``, 50, 1, map[string]any{"title": "A license"}},
	}
	var config strings.Builder
	config.WriteString(required + s.Block)
	for _, typ := range types {
		fmt.Fprintf(&config, "resource \"proget_%s\" \"all\" {\n  count = %d\n  %s = format(\"o%%03d\", count.index)\n  %s\n}\n", typ.name, typ.count, typ.key, typ.rest)
		for i := range typ.count {
			s.Put(typ.name+"s", fmt.Sprintf("o%03d", i), typ.stored)
			fmt.Fprintf(&config, "import {\n  to = proget_%s.all[%d]\n  id = \"o%03d\"\n}\n", typ.name, i, i)
		}
	}

	c := cli(t)
	must(t, c.Write("main.tf", []byte(config.String())))
	run(t, c, 0, "apply", "-auto-approve")
	for _, r := range s.Requests() {
		if r.Method != http.MethodGet {
			t.Fatalf("the import sends %s %s %s", r.Method, r.Path, r.Body)
		}
	}
	s.ResetRequests()
	result := run(t, c, 0, "plan", "-detailed-exitcode")
	asked := map[string]int{}
	for _, r := range s.Requests() {
		asked[strings.Split(strings.TrimPrefix(strings.TrimPrefix(r.Path, "/api/"), "management/"), "/")[0]]++
	}
	t.Logf("requests %v, %d bytes, %s", asked, s.BytesWritten(), result.Wall.Round(100*time.Millisecond))
	for _, typ := range types {
		if n := asked[typ.name+"s"]; n != typ.requests {
			t.Errorf("%d requests for %d %ss, want %d", n, typ.count, typ.name, typ.requests)
		}
	}
}

// manyConnectors makes connectors behind Terraform's back and returns the states that a
// configuration of them has, as far as they are asked for.
func manyConnectors(t *testing.T, s *server, count int, asked ...int) (objects []object) {
	t.Helper()
	for i := range count {
		s.Put("connectors", fmt.Sprintf("o%04d", i), map[string]any{"feedType": "nuget", "url": nuget, "timeout": 10})
	}
	e := connect(t, s, nil)
	for _, i := range asked {
		objects = append(objects, imported(t, e, "proget_connector", fmt.Sprintf("o%04d", i)))
	}
	s.ResetRequests()
	return objects
}

// requested are the requests since the last reset, without their hosts.
func (s *server) requested() (requests []string) {
	for _, r := range s.Requests() {
		requests = append(requests, r.Method+" "+strings.TrimPrefix(r.Path, "/api/management/"))
	}
	return requests
}

// Data sources of objects that the same walk has read ask for nothing more.
func TestRequestsOfDataSources(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	objects := manyConnectors(t, s, 50, 10, 20)
	e := connect(t, s, nil)
	for _, o := range objects {
		_, diags := e.Read(t, "proget_connector", o)
		noErrors(t, diags)
	}
	for name, config := range map[string]values{"proget_connectors": {}, "proget_connector": {"name": "o0030"}} {
		_, diags := e.Data(t, name, config)
		noErrors(t, diags)
	}
	if want := []string{"GET connectors/get/o0010", "GET connectors/list"}; !slices.Equal(s.requested(), want) {
		t.Errorf("requests %v, want %v", s.requested(), want)
	}
}

// The reading of many objects takes as many requests in a run as their line of
// the table says, and none of them writes.
func TestRequestsOfMany(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		t.Run(k.String(), func(t *testing.T) {
			t.Parallel()
			s := k.served(t, fakeproget.Options{})
			var objects []object
			for i := range 3 {
				objects = append(objects, made(t, s, k.resource, k.another(i)))
			}
			e := connect(t, s, nil)
			s.ResetRequests()
			for i, o := range objects {
				o, diags := e.Read(t, k.resource, o)
				noErrors(t, diags)
				e.PlanEmpty(t, k.resource, o, k.another(i))
			}
			want := k.requests
			if want == 0 {
				want = len(objects)
			}
			if got := len(s.Requests()); got != want || len(s.writes()) > 0 {
				t.Errorf("%d requests, want %d, and writes %v", got, want, s.writes())
			}
		})
	}
}

// One object that drifted, among thousands, is one request.
func TestRequestsOfDrift(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	o := manyConnectors(t, s, 5000, 4000)[0]
	s.Put("connectors", "o4000", map[string]any{"timeout": 99})
	for name, fault := range map[string]fakeproget.Fault{"all is well": {Path: "/nowhere"}, "the listing fails": {Path: "/api/management/connectors/list", Status: 500}} {
		s.ClearFaults()
		s.Fail(fault)
		s.ResetRequests()
		read, diags := connect(t, s, nil).Read(t, "proget_connector", o)
		noErrors(t, diags)
		if got := read.Get(t, "timeout"); got != 99 {
			t.Errorf("%s: the timeout is %v", name, got)
		}
		if want := []string{"GET connectors/get/o4000"}; !slices.Equal(s.requested(), want) {
			t.Errorf("%s: requests %v, want %v", name, s.requested(), want)
		}
	}
}

// Two that vanished are asked for by name, beside the listing that lacks them.
func TestRequestsOfVanished(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	objects := manyConnectors(t, s, 50, 10, 20, 30)
	s.Remove("connectors", "o0010")
	s.Remove("connectors", "o0020")
	e := connect(t, s, nil)
	for i, o := range objects {
		read, diags := e.Read(t, "proget_connector", o)
		noErrors(t, diags)
		if gone := read.State.IsNull(); gone != (i < 2) {
			t.Errorf("object %d is gone: %t", i, gone)
		}
	}
	want := []string{"GET connectors/get/o0010", "GET connectors/list", "GET connectors/get/o0020"}
	if !slices.Equal(s.requested(), want) {
		t.Errorf("requests %v, want %v", s.requested(), want)
	}
}

// A read that succeeded stays a success when the listing fails, and what only
// the listing could answer is an error: one request for all of them.
func TestRequestsOfAFailingListing(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	objects := manyConnectors(t, s, 50, 10, 20, 30, 40)
	s.Fail(fakeproget.Fault{Path: "/api/management/connectors/list", Status: 500, Body: "out of order"})
	e := connect(t, s, nil)
	for i, o := range objects {
		read, diags := e.Read(t, "proget_connector", o)
		if diags.Failed() != (i > 0) || read.State.IsNull() {
			t.Errorf("object %d: %s", i, diags)
		}
	}
	want := []string{"GET connectors/get/o0010", "GET connectors/list"}
	if !slices.Equal(s.requested(), want) {
		t.Errorf("requests %v, want %v", s.requested(), want)
	}
}
