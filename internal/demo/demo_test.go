package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
)

// play runs steps and insists that they leave nothing behind.
func play(ctx context.Context, t *testing.T, out io.Writer, steps ...step) error {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("needs Terraform; TF_ACC=1 runs it")
	}
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	err := run(ctx, audience{out: out}, steps)
	left, readErr := os.ReadDir(dir)
	if readErr != nil {
		t.Fatal(readErr)
	}
	for _, entry := range left {
		if !strings.HasPrefix(entry.Name(), "go-build") { // of the compiler, which removes it by itself
			t.Errorf("%s is left behind", entry.Name())
		}
	}
	return err
}

// The whole story is told in a few screens, about one for each step.
func TestAccStory(t *testing.T) {
	var told bytes.Buffer
	if err := play(t.Context(), t, io.MultiWriter(&told, t.Output()), story...); err != nil {
		t.Error(err)
	}
	if lines := bytes.Count(told.Bytes(), []byte("\n")); lines >= 250 {
		t.Errorf("the story takes %d lines, not less than 250", lines)
	}
	for step := range strings.SplitSeq(told.String(), "\n\n") {
		if lines := strings.Count(step, "\n"); lines > 60 {
			t.Errorf("%d lines for: %s", lines, strings.SplitN(step, "\n", 2)[0])
		}
	}
}

// Every way in which a claim can be wrong fails the demo.
func TestAccFalseClaims(t *testing.T) {
	first := story[0]
	cases := map[string]struct {
		run  func(context.Context, *stage) error
		want string
	}{
		"an exit code": {
			func(ctx context.Context, s *stage) error {
				return s.terraform(ctx, differs, []string{"plan", "-detailed-exitcode"})
			},
			"plan ended with exit code 0, not 2",
		},
		"a text": {
			func(ctx context.Context, s *stage) error {
				return s.terraform(ctx, succeeded, []string{"plan"}, "1 to add")
			},
			`plan does not say "1 to add"`,
		},
		"a property": {
			func(_ context.Context, s *stage) error {
				return s.stored("connectors", "nuget.org", map[string]any{"timeout": 31.0})
			},
			`connectors "nuget.org" in ProGet has timeout = 30, not 31`,
		},
		"an object that is missing": {
			func(_ context.Context, s *stage) error { return s.stored("feeds", "none", nil) },
			`ProGet has no "none"`,
		},
		"an object that is there": {
			func(_ context.Context, s *stage) error { return s.gone("connectors", "nuget.org") },
			`ProGet still has "nuget.org"`,
		},
		"the objects": {
			func(_ context.Context, s *stage) error { return s.names("connectors", "nuget.org") },
			"ProGet has the connectors",
		},
		"a text to replace": {
			func(_ context.Context, s *stage) error { return s.edit("connectors.tf", "no such text", "") },
			`does not hold "no such text" once`,
		},
	}
	var steps []step
	for name, c := range cases {
		steps = append(steps, step{name, func(ctx context.Context, s *stage) error {
			if err := c.run(ctx, s); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v, want %q", name, err, c.want)
			}
			return nil
		}})
	}
	failure := errors.New("this one fails")
	last := step{"fails", func(context.Context, *stage) error { return failure }}
	if err := play(t.Context(), t, io.Discard, append([]step{first}, append(steps, last)...)...); !errors.Is(err, failure) {
		t.Errorf("%v, want %v", err, failure)
	}
}

func TestAccInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	err := play(ctx, t, io.Discard, step{"interrupted", func(ctx context.Context, s *stage) error {
		cancel()
		return s.terraform(ctx, succeeded, []string{"version"})
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want %v", err, context.Canceled)
	}
}
