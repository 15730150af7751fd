package fakeproget

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"time"
)

// apiKeyProperties are those of reference section 11.
var apiKeyProperties = map[string]property{
	"id":                 {readOnly: true},
	"type":               {check: checkName("System", "Feed", "Personal", "Other")},
	"key":                {check: checkText},
	"displayName":        {check: checkText},
	"description":        {check: checkText},
	"systemApis":         {check: checkSubset("full-control", "feeds", "sca", "sbom-upload"), set: true, fold: true},
	"packagePermissions": {check: checkSubset("view", "add", "promote", "delete"), set: true, fold: true},
	"feed":               {check: checkText},
	"feedGroup":          {check: checkText},
	"expiration":         {check: checkInstant},
	"logging":            {check: checkName("None", "Request", "Response", "Both")},
	"user":               {check: checkText},
}

// keyMembers are the properties that only keys of one type have.
var keyMembers = map[string]string{
	"systemApis": "System", "packagePermissions": "Feed", "feed": "Feed", "feedGroup": "Feed", "user": "Personal",
}

// checkName accepts one of a few names whatever its case, and stores it as listed.
func checkName(names ...string) func(path string, value any) (any, error) {
	return func(path string, value any) (any, error) {
		for _, name := range names {
			if strings.EqualFold(name, textOf(value)) {
				return name, nil
			}
		}
		return nil, invalid("%s must be one of %s", path, strings.Join(names, ", "))
	}
}

// checkSubset accepts arrays that hold some of a few names.
func checkSubset(names ...string) func(path string, value any) (any, error) {
	return func(path string, value any) (any, error) {
		if _, err := checkDistinct(path, value); err != nil {
			return nil, err
		}
		for i, name := range textsOf(value) {
			if !slices.Contains(names, name) {
				return nil, invalid("%s[%d] must be one of %s", path, i, strings.Join(names, ", "))
			}
		}
		return value, nil
	}
}

func checkInstant(path string, value any) (any, error) {
	if value == "" {
		return "", nil
	}
	if _, ok := instant(textOf(value)); !ok {
		return nil, invalid("%s must be a date and time", path)
	}
	return value, nil
}

// instant reads an ISO date and time; one without a zone is in UTC.
func instant(text string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

func (s *Server) apiKeyKind() kind {
	keys := newTable("", false)
	keys.nextID = 1000
	return kind{
		table: keys, path: "api-keys", label: "API key", numbered: true,
		properties: apiKeyProperties,
		defaults:   func() map[string]any { return map[string]any{"logging": "None"} },
		complete:   s.completeAPIKey,
		view:       s.viewAPIKey,
	}
}

// routeAPIKeys serves reference section 11.
func (s *Server) routeAPIKeys() {
	if s.options.NativeOnly || s.profile.release < release(v2024, 3) {
		return
	}
	need := permission{}
	s.routeListed(listed{
		kind: &s.apiKeys, base: "/api/api-keys", by: "id", need: need,
		deleteVerbs: []string{http.MethodPost},
		unknown:     func(id string) error { return refusal(http.StatusNotFound, "API key with id %s not found", id) },
	})
	s.route("POST /api/api-keys/create", permission{anyone: true}, func(c *call) (answer, error) {
		if !need.allows(c.caller, "") && !s.ownKey(c) {
			return answer{}, s.denied(need)
		}
		e, err := s.save(&s.apiKeys, c, nil)
		if err != nil {
			return answer{}, err
		}
		return s.createdKey(c, e), nil
	})
}

// ownKey reports whether a user makes a personal key for himself, which all may.
func (s *Server) ownKey(c *call) bool {
	body, err := s.object(c)
	return err == nil && c.caller.user != "" && strings.EqualFold(textOf(body["type"]), "Personal") && textOf(body["user"]) == c.caller.user
}

func (s *Server) createdKey(c *call, e *entry) answer {
	if s.options.CreatedKey == KeyAsText {
		return s.written(http.StatusOK, e.text("key"))
	}
	object := s.show(&s.apiKeys, c.Request, e)
	delete(object, "key")
	if s.options.CreatedKey == KeyAsMember {
		object["key"] = e.text("key")
	}
	return s.written(http.StatusOK, object)
}

// viewAPIKey reveals the key itself to those who list, unless it is hashed.
func (s *Server) viewAPIKey(_ *http.Request, e *entry) map[string]any {
	object := withoutUnset(clone(e.object))
	object["id"] = float64(e.id)
	switch {
	case s.options.HashKeys:
		object["key"] = nil
	case s.options.Secrets == MaskSecrets:
		object["key"] = mask
	}
	if at, ok := instant(e.text("expiration")); ok && s.options.UTCExpirations {
		object["expiration"] = at.UTC().Format(time.RFC3339)
	}
	return object
}

func (s *Server) completeAPIKey(_ *call, _ *entry, draft map[string]any) error {
	kind := textOf(draft["type"])
	if kind == "" {
		return invalid("type is required")
	}
	for _, name := range sortedKeys(keyMembers) {
		switch {
		case isUnset(draft[name]):
			delete(draft, name)
		case keyMembers[name] != kind:
			return invalid("%s is for keys of the type %s", name, keyMembers[name])
		}
	}
	var err error
	switch kind {
	case "System":
		if draft["systemApis"] == nil {
			err = invalid("systemApis is required for keys of the type System")
		}
	case "Feed":
		err = s.checkFeedKey(draft)
	case "Personal":
		if draft["user"] == nil {
			err = invalid("user is required for keys of the type Personal")
		} else if s.users.table.find(textOf(draft["user"])) == nil {
			err = s.missing("user", textOf(draft["user"]))
		}
	}
	if err != nil {
		return err
	}
	if !isUnset(draft["expiration"]) && !strings.EqualFold(s.edition(), "Enterprise") {
		return invalid("keys that expire require the Enterprise edition")
	}
	return s.giveKey(draft)
}

func (s *Server) checkFeedKey(draft map[string]any) error {
	if (draft["feed"] == nil) == (draft["feedGroup"] == nil) {
		return invalid("one of feed and feedGroup is required for keys of the type Feed")
	}
	if draft["packagePermissions"] == nil {
		return invalid("packagePermissions is required for keys of the type Feed")
	}
	feeds := splitNames(textOf(draft["feed"]))
	groups := splitNames(textOf(draft["feedGroup"]))
	if len(feeds)+len(groups) > 1 && s.profile.release < release(2025, 23) {
		return invalid("keys for several feeds require ProGet 2025.23 or later")
	}
	for _, name := range feeds {
		if s.feeds.table.find(name) == nil {
			return s.missing("feed", name)
		}
	}
	for _, name := range groups {
		if err := s.checkFeedGroup(name); err != nil {
			return err
		}
	}
	return nil
}

// giveKey makes up a key, unless the caller chose one.
func (s *Server) giveKey(draft map[string]any) error {
	chosen := textOf(draft["key"])
	switch {
	case chosen == "":
		random := make([]byte, 20)
		_, _ = rand.Read(random) // never fails
		draft["key"] = hex.EncodeToString(random)
		return nil
	case s.options.HashKeys:
		return invalid("a key cannot be chosen where keys are hashed")
	}
	if _, known := s.knownKey(chosen); known {
		return refusal(s.profile.duplicate, "the key is in use")
	}
	return nil
}
