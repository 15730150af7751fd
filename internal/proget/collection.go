package proget

import (
	"cmp"
	"context"
	"net/http"
	"sync/atomic"
)

// collection are the objects of one kind on a server. Its methods, and that of
// updatable, are the contract that callers rest on:
//
//   - An object is addressed by its key, a text also where ProGet has a number.
//   - Every error is an *Error. Only IsNotFound is proof that an object does
//     not exist.
//   - What is returned is what the server said, never what was sent.
//   - An answer to a change that cannot be believed to be ProGet's is IsLost
//     (see trust.go). An object that was certainly written but cannot be read
//     afterwards is IsUnread.
//   - Nothing depends on a context but the call that it was given to.
type collection[T any] struct {
	api      api[T]
	client   *Client
	listing  *listing[T]
	reader   reader[T]
	creating reservations
	// known means that this API has given a signed answer as it should, so that
	// a signed 404 cannot come from a wrong address any more.
	known atomic.Bool
}

func newCollection[T any](client *Client, a api[T]) *collection[T] {
	if a.natural == nil {
		a.natural = a.key
	}
	if a.observe == nil {
		a.observe = func([]T) {}
	}
	c := &collection[T]{api: a, client: client}
	c.listing = newListing(c.fetch, a.key, a.natural)
	c.listing.anyCase = a.anyCase
	c.reader = keyReader[T]{c}
	if a.get == nil {
		c.reader = listReader[T]{c}
	}
	return c
}

// Find returns the object with the given key, which may come back in another
// case, or differ if the server still knows the object by an older name. What
// was found, or proven not to exist, is remembered until it is written.
func (c *collection[T]) Find(ctx context.Context, key string) (T, error) {
	return c.reader.find(ctx, key)
}

// Create makes a new object and returns it as the server has it. What becomes
// of a second object with the same key is not documented (reference section 24,
// Q1 and Q27), so none is sent: the error is Taken. If that cannot be checked, the server
// decides where it can be asked by key; elsewhere nothing would show what it
// did, and nothing is sent. Either way the error of such a creation IsUnchecked:
// what is found afterwards may have been there before.
//
// An object without a natural key may exist twice, and is always sent.
func (c *collection[T]) Create(ctx context.Context, object T) (T, error) {
	key := c.api.natural(object)
	taken := func(why string) error { return c.client.takenError(c.api.create(object), why) }
	if key != "" {
		if !c.creating.reserve(key) {
			return object, taken(c.called(key) + " is being created already")
		}
		defer c.creating.release(key)
	}
	exists, checkErr := c.exists(ctx, key)
	if exists {
		return object, taken(c.existing(key))
	}
	if checkErr != nil && c.api.get == nil {
		return object, unchecked(c.client.asError(c.api.list, checkErr))
	}
	r := c.api.create(object) // made only now: the check may have taught the version
	created, err := c.send(ctx, r, []string{cmp.Or(c.api.key(object), key)}, func() (T, error) { return c.reader.readCreated(ctx, key) })
	if err != nil && checkErr != nil {
		err = unchecked(err)
	}
	return created, err
}

// exists reports whether there is such an object for certain. Its error says
// that this is not known.
func (c *collection[T]) exists(ctx context.Context, key string) (bool, error) {
	if key == "" {
		return false, nil
	}
	load, listed, written, err := c.listing.lists(ctx, key)
	switch {
	case written:
		return c.reader.exists(ctx, key)
	case err == nil && !listed && c.client.foreign(load.signed):
		return false, c.unlistedError(key, load)
	}
	return listed, err
}

// Delete removes an object. IsNotFound if there is none.
func (c *collection[T]) Delete(ctx context.Context, key string) error {
	if key == "" {
		return c.keylessError()
	}
	prior, err := c.reader.prior(ctx, key)
	if err != nil {
		return err
	}
	requests := c.api.remove(key, prior)
	for i, r := range requests {
		if err = c.delete(ctx, r, key, c.api.natural(prior)); err == nil {
			return nil
		}
		if i == len(requests)-1 || !hasStatus(err, http.StatusBadRequest, http.StatusNotFound) {
			break
		}
		if _, missing := c.reader.read(ctx, key); missing != nil {
			return missing
		}
	}
	return c.proveGone(ctx, key, err)
}

// delete sends a deletion, by the method that the server allows. On a server
// that never signs, ProGet's success is an empty answer.
func (c *collection[T]) delete(ctx context.Context, r request, key, natural string) error {
	defer c.listing.drop(key, natural)
	read := func() error {
		c.listing.drop(key, natural)
		_, err := c.reader.read(ctx, key)
		return err
	}
	teach := func() { _ = read() }
	a, err := c.client.act(ctx, r, teach)
	if hasStatus(err, http.StatusMethodNotAllowed) && r.method == http.MethodPost {
		r.method = http.MethodDelete
		a, err = c.client.act(ctx, r, teach)
	}
	switch {
	case err != nil:
		return err
	case saysOtherwise(a.body) || !a.signed && !isEmpty(a.body):
		return c.client.misshapenError(r, a, notEmpty(a.body))
	case a.signed:
		return nil
	}
	return c.client.confirmGone(r, a, read())
}

// keylessError is the error for an empty key, for which ProGet would search in
// vain and say 404 (reference section 5.1).
func (c *collection[T]) keylessError() error {
	return c.client.unsentError(c.reader.request(""), "the "+c.api.keyNames[0]+" is empty")
}

// called names an object in a message.
func (c *collection[T]) called(key string) string {
	if c.api.noun == "" {
		return quote(key)
	}
	return "the " + c.api.noun + " " + quote(key)
}

func (c *collection[T]) existing(key string) string {
	if c.api.noun == "" {
		return quote(key) + " exists already"
	}
	return "there is a " + c.api.noun + " " + quote(key) + " already"
}
