// Package proget is a client of ProGet's HTTP APIs as far as configuration
// goes: feeds with what they hold and where they keep it, connectors, licenses
// and their texts, API keys, users, groups, tasks, permissions, projects and
// settings; the server's health, the native JSON API, and the servers that
// pgutil knows. It knows ProGet, not Terraform.
//
// A Client is meant to live for one run. It asks for as little as it can: the
// listing of a kind is fetched once and shared (see listing), and nothing is
// sent before it is needed.
//
// How a request becomes an answer is in pipeline.go; which answers are believed
// is in trust.go; what all kinds of objects have in common is in collection.go,
// and what an API of ProGet adds to it are the functions that build its requests.
package proget

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"
)

const (
	defaultTimeout   = 60 * time.Second
	defaultRetryWait = 500 * time.Millisecond
	defaultUserAgent = "terraform-provider-proget"
)

// Client talks to one ProGet server. It is safe for concurrent use.
type Client struct {
	base       *url.URL
	headers    http.Header // of every request, the credential included
	anonymous  bool
	apiKey     string
	secrets    secrets
	transport  *http.Transport
	timeout    time.Duration // of one attempt
	maxRetries int
	retryWait  time.Duration
	limit      int64 // of a successful answer, in bytes
	log        func(ctx context.Context, message string, fields map[string]any)

	connectors  *Connectors
	feeds       *Feeds
	licenses    *Licenses
	apiKeys     *APIKeys
	users       *Users
	groups      *Groups
	tasks       *Tasks
	permissions *Permissions
	projects    *Projects
	settings    *Settings
	storages    *Storages

	mu             sync.Mutex
	server         Server
	unsigned       atomic.Bool // an answer came without the version
	unsignedHealth atomic.Bool // that of /health did, and is ProGet's, or there is none
}

// New makes a client without talking to the server. Its errors are *ConfigError.
func New(config Config) (*Client, error) {
	base, err := ParseURL(config.URL)
	if err != nil {
		return nil, err
	}
	if err := config.check(); err != nil {
		return nil, err
	}
	credential, err := config.credential()
	if err != nil {
		return nil, err
	}
	transport, err := newTransport(config)
	if err != nil {
		return nil, err
	}
	c := &Client{
		base:       base,
		headers:    http.Header{},
		anonymous:  credential == "",
		apiKey:     config.APIKey,
		transport:  transport,
		timeout:    cmp.Or(config.Timeout, defaultTimeout),
		maxRetries: config.MaxRetries,
		retryWait:  cmp.Or(config.RetryWait, defaultRetryWait),
		limit:      maxAnswer,
		log:        config.Log,
	}
	c.headers.Set("User-Agent", cmp.Or(config.UserAgent, defaultUserAgent))
	for name, value := range config.Headers {
		c.headers.Set(name, value)
		if isSecretHeader(name) {
			c.secrets.add(credentialParts(value)...)
		}
	}
	if credential != "" {
		c.headers.Set("X-ApiKey", credential)
		c.secrets.add(credential, config.Password)
	}
	c.connectors = newConnectors(c)
	c.feeds = newFeeds(c)
	c.licenses = newLicenses(c)
	c.apiKeys = newAPIKeys(c)
	c.users, c.groups, c.tasks, c.permissions = newUsers(c), newGroups(c), newTasks(c), newPermissions(c)
	c.projects = newProjects(c)
	c.settings = newSettings(c)
	c.storages = newStorages(c)
	return c, nil
}

// Connectors returns the server's connectors.
func (c *Client) Connectors() *Connectors { return c.connectors }

// Feeds returns the server's feeds, asset directories included.
func (c *Client) Feeds() *Feeds { return c.feeds }

// Licenses returns the server's licenses.
func (c *Client) Licenses() *Licenses { return c.licenses }

// APIKeys returns the server's API keys.
func (c *Client) APIKeys() *APIKeys { return c.apiKeys }

// Users returns the users of the server's own directory.
func (c *Client) Users() *Users { return c.users }

// Groups returns the groups of the server's own directory.
func (c *Client) Groups() *Groups { return c.groups }

// Tasks returns the server's tasks.
func (c *Client) Tasks() *Tasks { return c.tasks }

// Permissions returns the server's permissions.
func (c *Client) Permissions() *Permissions { return c.permissions }

// Projects returns the server's projects.
func (c *Client) Projects() *Projects { return c.projects }

// Settings returns the server's settings.
func (c *Client) Settings() *Settings { return c.settings }

// Storages returns where the server's feeds keep their files.
func (c *Client) Storages() *Storages { return c.storages }
