package export_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

var (
	resourceLine = regexp.MustCompile(`resource "proget_feed" "(.*)" `)
	digested     = regexp.MustCompile(`_[0-9a-f]{6}$`)
)

// Three objects or more that differ in their name only share a block, whose
// label says what they have in common and depends on nothing else.
func TestGroups(t *testing.T) {
	s := serve(t, fakeproget.Options{BuiltInLicenses: -1})
	put := func(description string, names ...string) {
		for _, name := range names {
			s.Put("feeds", name, map[string]any{"feedType": "npm", "description": description})
		}
	}
	labels := func() (labels []string, feeds string) {
		out := t.TempDir()
		if code, messages := exported(t, s, "-out", out); code != 0 {
			t.Fatal(messages)
		}
		feeds = read(t, out)["feeds.tf"]
		for _, match := range resourceLine.FindAllStringSubmatch(feeds, -1) {
			labels = append(labels, digested.ReplaceAllString(match[1], "_#"))
		}
		slices.Sort(labels)
		return labels, feeds
	}
	expect := func(want ...string) {
		t.Helper()
		if got, feeds := labels(); !cmp.Equal(want, got) {
			t.Errorf("the labels are %q, want %q:\n%s", got, want, feeds)
		}
	}
	put("two", "first", "second")
	expect("first", "second")
	put("three", "alpha", "beta", "gamma")
	expect("first", "npm", "second")
	put("team", "team-a", "team-b", "team-c")
	expect("first", "npm", "second", "team")
	put("single", "team")
	expect("first", "npm", "second", "team", "team_#")
	put("another", "one", "other", "third")
	expect("first", "npm_#", "npm_#", "second", "team", "team_#")
	put("", "npm") // a name goes before what is made up
	expect("first", "npm", "npm_#", "npm_#", "second", "team", "team_#")
}
