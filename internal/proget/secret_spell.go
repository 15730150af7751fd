package proget

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"html"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maskSecret replaces a secret wherever a text spells it: as it is, as part of
// a URL or a form, in JSON, in HTML, each character in any of them and in any of
// them again, or in base64.
func maskSecret(text, secret string) string {
	var spellings []string
	if len(text) >= len(secret) { // base64 is no shorter
		spellings = base64Of(secret)
	}
	var begins [256]bool // the bytes that a spelling of the secret may begin with
	for _, b := range []byte(secret[:1] + beginEscapes) {
		begins[b] = true
	}
	for _, spelling := range spellings {
		begins[spelling[0]] = true
	}
	var out strings.Builder
	for text != "" {
		n := 0
		if begins[text[0]] {
			n = spells(text, secret)
			for _, spelling := range spellings {
				if n == 0 && strings.HasPrefix(text, spelling) {
					n = len(spelling)
				}
			}
		}
		if n > 0 {
			out.WriteString(masked)
		} else {
			n = 1
			out.WriteByte(text[0])
		}
		text = text[n:]
	}
	return out.String()
}

// spells returns the length of the beginning of text that spells the secret,
// or 0. It goes on from a place once, however many ways lead there: a text of
// backslashes has more than can be tried.
func spells(text, secret string) int {
	type place struct{ inText, inSecret int }
	places := []place{{}}
	ways := make([]reading, 0, 2+maxNested)
	for len(places) > 0 {
		var next []place
		for _, at := range places {
			ways = appendReadings(ways[:0], text[at.inText:], maxNested)
			for _, r := range ways {
				to := place{at.inText + r.length, at.inSecret + len(r.means)}
				switch {
				case !strings.HasPrefix(secret[at.inSecret:], r.means) || slices.Contains(next, to):
				case to.inSecret == len(secret):
					return to.inText
				default:
					next = append(next, to)
				}
			}
		}
		places = next
	}
	return 0
}

// reading is one way to read the beginning of a text.
type reading struct {
	means  string
	length int // in the text
}

// appendReadings appends the ways to read the beginning of a text: as a byte, if
// it looks like one as an escape, and if that is how another escape is written
// (\\u002B, %252B), as that.
func appendReadings(ways []reading, text string, nested int) []reading {
	if text == "" {
		return ways
	}
	ways = append(ways, reading{text[:1], 1})
	if text[0] == '+' {
		return append(ways, reading{" ", 1})
	}
	first := text[:1]
	if escape, ok := readEscape(text); ok {
		ways = append(ways, escape)
		first = escape.means
	}
	if nested == 0 || !strings.Contains(beginEscapes, first) {
		return ways
	}
	inner, lengths := unescape(text)
	if strings.HasPrefix(text, inner) {
		return ways
	}
	for _, r := range appendReadings(nil, inner, nested-1)[1:] {
		ways = append(ways, reading{r.means, lengths[r.length]})
	}
	return ways
}

const (
	beginEscapes = `%\&+`
	maxNested    = 2  // escapes around an escape
	maxEscape    = 12 // bytes of an HTML entity, or of a pair of surrogates
)

// unescape reads the escapes at the beginning of a text, as far as one escape may
// go. The length of what they mean is an index to their length in the text.
func unescape(text string) (means string, lengths []int) {
	read := make([]byte, 0, 2*maxEscape)
	lengths = make([]int, 1, 2*maxEscape)
	for at := 0; at < len(text) && len(read) < maxEscape; {
		r, ok := readEscape(text[at:])
		if !ok {
			r = reading{text[at : at+1], 1}
		}
		at += r.length
		read = append(read, r.means...)
		for len(lengths) <= len(read) {
			lengths = append(lengths, at)
		}
	}
	return string(read), lengths
}

// readEscape reads an escape at the beginning of a text: of a URL, JSON or HTML.
func readEscape(text string) (reading, bool) {
	switch text[0] {
	case '%':
		return readPercent(text)
	case '\\':
		return readBackslash(text)
	case '&':
		return readEntity(text)
	}
	return reading{}, false
}

func readPercent(text string) (reading, bool) {
	if len(text) < 3 {
		return reading{}, false
	}
	b, err := hex.DecodeString(text[1:3])
	return reading{string(b), 3}, err == nil
}

func readEntity(text string) (reading, bool) {
	end := strings.IndexByte(text[:min(len(text), maxEscape)], ';')
	if end < 0 {
		return reading{}, false
	}
	means := html.UnescapeString(text[:end+1])
	return reading{means, end + 1}, means != text[:end+1]
}

// readBackslash reads an escape of JSON.
func readBackslash(text string) (reading, bool) {
	if len(text) < 2 {
		return reading{}, false
	}
	if text[1] == 'u' {
		r, ok := readUnicode(text)
		if !ok {
			return reading{}, false
		}
		if low, ok := readUnicode(text[6:]); ok && utf16.IsSurrogate(r) {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				return reading{string(pair), 12}, true
			}
		}
		return reading{string(r), 6}, true
	}
	at := strings.IndexByte(`"\/bfnrt`, text[1])
	if at < 0 {
		return reading{}, false
	}
	return reading{"\"\\/\b\f\n\r\t"[at : at+1], 2}, true
}

func readUnicode(text string) (rune, bool) {
	if len(text) < 6 || text[:2] != `\u` {
		return 0, false
	}
	unit, err := hex.DecodeString(text[2:6])
	if err != nil {
		return 0, false
	}
	return rune(binary.BigEndian.Uint16(unit)), true
}

// base64Of are the spellings of a secret inside of a text that is encoded in
// base64, by where in the text it begins. The characters that also hold bits of
// its neighbours are left out.
func base64Of(secret string) []string {
	var spellings []string
	for before := range 3 {
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			encoded := encoding.EncodeToString(append(make([]byte, before), secret...))
			spellings = append(spellings, encoded[(before*8+5)/6:(before+len(secret))*8/6])
		}
	}
	return spellings
}
