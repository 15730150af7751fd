package fakeproget

import (
	"encoding/json"
	"fmt"
	"io"
)

// seed is what a server holds from the start.
type seed struct {
	Connectors  []map[string]any `json:"connectors"`
	Feeds       []map[string]any `json:"feeds"`
	Licenses    []map[string]any `json:"licenses"`
	Storage     []map[string]any `json:"storage"`
	Groups      []map[string]any `json:"groups"`
	Users       []map[string]any `json:"users"`
	Tasks       []map[string]any `json:"tasks"`
	Permissions []map[string]any `json:"permissions"`
	APIKeys     []map[string]any `json:"api-keys"`
	Settings    []map[string]any `json:"settings"`
	Projects    []map[string]any `json:"projects"`
	Packages    map[string][]struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	} `json:"packages"`
	Assets map[string][]string `json:"assets"`
}

// seedKind are the objects of one kind in a seed. What the keys say names an object;
// without keys, the server numbers them.
type seedKind struct {
	name    string
	objects []map[string]any
	keys    []string
}

// kinds are the objects of a seed, in an order in which none names a later one.
func (s *seed) kinds() []seedKind {
	return []seedKind{
		{"connectors", s.Connectors, []string{"name"}},
		{"feeds", s.Feeds, []string{"name"}},
		{"licenses", s.Licenses, []string{"code", "licenseId"}},
		{"storage", s.Storage, []string{"feed"}},
		{"groups", s.Groups, []string{"name"}},
		{"users", s.Users, []string{"name"}},
		{"tasks", s.Tasks, []string{"name"}},
		{"permissions", s.Permissions, nil},
		{"api-keys", s.APIKeys, nil},
		{"settings", s.Settings, []string{"name"}},
		{"projects", s.Projects, []string{"name"}},
	}
}

// Seed puts the objects of a JSON document into the server:
//
//	{
//	  "connectors":  [{"name": "nuget.org", "feedType": "nuget"}],
//	  "feeds":       [{"name": "approved", "feedType": "nuget", "connectors": ["nuget.org"]}],
//	  "licenses":    [{"code": "ABC-1.0", "title": "ABC License 1.0"}],
//	  "storage":     [{"feed": "approved", "id": "s3", "properties": {"BucketName": "packages"}}],
//	  "groups":      [{"name": "Developers"}],
//	  "users":       [{"name": "jane", "password": "secret", "groups": ["Developers"]}],
//	  "tasks":       [{"name": "Look", "feedScoped": true, "attributes": ["Feeds_ViewFeed"]}],
//	  "permissions": [{"group": "Developers", "task": "Look", "feed": "approved"}],
//	  "api-keys":    [{"type": "System", "key": "s3cr3t", "systemApis": ["feeds"]}],
//	  "settings":    [{"name": "Web.BaseUrl", "value": "https://proget.example.com"}],
//	  "projects":    [{"name": "shop", "type": "application"}],
//	  "packages":    {"approved": [{"name": "Acme.Core", "version": "1.0.0"}]},
//	  "assets":      {"files": ["tools/setup.zip"]}
//	}
//
// Objects are treated as by Put. An error leaves the server with what came
// before it.
func (s *Server) Seed(document io.Reader) error {
	decoder := json.NewDecoder(document)
	decoder.DisallowUnknownFields()
	var content seed
	if err := decoder.Decode(&content); err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	for _, kind := range content.kinds() {
		for i, object := range kind.objects {
			name := ""
			for _, key := range kind.keys {
				if name == "" {
					name = textOf(object[key])
				}
			}
			if name == "" && kind.keys != nil {
				return fmt.Errorf("seed: %s[%d] has no %s", kind.name, i, kind.keys[0])
			}
			if _, exists := s.Get("feeds", name); kind.name == "storage" && !exists {
				return fmt.Errorf("seed: storage[%d] is of a feed %q that does not exist", i, name)
			}
			s.Put(kind.name, name, object)
		}
	}
	for _, feed := range sortedKeys(content.Packages) {
		if _, exists := s.Get("feeds", feed); !exists {
			return fmt.Errorf("seed: packages are for a feed %q that does not exist", feed)
		}
		for _, p := range content.Packages[feed] {
			s.AddPackage(feed, p.Name, p.Version)
		}
	}
	for _, directory := range sortedKeys(content.Assets) {
		if _, exists := s.Get("feeds", directory); !exists {
			return fmt.Errorf("seed: assets are for a directory %q that does not exist", directory)
		}
		for _, file := range content.Assets[directory] {
			s.AddAsset(directory, file)
		}
	}
	return nil
}
