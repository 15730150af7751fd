package proget

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDecide(t *testing.T) {
	t.Parallel()
	versions := []Dialect{unknownDialect, Legacy, Modern}
	findings := []finding{unasked, listsSome, listsNone, noAPI, unsignedNoAPI, fails}
	lists, lacks := []finding{listsSome, listsNone}, []finding{noAPI, unsignedNoAPI}
	decided := map[[3]int]bool{}
	for _, row := range []struct {
		versions       []Dialect
		modern, legacy []finding
		want           verdict
	}{
		{[]Dialect{Legacy}, []finding{unasked}, findings, speaksLegacy},
		{[]Dialect{unknownDialect, Modern}, []finding{unasked}, findings, askModern},
		{versions, []finding{fails}, findings, modernFails},
		{[]Dialect{Legacy}, lists, findings, speaksLegacy},
		{[]Dialect{Modern}, lists, findings, speaksModern},
		{[]Dialect{unknownDialect}, []finding{listsSome}, findings, speaksModern},
		{[]Dialect{unknownDialect}, []finding{listsNone}, []finding{unasked}, askLegacy},
		{[]Dialect{unknownDialect}, []finding{listsNone}, []finding{listsSome}, speaksLegacy},
		{[]Dialect{unknownDialect}, []finding{listsNone}, []finding{listsNone}, undecided},
		{[]Dialect{unknownDialect}, []finding{listsNone}, lacks, speaksModern},
		{[]Dialect{unknownDialect}, []finding{listsNone}, []finding{fails}, legacyFails},
		{[]Dialect{Modern}, []finding{unsignedNoAPI}, findings, modernFails},
		{[]Dialect{Modern}, []finding{noAPI}, []finding{unasked}, askLegacy},
		{[]Dialect{Modern}, []finding{noAPI}, lists, speaksLegacy},
		{[]Dialect{Modern}, []finding{noAPI}, lacks, modernFails},
		{[]Dialect{Modern}, []finding{noAPI}, []finding{fails}, legacyFails},
		{[]Dialect{unknownDialect, Legacy}, lacks, []finding{unasked}, askLegacy},
		{[]Dialect{unknownDialect, Legacy}, lacks, lists, speaksLegacy},
		{[]Dialect{unknownDialect, Legacy}, lacks, lacks, modernFails},
		{[]Dialect{unknownDialect, Legacy}, lacks, []finding{fails}, legacyFails},
	} {
		for _, version := range row.versions {
			for _, modern := range row.modern {
				for _, legacy := range row.legacy {
					decided[[3]int{int(version), int(modern), int(legacy)}] = true
					if got := decide(version, modern, legacy); got != row.want {
						t.Errorf("version %d, modern %d, legacy %d: %d, want %d", version, modern, legacy, got, row.want)
					}
				}
			}
		}
	}
	if want := len(versions) * len(findings) * len(findings); len(decided) != want {
		t.Errorf("the rows cover %d of %d cases", len(decided), want)
	}
}

func TestDialect(t *testing.T) {
	t.Parallel()
	const get = "GET /api/management/connectors/get/a"
	object := `{"name":"a"}`
	for name, test := range map[string]struct {
		before         http.HandlerFunc // of another answer that tells the version
		modern, legacy http.HandlerFunc
		want           Dialect
		text           string // of the error
		requests       []string
	}{
		"2026, known":                   {replyAs("26.0.12.24", 200, object), reply(200, "["+mit+"]"), nil, Modern, "", []string{get, modernList}},
		"2023, known":                   {replyAs("23.0.35.1", 200, object), nil, replyAs("23.0.35.1", 200, "["+zeroBSD+"]"), Legacy, "", []string{get, legacyList}},
		"2026":                          {nil, reply(200, "["+mit+"]"), nil, Modern, "", []string{modernList}},
		"5.2":                           {nil, replyAs("5.2.9.10", 404, "no"), replyAs("5.2.9.10", 200, "["+zeroBSD+"]"), Legacy, "", []string{modernList, legacyList}},
		"without headers, modern":       {nil, replyAs("", 200, "["+mit+"]"), nil, Modern, "", []string{modernList}},
		"without headers, legacy":       {nil, replyAs("", 404, ""), replyAs("", 200, "["+zeroBSD+"]"), Legacy, "", []string{modernList, legacyList}},
		"a page for what is not there":  {nil, replyAs("", 200, "<html>"), replyAs("", 200, "["+zeroBSD+"]"), Legacy, "", []string{modernList, legacyList}},
		"a 404 page":                    {nil, replyAs("", 404, "<html>"), replyAs("", 200, "["+zeroBSD+"]"), Legacy, "", []string{modernList, legacyList}},
		"forbidden":                     {nil, reply(403, ""), nil, 0, "/api/licenses/list: 403", []string{modernList}},
		"broken":                        {nil, reply(200, "["), nil, 0, "ends in the middle", []string{modernList}},
		"neither":                       {nil, reply(404, ""), reply(404, ""), 0, base + "/api/licenses/list: 404", []string{modernList, legacyList}},
		"legacy is forbidden":           {nil, replyAs("", 404, ""), replyAs("", 403, ""), 0, base + "/api/management/licenses/list: 403", []string{modernList, legacyList}},
		"login pages on every path":     {nil, reply(200, "<title>Log in</title>"), reply(200, "<title>Log in</title>"), 0, "a login page", []string{modernList, legacyList}},
		"24.0.0 before the modern list": {replyAs("24.0.0.1", 200, object), replyAs("24.0.0.1", 404, ""), replyAs("24.0.0.1", 200, "["+zeroBSD+"]"), Legacy, "", []string{get, modernList, legacyList}},
	} {
		s := serve(t, routes{get: test.before, modernList: test.modern, legacyList: test.legacy})
		c := s.client(t)
		if test.before != nil {
			if _, err := c.Connectors().reader.read(t.Context(), "a"); err != nil {
				t.Fatal(err)
			}
		}
		licenses := c.Licenses()
		for range 3 { // it is found out once, and its listing is the one that is used
			got, err := licenses.Dialect(t.Context())
			_, listErr := licenses.List(t.Context())
			if test.text != "" {
				for _, err := range []error{err, listErr} {
					if err == nil || !strings.Contains(err.Error(), test.text) || IsNotFound(err) {
						t.Errorf("%s: %v, want %q", name, err, test.text)
					}
				}
			} else if err != nil || listErr != nil || got != test.want {
				t.Errorf("%s: %v, %v, %v", name, got, err, listErr)
			}
		}
		if diff := cmp.Diff(test.requests, s.lines()); diff != "" {
			t.Errorf("%s: requests (-want +got):\n%s", name, diff)
		}
	}
}
