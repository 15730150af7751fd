package proget

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/textproto"

	"github.com/hashicorp/go-cleanhttp"
)

// newTransport honours the proxies of the environment and the TLS settings.
func newTransport(config Config) (*http.Transport, error) {
	for name, value := range config.Headers {
		if !validHeaderName(name) {
			return nil, &ConfigError{"headers", "has a name that HTTP does not allow: " + quote(name) + "."}
		}
		if err := validHeader("headers", value); err != nil {
			return nil, err
		}
		switch textproto.CanonicalMIMEHeaderKey(name) {
		case "X-Apikey":
			return nil, &ConfigError{"headers", "must not set " + name + ". Use api_key, or username and password."}
		case "Host", "Content-Length", "Content-Type", "Transfer-Encoding", "Connection":
			return nil, &ConfigError{"headers", "must not set " + name + ", which belongs to each request."}
		}
	}
	settings, err := newTLS(config)
	if err != nil {
		return nil, err
	}
	transport := cleanhttp.DefaultPooledTransport()
	transport.MaxIdleConnsPerHost = idleConnections
	transport.TLSClientConfig = settings
	return transport, nil
}

func newTLS(config Config) (*tls.Config, error) {
	settings := &tls.Config{
		MinVersion:         tls.VersionTLS12,
		InsecureSkipVerify: config.SkipTLSVerify, //nolint:gosec // the user's explicit choice
	}
	if len(config.CAPEM) > 0 {
		pool, err := x509.SystemCertPool()
		if err != nil {
			pool = x509.NewCertPool() // a system without certificates; the given ones still count
		}
		if !pool.AppendCertsFromPEM(config.CAPEM) {
			return nil, &ConfigError{"ca_pem", `holds no certificate. It must be PEM text with at least one block that begins with "-----BEGIN CERTIFICATE-----".`}
		}
		settings.RootCAs = pool
	}
	switch {
	case len(config.CertPEM) == 0 && len(config.KeyPEM) == 0:
		return settings, nil
	case len(config.CertPEM) == 0:
		return nil, &ConfigError{"cert_pem", "is missing; a client key needs its certificate."}
	case len(config.KeyPEM) == 0:
		return nil, &ConfigError{"key_pem", "is missing; a client certificate needs its private key."}
	}
	pair, err := tls.X509KeyPair(config.CertPEM, config.KeyPEM)
	if err == nil {
		settings.Certificates = []tls.Certificate{pair}
		return settings, nil
	}
	// Which of the two is to blame shows in whether the certificate alone parses.
	if pool := x509.NewCertPool(); !pool.AppendCertsFromPEM(config.CertPEM) {
		return nil, &ConfigError{"cert_pem", `holds no certificate. It must be PEM text with a block that begins with "-----BEGIN CERTIFICATE-----".`}
	}
	return nil, &ConfigError{"key_pem", "does not fit: " + err.Error() + ". It must be the unencrypted PEM private key of the certificate."}
}

// validHeaderName reports whether name is a token of RFC 9110 section 5.6.2.
func validHeaderName(name string) bool {
	for _, r := range name {
		switch {
		case r >= '0' && r <= '9', r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z':
		case r > 0x20 && r < 0x7f && !isDelimiter(r):
		default:
			return false
		}
	}
	return name != ""
}

func isDelimiter(r rune) bool {
	switch r {
	case '"', '(', ')', ',', '/', ':', ';', '<', '=', '>', '?', '@', '[', '\\', ']', '{', '}':
		return true
	}
	return false
}
