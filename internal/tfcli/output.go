package tfcli

import (
	"bytes"
	"io"
	"regexp"
)

var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

// plain drops colours. What is written at a time must hold whole lines.
type plain struct{ to io.Writer }

func (p *plain) Write(text []byte) (int, error) {
	if _, err := p.to.Write(colours.ReplaceAll(text, nil)); err != nil {
		return 0, err
	}
	return len(text), nil
}

// withoutOverrides passes on whole lines, except for the warning that a
// development override is in effect: that is how this package works, not
// something to tell on every command.
type withoutOverrides struct {
	to   io.Writer
	line []byte // what was written of the last line
	box  []byte // a warning or error whose end is still to come
}

var (
	boxStart  = []byte("╷")
	boxEnd    = []byte("╵")
	overrides = []byte("Provider development overrides are in effect")
)

func (w *withoutOverrides) Write(text []byte) (int, error) {
	w.line = append(w.line, text...)
	for {
		end := bytes.IndexByte(w.line, '\n')
		if end < 0 {
			return len(text), nil
		}
		if err := w.pass(w.line[:end+1]); err != nil {
			return 0, err
		}
		w.line = w.line[end+1:]
	}
}

func (w *withoutOverrides) pass(line []byte) error {
	if w.box == nil && !bytes.Contains(line, boxStart) {
		_, err := w.to.Write(line)
		return err
	}
	w.box = append(w.box, line...)
	if !bytes.Contains(line, boxEnd) {
		return nil
	}
	box := w.box
	w.box = nil
	if bytes.Contains(box, overrides) {
		return nil
	}
	_, err := w.to.Write(box)
	return err
}

// flush writes what is held back, where the output ended in the middle.
func (w *withoutOverrides) flush() error {
	w.box = append(w.box, w.line...)
	_, err := w.to.Write(w.box)
	w.box, w.line = nil, nil
	return err
}
