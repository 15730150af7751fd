package proget

import (
	"context"
	"net/http"
)

// reader is how a collection reads single objects: by key or, where the API has
// no request for that, from the listing.
type reader[T any] interface {
	// request is what asks for an object.
	request(key string) request
	// find returns an object as it was read before, unless it was written since.
	find(ctx context.Context, key string) (T, error)
	// read reads an object anew.
	read(ctx context.Context, key string) (T, error)
	// readCreated reads an object that was created, of which only the natural
	// key may be known.
	readCreated(ctx context.Context, natural string) (T, error)
	// exists reads anew whether there is an object with a natural key.
	exists(ctx context.Context, natural string) (bool, error)
	// prior is the object that a change is for, if its requests need to know it.
	prior(ctx context.Context, key string) (T, error)
	// prove makes an answer that says that there is no such object the proof that
	// it is gone, if it is one.
	prove(ctx context.Context, key string, e *Error) error
}

// proveGone makes an error that says that there is no such object the proof that
// it is gone, if it is one. Other errors stay as they are.
func (c *collection[T]) proveGone(ctx context.Context, key string, err error) error {
	if e := saysMissing(err, key); e != nil {
		return c.reader.prove(ctx, key, e)
	}
	return err
}

// keyReader asks for each object by its key.
type keyReader[T any] struct{ *collection[T] }

func (c keyReader[T]) request(key string) request { return c.api.get(key) }

func (c keyReader[T]) find(ctx context.Context, key string) (T, error) {
	object, ok, err := c.listing.find(ctx, key)
	if ok {
		return object, c.client.asError(c.api.list, err)
	}
	return c.read(ctx, key)
}

// read remembers the answer.
func (c keyReader[T]) read(ctx context.Context, key string) (object T, err error) {
	if key == "" {
		return object, c.keylessError()
	}
	at := c.listing.now()
	r := c.api.get(key)
	a, err := c.client.do(ctx, r)
	if err != nil {
		err = c.proveGone(ctx, key, err)
		if IsNotFound(err) {
			c.listing.remember(key, at, object, err)
		}
		return object, err
	}
	object, err = decodeObject(a.body, c.api.key)
	if err != nil {
		return object, c.client.misshapenError(r, a, err)
	}
	if err := c.client.verify(ctx, r, a); err != nil {
		return *new(T), err
	}
	if !c.isOne(object, []string{key}) {
		return *new(T), c.client.misshapenError(r, a, errOtherKey)
	}
	c.believe(a, object)
	c.listing.remember(key, at, object, nil)
	return object, nil
}

func (c keyReader[T]) readCreated(ctx context.Context, key string) (T, error) {
	return c.read(ctx, key)
}

func (c keyReader[T]) exists(ctx context.Context, key string) (bool, error) {
	object, err := c.read(ctx, key) // may be one that had the name before
	if IsNotFound(err) {
		return false, nil
	}
	return err == nil && fold(c.api.key(object)) == fold(key), err
}

// prior needs no request: the key says which object a change is for.
func (c keyReader[T]) prior(context.Context, string) (none T, err error) { return none, nil }

func (c keyReader[T]) prove(ctx context.Context, key string, e *Error) error {
	signed404 := e.signed && e.Status == http.StatusNotFound
	if signed404 && c.known.Load() {
		e.notFound = true
		return e
	}
	return c.client.prove(e, func() (signed bool, against string, err error) {
		load, err := c.listing.all(ctx)
		if err != nil {
			return false, "", c.client.asError(c.api.list, err)
		}
		// A signed 404 may be younger than the listing. A name in another case may
		// be the same object's, and so may that of one that does not decode.
		if _, listed := load.naturals[fold(key)]; listed && !signed404 {
			against = "the listing has " + c.called(key)
		}
		return load.signed, against, nil
	})
}

// listReader looks each object up in the listing.
type listReader[T any] struct{ *collection[T] }

func (c listReader[T]) request(string) request { return c.api.list }

// find looks into the listing and, if the object was written since, into a new one.
func (c listReader[T]) find(ctx context.Context, key string) (object T, err error) {
	if _, err := c.listing.some(ctx); err != nil {
		return object, c.client.asError(c.api.list, err)
	}
	if object, ok, err := c.listing.find(ctx, key); ok {
		return object, c.client.asError(c.api.list, err)
	}
	return c.read(ctx, key)
}

// read looks into a listing that is younger than the last write.
func (c listReader[T]) read(ctx context.Context, key string) (object T, err error) {
	load, err := c.listing.all(ctx)
	if err != nil {
		return object, c.client.asError(c.api.list, err)
	}
	if at, ok := load.find(key, c.api.anyCase); ok {
		return load.list[at], nil
	}
	if err := load.failure(key, c.api.anyCase); err != nil {
		return object, err
	}
	return object, c.unlistedError(key, load)
}

func (c listReader[T]) readCreated(ctx context.Context, natural string) (object T, err error) {
	load, err := c.listing.all(ctx)
	if err != nil {
		return object, c.client.asError(c.api.list, err)
	}
	if at, ok := load.naturals[fold(natural)]; ok && natural != "" && at != undecoded {
		return load.list[at], nil
	}
	if err := load.anyFailure(); err != nil { // nothing says what its natural key is
		return object, err
	}
	return object, c.unlistedError(natural, load)
}

func (c listReader[T]) exists(ctx context.Context, natural string) (bool, error) {
	load, err := c.listing.all(ctx)
	if err != nil {
		return false, err
	}
	_, listed := load.naturals[fold(natural)]
	if !listed && c.client.foreign(load.signed) {
		return false, c.unlistedError(natural, load)
	}
	return listed, nil
}

func (c listReader[T]) prior(ctx context.Context, key string) (T, error) { return c.find(ctx, key) }

// prove reads anew: only a listing can say that an object does not exist.
func (c listReader[T]) prove(ctx context.Context, key string, e *Error) error {
	_, missing := c.read(ctx, key)
	e.notFound = IsNotFound(missing)
	return e
}
