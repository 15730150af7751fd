package provider_test

import (
	"math"
	"os"
	"runtime/debug"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/provider"
)

// TestMain tunes the process as main does, but for the limit of memory: here,
// many providers live in one process.
func TestMain(m *testing.M) {
	provider.Tune()
	debug.SetMemoryLimit(math.MaxInt64)
	os.Exit(m.Run())
}
