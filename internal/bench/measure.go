//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/tfcli"
)

// plan is what to measure.
type plan struct {
	sizes     numbers
	latencies durations
	runs      int
	kinds     []string
}

// sample is what one command took.
type sample struct {
	requests  int
	wall      time.Duration
	terraform usage // without the provider, except for Peak where the provider's is higher
	provider  usage
}

// What is done to the objects, in this order.
const (
	create    = "create"
	noOpPlan  = "no-op plan"
	driftPlan = "plan with 1 % drift"
	destroy   = "destroy"
)

var operations = []string{create, noOpPlan, driftPlan, destroy}

// series are samples of a configuration by operation.
type series map[string][]sample

// bench is the workplace of a measurement.
type bench struct {
	cli     *tfcli.CLI
	records string
	log     io.Writer
}

// run measures everything, tables going to out as they are ready.
func (p plan) run(ctx context.Context, out, log io.Writer) (err error) {
	for _, kind := range p.kinds {
		if _, ok := subjects[kind]; !ok {
			return fmt.Errorf("there is no kind %q, only %q", kind, slices.Sorted(maps.Keys(subjects)))
		}
	}
	dir, err := os.MkdirTemp("", "proget-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	cli, err := tfcli.New(ctx, dir)
	if err != nil {
		return err
	}
	cli.Env, err = standIn(cli.Provider, dir)
	if err != nil {
		return err
	}
	b := &bench{cli: cli, records: filepath.Join(dir, "usage"), log: log}
	for _, kind := range p.kinds {
		s := subjects[kind]
		for _, latency := range p.latencies {
			for _, n := range p.sizes {
				measured, floor, err := b.compare(ctx, s, n, latency, p.runs)
				if err != nil {
					return err
				}
				report(out, s, n, latency, p.runs, measured, floor)
			}
		}
	}
	return nil
}

// compare measures objects and their floor in turn, so that what else the
// machine does weighs on both.
func (b *bench) compare(ctx context.Context, s subject, n int, latency time.Duration, runs int) (measured, floor series, err error) {
	measured, floor = series{}, series{}
	proget := fakeproget.New(fakeproget.Options{Profile: "2026", Latency: latency})
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	server := &http.Server{Handler: proget, ReadHeaderTimeout: time.Minute}
	defer server.Close()
	go func() { _ = server.Serve(listener) }() // ends when it is closed

	for run := range runs {
		fmt.Fprintf(b.log, "%s x %d, latency %s, run %d of %d\n", s.resource, n, latency, run+1, runs)
		if err := b.lifecycle(ctx, s.floor(n), nil, floor); err != nil {
			return nil, nil, err
		}
		if err := b.lifecycle(ctx, s.configuration(n), &target{s, n, proget, "http://" + listener.Addr().String()}, measured); err != nil {
			return nil, nil, err
		}
	}
	return measured, floor, nil
}

// target is the server that a configuration is about; the floor has none.
type target struct {
	subject
	n      int
	proget *fakeproget.Server
	url    string
}

// change changes one object in a hundred, but one at least, behind Terraform's back.
func (t *target) change(properties map[string]any) {
	for i := 0; i < t.n; i += 100 {
		t.proget.Put(t.plural, t.name(i), properties)
	}
}

// lifecycle takes a configuration through all operations.
func (b *bench) lifecycle(ctx context.Context, configuration string, t *target, into series) error {
	if err := b.cli.Write("main.tf", []byte(configuration)); err != nil {
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
			if t == nil {
				continue // what Terraform keeps itself cannot drift
			}
			t.change(t.drift)
		}
		one, err := b.measure(ctx, t, step.exitCode, step.args)
		if err != nil {
			return fmt.Errorf("%s: %w", step.operation, err)
		}
		if step.operation == driftPlan {
			t.change(t.heal)
		}
		into[step.operation] = append(into[step.operation], one)
	}
	return nil
}

// measure runs one command. ProGet is a stranger to the floor.
func (b *bench) measure(ctx context.Context, t *target, exitCode int, args []string) (sample, error) {
	var one sample
	cli := *b.cli
	if t != nil {
		cli.Env = append(slices.Clip(cli.Env), "PROGET_URL="+t.url)
		t.proget.ResetRequests()
	}
	result, err := cli.Run(ctx, args...)
	if err != nil {
		return one, err
	}
	if got := result.Process.ExitCode(); got != exitCode {
		return one, fmt.Errorf("%s ended with exit code %d, not %d:\n%s", args[0], got, exitCode, result.Output)
	}
	if t != nil {
		one.requests = len(t.proget.Requests())
	}
	if one.provider, err = collect(b.records); err != nil {
		return one, err
	}
	if t != nil && one.provider.Peak == 0 {
		return one, fmt.Errorf("%s left no record of the provider", args[0])
	}
	one.wall = result.Wall
	one.terraform = usageOf(result.Process)
	one.terraform.CPU -= one.provider.CPU
	return one, nil
}
