package proget

import (
	"context"
	"net/textproto"
	"net/url"
	"strings"
	"time"
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

	// Log gets every request that is made, with secrets masked. It
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

// check judges what no other function does.
func (config Config) check() error {
	switch {
	case config.MaxRetries < 0:
		return &ConfigError{"max_retries", "must not be negative; 0 turns repeating off."}
	case config.Timeout < 0:
		return &ConfigError{"request_timeout", "must not be negative; leave it out for 60s."}
	}
	for name, value := range config.Headers {
		if err := checkHeader(name, value); err != nil {
			return err
		}
	}
	return nil
}

// credential is the value of the X-ApiKey header, which takes a user's name
// and password as well (reference section 3.1).
func (config Config) credential() (string, error) {
	switch {
	case config.APIKey != "" && (config.Username != "" || config.Password != ""):
		return "", &ConfigError{"api_key", "cannot be combined with username and password; keep one of the two."}
	case config.APIKey != "":
		return config.APIKey, checkHeaderValue("api_key", config.APIKey)
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
	return credential, checkHeaderValue("password", credential)
}

// checkHeader refuses headers that HTTP does not allow and those that belong
// to the client.
func checkHeader(name, value string) error {
	if !isHeaderName(name) {
		return &ConfigError{"headers", "has a name that HTTP does not allow: " + quote(name) + "."}
	}
	switch textproto.CanonicalMIMEHeaderKey(name) {
	case "X-Apikey":
		return &ConfigError{"headers", "must not set " + name + ". Use api_key, or username and password."}
	case "Host", "Content-Length", "Content-Type", "Transfer-Encoding", "Connection":
		return &ConfigError{"headers", "must not set " + name + ", which belongs to each request."}
	}
	return checkHeaderValue("headers", value)
}

// checkHeaderValue refuses what net/http would refuse at every request, in words
// that would show the value.
func checkHeaderValue(setting, value string) error {
	for _, r := range value {
		if r < ' ' && r != '\t' || r == 0x7f {
			return &ConfigError{setting, "contains a line break or another control character; check how it was read."}
		}
	}
	return nil
}

// isHeaderName reports whether name is a token of RFC 9110 section 5.6.2.
func isHeaderName(name string) bool {
	for _, r := range name {
		if r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r) {
			return false
		}
	}
	return name != ""
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
