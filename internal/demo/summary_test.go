package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const printed = `proget_feed.a: Refreshing state... [name=a]

Terraform will perform the following actions:

  # proget_feed.a will be updated in-place
  ~ resource "proget_feed" "a" {
      ~ connectors  = [
            "kept",
          + "new",
        ]
      ~ password_wo = (write-only attribute)
        name        = "a"
        # (17 unchanged attributes hidden)

      - retention_rule {
          - keep_versions_count = 1 -> null
        }
    }

  # proget_feed.b will be created
  # (config will be generated)
  + resource "proget_feed" "b" {
      + name = "b"
    }

Plan: 1 to add, 1 to change, 0 to destroy.
╷
│ Warning: Feed "a" is odd
│ 
│   with proget_feed.a,
│   on main.tf line 7, in resource "proget_feed" "a":
│    7: resource "proget_feed" "a" {
│ 
│ It is.
╵
╷
│ Error: First
│ 
│ 1
│ 2
│ 3
│ 4
│ 5
│ 6
│ 7
╵
╷
│ Error: Second
╵
`

const summarised = `  # proget_feed.a will be updated in-place
      ~ connectors  = [
            "kept",
          + "new",
        ]
      - retention_rule {
          - keep_versions_count = 1 -> null
        }
  # proget_feed.b will be created
Plan: 1 to add, 1 to change, 0 to destroy.
│ Warning: Feed "a" is odd
│ It is.
│ Error: First
│ 1
│ 2
│ 3
│ ...
(errors besides this one: 1)`

func TestSummary(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff(summarised, strings.Join(summary(printed), "\n")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
