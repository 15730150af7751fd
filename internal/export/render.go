package export

import (
	"fmt"
	"regexp"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// fill writes the items into a block.
func (b *body) fill(to *hclwrite.Body, all addresses) error {
	for n, i := range b.items {
		switch {
		case i.comment != "":
			to.AppendUnstructuredTokens(comment(i.comment))
		case i.block != nil:
			if n > 0 {
				to.AppendNewline()
			}
			if err := i.block.fill(to.AppendNewBlock(i.name, nil).Body(), all); err != nil {
				return err
			}
		case i.tokens != nil:
			to.SetAttributeRaw(i.name, i.tokens)
		default:
			tokens, err := expression(i.value, all.refer(i.refers))
			if err != nil {
				return fmt.Errorf("%s: %w", i.name, err)
			}
			to.SetAttributeRaw(i.name, tokens)
		}
	}
	return nil
}

// write writes the resource block.
func (r *resource) write(to *hclwrite.Body, all addresses) error {
	block := to.AppendNewBlock("resource", []string{r.kind.resource, r.label}).Body()
	first := r.objects[0].body
	if r.objects[0].instance {
		block.SetAttributeRaw("for_each", r.keys())
		block.AppendNewline()
		items := append([]item{}, first.items...)
		for i := range items {
			if items[i].name == r.kind.key {
				items[i] = item{name: r.kind.key, tokens: reference("each", "key")}
			}
		}
		first = &body{items: items}
	}
	return first.fill(block, all)
}

// keys are the keys of the objects of for_each.
func (r *resource) keys() hclwrite.Tokens {
	names := make([]hclwrite.Tokens, len(r.objects))
	for i, o := range r.objects {
		names[i] = quoted(o.key)
	}
	return hclwrite.TokensForFunctionCall("toset", tuple(names))
}

// imported writes the import block.
func (r *resource) imported(to *hclwrite.Body) {
	block := to.AppendNewBlock("import", nil).Body()
	address := reference(r.kind.resource, r.label)
	if !r.objects[0].instance {
		block.SetAttributeRaw("to", address)
		block.SetAttributeRaw("id", quoted(r.objects[0].key))
		return
	}
	block.SetAttributeRaw("for_each", r.keys())
	each := reference("each", "key")
	address = append(address, token('[', "["))
	address = append(address, each...)
	block.SetAttributeRaw("to", append(address, token(']', "]")))
	block.SetAttributeRaw("id", each)
}

// A file is what is written under a name.
type file struct {
	name    string
	content []byte
}

// newFile formats the content as terraform fmt does.
func newFile(name string, content *hclwrite.File) file {
	return file{name, hclwrite.Format(content.Bytes())}
}

// kindFile holds the resources of one kind, and says what is left out.
func kindFile(k *kind, advice string, resources []*resource, all addresses, left []string) (file, error) {
	content := hclwrite.NewEmptyFile()
	to := content.Body()
	if advice != "" {
		to.AppendUnstructuredTokens(comment(advice))
		to.AppendNewline()
	}
	for i, r := range resources {
		if i > 0 {
			to.AppendNewline()
		}
		if err := r.write(to, all); err != nil {
			return file{}, err
		}
	}
	for i, reason := range left {
		if i == 0 && len(resources) > 0 {
			to.AppendNewline()
		}
		to.AppendUnstructuredTokens(comment(reason))
	}
	return newFile(k.plural+".tf", content), nil
}

func importsFile(resources []*resource) file {
	content := hclwrite.NewEmptyFile()
	to := content.Body()
	to.AppendUnstructuredTokens(comment("Once these imports have been applied, this file can be deleted."))
	for _, r := range resources {
		to.AppendNewline()
		r.imported(to)
	}
	return newFile("imports.tf", content)
}

func variablesFile(variables []variable) file {
	content := hclwrite.NewEmptyFile()
	to := content.Body()
	for i, v := range variables {
		if i > 0 {
			to.AppendNewline()
		}
		block := to.AppendNewBlock("variable", []string{v.name}).Body()
		block.SetAttributeValue("description", cty.StringVal(v.description))
		block.SetAttributeRaw("type", hclwrite.TokensForIdentifier("string"))
		block.SetAttributeValue("sensitive", cty.True)
		if v.writeOnly {
			block.SetAttributeValue("ephemeral", cty.True)
		}
	}
	return newFile("variables.tf", content)
}

// released is a version that a constraint can be made of.
var released = regexp.MustCompile(`^v?(\d+\.\d+)\.\d+$`)

func versionsFile(version, pgutilSource string) file {
	content := hclwrite.NewEmptyFile()
	terraform := content.Body().AppendNewBlock("terraform", nil).Body()
	terraform.SetAttributeValue("required_version", cty.StringVal(">= 1.11"))
	terraform.AppendNewline()
	provider := map[string]cty.Value{"source": cty.StringVal("proget-community/proget")}
	if match := released.FindStringSubmatch(version); match != nil {
		provider["version"] = cty.StringVal("~> " + match[1])
	}
	terraform.AppendNewBlock("required_providers", nil).Body().SetAttributeValue("proget", cty.ObjectVal(provider))
	content.Body().AppendNewline()
	if pgutilSource == "" {
		content.Body().AppendUnstructuredTokens(comment("The server and the key come from the environment variables PROGET_URL and PROGET_API_KEY."))
		content.Body().AppendUnstructuredTokens(hclwrite.Tokens{token(hclsyntax.TokenIdent, "provider \"proget\" {}\n")})
		return newFile("versions.tf", content)
	}
	settings := content.Body().AppendNewBlock("provider", []string{"proget"}).Body()
	settings.SetAttributeValue("pgutil_source", cty.StringVal(pgutilSource))
	return newFile("versions.tf", content)
}
