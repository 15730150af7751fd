package proget

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
)

// managed is a kind of the management API (reference sections 1, dialect A,
// and 5.1): objects with a name, at /api/management/{kind}/{verb}/{name}.
type managed[T any] struct {
	client *Client
	kind   string // in the path: connectors
	name   func(T) Value[string]
	encode func(T) any // the object as this server wants it
	review func([]T)   // completes what was read, in place

	listing  *listing[T]
	creating claims
	// known means that this kind's API has answered as it should, so that a
	// 404 cannot come from a wrong address any more.
	known atomic.Bool
}

func newManaged[T any](c *Client, kind string, name func(T) Value[string]) *managed[T] {
	m := &managed[T]{client: c, kind: kind, name: name, encode: func(item T) any { return item }, review: func([]T) {}}
	m.listing = newListing(m.fetch, name)
	return m
}

// List returns all objects in the server's order, each a copy whose slices and
// maps are shared and must not be changed. Unless something was written
// meanwhile, it makes one request in a run.
//
// A listing says nothing about what it lacks: ProGet leaves out what the
// credential may not see (reference section 3.4).
func (m *managed[T]) List(ctx context.Context) ([]T, error) {
	items, err := m.listing.all(ctx)
	return items, m.client.own(m.listRequest(), err)
}

// Find returns the object with the given name, which may come back in another
// case, or differ if the server still knows the object by an older name. See
// IsNotFound for what proves that there is none.
func (m *managed[T]) Find(ctx context.Context, name string) (T, error) {
	item, ok, err := m.listing.find(ctx, name)
	if err != nil {
		return item, m.client.own(m.listRequest(), err)
	}
	if ok {
		return item, nil
	}
	return m.get(ctx, name)
}

// Create makes a new object and returns it as the server has it. What becomes
// of a second object with the same name is not documented (reference section
// 24, Q1), so none is sent.
func (m *managed[T]) Create(ctx context.Context, item T) (T, error) {
	name := m.name(item).Or("")
	r := request{method: http.MethodPost, path: endpoint("api", "management", m.kind, "create")}
	if !m.creating.take(name) {
		return item, m.client.unsent(r, quote(name)+" is being created already")
	}
	defer m.creating.release(name)
	if m.exists(ctx, name) {
		return item, m.client.unsent(r, quote(name)+" exists already")
	}
	defer m.listing.drop(name)
	r.body = encode(m.encode(item))
	created, ok, err := m.write(ctx, r)
	if ok || err != nil {
		return created, err
	}
	created, err = m.get(ctx, name)
	return created, unreadAfter(err)
}

// exists reports whether there is such an object for certain. Where that cannot
// be told, the server is left to decide.
func (m *managed[T]) exists(ctx context.Context, name string) bool {
	listed, written, _ := m.listing.lists(ctx, name)
	if !written {
		return listed
	}
	item, err := m.get(ctx, name) // may be one that had the name before
	return err == nil && fold(m.name(item).Or("")) == fold(name)
}

// Update changes the properties of the named object that are present in item,
// its name included, and returns the object as the server has it.
func (m *managed[T]) Update(ctx context.Context, name string, item T) (T, error) {
	if name == "" {
		return item, m.nameless("update")
	}
	renamed := m.name(item).Or(name)
	defer m.listing.drop(name, renamed)
	r := m.named(http.MethodPost, "update", name)
	r.body = encode(m.encode(item))
	updated, ok, err := m.write(ctx, r)
	if ok || err != nil {
		return updated, err
	}
	updated, err = m.get(ctx, renamed)
	if renamed != name && IsNotFound(err) {
		updated, err = m.get(ctx, name)
	}
	return updated, unreadAfter(err)
}

// Delete removes the named object.
func (m *managed[T]) Delete(ctx context.Context, name string) error {
	if name == "" {
		return m.nameless("delete")
	}
	defer m.listing.drop(name)
	_, err := m.client.act(ctx, m.named(http.MethodPost, "delete", name))
	if e, ok := errors.AsType[*Error](err); ok && e.Status == http.StatusMethodNotAllowed {
		_, err = m.client.act(ctx, m.named(http.MethodDelete, "delete", name))
	}
	return m.prove(ctx, err)
}

func (m *managed[T]) get(ctx context.Context, name string) (T, error) {
	var none T
	if name == "" {
		return none, m.nameless("get")
	}
	r := m.named(http.MethodGet, "get", name)
	a, err := m.client.do(ctx, r)
	if err != nil {
		return none, m.prove(ctx, err)
	}
	item, err := decodeObject(a.body, m.name)
	if err != nil {
		problem, detail := misfit(a, err)
		return none, m.client.unreadable(r, a, problem, detail)
	}
	m.known.Store(true)
	return m.reviewed(item), nil
}

func (m *managed[T]) reviewed(item T) T {
	items := []T{item}
	m.review(items)
	return items[0]
}

// write sends a change. ok is false if the answer holds no object, which old
// versions and some endpoints leave out (reference section 21 C1): it has to
// be read.
func (m *managed[T]) write(ctx context.Context, r request) (item T, ok bool, err error) {
	a, err := m.client.act(ctx, r)
	if err != nil {
		if r.byName {
			err = m.prove(ctx, err)
		}
		return item, false, err
	}
	if written, err := decodeObject(a.body, m.name); err == nil {
		m.known.Store(true)
		return m.reviewed(written), true, nil
	}
	return item, false, nil
}

func (m *managed[T]) listRequest() request {
	return request{method: http.MethodGet, path: endpoint("api", "management", m.kind, "list")}
}

func (m *managed[T]) fetch(ctx context.Context) ([]T, error) {
	r := m.listRequest()
	a, err := m.client.do(ctx, r)
	if err != nil {
		return nil, err
	}
	items, err := decodeList(a.body, m.name)
	if err != nil {
		problem, detail := misfit(a, err)
		return nil, m.client.unreadable(r, a, problem, detail)
	}
	m.known.Store(true)
	m.review(items)
	return items, nil
}

func (m *managed[T]) named(method, verb, name string) request {
	return request{method: method, path: endpoint("api", "management", m.kind, verb, name), byName: true}
}

// nameless is the error for an empty name, for which ProGet would search in
// vain and say 404 (reference section 5.1).
func (m *managed[T]) nameless(verb string) error {
	return m.client.unsent(m.named(http.MethodGet, verb, ""), "the name is empty")
}

func (m *managed[T]) prove(ctx context.Context, err error) error {
	return m.client.prove(err, &m.known, func() error {
		_, err := m.List(ctx)
		return err
	})
}

// prove makes a 404 to a request by name the proof that there is no such
// object, if it is ProGet's. A page never is. Nor is a 404 without ProGet's
// header from a server that otherwise sends it. And since ProGet says 404 with
// its header also at a wrong address, this kind's API must have answered
// properly before; if it has not, the listing is fetched to see.
func (c *Client) prove(err error, known *atomic.Bool, list func() error) error {
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Status != http.StatusNotFound || e.problem != refusal {
		return err
	}
	if c.Server().Version != "" && !e.signed {
		e.problem, e.detail = unproven, "the answer lacks the header X-ProGet-Version, which this server otherwise sends"
		return e
	}
	if !known.Load() {
		if failure := list(); failure != nil {
			e.problem, e.detail = unproven, "the listing fails as well: "+failure.Error()
			return e
		}
	}
	e.absent = true
	return e
}

// own makes sure that every error is an *Error, also the end of a caller's
// context while another caller's request was waited for.
func (c *Client) own(r request, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*Error](err); ok {
		return err
	}
	e := c.newError(r)
	e.problem, e.cause = cancelled, err
	return e
}
