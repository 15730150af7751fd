package proget

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Part is one part of a key of several parts.
type Part struct{ Name, Value string }

// JoinKey writes a key of several parts as it is imported, each value escaped
// as one segment of a path: group:Developers/user:jane. Parts without a value
// are left out.
func JoinKey(parts ...Part) string {
	var written []string
	for _, part := range parts {
		if part.Value != "" {
			written = append(written, part.Name+":"+url.PathEscape(part.Value))
		}
	}
	return strings.Join(written, "/")
}

// SplitKey reads a key that JoinKey wrote. The parts may come in any order, but
// none twice and none that is not among the names. Its error says how to write
// such a key.
func SplitKey(key string, names ...string) (map[string]string, error) {
	parts := map[string]string{}
	for written := range strings.SplitSeq(key, "/") {
		name, escaped, _ := strings.Cut(written, ":")
		value, err := url.PathUnescape(escaped)
		_, twice := parts[name]
		if err != nil || twice || value == "" || !slices.Contains(names, name) {
			return nil, fmt.Errorf("%s is no key: it consists of parts such as %s:NAME, separated by slashes, each at most once and with its value escaped as in a URL; the parts are %s",
				quote(key), names[0], strings.Join(names, ", "))
		}
		parts[name] = value
	}
	return parts, nil
}
