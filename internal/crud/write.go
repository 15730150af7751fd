package crud

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// change is one write: what is planned, what is sent for it, and what came of it.
type change[M, T any] struct {
	*Resource[M, T]
	items Items[T]
	prior *M // nil at a creation
	plan  M
	sent  T
	state M
	diags diag.Diagnostics
}

// planned binds the plan to what is sent.
func (c *change[M, T]) planned() field.Pairs { return c.Bind(&c.plan, &c.sent) }

// Create creates the object. It never adopts one that exists, and once the
// object exists it is in the state, whatever fails after that.
func (r *Resource[M, T]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	c := change[M, T]{Resource: r}
	var config M
	c.diags.Append(req.Plan.Get(ctx, &c.plan)...)
	c.diags.Append(req.Config.Get(ctx, &config)...)
	c.items = r.items(&c.diags)
	if !c.diags.HasError() {
		c.diags.Append(c.planned().Send(ctx, nil, r.Bind(&config, new(T)))...)
	}
	if !c.diags.HasError() && c.create(ctx) {
		c.diags.Append(resp.State.Set(ctx, &c.state)...)
		c.diags.Append(r.identify(ctx, resp.Identity, r.key(r.Bind(&c.state, new(T))))...)
	}
	resp.Diagnostics.Append(c.diags...)
}

// create reports whether there is something to save.
func (c *change[M, T]) create(ctx context.Context) (exists bool) {
	key := c.key(c.planned())
	stored, err := c.items.Create(ctx, c.sent)
	if proget.IsLost(err) {
		stored, err = c.settleCreate(ctx, key, err)
	}
	switch {
	case err == nil:
		c.accept(ctx, key, stored)
		return true
	case proget.IsUnread(err):
		if _, there := c.items.Find(ctx, key); proget.IsNotFound(there) {
			c.diags.Append(c.pretended(key, there))
			return false
		}
		c.diags.Append(c.unverified("create", key, err))
		c.assume(ctx)
		return true
	case proget.IsLost(err):
		c.diags.Append(c.problem("create", key, err, c.planned()))
		c.diags.Append(c.undecided(key))
		c.assume(ctx)
		return true
	}
	if found, there := c.items.Find(ctx, key); there == nil {
		if e, ok := errors.AsType[*proget.Error](err); ok && e.Status >= 500 && c.isSent(ctx, found) {
			c.diags.Append(c.although(key, err))
			c.accept(ctx, key, found)
			return true
		}
		c.diags.Append(c.taken(key, err))
		return false
	}
	c.diags.Append(c.problem("create", key, err, c.planned()))
	return false
}

// isSent reports whether an object holds everything that was sent, as far as the server tells.
func (c *change[M, T]) isSent(ctx context.Context, found T) bool {
	return len(intersect(c.strays(ctx, found), c.planned().Sent())) == 0
}

// pretended is the error of a create that was answered as if it had happened.
func (c *change[M, T]) pretended(key string, there error) diag.Diagnostic {
	return diag.NewErrorDiagnostic(
		fmt.Sprintf("Unable to create %s %q", c.noun(), key),
		fmt.Sprintf("The request was accepted, but afterwards there is no such %s. Perhaps something in front of ProGet answered in its place.\n\n%s", c.noun(), Explain(there)))
}

// Update sends what the plan changes, and nothing else.
func (r *Resource[M, T]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, config M
	c := change[M, T]{Resource: r, prior: &prior}
	c.diags.Append(req.Plan.Get(ctx, &c.plan)...)
	c.diags.Append(req.State.Get(ctx, &prior)...)
	c.diags.Append(req.Config.Get(ctx, &config)...)
	c.items = r.items(&c.diags)
	if !c.diags.HasError() {
		c.diags.Append(c.planned().Send(ctx, r.Bind(&prior, new(T)), r.Bind(&config, new(T)))...)
	}
	if !c.diags.HasError() && c.update(ctx, r.key(r.Bind(&prior, new(T)))) {
		c.diags.Append(resp.State.Set(ctx, &c.state)...)
		c.diags.Append(r.identify(ctx, resp.Identity, r.key(r.Bind(&c.state, new(T))))...)
	}
	resp.Diagnostics.Append(c.diags...)
}

// update reports whether the state changed.
func (c *change[M, T]) update(ctx context.Context, key string) (changed bool) {
	var stored T
	var err error
	if len(c.planned().Sent()) == 0 { // a change of the provider's own attributes
		stored, err = c.items.Find(ctx, key)
	} else {
		stored, err = c.items.Update(ctx, key, c.sent)
		if proget.IsLost(err) {
			stored, err = c.settleUpdate(ctx, key, err)
		}
	}
	switch {
	case err == nil:
		c.accept(ctx, c.key(c.planned()), stored)
		return true
	case proget.IsUnread(err):
		c.diags.Append(c.unverified("update", key, err))
		c.assume(ctx)
		return true
	}
	c.diags.Append(c.problem("update", key, err, c.planned()))
	return false
}

// accept compares what the server stored with the plan, corrects once what it
// filled in on its own, and fills the state.
func (c *change[M, T]) accept(ctx context.Context, key string, answer T) {
	stored, strays := c.verify(ctx, key, answer)
	ignored := intersect(strays, c.planned().Sent())
	if rest := without(strays, ignored); len(rest) > 0 && len(ignored) == 0 {
		var fix T
		c.diags.Append(c.Bind(&c.plan, &fix).Force(ctx, rest)...)
		corrected, err := c.items.Update(ctx, key, fix)
		switch {
		case proget.IsUnread(err):
			c.diags.Append(c.unverified("update", key, err))
			strays = nil
		case err != nil:
			c.diags.Append(c.problem("update", key, err, c.Bind(&c.plan, &fix)))
			c.tell(ctx, stored)
			return
		default:
			stored, strays = c.verify(ctx, key, corrected)
		}
		for _, name := range strays {
			if c.leftOut(name) {
				c.diags.Append(c.insists(key, name))
			} else {
				ignored = append(ignored, name)
			}
		}
	}
	c.tell(ctx, stored)
	if len(ignored) > 0 {
		if c.prior != nil {
			c.Bind(&c.state, new(T)).Doubt(c.planned(), c.Bind(c.prior, new(T)))
		}
		c.diags.Append(c.notStored(key, ignored)...)
		return
	}
	c.Bind(&c.state, new(T)).Settle(c.planned())
}

// verify returns what the server stored, and which attributes do not mean what
// is planned. An answer may tell less than the server knows, so what it lacks
// is read.
func (c *change[M, T]) verify(ctx context.Context, key string, answer T) (stored T, strays []string) {
	if strays = c.strays(ctx, answer); len(strays) > 0 {
		if found, err := c.items.Find(ctx, key); err == nil {
			return found, c.strays(ctx, found)
		}
	}
	return answer, strays
}

// tell fills the state with the truth.
func (c *change[M, T]) tell(ctx context.Context, stored T) {
	c.state = c.plan
	_, diags := c.Bind(&c.state, &stored).Receive(ctx)
	c.diags.Append(diags...)
}

// assume fills the state with what was planned, for want of an answer.
func (c *change[M, T]) assume(ctx context.Context) {
	var nothing T
	c.tell(ctx, nothing)
	c.Bind(&c.state, &nothing).Settle(c.planned())
}

func (c *change[M, T]) strays(ctx context.Context, stored T) []string {
	strays, diags := c.planned().Strays(ctx, c.Bind(new(M), &stored))
	c.diags.Append(diags...)
	return strays
}

// leftOut reports whether the plan has nothing for an attribute.
func (c *change[M, T]) leftOut(name string) bool {
	null, ok := c.planned().Get(name).Attribute().(interface{ IsNull() bool })
	return ok && null.IsNull()
}

func intersect(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return !slices.Contains(b, s) })
}

func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}
