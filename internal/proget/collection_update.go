package proget

import "context"

// updatable is a collection whose objects can be changed. Where an API has no
// update, its objects are a collection alone.
type updatable[T any] struct{ *collection[T] }

func newUpdatable[T any](c *Client, a api[T]) updatable[T] {
	return updatable[T]{newCollection(c, a)}
}

// Update changes the properties of an object that are present in change, and
// returns the object as the server has it. It never creates one.
func (c updatable[T]) Update(ctx context.Context, key string, change T) (updated T, err error) {
	if key == "" {
		return updated, c.keylessError()
	}
	prior, err := c.reader.prior(ctx, key)
	if err != nil {
		return prior, err
	}
	keys := []string{key}
	if renamed := c.key(change); renamed != "" && renamed != key {
		keys = []string{renamed, key}
	}
	r := c.update(key, prior, change)
	r.rewrites = true
	updated, err = c.send(ctx, r, keys, func() (object T, err error) {
		for _, key := range keys {
			if object, err = c.reader.read(ctx, key); !IsNotFound(err) {
				break
			}
		}
		return object, err
	})
	return updated, c.proveAbsence(ctx, key, err)
}
