package field

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
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
// leaving it out means. Text that is not one well-formed element stays as it is.
func CanonicalXML(text string) string {
	if canonical, err := canonicalXML(text); err == nil {
		return canonical
	}
	return text
}

// WellFormedXML returns nil if text is one well-formed element, else what is wrong with it.
func WellFormedXML(text string) error {
	_, err := canonicalXML(text)
	return err
}

func canonicalXML(text string) (string, error) {
	decoder := xml.NewDecoder(strings.NewReader(text))
	// The text is decoded already, whatever its declaration says: .NET's says utf-16.
	decoder.CharsetReader = func(_ string, decoded io.Reader) (io.Reader, error) { return decoded, nil }
	var w xmlWriter
	for {
		token, err := decoder.RawToken() // keeps prefixes as they are written
		if errors.Is(err, io.EOF) {
			return w.result()
		}
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = w.start(qualified(t.Name), t.Attr)
		case xml.EndElement:
			err = w.end(qualified(t.Name))
		case xml.CharData:
			w.text.Write(t)
		}
		if err != nil {
			return "", err
		}
	}
}

// xmlWriter writes the canonical form and watches over the nesting.
type xmlWriter struct {
	out  strings.Builder
	text strings.Builder // since the last tag
	open []string
}

func (w *xmlWriter) start(name string, attributes []xml.Attr) error {
	if err := w.flush(); err != nil {
		return err
	}
	if len(w.open) == 0 && w.out.Len() > 0 {
		return fmt.Errorf("more than one element: <%s> is the second", name)
	}
	w.open = append(w.open, name)
	w.out.WriteString("<" + name)
	slices.SortFunc(attributes, func(a, b xml.Attr) int { return cmp.Compare(qualified(a.Name), qualified(b.Name)) })
	for i, a := range attributes {
		if i > 0 && a.Name == attributes[i-1].Name {
			return fmt.Errorf("<%s> has the attribute %s twice", name, qualified(a.Name))
		}
		if a.Value == "" || strings.EqualFold(a.Value, "false") {
			continue
		}
		w.out.WriteString(" " + qualified(a.Name) + `="`)
		if err := xml.EscapeText(&w.out, []byte(a.Value)); err != nil {
			return err
		}
		w.out.WriteString(`"`)
	}
	w.out.WriteString(">")
	return nil
}

func (w *xmlWriter) end(name string) error {
	if err := w.flush(); err != nil {
		return err
	}
	last := len(w.open) - 1
	if last < 0 || w.open[last] != name {
		return fmt.Errorf("</%s> closes nothing", name)
	}
	w.open = w.open[:last]
	w.out.WriteString("</" + name + ">")
	return nil
}

// flush writes the text between two tags, which comments do not divide.
func (w *xmlWriter) flush() error {
	text := strings.Trim(w.text.String(), " \t\r\n")
	w.text.Reset()
	if text != "" && len(w.open) == 0 {
		return errors.New("text outside of an element")
	}
	return xml.EscapeText(&w.out, []byte(text))
}

func (w *xmlWriter) result() (string, error) {
	if err := w.flush(); err != nil {
		return "", err
	}
	switch {
	case len(w.open) > 0:
		return "", fmt.Errorf("<%s> is not closed", w.open[len(w.open)-1])
	case w.out.Len() == 0:
		return "", errors.New("no element")
	}
	return w.out.String(), nil
}

func qualified(name xml.Name) string {
	if name.Space == "" {
		return name.Local
	}
	return name.Space + ":" + name.Local
}

func sameXMLs(a, b proget.PersistedXML) bool {
	if positional(a) != positional(b) {
		return slices.EqualFunc(a.Values(), b.Values(), sameXML)
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

// respellXML gives each value the spelling that it has under its key in old, if it means the same.
func respellXML(value, old proget.PersistedXML) proget.PersistedXML {
	respelled := maps.Clone(value)
	for key, text := range value {
		if before, ok := old[key]; ok && sameXML(before, text) {
			respelled[key] = before
		}
	}
	return respelled
}
