package fakeproget

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// storedPackage is a version of a package, or a tag of an image.
type storedPackage struct {
	group, name, version string
}

func (p storedPackage) fullName() string {
	if p.group == "" {
		return p.name
	}
	return p.group + "/" + p.name
}

// published is when every package was published.
const published = "2026-01-02T03:04:05.000Z"

// AddPackage puts a package into a feed, or a tag of an image into a Docker
// feed. What precedes the last slash of the name is its group. It panics if the
// feed does not exist.
func (s *Server) AddPackage(feed, name, version string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := storedPackage{name: name, version: version}
	if slash := strings.LastIndex(name, "/"); slash >= 0 {
		p.group, p.name = name[:slash], name[slash+1:]
	}
	e := s.mustFeed(feed)
	if !slices.Contains(e.packages, p) {
		e.packages = append(e.packages, p)
	}
}

func (s *Server) mustFeed(name string) *entry {
	e := s.feeds.table.find(name)
	if e == nil {
		panic("fakeproget: there is no feed " + name)
	}
	return e
}

// routePackages serves what tells the packages of a feed: the API of 2023 and
// later, which has none for Maven, Docker and Bower, and the older endpoints of
// universal, NuGet and Docker feeds.
func (s *Server) routePackages() {
	if s.options.NativeOnly {
		return
	}
	need := permission{system: []Scope{Feeds}, tasks: []string{feedAttributes[View]}, text: true}
	if s.profile.feedKeys {
		need.feed = View
	}
	if s.profile.packages {
		s.route("GET /api/packages/{name}", need, s.feedInfo)
		s.route("GET /api/packages/{name}/latest", need, s.latest)
		s.route("GET /api/packages/{name}/versions", need, s.versions)
	}
	s.route("GET /upack/{name}/packages", need, s.universalPackages)
	s.route("GET /nuget/{name}/Packages", need, s.odataPackages)
	need.status, need.text = http.StatusUnauthorized, false
	s.route("GET /v2/{name}/{path...}", need, s.dockerTags)
	s.route("GET /v2/_catalog", permission{anyone: true}, s.dockerCatalog)
}

// feed is the feed that the path names, if it is of one of the types; none stand for all.
func (s *Server) feed(c *call, types ...string) (*entry, error) {
	e, err := s.named(&s.feeds, c)
	switch {
	case err != nil:
		return nil, err
	case s.options.CloseInactive && e.object["active"] == false:
		return nil, refusal(http.StatusNotFound, `Feed "%s" not found`, e.text("name"))
	case len(types) > 0 && !slices.Contains(types, e.text("feedType")):
		return nil, refusal(http.StatusNotFound, `Feed "%s" not found`, e.text("name"))
	}
	return e, nil
}

func packageType(e *entry) string {
	if t := feedTypes[e.text("feedType")].packageType; t != "" {
		return t
	}
	return e.text("feedType")
}

func (s *Server) feedInfo(c *call) (answer, error) {
	e, err := s.feed(c)
	if err != nil {
		return answer{}, err
	}
	return ok(map[string]any{
		"id": e.id, "name": e.text("name"), "feedType": e.text("feedType"), "packageType": packageType(e),
	}), nil
}

// selected are the packages that the query asks for.
func (s *Server) selected(c *call) (*entry, []storedPackage, error) {
	e, err := s.feed(c)
	if err != nil {
		return nil, nil, err
	}
	if slices.Contains([]string{"maven", "docker", "bower", "asset"}, e.text("feedType")) {
		return nil, nil, invalid("%s feeds do not support this API", e.text("feedType"))
	}
	query := c.URL.Query()
	differs := func(parameter, value string) bool {
		return query.Has(parameter) && !strings.EqualFold(strings.TrimPrefix(query.Get(parameter), "@"), strings.TrimPrefix(value, "@"))
	}
	return e, slices.DeleteFunc(slices.Clone(e.packages), func(p storedPackage) bool {
		return differs("name", p.name) || differs("group", p.group) || differs("version", p.version) ||
			strings.EqualFold(query.Get("stableOnly"), "true") && strings.Contains(p.version, "-")
	}), nil
}

func (s *Server) versions(c *call) (answer, error) {
	e, packages, err := s.selected(c)
	if err != nil {
		return answer{}, err
	}
	return ok(infos(e, packages)), nil
}

func (s *Server) latest(c *call) (answer, error) {
	e, packages, err := s.selected(c)
	if err != nil {
		return answer{}, err
	}
	newest := map[string]storedPackage{}
	for _, p := range packages {
		if before, has := newest[p.fullName()]; !has || compareVersions(p.version, before.version) > 0 {
			newest[p.fullName()] = p
		}
	}
	return ok(infos(e, slices.DeleteFunc(packages, func(p storedPackage) bool { return newest[p.fullName()] != p }))), nil
}

func infos(e *entry, packages []storedPackage) []any {
	list := []any{}
	for _, p := range packages {
		info := map[string]any{
			"purl": "pkg:" + packageType(e) + "/" + purlPath(p.fullName()) + "@" + p.version,
			"name": p.name, "version": p.version, "totalDownloads": 0, "downloads": 0,
			"published": published, "size": 1024, "listed": true, "deprecated": false,
		}
		if p.group != "" {
			info["group"] = p.group
		}
		list = append(list, info)
	}
	return list
}

func purlPath(name string) string {
	segments := strings.Split(name, "/")
	for i, segment := range segments {
		segments[i] = strings.ReplaceAll(url.PathEscape(segment), "@", "%40")
	}
	return strings.Join(segments, "/")
}

// compareVersions orders versions as SemVer does: a prerelease comes before its release.
func compareVersions(a, b string) int {
	releaseA, preA, isPreA := strings.Cut(a, "-")
	releaseB, preB, isPreB := strings.Cut(b, "-")
	switch order := compareParts(releaseA, releaseB); {
	case order != 0:
		return order
	case isPreA != isPreB && isPreA:
		return -1
	case isPreA != isPreB:
		return 1
	}
	return compareParts(preA, preB)
}

func compareParts(a, b string) int {
	return slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), func(a, b string) int {
		m, errM := strconv.Atoi(a)
		n, errN := strconv.Atoi(b)
		if errM == nil && errN == nil {
			return cmp.Compare(m, n)
		}
		return strings.Compare(a, b)
	})
}
