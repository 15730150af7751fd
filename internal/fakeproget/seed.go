package fakeproget

import (
	"encoding/json"
	"fmt"
	"io"
)

// seed is what a server holds from the start.
type seed struct {
	Connectors []map[string]any `json:"connectors"`
	Feeds      []map[string]any `json:"feeds"`
	Licenses   []map[string]any `json:"licenses"`
	Packages   map[string][]struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	} `json:"packages"`
	Assets map[string][]string `json:"assets"`
}

// Seed puts the objects of a JSON document into the server:
//
//	{
//	  "connectors": [{"name": "nuget.org", "feedType": "nuget"}],
//	  "feeds":      [{"name": "approved", "feedType": "nuget", "connectors": ["nuget.org"]}],
//	  "licenses":   [{"code": "ABC-1.0", "title": "ABC License 1.0"}],
//	  "packages":   {"approved": [{"name": "Acme.Core", "version": "1.0.0"}]},
//	  "assets":     {"files": ["tools/setup.zip"]}
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
	kinds := []struct {
		name    string
		keys    []string
		objects []map[string]any
	}{
		{"connectors", []string{"name"}, content.Connectors},
		{"feeds", []string{"name"}, content.Feeds},
		{"licenses", []string{"code", "licenseId"}, content.Licenses},
	}
	for _, kind := range kinds {
		for i, object := range kind.objects {
			name := ""
			for _, key := range kind.keys {
				if name == "" {
					name = textOf(object[key])
				}
			}
			if name == "" {
				return fmt.Errorf("seed: %s[%d] has no %s", kind.name, i, kind.keys[0])
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
