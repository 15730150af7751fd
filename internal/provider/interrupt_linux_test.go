// Processes are found in /proc, so that these tests run on Linux alone.

package provider_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/tfcli"
)

// An interruption is a signal to one of the processes of a run.
type interruption struct {
	process string // cli or provider
	signal  syscall.Signal
	after   int64 // so many creations
}

const interrupted = 100 // objects are made in an interrupted run

// interruptions are ten moments of every sort, or two of all.
func interruptions() (all []interruption) {
	if !long() {
		return []interruption{{"cli", syscall.SIGINT, 20}, {"provider", syscall.SIGKILL, 60}}
	}
	for _, process := range []string{"cli", "provider"} {
		for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGKILL} {
			for moment := range int64(10) {
				all = append(all, interruption{process, signal, 1 + moment*interrupted/10})
			}
		}
	}
	return all
}

// A run that was interrupted leaves nothing that the next does not know or name
// with its import block, and with these the run after that ends it.
func TestAccInterrupted(t *testing.T) {
	t.Parallel()
	for _, i := range interruptions() {
		t.Run(fmt.Sprintf("%s of the %s after %d", i.signal, i.process, i.after), func(t *testing.T) {
			t.Parallel()
			c := cli(t)
			var created atomic.Int64
			var once sync.Once
			s := serve(t, fakeproget.Options{OnRequest: func(r *http.Request) {
				if r.Method == http.MethodPost && created.Add(1) > i.after {
					once.Do(func() { i.strike(t, c) })
				}
			}})
			config := required + s.Block + fmt.Sprintf("resource \"proget_connector\" \"all\" {\n  count = %d\n  name = format(\"o%%03d\", count.index)\n  feed_type = \"nuget\"\n  url = %q\n}\n", interrupted, nuget)
			must(t, c.Write("main.tf", []byte(config)))
			struck, err := c.Run(t.Context(), "apply", "-auto-approve", "-lock-timeout=10s")
			must(t, err)
			if done := struck.Process.ExitCode() == 0; done != (i.process == "provider" && i.signal == syscall.SIGINT) { // which belongs to the CLI
				t.Fatalf("the run ended with exit code %d\n%s", struck.Process.ExitCode(), struck.Output)
			}
			orphans := i.recover(t, s, c, config)
			run(t, c, 0, "plan", "-detailed-exitcode")
			if n := len(s.Names("connectors")); n != interrupted {
				t.Errorf("there are %d connectors", n)
			}
			t.Logf("after %d creations: %d were not in the state and named with their import block", i.after, orphans)
		})
	}
}

// recover applies once more and, if objects are named, once more with their import blocks.
func (i interruption) recover(t *testing.T, s *server, c *tfcli.CLI, config string) (orphans int) {
	t.Helper()
	made := map[string]bool{}
	for _, name := range s.Names("connectors") {
		made[name] = true
	}
	next, err := c.Run(t.Context(), "apply", "-auto-approve")
	must(t, err)
	if next.Process.ExitCode() == 0 {
		return 0
	}
	var blocks strings.Builder
	named := map[string]bool{} // by the plan, which warns, and by the apply
	for _, match := range regexp.MustCompile(`Connector "o(\d+)" already exists`).FindAllStringSubmatch(next.Output, -1) {
		name, id := "o"+match[1], match[1]
		if named[name] {
			continue
		}
		named[name] = true
		index, err := strconv.Atoi(id)
		must(t, err)
		if !made[name] {
			t.Errorf("%s is said to exist and did not", name)
		}
		if !next.Says(fmt.Sprintf("import { to = proget_connector.<name> id = %q }", name)) {
			t.Errorf("%s is not named with its import block", name)
		}
		orphans++
		fmt.Fprintf(&blocks, "import {\n  to = proget_connector.all[%d]\n  id = %q\n}\n", index, name)
	}
	if orphans == 0 {
		t.Fatalf("the next run fails and names nothing\n%s", next.Output)
	}
	must(t, c.Write("main.tf", []byte(config+blocks.String())))
	run(t, c, 0, "apply", "-auto-approve")
	return orphans
}

// strike sends the signal to the process of this CLI's run. What is found by the
// folder and the executable of this test belongs to it alone.
func (i interruption) strike(t *testing.T, c *tfcli.CLI) {
	t.Helper()
	found := 0
	processes, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		t.Error(err)
	}
	for _, process := range processes {
		folder, _ := os.Readlink(filepath.Join(process, "cwd"))
		program, _ := os.Readlink(filepath.Join(process, "exe"))
		provides := program == c.Provider
		if folder != c.Dir && !provides || provides != (i.process == "provider") {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(process))
		if err == nil {
			err = syscall.Kill(pid, i.signal)
		}
		if err != nil {
			t.Error(err)
		}
		found++
	}
	if found == 0 {
		t.Errorf("there is no process of the %s", i.process)
	}
}

// Feeds that are being created when Ctrl-C is pressed end up in the state, untainted.
func TestAccInterruptedCreations(t *testing.T) {
	t.Parallel()
	const feeds = 5
	c := cli(t)
	var arrived sync.WaitGroup
	arrived.Add(feeds)
	var once sync.Once
	s := serve(t, fakeproget.Options{OnRequest: func(r *http.Request) {
		if r.Method == http.MethodPost {
			arrived.Done()
			arrived.Wait() // all are under way
			once.Do(func() { interruption{"cli", syscall.SIGINT, 0}.strike(t, c) })
		}
	}})
	config := required + s.Block + fmt.Sprintf("resource \"proget_feed\" \"all\" {\n  count = %d\n  name = format(\"o%%d\", count.index)\n  feed_type = \"nuget\"\n}\n", feeds)
	must(t, c.Write("main.tf", []byte(config)))
	struck, err := c.Run(t.Context(), "apply", "-auto-approve")
	must(t, err)
	if !strings.Contains(struck.Output, "Interrupt") {
		t.Errorf("it was not interrupted:\n%s", struck.Output)
	}
	run(t, c, 0, "plan", "-detailed-exitcode")
	if n := len(s.Names("feeds")); n != feeds {
		t.Errorf("there are %d feeds", n)
	}
}
