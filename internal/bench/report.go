//go:build unix

package main

import (
	"fmt"
	"io"
	"slices"
	"time"
)

// report prints a table of medians.
func report(out io.Writer, s subject, n int, latency time.Duration, runs int, measured, floor series) {
	fmt.Fprintf(out, "\n%d x `%s`, latency %s, medians of %d runs, floor: `terraform_data` with the same payload\n\n", n, s.resource, latency, runs)
	fmt.Fprintln(out, "| | requests | wall s | floor s | ratio | CPU s Terraform | floor | CPU s provider | peak MB Terraform | floor | peak MB provider |")
	fmt.Fprintln(out, "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
	for _, operation := range operations {
		m := measured[operation]
		f := floor[operation]
		if operation == driftPlan {
			f = floor[noOpPlan] // the floor does not drift
		}
		wall, floorWall := median(m, sample.wallSeconds), median(f, sample.wallSeconds)
		fmt.Fprintf(out, "| %s | %.0f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.0f | %.0f | %.0f |\n", operation,
			median(m, func(s sample) float64 { return float64(s.requests) }),
			wall, floorWall, wall/floorWall,
			median(m, func(s sample) float64 { return s.terraform.CPU.Seconds() }),
			median(f, func(s sample) float64 { return s.terraform.CPU.Seconds() }),
			median(m, func(s sample) float64 { return s.provider.CPU.Seconds() }),
			median(m, func(s sample) float64 { return megabytes(s.terraform.Peak) }),
			median(f, func(s sample) float64 { return megabytes(s.terraform.Peak) }),
			median(m, func(s sample) float64 { return megabytes(s.provider.Peak) }))
	}
}

func (s sample) wallSeconds() float64 { return s.wall.Seconds() }

func megabytes(bytes int64) float64 { return float64(bytes) / (1 << 20) }

// median is that of a quantity of the samples; of an even number, the upper of the middle two.
func median(samples []sample, of func(sample) float64) float64 {
	if len(samples) == 0 {
		return 0
	}
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = of(s)
	}
	slices.Sort(values)
	return values[len(values)/2]
}
