package proget

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// selfSigned makes a certificate for 127.0.0.1 that is its own authority.
func selfSigned(t *testing.T, name string) (cert, key []byte) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true,
		KeyUsage:    x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		DNSNames:    []string{"localhost"}, IPAddresses: []net.IP{{127, 0, 0, 1}},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: keyDER})
}

func TestTLS(t *testing.T) {
	t.Parallel()
	serverCert, serverKey := selfSigned(t, "server")
	clientCert, clientKey := selfSigned(t, "client")
	pair, err := tls.X509KeyPair(serverCert, serverKey)
	if err != nil {
		t.Fatal(err)
	}
	clients := x509.NewCertPool()
	clients.AppendCertsFromPEM(clientCert)

	start := func(settings *tls.Config) string {
		settings.Certificates = []tls.Certificate{pair}
		s := httptest.NewUnstartedServer(&stub{t: t, routes: routes{"GET /api/management/connectors/list": reply(200, `[]`)}})
		s.Config.ErrorLog = quiet
		s.TLS = settings
		s.StartTLS()
		t.Cleanup(s.Close)
		return s.URL + base
	}
	plain := start(&tls.Config{MinVersion: tls.VersionTLS12})
	mutual := start(&tls.Config{MinVersion: tls.VersionTLS12, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: clients})
	noTLS := serve(t, routes{}).URL + base

	for name, test := range map[string]struct {
		url       string
		configure func(*Config)
		fails     bool
	}{
		"unknown authority":     {plain, func(*Config) {}, true},
		"known authority":       {plain, func(c *Config) { c.CAPEM = serverCert }, false},
		"other authority":       {plain, func(c *Config) { c.CAPEM = clientCert }, true},
		"no verification":       {plain, func(c *Config) { c.SkipTLSVerify = true }, false},
		"no client certificate": {mutual, func(c *Config) { c.CAPEM = serverCert }, true},
		"client certificate":    {mutual, func(c *Config) { c.CAPEM, c.CertPEM, c.KeyPEM = serverCert, clientCert, clientKey }, false},
		"https for http":        {strings.Replace(noTLS, "http:", "https:", 1), func(*Config) {}, true},
		"key in the certificate": {mutual, func(c *Config) {
			c.CAPEM, c.CertPEM, c.KeyPEM = serverCert, slices.Concat(clientCert, clientKey), clientKey
		}, false},
	} {
		var j journal
		c := connect(t, test.url, test.configure, func(c *Config) { c.MaxRetries, c.Log = 3, j.log })
		_, err := c.Connectors().List(t.Context())
		if !test.fails {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		e := problemOf(t, err)
		if e.Problem != NoTrust {
			t.Errorf("%s: the problem of %v is %v", name, e, e.Problem)
		}
		if len(j.lines) != 1 {
			t.Errorf("%s: %d attempts", name, len(j.lines))
		}
	}
}

// The own authority is added to the system's, which are read once in a process,
// so this runs in one of its own.
func TestSystemAuthorities(t *testing.T) {
	t.Parallel()
	if url := os.Getenv("PROGET_TEST_TLS_URL"); url != "" {
		c := connect(t, url, func(c *Config) { c.CAPEM = []byte(os.Getenv("PROGET_TEST_CA")) })
		if _, err := c.Connectors().List(t.Context()); err != nil {
			t.Error(err)
		}
		return
	}
	if runtime.GOOS != "linux" {
		t.Skip("SSL_CERT_FILE is for Linux")
	}
	cert, key := selfSigned(t, "system")
	other, _ := selfSigned(t, "own")
	pair, err := tls.X509KeyPair(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(&stub{t: t, routes: routes{"GET /api/management/connectors/list": reply(200, `[]`)}})
	s.TLS = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	s.StartTLS()
	t.Cleanup(s.Close)
	file := filepath.Join(t.TempDir(), "system.pem")
	if err := os.WriteFile(file, cert, 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestSystemAuthorities$")
	command.Env = append(withoutProxies(os.Environ()), "SSL_CERT_FILE="+file, "PROGET_TEST_TLS_URL="+s.URL+base, "PROGET_TEST_CA="+string(other))
	if out, err := command.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestTransport(t *testing.T) {
	t.Parallel()
	transport, err := newTransport(Config{})
	if err != nil {
		t.Fatal(err)
	}
	if transport.MaxIdleConnsPerHost < 10 {
		t.Errorf("%d idle connections are kept; Terraform uses ten at once", transport.MaxIdleConnsPerHost)
	}
	other, err := newTransport(Config{})
	if err != nil || transport == other {
		t.Errorf("the transport is shared between clients: %v", err)
	}
}

// quiet keeps handshakes that are meant to fail out of the output.
var quiet = log.New(io.Discard, "", 0)
