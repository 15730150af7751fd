package crud

import (
	"fmt"
	"strconv"
	"strings"
)

// title begins a sentence.
func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// inWords is the name of a kind in words.
func inWords(name string) string { return strings.ReplaceAll(name, "_", " ") }

// QuotedList writes names as "a", "b".
func QuotedList(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = strconv.Quote(name)
	}
	return strings.Join(quoted, ", ")
}

// ImportBlock is what to paste to manage an object of a kind.
func ImportBlock(kind, key string) string {
	return fmt.Sprintf("  import {\n    to = proget_%s.<name>\n    id = %q\n  }", kind, key)
}
