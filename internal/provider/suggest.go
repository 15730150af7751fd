package provider

import "strings"

// suggestion is the name among those that exist which a misspelt one most
// probably means, as a sentence; empty if none is near.
func suggestion(misspelt string, names []string) string {
	best, least := "", len(misspelt)/3+1
	for _, name := range names {
		if d := distance(strings.ToLower(misspelt), strings.ToLower(name)); d < least {
			best, least = name, d
		}
	}
	if best == "" {
		return ""
	}
	return " Did you mean \"" + best + "\"?"
}

// distance is how many bytes must be inserted, left out or replaced to make one
// text of another (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
