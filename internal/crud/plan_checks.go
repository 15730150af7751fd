package crud

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// list lists what the server has of the kind before something is created there,
// gets another key, or is changed that not every version has.
func (r *Resource[M, T]) list(ctx context.Context, c *Change[M], rekeyed bool) ([]T, error) {
	versionMatters := len(r.kind.Limits) > 0 && c.Client != nil && c.Client.Server().Version == ""
	if c.Client == nil || c.Prior != nil && !rekeyed && !versionMatters {
		return nil, nil
	}
	list := r.kind.Items(c.Client).List
	if r.kind.Probe != nil {
		list = func(ctx context.Context) ([]T, error) { return nil, r.kind.Probe(ctx, c.Client) }
	}
	objects, err := ListOnce(ctx, r.run, r.kind.Name, list)
	if proget.IsOdd(err) {
		return objects, nil // it concerns those who read that one
	}
	return objects, err
}

// rekeyed reports whether a change gives an object another key that is known,
// by renaming or replacing it.
func (r *Resource[M, T]) rekeyed(c *Change[M]) bool {
	if c.Prior == nil {
		return false
	}
	key := r.kind.naturalKey(r.kind.Bind(c.Plan, new(T)))
	return key != "" && !strings.EqualFold(key, r.kind.naturalKey(r.kind.Bind(c.Prior, new(T))))
}

// warnOfSilence warns, once, of a server that could not be looked at: the same
// apply may yet change that. Where there is an error, that one says more.
func (r *Resource[M, T]) warnOfSilence(ctx context.Context, c *Change[M], err error) {
	e, ok := errors.AsType[*proget.Error](err)
	if err == nil || ctx.Err() != nil || c.HasError() || ok && e.Problem == proget.Incompatible || !r.run.first("list "+r.kind.Name) {
		return
	}
	c.AddWarning(fmt.Sprintf("Unable to look at the %s of the server", r.kind.nouns()),
		fmt.Sprintf("%s\n\n%s\n\nSo this plan could not be compared with the server, and applying it will fail unless that changes.", Explain(err), r.run.Origin))
}

// checkKey says who else has the key of what is created, renamed or replaced.
// Replacing an object plans a change of it first, and then a creation.
func (r *Resource[M, T]) checkKey(ctx context.Context, c *Change[M], objects []T, rekeyed bool) {
	key := r.kind.naturalKey(r.kind.Bind(c.Plan, new(T)))
	if c.Prior != nil {
		prior, own := r.kind.Bind(c.Prior, new(T)), r.kind.own(c.Prior)
		for _, known := range []string{r.kind.key(prior), r.kind.naturalKey(prior)} {
			r.run.record(r.kind.Name, known, func(o *seen) { o.managed, o.own, o.departure = true, own, o.departure || rekeyed })
		}
		if rekeyed {
			before := r.run.record(r.kind.Name, key, func(o *seen) { o.arrival = true })
			r.warnOfTaken(ctx, c, key, objects, before)
		}
		return
	}
	if key == "" {
		return
	}
	before := r.run.record(r.kind.Name, key, func(o *seen) { o.creations++ })
	at := path.Root(r.kind.identity()[0])
	switch {
	case before.creations > 0:
		c.AddAttributeError(at, fmt.Sprintf("Two resources make %s %q", r.kind.noun(), key),
			fmt.Sprintf("Another resource of this configuration creates it too; case makes no difference. Give each a %s of its own, or keep only one of them.", r.kind.identity()[0]))
	case before.destruction:
		c.AddAttributeWarning(at, fmt.Sprintf("%s %q is destroyed and created", title(r.kind.noun()), key), movedAway(r.kind.Name))
	case !before.arrival:
		r.warnOfTaken(ctx, c, key, objects, before)
	}
}

// warnOfTaken warns of an object that has the key already, and that nothing in
// this run was known to manage so far.
func (r *Resource[M, T]) warnOfTaken(ctx context.Context, c *Change[M], key string, objects []T, before seen) {
	if before.managed || before.creations > 0 || before.destruction || before.deleted || r.kind.Lasting {
		return
	}
	for _, object := range objects {
		model, _ := r.kind.received(ctx, object)
		stored := r.kind.Bind(&model, new(T))
		if !strings.EqualFold(r.kind.naturalKey(stored), key) {
			continue
		}
		has := r.kind.key(stored)
		c.AddAttributeWarning(path.Root(r.kind.identity()[0]), r.kind.existing(key, has),
			fmt.Sprintf("Applying this will fail: Terraform does not take over what it did not create. To manage the existing %s, import it:\n\n%s\n\n"+
				"Otherwise choose another %s. If this configuration manages it under another address, use a moved block instead.", r.kind.noun(), ImportBlock(r.kind.Name, has), r.kind.identity()[0]))
		return
	}
}

// checkDestroy says what else becomes of the key of what is destroyed.
func (r *Resource[M, T]) checkDestroy(c *Change[M]) {
	prior := r.kind.Bind(c.Prior, new(T))
	r.run.record(r.kind.Name, r.kind.key(prior), func(o *seen) { o.destruction = true })
	key := r.kind.naturalKey(prior)
	if before := r.run.record(r.kind.Name, key, func(o *seen) { o.destruction = true }); key != "" && before.creations > 0 {
		c.AddWarning(fmt.Sprintf("%s %q is destroyed and created", title(r.kind.noun()), key), movedAway(r.kind.Name))
	}
}

// movedAway says what to do where one object has two addresses.
func movedAway(name string) string {
	return fmt.Sprintf("The plan destroys it at one address and creates it at another, in no certain order. "+
		"If it is the same object, for example because a key of for_each was renamed, say so, and nothing is destroyed:\n\n"+
		"  moved {\n    from = proget_%s.<old>\n    to   = proget_%s.<new>\n  }", name, name)
}

// existing says that there is an object with the key, and how the server spells it.
func (k *Kind[M, T]) existing(key, has string) string {
	text := fmt.Sprintf("%s %q already exists", title(k.noun()), key)
	if has != key {
		text += fmt.Sprintf(" as %q", has)
	}
	return text
}

// naturalKey is what identifies an object to people, whatever number the server
// gives it. It is empty where a part of it is not known yet.
func (k *Kind[M, T]) naturalKey(ps field.Pairs) string {
	for _, name := range k.identity() {
		if ps.Get(name).Attribute().IsUnknown() {
			return ""
		}
	}
	if len(k.Identity) == 0 {
		return text(ps.Get(k.Key).Attribute())
	}
	return k.identityKey(ps)
}
