package export

import (
	"bytes"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"unicode"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
)

// width is how long a list may be to stay on one line.
const width = 100

// A namer turns a text into a reference to the object of that key, or returns
// nil where there is none.
type namer func(text string) hclwrite.Tokens

// expression is a known value as HCL. Members of objects that are null are left
// out, and sets are sorted.
func expression(value tftypes.Value, refer namer) (hclwrite.Tokens, error) {
	switch {
	case value.IsNull():
		return hclwrite.TokensForValue(cty.NullVal(cty.DynamicPseudoType)), nil
	case value.Type().Is(tftypes.String):
		var s string
		if err := value.As(&s); err != nil {
			return nil, err
		}
		if reference := refer(s); reference != nil {
			return reference, nil
		}
		return text(s), nil
	case value.Type().Is(tftypes.Bool):
		var b bool
		err := value.As(&b)
		return hclwrite.TokensForValue(cty.BoolVal(b)), err
	case value.Type().Is(tftypes.Number):
		n := new(big.Float)
		err := value.As(&n)
		return hclwrite.TokensForValue(cty.NumberVal(n)), err
	case value.Type().Is(tftypes.List{}), value.Type().Is(tftypes.Set{}):
		return list(value, refer)
	case value.Type().Is(tftypes.Map{}), value.Type().Is(tftypes.Object{}):
		return mapping(value, refer)
	}
	return nil, fmt.Errorf("a value of type %s cannot be written down", value.Type())
}

func list(value tftypes.Value, refer namer) (hclwrite.Tokens, error) {
	var values []tftypes.Value
	if err := value.As(&values); err != nil {
		return nil, err
	}
	elements := make([]hclwrite.Tokens, len(values))
	for i, v := range values {
		var err error
		if elements[i], err = expression(v, refer); err != nil {
			return nil, err
		}
		if s := textOf(v); strings.Contains(s, "\n") {
			elements[i] = quoted(s) // a comma cannot follow a heredoc
		}
	}
	if value.Type().Is(tftypes.Set{}) {
		slices.SortFunc(elements, func(a, b hclwrite.Tokens) int { return bytes.Compare(a.Bytes(), b.Bytes()) })
	}
	return tuple(elements), nil
}

// tuple is a list on one line, or on a line for each element.
func tuple(elements []hclwrite.Tokens) hclwrite.Tokens {
	line := hclwrite.TokensForTuple(elements)
	if text := line.Bytes(); len(text) <= width && !bytes.ContainsRune(text, '\n') {
		return line
	}
	tokens := hclwrite.Tokens{token(hclsyntax.TokenOBrack, "["), token(hclsyntax.TokenNewline, "\n")}
	for _, e := range elements {
		tokens = append(tokens, e...)
		tokens = append(tokens, token(hclsyntax.TokenComma, ","), token(hclsyntax.TokenNewline, "\n"))
	}
	return append(tokens, token(hclsyntax.TokenCBrack, "]"))
}

func mapping(value tftypes.Value, refer namer) (hclwrite.Tokens, error) {
	values := map[string]tftypes.Value{}
	if err := value.As(&values); err != nil {
		return nil, err
	}
	var members []hclwrite.ObjectAttrTokens
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if values[name].IsNull() && value.Type().Is(tftypes.Object{}) {
			continue
		}
		member, err := expression(values[name], refer)
		if err != nil {
			return nil, err
		}
		key := quoted(name)
		if hclsyntax.ValidIdentifier(name) && name != "null" && name != "true" && name != "false" && name != "for" {
			key = hclwrite.TokensForIdentifier(name)
		}
		members = append(members, hclwrite.ObjectAttrTokens{Name: key, Value: member})
	}
	return hclwrite.TokensForObject(members), nil
}

func quoted(s string) hclwrite.Tokens { return hclwrite.TokensForValue(cty.StringVal(s)) }

// text is a text in quotes or, if it has several lines, as a heredoc.
func text(s string) hclwrite.Tokens {
	if !strings.Contains(s, "\n") || strings.ContainsFunc(s, func(r rune) bool { return r != '\n' && r != '\t' && !unicode.IsPrint(r) }) {
		return quoted(s)
	}
	delimiter := "EOT"
	for strings.Contains(s, delimiter) {
		delimiter += "_"
	}
	escaped := strings.NewReplacer("${", "$${", "%{", "%%{").Replace(s)
	body, whole := strings.CutSuffix(escaped, "\n")
	heredoc := hclwrite.Tokens{
		token(hclsyntax.TokenOHeredoc, "<<"+delimiter+"\n"),
		token(hclsyntax.TokenStringLit, body+"\n"),
		token(hclsyntax.TokenCHeredoc, delimiter),
	}
	if whole {
		return heredoc
	}
	// A heredoc ends with a line break, which this text does not.
	tokens := hclwrite.Tokens{token(hclsyntax.TokenIdent, "chomp"), token(hclsyntax.TokenOParen, "(")}
	tokens = append(tokens, heredoc...)
	return append(tokens, token(hclsyntax.TokenNewline, "\n"), token(hclsyntax.TokenCParen, ")"))
}

func token(typ hclsyntax.TokenType, text string) *hclwrite.Token {
	return &hclwrite.Token{Type: typ, Bytes: []byte(text)}
}

// comment is a text as comment lines of a readable length.
func comment(s string) hclwrite.Tokens {
	var tokens hclwrite.Tokens
	line := "#"
	for word := range strings.FieldsSeq(s) {
		if len(line)+len(word) >= width {
			tokens = append(tokens, token(hclsyntax.TokenComment, line+"\n"))
			line = "#"
		}
		line += " " + word
	}
	return append(tokens, token(hclsyntax.TokenComment, line+"\n"))
}
