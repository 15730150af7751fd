package fakeproget_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

func TestFeedOf52(t *testing.T) {
	c := serve(t, fakeproget.Options{Profile: "5.2"})
	c.Put("connectors", "nuget.org", map[string]any{"feedType": "nuget"})
	c.Put("licenses", "RSGPL", map[string]any{"title": "Really Serious GPL"})
	// Reference section 25, F1.
	const feed = `{"name":"Default","feedType":"nuget","active":true,"cacheConnectors":true,"allowUnknownLicenses":true,"allowedLicenses":["MIT","BSD-2-Clause","BSD-3-Clause","Apache-2.0"],"blockedLicenses":["RSGPL"],"symbolServerEnabled":true,"stripSymbols":true,"stripSource":true,"connectors":["nuget.org"],"vulnerabilitySources":[],"retentionRules":[{"deletePrereleaseVersions":false,"keepVersionsCount":10,"keepUsedWithinDays":90,"deletePackageIds":["InedoLib","InedoIcons","Inedo.LicenseCreator"],"keepPackageIds":null,"keepVersions":null,"deleteVersions":null,"deleteCached":false,"sizeTriggerKb":null,"sizeExclusive":true,"triggerDownloadCount":1}],"packageFilters":{},"packageAccessRules":{},"replication":{},"variables":{}}`
	c.wantJSON(c.post(feeds+"create", feed), 201, feed)
	c.wantJSON(c.get(feeds+"get/Default"), 200, feed)
	c.wantJSON(c.do("POST", feeds+"get/Default", ""), 200, feed)
	c.wantJSON(c.get(feeds+"list"), 200, "["+feed+"]")
	c.wantJSON(c.do("PATCH", feeds+"update/Default", `{}`), 201, feed)
	c.wantText(c.do("DELETE", feeds+"delete/Default", ""), 200, "")
	c.wantText(c.get(feeds+"get/Default"), 404, `Feed "Default" not found`)
}

func TestFeedDefaults(t *testing.T) {
	// Reference section 25, F2 and F3.
	const f3 = `{"name":"myNugetFeed","alternateNames":[],"feedType":"nuget","active":true,"cacheConnectors":true,"symbolServerEnabled":false,"stripSymbols":false,"stripSource":false,"endpointUrl":"https://proget.corp.local/nuget/myNugetFeed/v3/index.json","connectors":[],"retentionRules":[],"variables":{},"canPublish":true,"packageStatisticsEnabled":false,"restrictPackageStatistics":false,"deploymentRecordsEnabled":true,"usageRecordsEnabled":true,"vulnerabilitiesEnabled":false,"licensesEnabled":false,"useWithProjects":true}`
	const old = `{"name":"myNugetFeed","feedType":"nuget","active":true,"cacheConnectors":true,"allowedLicenses":[],"blockedLicenses":[],"symbolServerEnabled":false,"stripSymbols":false,"stripSource":false,"connectors":[],"vulnerabilitySources":[],"retentionRules":[],"packageFilters":{},"packageAccessRules":{},"variables":{}`
	want := map[string]struct {
		status int
		body   string
	}{
		"5.2": {201, old + `,"replication":{}}`},
		"2023": {201, old + `,"alternateNames":[],"endpointUrl":"https://proget.corp.local/nuget/myNugetFeed/v3/index.json",` +
			`"packageStatisticsEnabled":false,"restrictPackageStatistics":false,"deploymentRecordsEnabled":true,"usageRecordsEnabled":true,"vulnerabilitiesEnabled":false,"licensesEnabled":false,"useWithProjects":true}`},
		"2024": {200, f3},
		"2026": {201, f3},
	}
	for _, profile := range fakeproget.Profiles {
		c := serve(t, fakeproget.Options{Profile: profile, WebBaseURL: "https://proget.corp.local/"})
		r := c.do("PUT", feeds+"create", `{"name":"myNugetFeed","feedType":"NuGet"}`)
		c.wantJSON(r, want[profile].status, want[profile].body)
		// The vendor's client posts whole objects back.
		c.wantJSON(c.post(feeds+"update/myNugetFeed", r.body), map[bool]int{true: 201, false: 200}[profile == "5.2"], want[profile].body)
		c.wantText(c.post(feeds+"create", `{"name":"myNugetFeed","feedType":"npm"}`), 400, "a feed named 'myNugetFeed' already exists")
	}
	// Other clients send null and nothing for what they do not set.
	c := serve(t, fakeproget.Options{})
	c.wantStatus(c.post(feeds+"create", `{"name":"x","feedType":"npm","connectors":null,"retentionRules":null,"variables":null,"alternateNames":null,"endpointUrl":"","description":null}`), 201)
	for _, name := range []string{"stripSymbols", "description", "packageFilters"} {
		wantMember(t, c.get(feeds+"get/x").body, name, "")
	}
	wantMember(t, c.get(feeds+"get/x").body, "endpointUrl", `"`+c.url+`/npm/x/"`)
	wantMember(t, serve(t, fakeproget.Options{}).post(feeds+"create", `{"name":"a","feedType":"asset"}`).body, "licensesEnabled", "")
}

func TestFeedEverything(t *testing.T) {
	c := serve(t, fakeproget.Options{})
	c.Put("connectors", "internal-nuget", map[string]any{"feedType": "nuget"})
	c.Put("connectors", "nuget.org", map[string]any{"feedType": "nuget"})
	// Reference section 25, F4.
	const feed = `{"name":"approved-nuget","feedType":"nuget","description":"Approved third-party packages","alternateNames":["nuget-approved"],"active":true,"cacheConnectors":true,"dropPath":"D:\\drop\\nuget","symbolServerEnabled":true,"stripSymbols":false,"stripSource":false,"stripSignature":false,"useApiV3":true,"connectors":["internal-nuget","nuget.org"],"retentionRules":[{"deletePrereleaseVersions":true,"deleteCached":false,"keepVersionsCount":5,"keepUsedWithinDays":30,"sizeExclusive":false,"keepIfActivelyConsumed":false}],"retentionRulesEnabled":true,"variables":{"Team-Name":"platform","Cost Center":"4711"},"packageStatisticsEnabled":true,"restrictPackageStatistics":false,"deploymentRecordsEnabled":true,"usageRecordsEnabled":true,"vulnerabilitiesEnabled":true,"licensesEnabled":true,"useWithProjects":true}`
	want := strings.TrimSuffix(feed, "}") + `,"canPublish":true,"endpointUrl":"` + c.url + `/nuget/approved-nuget/v3/index.json"}`
	c.wantJSON(c.post(feeds+"create", feed), 201, want)
	c.wantJSON(c.get(feeds+"get/approved-nuget"), 200, want)
}

func TestRetiredMembers(t *testing.T) {
	c := serve(t, fakeproget.Options{Profile: "2024", RetiredMembers: true})
	c.Put("connectors", "nuget.org", map[string]any{"feedType": "nuget"})
	c.Put("connectors", "proget.connector.local", map[string]any{"feedType": "nuget"})
	c.Put("feeds", "myNugetFeed", map[string]any{"feedType": "nuget", "connectors": []string{"nuget.org", "proget.connector.local"}, "allowUnknownLicenses": true})
	// Reference section 25, F7, with an endpoint that fits the name.
	c.wantJSON(c.post(feeds+"update/myNugetFeed", `{"description":"This feed serves as a proxy for Inedo SDK extensions."}`), 200,
		`{"name":"myNugetFeed","alternateNames":[],"feedType":"nuget","description":"This feed serves as a proxy for Inedo SDK extensions.","active":true,"cacheConnectors":true,"allowUnknownLicenses":true,"allowedLicenses":[],"blockedLicenses":[],"symbolServerEnabled":false,"stripSymbols":false,"stripSource":false,"endpointUrl":"`+
			c.url+`/nuget/myNugetFeed/v3/index.json","connectors":["nuget.org","proget.connector.local"],"vulnerabilitySources":[],"retentionRules":[],"packageFilters":{},"packageAccessRules":{},"variables":{},"canPublish":true,"packageStatisticsEnabled":false,"restrictPackageStatistics":false,"deploymentRecordsEnabled":true,"usageRecordsEnabled":true,"vulnerabilitiesEnabled":false,"licensesEnabled":false,"useWithProjects":true}`)
}

func TestFeedUpdate(t *testing.T) {
	tests := []struct {
		name, profile, body, member, want string
	}{
		{"description", "", `{"description":"new"}`, "description", `"new"`},
		{"null removes the description", "", `{"description":null}`, "description", ""},
		{"null removes the drop path", "", `{"dropPath":null}`, "dropPath", ""},
		{"null removes the packages path", "", `{"packagesPath":null}`, "packagesPath", ""},
		{"null removes the store", "", `{"packageStore":null}`, "packageStore", ""},
		{"null inherits", "", `{"allowUnknownLicenses":null}`, "allowUnknownLicenses", ""},
		{"null keeps a flag", "", `{"active":null}`, "active", `false`},
		{"null keeps an array", "", `{"connectors":null}`, "connectors", `["b","a"]`},
		{"null keeps rules", "", `{"retentionRules":null}`, "retentionRules", `[{"deleteCached":true,"deletePrereleaseVersions":false,"sizeExclusive":false,"keepIfActivelyConsumed":false}]`},
		{"null keeps variables", "", `{"variables":null}`, "variables", `{"A":"1"}`},
		{"arrays are replaced", "", `{"connectors":["a"]}`, "connectors", `["a"]`},
		{"arrays are cleared", "", `{"connectors":[]}`, "connectors", `[]`},
		{"rules are cleared", "", `{"retentionRules":[]}`, "retentionRules", `[]`},
		{"variables are replaced", "", `{"variables":{"B c":""}}`, "variables", `{"B c":""}`},
		{"variables are cleared", "", `{"variables":{}}`, "variables", `{}`},
		{"alternate names", "", `{"alternateNames":["y","x"]}`, "alternateNames", `["y","x"]`},
		{"rename", "", `{"name":"other"}`, "name", `"other"`},
		{"type in its group", "", `{"feedType":"Chocolatey"}`, "feedType", `"chocolatey"`},
		{"sources of 2024", "2024", `{"vulnerabilitySources":["OSS Index"]}`, "vulnerabilitySources", ""},
		{"sources of 2023", "2023", `{"vulnerabilitySources":["OSS Index"]}`, "vulnerabilitySources", `["OSS Index"]`},
		{"replication of 2023", "2023", `{"replication":{"clientMode":"mirror","clientToken":"t","sourceUrl":"https://example.com"}}`, "replication", ""},
		{"flag on 5.2", "5.2", `{"useWithProjects":false}`, "useWithProjects", ""},
		{"flag on 2023", "2023", `{"useWithProjects":false}`, "useWithProjects", `false`},
		{"filters as an array", "2023", `{"packageFilters":["<X Assembly='Y'/>"]}`, "packageFilters", `{"0":"<X Assembly=\"Y\" />"}`},
		{"filters as an object", "2026", `{"packageFilters":{"mine":"<X Assembly=\"Y\" />"}}`, "packageFilters", `{"mine":"<X Assembly=\"Y\" />"}`},
		{"filters are cleared", "2023", `{"packageFilters":[]}`, "packageFilters", `{}`},
		{"access rules of 2024", "2024", `{"packageAccessRules":[]}`, "packageAccessRules", ""},
		{"the vendor's name of variables", "", `{"variableDictionary":{"B":"2"}}`, "variables", `{"A":"1"}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := serve(t, fakeproget.Options{Profile: test.profile})
			c.Put("connectors", "a", map[string]any{"feedType": "nuget"})
			c.Put("connectors", "b", map[string]any{"feedType": "powershell"})
			r := c.post(feeds+"create", `{"name":"x","feedType":"nuget","description":"old","active":false,"dropPath":"/drop","packagesPath":"C:\\packages",`+
				`"packageStore":"<X Assembly=\"Y\" />","allowUnknownLicenses":false,"connectors":["b","a"],"retentionRules":[{"deleteCached":true}],"variables":{"A":"1"}}`)
			if r.status > 201 {
				t.Fatal(r.status, r.body)
			}
			r = c.post(feeds+"update/x", test.body)
			if r.status > 201 {
				t.Fatal(r.status, r.body)
			}
			wantMember(t, r.body, test.member, test.want)
			before := object(t, r.body)
			after := object(t, c.get(fmt.Sprintf("%sget/%s", feeds, before["name"])).body)
			if !slices.Equal(slices.Sorted(maps.Keys(before)), slices.Sorted(maps.Keys(after))) {
				t.Errorf("get shows %v", after)
			}
		})
	}
}

func TestFeedRefusals(t *testing.T) {
	tests := []struct {
		name, profile, path, body string
		status                    int
		text                      string
	}{
		{"no name", "5.2", "create", `{"feedType":"nuget"}`, 400, "feed name is required"},
		{"empty name", "", "update/x", `{"name":" "}`, 400, "feed name is required"},
		{"name to be escaped", "", "create", `{"name":"a b","feedType":"nuget"}`, 400, "feed name 'a b' must not include characters that require URL escaping"},
		{"bad type of 5.2", "5.2", "create", `{"name":"y","feedType":"conda"}`, 400, "invalid feed type"},
		{"bad type", "2024", "create", `{"name":"y","feedType":"nugget"}`, 400, "a valid feed type is required"},
		{"type out of its group", "", "update/x", `{"feedType":"npm"}`, 400, "the feed type cannot be changed from nuget to npm"},
		{"connector of 5.2", "5.2", "update/x", `{"connectors":["NonExistent"]}`, 422, "connector 'NonExistent' does not exist"},
		{"connector of 2023", "2023", "update/x", `{"connectors":["NonExistent"]}`, 422, "connector 'NonExistent' does not exist"},
		{"connector", "", "update/x", `{"connectors":["a","NonExistent"]}`, 400, "connector 'NonExistent' does not exist"},
		{"connector twice", "", "update/x", `{"connectors":["a","a"]}`, 400, "connectors[1] repeats 'a'"},
		{"foreign connector", "", "update/x", `{"connectors":["a","n"]}`, 400, "connectors[1]: connector 'n' is for npm feeds, not for nuget feeds"},
		{"license", "2023", "update/x", `{"allowedLicenses":["nope"]}`, 422, "license 'nope' does not exist"},
		{"contradiction", "2023", "update/x", `{"allowedLicenses":["MIT"],"blockedLicenses":["mit"]}`, 400, "license 'MIT' cannot be both allowed and blocked"},
		{"source", "2023", "update/x", `{"vulnerabilitySources":["nope"]}`, 422, "vulnerability source 'nope' does not exist"},
		{"negative count", "", "update/x", `{"retentionRules":[{},{"keepVersionsCount":-1}]}`, 400, "retentionRules[1].keepVersionsCount must not be negative"},
		{"unknown member", "", "update/x", `{"retentionRules":[{"keepVersionCount":1}]}`, 400, "unknown property 'retentionRules[0].keepVersionCount'"},
		{"member of another type", "", "update/x", `{"retentionRules":[{"keepVersions":"1.0"}]}`, 400, "retentionRules[0].keepVersions must be an array of strings"},
		{"rule of another type", "", "update/x", `{"retentionRules":["all"]}`, 400, "retentionRules[0] must be an object"},
		{"variable name", "", "update/x", `{"variables":{"a":"","x-":""}}`, 400, "variables[x-] is not a valid variable name"},
		{"variable value", "", "update/x", `{"variables":{"a":1}}`, 400, "variables[a] must be a string"},
		{"store", "", "update/x", `{"packageStore":"<X/>"}`, 400, "packageStore is not persisted XML: <X> has no attribute Assembly"},
		{"filter", "", "update/x", `{"packageFilters":{"a":"text"}}`, 400, "packageFilters[a] is not persisted XML: it has to be one element"},
		{"relative path", "", "update/x", `{"packagesPath":"packages"}`, 400, "packagesPath must be an absolute path"},
		{"replication without its token", "5.2", "update/x", `{"replication":{"serverMode":"readonly"}}`, 400, "replication.serverToken is required when replication.serverMode is readonly"},
		{"replication mode", "5.2", "update/x", `{"replication":{"clientMode":"both"}}`, 400, "replication.clientMode must be one of disabled, pullonly, pushonly, mirror"},
		{"replication member", "5.2", "update/x", `{"replication":{"token":"x"}}`, 400, "unknown property 'replication.token'"},
		{"read-only", "", "update/x", `{"endpointUrl":"https://example.com"}`, 400, "endpointUrl is read-only"},
		{"another name for publishing", "", "update/x", `{"canPublish":false}`, 400, "canPublish is read-only"},
		{"unknown property", "", "update/x", `{"alternatenames":[]}`, 400, "unknown property 'alternatenames'"},
		{"flag of another type", "", "update/x", `{"active":"yes"}`, 400, "active must be true or false"},
		{"taken name", "", "update/x", `{"name":"z"}`, 400, "a feed named 'z' already exists"},
		{"nothing there", "", "update/nope", `{}`, 404, `Feed "nope" not found`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := serve(t, fakeproget.Options{Profile: test.profile})
			c.Put("connectors", "a", map[string]any{"feedType": "nuget"})
			c.Put("connectors", "n", map[string]any{"feedType": "npm"})
			c.Put("feeds", "x", map[string]any{"feedType": "nuget"})
			c.Put("feeds", "z", map[string]any{"feedType": "nuget"})
			before := c.get(feeds + "list").body
			c.wantText(c.post(feeds+test.path, test.body), test.status, test.text)
			if after := c.get(feeds + "list").body; after != before {
				t.Errorf("the feeds changed to %s", after)
			}
		})
	}
}

func TestRetentionRules(t *testing.T) {
	c := serve(t, fakeproget.Options{})
	c.Put("feeds", "InedoExtensions", map[string]any{"feedType": "universal"})
	// Reference section 25, F6.
	r := c.post(feeds+"update/InedoExtensions", `{"retentionRules":[{"keepUsedWithinDays":30,"deleteCached":true},{"keepVersionsCount":10,"keepUsedWithinDays":90,"deletePackageIds":["InedoLib","InedoIcons","Inedo.LicenseCreator"],"sizeExclusive":true,"triggerDownloadCount":1},{"deletePrereleaseVersions":true,"keepVersionsCount":5,"keepUsedWithinDays":30}]}`)
	c.wantStatus(r, 200)
	wantMember(t, r.body, "retentionRules", `[{"deletePrereleaseVersions":false,"keepUsedWithinDays":30,"deleteCached":true,"sizeExclusive":false,"keepIfActivelyConsumed":false},`+
		`{"deletePrereleaseVersions":false,"deleteCached":false,"keepVersionsCount":10,"keepUsedWithinDays":90,"deletePackageIds":["InedoLib","InedoIcons","Inedo.LicenseCreator"],"sizeExclusive":true,"triggerDownloadCount":1,"keepIfActivelyConsumed":false},`+
		`{"deletePrereleaseVersions":true,"deleteCached":false,"sizeExclusive":false,"keepVersionsCount":5,"keepUsedWithinDays":30,"keepIfActivelyConsumed":false}]`)

	const full = `{"deletePrereleaseVersions":false,"deleteCached":true,"keepVersionsCount":5,"keepUsedWithinDays":30,"triggerDownloadCount":100,"keepPackageIds":["package1","package2"],"deletePackageIds":[],"keepVersions":["1.0.0","2.0.0"],"deleteVersions":[],"sizeTriggerKb":1024,"sizeExclusive":true,"keepConsumedWithinDays":60,"keepIfActivelyConsumed":true,"keepPackageUsageRemovedDays":14}`
	r = c.post(feeds+"update/InedoExtensions", `{"retentionRules":[`+full+`]}`)
	// Empty arrays do not survive their columns.
	wantMember(t, r.body, "retentionRules", `[`+strings.NewReplacer(`"deletePackageIds":[],`, ``, `"deleteVersions":[],`, ``).Replace(full)+`]`)

	r = c.post(feeds+"update/InedoExtensions", `{"retentionRules":[{"keepPackageIds":["a,b","c"],"sizeTriggerKb":4503599627370496}]}`)
	wantMember(t, r.body, "retentionRules", `[{"deletePrereleaseVersions":false,"deleteCached":false,"sizeExclusive":false,"keepIfActivelyConsumed":false,"keepPackageIds":["a","b","c"],"sizeTriggerKb":4503599627370496}]`)

	c = serve(t, fakeproget.Options{Profile: "2023"})
	c.Put("feeds", "x", map[string]any{"feedType": "universal"})
	r = c.post(feeds+"update/x", `{"retentionRules":[{"keepVersions":["1"]}]}`)
	wantMember(t, r.body, "retentionRules", `[{"deletePrereleaseVersions":false,"keepVersionsCount":null,"keepUsedWithinDays":null,"deletePackageIds":null,"keepPackageIds":null,"keepVersions":["1"],"deleteVersions":null,"deleteCached":false,"sizeTriggerKb":null,"sizeExclusive":false,"triggerDownloadCount":null,"keepConsumedWithinDays":null,"keepIfActivelyConsumed":false,"keepPackageUsageRemovedDays":null}]`)

	c = serve(t, fakeproget.Options{Profile: "5.2"})
	c.Put("feeds", "x", map[string]any{"feedType": "universal"})
	r = c.post(feeds+"update/x", `{"retentionRules":[{"keepConsumedWithinDays":60,"keepVersions":[]}]}`)
	wantMember(t, r.body, "retentionRules", `[{"deletePrereleaseVersions":false,"keepVersionsCount":null,"keepUsedWithinDays":null,"deletePackageIds":null,"keepPackageIds":null,"keepVersions":null,"deleteVersions":null,"deleteCached":false,"sizeTriggerKb":null,"sizeExclusive":false,"triggerDownloadCount":null}]`)
}

func TestReplication(t *testing.T) {
	c := serve(t, fakeproget.Options{Profile: "5.2"})
	c.Put("feeds", "x", map[string]any{"feedType": "nuget"})
	// Reference section 25, F8.
	const shown = `{"clientMode":"mirror","serverMode":"readwrite","sourceUrl":"https://hub.corp.local/nuget/Default"}`
	r := c.post(feeds+"update/x", `{"replication":{"clientMode":"mirror","clientToken":"s3cr3t","serverMode":"readwrite","serverToken":"t0k3n","sourceUrl":"https://hub.corp.local/nuget/Default"}}`)
	wantMember(t, r.body, "replication", shown)
	// Sent back without the tokens that no answer tells, the object keeps them.
	r = c.post(feeds+"update/x", `{"replication":`+shown+`}`)
	wantMember(t, r.body, "replication", shown)
	if stored, _ := c.Get("feeds", "x"); members(t, stored["replication"])["serverToken"] != "t0k3n" {
		t.Errorf("stored is %v", stored["replication"])
	}
	r = c.post(feeds+"update/x", `{"replication":{"clientMode":"disabled","serverMode":"disabled"}}`)
	wantMember(t, r.body, "replication", `{}`)
}

func TestPersistedXML(t *testing.T) {
	c := serve(t, fakeproget.Options{})
	c.Put("feeds", "x", map[string]any{"feedType": "nuget"})
	r := c.post(feeds+"update/x", `{"packageStore":"<?xml version=\"1.0\"?>\n<Inedo.ProGet.Extensions.AWS.PackageStores.S3FileSystem Assembly='AWS'>\n  <Properties AccessKey=\"a&amp;b\" TargetPath=\"\" Note='&quot;x&quot;'></Properties>\n</Inedo.ProGet.Extensions.AWS.PackageStores.S3FileSystem>\n"}`)
	wantMember(t, r.body, "packageStore", `"<Inedo.ProGet.Extensions.AWS.PackageStores.S3FileSystem Assembly=\"AWS\"><Properties AccessKey=\"a&amp;b\" TargetPath=\"\" Note=\"&quot;x&quot;\" /></Inedo.ProGet.Extensions.AWS.PackageStores.S3FileSystem>"`)
	if !strings.Contains(r.body, `a&amp;b`) {
		t.Errorf("XML is escaped as for HTML: %s", r.body)
	}
	c.wantStatus(c.post(feeds+"update/x", `{"packageStore":"<X Assembly='Y'><Properties></X>"}`), 400)
}

func TestConnectorsOfFeeds(t *testing.T) {
	for _, refuse := range []bool{false, true} {
		c := serve(t, fakeproget.Options{RefuseDeleteInUse: refuse})
		c.Put("connectors", "a", map[string]any{"feedType": "nuget"})
		c.Put("connectors", "b", map[string]any{"feedType": "nuget"})
		c.Put("feeds", "x", map[string]any{"feedType": "nuget", "connectors": []string{"a", "b"}})
		c.wantStatus(c.post(connectors+"update/a", `{"name":"c"}`), 200)
		wantMember(t, c.get(feeds+"get/x").body, "connectors", `["c","b"]`)
		if refuse {
			c.wantText(c.post(connectors+"delete/c", ""), 400, "connector 'c' is in use by feed 'x'")
			continue
		}
		c.wantText(c.post(connectors+"delete/c", ""), 200, "")
		wantMember(t, c.get(feeds+"get/x").body, "connectors", `["b"]`)
	}
	// What was put there behind the server's back does not hinder other updates.
	c := serve(t, fakeproget.Options{})
	c.Put("feeds", "x", map[string]any{"feedType": "nuget", "connectors": []string{"gone"}})
	c.wantStatus(c.post(feeds+"update/x", `{"description":"d"}`), 200)
}

func TestFeedPermissions(t *testing.T) {
	system := []string{"full-control", "feeds", "manager", "Admin:secret"}
	with := func(key string) []string { return slices.Concat(system, []string{key}) }
	forbidden := [4]int{403, 403, 403, 403}
	checkPermissions(t, []granted{
		{denial{"GET", feeds + "get/x", "", forbidden}, [4][]string{system, with("view"), with("view"), with("view")}},
		{denial{"POST", feeds + "create", "{}", forbidden}, [4][]string{system, system, with("add"), system}},
		{denial{"POST", feeds + "update/x", "{}", [4]int{403, 403, 403, 500}}, [4][]string{system, system, system, system}},
		{denial{"POST", feeds + "delete/x", "", forbidden}, [4][]string{system, system, with("delete"), system}},
		{denial{"GET", "/endpoints/x/dir/", "", [4]int{403, 403, 403, 401}}, [4][]string{system, with("view"), with("view"), with("view")}},
		{denial{"GET", "/v2/x/y/tags/list", "", [4]int{401, 401, 401, 401}}, [4][]string{system, with("view"), with("view"), with("view")}},
	})
}

func TestFeedListOfBadKeys(t *testing.T) {
	for profile, status := range map[string]int{"5.2": 403, "2023": 403, "2024": 200, "2026": 200} {
		list := append(keys(), fakeproget.Key{Value: "only-b", Scopes: []fakeproget.Scope{fakeproget.View}, Feed: "b"})
		c := serve(t, fakeproget.Options{Profile: profile, Keys: list})
		c.Put("feeds", "a", map[string]any{"feedType": "npm"})
		c.Put("feeds", "b", map[string]any{"feedType": "npm", "active": false})
		for _, key := range []string{"guess", "sca", "none"} {
			r := c.do("GET", feeds+"list", "", "X-ApiKey", key)
			c.wantText(r, status, map[int]string{200: "[]", 403: sentence}[status])
		}
		if got := strings.Count(c.do("GET", feeds+"list", "", "X-ApiKey", "feeds").body, `"name"`); got != 2 {
			t.Errorf("%s: %d feeds are listed", profile, got)
		}
		if profile == "5.2" {
			continue
		}
		body := c.do("GET", feeds+"list", "", "X-ApiKey", "only-b").body
		if strings.Contains(body, `"name":"a"`) || !strings.Contains(body, `"name":"b"`) {
			t.Errorf("%s: the key of a feed sees %s", profile, body)
		}
		c.wantStatus(c.do("GET", feeds+"get/a", "", "X-ApiKey", "only-b"), 403)
		c.wantStatus(c.do("GET", feeds+"get/b", "", "X-ApiKey", "only-b"), 200)
	}
	c := serve(t, fakeproget.Options{Keys: keys(), DeniedUpdateStatus: 403})
	c.wantStatus(c.post(feeds+"update/a", "{}"), 403)
}

func TestFeedOptions(t *testing.T) {
	c := serve(t, fakeproget.Options{VariableDictionary: true, RuleArrays: true, FollowAlternateNames: true, ExtraFeedTypes: []string{"openvsx"}, VulnerabilitySources: []string{"Mine"}, Profile: "2023"})
	r := c.post(feeds+"create", `{"name":"x","feedType":"OpenVSX","variables":{"A":"1"},"variableDictionary":{"B":"2"},"packageFilters":{"b":"<X Assembly=\"2\" />","a":"<X Assembly=\"1\" />"},"alternateNames":["y"],"vulnerabilitySources":["Mine"]}`)
	c.wantStatus(r, 201)
	wantMember(t, r.body, "feedType", `"openvsx"`)
	wantMember(t, r.body, "variables", ``)
	wantMember(t, r.body, "variableDictionary", `{"B":"2"}`)
	wantMember(t, r.body, "packageFilters", `["<X Assembly=\"1\" />","<X Assembly=\"2\" />"]`)
	wantMember(t, c.get(feeds+"get/y").body, "name", `"x"`)

	c = serve(t, fakeproget.Options{CaseInsensitiveNames: true})
	c.Put("connectors", "Gallery", map[string]any{"feedType": "npm"})
	r = c.post(feeds+"create", `{"name":"x","feedType":"npm","connectors":["gallery"]}`)
	wantMember(t, r.body, "connectors", `["Gallery"]`)

	c = serve(t, fakeproget.Options{Sets: fakeproget.SetsReversed, NullArrays: true, FillIn: map[string]any{"description": "filled", "variables": map[string]string{"A": "1"}}})
	r = c.post(feeds+"create", `{"name":"x","feedType":"npm","alternateNames":["a","b"],"retentionRules":[{"keepVersions":["1","2"]}]}`)
	wantMember(t, r.body, "alternateNames", `["b","a"]`)
	wantMember(t, r.body, "retentionRules", `[{"deletePrereleaseVersions":false,"deleteCached":false,"sizeExclusive":false,"keepIfActivelyConsumed":false,"keepVersions":["2","1"]}]`)
	wantMember(t, r.body, "connectors", `null`)
	wantMember(t, r.body, "description", `"filled"`)
	wantMember(t, r.body, "variables", `{"A":"1"}`)
}

func TestFeedDrift(t *testing.T) {
	c := serve(t, fakeproget.Options{Profile: "2023"})
	c.Put("feeds", "x", map[string]any{"feedType": "ProGet", "allowedLicenses": []string{"MIT"}, "packageFilters": []string{"<X Assembly='Y'/>"}, "description": "d"})
	r := c.get(feeds + "get/x")
	wantMember(t, r.body, "feedType", `"universal"`)
	wantMember(t, r.body, "stripSymbols", ``)
	wantMember(t, r.body, "allowedLicenses", `["MIT"]`)
	wantMember(t, r.body, "packageFilters", `{"0":"<X Assembly=\"Y\" />"}`)
	c.Put("feeds", "x", map[string]any{"allowedLicenses": nil, "packageFilters": nil, "description": nil, "active": nil})
	r = c.get(feeds + "get/x")
	wantMember(t, r.body, "allowedLicenses", `[]`)
	wantMember(t, r.body, "packageFilters", `{}`)
	wantMember(t, r.body, "description", ``)
	wantMember(t, r.body, "active", `true`)
}
