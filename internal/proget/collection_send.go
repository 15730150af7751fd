package proget

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
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
	updated, err = c.send(ctx, c.api.update(key, prior, change), keys, func() (object T, err error) {
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
	if misfit == nil && !c.isOne(object, keys) {
		misfit = errOtherKey
	}
	switch {
	case misfit == nil:
		c.believe(a, object)
		return object, nil
	case saysOtherwise(a.body) || !a.signed && !isEmpty(a.body):
		return *new(T), c.client.misshapenError(r, a, misfit)
	}
	object, err = read()
	return object, unreadAfter(err)
}

// saysOtherwise reports whether an answer that is not what was due is JSON that
// says something else, or says it in part only. After a creation it does not show
// that what is there is what was created, after an update not that a secret was
// stored, which no reading would show either, and after a deletion not that the
// object is gone.
func saysOtherwise(body []byte) bool {
	body = bytes.Join(bytes.Fields(body), nil)
	return len(body) > 2 && (body[0] == '{' || body[0] == '[')
}

// notEmpty is what is wrong with an answer that should be empty.
func notEmpty(body []byte) error {
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return err
	}
	return errShape
}

var errOtherKey = errors.New("it is another object")

// isOne reports whether an object has one of the keys, or a key that the
// server has given it.
func (c *collection[T]) isOne(object T, keys []string) bool {
	names := []string{c.api.key(object), c.api.natural(object)}
	if c.api.also != nil {
		names = append(names, c.api.also(object)...)
	}
	return slices.ContainsFunc(keys, func(key string) bool {
		return key == "" || slices.ContainsFunc(names, func(name string) bool { return fold(name) == fold(key) })
	})
}
