package crud

import (
	"slices"
	"strings"
)

// Nearest returns the candidates that a misspelt word may mean, the likeliest
// first and at most three: those that it begins or that begin it, and those
// that few edits make of it, fewer for a short word, so that no suggestion leads
// astray. Case makes no difference.
func Nearest(word string, candidates []string) (near []string) {
	const most = 3
	word = strings.ToLower(word)
	distances := map[string]int{}
	for _, candidate := range candidates {
		folded := strings.ToLower(candidate)
		distance := edits(word, folded)
		begins := len(word) > 1 && strings.HasPrefix(folded, word) || len(folded) > 1 && strings.HasPrefix(word, folded)
		if begins || distance <= (len(word)+1)/3 { //nolint:mnd // one edit in three letters
			distances[candidate] = distance
			near = append(near, candidate)
		}
	}
	slices.SortStableFunc(near, func(a, b string) int { return distances[a] - distances[b] })
	return near[:min(len(near), most)]
}

// edits is the Levenshtein distance.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			substitution := diagonal
			if a[i] != b[j] {
				substitution++
			}
			diagonal = row[j+1]
			row[j+1] = min(substitution, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
