package proget

import (
	"context"
	"net/http"
	"strconv"
)

// List returns all objects in the server's order, each a copy whose slices and
// maps are shared and must not be changed. Unless something was written
// meanwhile, it makes one request in a run.
//
// A listing says nothing about what it lacks: ProGet leaves out what the
// credential may not see (reference section 3.4). An empty one that is not
// ProGet's is an error, and so is an object that has a key but does not decode
// (IsOdd), beside all others: those who list want all. What has no key is left out,
// since it is no object.
func (c *collection[T]) List(ctx context.Context) ([]T, error) {
	load, err := c.listing.all(ctx)
	if err != nil {
		return nil, c.client.asError(c.api.list, err)
	}
	if err := load.anyFailure(); err != nil {
		return load.objects(), err
	}
	return load.objects(), c.refuseEmpty(load)
}

// refuseEmpty is the error of an empty listing that may not be ProGet's.
func (c *collection[T]) refuseEmpty(load *load[T]) error {
	if len(load.list) > 0 || c.client.proves(load.signed) {
		return nil
	}
	detail := ""
	if c.client.signing() != signs {
		detail = "it is empty, and /health does not show either that it is ProGet's"
	}
	return c.client.unreadableError(c.api.list, answer{status: http.StatusOK}, Unsigned, detail)
}

// fetch asks for the listing.
func (c *collection[T]) fetch(ctx context.Context) (items[T], error) {
	a, err := c.client.do(ctx, c.api.list)
	if err != nil {
		return items[T]{}, err
	}
	all, err := decodeList(a.body, c.api.key, c.api.keyNames)
	if err != nil {
		return all, c.client.misshapenError(c.api.list, a, err)
	}
	if err := c.client.verify(ctx, c.api.list, a); err != nil && len(all.list)+len(all.failed) > 0 { // an empty one is judged by those who ask
		return items[T]{}, err
	}
	all.signed = a.signed
	for key, err := range all.failed {
		e := c.client.unreadableError(c.api.list, a, ForeignJSON, quote(key)+": "+err.Error())
		e.odd = true
		all.failed[key] = e
	}
	c.believe(a, all.list...)
	return all, nil
}

// believe remembers that this API has answered as it should.
func (c *collection[T]) believe(a answer, objects ...T) {
	if a.signed {
		c.known.Store(true)
	} else if len(objects) > 0 && c.client.signing() == signingUnknown { // anything may answer with an empty array
		c.client.unsigned.Store(true)
	}
	c.api.observe(objects)
}

// unlistedError is the error for a key that a listing lacks. It proves that
// there is no such object if that listing is ProGet's: signed or, from a server
// that never signs, not empty, and without items that have no key.
func (c *collection[T]) unlistedError(key string, from *load[T]) error {
	if !c.client.proves(from.signed) {
		return c.client.newError(c.api.list, Unproven, c.client.doubt("the listing"))
	}
	e := c.client.newError(c.api.list, Unlisted, "there is no "+c.api.noun+" "+quote(key)+" among the "+strconv.Itoa(len(from.list))+" that ProGet lists")
	e.notFound = key != "" && !from.skipped && (from.signed || len(from.list) > 0)
	return e
}
