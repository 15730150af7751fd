package export

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// A variable is a secret that the configuration asks for.
type variable struct {
	name, description string
	writeOnly         bool // it is only used where nothing is kept
}

// hidden writes the secrets of this block that ProGet does not reveal: as
// variables for a new server, and as comments where the object has them, or where
// nobody knows whether there are any.
func (d *draft) hidden() {
	for _, s := range d.kind.secrets {
		name, ok := strings.CutPrefix(s.attribute, d.path)
		needs := textOf(d.where[s.when])
		if !ok || strings.Contains(name, ".") || needs == "" || needs == s.unless || textOf(d.where[name]) != "" {
			continue
		}
		if d.imports || s.uncertain {
			d.unset(s, name)
			continue
		}
		d.secret(name, s.what, "which ProGet does not reveal", s.version != "")
		if s.version != "" && d.path == "" {
			d.items = append(d.items, item{name: s.version, value: tftypes.NewValue(tftypes.Number, 1)})
		}
	}
	for _, s := range d.kind.secrets { // of a block, with the version beside it
		if d.path == "" && strings.Contains(s.attribute, ".") && s.version != "" && !d.imports && !s.uncertain && d.has(s) {
			d.items = append(d.items, item{name: s.version, value: tftypes.NewValue(tftypes.Number, 1)})
		}
	}
}

// unset says what becomes of a secret that is not written, and how to write it.
func (d *draft) unset(s secret, name string) {
	noun, reveal := d.kind.noun(), fmt.Sprintf("ProGet does not reveal the %s.", s.what)
	keeps, set := "it", []string{name + " = var." + d.kind.name + "_" + strings.TrimSuffix(name, "_wo")}
	if s.uncertain {
		reveal = fmt.Sprintf("If the type %s has %s, ProGet does not reveal them.", textOf(d.where[s.when]), s.what)
		keeps = "them"
	}
	switch {
	case d.path == "" || s.version == "":
		d.comment("%s The %s keeps the one that it has. To set another:", reveal, noun)
	case d.imports:
		d.comment("%s Unchanged, the %s keeps %s, but every change of this block sends all properties: before any, set this here, and %s beside the block.", reveal, noun, keeps, s.version)
	default:
		d.comment("%s Then set this here, and %s beside the block.", reveal, s.version)
	}
	if d.path == "" && s.version != "" {
		set = append(set, s.version+" = 1")
	}
	for _, line := range set {
		d.comment("%s", line)
	}
}

// has reports whether the object has a block that needs a secret.
func (d *draft) has(s secret) bool {
	block, _, _ := strings.Cut(s.attribute, ".")
	members := map[string]tftypes.Value{}
	if value, ok := d.values[block]; !ok || value.IsNull() || value.As(&members) != nil {
		return false
	}
	needs := textOf(members[s.when])
	return needs != "" && needs != s.unless
}

// secret sets an attribute to a variable.
func (d *draft) secret(attribute, what, why string, writeOnly bool) {
	v := variable{
		name:        strings.Join([]string{d.kind.name, d.label, strings.TrimSuffix(attribute, "_wo")}, "_"),
		description: fmt.Sprintf("%s of %s %q, %s.", strings.ToUpper(what[:1])+what[1:], d.kind.noun(), d.key, why),
		writeOnly:   writeOnly,
	}
	d.variables = append(d.variables, v)
	d.items = append(d.items, item{name: attribute, tokens: reference("var", v.name)})
}

// stored reports whether an attribute is the package store of a feed that its
// storage stands for. It is the older view of the same thing, and from ProGet 2024
// on a feed without it leaves the storage alone (reference section 8).
func (d *draft) stored(path string) bool {
	if d.kind.name != "feed" || path != "package_store" {
		return false
	}
	release := cmp.Or(d.target, d.source)
	since, until := d.spans("feed_storage", "")
	switch {
	case lacks(release, since, until):
		return false
	case d.imports:
		return release != "" || d.storages != nil
	}
	return d.storages[strings.ToLower(d.key)]
}

// lifecycle leaves to the server what must not be written into a file.
func (d *draft) lifecycle() {
	names := make([]hclwrite.Tokens, len(d.only))
	for i, name := range d.only {
		names[i] = hclwrite.TokensForIdentifier(name)
	}
	inner := &body{}
	inner.comment("%s may hold keys, so it is not written down: the server keeps what it has. "+
		"The data source proget_%s reveals it, to be set here from a sensitive variable.", strings.Join(d.only, ", "), d.kind.name)
	inner.items = append(inner.items, item{name: "ignore_changes", tokens: hclwrite.TokensForTuple(names)})
	d.items = append(d.items, item{name: "lifecycle", block: inner})
}
