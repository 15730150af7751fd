package proget

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The vendor's example of 5.2 (reference fixture F1).
const defaultFeed = `{"name":"Default","feedType":"nuget","active":true,"cacheConnectors":true,"allowUnknownLicenses":true,"allowedLicenses":["MIT","Apache-2.0"],"blockedLicenses":["RSGPL"],"symbolServerEnabled":true,"stripSymbols":true,"stripSource":true,"connectors":["nuget.org"],"vulnerabilitySources":[],"retentionRules":[{"deletePrereleaseVersions":false,"keepVersionsCount":10,"keepUsedWithinDays":90,"deletePackageIds":["InedoLib"],"keepPackageIds":null,"deleteCached":false,"sizeTriggerKb":null,"sizeExclusive":true,"triggerDownloadCount":1}],"packageFilters":{},"packageAccessRules":{},"replication":{},"variables":{}}`

func TestFeedDecoding(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		want Feed
	}{
		"5.2": {defaultFeed, Feed{
			Name: Of("Default"), FeedType: Of("nuget"), Active: Of(true), CacheConnectors: Of(true), AllowUnknownLicenses: Of(true),
			AllowedLicenses: Of([]string{"MIT", "Apache-2.0"}), BlockedLicenses: Of([]string{"RSGPL"}),
			SymbolServerEnabled: Of(true), StripSymbols: Of(true), StripSource: Of(true),
			Connectors: Of([]string{"nuget.org"}), VulnerabilitySources: Of([]string{}),
			RetentionRules: Of([]RetentionRule{{
				DeletePrereleaseVersions: Of(false), KeepVersionsCount: Of[int64](10), KeepUsedWithinDays: Of[int64](90), DeletePackageIDs: Of([]string{"InedoLib"}),
				KeepPackageIDs: Null[[]string](), DeleteCached: Of(false), SizeTriggerKB: Null[int64](), SizeExclusive: Of(true), TriggerDownloadCount: Of[int64](1),
			}}),
			PackageFilters: Of(PersistedXML{}), PackageAccessRules: Of(PersistedXML{}), Replication: Of(Replication{}), Variables: Of(map[string]string{}),
		}},
		"arrays for maps": {
			`{"packageFilters":[],"packageAccessRules":["<X Assembly=\"Y\" />","<Z />"]}`,
			Feed{PackageFilters: Of(PersistedXML{}), PackageAccessRules: Of(PersistedXML{"0": `<X Assembly="Y" />`, "1": "<Z />"})},
		},
		"maps": {
			`{"packageFilters":{"Approved":"<F />","odd":{"a":1}},"packageAccessRules":null}`,
			Feed{PackageFilters: Of(PersistedXML{"Approved": "<F />", "odd": `{"a":1}`}), PackageAccessRules: Null[PersistedXML]()},
		},
		"variables under the other name":    {`{"variableDictionary":{"A":"1"}}`, Feed{Variables: Of(map[string]string{"A": "1"})}},
		"variables under both names":        {`{"variables":{"A":"1"},"variableDictionary":{"A":"2"}}`, Feed{Variables: Of(map[string]string{"A": "1"})}},
		"variables under both names, empty": {`{"variables":{},"variableDictionary":{"A":"2"}}`, Feed{Variables: Of(map[string]string{})}},
		"variables null":                    {`{"variables":null,"variableDictionary":{"A":"2"}}`, Feed{Variables: Of(map[string]string{"A": "2"})}},
		"nulls":                             {`{"retentionRules":null,"connectors":null,"description":null}`, Feed{RetentionRules: Null[[]RetentionRule](), Connectors: Null[[]string](), Description: Null[string]()}},
		"a sparse rule":                     {`{"retentionRules":[{"deleteCached":true}]}`, Feed{RetentionRules: Of([]RetentionRule{{DeleteCached: Of(true)}})}},
		"unknown members of a rule": {
			`{"retentionRules":[{"DeleteCached":true,"keepThis":null,"keepThat":7,"andThat":{"a":1},"orThis":false,"orThat":[]}]}`,
			Feed{RetentionRules: Of([]RetentionRule{{DeleteCached: Of(true), unknown: []string{"andThat", "keepThat"}}})},
		},
		"unknown members": {`{"name":"a","somethingNew":{"b":[1]}}`, Feed{Name: Of("a")}},
	} {
		var got Feed
		if err := json.Unmarshal([]byte(test.text), &got); err != nil {
			t.Errorf("%s: %v", name, err)
		} else if diff := cmp.Diff(test.want, got, whole); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	for _, text := range []string{`{"packageFilters":"x"}`, `{"packageFilters":7}`, `{"variableDictionary":7}`, `{"active":"yes"}`} {
		if err := json.Unmarshal([]byte(text), new(Feed)); err == nil {
			t.Errorf("%s decodes", text)
		}
	}
}

func TestFeedEncoding(t *testing.T) {
	t.Parallel()
	const update = "POST /api/management/feeds/update/a"
	rules := PersistedXML{"10": "ten", "9": "nine", "b": "bee"}
	for name, test := range map[string]struct {
		version string
		feed    Feed
		want    string
	}{
		"clearing":             {"26.0.12.24", Feed{Description: Null[string](), Connectors: Of([]string{}), RetentionRules: Of([]RetentionRule{}), Variables: Of(map[string]string{})}, `{"description":null,"connectors":[],"retentionRules":[],"variables":{}}`},
		"maps":                 {"22.0.1.1", Feed{PackageFilters: Of(rules)}, `{"packageFilters":{"10":"ten","9":"nine","b":"bee"}}`},
		"arrays before 2022":   {"6.0.6.3", Feed{Active: Of(true), PackageFilters: Of(rules), PackageAccessRules: Of(PersistedXML{})}, `{"active":true,"packageFilters":["nine","ten","bee"],"packageAccessRules":[]}`},
		"null before 2022":     {"5.2.9.10", Feed{PackageFilters: Null[PersistedXML]()}, `{"packageFilters":null}`},
		"unknown version":      {"", Feed{PackageFilters: Of(rules)}, `{"packageFilters":{"10":"ten","9":"nine","b":"bee"}}`},
		"a rule":               {"26.0.12.24", Feed{RetentionRules: Of([]RetentionRule{{KeepUsedWithinDays: Of[int64](30), DeleteCached: Of(true)}})}, `{"retentionRules":[{"deleteCached":true,"keepUsedWithinDays":30}]}`},
		"replication of 5.2":   {"5.2.9.10", Feed{Replication: Of(Replication{ClientMode: Of("mirror"), ClientToken: Of("s3cr3t")})}, `{"replication":{"clientMode":"mirror","clientToken":"s3cr3t"}}`},
		"characters of XML":    {"26.0.12.24", Feed{PackageStore: Of("<S A=\"1\"/>")}, `{"packageStore":"\u003cS A=\"1\"/\u003e"}`},
		"everything is absent": {"26.0.12.24", Feed{}, `{}`},
	} {
		s := serve(t, routes{
			"GET /api/management/feeds/get/a": replyAs(test.version, 200, `{"name":"a"}`),
			update:                            replyAs(test.version, 200, `{"name":"a"}`),
		})
		feeds := s.client(t).Feeds()
		if _, err := feeds.Find(t.Context(), "a"); err != nil { // teaches the version
			t.Fatal(err)
		}
		if _, err := feeds.Update(t.Context(), "a", test.feed); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := s.last(t, update).body; got != test.want {
			t.Errorf("%s: sent\n%s, want\n%s", name, got, test.want)
		}
	}
}

func TestVariablesAreWrittenTwice(t *testing.T) {
	t.Parallel()
	const (
		create = "POST /api/management/feeds/create"
		update = "POST /api/management/feeds/update/a"
		get    = "GET /api/management/feeds/get/a"
	)
	team := Of(map[string]string{"Team": "x"})
	plain, both := `{"variables":{"Team":"x"}}`, `{"variableDictionary":{"Team":"x"},"variables":{"Team":"x"}}`
	for name, test := range map[string]struct {
		answers []http.HandlerFunc
		sent    Value[map[string]string]
		bodies  []string
		want    map[string]string
	}{
		"taken":                        {[]http.HandlerFunc{reply(200, `{"name":"a","variables":{"Team":"x"}}`)}, team, []string{plain}, map[string]string{"Team": "x"}},
		"shown under the other name":   {[]http.HandlerFunc{reply(200, `{"name":"a","variableDictionary":{"Team":"x"}}`)}, team, []string{plain}, map[string]string{"Team": "x"}},
		"taken under the other name":   {[]http.HandlerFunc{reply(200, `{"name":"a","variables":{}}`), reply(200, `{"name":"a","variables":{"Team":"x"}}`)}, team, []string{plain, both}, map[string]string{"Team": "x"}},
		"not taken at all":             {[]http.HandlerFunc{reply(200, `{"name":"a"}`), reply(200, `{"name":"a"}`)}, team, []string{plain, both}, nil},
		"refused under the other name": {[]http.HandlerFunc{reply(200, `{"name":"a"}`), reply(400, "what?")}, team, []string{plain, both}, nil},
		"cleared":                      {[]http.HandlerFunc{reply(200, `{"name":"a"}`)}, Of(map[string]string{}), []string{`{"variables":{}}`}, nil},
		"not sent":                     {[]http.HandlerFunc{reply(200, `{"name":"a","variables":{"Team":"y"}}`)}, Value[map[string]string]{}, []string{`{}`}, map[string]string{"Team": "y"}},
	} {
		s := serve(t, routes{update: inTurn(test.answers...), get: reply(200, `{"name":"a"}`)})
		got, err := s.client(t).Feeds().Update(t.Context(), "a", Feed{Variables: test.sent})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(test.want, got.Variables.Or(nil)); diff != "" {
			t.Errorf("%s: returned (-want +got):\n%s", name, diff)
		}
		var bodies []string
		for _, request := range s.seen {
			if request.line == update {
				bodies = append(bodies, request.body)
			}
		}
		if diff := cmp.Diff(test.bodies, bodies); diff != "" {
			t.Errorf("%s: sent (-want +got):\n%s", name, diff)
		}
	}

	s := serve(t, routes{update: reply(200, `{"name":"a"}`), get: reply(200, `{"name":"a","variables":{"Team":"x"}}`)})
	if got, err := s.client(t).Feeds().Update(t.Context(), "a", Feed{Variables: team}); err != nil || got.Variables.Or(nil)["Team"] != "x" {
		t.Errorf("left out of the answer: %v, %v", got.Variables, err)
	}
	if diff := cmp.Diff([]string{update, get}, s.lines()); diff != "" {
		t.Errorf("left out of the answer: requests (-want +got):\n%s", diff)
	}

	const list = "GET /api/management/feeds/list"
	s = serve(t, routes{list: reply(200, "[]"), create: reply(201, `{"name":"a","variables":{}}`), update: reply(200, `{"name":"a","variables":{"Team":"x"}}`)})
	got, err := s.client(t).Feeds().Create(t.Context(), Feed{Name: Of("a"), Variables: team})
	if err != nil || got.Variables.Or(nil)["Team"] != "x" {
		t.Errorf("created: %v, %v", got.Variables, err)
	}
	if diff := cmp.Diff([]string{list, create, update}, s.lines()); diff != "" {
		t.Errorf("created: requests (-want +got):\n%s", diff)
	}
}
