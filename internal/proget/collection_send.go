package proget

import (
	"bytes"
	"context"
	"errors"
)

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
	if renamed := c.api.key(change); renamed != "" && renamed != key {
		keys = []string{renamed, key}
	}
	r := c.api.update(key, prior, change)
	r.rewrites = true
	updated, err = c.send(ctx, r, keys, func() (object T, err error) {
		for _, key := range keys {
			if object, err = c.reader.read(ctx, key); !IsNotFound(err) {
				break
			}
		}
		return object, err
	})
	return updated, c.proveGone(ctx, key, err)
}

// send sends a creation or update and returns the object as the server has it.
// keys are those that it may have afterwards. Old versions and some endpoints
// leave the object out of the answer (reference section 21, C1 and C15): then
// it is read.
func (c *collection[T]) send(ctx context.Context, r request, keys []string, read func() (T, error)) (object T, err error) {
	a, err := c.client.act(ctx, r, func() {
		c.listing.drop(keys...)
		_, _ = read()
	})
	c.listing.drop(keys...)
	if err != nil {
		return object, err
	}
	object, misfit := decodeObject(a.body, c.api.key)
	switch {
	case misfit != nil && r.rewrites && saysOtherwise(a.body):
		return object, c.client.misshapenError(r, a, misfit)
	case a.signed, misfit == nil && c.isOne(object, keys):
	case misfit == nil:
		return object, c.client.misshapenError(r, a, errOtherKey)
	case !isEmpty(a.body):
		return object, c.client.misshapenError(r, a, misfit)
	}
	if misfit != nil {
		object, err = read()
		return object, unreadAfter(err)
	}
	c.believe(a, object)
	return object, nil
}

// saysOtherwise reports whether an answer that is no object of the kind is JSON
// that says something else, or says it in part only. After an update it does
// not show that a secret was stored, which no reading would show either.
func saysOtherwise(body []byte) bool {
	body = bytes.Join(bytes.Fields(body), nil)
	return len(body) > 2 && (body[0] == '{' || body[0] == '[')
}

var errOtherKey = errors.New("it is another object")

// isOne reports whether an object has one of the keys, or a key that the
// server has given it.
func (c *collection[T]) isOne(object T, keys []string) bool {
	for _, key := range keys {
		if key == "" || fold(key) == fold(c.api.key(object)) || fold(key) == fold(c.api.natural(object)) {
			return true
		}
	}
	return false
}
