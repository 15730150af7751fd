package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/tfcli"
)

// step is one claim and the doing that shows it. It fails if the claim does not hold.
type step struct {
	claim string
	run   func(context.Context, *stage) error
}

// stage is what the steps act on.
type stage struct {
	cli    *tfcli.CLI
	proget *fakeproget.Server
	audience
}

// say tells the audience something.
func (s *stage) say(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if s.colour {
		text = "\x1b[1;36m" + text + "\x1b[0m"
	}
	fmt.Fprintln(s.out, text)
}

// Exit codes of plan -detailed-exitcode.
const (
	succeeded = 0
	failed    = 1
	differs   = 2
)

// terraform runs a command, shows it and what matters of its output, and insists
// on its exit code and on the texts in its output.
func (s *stage) terraform(ctx context.Context, exitCode int, args []string, texts ...string) error {
	s.say("$ %s %s", s.cli.Name(), strings.Join(args, " "))
	result, err := s.cli.Run(ctx, args...)
	if err != nil {
		return err
	}
	if !s.verbose {
		for _, line := range summary(result.Output) {
			fmt.Fprintln(s.out, line)
		}
	}
	if got := result.Process.ExitCode(); got != exitCode {
		return fmt.Errorf("%s %s ended with exit code %d, not %d", s.cli.Name(), args[0], got, exitCode)
	}
	for _, text := range texts {
		if !result.Says(text) {
			return fmt.Errorf("%s %s does not say %q", s.cli.Name(), args[0], text)
		}
	}
	return nil
}

// emptyPlan insists that configuration, state and ProGet agree.
func (s *stage) emptyPlan(ctx context.Context) error {
	return s.terraform(ctx, succeeded, []string{"plan", "-detailed-exitcode"}, "No changes.")
}

// stored insists on properties of an object in ProGet. Values are as JSON has them.
func (s *stage) stored(kind, name string, properties map[string]any) error {
	object, ok := s.proget.Get(kind, name)
	if !ok {
		return fmt.Errorf("ProGet has no %q among its %s", name, kind)
	}
	for property, want := range properties {
		if got := object[property]; !reflect.DeepEqual(got, want) {
			return fmt.Errorf("%s %q in ProGet has %s = %s, not %s", kind, name, property, inJSON(got), inJSON(want))
		}
	}
	return nil
}

// requests are those since the log was last emptied: the reading ones, or those
// that change something with what they sent.
func (s *stage) requests(reading bool) []string {
	var requests []string
	for _, r := range s.proget.Requests() {
		if (r.Method == http.MethodGet || r.Method == http.MethodHead) == reading {
			requests = append(requests, strings.TrimSpace(fmt.Sprintf("%s %s %s", r.Method, r.Path, r.Body)))
		}
	}
	return requests
}

// names insists on the objects of a kind that are in ProGet.
func (s *stage) names(kind string, want ...string) error {
	if got := s.proget.Names(kind); !reflect.DeepEqual(append([]string{}, got...), append([]string{}, want...)) {
		return fmt.Errorf("ProGet has the %s %q, not %q", kind, got, want)
	}
	return nil
}

func inJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}

// copyFiles puts an embedded file, or those of a folder, beside each other into the configuration.
func (s *stage) copyFiles(name string) error {
	files, err := configurations.ReadDir(name)
	if err != nil {
		return s.copyFile(name)
	}
	for _, file := range files {
		if err := s.copyFile(name + "/" + file.Name()); err != nil {
			return err
		}
	}
	return nil
}

func (s *stage) copyFile(name string) error {
	content, err := configurations.ReadFile(name)
	if err != nil {
		return err
	}
	if s.verbose {
		s.show(filepath.Base(name), string(content))
	}
	return s.cli.Write(filepath.Base(name), content)
}

// edit replaces a text that must be there in a file of the configuration.
func (s *stage) edit(name, before, after string) error {
	content, err := s.read(name)
	if err != nil {
		return err
	}
	if strings.Count(content, before) != 1 {
		return fmt.Errorf("%s does not hold %q once", name, before)
	}
	s.sayLines(name+": - ", before)
	s.sayLines(name+": + ", after)
	return s.cli.Write(name, []byte(strings.Replace(content, before, after, 1)))
}

func (s *stage) sayLines(start, text string) {
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			s.say("%s%s", start, strings.TrimRight(line, "\n"))
		}
	}
}

func (s *stage) read(name string) (string, error) {
	content, err := os.ReadFile(filepath.Join(s.cli.Dir, name))
	return string(content), err
}

// show prints a file of the configuration.
func (s *stage) show(name, content string) {
	s.say("--- %s", name)
	fmt.Fprint(s.out, content)
}

// gone insists that ProGet lacks an object.
func (s *stage) gone(kind, name string) error {
	if _, ok := s.proget.Get(kind, name); ok {
		return fmt.Errorf("ProGet still has %q among its %s", name, kind)
	}
	return nil
}
