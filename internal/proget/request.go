package proget

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// request is one question to the server, however many attempts it takes.
type request struct {
	method string
	path   string     // below the base URL, escaped; see endpoint
	query  url.Values // may hold secrets: it is masked wherever it is shown
	body   []byte
	raw    bool // the body is no JSON
	// confidential means that a successful answer may be a secret and nothing
	// else, which no name gives away: the log does not show it.
	confidential bool
	reads        bool // changes nothing, so it can be repeated; implied by GET
	about        Endpoint

	// secrets are texts in the request that no log may show, beside those that
	// their names give away.
	secrets []string

	// stream reads a successful answer as it comes, instead of holding it. It
	// is called anew for every attempt, and its error is the answer's misfit.
	stream func(io.Reader) error
}

// Endpoint is what ProGet's documentation says of the endpoint of a request.
// It is for those who explain its failure; every text may be empty.
type Endpoint struct {
	Needs   string // which credential it needs, as the object of a sentence (reference section 3.3)
	Since   string // which versions have it, as a clause
	Missing string // what its 404 means if not that the endpoint is missing, as a sentence
	Failing string // what its 500 means, as sentences
}

// fullControl is what most endpoints need, as the beginning of Endpoint.Needs.
const fullControl = "a system API key with full control"

func (r request) isRead() bool { return r.reads || r.method == http.MethodGet }

// withBody is the request with a body, JSON unless it is raw.
func (r request) withBody(body []byte) request {
	r.body = body
	return r
}

// answer is what the server said in the end.
type answer struct {
	status int
	header http.Header
	body   []byte
	url    *url.URL // asked last, after redirects
	signed bool     // it carries X-ProGet-Version
	misfit error    // of a stream
}

func (a answer) success() bool { return a.status >= 200 && a.status <= 299 }

// endpoint joins segments to a path, each escaped as exactly one segment:
// names may hold anything, even "..", which servers would otherwise resolve.
func endpoint(segments ...string) string {
	escaped := make([]string, len(segments))
	for i, segment := range segments {
		switch segment {
		case ".", "..":
			escaped[i] = strings.ReplaceAll(segment, ".", "%2E")
		default:
			escaped[i] = url.PathEscape(segment)
		}
	}
	return strings.Join(escaped, "/")
}

func (c *Client) url(r request) string {
	u := c.base.Scheme + "://" + c.base.Host + c.path(r)
	if len(r.query) > 0 {
		u += "?" + r.query.Encode()
	}
	return u
}

func (c *Client) path(r request) string {
	return strings.TrimRight(c.base.EscapedPath(), "/") + "/" + r.path
}

// encode is json.Marshal for objects of this package, which cannot fail.
func encode(object any) []byte {
	text, err := json.Marshal(object)
	if err != nil {
		panic(fmt.Sprintf("proget: %T does not encode: %v", object, err))
	}
	return text
}
