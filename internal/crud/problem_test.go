package crud_test

import (
	"slices"
	"strings"
	"testing"
)

// A refusal is put on the root attribute it is about, with the path in its text.
func TestRefusalIsPutOnItsAttribute(t *testing.T) {
	t.Parallel()
	const config = `{"name":"a","sort":"maven","text":"x","tags":["long one","other"],"parts":[{"label":"l"},{"count":-1}],"secret":"s"}`
	for text, want := range map[string]struct{ attribute, at string }{
		`parts is invalid`:                                 {"parts", ""},
		`Parts[1].Count must not be negative`:              {"parts", "parts[1].count"},
		`parts[1]: must not be negative`:                   {"parts", "parts[1]"},
		`parts.count must not be negative`:                 {"parts", "parts.count"},
		`Cannot convert. Path: $.parts[1].count | Line: 0`: {"parts", "parts[1].count"},
		`parts[KeyOne].partLabel is odd`:                   {"parts", "parts[KeyOne].part_label"},
		`Invalid tags.`:                                    {"tags", ""},
		`there is no such 'long one'`:                      {"tags", ""},
		`there is no such "other"`:                         {"tags", ""},
		`'maven' is not supported`:                         {"sort", ""},
		`label 'l' of the part is odd`:                     {"parts", ""},
		`'maven' and 'other' do not go together`:           {},
		`sort and tags do not go together`:                 {},
		`the number is missing`:                            {}, // it is not sent
		`there is no such 'nothing'`:                       {},
		`assorted problems with contexts`:                  {},
		`see labels.tags`:                                  {},
		``:                                                 {},
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			s := newServer()
			s.script["create"] = []step{{err: refusal(text)}}
			got := newRig(t, s).apply("", config)
			said := `error: Unable to create widget "a"`
			if want.attribute != "" {
				said = `error at ` + want.attribute + `: Unable to create widget "a"`
			}
			if !slices.Equal(got.said, []string{said}) {
				t.Errorf("said %q, want %q", got.said, said)
			}
			begins := text
			if want.at != "" {
				begins = "At " + want.at + ": " + text
			}
			if !strings.HasPrefix(got.details, begins) {
				t.Errorf("the details are\n%s\nwant them to begin with\n%s", got.details, begins)
			}
		})
	}
}

// What is no refusal is not blamed on an attribute.
func TestFailureIsNobodysFault(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{"lost": errLost, "server error": failure("create", 500, "text is broken")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer()
			s.script["create"] = []step{{err: err}, {err: err}, {err: err}}
			got := newRig(t, s).apply("", `{"name":"a","text":"gateway"}`)
			if len(got.said) == 0 || got.said[0] != `error: Unable to create widget "a"` {
				t.Errorf("said %q", got.said)
			}
		})
	}
}
