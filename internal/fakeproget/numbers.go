package fakeproget

import (
	"encoding/json"
	"strconv"
)

// NumberForm is how answers spell whole numbers.
type NumberForm int

// The spellings of the number thirty: 30, 30.0, 3e1 and "30".
const (
	PlainNumbers NumberForm = iota
	FractionNumbers
	ExponentNumbers
	TextNumbers
)

// spelled writes the numbers of an answer the way this server does.
func (s *Server) spelled(body any) any {
	if s.options.Numbers == PlainNumbers {
		return body
	}
	return s.options.Numbers.spell(body)
}

func (f NumberForm) spell(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			value[name] = f.spell(member)
		}
	case []any:
		for i, element := range value {
			value[i] = f.spell(element)
		}
	case lines:
		f.spell([]any(value))
	case int:
		return f.number(float64(value))
	case float64:
		return f.number(value)
	}
	return value
}

func (f NumberForm) number(value float64) any {
	plain := strconv.FormatFloat(value, 'f', -1, 64)
	switch f {
	case PlainNumbers:
	case FractionNumbers:
		plain += ".0"
	case ExponentNumbers:
		plain = strconv.FormatFloat(value, 'e', -1, 64)
	case TextNumbers:
		return plain
	}
	return json.Number(plain)
}
