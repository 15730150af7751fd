package provider_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
	"github.com/proget-community/terraform-provider-proget/internal/field"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

// variants are servers that do what the documents disagree on, or leave open.
var variants = []struct {
	name     string
	options  fakeproget.Options
	profiles []string // that it makes sense on; nil for all
}{
	{"as documented", fakeproget.Options{}, nil},
	{"under a path", fakeproget.Options{BasePath: "/tools/proget"}, nil},
	{"empty bodies", fakeproget.Options{EmptyBodies: true}, nil},
	{"other statuses", fakeproget.Options{CreateStatus: 202, UpdateStatus: 204}, nil},
	{"null for empty arrays", fakeproget.Options{NullArrays: true}, nil},
	{"nothing for defaults", fakeproget.Options{OmitDefaults: true}, nil},
	{"sorted sets", fakeproget.Options{Sets: fakeproget.SetsSorted}, nil},
	{"reversed sets", fakeproget.Options{Sets: fakeproget.SetsReversed}, nil},
	{"secrets echoed", fakeproget.Options{Secrets: fakeproget.EchoSecrets}, nil},
	{"secrets masked", fakeproget.Options{Secrets: fakeproget.MaskSecrets}, nil},
	// From 2024 on ProGet is taken to reveal usernames, so that a missing one is drift.
	{"no username", fakeproget.Options{OmitUsername: true}, []string{"5.2", "2023"}},
	{"rules as arrays", fakeproget.Options{RuleArrays: true}, nil},
	{"another name for variables", fakeproget.Options{VariableDictionary: true}, nil},
	{"other names for the feeds of licenses", fakeproget.Options{MisnamedLicenseFeeds: true}, nil},
	{"no ids of licenses", fakeproget.Options{NoLicenseIDs: true}, nil},
	{"licenses deleted by code", fakeproget.Options{LicenseDeleteByCode: true}, nil},
	{"both dialects of licenses", fakeproget.Options{LegacyLicenses: true}, nil},
	{"names without case", fakeproget.Options{CaseInsensitiveNames: true}, nil},
	{"names with alternates", fakeproget.Options{FollowAlternateNames: true}, nil},
	{"no version", fakeproget.Options{NoVersionHeader: true}, nil},
	{"only GET and POST", fakeproget.Options{BlockVerbs: true}, nil},
	{"Free", fakeproget.Options{Edition: "Free"}, nil},
	{"another version", fakeproget.Options{Version: "26.0.13.1"}, []string{"2026"}},
	{"another base URL", fakeproget.Options{WebBaseURL: "https://proget.example.com"}, nil},
	{"native rows as lines", fakeproget.Options{NativeLines: true}, nil},
	{"fractions", fakeproget.Options{Numbers: fakeproget.FractionNumbers}, nil},
	{"exponents", fakeproget.Options{Numbers: fakeproget.ExponentNumbers}, nil},
	{"numbers as texts", fakeproget.Options{Numbers: fakeproget.TextNumbers}, nil},
	{"odd items in listings", fakeproget.Options{ExtraItems: oddItems()}, nil},
	{"headers in lower case", fakeproget.Options{LowerCaseHeaders: true}, nil},
	{"sets in upper case", fakeproget.Options{RecaseSets: true}, nil},
	{"filters sorted", fakeproget.Options{FilterOrder: fakeproget.SetsSorted}, nil},
	{"filters reversed", fakeproget.Options{FilterOrder: fakeproget.SetsReversed}, nil},
	{"other statuses of refusals", fakeproget.Options{DuplicateStatus: 409, DeniedUpdateStatus: 401}, nil},
	{"400 for what is missing", fakeproget.Options{MissingStatus: 400}, nil},
	{"retired members", fakeproget.Options{RetiredMembers: true}, nil},
	{"a preview of later licenses", fakeproget.Options{PreviewLicenses: true}, []string{"2023"}},
	{"any names", fakeproget.Options{AnyNames: true, AnyFeedTypeName: true}, nil},
	{"more types and sources", fakeproget.Options{ExtraFeedTypes: []string{"swift"}, VulnerabilitySources: []string{"OSS Index", "PGVC", "Other"}}, nil},
	{"connectors in use", fakeproget.Options{RefuseDeleteInUse: true}, nil},
	{"inactive feeds closed", fakeproget.Options{CloseInactive: true}, nil},
	{"flat asset directories", fakeproget.Options{ShallowAssets: true}, nil},
	{"answers of keys", fakeproget.Options{HashKeys: true, CreatedKey: fakeproget.KeyLeftOut, UTCExpirations: true}, nil},
	{"keys as text", fakeproget.Options{CreatedKey: fakeproget.KeyAsText}, nil},
	{"security overwrites", fakeproget.Options{AddOverwrites: true, UpdateCreates: true, SecurityDeleteOnly: true}, nil},
	{"groups without users", fakeproget.Options{OmitMembers: []string{"users"}}, nil},
	{"storages as objects", fakeproget.Options{ObjectBodies: true, StorageMerges: true, SeparateStores: true}, nil},
	{"fewer storage types", fakeproget.Options{NoCloudStorage: true, ExtraStorageTypes: []map[string]any{{"id": "ftp", "name": "FTP", "properties": []any{}}}}, nil},
	{"license key withheld", fakeproget.Options{WithholdLicenseKey: true}, nil},
	{"settings of a file", fakeproget.Options{SettingsFile: map[string]string{"Web.BaseUrl": "https://proget.example.com"}}, nil},
	{"lists of projects", fakeproget.Options{UnknownProjectListsAll: true, ProjectDeletes: true}, nil},
}

// oddItems are what listings of every kind may hold and nobody can read: an
// object without a key, and no object. With nothing but these, a listing would
// not be believed, so that there is one with a key.
func oddItems() map[string][]any {
	items := map[string][]any{}
	for _, k := range kinds {
		if k.fake == "" {
			continue
		}
		key, odd := field.Property(k.key), any("odd")
		if k.key == "id" {
			odd = 999
		}
		items[k.fake] = []any{map[string]any{key: nil}, 7, map[string]any{key: odd}}
	}
	return items
}

// notVariants are the options that are no servers to live on, with the reason.
var notVariants = map[string]string{
	"Profile": "every variant is tried on all", "OnRequest": "is for rivals", "Now": "is a clock", "Latency": "only takes time",
	"Keys": "who may call has tests of its own", "Anonymous": "likewise", "FeedGroups": "names for keys to refer to", "FreeSecurityStatus": "needs the Free edition",
	"NativeOnly": "has no management API", "NativeResults": "is for proget_native_api", "Unlicensed": "refuses every call", "Health": "is for proget_server",
	"IgnoreProperties": "see TestIgnoredProperties", "FillIn": "see TestFilledIn", "FillInAlways": "likewise", "RenameIgnored": "see TestFeedRename",
	"LicenseWritesBroken": "refuses licenses", "BuiltInLicenses": "is a number of licenses",
}

// Every option of the fake is a variant, or has a reason not to be.
func TestEveryOptionIsTried(t *testing.T) {
	t.Parallel()
	tried := map[string]bool{}
	for _, variant := range variants {
		for field, value := range reflect.ValueOf(variant.options).Fields() {
			tried[field.Name] = tried[field.Name] || !value.IsZero()
		}
	}
	for name, is := range tried {
		if _, excused := notVariants[name]; is == excused {
			t.Errorf("option %s is tried: %t, excused: %t", name, is, excused)
		}
	}
}

// impossible are variants that leave no way together: groups could not be deleted,
// nothing would tell the new API key, or which API for licenses is not a preview.
var impossible = [][]string{
	{"only GET and POST", "security overwrites"},
	{"answers of keys", "odd items in listings"},
	{"empty bodies", "no version"},
	{"a preview of later licenses", "no version"},
}

// together reports whether a server can be of all these variants at once.
func together(names []string) bool {
	return !slices.ContainsFunc(impossible, func(set []string) bool {
		return !slices.ContainsFunc(set, func(name string) bool { return !slices.Contains(names, name) })
	})
}

// Several oddities at once, chosen at random: the same for every change, so that
// what fails is the change, and others each time in the long form.
// PROGET_TEST_SEED repeats a choice.
func TestRandomVariants(t *testing.T) {
	t.Parallel()
	seed, count := int64(1), 8
	if long() {
		seed, count = time.Now().UnixNano(), 400
	}
	if text := os.Getenv("PROGET_TEST_SEED"); text != "" {
		parsed, err := strconv.ParseInt(text, 10, 64)
		must(t, err)
		seed = parsed
	}
	t.Logf("%d servers, PROGET_TEST_SEED=%d", count, seed)
	random := rand.New(rand.NewPCG(uint64(seed), 0))
	for n := range count {
		options, names := fakeproget.Options{}, []string{}
		profile := fakeproget.Profiles[random.IntN(len(fakeproget.Profiles))]
		for range 2 + random.IntN(5) {
			variant := variants[random.IntN(len(variants))]
			if (variant.profiles == nil || slices.Contains(variant.profiles, profile)) && together(append(slices.Clip(names), variant.name)) {
				merge(&options, variant.options)
				names = append(names, variant.name)
			}
		}
		options.Profile = profile
		t.Run(fmt.Sprintf("%d %s %s", n, profile, strings.Join(names, " + ")), func(t *testing.T) {
			t.Parallel()
			for _, k := range wholeKinds(profile) {
				k.matrix.live(t, k.served(t, options), k.whole, k.rows(profile))
			}
			for _, k := range kindsOn(profile) {
				if !slices.ContainsFunc(names, func(name string) bool { return k.unfit[name] != "" }) {
					k.life(t, k.served(t, options))
				}
			}
		})
	}
}

// merge sets the options that others set.
func merge(options *fakeproget.Options, others fakeproget.Options) {
	to := reflect.ValueOf(options).Elem()
	for i, value := range reflect.ValueOf(others).Fields() {
		if !value.IsZero() {
			to.FieldByIndex(i.Index).Set(value)
		}
	}
}

// An object with every attribute lives its life on every variant of the server,
// or in a sample of kinds and profiles: each step ends with the server as
// configured and an empty plan.
func TestVariants(t *testing.T) {
	t.Parallel()
	for _, variant := range variants {
		t.Run(variant.name, func(t *testing.T) {
			t.Parallel()
			profiles := variant.profiles
			if profiles == nil {
				profiles = fakeproget.Profiles
			}
			for _, profile := range profiles {
				options := variant.options
				options.Profile = profile
				for _, k := range wholeKinds(profile) {
					if !sampled(variant.name+" "+profile+" "+k.resource, 2) {
						continue
					}
					t.Run(profile+" "+k.resource, func(t *testing.T) {
						t.Parallel()
						k.matrix.live(t, k.served(t, options), k.whole, k.rows(profile))
					})
				}
				for _, k := range kindsOn(profile) {
					if name := fmt.Sprintf("%s %s, life", profile, k); k.unfit[variant.name] == "" && sampled(variant.name+" "+name, 10) {
						t.Run(name, func(t *testing.T) {
							t.Parallel()
							k.life(t, k.served(t, options))
						})
					}
				}
			}
		})
	}
}

// life is that of an object as the suites have it: made, changed, rid of its
// secrets' first values, and removed. Each step ends in a plan without changes.
func (k *kind) life(t *testing.T, s *server) {
	t.Helper()
	before := k.everything(s)
	o := start(t).Absent(k.resource)
	for n, config := range []values{k.before, k.after, k.rotated(), k.before} {
		var diags diagnostics
		o, diags = connect(t, s, nil).Apply(t, k.resource, o, config)
		noErrors(t, diags)
		stored, ok := k.get(s, config)
		if !ok || !k.unseen && stored[field.Property(k.changed)] != nil && meaning(stored[field.Property(k.changed)]) != meaning(at(config, k.changed)) {
			t.Errorf("step %d: the server has %v, want %v", n, stored, config)
		}
		for attribute, property := range k.secrets {
			if stored[property] != at(config, attribute) {
				t.Errorf("step %d: the server has %s %v, want %v", n, property, stored[property], at(config, attribute))
			}
		}
		staysSo(t, connect(t, s, nil), fmt.Sprintf("step %d", n), k.resource, o, config)
	}
	_, diags := connect(t, s, nil).Apply(t, k.resource, o, nil)
	noErrors(t, diags)
	if diff := cmp.Diff(before, k.everything(s)); diff != "" {
		t.Errorf("what is left differs from what was there before:\n%s", diff)
	}
}

// rows are one for each attribute that an object with every attribute has
// besides what it needs.
func (k *kind) rows(profile string) []row {
	var rows []row
	seen := map[string]bool{}
	for _, r := range k.matrix.of(profile) {
		if _, needed := k.whole[r.attribute]; !seen[r.attribute] && !needed {
			rows = append(rows, r)
		}
		seen[r.attribute] = true
	}
	return rows
}

func (m *matrix) live(t *testing.T, s *server, required values, rows []row) {
	t.Helper()
	e := connect(t, s, nil)
	o, name := e.Absent(m.resource), fmt.Sprint(required[m.key])
	cells := make([]cell, len(rows))
	for _, stage := range []stage{set, changed, nothing, set, emptied} {
		config := maps.Clone(required)
		for i, r := range rows {
			cells[i] = r.next(cells[i], stage)
			if value := stage.value(r); value != "" {
				config[r.attribute] = decode(value)
			}
		}
		var diags diagnostics
		o, diags = e.Apply(t, m.resource, o, config)
		noErrors(t, diags)
		object, _ := s.Get(m.kind, name)
		for i, r := range rows {
			if err := r.checkIn(object, cells[i]); err != nil && !r.unsent && !m.off(r, config) {
				t.Errorf("%s: %v", stage.name, err)
			}
		}
		e = connect(t, s, nil)
		was := tftest.Plain(t, o.State)
		o, diags = e.Read(t, m.resource, o)
		noErrors(t, diags)
		if diff := cmp.Diff(was, tftest.Plain(t, o.State)); diff != "" {
			t.Errorf("%s: the refresh changes the state:\n%s", stage.name, diff)
		}
		e.PlanEmpty(t, m.resource, o, config)
	}
	_, diags := e.Apply(t, m.resource, o, nil)
	noErrors(t, diags)
	if _, ok := s.Get(m.kind, name); ok {
		t.Error("the object was not deleted")
	}
}

// off reports that the cache, and with it its numbers, is off.
func (m *matrix) off(r row, config values) bool {
	return (r.attribute == "metadata_cache_minutes" || r.attribute == "metadata_cache_count") && config["metadata_cache_enabled"] != true
}
