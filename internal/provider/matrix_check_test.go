package provider_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/field"
)

type (
	terraformState = terraform.State
	request        = fakeproget.Request
)

// cell is one row after one stage.
type cell struct {
	value  string // in the state, "" for nothing
	stored string // JSON, "" for nothing and chosen for the server's choice
}

const chosen = `"(the server chooses)"`

// next is the cell of a row after a stage.
func (r row) next(before cell, stage stage) cell {
	value := stage.value(r)
	switch {
	case value != "" && value != r.empty:
		return cell{value, r.wire(value)}
	case value != "":
		return cell{value, ""}
	case r.standard != "":
		return cell{r.standard, r.wire(r.standard)}
	case r.keeps && before.value != "":
		return before
	case r.keeps && !r.unsent:
		return cell{value, chosen}
	}
	return cell{value, ""}
}

// wire is what is stored for a value.
func (r row) wire(value string) string {
	if r.unsent {
		return ""
	}
	if stored, ok := r.stored[value]; ok {
		return stored
	}
	return value
}

func (r row) wireName() string { return or(r.property, field.Property(r.attribute)) }

// reset is what is sent for nothing.
func (r row) reset() any {
	switch {
	case r.unset != "":
		return decode(r.unset)
	case strings.HasPrefix(r.wire(r.set), "["):
		return []any{}
	case strings.HasPrefix(r.wire(r.set), "{"):
		return map[string]any{}
	}
	return nil
}

// change is a request that writes.
type change struct {
	verb string // create, update or delete
	name string
	body map[string]any
}

// managedChange reads a request of the management API.
func managedChange(r request) (change, bool) {
	parts := strings.Split(strings.TrimPrefix(r.Path, "/api/management/"), "/")
	if r.Method == http.MethodGet || len(parts) < 2 {
		return change{}, false
	}
	c := change{verb: parts[1]}
	_ = json.Unmarshal(r.Body, &c.body) // a deletion has none
	if c.verb == "create" {
		c.name, _ = c.body["name"].(string)
	} else if len(parts) > 2 {
		c.name = parts[2]
	}
	return c, true
}

// check compares what was sent and what is stored with what a stage should have done.
func (w *walk) check(s *server, first bool, before, after []cell) error {
	wrote := map[string][]change{}
	for _, r := range s.Requests() {
		if c, ok := w.change(r); ok {
			wrote[c.name] = append(wrote[c.name], c)
		}
	}
	var errs []error
	for i, r := range w.rows {
		errs = append(errs, w.checkSent(r, first, before[i], after[i], wrote[r.name()]), w.checkStored(s, r, after[i]))
		delete(wrote, r.name())
	}
	for name, changes := range wrote {
		errs = append(errs, fmt.Errorf("%s was written for no reason: %v", name, changes))
	}
	return errors.Join(errs...)
}

// checkSent requires one request where the stored value changes, with the
// changed property alone, and none where it does not.
func (w *walk) checkSent(r row, first bool, before, after cell, got []change) error {
	property := r.wireName()
	value := r.reset()
	if after.stored != "" {
		value = decode(or(r.sent[after.value], after.stored))
	}
	switch {
	case first:
		if len(got) != 1 || got[0].verb != "create" {
			return fmt.Errorf("%s: want one creation, got %v", r.name(), got)
		}
		sent, is := got[0].body[property]
		if want := after.stored != "" && after.stored != chosen; is != want {
			return fmt.Errorf("%s: creation has %s: %t, want %t", r.name(), property, is, want)
		} else if want && !reflect.DeepEqual(sent, value) {
			return fmt.Errorf("%s: creation has %s %v, want %v", r.name(), property, sent, value)
		}
		return nil
	case before.stored == after.stored:
		if len(got) > 0 {
			return fmt.Errorf("%s: want no request, got %v", r.name(), got)
		}
		return nil
	}
	if len(got) != 1 || got[0].verb != "update" {
		return fmt.Errorf("%s: want one update, got %v", r.name(), got)
	}
	sent := maps.Clone(got[0].body)
	for _, other := range r.also {
		delete(sent, field.Property(other))
	}
	if list, ok := positions(sent[property]); ok && r.unset == "[]" {
		sent[property] = list // the form that servers before 2022 want; which it is shows in their first answer
	}
	if diff := cmp.Diff(map[string]any{property: value}, sent); diff != "" {
		return fmt.Errorf("%s: update (-want +got):\n%s", r.name(), diff)
	}
	return nil
}

func (w *walk) checkStored(s *server, r row, after cell) error {
	object, ok := s.Get(w.kind, r.name())
	if !ok {
		return fmt.Errorf("%s is not on the server", r.name())
	}
	return r.checkIn(object, after)
}

// checkIn compares the row's property of an object.
func (r row) checkIn(object map[string]any, after cell) error {
	if after.stored == chosen {
		return nil
	}
	var want any
	if after.stored != "" {
		want = decode(after.stored)
	}
	if diff := cmp.Diff(none(want), none(object[r.wireName()])); diff != "" {
		return fmt.Errorf("%s: stored %s (-want +got):\n%s", r.name(), r.wireName(), diff)
	}
	return nil
}

// plans expects what a stage changes: of every object, the attribute of its row.
func (w *walk) plans(first bool, stage stage, before, after []cell) plannedChanges {
	want := plannedChanges{resource: w.resource, want: map[string][]string{}, may: map[string][]string{}}
	for i, r := range w.rows {
		address := w.address(r)
		want.may[address] = r.also
		switch {
		case first:
			want.want[address] = []string{"create"}
		case r.at(stage).unknown || before[i].value != after[i].value:
			want.want[address] = []string{r.attribute}
		default:
			want.want[address] = nil
		}
	}
	return want
}

// plannedChanges expects of every object of a type the attributes that change,
// or the action if it is no update.
type plannedChanges struct {
	resource string
	want     map[string][]string
	may      map[string][]string // change as well
}

func (p plannedChanges) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	got := map[string][]string{}
	for _, rc := range req.Plan.ResourceChanges {
		if rc.Type != p.resource {
			continue
		}
		switch actions := rc.Change.Actions; {
		case actions.NoOp():
			got[rc.Address] = nil
		case actions.Update():
			got[rc.Address] = slices.DeleteFunc(differing(rc.Change.Before, rc.Change.After, rc.Change.AfterUnknown), func(name string) bool {
				return slices.Contains(p.may[rc.Address], name)
			})
		case actions.Replace():
			got[rc.Address] = []string{"replace"}
		case actions.Create():
			got[rc.Address] = []string{"create"}
		default:
			got[rc.Address] = []string{fmt.Sprint(actions)}
		}
	}
	if diff := cmp.Diff(p.want, got); diff != "" {
		resp.Error = fmt.Errorf("planned changes (-want +got):\n%s", diff)
	}
}

// differing are the attributes that a plan changes.
func differing(before, after, afterUnknown any) []string {
	was, _ := before.(map[string]any)
	becomes, _ := after.(map[string]any)
	unknown, _ := afterUnknown.(map[string]any)
	names := map[string]bool{}
	for name := range was {
		names[name] = !reflect.DeepEqual(was[name], becomes[name])
	}
	for name := range becomes {
		names[name] = names[name] || !reflect.DeepEqual(was[name], becomes[name])
	}
	for name, u := range unknown {
		names[name] = names[name] || isUnknown(u)
	}
	return slices.Sorted(func(yield func(string) bool) {
		for name, differs := range names {
			if differs && !yield(name) {
				return
			}
		}
	})
}

// isUnknown reports whether anything in a value is unknown.
func isUnknown(value any) bool {
	switch v := value.(type) {
	case bool:
		return v
	case []any:
		return slices.ContainsFunc(v, isUnknown)
	case map[string]any:
		return slices.ContainsFunc(slices.Collect(maps.Values(v)), isUnknown)
	}
	return false
}

// keep remembers the objects.
func (w *walk) keep(s *server) {
	for _, r := range w.rows {
		w.stored[r.name()], _ = s.Get(w.kind, r.name())
	}
}

// gone requires that nothing of the rows is left.
func (w *walk) gone(s *server) func(*terraformState) error {
	return func(*terraformState) error {
		for _, r := range w.rows {
			if _, ok := s.Get(w.kind, r.name()); ok {
				return fmt.Errorf("%s was not deleted", r.name())
			}
		}
		return nil
	}
}

// positions turns a map whose keys are positions into a list.
func positions(value any) ([]any, bool) {
	m, ok := value.(map[string]any)
	list := make([]any, len(m))
	for i := range list {
		if list[i], ok = m[strconv.Itoa(i)]; !ok {
			return nil, false
		}
	}
	return list, ok
}

// none makes everything that says nothing one.
func none(value any) any {
	switch v := value.(type) {
	case string:
		if v == "" {
			return nil
		}
	case []any:
		if len(v) == 0 {
			return nil
		}
	case map[string]any:
		if len(v) == 0 {
			return nil
		}
	}
	return value
}

// decode reads the JSON of a table.
func decode(text string) any {
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		panic(fmt.Sprintf("%s: %v", text, err))
	}
	return value
}
