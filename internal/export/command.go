// Package export writes a server down as a Terraform configuration: the
// subcommand "export" of the provider's binary.
//
// It speaks to the provider as Terraform does, in the same process. So what it
// writes is what an import would find, and a new kind of object needs no more
// than its resource and its list resource.
package export

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"syscall"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Exit codes of the command.
const (
	exitDone = iota
	exitFailure
	exitUsage
)

const usage = `Usage: terraform-provider-proget export [options]

Writes what a ProGet server has as a Terraform configuration: a file for each
kind of object, import blocks in imports.tf, and versions.tf. The server is only
read. Afterwards,

    terraform init
    terraform plan

says how many objects there are to import, and nothing to add, change or destroy.

The server and the API key come from the environment variables that the provider
reads, PROGET_URL and PROGET_API_KEY, or with -pgutil-source from pgutil.

Options:
`

// options are what the command line says.
type options struct {
	out          string
	kinds        string
	match        string
	noImports    bool
	force        bool
	target       string
	pgutilSource string

	pattern *regexp.Regexp // of match
}

// Main runs the command and returns its exit code: 0 when all is written, 1
// when something failed and nothing is written, 2 when the command line is wrong.
func Main(version string, server tfprotov6.ProviderServer, args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return Run(ctx, version, server, args, os.Stderr)
}

// Run is Main without signals, with messages to the given writer.
func Run(ctx context.Context, version string, server tfprotov6.ProviderServer, args []string, messages io.Writer) int {
	o, err := parse(args, messages)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitDone
	case err != nil:
		return exitUsage
	}
	provider, ok := server.(Server)
	if !ok {
		fmt.Fprintln(messages, "Error: the provider cannot list objects")
		return exitFailure
	}
	err = write(ctx, version, provider, o, messages)
	wrong := &usageError{}
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(messages, "Interrupted: nothing is written.")
		return exitFailure
	case errors.As(err, &wrong):
		fmt.Fprintf(messages, "Error: %s\n", err)
		return exitUsage
	case err != nil:
		fmt.Fprintf(messages, "\nError: %s\n\nNothing is written.\n", err)
		return exitFailure
	}
	return exitDone
}

// A usageError is one of the command line.
type usageError struct{ error }

// parse reads the command line, and says what is wrong with it.
func parse(args []string, messages io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("export", flag.ContinueOnError)
	flags.SetOutput(messages)
	flags.StringVar(&o.out, "out", ".", "the `folder` to write to; it is made if it is not there")
	flags.StringVar(&o.kinds, "kinds", "", "the kinds of objects to write, as a `list` such as feeds,connectors (default all); -kinds ? lists them")
	flags.StringVar(&o.match, "match", "", "write only objects whose name matches this `regular expression`")
	flags.BoolVar(&o.noImports, "no-imports", false, "write no import blocks: for another server, which is to become equal")
	flags.BoolVar(&o.force, "force", false, "replace files that are there")
	flags.StringVar(&o.target, "for", "", "write for a server of another `release`, such as 2026, and leave out what it lacks")
	flags.StringVar(&o.pgutilSource, "pgutil-source", "", "take the server and the key from this `source` of pgutil")
	flags.Usage = func() {
		fmt.Fprint(messages, usage)
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	err := o.check(flags.Args())
	if err != nil {
		fmt.Fprintf(messages, "Error: %s\nRun terraform-provider-proget export -h for help.\n", err)
	}
	return o, err
}

func (o *options) check(rest []string) (err error) {
	if len(rest) > 0 {
		return fmt.Errorf("%q is no option", rest[0])
	}
	if _, ok := numbers(o.target); o.target != "" && !ok {
		return fmt.Errorf("-for: %q is no release such as 2026 or 2024.3", o.target)
	}
	if o.pattern, err = regexp.Compile(o.match); err != nil {
		return fmt.Errorf("-match: %w", err)
	}
	if o.out, err = filepath.Abs(o.out); err != nil {
		return fmt.Errorf("-out: %w", err)
	}
	return nil
}
