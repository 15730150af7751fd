package proget

import (
	"context"
	"net/http"
)

// These methods of a collection read from the server, and judge what is not there.

// refresh reads an object anew.
func (c *collection[T]) refresh(ctx context.Context, key string) (T, error) {
	if c.get == nil {
		return c.findAnew(ctx, key)
	}
	return c.read(ctx, key)
}

// read asks for an object by its key, and remembers the answer.
func (c *collection[T]) read(ctx context.Context, key string) (object T, err error) {
	if key == "" {
		return object, c.keyless()
	}
	at := c.listing.now()
	r := c.get(key)
	a, err := c.client.do(ctx, r)
	if err != nil {
		err = c.gone(ctx, key, err)
		if IsNotFound(err) {
			c.listing.remember(key, at, object, err)
		}
		return object, err
	}
	object, err = decodeObject(a.body, c.key)
	if err != nil {
		return object, c.client.misshapen(r, a, err)
	}
	c.believe(a, object)
	c.listing.remember(key, at, object, nil)
	return object, nil
}

func (c *collection[T]) fetch(ctx context.Context) (items[T], error) {
	a, err := c.client.do(ctx, c.list)
	if err != nil {
		return items[T]{}, err
	}
	all, err := decodeList(a.body, c.key, c.keyNames)
	if err != nil {
		return all, c.client.misshapen(c.list, a, err)
	}
	all.signed = a.signed
	for key, err := range all.failed {
		all.failed[key] = c.client.unreadable(c.list, a, ForeignJSON, quote(key)+": "+err.Error())
	}
	c.believe(a, all.list...)
	return all, nil
}

// believe remembers that this API has answered as it should.
func (c *collection[T]) believe(a answer, objects ...T) {
	if a.signed {
		c.known.Store(true)
	} else if len(objects) > 0 { // anything may answer with an empty array
		c.client.unsigned.Store(true)
	}
	c.received(objects)
}

// gone makes an answer that says that there is no such object the proof of it,
// if it is one. Other errors stay as they are.
func (c *collection[T]) gone(ctx context.Context, key string, err error) error {
	e := saysMissing(err, key)
	switch {
	case e == nil:
		return err
	case c.get == nil:
		_, missing := c.findAnew(ctx, key)
		e.absent = IsNotFound(missing)
		return e
	case e.signed && e.Status == http.StatusNotFound && c.known.Load():
		e.absent = true
		return e
	}
	return c.client.prove(e, func() (signed bool, against string, err error) {
		load, err := c.listing.all(ctx)
		if err != nil {
			return false, "", c.client.always(c.list, err)
		}
		// A signed 404 may be younger than the listing.
		if _, listed := load.exact[key]; listed && !(e.signed && e.Status == http.StatusNotFound) {
			against = "the listing has " + c.called(key)
		}
		return load.signed, against, nil
	})
}
