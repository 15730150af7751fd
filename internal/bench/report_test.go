//go:build unix

package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// samples took as many seconds each, half of the CPU in the provider.
func samples(seconds ...int) []sample {
	var all []sample
	for _, s := range seconds {
		all = append(all, sample{
			requests: 2, wall: time.Duration(s) * time.Second,
			terraform: usage{CPU: time.Duration(s) * time.Second, Peak: 60 << 20}, provider: usage{CPU: time.Duration(s) * time.Second, Peak: 30 << 20},
		})
	}
	return all
}

func measured() result {
	return result{kind: kinds[1], n: 1000, latency: 50 * time.Millisecond, runs: 3, series: series{
		builtIn:  {noOpPlan: samples(1, 1, 1)},
		echo:     {noOpPlan: samples(2, 2, 2)},
		provider: {noOpPlan: samples(9, 3, 6), driftPlan: samples(8, 8, 8)},
	}}
}

func TestReport(t *testing.T) {
	t.Parallel()
	var got strings.Builder
	if err := measured().table(&got); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"| operation | by | requests | wall s | × echo | CPU s | × echo | of it Terraform | of it provider | peak MB Terraform | peak MB provider |",
		"|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
		"| no-op plan | `terraform_data` | 2 | 1.00 | 0.50 | 2.00 | 0.50 | 1.00 | 1.00 | 60 | 30 |",
		"| no-op plan | echo | 2 | 2.00 | 1.00 | 4.00 | 1.00 | 2.00 | 2.00 | 60 | 30 |",
		"| no-op plan | provider | 2 | 6.00 | 3.00 | 12.00 | 3.00 | 6.00 | 6.00 | 60 | 30 |",
		"| plan with 1 % drift | provider | 2 | 8.00 | 4.00 | 16.00 | 4.00 | 8.00 | 8.00 | 60 | 30 |",
		"",
	}
	if diff := cmp.Diff(want, strings.Split(got.String(), "\n")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestGuide(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := writeGuide(folder, "Terraform v1.2.3", []result{measured()}); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(folder, "performance.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"these are medians of 3 runs,", ", with Terraform v1.2.3.", "(performance.svg)", "## 1,000 × `proget_feed`, latency 50ms\n\n| operation |",
		"| no-op plan | provider | 2 | 6.00 |",
	} {
		if !strings.Contains(string(page), want) {
			t.Errorf("%q is not in the guide:\n%s", want, page)
		}
	}
	if _, err := os.Stat(filepath.Join(folder, "performance.svg")); err != nil {
		t.Error(err)
	}
}

func TestPlot(t *testing.T) {
	t.Parallel()
	svg := plot([]result{measured()})
	var texts, widths []string
	decoder := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in %s", err, svg)
		}
		switch token := token.(type) {
		case xml.CharData:
			texts = append(texts, string(token))
		case xml.StartElement:
			for _, a := range token.Attr {
				if token.Name.Local == "rect" && a.Name.Local == "width" && a.Value != "12" {
					widths = append(widths, a.Value)
				}
			}
		}
	}
	for _, want := range []string{"1,000 × proget_feed, latency 50ms", "terraform_data", "12.0 (3.00 ×)", "30"} {
		if !slices.Contains(texts, want) {
			t.Errorf("%q is not in the plot: %q", want, texts)
		}
	}
	// CPU seconds of Terraform and the other program: 1 + 1, 2 + 2, 6 + 6. Then memory: 60, 30, 30.
	want := []string{"27.5", "27.5", "55.0", "55.0", "165.0", "165.0", "330.0", "165.0", "165.0"}
	if diff := cmp.Diff(want, widths); diff != "" {
		t.Errorf("lengths of bars, -want +got:\n%s", diff)
	}
}

func TestThousands(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{7: "7", 100: "100", 1000: "1,000", 123456: "123,456", 1234567: "1,234,567"} {
		if got := thousands(n); got != want {
			t.Errorf("%d is written %q, want %q", n, got, want)
		}
	}
}
