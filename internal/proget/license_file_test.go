package proget

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	fileText     = "Permission is hereby granted to \u00c4rger & Co.\r\n"
	fileHash     = "0a7d9da05867f28ad3853daa6c543ef9836e3b848d64ef8d7f585507838ba6b5"
	fileAdd      = "POST /api/licenses/files/add?code=ACME-1.0"
	fileDelete   = "POST /api/licenses/files/delete?hash=" + fileHash
	fileDownload = "GET /api/licenses/files/download?hash=" + fileHash
	acme         = `{"id":3,"code":"ACME-1.0","hashes":["` + fileHash + `"]}`
	acmeWithout  = `{"id":3,"code":"ACME-1.0","hashes":[]}`
)

func TestLicenseHash(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		fileText: fileHash,
		"":       "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"abc":    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
	} {
		if got := LicenseHash(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestListLicenseFiles(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{modernList: reply(200, `[{"code":"A","hashes":["AB","cd"]},{"code":"B","hashes":[]},{"code":"C"},{"code":"D","hashes":null},{"code":"E","hashes":["ef"]}]`)})
	files := s.client(t).Licenses().Files()
	for range 2 {
		got, err := files.List(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want := []LicenseFile{{Hash: Of("ab"), Code: Of("A")}, {Hash: Of("cd"), Code: Of("A")}, {Hash: Of("ef"), Code: Of("E")}}
		if diff := cmp.Diff(want, got, whole); diff != "" {
			t.Errorf("List (-want +got):\n%s", diff)
		}
	}
	if diff := cmp.Diff([]string{modernList}, s.lines()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}

	s = serve(t, routes{modernList: reply(403, "no")})
	if got, err := s.client(t).Licenses().Files().List(t.Context()); got != nil || err == nil || problemOf(t, err).Status != 403 {
		t.Errorf("forbidden: %v, %v", got, err)
	}
}

// A text is found by its hash, which the license that it belongs to lists.
func TestFindLicenseFile(t *testing.T) {
	t.Parallel()
	file := LicenseFile{Hash: Of(fileHash), Code: Of("ACME-1.0")}
	with := reply(200, "["+mit+","+acme+"]")
	for name, test := range map[string]struct {
		hash string
		list http.HandlerFunc
		want LicenseFile
		gone bool
		text string // in the error or its hint; empty: none
	}{
		"there":                    {fileHash, with, file, false, ""},
		"in upper case":            {strings.ToUpper(fileHash), with, file, false, ""},
		"listed in upper case":     {fileHash, reply(200, "["+strings.ReplaceAll(acme, fileHash, strings.ToUpper(fileHash))+"]"), file, false, ""},
		"no license lists it":      {fileHash, reply(200, "["+acmeWithout+"]"), LicenseFile{}, true, "no license lists the text"},
		"no hashes are listed":     {fileHash, reply(200, `[{"code":"ACME-1.0"}]`), LicenseFile{}, true, "no license lists the text"},
		"an unsigned listing":      {fileHash, inTurn(reply(200, "["+mit+"]"), replyAs("", 200, "["+mit+"]")), LicenseFile{}, true, "no license lists the text"},
		"the listing is forbidden": {fileHash, reply(403, "no"), LicenseFile{}, false, "licenses/list: 403 Forbidden: no"},
	} {
		s := serve(t, routes{modernList: test.list})
		got, err := s.client(t).Licenses().Files().Find(t.Context(), test.hash)
		if diff := cmp.Diff(test.want, got, whole); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if (err == nil) != (test.text == "") || IsNotFound(err) != test.gone {
			t.Errorf("%s: %v, IsNotFound %v", name, err, IsNotFound(err))
		}
		if err != nil && !strings.Contains(problemOf(t, err).Error(), test.text) {
			t.Errorf("%s: %v lacks %q", name, err, test.text)
		}
		if diff := cmp.Diff([]string{modernList}, s.lines()); diff != "" {
			t.Errorf("%s: requests (-want +got):\n%s", name, diff)
		}
	}
}

// A text is downloaded by its hash, which shows that it is the one.
func TestDownloadLicenseFile(t *testing.T) {
	t.Parallel()
	with, without := reply(200, "["+mit+","+acme+"]"), reply(200, "["+mit+","+acmeWithout+"]")
	text, missing := reply(200, fileText), reply(404, "License file not found")
	for name, test := range map[string]struct {
		hash           string
		list, download http.HandlerFunc
		want           string
		gone           bool
		text           string // in the error or its hint; empty: none
	}{
		"there":                    {fileHash, with, text, fileText, false, ""},
		"in upper case":            {strings.ToUpper(fileHash), with, text, fileText, false, ""},
		"no license lists it":      {fileHash, without, text, fileText, false, ""},
		"no licenses":              {fileHash, reply(200, `[]`), text, fileText, false, ""},
		"missing":                  {fileHash, without, missing, "", true, "404 Not Found: License file not found"},
		"missing, but listed":      {fileHash, with, missing, "", false, `the license "ACME-1.0" lists the text`},
		"an unsigned 404":          {fileHash, without, replyAs("", 404, "no upstream"), "", false, "X-ProGet-Version"},
		"a 404 page":               {fileHash, without, reply(404, "<html>"), "", false, "a web page"},
		"no hash is known":         {fileHash, without, reply(400, "no such hash"), "", false, "400 Bad Request: no such hash"},
		"forbidden":                {fileHash, without, reply(403, ""), "", false, "Licenses_Manage"},
		"broken":                   {fileHash, without, reply(500, "oops"), "", false, "oops"},
		"a login page":             {fileHash, with, reply(200, "<title>Log in</title>"), "", false, "a login page"},
		"nothing":                  {fileHash, with, reply(200, ""), "", false, "a text with another hash"},
		"other line endings":       {fileHash, with, reply(200, strings.ReplaceAll(fileText, "\r\n", "\n")), "", false, "another text"},
		"cut off":                  {fileHash, with, cutOffAfter(200, fileText), "", false, "EOF"},
		"the listing is forbidden": {fileHash, reply(403, "no"), text, "", false, "licenses/list: 403 Forbidden: no"},
	} {
		s := serve(t, routes{modernList: test.list, fileDownload: test.download})
		got, err := s.client(t).Licenses().Files().Content(t.Context(), test.hash)
		if got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
		if (err == nil) != (test.text == "") || IsNotFound(err) != test.gone {
			t.Errorf("%s: %v, IsNotFound %v", name, err, IsNotFound(err))
		}
		if err != nil {
			wantProblem(t, name, err, test.text, Refused)
		}
		want := []string{modernList, fileDownload}
		if name == "the listing is forbidden" {
			want = want[:1] // it would show the dialect
		}
		if diff := cmp.Diff(want, s.lines()); diff != "" {
			t.Errorf("%s: requests (-want +got):\n%s", name, diff)
		}
	}
}

// A 404 proves nothing while the licenses cannot be listed.
func TestDownloadLicenseFileWithoutListing(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{
		modernList:   inTurn(reply(200, "["+acme+"]"), reply(500, "oops")),
		fileDelete:   reply(400, "no"),
		fileDownload: reply(404, ""),
	})
	files := s.client(t).Licenses().Files()
	deleteErr := files.Delete(t.Context(), fileHash) // makes the listing old
	_, err := files.Content(t.Context(), fileHash)
	if IsNotFound(err) || deleteErr == nil || err == nil || !strings.Contains(problemOf(t, err).Error()+facts(problemOf(t, err)), "500 Internal Server Error: oops") {
		t.Errorf("%v, after %v", err, deleteErr)
	}
	if diff := cmp.Diff([]string{modernList, fileDelete, fileDownload, modernList}, s.lines()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestCreateLicenseFile(t *testing.T) {
	t.Parallel()
	with, without, forbidden := reply(200, "["+mit+","+acme+"]"), reply(200, "["+mit+","+acmeWithout+"]"), reply(403, "no")
	added, read := reply(200, ""), []string{modernList, fileAdd, modernList}
	for name, test := range map[string]struct {
		list, add http.HandlerFunc
		requests  []string
		taken     bool
		outcome   Outcome
		text      string // in the error or its hint; empty: none
	}{
		"attached":                 {inTurn(without, with), added, read, false, 0, ""},
		"attached already":         {with, nil, []string{modernList}, true, Refused, `the license "ACME-1.0" has this text already`},
		"accepted, but not listed": {without, added, read, false, Unread, "no license lists the text"},
		"no such license":          {without, reply(404, `License "ACME-1.0" not found`), []string{modernList, fileAdd}, false, Refused, "A license must exist before"},
		"refused":                  {without, reply(400, "the file belongs to the license 'MIT'"), []string{modernList, fileAdd}, false, Refused, "belongs to"},
		"dropped":                  {without, drop, []string{modernList, fileAdd}, false, Lost, "may have been done"},
		"a page":                   {without, reply(200, "<html>"), []string{modernList, fileAdd}, false, Lost, "a web page"},
		"not listed afterwards":    {inTurn(without, forbidden), added, read, false, Unread, "licenses/list: 403"},
	} {
		s := serve(t, routes{modernList: test.list, fileAdd: test.add})
		got, err := s.client(t).Licenses().Files().Create(t.Context(), LicenseFile{Code: Of("ACME-1.0"), Content: Of(fileText)})
		var want LicenseFile
		if test.text == "" {
			want = LicenseFile{Hash: Of(fileHash), Code: Of("ACME-1.0")}
			if request := s.last(t, fileAdd); request.body != fileText || request.header.Get("Content-Type") != "" {
				t.Errorf("%s: sent %+v", name, request)
			}
		}
		if diff := cmp.Diff(want, got, whole); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if test.taken {
			wantTaken(t, name, err)
		}
		if (err == nil) != (test.text == "") || IsNotFound(err) {
			t.Errorf("%s: %v, IsNotFound %v", name, err, IsNotFound(err))
		}
		if err != nil {
			wantProblem(t, name, err, test.text, test.outcome)
		}
		if diff := cmp.Diff(test.requests, s.lines()); diff != "" {
			t.Errorf("%s: requests (-want +got):\n%s", name, diff)
		}
	}
}

// A listing that fails after the dialect was known does not stop a creation, of
// which only the reading back fails.
func TestCreateLicenseFileWithoutListing(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{
		modernList: inTurn(reply(200, "["+acmeWithout+"]"), reply(403, "no")),
		fileDelete: reply(200, ""), fileAdd: reply(200, ""),
	})
	files := s.client(t).Licenses().Files()
	if err := files.Delete(t.Context(), fileHash); err != nil { // makes the listing old
		t.Fatal(err)
	}
	if _, err := files.Create(t.Context(), LicenseFile{Code: Of("ACME-1.0"), Content: Of(fileText)}); !IsUnread(err) {
		t.Errorf("Create: %v", err)
	}
	if diff := cmp.Diff([]string{modernList, fileDelete, modernList, fileAdd, modernList}, s.lines()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestCreateLicenseFileAgain(t *testing.T) {
	t.Parallel()
	with, without := reply(200, "["+acme+"]"), reply(200, "["+acmeWithout+"]")
	arrived, release := make(chan struct{}), make(chan struct{})
	s := serve(t, routes{
		modernList: inTurn(with, without, reply(200, "["+acme+"]")),
		fileDelete: reply(200, ""),
		fileAdd: inTurn(func(w http.ResponseWriter, r *http.Request) {
			close(arrived)
			<-release
			reply(200, "")(w, r)
		}, reply(200, "")),
	})
	files := s.client(t).Licenses().Files()
	create := func(code string) error {
		_, err := files.Create(t.Context(), LicenseFile{Code: Of(code), Content: Of(fileText)})
		return err
	}
	wantTaken(t, "while it is attached", create("Other"))
	if err := files.Delete(t.Context(), fileHash); err != nil {
		t.Fatal(err)
	}
	again := make(chan error, 1)
	go func() { again <- create("ACME-1.0") }()
	select {
	case <-arrived:
	case err := <-again:
		t.Fatalf("after it was deleted: %v", err)
	}
	wantTaken(t, "at the same time", create("Other"))
	close(release)
	if err := <-again; err != nil {
		t.Errorf("after it was deleted: %v", err)
	}
	wantTaken(t, "twice", create("Other"))
	if diff := cmp.Diff([]string{modernList, fileDelete, modernList, fileAdd, modernList}, s.lines()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestDeleteLicenseFile(t *testing.T) {
	t.Parallel()
	with, without := reply(200, "["+acme+"]"), reply(200, "["+acmeWithout+"]")
	for name, test := range map[string]struct {
		list, remove http.HandlerFunc
		requests     []string
		gone         bool
		outcome      Outcome
		text         string // in the error or its hint; empty: none
	}{
		"deleted":              {with, reply(200, ""), []string{modernList, fileDelete}, false, 0, ""},
		"without a body":       {with, reply(204, ""), []string{modernList, fileDelete}, false, 0, ""},
		"gone":                 {inTurn(with, without), reply(404, "no"), []string{modernList, fileDelete, modernList}, true, Refused, "404 Not Found: no"},
		"404, but listed":      {with, reply(404, "no"), []string{modernList, fileDelete, modernList}, false, Refused, `the license "ACME-1.0" lists the text`},
		"404, but unsigned":    {without, replyAs("", 404, "no"), []string{modernList, fileDelete}, false, Refused, "X-ProGet-Version"},
		"404, a page":          {without, reply(404, "<html>"), []string{modernList, fileDelete}, false, Refused, "a web page"},
		"404, without listing": {inTurn(with, reply(500, "oops")), reply(404, "no"), []string{modernList, fileDelete, modernList}, false, Refused, "the listing fails as well"},
		"forbidden":            {with, reply(403, ""), []string{modernList, fileDelete}, false, Refused, "Licenses_Manage"},
		"dropped":              {with, drop, []string{modernList, fileDelete}, false, Lost, "may have been done"},
		"a login page":         {with, reply(200, "<title>Log in</title>"), []string{modernList, fileDelete}, false, Lost, "a login page"},
	} {
		s := serve(t, routes{modernList: test.list, fileDelete: test.remove})
		err := s.client(t).Licenses().Files().Delete(t.Context(), strings.ToUpper(fileHash))
		if (err == nil) != (test.text == "") || IsNotFound(err) != test.gone {
			t.Errorf("%s: %v, IsNotFound %v", name, err, IsNotFound(err))
		}
		if err != nil {
			wantProblem(t, name, err, test.text, test.outcome)
		}
		if diff := cmp.Diff(test.requests, s.lines()); diff != "" {
			t.Errorf("%s: requests (-want +got):\n%s", name, diff)
		}
	}
}

func TestLicenseFilesWithoutHash(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{modernList: reply(200, "["+mit+"]")})
	files := s.client(t).Licenses().Files()
	_, findErr := files.Find(t.Context(), "")
	_, contentErr := files.Content(t.Context(), "")
	for _, err := range []error{findErr, files.Delete(t.Context(), ""), contentErr} {
		if e := problemOf(t, err); IsNotFound(err) || !strings.Contains(e.Error(), "the hash is empty") {
			t.Errorf("an empty hash gives %v", err)
		}
	}
	if diff := cmp.Diff([]string{modernList}, s.lines()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestLicenseFilesOfALegacyServer(t *testing.T) {
	t.Parallel()
	s := serve(t, routes{modernList: replyAs("23.0.20.1", 404, ""), legacyList: replyAs("23.0.20.1", 200, "["+zeroBSD+"]")})
	files := s.client(t).Licenses().Files()
	_, listErr := files.List(t.Context())
	_, findErr := files.Find(t.Context(), fileHash)
	_, createErr := files.Create(t.Context(), LicenseFile{Code: Of("0BSD"), Content: Of(fileText)})
	_, contentErr := files.Content(t.Context(), fileHash)
	for name, err := range map[string]error{"List": listErr, "Find": findErr, "Create": createErr, "Delete": files.Delete(t.Context(), fileHash), "Content": contentErr} {
		_, ok := errors.AsType[*UnsupportedError](err)
		if !ok || IsNotFound(err) || IsUnread(err) || !strings.Contains(err.Error(), "attaching files to licenses came with ProGet 2024") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if diff := cmp.Diff([]string{modernList, legacyList}, s.lines()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}
