// Package tfcli runs Terraform or OpenTofu with a provider that was built from
// this checkout: no registry, no network and no "terraform init".
package tfcli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

const module = "github.com/proget-community/terraform-provider-proget"

// grace is how long a command that was interrupted may take to save its state.
const grace = 10 * time.Second

// ErrNoCLI says what to do where there is neither Terraform nor OpenTofu.
var ErrNoCLI = errors.New("neither terraform nor tofu is on the PATH: install Terraform or OpenTofu 1.11 or later, or set TF to the path of one")

// CLI is Terraform or OpenTofu in a folder of its own.
type CLI struct {
	// Dir holds the configuration and the state.
	Dir string
	// Provider is the path of the provider's executable.
	Provider string
	// Env is added to the environment of every command.
	Env []string
	// Out receives what the commands print, as they print it. Colours are kept
	// if Colour is set.
	Out    io.Writer
	Colour bool

	program string
	config  string
}

// New builds the provider and prepares an empty folder for a configuration,
// both below dir.
func New(ctx context.Context, dir string) (*CLI, error) {
	program, err := find()
	if err != nil {
		return nil, err
	}
	c := &CLI{
		Dir:      filepath.Join(dir, "config"),
		Provider: filepath.Join(dir, "bin", "terraform-provider-proget"),
		Out:      io.Discard,
		program:  program,
		config:   filepath.Join(dir, "cli.tfrc"),
	}
	if runtime.GOOS == "windows" {
		c.Provider += ".exe"
	}
	for _, folder := range []string{c.Dir, filepath.Dir(c.Provider)} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return nil, err
		}
	}
	if err := Build(ctx, c.Provider, "."); err != nil {
		return nil, err
	}
	config := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"proget-community/proget\" = %q\n  }\n  direct {}\n}\n",
		filepath.ToSlash(filepath.Dir(c.Provider)))
	return c, os.WriteFile(c.config, []byte(config), 0o600)
}

// Build builds the program of a folder of this module.
func Build(ctx context.Context, program, folder string) error {
	build := exec.CommandContext(ctx, "go", "build", "-o", program, path.Join(module, folder))
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", filepath.Base(program), err, out)
	}
	return nil
}

// find returns the path that TF names, or else that of terraform or tofu.
func find() (string, error) {
	if tf := os.Getenv("TF"); tf != "" {
		return exec.LookPath(tf)
	}
	for _, name := range []string{"terraform", "tofu"} {
		if program, err := exec.LookPath(name); err == nil {
			return program, nil
		}
	}
	return "", ErrNoCLI
}

// Name is what users call the CLI: terraform or tofu.
func (c *CLI) Name() string {
	return strings.TrimSuffix(filepath.Base(c.program), ".exe")
}

// Write puts a file into the folder of the configuration.
func (c *CLI) Write(name string, content []byte) error {
	return os.WriteFile(filepath.Join(c.Dir, name), content, 0o600)
}

// Result is what became of a command.
type Result struct {
	// Process holds the exit code and what the command used, together with the
	// provider processes that it started.
	Process *os.ProcessState
	Wall    time.Duration
	// Output is all that was printed, without colours.
	Output string
}

// Says tells whether the output holds the text, however it is broken into
// lines and framed.
func (r Result) Says(text string) bool {
	return strings.Contains(words(r.Output), words(text))
}

func words(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(text)), " ")
}

// Run runs the CLI and waits for it. That it fails is no error but told by the
// result; an error means that it could not run or that ctx ended it.
func (c *CLI) Run(ctx context.Context, args ...string) (Result, error) {
	var all bytes.Buffer
	shown := c.Out
	if !c.Colour {
		shown = &plain{to: c.Out}
	}
	out := &withoutOverrides{to: io.MultiWriter(&plain{to: &all}, shown)}

	cmd := exec.CommandContext(ctx, c.program, args...)
	cmd.Dir = c.Dir
	cmd.Env = append(environment(), c.Env...)
	cmd.Env = append(cmd.Env, "TF_CLI_CONFIG_FILE="+c.config, "TF_IN_AUTOMATION=1", "TF_INPUT=0", "CHECKPOINT_DISABLE=1")
	cmd.Stdout, cmd.Stderr = out, out
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = grace

	start := time.Now()
	err := cmd.Run()
	result := Result{Process: cmd.ProcessState, Wall: time.Since(start)}
	flushErr := out.flush()
	result.Output = all.String()
	if ctx.Err() != nil {
		return result, ctx.Err()
	}
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		err = nil
	}
	return result, errors.Join(err, flushErr)
}

// environment is that of this process, without what a developer may have set
// for everyday work.
func environment() []string {
	return slices.DeleteFunc(os.Environ(), func(entry string) bool {
		return strings.HasPrefix(entry, "TF_") || strings.HasPrefix(entry, "PROGET_")
	})
}
