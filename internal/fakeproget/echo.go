package fakeproget

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf16"
)

// Echo is a form in which an answer repeats what was sent.
type Echo int

// The forms of an echo: as it is; every character but letters and digits
// percent-encoded with lower-case digits; all characters percent-encoded;
// every character but letters and digits as an escape of JSON, with lower- or
// upper-case digits; as an entity of HTML; and base64.
const (
	EchoNothing Echo = iota
	EchoPlain
	EchoPercent
	EchoPercentAll
	EchoUnicode
	EchoUnicodeUpper
	EchoEntities
	EchoBase64
)

// Echoes are all forms but the one that says nothing.
var Echoes = []Echo{EchoPlain, EchoPercent, EchoPercentAll, EchoUnicode, EchoUnicodeUpper, EchoEntities, EchoBase64}

// of is an error that repeats the texts of a request: the key, the values of
// the query and of the body, one in each pair of brackets.
func (e Echo) of(r *http.Request, body []byte) string {
	if e == EchoNothing {
		return ""
	}
	texts := r.Header.Values("X-ApiKey")
	query := r.URL.Query()
	for _, name := range sortedKeys(query) {
		texts = append(texts, query[name]...)
	}
	var value any
	if err := json.Unmarshal(body, &value); err == nil {
		texts = append(texts, leaves(value)...)
	} else if len(body) > 0 {
		texts = append(texts, string(body))
	}
	var text strings.Builder
	text.WriteString("cannot accept")
	for _, sent := range texts {
		fmt.Fprintf(&text, " [%s]", e.encode(sent))
	}
	return text.String()
}

// leaves are the texts anywhere in a decoded JSON value.
func leaves(value any) []string {
	var texts []string
	switch value := value.(type) {
	case string:
		return []string{value}
	case []any:
		for _, element := range value {
			texts = append(texts, leaves(element)...)
		}
	case map[string]any:
		for _, name := range sortedKeys(value) {
			texts = append(texts, leaves(value[name])...)
		}
	}
	return texts
}

func (e Echo) encode(text string) string {
	switch e {
	case EchoNothing:
		return ""
	case EchoPlain:
		return text
	case EchoBase64:
		return base64.StdEncoding.EncodeToString([]byte(text))
	case EchoPercent:
		return escape([]byte(text), "%%%02x")
	case EchoPercentAll:
		return strings.ReplaceAll(fmt.Sprintf("% x", " "+text), " ", "%")[2:]
	case EchoUnicode:
		return escape(utf16.Encode([]rune(text)), `\u%04x`)
	case EchoUnicodeUpper:
		return escape(utf16.Encode([]rune(text)), `\u%04X`)
	case EchoEntities:
		return escape([]rune(text), "&#%d;")
	}
	return text
}

// escape writes every character but letters and digits in a format.
func escape[T byte | uint16 | rune](text []T, format string) string {
	var encoded strings.Builder
	for _, char := range text {
		if char >= '0' && char <= '9' || char >= 'a' && char <= 'z' || char >= 'A' && char <= 'Z' {
			encoded.WriteByte(byte(char))
			continue
		}
		fmt.Fprintf(&encoded, format, char)
	}
	return encoded.String()
}
