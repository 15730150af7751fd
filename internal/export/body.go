package export

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// A body is what stands in a resource block, in order.
type body struct {
	items     []item
	variables []variable // that its expressions use
}

// An item is a comment, an attribute or a block.
type item struct {
	comment string
	name    string
	value   tftypes.Value
	refers  string          // the kind whose keys the value holds, or nothing
	tokens  hclwrite.Tokens // in place of the value
	block   *body
}

func (b *body) comment(format string, arguments ...any) {
	b.items = append(b.items, item{comment: fmt.Sprintf(format, arguments...)})
}

// A writer turns objects into bodies.
type writer struct {
	imports bool   // the objects are imported, not created
	source  string // the release of the server that was read, if it is known
	target  string // the release that the configuration is for, if it is not the source's
	spans   Spans
	chosen  []*kind

	storages map[string]bool // the feeds whose storage is written, in lower case; nil if storages are not
}

// written is an object with the body of its block.
type written struct {
	*object
	*body
	label    string
	instance bool // it is one of several in a block with for_each
}

// write turns an object into a body, or says for which reason the target cannot
// have it.
func (w *writer) write(o *object, label string) (_ *written, reason string, _ error) {
	if reason := w.missing(o); reason != "" {
		return nil, reason, nil
	}
	draft := &draft{writer: w, object: o, label: label, body: &body{}}
	if !w.imports && o.kind.name == "license" && o.broughtAlong() {
		draft.comment("ProGet brings the license %q along, and this one was changed: import it into the new server before the apply.", o.key)
	}
	if err := draft.block(o.kind.schema.Block, "", o.values); err != nil {
		return nil, "", fmt.Errorf("%s %q: %w", o.kind.noun(), o.key, err)
	}
	return &written{object: o, body: draft.body, label: label}, "", nil
}

// missing says why the target cannot have an object, or a copy of it.
func (w *writer) missing(o *object) string {
	if since, until := w.spans(o.kind.name, ""); lacks(w.target, since, until) {
		return fmt.Sprintf("ProGet %s has no %s", w.target, o.kind.plural)
	}
	if at := o.expired(time.Now()); at != "" && !w.imports {
		return "it expired on " + at
	}
	feedType := strings.ToLower(textOf(o.values["feed_type"]))
	if lacks(w.target, feedTypes[feedType], "") {
		return fmt.Sprintf("ProGet %s has no feeds of type %s", w.target, feedType)
	}
	return ""
}

// draft is a body while it is written.
type draft struct {
	*writer
	*object
	*body
	label string
	path  string // of the block within the object: "replication."
	where map[string]tftypes.Value
	only  []string // attributes that take part in no plan
}

// block writes the attributes and blocks of a block, the key and what is
// required first.
func (d *draft) block(schema *tfprotov6.SchemaBlock, path string, values map[string]tftypes.Value) error {
	d.path, d.where = path, values
	attributes := slices.Clone(schema.Attributes)
	rank := func(a *tfprotov6.SchemaAttribute) int {
		switch {
		case a.Name == d.kind.key:
			return 0
		case a.Required:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(attributes, func(a, b *tfprotov6.SchemaAttribute) int {
		if r := rank(a) - rank(b); r != 0 {
			return r
		}
		return strings.Compare(a.Name, b.Name)
	})
	for _, a := range attributes {
		if (a.Required || a.Optional) && !a.WriteOnly {
			d.attribute(a)
		}
	}
	d.hidden()
	for _, nested := range schema.BlockTypes {
		if err := d.nested(nested, path, values[nested.TypeName]); err != nil {
			return err
		}
	}
	if path == "" && len(d.only) > 0 {
		d.lifecycle()
	}
	return nil
}

// nested writes the blocks of one type.
func (d *draft) nested(schema *tfprotov6.SchemaNestedBlock, path string, value tftypes.Value) error {
	if value.IsNull() {
		return nil
	}
	objects := []tftypes.Value{value}
	if schema.Nesting != tfprotov6.SchemaNestedBlockNestingModeSingle && schema.Nesting != tfprotov6.SchemaNestedBlockNestingModeGroup {
		objects = nil
		if err := value.As(&objects); err != nil {
			return err
		}
	}
	if len(objects) == 0 {
		return nil
	}
	if d.left(path + schema.TypeName) {
		return nil
	}
	for _, object := range objects {
		values := map[string]tftypes.Value{}
		if err := object.As(&values); err != nil {
			return err
		}
		inner := *d
		inner.body, inner.only = &body{}, nil
		if err := inner.block(schema.Block, path+schema.TypeName+".", values); err != nil {
			return err
		}
		d.items = append(d.items, item{name: schema.TypeName, block: inner.body})
		d.variables = append(d.variables, inner.variables...)
		for _, name := range inner.only {
			d.only = append(d.only, schema.TypeName+"."+name)
		}
	}
	return nil
}

// left leaves out what the target lacks, with a comment that says so.
func (d *draft) left(path string) bool {
	since, until := d.spans(d.kind.name, path)
	if !lacks(d.target, since, until) {
		return false
	}
	d.comment("%s is left out: ProGet %s does not have it.", path, d.target)
	return true
}

func (d *draft) attribute(a *tfprotov6.SchemaAttribute) {
	value := d.translate(a.Name, d.where[a.Name])
	if a.Required && value.IsNull() {
		value = empty(value.Type())
	}
	path := d.path + a.Name
	switch {
	case value.IsNull():
		return
	case a.Computed && d.standard(path, value):
		return
	case d.left(path), d.stored(path):
		return
	case d.path == "" && a.Computed && d.held(a.Name):
		return
	case a.Sensitive && d.imports:
		d.only = append(d.only, a.Name)
		return
	case a.Sensitive:
		d.secret(a.Name, strings.ReplaceAll(a.Name, "_", " "), "which may hold keys and is not written down here", false)
		return
	}
	d.items = append(d.items, item{name: a.Name, value: value, refers: d.kind.references[path]})
}

// empty is the value of a type that says nothing, or null for types without one.
func empty(typ tftypes.Type) tftypes.Value {
	switch {
	case typ.Is(tftypes.Set{}), typ.Is(tftypes.List{}):
		return tftypes.NewValue(typ, []tftypes.Value{})
	case typ.Is(tftypes.Map{}):
		return tftypes.NewValue(typ, map[string]tftypes.Value{})
	case typ.Is(tftypes.String):
		return tftypes.NewValue(typ, "")
	}
	return tftypes.NewValue(typ, nil)
}

// held reports whether an attribute is the other side of a relation that the
// configuration says already.
func (d *draft) held(attribute string) bool {
	other := d.kind.elsewhere[attribute]
	return slices.ContainsFunc(d.chosen, func(k *kind) bool { return k.name == other })
}

// standard reports whether a value is what a fresh object has.
func (d *draft) standard(path string, value tftypes.Value) bool {
	feedType := strings.ToLower(textOf(d.values["feed_type"]))
	for _, s := range d.kind.defaults {
		if s.attribute == path && (len(s.types) == 0 || slices.Contains(s.types, feedType)) {
			return means(value, s.value)
		}
	}
	return false
}

func means(value tftypes.Value, standard any) bool {
	switch standard := standard.(type) {
	case bool:
		var b bool
		return !value.IsNull() && value.Type().Is(tftypes.Bool) && value.As(&b) == nil && b == standard
	case int64:
		n := new(big.Float)
		return value.Type().Is(tftypes.Number) && value.As(&n) == nil && n.Cmp(new(big.Float).SetInt64(standard)) == 0
	case string:
		return textOf(value) == standard
	}
	return false
}

// configuration is the body as the provider gets it. What a variable gives is unknown.
func (b *body) configuration(typ tftypes.Object) tftypes.Value {
	values := map[string]tftypes.Value{}
	for name, attribute := range typ.AttributeTypes {
		values[name] = tftypes.NewValue(attribute, nil)
	}
	repeated := map[string][]tftypes.Value{} // blocks
	for _, i := range b.items {
		attribute, known := typ.AttributeTypes[i.name]
		switch {
		case !known: // a comment, or a block of Terraform's own
		case i.tokens != nil:
			values[i.name] = tftypes.NewValue(attribute, tftypes.UnknownValue)
		case i.block == nil:
			values[i.name] = i.value
		default:
			element := attribute
			if list, ok := attribute.(tftypes.List); ok {
				element = list.ElementType
			}
			object, ok := element.(tftypes.Object)
			if !ok {
				continue
			}
			values[i.name] = i.block.configuration(object)
			if attribute.Is(tftypes.List{}) {
				repeated[i.name] = append(repeated[i.name], values[i.name])
				values[i.name] = tftypes.NewValue(attribute, repeated[i.name])
			}
		}
	}
	return tftypes.NewValue(typ, values)
}
