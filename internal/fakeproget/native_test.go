package fakeproget_test

import (
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

const native = "/api/json/"

func TestNativeResults(t *testing.T) {
	c := serve(t, fakeproget.Options{
		NativeOnly: true, BuiltInLicenses: 2, Secrets: fakeproget.EchoSecrets,
		NativeResults: map[string]any{"Feeds_GetCount": 2, "Feeds_GetNothing": nil},
	})
	c.Put("connectors", "NuGet official package source", map[string]any{"feedType": "nuget", "url": "", "filters": []string{"*", "!Bad.*"}})
	c.Put("connectors", "idle", map[string]any{"feedType": "universal", "username": "u", "password": "pass123"})
	c.Put("feeds", "Default", map[string]any{
		"feedType": "nuget", "connectors": []string{"NuGet official package source"},
		"retentionRules": []map[string]any{{"deleteCached": true, "keepPackageIds": []string{"a", "b"}}},
	})
	c.Put("feeds", "old", map[string]any{"feedType": "universal", "active": false})
	const feed1 = `{"Feed_Id":1,"Feed_Name":"Default","Feed_Description":null,"FeedType_Name":"NuGet","Active_Indicator":"Y","Cache_Connectors_Indicator":"Y","DropPath_Text":null,"FeedPathOverride_Text":null,"PackageStoreConfiguration_Xml":null,"AllowUnknownLicenses_Indicator":null,"SyncToken_Bytes":null,"SyncTarget_Url":null,"LastSync_Date":null,"FeedConfiguration_Xml":null}`
	feed2 := strings.NewReplacer(`"Feed_Id":1`, `"Feed_Id":2`, "Default", "old", "NuGet", "Universal", `"Active_Indicator":"Y"`, `"Active_Indicator":"N"`).Replace(feed1)
	tests := []struct{ name, call, want string }{
		{
			"several sets", "Connectors_GetConnectors", // reference section 25, F20
			`{"Connectors":[{"Connector_Id":1,"Connector_Name":"NuGet official package source","Connector_Url":"","Feed_Id":1,"Feed_Name":"Default"},` +
				`{"Connector_Id":2,"Connector_Name":"idle","Connector_Url":"","Feed_Id":null,"Feed_Name":null}],` +
				`"ConnectorFilters":[{"Connector_Id":1,"Filter_Sequence":1,"Allow_Indicator":"Y","Rule_Text":"*","Connector_Id1":1,"Connector_Name":"NuGet official package source","Connector_Url":"","Feed_Id":1},` +
				`{"Connector_Id":1,"Filter_Sequence":2,"Allow_Indicator":"N","Rule_Text":"Bad.*","Connector_Id1":1,"Connector_Name":"NuGet official package source","Connector_Url":"","Feed_Id":1}]}`,
		},
		{"an optional argument", "Connectors_GetConnectors?Feed_Id=2", `{"Connectors":[],"ConnectorFilters":[]}`},
		{
			"one row", "Connectors_GetConnector?Connector_Id=2",
			`{"Connector_Id":2,"Connector_Name":"idle","Connector_Url":"","FeedType_Name":"Universal","User_Name":"u","Password_Bytes":"cGFzczEyMw==","Timeout_Period":10,"Filter_Csv":null,"IndexUpdated_Date":null,"Status_Code":null,"Package_Count":null,"LastTest_Date":null,"MetadataCache_Minutes":null,"MetadataCache_Count":null,"MetadataCache_Enabled_Indicator":"N"}`,
		},
		{"no such row", "Connectors_GetConnector?Connector_Id=9", ``},
		{"active feeds", "Feeds_GetFeeds", `[` + feed1 + `]`},
		{"all feeds", "Feeds_GetFeeds?IncludeInactive_Indicator=Y", `[` + feed1 + `,` + feed2 + `]`},
		{"a feed by its name", "Feeds_GetFeed?Feed_Name=old", feed2},
		{"a feed by its id", "Feeds_GetFeed?Feed_Id=1", feed1},
		{
			"rules", "FeedRetentionRules_GetRules?Feed_Id=1",
			`[{"Feed_Id":1,"Feed_Name":"Default","FeedType_Name":"NuGet","Sequence_Number":1,"DeletePrereleaseVersions_Indicator":"N","DeleteCached_Indicator":"Y","KeepVersions_Count":null,"KeepUsedWithin_Days":null,"TriggerDownload_Count":null,"DeletePackageIds_Csv":null,"KeepPackageIds_Csv":"a,b","SizeTrigger_KBytes":null,"SizeExclusive_Indicator":"N"}]`,
		},
		{"no rules", "FeedRetentionRules_GetRules?Feed_Id=9", `[]`},
		{"licenses", "Licenses_GetLicenses", `[{"License_Id":1,"External_Id":"0BSD","Title_Text":"BSD Zero Clause License"},{"License_Id":2,"External_Id":"AAL","Title_Text":"Attribution Assurance License"}]`},
		{"a setting", "Configuration_GetValue?Key_Name=Storage.PackagesRootPath", `{"Key_Name":"Storage.PackagesRootPath","Value_Text":"/var/proget/packages"}`},
		{"no such setting", "Configuration_GetValue?Key_Name=x", ``},
		{"users", "Users_GetUsers", `{"Users":[{"User_Name":"Admin","Display_Name":"Administrator","Email_Address":null}],"UserGroups":[{"User_Name":"Admin","Group_Name":"Administrators"}]}`},
		{"scalar", "Feeds_GetCount", `2`},
		{"nothing", "Feeds_GetNothing", ``},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := c.with(t)
			r := c.get(native + test.call)
			if test.want == "" {
				c.wantText(r, 200, "")
				return
			}
			c.wantJSON(r, 200, test.want)
		})
	}
	r := c.post(native+"Feeds_GetFeedConnectors", `{"Feed_Id":1}`)
	c.wantStatus(r, 200)
	rows, _ := parse(t, r.body).([]any)
	if len(rows) != 1 || members(t, rows[0])["Sequence_Number"] != float64(1) || members(t, rows[0])["Filter_Csv"] != "*,!Bad.*" {
		t.Errorf("connectors of the feed are %s", r.body)
	}
	if rows, _ := parse(t, c.get(native+"Security_GetTasks").body).([]any); len(rows) != 6 {
		t.Errorf("%d tasks", len(rows))
	}
	// Nothing else is there.
	for _, path := range []string{connectors + "list", feeds + "list", "/api/packages/Default", "/api/licenses/list", "/health", "/endpoints/x/dir/"} {
		if r := c.get(path); r.status != 404 || r.header.Get("X-ProGet-Version") != "" {
			t.Errorf("%s: %d", path, r.status)
		}
	}
}

func TestNativeWrites(t *testing.T) {
	c := serve(t, fakeproget.Options{Profile: "5.2"})
	c.Put("feeds", "first", map[string]any{"feedType": "npm"})
	c.wantJSON(c.post(native+"Feeds_CreateFeed", `{"Feed_Name":"MyNewNuGetFeed","FeedType_Name":"nuget"}`), 200, `2`)
	wantMember(t, c.get(feeds+"get/MyNewNuGetFeed").body, "feedType", `"nuget"`)
	c.wantStatus(c.get(licenses+"get/AAL"), 200)
	c.wantText(c.post(native+"Licenses_DeleteLicense", `{"License_Id":2}`), 200, "")
	c.wantStatus(c.get(licenses+"get/AAL"), 404)
	wantMember(t, c.get(native+"Feeds_GetFeed?Feed_Name=first").body, "FeedType_Name", `"Npm"`)
}

func TestNativeRefusals(t *testing.T) {
	c := serve(t, fakeproget.Options{})
	for _, test := range []struct {
		call   string
		status int
		text   string
	}{
		{"Feeds_Explode", 404, `method "Feeds_Explode" not found`},
		{"Licenses_GetLicenses?Feed_Id=1", 400, `method "Licenses_GetLicenses" has no argument "Feed_Id"`},
		{"Connectors_GetConnector", 400, `argument "Connector_Id" is required`},
		{"Connectors_GetConnector?Connector_Id=x", 400, `argument "Connector_Id" must be an integer`},
		{"Feeds_GetFeed", 400, `argument "Feed_Id" or "Feed_Name" is required`},
	} {
		c.wantText(c.get(native+test.call), test.status, test.text)
	}
	c.wantText(c.post(native+"Feeds_GetFeed", `{"Feed_Name":1}`), 400, `argument "Feed_Name" must be a string`)
	c.wantText(c.post(native+"Feeds_CreateFeed", `{"Feed_Name":"x","FeedType_Name":"y"}`), 400, "a valid feed type is required")
	c.wantText(c.post(native+"Feeds_CreateFeed", `{"FeedType_Name":"npm"}`), 400, "feed name is required")
}

func TestNativeKeys(t *testing.T) {
	for _, profile := range fakeproget.Profiles {
		c := serve(t, fakeproget.Options{Profile: profile, Keys: keys()})
		const call = native + "Licenses_GetLicenses"
		for name, r := range map[string]response{
			"query of old":  c.get(call + "?API_Key=full-control"),
			"query":         c.get(call + "?key=full-control"),
			"query of POST": c.post(call+"?key=full-control", ""),
			"header":        c.do("GET", call, "", "X-ApiKey", "full-control"),
			"user":          c.do("GET", call, "", "X-ApiKey", "Admin:secret"),
			"JSON":          c.post(call, `{"API_Key":"full-control"}`),
		} {
			if r.status != 200 {
				t.Errorf("%s: %s: %d", profile, name, r.status)
			}
		}
		for _, key := range []string{"feeds", "manager", "view", "none", "guess"} {
			c.wantStatus(c.get(call+"?API_Key="+key), 403)
		}
	}
	c := serve(t, fakeproget.Options{})
	if r := c.get("/api/json"); r.status != 200 || !strings.Contains(r.body, "<dt>Feeds_CreateFeed</dt><dd>Feed_Name, FeedType_Name</dd>") {
		t.Errorf("the index is %d %s", r.status, r.body)
	}
}
