package export

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// alike is how many objects that differ in nothing but their name share a block.
const alike = 3

// A resource is one block: of one object, or of several with for_each.
type resource struct {
	kind    *kind
	label   string
	objects []*written // one, or those of for_each
}

// labels returns the labels of a kind's objects.
func labels(k *kind, objects []object) []string {
	candidates := make([]candidate, len(objects))
	for i, o := range objects {
		candidates[i] = candidate{labelOf(k.name, k.label(&o)), o.key}
	}
	return unique(candidates)
}

// label is what an object is called in the configuration: its key, if that says something.
func (k *kind) label(o *object) string {
	if k.key == "" || k.named() {
		return o.title
	}
	for _, name := range []string{"display_name", "description", "code", "name"} {
		if s := textOf(o.values[name]); s != "" {
			return s + " " + o.title[:min(len(o.title), 8)]
		}
	}
	return o.title
}

// named reports whether the configuration says the key.
func (k *kind) named() bool {
	return slices.ContainsFunc(k.schema.Block.Attributes, func(a *tfprotov6.SchemaAttribute) bool {
		return a.Name == k.key && (a.Required || a.Optional)
	})
}

// group puts the objects of a kind into blocks.
func group(k *kind, objects []*written) ([]*resource, error) {
	members := map[string][]*written{}
	signatures := make([]string, len(objects))
	wanted := map[string]int{} // how many would have a label
	for i, o := range objects {
		wanted[o.label]++
		if !k.named() || len(o.variables) > 0 {
			continue
		}
		rest := body{items: slices.DeleteFunc(slices.Clone(o.items), func(i item) bool { return i.name == k.key })}
		text, err := rest.text()
		if err != nil {
			return nil, err
		}
		signatures[i] = text
		members[text] = append(members[text], o)
	}
	for _, together := range members {
		if len(together) >= alike {
			wanted[groupLabel(k, together)]++
		}
	}
	var resources []*resource
	for i, o := range objects {
		together := members[signatures[i]]
		switch {
		case signatures[i] == "" || len(together) < alike:
			resources = append(resources, &resource{kind: k, label: o.label, objects: []*written{o}})
		case together[0] == o:
			r := &resource{kind: k, label: groupLabel(k, together), objects: together}
			if wanted[r.label] > 1 {
				r.label += "_" + digest(signatures[i])
			}
			for _, member := range together {
				member.label, member.instance = r.label, true
			}
			resources = append(resources, r)
		}
	}
	return resources, nil
}

// groupLabel is what the names have in common, or else the type of the feeds.
func groupLabel(k *kind, objects []*written) string {
	names := make([]string, len(objects))
	for i, o := range objects {
		names[i] = o.key
	}
	if label := common(names); label != "" {
		return label
	}
	if typ := textOf(objects[0].values["feed_type"]); typ != "" {
		return labelOf(k.name, feedType(typ))
	}
	return k.plural
}

// addresses are how objects are referred to, by kind and key.
type addresses map[string]map[string]hclwrite.Tokens

func addressesOf(resources []*resource) addresses {
	all := addresses{}
	for _, r := range resources {
		if r.kind.key == "" {
			continue
		}
		if all[r.kind.name] == nil {
			all[r.kind.name] = map[string]hclwrite.Tokens{}
		}
		for _, o := range r.objects {
			traversal := hcl.Traversal{hcl.TraverseRoot{Name: r.kind.resource}, hcl.TraverseAttr{Name: r.label}}
			if o.instance {
				traversal = append(traversal, hcl.TraverseIndex{Key: cty.StringVal(o.key)})
			}
			traversal = append(traversal, hcl.TraverseAttr{Name: r.kind.key})
			all[r.kind.name][o.key] = hclwrite.TokensForTraversal(traversal)
		}
	}
	return all
}

// refer returns what turns the keys of a kind into references.
func (a addresses) refer(kind string) namer {
	return func(key string) hclwrite.Tokens { return a[kind][key] }
}

// reference is a reference such as var.name.
func reference(root string, names ...string) hclwrite.Tokens {
	traversal := hcl.Traversal{hcl.TraverseRoot{Name: root}}
	for _, name := range names {
		traversal = append(traversal, hcl.TraverseAttr{Name: name})
	}
	return hclwrite.TokensForTraversal(traversal)
}

// text is the body without references: what two objects are compared by.
func (b *body) text() (string, error) {
	file := hclwrite.NewEmptyFile()
	if err := b.fill(file.Body(), addresses{}); err != nil {
		return "", err
	}
	return strings.TrimSpace(string(file.Bytes())) + "\n", nil
}
