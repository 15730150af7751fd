package tfcli

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const printed = "\x1b[33m╷\x1b[0m\n" +
	"\x1b[33m│\x1b[0m Warning: Provider development overrides are in effect\n" +
	"│ - proget-community/proget in /somewhere\n" +
	"\x1b[33m╵\x1b[0m\n" +
	"proget_feed.a: Refreshing state...\n" +
	"╷\n" +
	"│ Error: Unable to delete\n" +
	"│ feed \"a\"\n" +
	"╵\n"

func TestOutput(t *testing.T) {
	t.Parallel()
	const want = "proget_feed.a: Refreshing state...\n╷\n│ Error: Unable to delete\n│ feed \"a\"\n╵\n"
	for _, size := range []int{1, 7, len(printed)} { // however it arrives
		var got bytes.Buffer
		w := &withoutOverrides{to: &plain{to: &got}}
		for rest := []byte(printed); len(rest) > 0; {
			n := min(size, len(rest))
			if _, err := w.Write(rest[:n]); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if err := w.flush(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got.String()); diff != "" {
			t.Errorf("in pieces of %d, -want +got:\n%s", size, diff)
		}
	}
}

func TestOutputThatEndsInTheMiddle(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"no line", "╷\n│ Error: half", "a\n╷\n│ b\n"} {
		var got bytes.Buffer
		w := &withoutOverrides{to: &got}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if err := w.flush(); err != nil {
			t.Fatal(err)
		}
		if got.String() != text {
			t.Errorf("got %q, want %q", got.String(), text)
		}
	}
}

func TestSays(t *testing.T) {
	t.Parallel()
	r := Result{Output: "╷\n│ Error: Unable to delete\n│ feed \"a\"\n╵\n"}
	if !r.Says(`Unable to delete feed "a"`) {
		t.Error("a sentence that is broken by a frame is not found")
	}
	if r.Says("Unable to delete feed b") {
		t.Error("a sentence that is not there is found")
	}
}
