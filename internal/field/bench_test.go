package field_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// The time for each element has to stay the same, however many there are.
func BenchmarkPairs(b *testing.B) {
	grown := map[string]func(n int) (old, changed thing, told wire){
		"objects": func(n int) (thing, thing, wire) {
			ns, parts := make([]nested, n), make([]part, n)
			for i := range n {
				id := "id" + strconv.Itoa(i)
				ns[i] = nested{URL: str("u"), Count: num(int64(i)), Switch: falsly, IDs: set(id, "b", "c")}
				parts[i] = part{URL: proget.Of("u"), Count: proget.Of(int64(i)), IDs: proget.Of([]string{"c", "b", id})}
			}
			old := thing{Objects: objects(ns...)}
			ns[n-1].URL = str("v")
			return old, thing{Objects: objects(ns...)}, wire{Objects: proget.Of(parts)}
		},
		"map": func(n int) (thing, thing, wire) {
			pairs, told := make([]string, 2*n), map[string]string{}
			for i := range n {
				key := "key" + strconv.Itoa(i)
				pairs[2*i], pairs[2*i+1], told[key] = key, "v", "v"
			}
			old := thing{Map: mapOf(pairs...)}
			pairs[2*n-1] = "w"
			return old, thing{Map: mapOf(pairs...)}, wire{Map: proget.Of(told)}
		},
		"set": func(n int) (thing, thing, wire) {
			told, elements := make([]string, n), make([]string, n)
			for i := range n {
				told[n-1-i], elements[i] = "e"+strconv.Itoa(i), "E"+strconv.Itoa(i)
			}
			old := thing{Set: field.StringSetOf(elements)}
			elements[n-1] = "other"
			return old, thing{Set: field.StringSetOf(elements)}, wire{Set: proget.Of(told)}
		},
	}
	for _, c := range []struct {
		kind  string
		sizes []int
	}{{"objects", []int{10, 100, 200}}, {"map", []int{10, 100, 500}}, {"set", []int{10, 100, 500}}} {
		for _, n := range c.sizes {
			old, changed, told := grown[c.kind](n)
			ctx := b.Context()
			for _, direction := range []struct {
				name string
				run  func()
			}{
				{"receive", func() { m := old; _, _ = bind(m.typed(), &told).Receive(ctx) }},
				{"receive_drift", func() { m := changed; _, _ = bind(m.typed(), &told).Receive(ctx) }},
				{"send", func() {
					_ = bind(changed.typed(), new(wire)).Send(ctx, bind(old.typed(), new(wire)), bind(changed.typed(), new(wire)))
				}},
				{"plan", func() {
					m := changed
					_ = bind(m.typed(), new(wire)).Plan(ctx, bind(old.typed(), new(wire)), bind(changed.typed(), new(wire)))
				}},
			} {
				b.Run(fmt.Sprintf("%s/%s/%d", direction.name, c.kind, n), func(b *testing.B) {
					for b.Loop() {
						direction.run()
					}
					b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/element")
				})
			}
		}
	}
}
