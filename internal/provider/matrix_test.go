package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// How the matrix works. Read this before you add a row.
//
// An attribute can be left out ("nothing"), hold one value ("set"), hold another
// ("changed"), hold the explicit way to write nothing, such as "" or []
// ("emptied"), or get a value that is unknown while it is planned. A row says
// what these values are for one attribute; a stage says which of them all rows
// are given; a cell is what then has to be in the state and on the server:
//
//	row \ stage      nothing    set        changed     emptied    ...
//	timeout          (chosen)   30         0           -          keeps: nothing keeps what is there
//	filters          -          [a,b]      [b]         []         nothing and [] are both sent as []
//	password         -          "first"    "second"    ""         secret: compared on the server, not in answers
//
// From one cell to the next everything follows that the matrix requires: if the
// values differ, the plan names this attribute and no other; if what is stored
// differs, one request updates this property and no other, and else there is
// none; then a refresh and a plan show no change. So a row is a complete
// specification of an attribute, and a test of the forty or so ways it can go:
//
//	direct       every stage after the other, on every profile, without Terraform (where a newer profile has the row: a sample)
//	transitions  the same with Terraform, all rows in one configuration, on the newest profile of the row
//	created      objects that begin with each of the values (begin makes a row of each)
//	imported     those objects put into another server and imported: the plan is empty but for what no import knows
//	drifted      every property changed behind Terraform's back: the plan names the attribute, the apply heals it
//
// To add an attribute, add its row to the matrix of its resource. Where the
// attribute behaves otherwise than ProGet's own conventions, the row's fields
// say how. A failure names the row, as in "timeout: update (-want +got)".

// A matrix takes every attribute of a resource through all that can be done to
// it. One configuration holds an object for each row, so that a step of
// Terraform shows a step of all of them.
type matrix struct {
	resource string                       // proget_connector
	kind     string                       // of the fake, and in the paths of the API: connectors
	key      string                       // the attribute that names an object
	base     string                       // HCL of the other required attributes
	settings string                       // HCL of the provider
	prepare  func(s *server)              // makes what the objects refer to
	change   func(request) (change, bool) // reads a request that writes
	rows     []row
}

// A row is one attribute and what it is given. Values are JSON, which HCL reads
// as well. "Nothing" is that the attribute is left out.
type row struct {
	attribute string
	variant   string   // tells rows of the same attribute apart
	profiles  []string // that have the attribute, all of them if empty
	with      string   // HCL that the object always has
	base      string   // HCL in place of the matrix's base
	block     bool     // the attribute is a block

	set, changed string
	empty        string // another way to write nothing
	otherwise    string // the value where others have nothing: the attribute is required

	property  string            // ProGet's name, if it is not the attribute's in camel case
	stored    map[string]string // what ProGet stores for a value, if not the value
	unset     string            // what is sent for nothing; by default null, [] or {}, as the values are
	sent      map[string]string // what is sent for a value, if not what is stored
	standard  string            // the value that nothing stands for
	keeps     bool              // nothing keeps what is there: optional and computed
	secret    bool              // the server does not reveal it
	tokens    bool              // the server does not reveal a part of it
	unsent    bool              // ProGet is never told
	elsewhere bool              // left out, it is another resource's: neither an import nor a refresh reads it
	also      []string          // attributes that may change along with it

	always *stage // what it is given, whatever the others are
}

// A stage is what all rows are given in one step.
type stage struct {
	name    string
	unknown bool // the values come from a resource that changes in the same step
	value   func(row) string
}

var (
	nothing   = stage{"nothing", false, func(r row) string { return r.otherwise }}
	set       = stage{"set", false, func(r row) string { return r.set }}
	changed   = stage{"changed", false, func(r row) string { return r.changed }}
	emptied   = stage{"emptied", false, func(r row) string { return or(r.empty, r.otherwise) }}
	unknown   = stage{"unknown, then set", true, set.value}
	unchanged = stage{"unknown, then changed", true, changed.value}
	unset     = stage{"unknown, then nothing", true, nothing.value}
)

// transitions are the steps of an object's life, every way that an attribute can go.
var transitions = []stage{nothing, set, changed, nothing, unknown, emptied, nothing, unchanged, unset}

// beginnings are the ways in which an object can come to be, besides with nothing.
var beginnings = []stage{set, emptied, unknown}

// run takes the rows of every profile through everything without Terraform: all
// that no newer profile has, and a sample of the others. With Terraform, whose
// part in it does not depend on the server and takes most of the time, a row
// goes through it on the newest profile that has it.
func (m *matrix) run(t *testing.T) {
	t.Helper()
	forProfiles(t, func(t *testing.T, profile string) {
		t.Helper()
		newest := m.newest(profile)
		w := m.walk(profile, slices.DeleteFunc(m.of(profile), func(r row) bool {
			isNewest := slices.ContainsFunc(newest, func(n row) bool { return n.name() == r.name() })
			return !isNewest && !sampled(profile+" "+r.name(), 4)
		}))
		t.Run("direct", func(t *testing.T) {
			w.direct(t, transitions...)
			w.direct(t, unknown, emptied)
		})
		if len(newest) > 0 {
			cli := m.walk(profile, newest)
			t.Run("transitions", func(t *testing.T) { cli.through(t, transitions...) })
			begun := m.walk(profile, begin(newest))
			if t.Run("created", func(t *testing.T) { begun.through(t, nothing) }) {
				t.Run("imported", begun.imported)
			}
			t.Run("drifted", cli.drifted)
			w.cases += cli.cases + begun.cases
		}
		t.Logf("%s, %s: %d rows, %d cases", m.resource, profile, len(w.rows), w.cases)
	})
}

func (m *matrix) walk(profile string, rows []row) *walk {
	return &walk{matrix: m, profile: profile, rows: rows, stored: map[string]map[string]any{}}
}

// newest are the rows that no newer profile has.
func (m *matrix) newest(profile string) []row {
	profiles := fakeproget.Profiles
	newer := profiles[slices.Index(profiles, profile)+1:]
	return slices.DeleteFunc(m.of(profile), func(r row) bool {
		return len(newer) > 0 && (len(r.profiles) == 0 || slices.ContainsFunc(newer, func(p string) bool { return slices.Contains(r.profiles, p) }))
	})
}

func (m *matrix) of(profile string) []row {
	return slices.DeleteFunc(slices.Clone(m.rows), func(r row) bool {
		return len(r.profiles) > 0 && !slices.Contains(r.profiles, profile)
	})
}

// begin makes a row for every beginning of an object.
func begin(rows []row) []row {
	var begun []row
	for _, beginning := range beginnings {
		for _, r := range rows {
			if beginning.name == emptied.name && r.empty == "" {
				continue
			}
			r.variant = strings.TrimSpace(r.variant + " " + beginning.name)
			r.always = &beginning
			begun = append(begun, r)
		}
	}
	return begun
}

// walk is one profile's way through a matrix.
type walk struct {
	*matrix

	profile string
	rows    []row
	cases   int
	stored  map[string]map[string]any // the objects as the fake had them when they were new
}

func (w *walk) serve(t *testing.T) *server {
	t.Helper()
	s := serve(t, fakeproget.Options{Profile: w.profile})
	if w.prepare != nil {
		w.prepare(s)
	}
	return s
}

// through applies the stages one after the other. Each has to plan what it
// changes and nothing else, to send what it changes and nothing else, and to
// end in an empty plan, before and after a refresh.
func (w *walk) through(t *testing.T, stages ...stage) {
	t.Helper()
	s := w.serve(t)
	cells := make([]cell, len(w.rows))
	steps := make([]resource.TestStep, len(stages))
	for n, stage := range stages {
		before := cells
		cells = make([]cell, len(w.rows))
		for i, r := range w.rows {
			cells[i] = r.next(before[i], r.at(stage))
		}
		w.cases += len(w.rows)
		after := cells
		steps[n] = resource.TestStep{
			PreConfig:        s.ResetRequests,
			Config:           s.with(w.settings) + w.config(stage),
			ConfigPlanChecks: ends(w.plans(n == 0, stage, before, after)),
			Check: func(*terraformState) error {
				if n == 0 {
					w.keep(s)
				}
				return w.check(s, n == 0, before, after)
			},
		}
	}
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: factories, Steps: steps, CheckDestroy: w.gone(s)})
}

// ends requires of a step that it plans as asked and leaves nothing to plan.
func ends(plans ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{
		PreApply:             plans,
		PostApplyPreRefresh:  []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
		PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
	}
}

// name of the object of a row.
func (r row) name() string {
	words := func(c rune) bool { return c == ' ' || c == ',' }
	return strings.Join(strings.FieldsFunc(r.attribute+" "+r.variant, words), "-")
}

// at is what the row is given in a stage.
func (r row) at(s stage) stage {
	if r.always != nil {
		return *r.always
	}
	return s
}

func (m *matrix) address(r row) string { return m.resource + "." + r.name() }

// config is the configuration of a stage.
func (w *walk) config(stage stage) string {
	var b, values strings.Builder
	for _, r := range w.rows {
		stage := r.at(stage)
		value := stage.value(r)
		// A single block that is there while it is unknown cannot vanish: Terraform does not expect it.
		if single := r.block && !strings.HasPrefix(r.set, "["); stage.unknown && (!single || value != "") {
			fmt.Fprintf(&values, "    %q = %s\n", r.name(), or(value, "null"))
			value = fmt.Sprintf("terraform_data.values.output[%q]", r.name())
		}
		fmt.Fprintf(&b, "resource %q %q {\n  %s = %q\n%s\n%s\n", w.resource, r.name(), w.key, r.name(), or(r.base, w.base), r.with)
		if value != "" {
			b.WriteString(r.assign(value))
		}
		b.WriteString("}\n")
	}
	if values.Len() > 0 {
		fmt.Fprintf(&b, "resource \"terraform_data\" \"values\" {\n  input = {\n%s  }\n}\n", values.String())
	}
	return b.String()
}

// assign gives the row's attribute a value, which is null if it comes from elsewhere and is nothing.
func (r row) assign(value string) string {
	if !r.block {
		return fmt.Sprintf("  %s = %s\n", r.attribute, value)
	}
	var members strings.Builder
	for _, name := range r.members() {
		fmt.Fprintf(&members, "      %s = try(%s.value.%s, null)\n", name, r.attribute, name)
	}
	return fmt.Sprintf("  dynamic %q {\n    for_each = [for v in flatten([%s]) : v if v != null]\n    content {\n%s    }\n  }\n", r.attribute, value, members.String())
}

// members are the names that the values of a block use.
func (r row) members() []string {
	names := map[string]bool{}
	for _, value := range []string{r.set, r.changed} {
		blocks, isList := decode(value).([]any)
		if !isList {
			blocks = []any{decode(value)}
		}
		for _, block := range blocks {
			for name := range block.(map[string]any) { //nolint:forcetypeassert // a block is an object
				names[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// tries notes what the row gives values to.
func (r row) tries(paths map[string]bool) {
	paths[r.attribute] = true
	if r.block {
		for _, member := range r.members() {
			paths[r.attribute+"."+member] = true
		}
	}
}

func or(text, fallback string) string {
	if text == "" {
		return fallback
	}
	return text
}
