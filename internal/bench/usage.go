//go:build unix

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"
)

// The environment of the stand-in for a provider: the path of the program to
// run, and the folder for records of what it used.
const (
	programVariable = "BENCH_PROGRAM"
	recordsVariable = "BENCH_RECORDS"
)

// usage is what processes used.
type usage struct {
	CPU  time.Duration
	Peak int64 // bytes of memory
}

// usageOf tells what a process used, with the descendants that it waited for:
// their CPU is added, and Peak is that of the largest.
func usageOf(p *os.ProcessState) usage {
	u := usage{CPU: p.UserTime() + p.SystemTime()}
	if r, ok := p.SysUsage().(*syscall.Rusage); ok {
		u.Peak = r.Maxrss
		if runtime.GOOS != "darwin" { // which counts bytes
			u.Peak *= 1024
		}
	}
	return u
}

// wrap stands in for a provider: it runs the program and records what that
// used. Only the process that waited for another can tell that exactly.
func wrap(program string) int {
	signal.Ignore(os.Interrupt)                  // it goes to the whole group; Terraform ends its providers itself
	cmd := exec.Command(program, os.Args[1:]...) //nolint:noctx // Terraform ends it
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	if cmd.ProcessState == nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	record, err := json.Marshal(usageOf(cmd.ProcessState))
	if err == nil {
		err = os.WriteFile(filepath.Join(os.Getenv(recordsVariable), strconv.Itoa(os.Getpid())), record, 0o600)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return cmd.ProcessState.ExitCode()
}

// collect sums up the records of a folder and removes them.
func collect(folder string) (usage, error) {
	var sum usage
	records, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		return sum, err
	}
	for _, name := range records {
		content, err := os.ReadFile(name)
		if err != nil {
			return sum, err
		}
		var one usage
		if err := json.Unmarshal(content, &one); err != nil {
			return sum, fmt.Errorf("%s: %w", name, err)
		}
		sum.CPU += one.CPU
		sum.Peak = max(sum.Peak, one.Peak)
		if err := os.Remove(name); err != nil {
			return sum, err
		}
	}
	return sum, nil
}

// standIn makes a copy of this program, which is what Terraform runs as the provider.
func standIn(path string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	return copyProgram(path, self)
}

func copyProgram(to, from string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o700)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}
