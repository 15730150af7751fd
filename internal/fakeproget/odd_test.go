package fakeproget_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

func TestForeignAnswers(t *testing.T) {
	for name, fault := range fakeproget.ForeignAnswers() {
		c := serve(t, fakeproget.Options{})
		c.Fail(fault)
		r := c.post(connectors+"create", `{"name":"x","feedType":"npm"}`)
		want := fault.Status
		if want == 0 {
			want = 200
		}
		if r.status != want || r.header.Get("X-ProGet-Version") != "" || r.header.Get("X-ProGet-Edition") != "" {
			t.Errorf("%s: got %d %v", name, r.status, r.header)
		}
		if len(c.Names("connectors")) != 0 {
			t.Errorf("%s: the server acted", name)
		}
	}
	if n := len(fakeproget.ForeignAnswers()); n < 9 {
		t.Errorf("only %d answers", n)
	}
}

func TestDisturbedAnswers(t *testing.T) {
	c := serve(t, fakeproget.Options{})
	c.Put("connectors", "x", map[string]any{"feedType": "npm"})
	c.Fail(fakeproget.Fault{Times: 1, Foreign: true})
	r := c.get(connectors + "get/x")
	c.wantStatus(r, 200)
	wantMember(t, r.body, "name", `"x"`)
	if r.header.Get("X-ProGet-Version") != "" || r.header.Get("X-ProGet-Edition") != "" {
		t.Errorf("the server's own answer is signed: %v", r.header)
	}
	c.Fail(fakeproget.Fault{Times: 1, Cut: 7})
	if r = c.get(connectors + "get/x"); r.body != `{"feedT` || r.header.Get("Content-Length") != "7" || r.header.Get("X-ProGet-Version") == "" {
		t.Errorf("got %q of %s", r.body, r.header.Get("Content-Length"))
	}
}

func TestEchoes(t *testing.T) {
	want := map[fakeproget.Echo]string{
		fakeproget.EchoPlain:        "p+/é<",
		fakeproget.EchoPercent:      "p%2b%2f%c3%a9%3c",
		fakeproget.EchoPercentAll:   "%70%2b%2f%c3%a9%3c",
		fakeproget.EchoUnicode:      `p\u002b\u002f\u00e9\u003c`,
		fakeproget.EchoUnicodeUpper: `p\u002B\u002F\u00E9\u003C`,
		fakeproget.EchoEntities:     "p&#43;&#47;&#233;&#60;",
		fakeproget.EchoBase64:       "cCsvw6k8",
	}
	for _, echo := range fakeproget.Echoes {
		c := serve(t, fakeproget.Options{})
		c.Fail(fakeproget.Fault{Status: 400, Echo: echo})
		secret := "[" + want[echo] + "]"
		if r := c.post(connectors+"create", `{"name":"x","deep":[{"password":"p+/é<"}]}`); r.status != 400 || !strings.Contains(r.body, secret) {
			t.Errorf("%d: body: got %d %s, want %s", echo, r.status, r.body, secret)
		}
		if r := c.do("POST", "/api/settings/set?value=p%2B%2F%C3%A9%3C", ""); !strings.Contains(r.body, secret) {
			t.Errorf("%d: query: got %s, want %s", echo, r.body, secret)
		}
	}
	c := serve(t, fakeproget.Options{})
	c.Fail(fakeproget.Fault{Echo: fakeproget.EchoPlain})
	c.wantText(c.do("GET", "/health", "", "X-ApiKey", "k1"), 200, "cannot accept [k1]")
}

func TestOddAnswers(t *testing.T) {
	t.Run("header names", func(t *testing.T) {
		c := serve(t, fakeproget.Options{LowerCaseHeaders: true})
		recorder := &headers{header: http.Header{}}
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "/health", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		c.ServeHTTP(recorder, request)
		if got := recorder.header[strings.ToLower("X-ProGet-Version")]; len(got) != 1 || got[0] != "26.0.12.24" {
			t.Errorf("headers are %v", recorder.header)
		}
	})
	t.Run("numbers", func(t *testing.T) {
		for form, want := range map[fakeproget.NumberForm]string{
			fakeproget.PlainNumbers: `"timeout":30`, fakeproget.FractionNumbers: `"timeout":30.0`,
			fakeproget.ExponentNumbers: `"timeout":3e+01`, fakeproget.TextNumbers: `"timeout":"30"`,
		} {
			c := serve(t, fakeproget.Options{Numbers: form})
			for _, r := range []response{
				c.post(connectors+"create", `{"name":"x","feedType":"npm","timeout":30}`),
				c.get(connectors + "get/x"), c.get(connectors + "list"),
			} {
				if !strings.Contains(r.body, want) {
					t.Errorf("got %s, want %s", r.body, want)
				}
			}
			if stored, _ := c.Get("connectors", "x"); stored["timeout"] != float64(30) {
				t.Errorf("stored is %v", stored["timeout"])
			}
		}
	})
	t.Run("items", func(t *testing.T) {
		c := serve(t, fakeproget.Options{ExtraItems: map[string][]any{"connectors": {map[string]any{"name": nil}, 42}}})
		c.wantJSON(c.get(connectors+"list"), 200, `[{"name":null},42]`)
		c.wantJSON(c.get(feeds+"list"), 200, `[]`)
	})
	t.Run("members", func(t *testing.T) {
		c := serve(t, fakeproget.Options{OmitMembers: []string{"feedType"}})
		r := c.post(feeds+"create", `{"name":"x","feedType":"npm"}`)
		c.wantStatus(r, 201)
		wantMember(t, r.body, "feedType", "")
		wantMember(t, c.get(feeds+"get/x").body, "feedType", "")
	})
	t.Run("folders", func(t *testing.T) {
		c := serve(t, fakeproget.Options{ShallowAssets: true})
		c.Put("feeds", "files", map[string]any{"feedType": "asset"})
		c.AddAsset("files", "tools/setup.zip")
		if items := array(t, parse(t, c.get("/endpoints/files/dir/?recursive=true").body)); len(items) != 1 {
			t.Errorf("listed are %v", items)
		}
	})
	t.Run("case of sets", func(t *testing.T) {
		c := serve(t, fakeproget.Options{Profile: "2023", RecaseSets: true})
		c.Put("feeds", "x", map[string]any{"feedType": "npm", "allowedLicenses": []string{"Apache-2.0"}, "alternateNames": []string{"y"}})
		r := c.get(feeds + "get/x")
		wantMember(t, r.body, "allowedLicenses", `["APACHE-2.0"]`)
		wantMember(t, r.body, "alternateNames", `["y"]`)
	})
	t.Run("order of sets", func(t *testing.T) {
		c := serve(t, fakeproget.Options{Sets: fakeproget.SetsSorted})
		r := c.post(feeds+"create", `{"name":"x","feedType":"npm","alternateNames":["b","a"]}`)
		wantMember(t, r.body, "alternateNames", `["a","b"]`)
		// Filters are a sequence (reference section 22, N12).
		r = c.post(connectors+"create", `{"name":"x","feedType":"npm","filters":["b","a"]}`)
		wantMember(t, r.body, "filters", `["b","a"]`)
	})
	t.Run("lines", func(t *testing.T) {
		c := serve(t, fakeproget.Options{Profile: "5.2", NativeLines: true})
		c.Put("feeds", "a", map[string]any{"feedType": "npm"})
		c.Put("feeds", "b", map[string]any{"feedType": "npm"})
		text := strings.Split(c.get("/api/json/Feeds_GetFeeds").body, "\n")
		if len(text) != 3 || text[2] != "" {
			t.Fatalf("got %q", text)
		}
		wantMember(t, text[1], "Feed_Name", `"b"`)
		wantMember(t, c.get("/api/json/Feeds_GetFeed?Feed_Id=1").body, "Feed_Name", `"a"`)
	})
	t.Run("previews", func(t *testing.T) {
		c := serve(t, fakeproget.Options{Profile: "2023", PreviewLicenses: true})
		c.wantText(c.post(modern+"add", `{"code":"ABC-1.0","title":"ABC"}`), 200, "")
		wantMember(t, c.get(licenses+"get/ABC-1.0").body, "title", `"ABC"`)
		c.wantStatus(serve(t, fakeproget.Options{Profile: "2023"}).get(modern+"list"), 404)
	})
}

// TestRival makes an object between a client's look and its creation.
func TestRival(t *testing.T) {
	var c *client
	var seen []string
	c = serve(t, fakeproget.Options{BasePath: "/proget", OnRequest: func(r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		seen = append(seen, r.Method+" "+r.URL.Path+" "+string(body))
		if strings.HasSuffix(r.URL.Path, "/create") {
			c.Put("connectors", "x", map[string]any{"feedType": "npm"})
		}
	}})
	c.wantJSON(c.get(connectors+"list"), 200, `[]`)
	const body = `{"name":"x","feedType":"npm"}`
	c.wantText(c.post(connectors+"create", body), 400, "a connector named 'x' already exists")
	if want := []string{"GET " + connectors + "list ", "POST " + connectors + "create " + body}; !slices.Equal(seen, want) {
		t.Errorf("seen are %q", seen)
	}
}

func TestKinds(t *testing.T) {
	for _, profile := range fakeproget.Profiles {
		c := serve(t, fakeproget.Options{Profile: profile})
		c.Put("feeds", "7", map[string]any{"feedType": "npm"})
		for _, kind := range fakeproget.Kinds {
			name := c.Put(kind, "7", nil)
			if _, found := c.Get(kind, name); name != "7" || !found || !slices.Contains(c.Names(kind), "7") {
				t.Errorf("%s: %s is called %s, found: %v, among %v", profile, kind, name, found, c.Names(kind))
			}
			if kind != "feeds" && !c.Remove(kind, "7") {
				t.Errorf("%s: %s cannot be removed", profile, kind)
			}
		}
		if name := c.Put("permissions", "", nil); name != "8" {
			t.Errorf("the next permission is %s", name)
		}
	}
}

// headers is a response of which only the headers matter, in their own spelling.
type headers struct{ header http.Header }

func (h *headers) Header() http.Header            { return h.header }
func (h *headers) WriteHeader(int)                {}
func (h *headers) Write(data []byte) (int, error) { return len(data), nil }
