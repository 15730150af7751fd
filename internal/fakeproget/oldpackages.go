package fakeproget

import (
	"net/http"
	"slices"
	"strings"
)

// universalPackages lists the packages of a universal feed as its own API does.
func (s *Server) universalPackages(c *call) (answer, error) {
	e, err := s.feed(c, "universal", "romp")
	if err != nil {
		return answer{}, err
	}
	var names []string
	versions := map[string][]storedPackage{}
	for _, p := range e.packages {
		if versions[p.fullName()] == nil {
			names = append(names, p.fullName())
		}
		versions[p.fullName()] = append(versions[p.fullName()], p)
	}
	list := []any{}
	for _, name := range names {
		of := versions[name]
		slices.SortFunc(of, func(a, b storedPackage) int { return compareVersions(b.version, a.version) })
		texts := make([]string, len(of))
		for i, p := range of {
			texts[i] = p.version
		}
		list = append(list, map[string]any{
			"group": of[0].group, "name": of[0].name, "latestVersion": texts[0], "title": of[0].name,
			"downloads": 0, "isLocal": true, "isCached": false, "versions": texts,
		})
	}
	return ok(list), nil
}

// odataPackages lists the packages of a NuGet feed as the oldest document says: as JSON, if the query asks for it.
func (s *Server) odataPackages(c *call) (answer, error) {
	e, err := s.feed(c, nugetLike...)
	if err != nil {
		return answer{}, err
	}
	if c.URL.Query().Get("$format") != "json" {
		return answer{}, refusal(http.StatusUnsupportedMediaType, "this server lists packages with $format=json only")
	}
	results := []any{}
	for _, p := range e.packages {
		results = append(results, map[string]any{
			"Id": p.fullName(), "Version": p.version, "Title": p.name, "IsPrerelease": strings.Contains(p.version, "-"), "Published": published,
		})
	}
	return ok(map[string]any{"d": map[string]any{"results": results}}), nil
}

// dockerCatalog lists the repositories of all Docker feeds that the caller may see.
func (s *Server) dockerCatalog(c *call) (answer, error) {
	repositories := []string{}
	for _, e := range s.feeds.table.rows {
		if e.text("feedType") != "docker" || !c.caller.may(View, e.text("name")) {
			continue
		}
		for _, p := range e.packages {
			if name := e.text("name") + "/" + p.fullName(); !slices.Contains(repositories, name) {
				repositories = append(repositories, name)
			}
		}
	}
	return ok(map[string]any{"repositories": repositories}), nil
}

// dockerTags lists the tags of one image.
func (s *Server) dockerTags(c *call) (answer, error) {
	image, isTags := strings.CutSuffix(c.PathValue("path"), "/tags/list")
	if !isTags {
		return answer{}, refusal(http.StatusNotFound, "no such endpoint")
	}
	e, err := s.feed(c, "docker")
	if err != nil {
		return answer{}, err
	}
	tags := []string{}
	for _, p := range e.packages {
		if p.fullName() == image {
			tags = append(tags, p.version)
		}
	}
	if len(tags) == 0 {
		return answer{}, refusal(http.StatusNotFound, "repository %s not found", image)
	}
	return ok(map[string]any{"name": e.text("name") + "/" + image, "tags": tags}), nil
}
