package proget

import (
	"context"
	"strconv"
)

// These methods of a collection look into its listing, which has to do for a
// read where an API has none.

// findListed looks into the listing and, if the object was written since, into
// a new one.
func (c *collection[T]) findListed(ctx context.Context, key string) (object T, err error) {
	if _, err := c.listing.some(ctx); err != nil {
		return object, c.client.always(c.list, err)
	}
	if object, ok, err := c.listing.find(ctx, key); ok {
		return object, c.client.always(c.list, err)
	}
	return c.findAnew(ctx, key)
}

// findAnew looks into a listing that is younger than the last write.
func (c *collection[T]) findAnew(ctx context.Context, key string) (object T, err error) {
	load, err := c.listing.all(ctx)
	if err != nil {
		return object, c.client.always(c.list, err)
	}
	if at, ok := load.find(key, c.anyCase); ok {
		return load.list[at], nil
	}
	if err := load.failed[key]; err != nil {
		return object, err
	}
	return object, c.unlisted(key, load)
}

// existsAnew is findAnew for a natural key.
func (c *collection[T]) existsAnew(ctx context.Context, natural string) (bool, error) {
	load, err := c.listing.all(ctx)
	if err != nil {
		return false, err
	}
	_, listed := load.naturals[fold(natural)]
	if !listed && c.client.foreign(load.signed) {
		return false, c.unlisted(natural, load)
	}
	return listed, nil
}

// readCreated reads an object that was created, of which only the natural key
// may be known.
func (c *collection[T]) readCreated(ctx context.Context, natural string) (object T, err error) {
	if c.get != nil {
		return c.read(ctx, natural)
	}
	load, err := c.listing.all(ctx)
	if err != nil {
		return object, c.client.always(c.list, err)
	}
	if at, ok := load.naturals[fold(natural)]; ok && natural != "" && at != undecoded {
		return load.list[at], nil
	}
	return object, c.unlisted(natural, load)
}

// unlisted is the error for a key that a listing lacks. It proves that there is
// no such object if that listing is ProGet's: signed or, from a server that
// never signs, not empty, and without items that have no key.
func (c *collection[T]) unlisted(key string, from *load[T]) error {
	e := c.client.newError(c.list)
	e.Problem, e.Detail = Unlisted, "there is no "+c.noun+" "+quote(key)+" among the "+strconv.Itoa(len(from.list))+" that ProGet lists"
	switch foreign := c.client.foreign(from.signed); {
	case foreign:
		e.Problem, e.Detail = Unproven, "the listing lacks the header X-ProGet-Version, which this server otherwise sends"
	case key != "" && !from.skipped:
		e.absent = from.signed || len(from.list) > 0
	}
	return e
}
