package field

import (
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// CanonicalXML brings persisted XML (reference section 5.8) to one form: ProGet
// writes what it was given anew, on one line and with every attribute of the
// class (section 22, N16). The order of attributes, white space and comments do
// not count, nor does an attribute that is empty or "False", which is what
// leaving it out means. Text that is no XML stays as it is.
func CanonicalXML(text string) string {
	var b strings.Builder
	decoder := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) && b.Len() > 0 {
			return b.String()
		}
		if err != nil {
			return text
		}
		switch t := token.(type) {
		case xml.StartElement:
			b.WriteString("<" + t.Name.Local)
			slices.SortFunc(t.Attr, func(x, y xml.Attr) int { return strings.Compare(x.Name.Local, y.Name.Local) })
			for _, a := range t.Attr {
				if a.Value != "" && !strings.EqualFold(a.Value, "false") {
					b.WriteString(" " + a.Name.Local + "=" + strconv.Quote(a.Value))
				}
			}
			b.WriteString(">")
		case xml.EndElement:
			b.WriteString("</" + t.Name.Local + ">")
		case xml.CharData:
			b.WriteString(strings.TrimSpace(string(t)))
		}
	}
}

// WellFormedXML reports whether text is one well-formed element.
func WellFormedXML(text string) error {
	var anything struct{}
	return xml.Unmarshal([]byte(text), &anything)
}

func sameXMLs(a, b proget.PersistedXML) bool {
	if positional(a) != positional(b) {
		return slices.EqualFunc(inOrder(a), inOrder(b), sameXML)
	}
	return maps.EqualFunc(a, b, sameXML)
}

func sameXML(a, b string) bool { return a == b || CanonicalXML(a) == CanonicalXML(b) }

// positional reports whether the keys are the positions 0 to n-1.
func positional(x proget.PersistedXML) bool {
	for i := range len(x) {
		if _, ok := x[strconv.Itoa(i)]; !ok {
			return false
		}
	}
	return true
}

// inOrder returns the values by key, positions in numeric order.
func inOrder(x proget.PersistedXML) []string {
	if positional(x) {
		values := make([]string, len(x))
		for i := range values {
			values[i] = x[strconv.Itoa(i)]
		}
		return values
	}
	values := make([]string, 0, len(x))
	for _, key := range slices.Sorted(maps.Keys(x)) {
		values = append(values, x[key])
	}
	return values
}
