package proget

import (
	"encoding/base64"
	"html"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maskSecret replaces a secret wherever a text spells it: as it is, as part of
// a URL or a form, in JSON, in HTML, each character in any of them, or in base64.
func maskSecret(text, secret string) string {
	spellings := base64Of(secret)
	var begins [256]bool // the bytes that a spelling of the secret may begin with
	for _, b := range []byte(secret[:1] + `%\&+`) {
		begins[b] = true
	}
	for _, spelling := range spellings {
		begins[spelling[0]] = true
	}
	var out strings.Builder
	for len(text) > 0 {
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
// or 0.
func spells(text, secret string) int {
	for _, r := range readings(text) {
		rest, ok := strings.CutPrefix(secret, r.means)
		if !ok {
			continue
		}
		if rest == "" {
			return r.length
		}
		if n := spells(text[r.length:], rest); n > 0 {
			return r.length + n
		}
	}
	return 0
}

// reading is one way to read the beginning of a text.
type reading struct {
	means  string
	length int // in the text
}

// readings returns the ways to read the beginning of a text: as a byte and, if
// it looks like one, as an escape.
func readings(text string) []reading {
	if text == "" {
		return nil
	}
	plain := reading{text[:1], 1}
	switch text[0] {
	case '+':
		return []reading{plain, {" ", 1}}
	case '%':
		if len(text) >= 3 {
			if b, err := strconv.ParseUint(text[1:3], 16, 8); err == nil {
				return []reading{plain, {string([]byte{byte(b)}), 3}}
			}
		}
	case '\\':
		if r, ok := readBackslash(text); ok {
			return []reading{plain, r}
		}
	case '&':
		if end := strings.IndexByte(text[:min(len(text), maxEntity)], ';'); end > 0 {
			if means := html.UnescapeString(text[:end+1]); means != text[:end+1] {
				return []reading{plain, {means, end + 1}}
			}
		}
	}
	return []reading{plain}
}

const maxEntity = 12 // characters of an HTML entity

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
	code, err := strconv.ParseUint(text[2:6], 16, 16)
	return rune(code), err == nil
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
