//go:build unix

package main

import (
	"io"
	"os"
	"testing"
)

// TestMain lets the test's program stand in for the provider, as the benchmark's does.
func TestMain(m *testing.M) {
	if program := os.Getenv(programVariable); program != "" {
		os.Exit(wrap(program))
	}
	os.Exit(m.Run())
}

func TestAccMeasures(t *testing.T) {
	if os.Getenv("TF_ACC") == "" {
		t.Skip("needs Terraform; TF_ACC=1 runs it")
	}
	b, err := newBench(t.Context(), t.TempDir(), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	b.cli.Env = append(b.cli.Env, "GORACE=atexit_sleep_ms=0") // or the stand-in takes a second to end
	for _, k := range kinds {
		measured, err := b.compare(t.Context(), k, 3, 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, subject := range subjects {
			for _, operation := range operations {
				samples := measured[subject][operation]
				if operation == driftPlan && (subject != provider || k.drift == nil) {
					if len(samples) != 0 {
						t.Errorf("%s, %s: drifts", k.name, subject)
					}
					continue
				}
				if len(samples) != 1 {
					t.Fatalf("%s, %s, %s: %d samples, want 1", k.name, subject, operation, len(samples))
				}
				checkSample(t, k.name, subject, operation, samples[0])
			}
		}
		if got := measured[provider][noOpPlan][0].requests; got < 1 || got > 3 {
			t.Errorf("%s: a plan without changes took %d requests, want 1 to 3", k.name, got)
		}
		if got := measured[provider][create][0].requests; got < 3 {
			t.Errorf("%s: creating 3 took %d requests", k.name, got)
		}
	}
}

// checkSample holds that what a subject uses is measured, and nothing else.
func checkSample(t *testing.T, kind, subject, operation string, one sample) {
	t.Helper()
	if one.wall <= 0 || one.terraform.CPU <= 0 || one.terraform.Peak < 1<<20 {
		t.Errorf("%s, %s, %s: nothing is measured of Terraform in %+v", kind, subject, operation, one)
	}
	if subject == builtIn {
		if one.provider != (usage{}) {
			t.Errorf("%s, %s, %s: has a provider: %+v", kind, subject, operation, one)
		}
	} else if one.provider.CPU <= 0 || one.provider.Peak < 1<<20 {
		t.Errorf("%s, %s, %s: nothing is measured of the program in %+v", kind, subject, operation, one)
	}
	if subject != provider && one.requests != 0 {
		t.Errorf("%s, %s, %s: %d requests reached ProGet", kind, subject, operation, one.requests)
	}
}
