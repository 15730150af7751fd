package fakeproget_test

import (
	"go/parser" //nolint:depguard // of the standard library, which depguard misses beside go.uber.org
	"go/token"  //nolint:depguard // likewise
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestImports keeps the fake an independent reading of the API: it knows the
// standard library and itself, in its tests too.
func TestImports(t *testing.T) {
	const self = "github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	files := 0
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		files++
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if first, _, _ := strings.Cut(name, "/"); strings.Contains(first, ".") && name != self {
				t.Errorf("%s imports %s", path, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 10 {
		t.Errorf("only %d files seen", files)
	}
}
