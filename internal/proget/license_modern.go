package proget

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
)

// modernLicenses speaks the dialect of 2024 and later, which cannot be asked
// for one license and may answer writes with nothing (reference section 10.2):
// the listing serves all.
type modernLicenses struct {
	client   *Client
	listing  *listing[License]
	creating claims
	known    atomic.Bool
}

func newModernLicenses(c *Client) *modernLicenses {
	m := &modernLicenses{client: c}
	m.listing = newListing(m.fetch, licenseCode)
	return m
}

func (m *modernLicenses) List(ctx context.Context) ([]License, error) {
	items, err := m.listing.all(ctx)
	return items, m.client.own(m.listRequest(), err)
}

// Find looks into the listing and, if the license was written since, into a
// new one. What is missing there does not exist: there is no other way to ask.
func (m *modernLicenses) Find(ctx context.Context, code string) (License, error) {
	if _, err := m.listing.some(ctx); err != nil {
		return License{}, m.client.own(m.listRequest(), err)
	}
	if item, ok, err := m.listing.find(ctx, code); ok || err != nil {
		return item, m.client.own(m.listRequest(), err)
	}
	return m.findAnew(ctx, code)
}

func (m *modernLicenses) findAnew(ctx context.Context, code string) (License, error) {
	items, err := m.List(ctx)
	if err != nil {
		return License{}, err
	}
	if item, ok := byCode(items, code); ok {
		return item, nil
	}
	// An empty listing proves something only if it is certain to be
	// ProGet's, which is delivered with hundreds of licenses.
	e := m.client.newError(m.listRequest())
	e.problem, e.detail = unlisted, "there is no license "+quote(code)+" among the "+strconv.Itoa(len(items))+" that ProGet lists"
	e.absent = code != "" && (len(items) > 0 || m.client.Server().Version != "")
	return License{}, e
}

func byCode(items []License, code string) (License, bool) {
	found := -1
	for i, item := range items {
		switch have := item.Code.Or(""); {
		case have == code:
			return item, true
		case found < 0 && strings.EqualFold(have, code):
			found = i
		}
	}
	if found < 0 {
		return License{}, false
	}
	return items[found], true
}

// Create adds a license. What becomes of a second license with the same code
// is not documented (reference section 24, Q1), so none is sent.
func (m *modernLicenses) Create(ctx context.Context, license License) (License, error) {
	code := license.Code.Or("")
	r := m.request("add", nil)
	if !m.creating.take(code) {
		return License{}, m.client.unsent(r, "a license "+quote(code)+" is being created already")
	}
	defer m.creating.release(code)
	listed, err := m.lists(ctx, code)
	if err != nil {
		return License{}, err
	}
	if listed {
		return License{}, m.client.unsent(r, "there is a license "+quote(code)+" already")
	}
	license.ID = Value[int64]{}
	r.body = encode(license.modern())
	return m.write(ctx, r, code)
}

// lists looks into the listing and, if the license was written since, into a new one.
func (m *modernLicenses) lists(ctx context.Context, code string) (bool, error) {
	listed, written, err := m.listing.lists(ctx, code)
	if err != nil || !written {
		return listed, m.client.own(m.listRequest(), err)
	}
	_, err = m.findAnew(ctx, code)
	if e, ok := errors.AsType[*Error](err); ok && e.problem == unlisted {
		return false, nil
	}
	return err == nil, err
}

// Update sends what identifies the license, and its title, along with the changes.
func (m *modernLicenses) Update(ctx context.Context, code string, license License) (License, error) {
	prior, err := m.Find(ctx, code)
	if err != nil {
		return License{}, err
	}
	license.ID, license.Code = prior.ID, prior.Code
	if _, ok := license.Title.Get(); !ok {
		license.Title = prior.Title
	}
	r := m.request("update", nil)
	r.body = encode(license.modern())
	updated, err := m.write(ctx, r, code)
	if e, ok := errors.AsType[*Error](err); ok && e.Status == http.StatusNotFound && e.problem == refusal && e.Outcome == Refused {
		if _, gone := m.findAnew(ctx, code); IsNotFound(gone) {
			e.absent = true
		}
	}
	return updated, err
}

// Delete removes a license by its id and, where the server does not want that,
// by its code (reference section 21 C4).
func (m *modernLicenses) Delete(ctx context.Context, code string) error {
	license, err := m.Find(ctx, code)
	if err != nil {
		return err
	}
	byCode := url.Values{"code": {license.Code.Or(code)}}
	id, ok := license.ID.Get()
	if !ok {
		return m.remove(ctx, code, byCode)
	}
	err = m.remove(ctx, code, url.Values{"id": {strconv.FormatInt(id, 10)}})
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Status != http.StatusNotFound && e.Status != http.StatusBadRequest {
		return err
	}
	if _, missing := m.findAnew(ctx, code); missing != nil {
		return missing
	}
	return m.remove(ctx, code, byCode)
}

func (m *modernLicenses) remove(ctx context.Context, code string, query url.Values) error {
	defer m.listing.drop(code)
	r := m.request("delete", query)
	_, err := m.client.act(ctx, r)
	if e, ok := errors.AsType[*Error](err); ok && e.Status == http.StatusMethodNotAllowed {
		r.method = http.MethodDelete
		_, err = m.client.act(ctx, r)
	}
	return err
}

func (m *modernLicenses) write(ctx context.Context, r request, code string) (License, error) {
	a, err := m.client.act(ctx, r)
	m.listing.drop(code)
	if err != nil {
		return License{}, err
	}
	if written, err := decodeObject(a.body, licenseCode); err == nil {
		return written, nil
	}
	written, err := m.findAnew(ctx, code)
	return written, unreadAfter(err)
}

func (m *modernLicenses) request(verb string, query url.Values) request {
	return request{method: http.MethodPost, path: endpoint("api", "licenses") + "/" + verb, query: query}
}

func (m *modernLicenses) listRequest() request {
	return request{method: http.MethodGet, path: endpoint("api", "licenses", "list")}
}

func (m *modernLicenses) fetch(ctx context.Context) ([]License, error) {
	r := m.listRequest()
	a, err := m.client.do(ctx, r)
	if err != nil {
		return nil, err
	}
	items, err := decodeList(a.body, licenseCode)
	if err != nil {
		problem, detail := misfit(a, err)
		return nil, m.client.unreadable(r, a, problem, detail)
	}
	m.known.Store(true)
	return items, nil
}
