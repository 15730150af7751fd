package export

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

func TestLabels(t *testing.T) {
	t.Parallel()
	tests := []struct {
		names, want []string
	}{
		{[]string{"nuget.org"}, []string{"nuget_org"}},
		{[]string{"Team A (old)", "0BSD", "größe", "包", "--", "a-b"}, []string{"team_a_old", "feed_0bsd", "größe", "包", "feed", "a_b"}},
		{[]string{"a.b", "a_b", "a-b"}, []string{"a_b_2e7336", "a_b", "a_b_d44362"}},
		{[]string{"a.b", "a-b"}, []string{"a_b_2e7336", "a_b_d44362"}}, // not numbered: they stay when one goes
	}
	for _, tt := range tests {
		candidates := make([]candidate, len(tt.names))
		for i, name := range tt.names {
			candidates[i] = candidate{labelOf("feed", name), name}
		}
		got := unique(candidates)
		for i, label := range got {
			if !hclsyntax.ValidIdentifier(label) {
				t.Errorf("%q is labelled %q, which is no identifier", tt.names[i], label)
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q: %s", tt.names, diff)
		}
	}
}

func TestCommon(t *testing.T) {
	t.Parallel()
	tests := []struct {
		names []string
		want  string
	}{
		{[]string{"team-01", "team-02", "team-10"}, "team"},
		{[]string{"a-npm-dev", "b-npm-dev", "c-npm-dev"}, "npm_dev"},
		{[]string{"alpha", "beta", "gamma"}, ""},
		{[]string{"teapot", "team", "tea"}, ""}, // words, not letters
		{[]string{"x-1", "x-2", "x-3"}, ""},
	}
	for _, tt := range tests {
		if got := common(tt.names); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.names, got, tt.want)
		}
	}
}

func TestLacks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		release, since, until string
		want                  bool
	}{
		{"", "2024", "", false},
		{"2026", "2024", "", false},
		{"2023", "2024", "", true},
		{"2023.35", "2023.25", "", false},
		{"2023.24", "2023.25", "", true},
		{"2023", "2023.25", "", false}, // the last of that year
		{"5.2.9.10", "5.2.19", "", true},
		{"5.2.20.1", "5.2.19", "", false},
		{"2026.12", "", "2023", true},
		{"2023.35", "", "2023", false},
		{"2022", "", "6", true},
		{"6.0.19", "", "6", false},
	}
	for _, tt := range tests {
		if got := lacks(tt.release, tt.since, tt.until); got != tt.want {
			t.Errorf("%s, since %q until %q: %v", tt.release, tt.since, tt.until, got)
		}
	}
}

// Whatever is written as a text is read as the same text.
func TestText(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"", "a", "\n", "a\n", "a\nb", "a\nb\n\n", "\n\na", "${a}\n%{b}", "$${a}\n%%{b}\n", `\n` + "\n", "EOT\nEOT_\n", "a\r\nb",
		"\u00a0\n", "tab\there\n", "\x00\n", "\u2028", "\u202e\n", `"quoted"` + "\nüñ 包\n", "  indented\n    more\n", "a = <<EOT\nb\nEOT\n",
	} {
		source := "x = " + string(text(s).Bytes()) + "\n"
		parsed, diags := hclsyntax.ParseConfig([]byte(source), "x.tf", hcl.InitialPos)
		if diags.HasErrors() {
			t.Errorf("%q as\n%s\n%s", s, source, diags)
			continue
		}
		attributes, _ := parsed.Body.JustAttributes()
		expression := attributes["x"].Expr
		end := ""
		if call, ok := expression.(*hclsyntax.FunctionCallExpr); ok { // chomp takes what the heredoc adds
			expression, end = call.Args[0], "\n"
		}
		value, diags := expression.Value(nil)
		if diags.HasErrors() || value.AsString() != s+end {
			t.Errorf("%q is read as %#v %s from\n%s", s, value, diags, source)
		}
	}
}

// interrupted is a context that ends when it is looked at for the second time.
type interrupted struct {
	context.Context
	looks int
}

func (i *interrupted) Err() error {
	i.looks++
	if i.looks > 1 {
		return context.Canceled
	}
	return nil
}

// What fails between two files leaves the folder as it was.
func TestSaveUndone(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "a.tf"), []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	files := []file{{"a.tf", []byte("new")}, {"b.tf", []byte("new")}}
	if err := save(&interrupted{Context: t.Context()}, folder, files, true); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(folder, "a.tf"))
	if err != nil || string(content) != "old" || len(entries) != 1 {
		t.Errorf("the folder has %v, a.tf is %q %v", entries, content, err)
	}
	made := filepath.Join(t.TempDir(), "new", "folder")
	if err := save(&interrupted{Context: t.Context()}, made, files, false); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(filepath.Dir(made)); err == nil {
		t.Error("the folder that was made stays")
	}
}
