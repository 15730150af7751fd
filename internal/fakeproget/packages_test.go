package fakeproget_test

import (
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

func TestPackages(t *testing.T) {
	c := serve(t, fakeproget.Options{})
	c.Put("feeds", "first", map[string]any{"feedType": "npm"})
	c.Put("feeds", "myNugetFeed", map[string]any{"feedType": "nuget"})
	c.Put("feeds", "up", map[string]any{"feedType": "universal"})
	c.Put("feeds", "images", map[string]any{"feedType": "docker"})
	// Reference section 25, F19.
	c.wantJSON(c.get("/api/packages/myNugetFeed"), 200, `{"id":2,"name":"myNugetFeed","feedType":"nuget","packageType":"nuget"}`)
	wantMember(t, c.get("/api/packages/up").body, "packageType", `"upack"`)
	c.wantJSON(c.get("/api/packages/myNugetFeed/versions"), 200, `[]`)

	for _, version := range []string{"1.2.0", "1.10.0", "2.0.0-beta", "1.10.0"} {
		c.AddPackage("myNugetFeed", "Newtonsoft.Json", version)
	}
	c.AddPackage("first", "@angular/animation", "12.3.1")
	count := func(path string, want int) {
		t.Helper()
		r := c.get(path)
		c.wantStatus(r, 200)
		if list, _ := parse(t, r.body).([]any); len(list) != want {
			t.Errorf("%s: %s", path, r.body)
		}
	}
	count("/api/packages/myNugetFeed/versions", 3)
	count("/api/packages/myNugetFeed/versions?name=newtonsoft.json&version=1.2.0", 1)
	count("/api/packages/myNugetFeed/latest", 1)
	count("/api/packages/first/latest?group=angular", 1)
	count("/api/packages/first/latest?group=other", 0)
	const info = `,"totalDownloads":0,"downloads":0,"published":"2026-01-02T03:04:05.000Z","size":1024,"listed":true,"deprecated":false}]`
	c.wantJSON(c.get("/api/packages/myNugetFeed/latest"), 200, `[{"purl":"pkg:nuget/Newtonsoft.Json@2.0.0-beta","name":"Newtonsoft.Json","version":"2.0.0-beta"`+info)
	c.wantJSON(c.get("/api/packages/myNugetFeed/latest?stableOnly=true"), 200, `[{"purl":"pkg:nuget/Newtonsoft.Json@1.10.0","name":"Newtonsoft.Json","version":"1.10.0"`+info)
	c.wantJSON(c.get("/api/packages/first/versions"), 200, `[{"purl":"pkg:npm/%40angular/animation@12.3.1","group":"@angular","name":"animation","version":"12.3.1"`+info)

	c.AddPackage("first", "left", "2.0.0")
	c.AddPackage("first", "left", "2.0.0-beta")
	c.wantJSON(c.get("/api/packages/first/latest?name=left"), 200, `[{"purl":"pkg:npm/left@2.0.0","name":"left","version":"2.0.0"`+info)

	c.wantText(c.get("/api/packages/nope"), 404, `Feed "nope" not found`)
	c.wantText(c.get("/api/packages/images/latest"), 400, "docker feeds do not support this API")

	// Deleting a feed deletes its packages, and its successor has another id.
	c.wantStatus(c.post(feeds+"delete/myNugetFeed", ""), 200)
	c.wantStatus(c.post(feeds+"create", `{"name":"myNugetFeed","feedType":"nuget"}`), 201)
	count("/api/packages/myNugetFeed/versions", 0)
	wantMember(t, c.get("/api/packages/myNugetFeed").body, "id", `5`)

	// A renamed feed keeps its own.
	c.wantStatus(c.post(feeds+"update/first", `{"name":"second"}`), 200)
	count("/api/packages/second/versions", 3)
}

func TestPackagesOf52(t *testing.T) {
	c := serve(t, fakeproget.Options{Profile: "5.2"})
	c.Put("feeds", "n", map[string]any{"feedType": "chocolatey"})
	c.Put("feeds", "u", map[string]any{"feedType": "universal"})
	c.Put("feeds", "d", map[string]any{"feedType": "docker"})
	c.AddPackage("n", "git", "2.0.0")
	c.AddPackage("u", "my/group/tool", "1.0.0")
	c.AddPackage("u", "my/group/tool", "1.1.0")
	c.AddPackage("d", "library/node", "latest")
	c.AddPackage("d", "library/node", "22")
	c.wantStatus(c.get("/api/packages/n"), 404)
	c.wantJSON(c.get("/nuget/n/Packages?$format=json"), 200, `{"d":{"results":[{"Id":"git","Version":"2.0.0","Title":"git","IsPrerelease":false,"Published":"2026-01-02T03:04:05.000Z"}]}}`)
	c.wantStatus(c.get("/nuget/n/Packages"), 415)
	c.wantStatus(c.get("/nuget/u/Packages?$format=json"), 404)
	c.wantJSON(c.get("/upack/u/packages"), 200, `[{"group":"my/group","name":"tool","latestVersion":"1.1.0","title":"tool","downloads":0,"isLocal":true,"isCached":false,"versions":["1.1.0","1.0.0"]}]`)
	c.wantJSON(c.get("/v2/_catalog"), 200, `{"repositories":["d/library/node"]}`)
	c.wantJSON(c.get("/v2/d/library/node/tags/list"), 200, `{"name":"d/library/node","tags":["latest","22"]}`)
	c.wantStatus(c.get("/v2/d/nope/tags/list"), 404)
	c.wantStatus(c.get("/v2/d/library/node/manifests/latest"), 404)
}

func TestAssets(t *testing.T) {
	c := serve(t, fakeproget.Options{})
	c.Put("feeds", "files", map[string]any{"feedType": "asset"})
	c.Put("feeds", "npm", map[string]any{"feedType": "npm"})
	c.wantJSON(c.get("/endpoints/files/dir?recursive=true"), 200, `[]`)
	c.AddAsset("files", "test-files/old/a.txt")
	c.AddAsset("files", "test-files/old/z.txt")
	c.AddAsset("files", "/b.txt")
	c.AddAsset("files", "b.txt")
	const dates = `"created":"2026-01-02T03:04:05.000Z","modified":"2026-01-02T03:04:05.000Z"}`
	folder := `{"name":"test-files","type":"dir",` + dates
	old := `{"name":"old","parent":"test-files","type":"dir",` + dates
	a := `{"name":"a.txt","parent":"test-files/old","type":"application/octet-stream","size":5,"content":"` + c.url + `/endpoints/files/content/test-files/old/a.txt",` + dates
	z := strings.ReplaceAll(a, "a.txt", "z.txt")
	b := `{"name":"b.txt","type":"application/octet-stream","size":5,"content":"` + c.url + `/endpoints/files/content/b.txt",` + dates
	c.wantJSON(c.get("/endpoints/files/dir/"), 200, `[`+folder+`,`+b+`]`)
	c.wantJSON(c.get("/endpoints/files/dir/?recursive=true)"), 200, `[`+folder+`,`+old+`,`+a+`,`+z+`,`+b+`]`)
	c.wantJSON(c.get("/endpoints/files/dir/test-files"), 200, `[`+old+`]`)
	c.wantJSON(c.get("/endpoints/files/dir/test-files?recursive=true"), 200, `[`+old+`,`+a+`,`+z+`]`)
	c.wantJSON(c.get("/endpoints/files/dir/nowhere"), 200, `[]`)
	c.wantStatus(c.get("/endpoints/nope/dir/"), 404)
	c.wantStatus(c.get("/endpoints/npm/dir/"), 404)
}

func TestPackagePermissions(t *testing.T) {
	c := serve(t, fakeproget.Options{Keys: keys()})
	c.Put("feeds", "x", map[string]any{"feedType": "npm"})
	c.Put("feeds", "d", map[string]any{"feedType": "docker"})
	c.AddPackage("d", "node", "22")
	c.wantText(c.get("/api/packages/x"), 403, sentence)
	for _, key := range []string{"feeds", "view", "full-control"} {
		c.wantStatus(c.do("GET", "/api/packages/x/latest", "", "X-ApiKey", key), 200)
	}
	// api:feeds, and Admin:secret as a user.
	c.wantStatus(c.do("GET", "/api/packages/x", "", "Authorization", "Basic YXBpOmZlZWRz"), 200)
	c.wantStatus(c.do("GET", "/api/packages/x", "", "Authorization", "Basic QWRtaW46c2VjcmV0"), 200)
	c.wantJSON(c.do("GET", "/v2/_catalog", "", "X-ApiKey", "sca"), 200, `{"repositories":[]}`)

	c = serve(t, fakeproget.Options{CloseInactive: true})
	c.Put("feeds", "x", map[string]any{"feedType": "npm", "active": false})
	c.wantStatus(c.get("/api/packages/x/latest"), 404)
	c.wantStatus(c.get(feeds+"get/x"), 200)
}
