//go:build unix

package main

import (
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proget-community/terraform-provider-proget/internal/tfcli"
)

// TestMain lets the test's program stand in for the provider, as the benchmark's does.
func TestMain(m *testing.M) {
	if provider := os.Getenv(wrappedProvider); provider != "" {
		os.Exit(wrap(provider))
	}
	os.Exit(m.Run())
}

func TestMeasures(t *testing.T) {
	if os.Getenv("TF_ACC") == "" {
		t.Skip("needs Terraform; TF_ACC=1 runs it")
	}
	dir := t.TempDir()
	cli, err := tfcli.New(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	cli.Env, err = standIn(cli.Provider, dir)
	if err != nil {
		t.Fatal(err)
	}
	cli.Env = append(cli.Env, "GORACE=atexit_sleep_ms=0") // or the stand-in takes a second to end
	b := &bench{cli: cli, records: dir + "/usage", log: io.Discard}
	for kind, s := range subjects {
		measured, floor, err := b.compare(t.Context(), s, 3, 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, operation := range operations {
			if len(measured[operation]) != 1 {
				t.Fatalf("%s, %s: %d samples, want 1", kind, operation, len(measured[operation]))
			}
			one := measured[operation][0]
			if one.wall <= 0 || one.terraform.CPU <= 0 || one.provider.CPU <= 0 || one.provider.Peak < 1<<20 {
				t.Errorf("%s, %s: nothing is measured in %+v", kind, operation, one)
			}
		}
		if got := measured[noOpPlan][0].requests; got < 1 || got > 3 {
			t.Errorf("%s: a plan without changes took %d requests, want 1 to 3", kind, got)
		}
		if got := measured[create][0].requests; got < 3 {
			t.Errorf("%s: creating 3 took %d requests", kind, got)
		}
		if one := floor[create][0]; one.provider.Peak != 0 || one.requests != 0 {
			t.Errorf("%s: the floor has a provider: %+v", kind, one)
		}
	}
}

func TestReport(t *testing.T) {
	t.Parallel()
	of := func(wall time.Duration) sample {
		return sample{
			requests: 2, wall: wall,
			terraform: usage{CPU: time.Second, Peak: 60 << 20}, provider: usage{CPU: 500 * time.Millisecond, Peak: 30 << 20},
		}
	}
	var got strings.Builder
	report(&got, subjects["feed"], 100, 50*time.Millisecond, 3,
		series{create: {of(9 * time.Second), of(3 * time.Second), of(6 * time.Second)}},
		series{create: {of(2 * time.Second), of(2 * time.Second), of(2 * time.Second)}})
	rows := strings.Split(got.String(), "\n")
	if want := "100 x `proget_feed`, latency 50ms, medians of 3 runs, floor: `terraform_data` with the same payload"; rows[1] != want {
		t.Errorf("the title is %q, want %q", rows[1], want)
	}
	want := "| create | 2 | 6.00 | 2.00 | 3.00 | 1.00 | 1.00 | 0.50 | 60 | 60 | 30 |"
	if diff := cmp.Diff(want, rows[5]); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestFlags(t *testing.T) {
	t.Parallel()
	var n numbers
	if err := n.Set("10,20"); err != nil || !cmp.Equal(n, numbers{10, 20}) {
		t.Errorf("Set: %v, %v", n, err)
	}
	for _, text := range []string{"", "0", "-1", "a", "10,"} {
		if err := n.Set(text); err == nil {
			t.Errorf("%q is accepted as numbers of objects", text)
		}
	}
	var d durations
	if err := d.Set("0,50ms"); err != nil || !cmp.Equal(d, durations{0, 50 * time.Millisecond}) {
		t.Errorf("Set: %v, %v", d, err)
	}
}

func TestUnknownKind(t *testing.T) {
	t.Parallel()
	err := plan{kinds: []string{"widget"}}.run(t.Context(), io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), `no kind "widget", only ["connector" "feed" "license"]`) {
		t.Errorf("run: %v", err)
	}
}
