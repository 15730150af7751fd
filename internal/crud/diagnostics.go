package crud

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// problem is the diagnostic of a failed request. It is put on the attribute that ProGet complains about.
func (k *Kind[M, T]) problem(action, key string, err error, sent field.Pairs) diag.Diagnostic {
	summary := fmt.Sprintf("Unable to %s %s", action, k.noun())
	if key != "" {
		summary += " " + strconv.Quote(key)
	}
	attribute, where := blame(err, sent)
	detail := Explain(err)
	if unnamed, ok := errors.AsType[*unnamedError](err); ok {
		detail = unnamed.advice(k.Name) + "\n\n" + Explain(unnamed.error)
	}
	if attribute == "" {
		return diag.NewErrorDiagnostic(summary, detail)
	}
	if where != attribute {
		detail = "At " + where + ": " + detail
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(attribute), summary, detail)
}

// taken is the error of a create whose key exists.
func (w *write[M, T]) taken(key string, err error) diag.Diagnostic {
	reason := "Terraform does not take over what it did not create."
	if proget.MayHaveActed(err) || errors.Is(err, errTaken) || proget.IsUnchecked(err) {
		reason = "It may have been made by this creation or by somebody else: nothing shows which, so Terraform does not take it over."
	}
	detail := fmt.Sprintf("%s To manage the existing %s, import it:\n\n%s\n\n"+
		"Otherwise choose another %s. If another resource of this configuration manages it, one of the two has to go, or a moved block says that they are the same.\n\n%s",
		reason, w.kind.noun(), ImportBlock(w.kind.Name, key), w.kind.identity()[0], Explain(err))
	return diag.NewAttributeErrorDiagnostic(path.Root(w.kind.identity()[0]), w.kind.existing(w.kind.key(w.planned()), key), detail)
}

// notCreated is the error of a creation that was answered as if it had happened.
func (w *write[M, T]) notCreated(key string, there error) diag.Diagnostic {
	return diag.NewErrorDiagnostic(
		fmt.Sprintf("Unable to create %s %q", w.kind.noun(), key),
		fmt.Sprintf("The request was accepted, but afterwards there is no such %s. Perhaps something in front of ProGet answered in its place.\n\n%s", w.kind.noun(), Explain(there)))
}

// undecided completes the error of a create of which nobody knows whether it happened.
func (w *write[M, T]) undecided(key string, err error) diag.Diagnostic {
	known := "reading did not show what became of it"
	if _, gone := errors.AsType[*goneError](err); gone {
		known = "reading found none after each attempt, but one may still arrive"
	}
	return diag.NewWarningDiagnostic(
		fmt.Sprintf("It is unknown whether %s %q exists", w.kind.noun(), key),
		"The answer to the creation was lost and "+known+". So that nothing is orphaned, the object is in the Terraform state, marked as tainted. "+
			"The next plan reads it: if it does not exist, it is created; if it does, \"terraform untaint\" keeps it as it is, otherwise it is replaced.")
}

// unknown completes the error of a creation that was refused, but perhaps done
// all the same.
func (w *write[M, T]) unknown(key string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(
		fmt.Sprintf("It is unknown whether %s %q exists", w.kind.noun(), key),
		fmt.Sprintf("The creation may have been done all the same, and reading did not show what became of it. Look in ProGet: if the %s is there, delete it or import it:\n\n%s",
			w.kind.noun(), ImportBlock(w.kind.Name, key)))
}

// notRevealed and neverRevealed say that only the answer to the creation could
// have revealed an attribute.
func (w *write[M, T]) notRevealed(attribute string) string {
	return fmt.Sprintf("ProGet did not reveal %s of %s %q", attribute, w.kind.noun(), w.kind.key(w.saved()))
}

func (w *write[M, T]) neverRevealed(attribute string) string {
	return fmt.Sprintf("Only the answer to the creation could, and this one of %s did not. The %s exists, but %s is null, now and later.", w.client.Server(), w.kind.noun(), attribute)
}

// unverified warns that a write was done but its result could not be read.
func (w *write[M, T]) unverified(action, key string, err error) diag.Diagnostic {
	return diag.NewWarningDiagnostic(
		fmt.Sprintf("Unable to verify the %s of %s %q", action, w.kind.noun(), key),
		"The Terraform state holds what was sent; the next plan compares it with the server.\n\n"+Explain(err))
}

// overridden warns that the server keeps a value that the configuration leaves out.
func (w *write[M, T]) overridden(key, attribute string) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root(attribute),
		fmt.Sprintf("ProGet sets %s of %s %q on its own", attribute, w.kind.noun(), key),
		fmt.Sprintf("The configuration leaves %s out, but %s gives it a value and did not let it be reset. "+
			"Add the value to the configuration, or the next plan will show it as a change.", attribute, w.client.Server()))
}

// notChanged is the error of a change without a plan that was accepted but not stored.
func (w *write[M, T]) notChanged(action, key, attribute string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root(attribute), fmt.Sprintf("Unable to %s %s %q", action, w.kind.noun(), key),
		fmt.Sprintf("%s accepted the request but did not store %s.", w.client.Server(), attribute))
}

// notStored are the errors of properties that were accepted but not stored.
func (w *write[M, T]) notStored(key string, attributes []string) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, attribute := range attributes {
		verb, advice := "store", "This version or edition probably does not support it: see the compatibility table in the provider's documentation. "+
			"Remove the attribute from the configuration or upgrade ProGet."
		if w.leftOut(attribute) {
			verb, advice = "clear", "It still has a value there. Give the attribute the value in the configuration, clear it in ProGet's user interface, or replace the object."
		}
		detail := fmt.Sprintf("%s accepted the request but did not %s %s (%s in its API). %s", w.client.Server(), verb, attribute, w.planned().Get(attribute).Property(), advice)
		if w.prior == nil {
			detail += fmt.Sprintf("\n\nThe %s was created and is in the Terraform state, marked as tainted: \"terraform untaint\" keeps it, otherwise the next apply replaces it.", w.kind.noun())
		}
		diags.AddAttributeError(path.Root(attribute), fmt.Sprintf("ProGet did not %s %s of %s %q", verb, attribute, w.kind.noun(), key), detail)
	}
	return diags
}

// blame finds the attribute that a refusal is about: the one whose property it
// names, else the only one that holds a value it quotes. It also returns the
// path that the text gives, such as retention_rule[1].keep_versions_count.
func blame(err error, sent field.Pairs) (attribute, where string) {
	if unsupported, ok := errors.AsType[*proget.UnsupportedError](err); ok {
		for _, p := range sent {
			if p.Property() == unsupported.Property {
				return p.Name(), p.Name()
			}
		}
		return "", ""
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
		property := regexp.MustCompile(`(?i)(?:^|\$\.|[^\w.])` + strings.ReplaceAll(dataName(p), "_", "[ _-]?") + `\b((?:\[[^\]]+\]|\.\w+)*)`)
		if match := property.FindStringSubmatch(e.Text); match != nil {
			named = append(named, p.Name())
			where = p.Name() + field.Attribute(match[1])
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
