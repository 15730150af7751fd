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

// look looks at the server before something is created there, or changed that
// not every version has.
func (r *Resource[M, T]) look(ctx context.Context, c *Change[M]) ([]T, error) {
	if c.Client == nil || c.Prior != nil && (len(r.Limits) == 0 || c.Client.Server().Version != "") {
		return nil, nil
	}
	list := r.Items(c.Client).List
	if r.Probe != nil {
		list = func(ctx context.Context) ([]T, error) { return nil, r.Probe(ctx, c.Client) }
	}
	return Look(ctx, r.run, r.Name, list)
}

// warnOfSilence warns, once, of a server that could not be looked at: the same
// apply may yet change that. Where there is an error, that one says more.
func (r *Resource[M, T]) warnOfSilence(ctx context.Context, c *Change[M], err error) {
	e, ok := errors.AsType[*proget.Error](err)
	if err == nil || ctx.Err() != nil || c.HasError() || ok && e.Problem == proget.Incompatible || !r.run.first("look "+r.Name) {
		return
	}
	c.AddWarning(fmt.Sprintf("Unable to look at the %s of the server", r.nouns()),
		fmt.Sprintf("%s\n\n%s\n\nSo this plan could not be compared with the server, and applying it will fail unless that changes.", Explain(err), r.run.Origin))
}

// checkKey says who else has the key of what is created. Replacing an object
// plans a change of it first, and then a creation.
func (r *Resource[M, T]) checkKey(ctx context.Context, c *Change[M], objects []T) {
	key := r.knownKey(r.Bind(c.Plan, new(T)))
	if c.Prior != nil {
		r.run.trace(r.Name, r.key(r.Bind(c.Prior, new(T))), func(t *traces) { t.managed = true })
		r.run.trace(r.Name, key, func(t *traces) { t.renamed = true })
		return
	}
	if key == "" || r.Lasting {
		return
	}
	before := r.run.trace(r.Name, key, func(t *traces) { t.created++ })
	at := path.Root(r.identity()[0])
	switch {
	case before.created > 0:
		c.AddAttributeError(at, fmt.Sprintf("Two resources make %s %q", r.noun(), key),
			fmt.Sprintf("Another resource of this configuration creates it too; case makes no difference. Give each a %s of its own, or keep only one of them.", r.identity()[0]))
	case before.destroyed:
		c.AddAttributeWarning(at, fmt.Sprintf("%s %q is destroyed and created", title(r.noun()), key), movedAway(r.Name))
	case !before.managed && !before.renamed && !before.deleted:
		r.warnOfTaken(ctx, c, key, objects)
	}
}

// warnOfTaken warns of an object that has the key already, and that nothing in
// this run was known to manage so far.
func (r *Resource[M, T]) warnOfTaken(ctx context.Context, c *Change[M], key string, objects []T) {
	for _, object := range objects {
		has := r.keyOf(ctx, object)
		if !strings.EqualFold(has, key) {
			continue
		}
		c.AddAttributeWarning(path.Root(r.identity()[0]), r.existing(key, has),
			fmt.Sprintf("Creating it will fail: Terraform does not take over what it did not create. To manage the existing %s, import it:\n\n%s\n\n"+
				"Otherwise choose another %s. If this configuration manages it under another address, use a moved block instead.", r.noun(), importBlock(r.Name, has), r.identity()[0]))
		return
	}
}

// checkDestroy says what else becomes of the key of what is destroyed.
func (r *Resource[M, T]) checkDestroy(c *Change[M]) {
	if r.Lasting {
		return
	}
	key := r.key(r.Bind(c.Prior, new(T)))
	if before := r.run.trace(r.Name, key, func(t *traces) { t.destroyed = true }); before.created > 0 {
		c.AddWarning(fmt.Sprintf("%s %q is destroyed and created", title(r.noun()), key), movedAway(r.Name))
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

// importBlock is what to paste to manage an object.
func importBlock(name, key string) string {
	return fmt.Sprintf("  import {\n    to = proget_%s.<name>\n    id = %q\n  }", name, key)
}

// knownKey is the key of a planned object by which the server finds it, or empty
// if it is not known yet.
func (k *Kind[M, T]) knownKey(ps field.Pairs) string {
	for _, name := range k.identity() {
		if ps.Get(name).Attribute().IsUnknown() || k.Key != "" && name != k.Key {
			return ""
		}
	}
	return k.key(ps)
}
