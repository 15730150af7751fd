package tftest

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var stringList = tftypes.List{ElementType: tftypes.String}

// sample has an attribute of each sort and a block of each nesting.
var sample = &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{
	Attributes: []*tfprotov6.SchemaAttribute{
		{Name: "name", Type: tftypes.String, Required: true},
		{Name: "id", Type: tftypes.String, Computed: true},
		{Name: "size", Type: tftypes.Number, Optional: true, Computed: true},
		{Name: "secret", Type: tftypes.String, Optional: true, WriteOnly: true},
		{Name: "texts", Type: stringList, Optional: true},
	},
	BlockTypes: []*tfprotov6.SchemaNestedBlock{
		{TypeName: "one", Nesting: tfprotov6.SchemaNestedBlockNestingModeSingle, Block: inner},
		{TypeName: "many", Nesting: tfprotov6.SchemaNestedBlockNestingModeList, Block: inner},
	},
}}

var inner = &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{
	{Name: "given", Type: tftypes.Number, Optional: true, Computed: true},
	{Name: "token", Type: tftypes.String, Optional: true, WriteOnly: true},
}}

// whole is a value of the sample that has every member.
func whole(t *testing.T, v Values) tftypes.Value {
	t.Helper()
	if v == nil {
		return tftypes.NewValue(sample.ValueType(), nil)
	}
	return Build(t, sample.ValueType(), withBlocks(sample.Block, v))
}

func TestPropose(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ prior, config, want Values }{
		"creation": {
			nil,
			Values{"name": "a", "secret": "s", "one": Values{"token": "t"}, "many": []any{Values{"given": 1, "token": "t"}, Values{}}},
			Values{"name": "a", "id": Unknown{}, "size": Unknown{}, "one": Values{"given": Unknown{}}, "many": []any{Values{"given": 1}, Values{"given": Unknown{}}}},
		},
		"update": {
			Values{"name": "a", "id": "1", "size": 2, "texts": []any{"x"}, "one": Values{"given": 3}, "many": []any{Values{"given": 4}}},
			Values{"name": "b", "one": Values{}, "many": []any{Values{}, Values{}}},
			Values{"name": "b", "id": "1", "size": 2, "one": Values{"given": 3}, "many": []any{Values{"given": 4}, Values{"given": Unknown{}}}},
		},
		"blocks removed": {
			Values{"name": "a", "id": "1", "size": 2, "one": Values{"given": 3}, "many": []any{Values{"given": 4}}},
			Values{"name": "a"},
			Values{"name": "a", "id": "1", "size": 2},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := propose(t, sample.Block, whole(t, tt.prior), whole(t, tt.config))
			if diff := cmp.Diff(Plain(t, whole(t, tt.want)), Plain(t, got)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestPlanProblems(t *testing.T) {
	t.Parallel()
	base := Values{"name": "a"}
	for name, tt := range map[string]struct {
		prior, config, planned Values
		want                   string
	}{
		"as configured":            {nil, base, Values{"name": "a", "id": Unknown{}}, ""},
		"another spelling kept":    {Values{"name": "A"}, base, Values{"name": "A"}, ""},
		"another value":            {nil, base, Values{"name": "b"}, "name is configured as"},
		"a value for nothing":      {Values{"name": "a", "texts": []any{"x"}}, base, Values{"name": "a", "texts": []any{"x"}}, "texts is configured as"},
		"a write-only value":       {nil, Values{"name": "a", "secret": "s"}, Values{"name": "a", "secret": "s"}, "secret is write-only"},
		"a computed one overruled": {nil, Values{"name": "a", "size": 1}, Values{"name": "a", "size": 2}, "size is configured as"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			only(t, planProblems(t, sample, whole(t, tt.prior), whole(t, tt.config), whole(t, tt.planned)), tt.want)
		})
	}
}

func TestApplyProblems(t *testing.T) {
	t.Parallel()
	planned := Values{"name": "a", "id": Unknown{}, "texts": []any{"x", Unknown{}}, "one": Values{"given": Unknown{}}, "many": []any{Values{"given": 1}}}
	applied := func(more Values) Values {
		all := Values{"name": "a", "id": "1", "texts": []any{"x", "y"}, "one": Values{"given": 3}, "many": []any{Values{"given": 1}}}
		maps.Copy(all, more)
		return all
	}
	for name, tt := range map[string]struct {
		applied Values
		want    string
	}{
		"as planned":         {applied(nil), ""},
		"nothing":            {nil, "is not in the state"},
		"another value":      {applied(Values{"name": "b"}), "name was planned as"},
		"another element":    {applied(Values{"texts": []any{"z", "y"}}), "texts was planned as"},
		"an element less":    {applied(Values{"texts": []any{"x"}}), "texts was planned as"},
		"a block less":       {applied(Values{"one": nil}), "one was planned as"},
		"another in a block": {applied(Values{"many": []any{Values{"given": 2}}}), "many was planned as"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			only(t, applyProblems(t, whole(t, planned), whole(t, tt.applied)), tt.want)
		})
	}
	if problems := stateProblems(whole(t, planned)); len(problems) != 1 {
		t.Errorf("a state that is not known has the problems %q", problems)
	}
}

// only requires one problem with the given text, or none.
func only(t *testing.T, problems []string, want string) {
	t.Helper()
	if want == "" && len(problems) > 0 || want != "" && (len(problems) != 1 || !strings.Contains(problems[0], want)) {
		t.Errorf("problems %q, want %q", problems, want)
	}
}
