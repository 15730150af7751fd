package crud

import (
	"errors"
	"strings"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

var (
	errTaken    = errors.New("the answer to the creation was lost, and it is not known whether what ProGet has under that key is what was created")
	errNoUpdate = errors.New("this object cannot be changed in ProGet, only replaced; plan again, now that the provider's settings are known")
)

// renamedError is an update that ended in an error after its renaming was done:
// the old name is gone.
type renamedError struct {
	error
	unread bool // the object could not be read under the new name
}

func (e *renamedError) Unwrap() error { return e.error }

// goneError is a creation that was lost every time, though reading found
// after each attempt that there is no such object.
type goneError struct{ lost error }

func (e *goneError) Error() string { return e.lost.Error() }
func (e *goneError) Unwrap() error { return e.lost }

// mayExist reports whether what a creation that was lost makes may be there, or
// arrive yet. Where ProGet answered, and there is nothing afterwards, nothing will.
func mayExist(err error) bool {
	_, gone := errors.AsType[*goneError](err)
	return proget.IsLost(err) && !(gone && proget.IsMisshapen(err))
}

// unnamedError is a creation of an object whose key the server assigns, and did
// not tell: nobody can ask for it.
type unnamedError struct {
	error
	candidates []string // keys of the objects that it may have made
	unlisted   error    // why there are no candidates, if that cannot be found out
}

func (e *unnamedError) Unwrap() error { return e.error }

// advice says what may have been created.
func (e *unnamedError) advice(kind string) string {
	what := "The creation was answered with an error, which may not be ProGet's. "
	switch {
	case proget.IsLost(e.error):
		what = "The answer to the creation was lost. "
	case proget.IsUnread(e.error):
		what = "ProGet created it, but did not say which one it is. "
	}
	switch {
	case e.unlisted != nil:
		return what + "What there is cannot be listed either, so look in ProGet for what is new, and delete or import it."
	case len(e.candidates) == 0 && proget.IsUnread(e.error):
		return what + "Look in ProGet for what is new, and delete or import it."
	case len(e.candidates) == 0:
		return what + "ProGet lists nothing new that holds what was sent, so nothing was created as far as can be seen."
	}
	imports := make([]string, len(e.candidates))
	for i, key := range e.candidates {
		imports[i] = ImportBlock(kind, key)
	}
	return what + "This is new in ProGet and holds what was sent, so it was probably created; delete it there, or import it:\n\n" + strings.Join(imports, "\n\n")
}
