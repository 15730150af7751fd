package fakeproget

import (
	"math"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// modernLicenseProperties are those of reference section 10.2.
var modernLicenseProperties = map[string]property{
	"id":           {check: checkCount(math.MaxInt32)},
	"code":         {check: checkText},
	"title":        {check: checkText},
	"spdx":         {check: checkDistinct, set: true},
	"urls":         {check: checkURLs, set: true, fold: true},
	"hashes":       {check: checkDistinct, set: true},
	"packageNames": {check: checkDistinct, set: true},
	"purls":        {check: checkPackageURLs, set: true},
}

var packageURL = regexp.MustCompile(`^pkg:[A-Za-z][A-Za-z0-9.+-]*/\S+$`)

func checkPackageURLs(path string, value any) (any, error) {
	if _, err := checkDistinct(path, value); err != nil {
		return nil, err
	}
	for i, text := range textsOf(value) {
		if !packageURL.MatchString(text) {
			return nil, invalid("%s[%d]: '%s' is not a package URL", path, i, text)
		}
	}
	return value, nil
}

// modernLicenseKind is another view of the objects of the legacy dialect.
func (s *Server) modernLicenseKind() kind {
	k := s.licenses
	k.id = "license code"
	k.properties = modernLicenseProperties
	k.complete = s.completeModernLicense
	k.view = s.viewModernLicense
	return k
}

// routeLicenses serves reference section 10.2.
func (s *Server) routeLicenses() {
	need := permission{system: []Scope{ManageLicenses}, tasks: []string{"Licenses_Manage"}}
	if s.profile.licensesByFeeds {
		need.system = append(need.system, Feeds)
	}
	both := func(method string, path string, h handler) {
		s.route("POST "+path, need, h)
		s.route(method+" "+path, need, h)
	}
	s.route("GET /api/licenses/list", need, func(c *call) (answer, error) { return s.list(&s.modern, permissions{}, c), nil })
	both(http.MethodPut, "/api/licenses/add", s.addLicense)
	s.route("POST /api/licenses/update", need, s.updateLicense)
	both(http.MethodDelete, "/api/licenses/delete", s.deleteLicense)
	s.route("POST /api/licenses/files/add", need, s.addLicenseFile)
	both(http.MethodDelete, "/api/licenses/files/delete", s.deleteLicenseFile)
	s.route("GET /api/licenses/files/download", need, s.downloadLicenseFile)
}

func (s *Server) addLicense(c *call) (answer, error) {
	e, err := s.save(&s.modern, c, nil)
	return s.writtenLicense(c, e, err)
}

func (s *Server) updateLicense(c *call) (answer, error) {
	body, err := s.object(c)
	if err != nil {
		return answer{}, err
	}
	id, code := "", textOf(body["code"])
	if number, isNumber := body["id"].(float64); isNumber {
		id = strconv.FormatFloat(number, 'f', -1, 64)
	}
	e, err := s.license(id, code)
	if err == nil {
		e, err = s.save(&s.modern, c, e)
	}
	return s.writtenLicense(c, e, err)
}

func (s *Server) writtenLicense(c *call, e *entry, err error) (answer, error) {
	switch {
	case err != nil:
		return answer{}, err
	case !s.profile.licenseBodies:
		return answer{status: http.StatusOK}, nil
	}
	return s.written(http.StatusOK, s.show(&s.modern, c.Request, e)), nil
}

func (s *Server) deleteLicense(c *call) (answer, error) {
	id, code := c.URL.Query().Get("id"), c.URL.Query().Get("code")
	if s.options.LicenseDeleteByCode {
		if code == "" {
			return answer{}, invalid("license code is required")
		}
		id = ""
	}
	e, err := s.license(id, code)
	if err != nil {
		return answer{}, err
	}
	s.drop(&s.modern, e)
	return answer{status: http.StatusOK}, nil
}

// license finds a license by its id or else by its code; the other may be empty.
func (s *Server) license(id, code string) (*entry, error) {
	if id == "" {
		if code == "" {
			return nil, invalid("license id or code is required")
		}
		if e := s.licenses.table.find(code); e != nil {
			return e, nil
		}
		return nil, refusal(http.StatusNotFound, `License "%s" not found`, code)
	}
	number, err := strconv.Atoi(id)
	if err != nil {
		return nil, invalid("license id '%s' is not an integer", id)
	}
	if e := s.licenses.table.byID(number); e != nil {
		return e, nil
	}
	return nil, refusal(http.StatusNotFound, "License with id %d not found", number)
}

func (s *Server) completeModernLicense(_ *call, e *entry, draft map[string]any) error {
	id := draft["id"]
	delete(draft, "id")
	switch {
	case strings.TrimSpace(textOf(draft["title"])) == "":
		return invalid("license title is required")
	case e == nil && id != nil && id != float64(0):
		return invalid("id is given by the server")
	case e == nil && !isUnset(draft["hashes"]):
		return invalid("hashes are given by the files of a license")
	case e == nil:
		return nil
	case id != nil && id != float64(e.id):
		return invalid("the license with the code '%s' has another id", e.text("code"))
	case !strings.EqualFold(e.text("code"), textOf(draft["code"])):
		return invalid("the license code cannot be changed")
	}
	draft["code"] = e.text("code")
	before, after := e.texts("hashes"), textsOf(draft["hashes"])
	slices.Sort(before)
	slices.Sort(after)
	if !slices.Equal(before, after) {
		return invalid("hashes are given by the files of a license")
	}
	return nil
}

func (s *Server) viewModernLicense(_ *http.Request, e *entry) map[string]any {
	whole := s.wholeLicense(e)
	object := map[string]any{}
	for name := range modernLicenseProperties {
		object[name] = whole[name]
	}
	if s.options.NoLicenseIDs {
		delete(object, "id")
	}
	return object
}
