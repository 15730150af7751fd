package crud

import (
	"strconv"
	"strings"
)

// title begins a sentence.
func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// quotedList writes names as "a", "b".
func quotedList(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = strconv.Quote(name)
	}
	return strings.Join(quoted, ", ")
}
