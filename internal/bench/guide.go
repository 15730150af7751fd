//go:build unix

package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"text/template"
)

//go:embed guide.md.tmpl
var guideText string

var guideTemplate = template.Must(template.New("guide").Parse(guideText))

// writeGuide writes the page of the documentation and its plot.
func writeGuide(folder, cli string, results []result) error {
	type table struct{ Title, Rows string }
	page := struct {
		Machine, CLI string
		Runs         int
		Tables       []table
	}{Machine: fmt.Sprintf("%s/%s with %d CPUs", runtime.GOOS, runtime.GOARCH, runtime.NumCPU()), CLI: cli, Runs: results[0].runs}
	for _, r := range results {
		var rows strings.Builder
		if err := r.table(&rows); err != nil {
			return err
		}
		page.Tables = append(page.Tables, table{r.title(), rows.String()})
	}
	var text bytes.Buffer
	if err := guideTemplate.Execute(&text, page); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "performance.md"), text.Bytes(), 0o600); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "performance.svg"), []byte(plot(results)), 0o600)
}
