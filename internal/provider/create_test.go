package provider_test

import (
	"fmt"
	"maps"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// firstError is the first error, or nothing.
func firstError(diags diagnostics) (attribute, summary, detail string) {
	for _, d := range diags.Errors() {
		return tftest.AttributeOf(d), d.Summary, d.Detail
	}
	return "", "", ""
}

// Terraform does not take over what it did not create: it says how to import it,
// and sends nothing.
func TestCreateNeverAdopts(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		if k.theirs == nil {
			continue
		}
		hosts := k.hosts()
		for _, profile := range fakeproget.Profiles {
			if k.on(profile) {
				hosts[profile+", without case"] = fakeproget.Options{Profile: profile, CaseInsensitiveNames: true}
			}
		}
		for name, options := range hosts {
			for _, recased := range []bool{false, true} {
				if recased && !options.CaseInsensitiveNames && !k.anyCase {
					continue
				}
				t.Run(fmt.Sprintf("%s on %s, %t", k, name, recased), func(t *testing.T) {
					t.Parallel()
					k.refusesTaken(t, k.served(t, options), recased, options.RecaseSets)
				})
			}
		}
	}
}

// refusesTaken requires that a creation under a key that exists is refused.
// loud servers answer in upper case.
func (k *kind) refusesTaken(t *testing.T, s *server, recased, loud bool) {
	t.Helper()
	k.change(s, k.before, k.theirs)
	id := k.made(s, k.before)[0]
	before, config := k.all(s), k.before
	if recased {
		config = k.recased(config)
	}
	e := connect(t, s, nil)
	o, diags := e.Apply(t, k.resource, e.Absent(k.resource), config)
	attribute, summary, detail := firstError(diags)
	if loud && k.put != nil {
		id = strings.Replace(id, "user:x", "user:X", 1)
	}
	if k.lasting {
		id = k.name(config) // the server finds it, and nothing tells what it calls it
	}
	asked := k.name(config)
	if k.put != nil {
		asked = fmt.Sprintf("group:%s/user:%s", config["group"], config["user"])
	}
	existing := fmt.Sprintf("%q already exists", id)
	if asked != id {
		existing = fmt.Sprintf("already exists as %q", id)
	}
	if attribute != k.chosen() || !strings.HasSuffix(summary, existing) ||
		!strings.Contains(detail, "import {\n    to = "+k.resource+".<name>\n    id = "+fmt.Sprintf("%q", id)) {
		t.Errorf("want the error that it %s, with an import block, got\n%s", existing, diags)
	}
	if !o.State.IsNull() {
		t.Error("it was adopted")
	}
	if diff := cmp.Diff(before, k.all(s)); diff != "" || len(s.writes()) > 0 {
		t.Errorf("it sends %v and changes\n%s", s.writes(), diff)
	}
}

// The import block of the error works.
func TestAccImportAfterConflict(t *testing.T) {
	t.Parallel()
	s := serve(t, fakeproget.Options{})
	s.Put("connectors", "a", map[string]any{"feedType": "nuget", "url": nuget, "timeout": 99})
	const config = `
resource "proget_connector" "mine" {
  name      = "a"
  feed_type = "nuget"
  url       = "https://api.nuget.org/v3/index.json"
}
`
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: s.Block + config, ExpectError: regexp.MustCompile(`(?s)Connector "a" already exists.*import \{\s+to = proget_connector\.<name>\s+id = "a"\s+\}`)},
			{
				Config:           s.Block + config + "import {\n  to = proget_connector.mine\n  id = \"a\"\n}\n",
				ConfigPlanChecks: ends(plannedChanges{resource: "proget_connector", want: map[string][]string{"proget_connector.mine": nil}}),
				Check:            resource.TestCheckResourceAttr("proget_connector.mine", "timeout", "99"),
			},
		},
	})
}

// What ProGet refuses is shown on the attribute that it is about.
func TestRefusals(t *testing.T) {
	t.Parallel()
	connector := values{"name": "a", "feed_type": "nuget", "url": nuget}
	feed := values{"name": "a", "feed_type": "nuget"}
	with := func(base values, more values) values {
		all := maps.Clone(base)
		maps.Copy(all, more)
		return all
	}
	tests := []struct {
		resource  string
		config    values
		attribute string
		says      string
	}{
		{"proget_connector", with(connector, values{"timeout": 3_000_000_000}), "timeout", "timeout is too large"},
		{"proget_connector", with(connector, values{"feed_type": "nougat"}), "feed_type", "feed type"},
		{"proget_connector", with(connector, values{"name": "a/b"}), "name", "URL escaping"},
		{"proget_feed", with(feed, values{"connectors": []string{"missing"}}), "connectors", "connector 'missing' does not exist"},
		{"proget_feed", with(feed, values{"packages_path": "relative"}), "packages_path", "packagesPath must be an absolute path"},
		{"proget_feed", with(feed, values{"feed_type": "nougat"}), "feed_type", "feed type"},
		{"proget_feed", with(feed, values{"retention_rule": []any{values{"delete_cached": true}, values{"keep_versions_count": 3_000_000_000}}}), "retention_rule", "At retention_rule[1].keep_versions_count: retentionRules[1].keepVersionsCount is too large"},
		{"proget_feed", with(feed, values{"package_filters": values{"a": "<a/>"}}), "package_filters", "packageFilters[a] is not persisted XML"},
	}
	for _, tt := range tests {
		t.Run(tt.attribute, func(t *testing.T) {
			t.Parallel()
			s := serve(t, fakeproget.Options{})
			e := connect(t, s, nil)
			o, diags := e.Apply(t, tt.resource, e.Absent(tt.resource), tt.config)
			attribute, summary, detail := firstError(diags)
			if attribute != tt.attribute || !strings.HasPrefix(summary, "Unable to create") || !strings.Contains(detail, tt.says) {
				t.Errorf("want an error at %s that says %q, got\n%s", tt.attribute, tt.says, diags)
			}
			if !o.State.IsNull() {
				t.Error("what was refused is in the state")
			}
		})
	}
}

// A property that is accepted but not stored is an error that names it and the
// version, at creation and at update, and the state tells the truth.
func TestIgnoredProperties(t *testing.T) {
	t.Parallel()
	for _, k := range wholeKinds("2026") {
		m := k.matrix
		for _, r := range k.rows("2026") {
			if r.unsent || r.secret || r.attribute == "metadata_cache_minutes" || r.attribute == "metadata_cache_count" {
				continue
			}
			t.Run(m.resource+" "+r.attribute, func(t *testing.T) {
				t.Parallel()
				s := k.served(t, fakeproget.Options{Profile: "2026", IgnoreProperties: []string{r.wireName()}})
				config := maps.Clone(k.whole)
				if r.otherwise != "" {
					config[r.attribute] = decode(r.otherwise)
				}
				changed := maps.Clone(config)
				changed[r.attribute] = decode(r.set)
				e := connect(t, s, nil)
				ignored := func(deed string, diags diagnostics) {
					t.Helper()
					attribute, summary, detail := firstError(diags)
					if attribute != r.attribute || !strings.Contains(summary, "did not store "+r.attribute) || !strings.Contains(detail, "ProGet 2026.12") {
						t.Errorf("%s: want an error at %s with the version, got\n%s", deed, r.attribute, diags)
					}
				}
				o, diags := e.Apply(t, m.resource, e.Absent(m.resource), changed)
				ignored("create", diags)
				if o.State.IsNull() {
					t.Fatal("the object exists but is not in the state")
				}
				e = connect(t, s, nil)
				read, diags := e.Read(t, m.resource, o)
				noErrors(t, diags)
				if got, want := fmt.Sprint(o.Get(t, r.attribute)), fmt.Sprint(read.Get(t, r.attribute)); got != want {
					t.Errorf("the state says %s, the server %s", got, want)
				}
				_, diags = e.Apply(t, m.resource, read, changed)
				ignored("update", diags)
			})
		}
	}
}

// What a server fills in on its own is corrected in the same apply.
func TestFilledIn(t *testing.T) {
	t.Parallel()
	for _, k := range wholeKinds("2026") {
		m := k.matrix
		for _, r := range k.rows("2026") {
			if r.unsent || r.secret || r.keeps || r.standard != "" || r.otherwise != "" {
				continue
			}
			for _, insists := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s %s %t", m.resource, r.attribute, insists), func(t *testing.T) {
					t.Parallel()
					s := k.served(t, fakeproget.Options{Profile: "2026", FillIn: map[string]any{r.wireName(): decode(r.wire(r.set))}, FillInAlways: insists})
					e := connect(t, s, nil)
					o, diags := e.Apply(t, m.resource, e.Absent(m.resource), k.whole)
					noErrors(t, diags)
					if got := none(o.Get(t, r.attribute)); got != nil { // no block is an empty list
						t.Errorf("the state has %v, which was not planned", got)
					}
					warned := strings.Contains(diags.String(), fmt.Sprintf("at %q: ProGet sets %s of", r.attribute, r.attribute))
					if warned != insists {
						t.Errorf("the server insists: %t, but diagnostics are\n%s", insists, diags)
					}
					object, _ := s.Get(m.kind, fmt.Sprint(k.whole[m.key]))
					if stored := none(object[r.wireName()]); (stored != nil) != insists {
						t.Errorf("the server insists: %t, but has %v: if null keeps it, the pair needs ClearedBy", insists, stored)
					}
				})
			}
		}
	}
}
