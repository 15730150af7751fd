package provider_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// A plan of many objects asks once by name and once for the listing of each type.
func TestAccRequests(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{BuiltInLicenses: -1})
	types := []struct {
		name, key, rest string
		count           int
		stored          map[string]any
	}{
		{"connector", "name", fmt.Sprintf("feed_type = \"nuget\"\n  url = %q", nuget), 500, map[string]any{"feedType": "nuget", "url": nuget}},
		{"feed", "name", `feed_type = "nuget"`, 50, map[string]any{"feedType": "nuget"}},
		{"license", "code", ``, 50, map[string]any{"title": "A license"}},
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
	config.WriteString(`
data "proget_connectors" "all" {}
data "proget_feeds" "all" {}
data "proget_licenses" "all" {}
`)

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
		if n := asked[typ.name+"s"]; n == 0 || n > 3 {
			t.Errorf("%d requests for %d %ss, want 1 to 3", n, typ.count, typ.name)
		}
	}
}
