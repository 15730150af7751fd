package crud

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// attempts bounds how often a write whose answer is lost is made. Reading settles
// each, and only where it shows that ProGet did not act, the write is repeated.
const attempts = 3

// settleCreate finds out what became of a create without an answer. An object
// that holds everything that was sent is the one that was created.
func (c *change[M, T]) settleCreate(ctx context.Context, key string, lost error) (stored T, err error) {
	err = lost
	for n := 1; ; n++ {
		found, there := c.items.Find(ctx, key)
		switch {
		case there == nil:
			if c.isSent(ctx, found) {
				return found, nil
			}
			return stored, errTaken
		case !proget.IsNotFound(there):
			return stored, lost
		case n == attempts || !proget.IsLost(err):
			return stored, err
		}
		// If this is refused, an earlier one may have come through meanwhile: read once more.
		if stored, err = c.items.Create(ctx, c.sent); err == nil || proget.IsUnread(err) {
			return stored, err
		}
	}
}

var errTaken = errors.New("the answer to the creation was lost, and what ProGet has under that name is not what was sent")

// settleUpdate finds out what became of an update without an answer. Repeating
// an update changes nothing more, so it is repeated unless reading shows that
// all of it was stored; secrets never show.
func (c *change[M, T]) settleUpdate(ctx context.Context, key string, lost error) (stored T, err error) {
	err = lost
	for n := 1; ; n++ {
		// By its old name first: what has the new one may be another object.
		found, there := c.items.Find(ctx, key)
		if renamed := c.key(c.planned()); proget.IsNotFound(there) && renamed != key {
			found, there = c.items.Find(ctx, renamed)
		}
		if there != nil {
			return stored, err
		}
		if c.visible() && c.isSent(ctx, found) {
			return found, nil
		}
		if n == attempts {
			return stored, err
		}
		model, _ := c.received(ctx, found)
		if stored, err = c.items.Update(ctx, c.key(c.Bind(&model, new(T))), c.sent); !proget.IsLost(err) {
			return stored, err
		}
	}
}

// visible reports whether the server tells everything that was sent.
func (c *change[M, T]) visible() bool {
	for _, p := range c.planned() {
		if p.Sent() && !p.Told() {
			return false
		}
	}
	return true
}

// Delete deletes the object; one that is gone already is fine.
func (r *Resource[M, T]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var prior M
	resp.Diagnostics.Append(req.State.Get(ctx, &prior)...)
	items := r.items(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	key := r.key(r.Bind(&prior, new(T)))
	err := items.Delete(ctx, key)
	for n := 1; proget.IsLost(err); n++ {
		_, there := items.Find(ctx, key)
		if proget.IsNotFound(there) {
			return
		}
		if there != nil || n == attempts {
			break
		}
		err = items.Delete(ctx, key)
	}
	if err != nil && !proget.IsNotFound(err) {
		resp.Diagnostics.Append(r.problem("delete", key, err, nil))
	}
}

// Change sends one change that belongs to no plan, until it is stored.
func (r *Resource[M, T]) Change(ctx context.Context, key, action string, sent T) diag.Diagnostics {
	c := change[M, T]{Resource: r, sent: sent}
	c.items = r.items(&c.diags)
	if c.diags.HasError() {
		return c.diags
	}
	stored, err := c.items.Update(ctx, key, sent)
	for n := 1; proget.IsLost(err) && n < attempts; n++ {
		stored, err = c.items.Update(ctx, key, sent)
	}
	switch {
	case proget.IsNotFound(err):
	case err != nil:
		c.diags.Append(r.problem(action, key, err, nil))
	default:
		var m M
		sent, got := r.Bind(&m, &sent), r.Bind(&m, &stored)
		for i, p := range sent {
			if p.Sent() && !p.SameWire(got[i]) {
				c.diags.AddAttributeError(path.Root(p.Name()), fmt.Sprintf("Unable to %s %s %q", action, r.noun(), key),
					fmt.Sprintf("%s accepted the request but did not store %s.", r.client.Server(), p.Name()))
			}
		}
	}
	return c.diags
}
