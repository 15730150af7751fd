//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/tfcli"
)

// plan is what to measure.
type plan struct {
	sizes     numbers
	latencies durations
	runs      int
	kinds     []kind
}

// sample is what one command took.
type sample struct {
	requests  int
	wall      time.Duration
	terraform usage // without the provider, except for Peak where the provider's is higher
	provider  usage
}

// cpu is the time of Terraform and the provider together.
func (s sample) cpu() time.Duration { return s.terraform.CPU + s.provider.CPU }

// What is done to the objects, in this order.
const (
	create    = "create"
	noOpPlan  = "no-op plan"
	driftPlan = "plan with 1 % drift"
	destroy   = "destroy"
)

var operations = []string{create, noOpPlan, driftPlan, destroy}

// Who does it: Terraform alone, a provider that does nothing, and the provider.
const (
	builtIn  = "`terraform_data`"
	echo     = "echo"
	provider = "provider"
)

var subjects = []string{builtIn, echo, provider}

// series are samples by subject and operation.
type series map[string]map[string][]sample

// result is a case with all that was measured of it.
type result struct {
	kind    kind
	n       int
	latency time.Duration
	runs    int
	series  series
}

// bench is the workplace of a measurement.
type bench struct {
	cli      *tfcli.CLI
	programs map[string]string // that answer Terraform, by subject
	records  string
	log      io.Writer
}

// newBench builds what is measured, below dir.
func newBench(ctx context.Context, dir string, log io.Writer) (*bench, error) {
	cli, err := tfcli.New(ctx, dir)
	if err != nil {
		return nil, err
	}
	b := &bench{
		cli:      cli,
		programs: map[string]string{provider: filepath.Join(dir, "provider"), echo: filepath.Join(dir, "echo")},
		records:  filepath.Join(dir, "usage"),
		log:      log,
	}
	if err := tfcli.Build(ctx, b.programs[echo], "internal/bench/echo"); err != nil {
		return nil, err
	}
	if err := os.Mkdir(b.records, 0o700); err != nil {
		return nil, err
	}
	if err := os.Rename(cli.Provider, b.programs[provider]); err != nil {
		return nil, err
	}
	return b, standIn(cli.Provider)
}

// run measures everything and says with which CLI. Each result is passed on as
// it is ready.
func (p plan) run(ctx context.Context, log io.Writer, report func(result) error) (version string, err error) {
	dir, err := os.MkdirTemp("", "proget-bench-")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	b, err := newBench(ctx, dir, log)
	if err != nil {
		return "", err
	}
	shown, err := b.cli.Run(ctx, "version")
	if err != nil {
		return "", err
	}
	version, _, _ = strings.Cut(shown.Output, "\n")
	for _, k := range p.kinds {
		for _, latency := range p.latencies {
			for _, n := range k.sizes(p.sizes) {
				measured, err := b.compare(ctx, k, n, latency, p.runs)
				if err != nil {
					return "", err
				}
				if err := report(result{k, n, latency, p.runs, measured}); err != nil {
					return "", err
				}
			}
		}
	}
	return version, nil
}

// compare measures the subjects in turn, so that what else the machine does
// weighs on all of them.
func (b *bench) compare(ctx context.Context, k kind, n int, latency time.Duration, runs int) (series, error) {
	proget := fakeproget.New(fakeproget.Options{Profile: "2026", Latency: latency})
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: proget, ReadHeaderTimeout: time.Minute}
	defer server.Close()
	go func() { _ = server.Serve(listener) }() // ends when it is closed

	t := &trial{bench: b, kind: k, n: n, proget: proget, url: "http://" + listener.Addr().String()}
	measured := series{}
	for run := range runs {
		for _, subject := range subjects {
			fmt.Fprintf(b.log, "%s x %d, latency %s, run %d of %d: %s\n", k.resource, n, latency, run+1, runs, subject)
			if measured[subject] == nil {
				measured[subject] = map[string][]sample{}
			}
			if err := t.lifecycle(ctx, subject, measured[subject]); err != nil {
				return nil, fmt.Errorf("%s, %s: %w", k.name, subject, err)
			}
		}
	}
	return measured, nil
}

// trial is a number of objects and their server.
type trial struct {
	*bench
	kind   kind
	n      int
	proget *fakeproget.Server
	url    string
}

// lifecycle takes the objects through all operations.
func (t *trial) lifecycle(ctx context.Context, subject string, into map[string][]sample) error {
	configuration := t.kind.configuration(t.n)
	if subject == builtIn {
		configuration = t.kind.builtIn(t.n)
	}
	if err := t.cli.Write("main.tf", []byte(configuration)); err != nil {
		return err
	}
	steps := []struct {
		operation string
		exitCode  int
		args      []string
	}{
		{create, 0, []string{"apply", "-auto-approve"}},
		{noOpPlan, 0, []string{"plan", "-detailed-exitcode"}},
		{driftPlan, 2, []string{"plan", "-detailed-exitcode"}},
		{destroy, 0, []string{"destroy", "-auto-approve"}},
	}
	for _, step := range steps {
		if step.operation == driftPlan {
			if subject != provider || t.kind.drift == nil {
				continue // the others have no server whose objects could drift
			}
			t.change(t.kind.drift)
		}
		one, err := t.measure(ctx, subject, step.exitCode, step.args)
		if err != nil {
			return fmt.Errorf("%s: %w", step.operation, err)
		}
		if step.operation == driftPlan {
			t.change(t.kind.heal)
		}
		into[step.operation] = append(into[step.operation], one)
	}
	return nil
}

// change changes one object in a hundred, but one at least, behind Terraform's back.
func (t *trial) change(properties map[string]any) {
	for i := 0; i < t.n; i += 100 {
		t.proget.Put(t.kind.fake, t.kind.object(i), properties)
	}
}

// measure runs one command.
func (t *trial) measure(ctx context.Context, subject string, exitCode int, args []string) (sample, error) {
	var one sample
	cli := *t.cli
	cli.Env = append(slices.Clip(cli.Env), "PROGET_URL="+t.url, programVariable+"="+t.programs[subject], recordsVariable+"="+t.records)
	t.proget.ResetRequests()
	result, err := cli.Run(ctx, args...)
	if err != nil {
		return one, err
	}
	if got := result.Process.ExitCode(); got != exitCode {
		return one, fmt.Errorf("%s ended with exit code %d, not %d:\n%s", args[0], got, exitCode, result.Output)
	}
	one.requests = len(t.proget.Requests())
	if one.provider, err = collect(t.records); err != nil {
		return one, err
	}
	if subject != builtIn && one.provider.Peak == 0 {
		return one, fmt.Errorf("%s left no record of the %s", args[0], subject)
	}
	one.wall = result.Wall
	one.terraform = usageOf(result.Process)
	one.terraform.CPU -= one.provider.CPU
	return one, nil
}
