package proget

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	modernList   = "GET /api/licenses/list"
	modernAdd    = "POST /api/licenses/add"
	modernUpdate = "POST /api/licenses/update"
	legacyList   = "GET /api/management/licenses/list"
	mit          = `{"id":17,"code":"MIT","title":"MIT License","spdx":["MIT"],"urls":["opensource.org/license/mit/"],"hashes":["0630"],"packageNames":[],"purls":[]}`
	zeroBSD      = `{"licenseId":"0BSD","title":"BSD Zero Clause License","urls":["spdx.org/licenses/0BSD.html"],"allowed":true,"allowedFeeds":["Open"],"blockedFeeds":[]}`
)

func TestLicenseDecoding(t *testing.T) {
	t.Parallel()
	legacy := License{Code: Of("0BSD"), Title: Of("BSD Zero Clause License"), URLs: Of([]string{"spdx.org/licenses/0BSD.html"}), Allowed: Of(true), AllowedFeeds: Of([]string{"Open"}), BlockedFeeds: Of([]string{})}
	for text, want := range map[string]License{
		zeroBSD: legacy,
		strings.NewReplacer("allowedFeeds", "allowedLicenses", "blockedFeeds", "blockedLicenses").Replace(zeroBSD): legacy,
		strings.NewReplacer("allowedFeeds", "allowedlicenses", "blockedFeeds", "blockedlicenses").Replace(zeroBSD): legacy,
		`{"licenseId":"A","allowedFeeds":[],"allowedLicenses":["x"]}`:                                              {Code: Of("A"), AllowedFeeds: Of([]string{})},
		mit: {
			ID: Of[int64](17), Code: Of("MIT"), Title: Of("MIT License"), SPDX: Of([]string{"MIT"}), URLs: Of([]string{"opensource.org/license/mit/"}),
			Hashes: Of([]string{"0630"}), PackageNames: Of([]string{}), PURLs: Of([]string{}),
		},
	} {
		var got License
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Errorf("%s: %v", text, err)
		} else if diff := cmp.Diff(want, got, whole); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestLegacyLicenses(t *testing.T) {
	t.Parallel()
	old := func(status int, body string) http.HandlerFunc { return replyAs("23.0.20.1", status, body) }
	s := serve(t, routes{
		modernList:                             old(404, ""),
		legacyList:                             old(200, "["+zeroBSD+"]"),
		"POST /api/management/licenses/create": old(201, `{"licenseId":"ABC-1.0"}`),
		"POST /api/management/licenses/update/ABC-1.0": old(200, `{"licenseId":"ABC-1.0","urls":[]}`),
		"POST /api/management/licenses/delete/ABC-1.0": old(200, ""),
		"GET /api/management/licenses/get/ABC-1.0":     old(404, ""),
	})
	licenses := s.client(t).Licenses()
	if got, err := licenses.Find(t.Context(), "0bsd"); err != nil || got.Code.Or("") != "0BSD" {
		t.Errorf("Find: %v, %v", got, err)
	}
	_, createErr := licenses.Create(t.Context(), License{
		Code: Of("ABC-1.0"), Title: Of("ABC"), URLs: Of([]string{"https://a.example.com/x", "HTTP://b", "package://C", "package" + "id://d", "plain"}),
		Allowed: Of(true), AllowedFeeds: Of([]string{"f"}), BlockedFeeds: Of([]string{}), SPDX: Of([]string{}), PURLs: Null[[]string](),
	})
	_, updateErr := licenses.Update(t.Context(), "ABC-1.0", License{URLs: Of([]string{}), Allowed: Of(false)})
	deleteErr := licenses.Delete(t.Context(), "ABC-1.0")
	if err := errors.Join(createErr, updateErr, deleteErr); err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]string{
		"POST /api/management/licenses/create":         `{"licenseId":"ABC-1.0","title":"ABC","urls":["a.example.com/x","b","package://C","packageid://d","plain"],"allowed":true,"allowedFeeds":["f"],"blockedFeeds":[]}`,
		"POST /api/management/licenses/update/ABC-1.0": `{"urls":[],"allowed":false}`,
	} {
		if got := s.last(t, line).body; got != want {
			t.Errorf("%s sends\n%s, want\n%s", line, got, want)
		}
	}
	if _, err := licenses.Find(t.Context(), "ABC-1.0"); !IsNotFound(err) {
		t.Errorf("after Delete: %v", err)
	}

	before := len(s.lines())
	for property, license := range map[string]License{
		"spdx": {SPDX: Of([]string{"MIT"})}, "packageNames": {PackageNames: Of([]string{"A"})}, "purls": {PURLs: Of([]string{"pkg:nuget/A"})},
	} {
		_, updateErr := licenses.Update(t.Context(), "0BSD", license)
		_, createErr := licenses.Create(t.Context(), license)
		for _, err := range []error{updateErr, createErr} {
			unsupported, ok := errors.AsType[*UnsupportedError](err)
			if !ok || unsupported.Property != property || !strings.Contains(err.Error(), "ProGet 2023.20 (Free) does not support it: "+property+" came with ProGet 2024") {
				t.Errorf("%s: %v", property, err)
			}
		}
	}
	if len(s.lines()) != before {
		t.Errorf("requests were made: %q", s.lines()[before:])
	}
}

func TestLegacyLicensesSince(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{modernList: reply(404, ""), legacyList: reply(403, "")})
	_, err := s.client(t).Licenses().List(t.Context())
	if got := problemOf(t, err).Endpoint.Since; got != "this API for licenses came with 5.2 and ended with 2023" {
		t.Errorf("since %q", got)
	}
}

func TestModernLicenses(t *testing.T) {
	t.Parallel()
	abc := `{"id":1201,"code":"ABC-1.0","title":"ABC License 1.0","spdx":["ABC-1.0"],"urls":[],"hashes":["12"],"packageNames":[],"purls":[]}`
	for name, body := range map[string]string{"2024": "", "2026": abc} {
		s := serve(t, routes{
			modernList:   inTurn(reply(200, "["+mit+"]"), reply(200, "["+mit+","+abc+"]")),
			modernAdd:    reply(200, body),
			modernUpdate: reply(200, body),
		})
		licenses := s.client(t).Licenses()
		created, err := licenses.Create(t.Context(), License{
			Code: Of("ABC-1.0"), Title: Of("ABC License 1.0"), SPDX: Of([]string{"ABC-1.0"}), URLs: Of([]string{"http://a.example.com"}), Hashes: Of([]string{"x"}),
		})
		if err != nil || created.ID.Or(0) != 1201 {
			t.Fatalf("%s: Create: %v, %v", name, created, err)
		}
		if got, want := s.last(t, modernAdd).body, `{"code":"ABC-1.0","title":"ABC License 1.0","urls":["a.example.com"],"spdx":["ABC-1.0"]}`; got != want {
			t.Errorf("%s: add sends\n%s, want\n%s", name, got, want)
		}
		updated, err := licenses.Update(t.Context(), "abc-1.0", License{PURLs: Of([]string{"pkg:nuget/a@1"}), PackageNames: Of([]string{}), Allowed: Null[bool]()})
		if err != nil || updated.ID.Or(0) != 1201 {
			t.Fatalf("%s: Update: %v, %v", name, updated, err)
		}
		if got, want := s.last(t, modernUpdate).body, `{"id":1201,"code":"ABC-1.0","title":"ABC License 1.0","packageNames":[],"purls":["pkg:nuget/a@1"]}`; got != want {
			t.Errorf("%s: update sends\n%s, want\n%s", name, got, want)
		}
		if found, err := licenses.Find(t.Context(), "ABC-1.0"); err != nil || found.ID.Or(0) != 1201 {
			t.Errorf("%s: Find: %v, %v", name, found, err)
		}
		// One listing to begin with, and one after each write whose object somebody asked for.
		want := map[string][]string{
			"2024": {modernList, modernAdd, modernList, modernUpdate, modernList},
			"2026": {modernList, modernAdd, modernList, modernUpdate, modernList},
		}[name]
		if diff := cmp.Diff(want, s.lines()); diff != "" {
			t.Errorf("%s: requests (-want +got):\n%s", name, diff)
		}
	}
}

func TestModernLicensesListOnce(t *testing.T) {
	t.Parallel()
	var list strings.Builder
	for i := range 300 {
		fmt.Fprintf(&list, `,{"id":%d,"code":"L-%d"}`, i, i)
	}
	s := serve(t, routes{modernList: reply(200, "["+list.String()[1:]+"]")})
	licenses := s.client(t).Licenses()
	for i := range 300 {
		if got, err := licenses.Find(t.Context(), fmt.Sprintf("l-%d", i)); err != nil || got.ID.Or(-1) != int64(i) {
			t.Errorf("%d: %v, %v", i, got, err)
		}
		if _, err := licenses.Find(t.Context(), fmt.Sprintf("M-%d", i)); !IsNotFound(err) {
			t.Errorf("missing %d: %v", i, err)
		}
	}
	if got := len(s.lines()); got != 1 {
		t.Errorf("%d requests", got)
	}
}

func TestModernLicenseErrors(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{modernList: reply(200, "["+mit+"]")})
	licenses := s.client(t).Licenses()
	if _, err := licenses.Create(t.Context(), License{Code: Of("mit")}); err == nil || !strings.Contains(err.Error(), `there is a license "mit" already`) || IsNotFound(err) {
		t.Errorf("a second MIT: %v", err)
	}
	_, updateErr := licenses.Update(t.Context(), "X", License{Title: Of("x")})
	for _, err := range []error{updateErr, licenses.Delete(t.Context(), "X")} {
		if !IsNotFound(err) {
			t.Errorf("a license that does not exist: %v", err)
		}
	}
	if _, err := licenses.Find(t.Context(), ""); err == nil || IsNotFound(err) {
		t.Errorf("an empty code: %v", err)
	}
	for property, license := range map[string]License{
		"allowed": {Allowed: Of(false)}, "allowedFeeds": {AllowedFeeds: Of([]string{"a"})}, "blockedFeeds": {BlockedFeeds: Of([]string{"a"})},
	} {
		_, err := licenses.Update(t.Context(), "MIT", license)
		var unsupported *UnsupportedError
		if !errors.As(err, &unsupported) || unsupported.Property != property {
			t.Errorf("%s: %v", property, err)
		}
	}
	if len(s.lines()) != 1 {
		t.Errorf("requests: %q", s.lines())
	}

	for version, proof := range map[string]bool{"26.0.12.24": true, "": false} {
		s := serve(t, routes{modernList: replyAs(version, 200, "[]"), legacyList: replyAs(version, 404, "")})
		if _, err := s.client(t).Licenses().Find(t.Context(), "MIT"); err == nil || IsNotFound(err) != proof {
			t.Errorf("an empty listing of version %q: %v", version, err)
		}
	}

	s = serve(t, routes{modernList: reply(200, "["+mit+"]"), modernAdd: reply(200, ""), modernUpdate: reply(200, "<html>")})
	licenses = s.client(t).Licenses()
	if _, err := licenses.Create(t.Context(), License{Code: Of("X")}); !IsUnread(err) || IsNotFound(err) {
		t.Errorf("added, but not listed: %v", err)
	}
	if _, err := licenses.Update(t.Context(), "MIT", License{Title: Of("X")}); !IsLost(err) {
		t.Errorf("updated with a page: %v", err)
	}

	s = serve(t, routes{modernList: inTurn(reply(200, "["+mit+"]"), reply(200, `[{"code":"Other"}]`)), modernUpdate: reply(404, "no such license")})
	if _, err := s.client(t).Licenses().Update(t.Context(), "MIT", License{Title: Of("X")}); !IsNotFound(err) {
		t.Errorf("deleted meanwhile: %v", err)
	}
	s = serve(t, routes{modernList: reply(200, "["+mit+"]"), modernUpdate: reply(404, "no such license")})
	if _, err := s.client(t).Licenses().Update(t.Context(), "MIT", License{Title: Of("X")}); err == nil || IsNotFound(err) {
		t.Errorf("404 for a license that is listed: %v", err)
	}
}

func TestModernLicenseDeletion(t *testing.T) {
	t.Parallel()
	const (
		byID     = "POST /api/licenses/delete?id=17"
		byCode   = "POST /api/licenses/delete?code=MIT"
		deleteID = "DELETE /api/licenses/delete?id=17"
	)
	with, without := reply(200, "["+mit+"]"), reply(200, `[{"code":"Other"}]`)
	for name, test := range map[string]struct {
		routes   routes
		requests []string
		gone     bool
		text     string
	}{
		"by id":         {routes{modernList: with, byID: reply(200, "")}, []string{modernList, byID}, false, ""},
		"by code":       {routes{modernList: with, byID: reply(400, "code?"), byCode: reply(200, "")}, []string{modernList, byID, modernList, byCode}, false, ""},
		"by code, 404":  {routes{modernList: with, byID: reply(404, ""), byCode: reply(200, "")}, []string{modernList, byID, modernList, byCode}, false, ""},
		"no id":         {routes{modernList: reply(200, `[{"code":"MIT"}]`), byCode: reply(200, "")}, []string{modernList, byCode}, false, ""},
		"other method":  {routes{modernList: with, byID: reply(405, ""), deleteID: reply(200, "")}, []string{modernList, byID, deleteID}, false, ""},
		"already gone":  {routes{modernList: inTurn(with, without), byID: reply(404, "")}, []string{modernList, byID, modernList}, true, ""},
		"refused":       {routes{modernList: with, byID: reply(400, "built in"), byCode: reply(400, "built in")}, []string{modernList, byID, modernList, byCode}, false, "built in"},
		"forbidden":     {routes{modernList: with, byID: reply(403, "")}, []string{modernList, byID}, false, "403"},
		"lost":          {routes{modernList: with, byID: drop}, []string{modernList, byID}, false, "EOF"},
		"never existed": {routes{modernList: without}, []string{modernList}, true, ""},
	} {
		s := serve(t, test.routes)
		err := s.client(t).Licenses().Delete(t.Context(), "mit")
		switch {
		case test.gone && !IsNotFound(err), !test.gone && IsNotFound(err):
			t.Errorf("%s: %v", name, err)
		case test.text != "" && (err == nil || !strings.Contains(err.Error(), test.text)), test.text == "" && !test.gone && err != nil:
			t.Errorf("%s: %v, want %q", name, err, test.text)
		}
		if diff := cmp.Diff(test.requests, s.lines()); diff != "" {
			t.Errorf("%s: requests (-want +got):\n%s", name, diff)
		}
	}
}

func TestLicenseFiles(t *testing.T) {
	t.Parallel()
	const (
		text = "<b>Do what you like</b>"
		hash = "4ee14372d0f2f7f3b1d1b0a2f0c0e1b26e6ec3f7a1f9b6b5f6b7e0b6f1d8c1a2"
	)
	digest := sha256.Sum256([]byte(text))
	sum := hex.EncodeToString(digest[:])
	s := serve(t, routes{
		modernList: reply(200, "["+mit+"]"),
		"POST /api/licenses/files/add?code=MIT%2B":      reply(200, ""),
		"POST /api/licenses/files/delete?hash=" + sum:   inTurn(reply(200, ""), reply(404, ""), reply(200, "<html>")),
		"GET /api/licenses/files/download?hash=" + sum:  inTurn(reply(200, text), reply(404, ""), reply(200, "<title>Log in</title>"), reply(200, "other")),
		"GET /api/licenses/files/download?hash=" + hash: reply(404, "<html>"),
	})
	licenses := s.client(t).Licenses()
	files := licenses.Files()
	if err := files.add(t.Context(), "MIT+", text); err != nil {
		t.Fatal(err)
	}
	request := s.last(t, "POST /api/licenses/files/add?code=MIT%2B")
	if request.body != text || request.header.Get("Content-Type") != "" {
		t.Errorf("sent %+v", request)
	}
	if got, err := files.Content(t.Context(), sum); err != nil || got != text {
		t.Errorf("Content: %q, %v", got, err)
	}
	if _, err := files.Content(t.Context(), sum); !IsNotFound(err) {
		t.Errorf("a file that is gone: %v", err)
	}
	if _, err := files.Content(t.Context(), hash); err == nil || IsNotFound(err) {
		t.Errorf("a page: %v", err)
	}
	for _, want := range []string{"a login page", "another hash"} {
		if _, err := files.Content(t.Context(), sum); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}

	before := s.count(modernList)
	if err := files.Delete(t.Context(), sum); err != nil {
		t.Error(err)
	}
	if _, err := licenses.Find(t.Context(), "MIT"); err != nil || s.count(modernList) != before+1 {
		t.Errorf("after a file was deleted: %v with %d listings", err, s.count(modernList))
	}
	if err := files.Delete(t.Context(), sum); !IsNotFound(err) {
		t.Errorf("deleted twice: %v", err)
	}
	if err := files.Delete(t.Context(), sum); !IsLost(err) {
		t.Errorf("a page for an answer: %v", err)
	}
}
