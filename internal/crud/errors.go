package crud

import (
	"errors"
	"fmt"
	"strings"
)

var (
	errTaken    = errors.New("the answer to the creation was lost, and it cannot be told whether what ProGet has under that key is what was created")
	errNoUpdate = errors.New("this object cannot be changed in ProGet, only replaced; plan again, now that the provider's settings are known")
)

// renamedError is a lost renaming after which the old name is gone and the new
// one cannot be read.
type renamedError struct{ lost error }

func (e *renamedError) Error() string { return e.lost.Error() }
func (e *renamedError) Unwrap() error { return e.lost }

// unnamedError is a lost creation of an object whose key the server assigns:
// nobody can ask for it.
type unnamedError struct {
	lost       error
	candidates []string // keys of the objects that it may have made
}

func (e *unnamedError) Error() string { return e.lost.Error() }
func (e *unnamedError) Unwrap() error { return e.lost }

// advice says what may have been created.
func (e *unnamedError) advice(resource string) string {
	if len(e.candidates) == 0 {
		return "The answer to the creation was lost. ProGet lists nothing new that holds what was sent, so nothing was created as far as can be seen."
	}
	imports := make([]string, len(e.candidates))
	for i, key := range e.candidates {
		imports[i] = fmt.Sprintf("  import {\n    to = %s.<name>\n    id = %q\n  }", resource, key)
	}
	return "The answer to the creation was lost. This is new in ProGet and holds what was sent, so it was probably created; delete it there, or import it:\n\n" + strings.Join(imports, "\n\n")
}
