package main

import (
	"fmt"
	"strings"
)

// boxLines is how many lines of a warning or an error are shown at most.
const boxLines = 5

// summary keeps of the output of a command what matters: the objects that it
// is about and what changes in them, warnings, errors, and what it came to. Of
// several errors it shows the first and the number of the others.
func summary(output string) []string {
	var kept, box []string
	inBox, inChange, errors := false, false, 0
	for line := range strings.SplitSeq(output, "\n") {
		switch {
		case strings.HasPrefix(line, "╷"):
			inBox, box = true, nil
		case strings.HasPrefix(line, "╵"):
			inBox = false
			if len(box) > 0 && strings.HasPrefix(box[0], "│ Error: ") {
				errors++
				if errors > 1 {
					continue
				}
			}
			kept = append(kept, shorten(box)...)
		case inBox:
			if saysWhat(line) {
				box = append(box, line)
			}
		case strings.HasPrefix(line, "  # ") && !strings.HasPrefix(line, "  # ("):
			kept = append(kept, line)
			inChange = strings.HasSuffix(line, " in-place") || strings.HasSuffix(line, " replaced")
		case strings.HasPrefix(line, "    }"):
			inChange = false
		case inChange && saysHow(line), isOutcome(line):
			kept = append(kept, line)
		}
	}
	if errors > 1 {
		kept = append(kept, fmt.Sprintf("(errors besides this one: %d)", errors-1))
	}
	return kept
}

// saysWhat tells whether a line of a warning or an error is of its text: what
// is set in names the place in the configuration.
func saysWhat(line string) bool {
	text := strings.TrimPrefix(line, "│")
	return strings.TrimSpace(text) != "" && !strings.HasPrefix(text, "   ")
}

// saysHow tells whether a line of a planned change is about what changes, not
// the name of the object or the number of what is hidden. OpenTofu lists
// write-only attributes with every change.
func saysHow(line string) bool {
	attribute, indented := strings.CutPrefix(line, "        ")
	unchanged := indented && attribute[:1] != " " && attribute[:1] != "}" && attribute[:1] != "]"
	return strings.TrimSpace(line) != "" && !unchanged && !strings.Contains(line, `resource "`) && !strings.HasSuffix(line, "= (write-only attribute)")
}

func isOutcome(line string) bool {
	for _, start := range []string{"Plan: ", "No changes.", "Apply complete!", "Destroy complete!"} {
		if strings.HasPrefix(line, start) {
			return true
		}
	}
	return false
}

// shorten leaves out the end of a long warning or error.
func shorten(box []string) []string {
	if len(box) <= boxLines {
		return box
	}
	return append(box[:boxLines-1:boxLines-1], "│ ...")
}
