// Command demo shows the provider at work: it builds it, serves a fake ProGet
// on this machine and lets Terraform or OpenTofu manage that, with the
// configuration in the folder team. Every step says what it shows and checks
// it; the exit code is 1 if one does not hold. What the commands print is
// shortened to what matters, unless -v asks for all of it.
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
	"os/signal"
	"syscall"
	"time"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/tfcli"
)

const apiKey = "demo-key"

// audience is whom the demo is played to.
type audience struct {
	out    io.Writer
	colour bool
	// verbose shows the whole output of every command and every file.
	verbose bool
}

func main() {
	verbose := flag.Bool("v", false, "show the whole output of every command")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, audience{out: os.Stdout, colour: isTerminal(os.Stdout), verbose: *verbose}, story)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "\nThe demo failed:", err)
		os.Exit(1)
	}
}

// run plays the steps in a folder of their own and leaves nothing behind.
func run(ctx context.Context, to audience, steps []step) (err error) {
	dir, err := os.MkdirTemp("", "proget-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	fmt.Fprintln(to.out, "Building the provider ...")
	cli, err := tfcli.New(ctx, dir)
	if err != nil {
		return err
	}
	proget := fakeproget.New(fakeproget.Options{
		Profile: "2026",
		Keys:    []fakeproget.Key{{Value: apiKey, Scopes: []fakeproget.Scope{fakeproget.FullControl}}},
	})
	url, closeServer, err := serve(ctx, proget)
	if err != nil {
		return err
	}
	defer closeServer()
	fmt.Fprintf(to.out, "A fake ProGet 2026 answers at %s.\n", url)

	if to.verbose {
		cli.Out, cli.Colour = to.out, to.colour
	}
	cli.Env = []string{"PROGET_URL=" + url, "PROGET_API_KEY=" + apiKey, "TF_VAR_mirror_password=" + mirrorPassword}
	s := &stage{cli: cli, proget: proget, audience: to}

	start := time.Now()
	for i, step := range steps {
		s.say("\n%d. %s", i+1, step.claim)
		if err := step.run(ctx, s); err != nil {
			return fmt.Errorf("step %d: %w", i+1, err)
		}
	}
	s.say("\nAll %d steps did what they say, in %.0f seconds. Nothing is left behind.", len(steps), time.Since(start).Seconds())
	if !to.verbose {
		fmt.Fprintln(to.out, "What the commands printed is shortened to what matters; make demo DEMOARGS=-v shows all of it.")
	}
	return nil
}

// serve answers on a free port of the loopback interface.
func serve(ctx context.Context, handler http.Handler) (url string, closeServer func(), err error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener) // ends when it is closed
	}()
	return "http://" + listener.Addr().String(), func() {
		_ = server.Close()
		<-done
	}, nil
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("NO_COLOR") == ""
}
