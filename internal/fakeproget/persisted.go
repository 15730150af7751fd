package fakeproget

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// checkPersisted reads persisted XML and writes it the way ProGet does, on one
// line and with elements that hold nothing closed at once (reference sections
// 5.8 and 22, N16).
func checkPersisted(path string, value any) (any, error) {
	text, ok := value.(string)
	switch {
	case !ok:
		return nil, invalid("%s must be a string", path)
	case text == "":
		return "", nil
	}
	written, err := reserialize(text)
	if err != nil {
		return nil, invalid("%s is not persisted XML: %v", path, err)
	}
	return written, nil
}

var escapeAttribute = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\t", "&#x9;", "\n", "&#xA;", "\r", "&#xD;")

func reserialize(text string) (string, error) {
	decoder := xml.NewDecoder(strings.NewReader(text))
	var out strings.Builder
	open, depth, roots := false, 0, 0 // open: the last tag still lacks its end
	for {
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if open {
				out.WriteString(">")
			}
			if depth == 0 {
				roots++
				if !hasAssembly(token) {
					return "", fmt.Errorf("<%s> has no attribute Assembly", qualified(token.Name))
				}
			}
			out.WriteString("<" + qualified(token.Name))
			for _, attribute := range token.Attr {
				fmt.Fprintf(&out, ` %s="%s"`, qualified(attribute.Name), escapeAttribute.Replace(attribute.Value))
			}
			open, depth = true, depth+1
		case xml.EndElement:
			if open {
				out.WriteString(" />")
			} else {
				out.WriteString("</" + qualified(token.Name) + ">")
			}
			open, depth = false, depth-1
		case xml.CharData:
			if strings.TrimSpace(string(token)) == "" {
				continue
			}
			if open {
				out.WriteString(">")
			}
			open = false
			out.WriteString(escapeAttribute.Replace(string(token)))
		}
	}
	if roots != 1 || depth != 0 {
		return "", errors.New("it has to be one element")
	}
	return out.String(), nil
}

func qualified(name xml.Name) string {
	if name.Space == "" {
		return name.Local
	}
	return name.Space + ":" + name.Local
}

func hasAssembly(element xml.StartElement) bool {
	for _, attribute := range element.Attr {
		if attribute.Name.Local == "Assembly" {
			return true
		}
	}
	return false
}

// checkRuleMap reads package filters or access rules in both their forms, an
// array and an object of persisted XML, and stores an object; in an array, the
// index is the name (reference section 21, C5).
func checkRuleMap(path string, value any) (any, error) {
	named := map[string]any{}
	switch value := value.(type) {
	case []any:
		for i, element := range value {
			named[strconv.Itoa(i)] = element
		}
	case map[string]any:
		named = clone(value)
	default:
		return nil, invalid("%s must be an array or an object of strings", path)
	}
	for _, name := range sortedKeys(named) {
		checked, err := checkPersisted(path+"["+name+"]", named[name])
		if err != nil {
			return nil, err
		}
		named[name] = checked
	}
	return named, nil
}
