// Package proget is a client of ProGet's HTTP APIs as far as configuration
// goes: feeds, connectors, licenses, health and the native JSON API. It knows
// ProGet, not Terraform.
//
// A Client is meant to live for one run. It asks for as little as it can: the
// listing of a kind is fetched once and shared (see listing), and nothing is
// sent before it is needed.
package proget

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// Bounds of what is read from a server, in bytes.
const (
	maxAnswer    = 64 << 20 // of a successful answer; ten thousand feeds take about 10 MiB
	maxErrorText = 64 << 10 // of any other answer
)

const (
	defaultTimeout   = 60 * time.Second
	defaultRetryWait = 500 * time.Millisecond
	defaultUserAgent = "terraform-provider-proget"

	// Terraform works on ten objects at once; the standard transport would
	// keep two connections and open the others anew for every request.
	idleConnections = 16
)

// Config says which server to talk to and how. Either APIKey or Username and
// Password may be given; with neither, requests are made as Anonymous.
type Config struct {
	URL      string // base URL, may have a path; see ParseURL
	APIKey   string
	Username string
	Password string
	Headers  map[string]string // sent with every request, for proxies in front of ProGet

	CAPEM         []byte // certificates to trust in addition to the system's
	CertPEM       []byte // client certificate, needs KeyPEM
	KeyPEM        []byte
	SkipTLSVerify bool

	Timeout    time.Duration // of one request; 60 s if zero
	MaxRetries int           // how often a request is repeated; none if zero
	RetryWait  time.Duration // before the first repetition, doubled for each further one; 500 ms if zero
	UserAgent  string

	// Log is told about every request that is made, with secrets masked. It
	// costs: leave it nil where nobody listens.
	Log func(ctx context.Context, message string, fields map[string]any)
}

// ConfigError is a setting that New cannot work with. Setting is named as in
// the provider's configuration: url, api_key, ca_pem, and so on.
type ConfigError struct {
	Setting string
	Problem string // a sentence that says what to do
}

func (e *ConfigError) Error() string { return e.Setting + ": " + e.Problem }

// Client talks to one ProGet server. It is safe for concurrent use.
type Client struct {
	base       *url.URL
	headers    http.Header
	anonymous  bool
	timeout    time.Duration
	log        func(ctx context.Context, message string, fields map[string]any)
	secrets    secrets
	http       *retryablehttp.Client
	connectors *Connectors
	feeds      *Feeds
	licenses   *Licenses
	apiKey     string

	mu     sync.Mutex
	server Server
}

// New makes a client without talking to the server. Its errors are *ConfigError.
func New(config Config) (*Client, error) {
	base, err := ParseURL(config.URL)
	if err != nil {
		return nil, err
	}
	credential, err := config.credential()
	if err != nil {
		return nil, err
	}
	switch {
	case config.MaxRetries < 0:
		return nil, &ConfigError{"max_retries", "must not be negative; 0 turns repeating off."}
	case config.Timeout < 0:
		return nil, &ConfigError{"request_timeout", "must not be negative; leave it out for 60s."}
	}
	transport, err := newTransport(config)
	if err != nil {
		return nil, err
	}

	c := &Client{
		base:      base,
		headers:   http.Header{},
		apiKey:    config.APIKey,
		anonymous: credential == "",
		timeout:   orDefault(config.Timeout, defaultTimeout),
		log:       config.Log,
	}
	c.headers.Set("User-Agent", orDefault(config.UserAgent, defaultUserAgent))
	for name, value := range config.Headers {
		c.headers.Set(name, value)
		c.secrets.add(value)
	}
	if credential != "" {
		c.headers.Set("X-ApiKey", credential)
		c.secrets.add(credential, config.Password)
	}
	c.http = &retryablehttp.Client{
		HTTPClient: &http.Client{
			Transport:     &exchanger{client: c, transport: transport, limit: maxAnswer},
			CheckRedirect: c.checkRedirect,
		},
		RetryMax:     config.MaxRetries,
		RetryWaitMin: orDefault(config.RetryWait, defaultRetryWait),
		RetryWaitMax: maxBackoff,
		CheckRetry:   checkRetry,
		Backoff:      backoff,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	c.connectors = newConnectors(c)
	c.feeds = newFeeds(c)
	c.licenses = newLicenses(c)
	return c, nil
}

// Connectors returns the server's connectors.
func (c *Client) Connectors() *Connectors { return c.connectors }

// CloseIdleConnections closes the connections that are kept for further requests.
func (c *Client) CloseIdleConnections() { c.http.HTTPClient.CloseIdleConnections() }

// credential is the value of the X-ApiKey header, which takes a user's name
// and password as well (reference section 3.1).
func (config Config) credential() (string, error) {
	switch {
	case config.APIKey != "" && (config.Username != "" || config.Password != ""):
		return "", &ConfigError{"api_key", "cannot be combined with username and password; keep one of the two."}
	case config.APIKey != "":
		return config.APIKey, validHeader("api_key", config.APIKey)
	case config.Username == "" && config.Password != "":
		return "", &ConfigError{"username", "is missing; a password needs the name of its user."}
	case config.Username == "":
		return "", nil
	case config.Password == "":
		return "", &ConfigError{"password", "is missing; a username needs a password. Use api_key for an API key."}
	case strings.Contains(config.Username, ":"):
		return "", &ConfigError{"username", "must not contain a colon, which separates it from the password. Use api_key for an API key."}
	}
	credential := config.Username + ":" + config.Password
	return credential, validHeader("password", credential)
}

// validHeader refuses what net/http would refuse at every request, in words
// that would show the value.
func validHeader(setting, value string) error {
	for _, r := range value {
		if r < ' ' && r != '\t' || r == 0x7f {
			return &ConfigError{setting, "contains a line break or another control character; check how it was read."}
		}
	}
	return nil
}

// ParseURL reads the base URL of a ProGet server: http or https with a host
// and optionally a path. Its error is a *ConfigError.
func ParseURL(text string) (*url.URL, error) {
	bad := func(problem string) (*url.URL, error) { return nil, &ConfigError{"url", problem} }
	if strings.TrimSpace(text) == "" {
		return bad("is empty. Give the address of the ProGet server, such as https://proget.example.com.")
	}
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil {
		return bad("is not a URL. Give the address of the ProGet server, such as https://proget.example.com.")
	}
	switch {
	case u.User != nil:
		return bad("must not hold a user or password. Use api_key, or username and password.")
	case !strings.EqualFold(u.Scheme, "http") && !strings.EqualFold(u.Scheme, "https"):
		return bad("must begin with http:// or https://, as in https://proget.example.com.")
	case u.Hostname() == "":
		return bad("has no host. Give the address of the ProGet server, such as https://proget.example.com.")
	case u.RawQuery != "" || u.ForceQuery:
		return bad("must not have a query (the part from the question mark on). Credentials go into api_key.")
	case u.Fragment != "" || strings.HasSuffix(text, "#"):
		return bad("must not have a fragment (the part from the # on).")
	}
	return u, nil
}

func orDefault[T comparable](value, fallback T) T {
	var zero T
	if value == zero {
		return fallback
	}
	return value
}
