package provider_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// imported puts the objects into a fresh server and imports them all: nothing
// else may be planned but what an import cannot know, and nothing sent.
func (w *walk) imported(t *testing.T) {
	rows := slices.DeleteFunc(slices.Clone(w.rows), func(r row) bool { return r.always.unknown })
	w.cases += len(rows)
	w = &walk{matrix: w.matrix, profile: w.profile, stored: w.stored, rows: rows}
	s := w.serve(t)
	var blocks strings.Builder
	plans := plannedChanges{resource: w.resource, want: map[string][]string{}}
	for _, r := range w.rows {
		s.Put(w.kind, r.name(), w.stored[r.name()])
		fmt.Fprintf(&blocks, "import {\n  to = %s\n  id = %q\n}\n", w.address(r), r.name())
		plans.want[w.address(r)] = nil
		if value := r.always.value(r); value != "" && (r.secret || r.tokens || r.unsent || r.elsewhere || value == r.empty) {
			plans.want[w.address(r)] = []string{r.attribute}
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             w.gone(s),
		Steps: []resource.TestStep{{
			Config:           s.with(w.settings) + blocks.String() + w.config(stage{}),
			ConfigPlanChecks: ends(plans),
			Check: func(*terraformState) error {
				for _, r := range s.Requests() {
					if c, ok := w.change(r); ok && plans.want[w.resource+"."+c.name] == nil {
						return fmt.Errorf("import sends %s %s %s", r.Method, r.Path, r.Body)
					}
				}
				return nil
			},
		}},
	})
}

// drifted changes every attribute behind Terraform's back: to another value, to
// nothing, and from nothing to a value. The next plan has to name the
// attribute, and its apply to heal it.
func (w *walk) drifted(t *testing.T) {
	s := w.serve(t)
	drifts := []struct {
		stage stage              // that is configured
		wire  func(r row) string // that is put behind Terraform's back, "" for nothing
	}{
		{set, func(r row) string { return r.wire(r.changed) }},
		{set, func(r row) string { return r.wire(or(r.otherwise, r.standard)) }},
		{nothing, func(r row) string { return r.wire(r.set) }},
	}
	var steps []resource.TestStep
	for n, drift := range drifts {
		plans := plannedChanges{resource: w.resource, want: map[string][]string{}, may: map[string][]string{}}
		cells := make([]cell, len(w.rows))
		for i, r := range w.rows {
			cells[i] = r.next(cell{}, drift.stage)
			plans.may[w.address(r)] = r.also
			plans.want[w.address(r)] = []string{r.attribute}
			if w.unseen(r, drift.stage, drift.wire(r)) {
				plans.want[w.address(r)] = nil
			} else {
				w.cases++
			}
		}
		if n != 1 { // the first drift is healed
			steps = append(steps, resource.TestStep{Config: s.with(w.settings) + w.config(drift.stage)})
		}
		steps = append(steps,
			resource.TestStep{
				PreConfig: func() {
					for _, r := range w.rows {
						if wire := drift.wire(r); !r.secret && !r.tokens && !r.unsent && (wire != "" || !r.keeps) {
							var value any
							if wire != "" {
								value = decode(wire)
							}
							s.Put(w.kind, r.name(), map[string]any{r.wireName(): value})
						}
					}
				},
				Config:           s.with(w.settings) + w.config(drift.stage),
				ConfigPlanChecks: ends(plans),
				Check: func(*terraformState) error {
					var errs []error
					for i, r := range w.rows {
						if !r.secret && !(r.elsewhere && drift.stage.name == nothing.name) {
							errs = append(errs, w.checkStored(s, r, cells[i]))
						}
					}
					return errors.Join(errs...)
				},
			})
	}
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: factories, Steps: steps, CheckDestroy: w.gone(s)})
}

// unseen reports whether a change made elsewhere does not concern Terraform:
// nobody tells secrets, and what the configuration leaves out is the server's
// choice where it is computed.
func (w *walk) unseen(r row, stage stage, wire string) bool {
	return r.secret || r.tokens || r.unsent || r.elsewhere && stage.name == nothing.name || r.keeps && (stage.name == nothing.name || wire == "") || r.wire(stage.value(r)) == wire
}
