package crud

import (
	"context"
	"time"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// attempts bounds how often a write that is lost is made.
const attempts = 3

// confirmed makes a write until it is certain what became of it. What is lost is
// confirmed by reading, and repeated where reading shows that ProGet did not act.
// After an interruption only what is idempotent is repeated: an update, after
// which it is certain what the server has, but no creation or deletion.
//
// confirm gets the error of the lost write. It reports whether the write was
// done, or returns the error to end with where that cannot be found out.
func confirmed(ctx context.Context, idempotent bool, write func() error, confirm func(lost error) (done bool, err error)) error {
	for n := 1; ; n++ {
		lost := write()
		if !proget.IsLost(lost) {
			return lost
		}
		done, err := confirm(lost)
		switch {
		case done || err != nil:
			return err
		case n == attempts || ctx.Err() != nil || interrupted(ctx) && !idempotent:
			return lost
		}
	}
}

// grace is how long a write that is under way may take after it was cancelled:
// long enough for ProGet to answer, short enough for somebody who waits.
const grace = 10 * time.Second

// parentKey is where a graceful context keeps its parent.
type parentKey struct{}

// graceful is a context that ends a while after its parent, so that one Ctrl-C
// does not leave objects behind of which nobody knows whether they were made.
func graceful(parent context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.WithValue(context.WithoutCancel(parent), parentKey{}, parent))
	stop := context.AfterFunc(parent, func() {
		timer := time.AfterFunc(grace, cancel)
		context.AfterFunc(ctx, func() { timer.Stop() })
	})
	return ctx, func() { stop(); cancel() }
}

// interrupted reports whether the parent of a graceful context has ended.
func interrupted(ctx context.Context) bool {
	parent, ok := ctx.Value(parentKey{}).(context.Context)
	return ok && parent.Err() != nil
}
