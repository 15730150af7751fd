package export

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// omitted says which objects of a kind are left out as a whole.
func (r *reader) omitted(k *kind) (notes []string) {
	brought := 0
	var secrets []string
	for _, o := range r.found[k.name] {
		switch {
		case !r.pattern.MatchString(o.key):
		case k.name == "license" && r.noImports && r.builtIn(k, o):
			brought++
		case k.name == "setting" && isSecretSetting(o.key):
			secrets = append(secrets, o.key)
		}
	}
	if brought > 0 {
		notes = append(notes, fmt.Sprintf("%s that ProGet brings along %s left out, with their texts.", count(brought, "license"), are(brought)))
	}
	if n := len(secrets); n > 0 {
		list := strings.Join(secrets[:n-1], ", ") + " and " + secrets[n-1]
		if n == 1 {
			list = secrets[0]
		}
		notes = append(notes, fmt.Sprintf("%s %s left out: ProGet reveals neither what secrets are nor whether they are set. Set them with value_wo and value_wo_version.", list, are(n)))
	}
	return notes
}

func are(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// broughtAlong reports whether a license is one of those that ProGet has from the
// start. They are those of SPDX, and name their page there; a license of one's own
// has no such page (reference section 25, F10 and F11). Which of them a server has
// depends on its release, and cannot be known without asking it.
func (o *object) broughtAlong() bool {
	urls, err := texts(o.values["urls"])
	page := strings.ToLower("spdx.org/licenses/" + o.key)
	return err == nil && slices.ContainsFunc(urls, func(url string) bool {
		_, address, ok := strings.Cut(strings.ToLower(url), "://")
		if !ok {
			address = strings.ToLower(url)
		}
		return strings.TrimSuffix(address, ".html") == page
	})
}

// changed reports whether somebody gave a license that ProGet brings along what it
// does not have by itself. Its texts do not count, for ProGet has some, nor do the
// feeds that allow or block it, where these say so themselves.
func (r *reader) changed(o object) bool {
	given := []string{"package_names", "purls"}
	if !slices.ContainsFunc(r.chosen, func(k *kind) bool { return k.name == "feed" }) {
		given = append(given, "allowed_feeds", "blocked_feeds")
	}
	for _, name := range given {
		if names, err := texts(o.values[name]); err != nil || len(names) > 0 {
			return true
		}
	}
	spdx, err := texts(o.values["spdx"])
	if err != nil || len(spdx) > 1 || len(spdx) == 1 && !strings.EqualFold(spdx[0], o.key) {
		return true
	}
	return means(o.values["allowed"], false)
}

// expired says since when a key does not work any more, or nothing. The provider
// makes no such keys.
func (o *object) expired(now time.Time) string {
	text := textOf(o.values["expiration"])
	at, err := time.Parse(time.RFC3339, text)
	if o.kind.name != "api_key" || err != nil || !at.Before(now) {
		return ""
	}
	return text
}

// isSecretSetting reports whether the name of a setting says that its value is a
// secret, as the provider has it.
func isSecretSetting(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc([]string{"key", "password", "secret", "token", "connectionstring"}, func(word string) bool {
		return strings.HasSuffix(name, word)
	})
}
