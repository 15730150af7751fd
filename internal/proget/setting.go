package proget

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Setting is a setting of the server (reference section 13).
type Setting struct {
	Name        Value[string] `json:"name,omitzero"`
	Value       Value[string] `json:"value,omitzero"` // empty for none, never null
	Description Value[string] `json:"description,omitzero"`
	ValueType   Value[string] `json:"valueType,omitzero"` // Text, Integer or Boolean, in any case
}

// UnmarshalJSON reads a setting, and as text a value that is something else.
func (s *Setting) UnmarshalJSON(data []byte) error {
	type plain Setting
	wire := struct {
		*plain
		Value json.RawMessage `json:"value"`
	}{plain: (*plain)(s)}
	if err := json.Unmarshal(data, &wire); err != nil {
		return err
	}
	s.Value = Of("")
	if len(wire.Value) > 0 && string(wire.Value) != "null" {
		s.Value = Of(textOf(wire.Value))
	}
	return nil
}

// IsSecretSetting reports whether the name of a setting says that its value is a
// secret, as Licensing.Key does.
func IsSecretSetting(name string) bool {
	name = fold(name)
	return slices.ContainsFunc([]string{"key", "password", "secret", "token", "connectionstring"}, func(word string) bool {
		return strings.HasSuffix(name, word)
	})
}

// Settings are the settings of the server, hidden ones included. Names compare
// without case.
//
// ProGet has no check of names and no deletion: what is set exists from then on.
type Settings struct {
	updatable[Setting]
	shown *collection[Setting] // those that are not hidden, as of the first look
}

func newSettings(c *Client) *Settings {
	return &Settings{newUpdatable(c, settings("True")), newCollection(c, settings("False"))}
}

var settingsAbout = Endpoint{
	Needs: fullControl,
	Since: "settings can be managed in ProGet 2024 and later",
}

func settings(showAll string) api[Setting] {
	set := func(name, value string) request {
		return request{
			method: http.MethodPost, path: endpoint("api", "settings", "set"),
			query: url.Values{"name": {name}, "value": {value}}, about: settingsAbout,
		}
	}
	return api[Setting]{
		noun:     "setting",
		keyNames: []string{"name"},
		key:      func(setting Setting) string { return setting.Name.Or("") },
		anyCase:  true,
		list: request{
			method: http.MethodGet, path: endpoint("api", "settings", "list"),
			query: url.Values{"showAll": {showAll}}, about: settingsAbout,
		},
		create: func(setting Setting) request { return set(setting.Name.Or(""), setting.Value.Or("")) },
		update: func(name string, prior, change Setting) request {
			return set(prior.Name.Or(name), firstPresent(change.Value, prior.Value).Or(""))
		},
		remove: func(name string, prior Setting) []request { return []request{set(prior.Name.Or(name), "")} },
	}
}

// Shown returns the settings that are not hidden.
func (s *Settings) Shown(ctx context.Context) ([]Setting, error) {
	all, err := s.List(ctx)
	if err != nil {
		return nil, err
	}
	shown, err := s.shown.listing.some(ctx)
	if err != nil {
		return nil, s.client.asError(s.shown.api.list, err)
	}
	if err := s.shown.refuseEmpty(shown); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(setting Setting) bool {
		_, ok := shown.find(setting.Name.Or(""), true)
		return !ok
	}), nil
}

// Delete clears the setting, which stays. IsNotFound if there is none.
func (s *Settings) Delete(ctx context.Context, name string) error {
	_, err := s.Update(ctx, name, Setting{Value: Of("")})
	return err
}
