package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

var (
	usage       = regexp.MustCompile("(?s)```terraform\n(.*?)```")
	sourceLine  = regexp.MustCompile(`source = ".*//examples/modules/([a-z-]+)"`)
	declaration = regexp.MustCompile(`(?m)^(?:variable|output) "(\w+)"`)
)

// modules are the folders of the example modules.
func modules(t *testing.T) []string {
	t.Helper()
	folders, err := filepath.Glob(filepath.Join(root, "examples", "modules", "*"))
	must(t, err)
	if len(folders) < 3 {
		t.Fatalf("only %d modules were found", len(folders))
	}
	return folders
}

// The tests of each module pass against the fake, and leave nothing behind.
func TestAccModuleTests(t *testing.T) {
	t.Parallel()
	for _, folder := range modules(t) {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			t.Parallel()
			s := serve(t, fakeproget.Options{})
			c := cli(t, "PROGET_URL="+s.URL, "PROGET_API_KEY="+apiKey)
			must(t, os.CopyFS(c.Dir, os.DirFS(folder)))
			result := run(t, c, 0, "test")
			if !regexp.MustCompile(`Success! [1-9]\d* passed, 0 failed`).MatchString(result.Output) {
				t.Errorf("no tests have passed:\n%s", result.Output)
			}
			for _, kind := range []string{"feeds", "connectors"} {
				if names := s.Names(kind); len(names) > 0 {
					t.Errorf("%s are left behind: %q", kind, names)
				}
			}
		})
	}
}

// What the page of each module says to write is applied and plans nothing
// more, and the page names all that the module takes and gives.
func TestAccModulePages(t *testing.T) {
	t.Parallel()
	for _, folder := range modules(t) {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			t.Parallel()
			page, err := os.ReadFile(filepath.Join(folder, "README.md"))
			must(t, err)
			for _, file := range []string{"variables.tf", "outputs.tf"} {
				text, err := os.ReadFile(filepath.Join(folder, file))
				must(t, err)
				for _, match := range declaration.FindAllStringSubmatch(string(text), -1) {
					if !strings.Contains(string(page), "`"+match[1]+"`") {
						t.Errorf("README.md does not name %s", match[1])
					}
				}
			}
			s := serve(t, fakeproget.Options{})
			c := cli(t, "PROGET_URL="+s.URL, "PROGET_API_KEY="+apiKey)
			must(t, os.CopyFS(filepath.Join(c.Dir, "module"), os.DirFS(folder)))
			config := usage.FindStringSubmatch(string(page))[1]
			if module := sourceLine.FindStringSubmatch(config); len(module) < 2 || module[1] != filepath.Base(folder) {
				t.Errorf("README.md does not use its own module:\n%s", config)
			}
			must(t, c.Write("main.tf", []byte(required+sourceLine.ReplaceAllLiteralString(config, `source = "./module"`))))
			run(t, c, 0, "get")
			run(t, c, 0, "apply", "-auto-approve")
			run(t, c, 0, "plan", "-detailed-exitcode")
		})
	}
}
