package proget

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"

	"github.com/hashicorp/go-cleanhttp"
)

// Terraform works on ten objects at once; the standard transport would keep two
// connections and open the others anew for every request.
const idleConnections = 16

// newTransport honours the proxies of the environment and the TLS settings.
func newTransport(config Config) (*http.Transport, error) {
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
