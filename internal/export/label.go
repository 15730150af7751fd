package export

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// labelOf is a name as a label: lower case, with underscores for all that is
// neither letter nor digit.
func labelOf(kind, name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	label := strings.Join(words, "_")
	if label == "" || !hclsyntax.ValidIdentifier(label) {
		label = strings.TrimSuffix(kind+"_"+label, "_")
	}
	if !hclsyntax.ValidIdentifier(label) {
		label = kind + "_" + digest(name)
	}
	return label
}

// digest sets names apart that would have the same label.
func digest(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:3])
}

// A candidate is a label that something would like to have. What it is depends on
// nothing else, so that labels stay when other objects come and go.
type candidate struct {
	label string
	what  string // what sets the candidates of a label apart
}

// unique gives every candidate a label of its own. Of several candidates to the same
// label, the one that is called just that gets it.
func unique(candidates []candidate) []string {
	labels := make([]string, len(candidates))
	count := map[string]int{}
	for _, c := range candidates {
		count[c.label]++
	}
	for i, c := range candidates {
		labels[i] = c.label
		if count[c.label] > 1 && c.what != c.label {
			labels[i] += "_" + digest(c.what)
		}
	}
	return labels
}

// common is what names begin or end with, as a label, or nothing if that is
// not worth a label.
func common(names []string) string {
	split := make([][]string, len(names))
	for i, name := range names {
		split[i] = strings.Split(labelOf("x", name), "_")
	}
	var prefix, suffix []string
	for i, word := range split[0] {
		if !slices.ContainsFunc(split, func(words []string) bool { return i >= len(words) || words[i] != word }) && len(prefix) == i {
			prefix = append(prefix, word)
		}
	}
	for i := 1; i <= len(split[0]); i++ {
		word := split[0][len(split[0])-i]
		if !slices.ContainsFunc(split, func(words []string) bool { return i > len(words) || words[len(words)-i] != word }) && len(suffix) == i-1 {
			suffix = append([]string{word}, suffix...)
		}
	}
	for _, words := range [][]string{prefix, suffix} {
		if label := strings.Join(words, "_"); len(label) > 2 && hclsyntax.ValidIdentifier(label) {
			return label
		}
	}
	return ""
}
