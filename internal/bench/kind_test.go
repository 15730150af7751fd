//go:build unix

package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestConfiguration(t *testing.T) {
	t.Parallel()
	k := kind{resource: "proget_widget", attributes: "\n    name = \"w\"\n", blocks: []block{{"part", []string{"\n      size = 1\n", "\n      size = 2\n"}}}}
	const want = `
resource "proget_widget" "this" {
  count = 7

    name = "w"
    part {
      size = 1
    }
    part {
      size = 2
    }
}
`
	if _, got, _ := strings.Cut(k.configuration(7), "\n}\n"); got != want {
		t.Errorf("-want +got:\n%s", cmp.Diff(want, got))
	}
	const builtIn = `resource "terraform_data" "this" {
  count = 7
  input = {

    name = "w"
    part = [
    {
      size = 1
    },
    {
      size = 2
    },
    ]
  }
}
`
	if diff := cmp.Diff(builtIn, k.builtIn(7)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	asked := []int{100, 1000, 5000}
	if diff := cmp.Diff(asked, kind{}.sizes(asked)); diff != "" {
		t.Errorf("without a limit, -want +got:\n%s", diff)
	}
	if diff := cmp.Diff([]int{100, 200}, kind{most: 200}.sizes(asked)); diff != "" {
		t.Errorf("with a limit, -want +got:\n%s", diff)
	}
}

func TestChosen(t *testing.T) {
	t.Parallel()
	found, err := chosen([]string{"license", "connector"})
	if err != nil || len(found) != 2 || found[0].name != "license" || found[1].name != "connector" {
		t.Errorf("chosen: %v, %v", found, err)
	}
	if _, err := chosen([]string{"widget"}); err == nil || err.Error() != `there is no kind "widget", only connector, feed, license, user, group, permission` {
		t.Errorf("chosen: %v", err)
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
