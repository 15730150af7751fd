// Command cmd serves a fake ProGet, until it is stopped or while a command runs.
//
//	go run ./internal/fakeproget/cmd [flags] [-- command args...]
//
// It prints the URL that it serves on. A command finds it in PROGET_URL, and a
// key in PROGET_API_KEY; its exit code becomes that of the program.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// Exit codes of the program itself.
const (
	exitFailure = 1
	exitUsage   = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// settings are the program's flags and arguments.
type settings struct {
	addr, key, seed string
	options         fakeproget.Options
	command         []string
}

func parse(args []string, stderr io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("fakeproget", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&s.addr, "addr", "127.0.0.1:0", "`address` to listen on; port 0 is any free one")
	flags.StringVar(&s.options.Profile, "profile", fakeproget.Profiles[len(fakeproget.Profiles)-1], "generation of ProGet: "+strings.Join(fakeproget.Profiles, ", "))
	flags.StringVar(&s.options.Version, "version", "", "`version` of ProGet within the generation, e.g. 24.0.11.1; the newest that is known unless set")
	flags.StringVar(&s.options.Edition, "edition", "Enterprise", "edition of ProGet: Free, Basic, Enterprise")
	flags.StringVar(&s.options.BasePath, "base-path", "", "`path` to serve under, e.g. /proget")
	flags.StringVar(&s.key, "key", "", "API `key` with full control; without one, everybody may do everything")
	flags.StringVar(&s.seed, "seed", "", "JSON `file` with what the server holds from the start")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	s.command = flags.Args()
	if !slices.Contains(fakeproget.Profiles, s.options.Profile) {
		return s, fmt.Errorf("unknown profile %q, there are %s", s.options.Profile, strings.Join(fakeproget.Profiles, ", "))
	}
	if s.key != "" {
		s.options.Keys = []fakeproget.Key{{Value: s.key, Scopes: []fakeproget.Scope{fakeproget.FullControl}}}
	}
	return s, nil
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	s, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		fmt.Fprintln(stderr, "fakeproget:", err)
		return exitUsage
	}
	code, err := serve(ctx, s, stdout, stderr)
	if err != nil {
		fmt.Fprintln(stderr, "fakeproget:", err)
		return exitFailure
	}
	return code
}

// serve serves until the context ends or the command does.
func serve(ctx context.Context, s settings, stdout, stderr io.Writer) (int, error) {
	fake := fakeproget.New(s.options)
	if s.seed != "" {
		if err := load(fake, s.seed); err != nil {
			return 0, err
		}
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", s.addr)
	if err != nil {
		return 0, err
	}
	server := &http.Server{Handler: fake} //nolint:gosec // a fake for one machine needs no timeouts
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	defer func() { _ = server.Close() }()

	address := "http://" + listener.Addr().String() + strings.TrimSuffix(s.options.BasePath, "/")
	if len(s.command) > 0 {
		return execute(ctx, s, address, stdout, stderr)
	}
	fmt.Fprintln(stdout, address)
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	select {
	case <-ctx.Done():
		return 0, nil
	case err := <-failed:
		return 0, err
	}
}

func load(fake *fakeproget.Server, path string) error {
	file, err := os.Open(path) //nolint:gosec // the user names it
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	return fake.Seed(file)
}

// execute runs the command. An interrupt reaches it from the terminal as well,
// so that the program only waits for it; a request to terminate is passed on.
func execute(ctx context.Context, s settings, address string, stdout, stderr io.Writer) (int, error) {
	key := s.key
	if key == "" {
		key = "any" // a server without keys takes every one
	}
	command := exec.CommandContext(ctx, s.command[0], s.command[1:]...) //nolint:gosec // this is what it is for
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, stdout, stderr
	command.Env = append(os.Environ(), "PROGET_URL="+address, "PROGET_API_KEY="+key)
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt) // or it would end the program
	defer signal.Stop(interrupts)
	err := command.Run()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && exit.Exited():
		return exit.ExitCode(), nil
	case errors.As(err, &exit):
		return 0, fmt.Errorf("%s: %w", s.command[0], err)
	}
	return 0, err
}
