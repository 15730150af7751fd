package crud

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// problem is the diagnostic of a failed request. It is put on the attribute that ProGet complains about.
func (c *connection[M, T]) problem(action, key string, err error, sent field.Pairs) diag.Diagnostic {
	summary := fmt.Sprintf("Unable to %s %s %q", action, c.noun(), key)
	attribute, where := blame(err, sent)
	detail := Explain(err)
	if attribute == "" {
		return diag.NewErrorDiagnostic(summary, detail)
	}
	if where != attribute {
		detail = "At " + where + ": " + detail
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(attribute), summary, detail)
}

// taken is the error of a create whose name exists.
func (c *change[M, T]) taken(key string, err error) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root(c.Key),
		fmt.Sprintf("%s %q already exists", title(c.noun()), key),
		fmt.Sprintf("Terraform does not take over what it did not create. To manage the existing %s, import it:\n\n"+
			"  import {\n    to = proget_%s.<name>\n    id = %q\n  }\n\n"+
			"Otherwise choose another %s.\n\n%s", c.noun(), c.Name, key, c.Key, Explain(err)))
}

// undecided completes the error of a create of which nobody knows whether it happened.
func (c *change[M, T]) undecided(key string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(
		fmt.Sprintf("It is unknown whether %s %q exists", c.noun(), key),
		"The answer to the creation was lost and reading did not settle it. So that nothing is orphaned, the object is in the Terraform state, marked as tainted. "+
			"The next plan reads it: if it does not exist, it is created; if it does, \"terraform untaint\" keeps it as it is, otherwise it is replaced.")
}

// unverified warns that a write was done but its result could not be read.
func (c *change[M, T]) unverified(action, key string, err error) diag.Diagnostic {
	return diag.NewWarningDiagnostic(
		fmt.Sprintf("Unable to verify the %s of %s %q", action, c.noun(), key),
		"The Terraform state holds what was sent; the next plan compares it with the server.\n\n"+Explain(err))
}

// insists warns that the server fills in what the configuration leaves out.
func (c *change[M, T]) insists(key, attribute string) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root(attribute),
		fmt.Sprintf("ProGet sets %s of %s %q on its own", attribute, c.noun(), key),
		fmt.Sprintf("The configuration leaves %s out, but %s gives it a value and did not let it be reset. "+
			"Add the value to the configuration, or the next plan will show it as a change.", attribute, c.client.Server()))
}

// notStored are the errors of properties that were accepted but not stored.
func (c *change[M, T]) notStored(key string, attributes []string) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, attribute := range attributes {
		verb, advice := "store", "This version or edition probably does not support it: see the compatibility table in the provider's documentation. "+
			"Remove the attribute from the configuration or upgrade ProGet."
		if c.leftOut(attribute) {
			verb, advice = "clear", "It still has a value there. Give the attribute the value in the configuration, clear it in ProGet's user interface, or replace the object."
		}
		detail := fmt.Sprintf("%s accepted the request but did not %s %s (%s in its API). %s", c.client.Server(), verb, attribute, field.Property(attribute), advice)
		if c.prior == nil {
			detail += fmt.Sprintf("\n\nThe %s was created and is in the Terraform state, marked as tainted: \"terraform untaint\" keeps it, otherwise the next apply replaces it.", c.noun())
		}
		diags.AddAttributeError(path.Root(attribute), fmt.Sprintf("ProGet did not %s %s of %s %q", verb, attribute, c.noun(), key), detail)
	}
	return diags
}

// although warns that a creation was answered by an error but done.
func (c *change[M, T]) although(key string, err error) diag.Diagnostic {
	return diag.NewWarningDiagnostic(
		fmt.Sprintf("%s %q was created although ProGet answered with an error", title(c.noun()), key),
		"It did not exist before and is now just as it was sent, so it is in the Terraform state.\n\n"+Explain(err))
}

// blame finds the attribute that a refusal is about: the one whose property it
// names, else the only one that holds a value it quotes. It also returns the
// path that the text gives, such as retention_rules[1].keep_versions_count.
func blame(err error, sent field.Pairs) (attribute, where string) {
	if unsupported, ok := errors.AsType[*proget.UnsupportedError](err); ok {
		attribute = snake(unsupported.Property)
		if sent.Get(attribute) == nil {
			attribute = ""
		}
		return attribute, attribute
	}
	e, ok := errors.AsType[*proget.Error](err)
	if !ok || e.Text == "" || e.Outcome != proget.Refused || e.Status >= 500 {
		return "", ""
	}
	var named, quoting []string
	for _, p := range sent {
		if !p.Sent() {
			continue
		}
		// feed_type is feedType in JSON and "feed type" in prose. A path in JSON may
		// begin with $. as .NET writes it; after any other dot it is a member of something else.
		property := regexp.MustCompile(`(?i)(?:^|\$\.|[^\w.])` + strings.ReplaceAll(p.Name(), "_", "[ _-]?") + `\b((?:\[[^\]]+\]|\.\w+)*)`)
		if match := property.FindStringSubmatch(e.Text); match != nil {
			named = append(named, p.Name())
			where = p.Name() + snake(match[1])
		}
		if quotes(e.Text, p) {
			quoting = append(quoting, p.Name())
		}
	}
	switch {
	case len(named) == 1:
		return named[0], where
	case len(quoting) == 1:
		return quoting[0], quoting[0]
	}
	return "", ""
}

var quoted = regexp.MustCompile(`['"]([^'"]+)['"]`)

// quotes reports whether a text quotes a string that the pair sends.
func quotes(text string, p field.Pair) bool {
	wire, err := json.Marshal(p.Wire())
	if err != nil {
		return false
	}
	for _, match := range quoted.FindAllStringSubmatch(text, -1) {
		value, err := json.Marshal(match[1])
		if err == nil && bytes.Contains(wire, value) {
			return true
		}
	}
	return false
}

// snake turns a property's path into the attribute's. What is in brackets stays.
func snake(property string) string {
	var b strings.Builder
	begins, inside := true, false
	for _, r := range property {
		switch {
		case r == '[' || r == ']':
			inside = r == '['
		case !inside && unicode.IsUpper(r):
			if !begins {
				b.WriteByte('_')
			}
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
		begins = r == '.'
	}
	return b.String()
}

// title begins a sentence.
func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
