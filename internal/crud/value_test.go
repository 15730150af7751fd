package crud_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// show writes a value as JSON; null is "".
func show(t *testing.T, v tftypes.Value) string {
	t.Helper()
	values, _ := tftest.Plain(t, v).(tftest.Values)
	return encoded(t, values)
}

// encoded writes values as JSON, without nulls and without the empty lists that blocks are which nobody wrote.
func encoded(t *testing.T, values tftest.Values) string {
	t.Helper()
	if values == nil {
		return ""
	}
	data, err := json.Marshal(without(values))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// without leaves out of a value what says nothing.
func without(value any) any {
	switch v := value.(type) {
	case tftest.Unknown:
		return "(unknown)"
	case []any:
		all := make([]any, len(v))
		for i, e := range v {
			all[i] = without(e)
		}
		return all
	case tftest.Values:
		members := tftest.Values{}
		for name, e := range v {
			if blocks, ok := e.([]any); e != nil && (name != "parts" || !ok || len(blocks) > 0) {
				members[name] = without(e)
			}
		}
		return members
	}
	return value
}

func said(diags tftest.Diagnostics) []string {
	var texts []string
	for _, d := range diags {
		text := strings.ToLower(d.Severity.String())
		if attribute := tftest.AttributeOf(d); attribute != "" {
			text += " at " + attribute
		}
		texts = append(texts, text+": "+d.Summary)
	}
	return texts
}

func details(diags []*tfprotov6.Diagnostic) string {
	var b strings.Builder
	for _, d := range diags {
		b.WriteString(d.Detail + "\n")
	}
	return b.String()
}
