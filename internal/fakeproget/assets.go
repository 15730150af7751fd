package fakeproget

import (
	"path"
	"slices"
	"strings"
)

// AddAsset puts a file into an asset directory, with the folders of its path.
// It panics if the directory does not exist.
func (s *Server) AddAsset(directory, file string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.mustFeed(directory)
	if file = strings.Trim(path.Clean("/"+file), "/"); !slices.Contains(e.assets, file) {
		e.assets = append(e.assets, file)
	}
}

// routeAssets serves what lists an asset directory (reference section 16).
func (s *Server) routeAssets() {
	if s.options.NativeOnly {
		return
	}
	need := permission{system: []Scope{Feeds}, tasks: []string{feedAttributes[View]}, status: s.profile.deniedAssets}
	if s.profile.feedKeys {
		need.feed = View
	}
	s.route("GET /endpoints/{name}/dir", need, s.assetItems)
	s.route("GET /endpoints/{name}/dir/{path...}", need, s.assetItems)
}

// assetItems lists a folder; one that does not exist is empty.
func (s *Server) assetItems(c *call) (answer, error) {
	e, err := s.feed(c, "asset")
	if err != nil {
		return answer{}, err
	}
	folder := strings.Trim(c.PathValue("path"), "/")
	// The vendor's client sends a stray parenthesis here.
	recursive := !s.options.ShallowAssets && strings.EqualFold(strings.Trim(c.URL.Query().Get("recursive"), ")"), "true")
	items := []any{}
	seen := map[string]bool{}
	add := func(name string, file bool) {
		parent, base := path.Split(name)
		parent = strings.Trim(parent, "/")
		if seen[name] || parent != folder && (!recursive || folder != "" && !strings.HasPrefix(parent, folder+"/")) {
			return
		}
		seen[name] = true
		item := map[string]any{"name": base, "type": "dir", "created": published, "modified": published}
		if parent != "" {
			item["parent"] = parent
		}
		if file {
			item["type"], item["size"] = "application/octet-stream", 5
			item["content"] = s.base(c.Request) + "/endpoints/" + e.text("name") + "/content/" + name
		}
		items = append(items, item)
	}
	for _, file := range e.assets {
		for i, char := range file {
			if char == '/' {
				add(file[:i], false)
			}
		}
		add(file, true)
	}
	return ok(items), nil
}
