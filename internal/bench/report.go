//go:build unix

package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
)

// title says what was measured.
func (r result) title() string {
	return fmt.Sprintf("%s × `%s`%s", thousands(r.n), r.kind.resource, r.delay())
}

// delay says how long ProGet took to answer, if it took any time.
func (r result) delay() string {
	if r.latency == 0 {
		return ""
	}
	return fmt.Sprintf(", latency %s", r.latency)
}

// table writes medians as a table in Markdown.
func (r result) table(out io.Writer) error {
	fmt.Fprintln(out, "| operation | by | requests | wall s | × echo | CPU s | × echo | of it Terraform | of it provider | peak MB Terraform | peak MB provider |")
	_, err := fmt.Fprintln(out, "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
	for _, operation := range operations {
		for _, subject := range subjects {
			samples := r.series[subject][operation]
			if len(samples) == 0 {
				continue
			}
			floor := r.floor(operation)
			_, err = fmt.Fprintf(out, "| %s | %s | %.0f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.0f | %.0f |\n", operation, subject,
				median(samples, sample.requestCount),
				median(samples, sample.wallSeconds), median(samples, sample.wallSeconds)/median(floor, sample.wallSeconds),
				median(samples, sample.cpuSeconds), median(samples, sample.cpuSeconds)/median(floor, sample.cpuSeconds),
				median(samples, sample.terraformSeconds), median(samples, sample.providerSeconds),
				median(samples, sample.terraformPeak), median(samples, sample.providerPeak))
		}
	}
	return err
}

// floor is what the echo needs for an operation. It has no drift, so a plan with
// drift is compared with its plan without changes.
func (r result) floor(operation string) []sample {
	if operation == driftPlan {
		operation = noOpPlan
	}
	return r.series[echo][operation]
}

func (s sample) requestCount() float64     { return float64(s.requests) }
func (s sample) wallSeconds() float64      { return s.wall.Seconds() }
func (s sample) cpuSeconds() float64       { return s.cpu().Seconds() }
func (s sample) terraformSeconds() float64 { return s.terraform.CPU.Seconds() }
func (s sample) providerSeconds() float64  { return s.provider.CPU.Seconds() }
func (s sample) terraformPeak() float64    { return megabytes(s.terraform.Peak) }
func (s sample) providerPeak() float64     { return megabytes(s.provider.Peak) }

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

// thousands writes a number with separators.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
