//go:build unix

// Command bench measures what the provider costs: requests, time, CPU and
// memory of creating, planning and destroying many objects. Beside it, and in
// turn with it, it measures as many built-in terraform_data with the same
// payload, which is what Terraform itself needs, and a provider of the same
// schema that does nothing, which is what Terraform and gRPC need for it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	if program := os.Getenv(programVariable); program != "" {
		os.Exit(wrap(program))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := command(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func command(ctx context.Context) error {
	p := plan{sizes: numbers{100, 1000}, latencies: durations{0}}
	flag.Var(&p.sizes, "n", "how many `objects`, separated by commas")
	flag.Var(&p.latencies, "latency", "how long ProGet takes to answer, as `durations` separated by commas")
	flag.IntVar(&p.runs, "runs", 3, "how many `runs` to take the medians of")
	names := flag.String("kinds", strings.Join(kindNames(), ","), "the `kinds` of objects, separated by commas")
	docs := flag.String("docs", "", "write the guide and its plot into this `folder`, too")
	flag.Parse()
	kinds, err := chosen(strings.Split(*names, ","))
	if err != nil {
		return err
	}
	p.kinds = kinds
	if p.runs < 1 {
		return fmt.Errorf("%d is not a number of runs", p.runs)
	}

	var results []result
	cli, err := p.run(ctx, os.Stderr, func(r result) error {
		results = append(results, r)
		fmt.Printf("\n%s, medians of %d\n\n", r.title(), r.runs)
		return r.table(os.Stdout)
	})
	if err != nil || *docs == "" {
		return err
	}
	return writeGuide(*docs, cli, results)
}

type numbers []int

func (n *numbers) String() string { return fmt.Sprint(*n) }

func (n *numbers) Set(text string) error {
	*n = nil
	for field := range strings.SplitSeq(text, ",") {
		number, err := strconv.Atoi(field)
		if err != nil {
			return err
		}
		if number < 1 {
			return fmt.Errorf("%d is not a number of objects", number)
		}
		*n = append(*n, number)
	}
	return nil
}

type durations []time.Duration

func (d *durations) String() string { return fmt.Sprint(*d) }

func (d *durations) Set(text string) error {
	*d = nil
	for field := range strings.SplitSeq(text, ",") {
		duration, err := time.ParseDuration(field)
		if err != nil {
			return err
		}
		*d = append(*d, duration)
	}
	return nil
}
