//go:build unix

// Command bench measures what the provider costs: requests, time, CPU and
// memory of creating, planning and destroying many objects, beside as many
// built-in terraform_data with the same payload. Those are the floor: what
// Terraform itself needs.
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
	if provider := os.Getenv(wrappedProvider); provider != "" {
		os.Exit(wrap(provider))
	}
	p := plan{sizes: numbers{100, 1000}, latencies: durations{0}}
	flag.Var(&p.sizes, "n", "how many `objects`, separated by commas")
	flag.Var(&p.latencies, "latency", "how long ProGet takes to answer, as `durations` separated by commas")
	flag.IntVar(&p.runs, "runs", 3, "how many `runs` to take the medians of")
	kinds := flag.String("kinds", "connector,feed", "the `kinds` of objects, separated by commas")
	flag.Parse()
	p.kinds = strings.Split(*kinds, ",")

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := p.run(ctx, os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
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
