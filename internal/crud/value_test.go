package crud_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func members(t *testing.T, v tftypes.Value) map[string]tftypes.Value {
	t.Helper()
	return as[map[string]tftypes.Value](t, v)
}

// show writes a value as JSON, without nulls and without the empty lists that blocks are which nobody wrote.
func show(t *testing.T, v tftypes.Value) string {
	t.Helper()
	if v.IsNull() {
		return ""
	}
	data, err := json.Marshal(plain(t, v))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func plain(t *testing.T, v tftypes.Value) any {
	t.Helper()
	switch typ := v.Type(); {
	case v.IsNull():
		return nil
	case !v.IsKnown():
		return "(unknown)"
	case typ.Is(tftypes.String):
		return as[string](t, v)
	case typ.Is(tftypes.Bool):
		return as[bool](t, v)
	case typ.Is(tftypes.Number):
		n := as[big.Float](t, v)
		return json.Number(n.Text('f', -1))
	case typ.Is(tftypes.Object{}):
		m := map[string]any{}
		for name, member := range members(t, v) {
			if !member.IsNull() && (name != "parts" || !noBlocks(member)) {
				m[name] = plain(t, member)
			}
		}
		return m
	}
	all := []any{}
	for _, e := range as[[]tftypes.Value](t, v) {
		all = append(all, plain(t, e))
	}
	if v.Type().Is(tftypes.Set{}) {
		slices.SortFunc(all, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	}
	return all
}

// noBlocks reports whether a value is an empty list.
func noBlocks(v tftypes.Value) bool {
	return v.IsKnown() && v.Equal(tftypes.NewValue(v.Type(), []tftypes.Value{}))
}

func as[T any](t *testing.T, v tftypes.Value) (w T) {
	t.Helper()
	if err := v.As(&w); err != nil {
		t.Fatal(err)
	}
	return w
}

func said(diags []*tfprotov6.Diagnostic) []string {
	var texts []string
	for _, d := range diags {
		text := strings.ToLower(d.Severity.String())
		if len(d.Attribute.Steps()) > 0 {
			text += " at " + strings.TrimSuffix(strings.TrimPrefix(d.Attribute.String(), `AttributeName("`), `")`)
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

func failed(diags []*tfprotov6.Diagnostic) bool {
	return slices.ContainsFunc(diags, func(d *tfprotov6.Diagnostic) bool { return d.Severity == tfprotov6.DiagnosticSeverityError })
}
