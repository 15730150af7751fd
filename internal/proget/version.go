package proget

import (
	"net/http"
	"strconv"
	"strings"
)

// Server is what a server said of itself in the headers of its answers
// (reference section 4). The zero value means that it said nothing so far.
type Server struct {
	Version string // as the header gives it, such as 26.0.12.24
	Edition string // such as Free, Basic, Enterprise
}

// Server returns what the answers so far said about the server. It makes no
// request.
func (c *Client) Server() Server {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.server
}

// learn takes in the headers of an answer, which something in between may have
// filled with anything.
func (c *Client) learn(r request, header http.Header) {
	version, edition := c.mask(r, header.Get("X-Proget-Version")), c.mask(r, header.Get("X-Proget-Edition"))
	if version == "" && edition == "" {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if version != "" {
		c.server.Version = version
	}
	if edition != "" {
		c.server.Edition = edition
	}
}

// Release returns the number that Inedo gives to the version in public:
// 2026.12 for 26.0.12.24. Versions before 2022 are their own number.
func (s Server) Release() string {
	if year, release, ok := s.number(); ok && year >= 2000 {
		return strconv.Itoa(year) + "." + strconv.Itoa(release)
	}
	return s.Version
}

// AtLeast compares the version with a release such as (2023, 25) or (5, 2).
// known is false if the server did not say its version; ok is then false too.
func (s Server) AtLeast(major, release int) (known, ok bool) {
	m, r, known := s.number()
	return known, known && (m > major || m == major && r >= release)
}

// IsFree reports whether the server has said that it is ProGet Free.
func (s Server) IsFree() bool { return strings.EqualFold(s.Edition, "Free") }

// String names the server for a message: "ProGet 2026.12 (Free)".
func (s Server) String() string {
	text := "ProGet"
	if s.Version != "" {
		text += " " + s.Release()
	}
	if s.Edition != "" {
		text += " (" + s.Edition + ")"
	}
	return text
}

// number is the pair that versions are compared by: year and release from
// 2022 on (22.0.x), major and minor before.
func (s Server) number() (major, release int, ok bool) {
	parts := strings.Split(s.Version, ".")
	if len(parts) < 2 {
		return 0, 0, false
	}
	major, err := strconv.Atoi(parts[0])
	if err != nil || major < 0 {
		return 0, 0, false
	}
	second := parts[1]
	if major >= 22 {
		major += 2000
		if len(parts) < 3 {
			return 0, 0, false
		}
		second = parts[2]
	}
	release, err = strconv.Atoi(second)
	return major, release, err == nil && release >= 0
}

// spelled is a feed type as the server's version spells it: universal feeds
// were called proget before 5.3 (reference sections 5.5 and 20).
func (c *Client) spelled(feedType Value[string]) Value[string] {
	if !isUniversal(feedType) {
		return feedType
	}
	if known, later := c.Server().AtLeast(5, 3); known && !later {
		return Of("proget")
	}
	return Of("universal")
}

// needsVersion reports whether a feed type can be spelled only once the server's
// version is known.
func (c *Client) needsVersion(feedType Value[string]) bool {
	return isUniversal(feedType) && c.Server().Version == ""
}

func isUniversal(feedType Value[string]) bool {
	text := strings.ToLower(feedType.Or(""))
	return text == "universal" || text == "proget"
}
