package provider_test

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/provider"
)

// aliveVariable makes a process of this test's program keep as many megabytes
// alive, make garbage and print how often it was collected.
const aliveVariable = "TUNE_TEST_ALIVE"

// TestTune counts the collections of a tuned process that makes 300 MB of
// garbage. Go alone collects some 40 times while little is alive.
func TestTune(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name        string
		alive       int
		env         string
		least, most int
	}{
		{name: "little is alive", alive: 4, least: 3, most: 16},
		{name: "as much as of a thousand feeds", alive: 30, least: 2, most: 8},
		{name: "more than there was room for", alive: 300, least: 0, most: 2},
		{name: "GOGC is set", alive: 4, env: "GOGC=100", least: 20, most: 100},
		{name: "GOMEMLIMIT is set", alive: 4, env: "GOMEMLIMIT=1GiB", least: 20, most: 100},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			program, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			cmd := exec.CommandContext(t.Context(), program)
			cmd.Env = append(withoutLimits(os.Environ()), "GOMAXPROCS=1", fmt.Sprintf("%s=%d", aliveVariable, tt.alive))
			if tt.env != "" {
				cmd.Env = append(cmd.Env, tt.env)
			}
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			var collections int
			if _, err := fmt.Sscanf(string(out), "collections %d", &collections); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			t.Logf("%d collections", collections)
			if collections < tt.least || collections > tt.most {
				t.Errorf("%d collections, want %d to %d", collections, tt.least, tt.most)
			}
		})
	}
}

func withoutLimits(env []string) []string {
	var kept []string
	for _, entry := range env {
		if !strings.HasPrefix(entry, "GOGC=") && !strings.HasPrefix(entry, "GOMEMLIMIT=") {
			kept = append(kept, entry)
		}
	}
	return kept
}

// makeGarbage is what main_test.go does instead of testing where aliveVariable is set.
func makeGarbage() error {
	var megabytes int
	if _, err := fmt.Sscan(os.Getenv(aliveVariable), &megabytes); err != nil {
		return err
	}
	provider.Tune()
	const piece = 16 << 10
	kept := make([][]byte, megabytes<<20/piece)
	for i := range kept {
		kept[i] = make([]byte, piece)
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 300 << 20 / piece {
		garbage = make([]byte, piece)
	}
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(kept)
	_, err := fmt.Printf("collections %d\n", after.NumGC-before.NumGC)
	return err
}

// garbage is where makeGarbage drops it, for the compiler not to leave it out.
var garbage []byte
