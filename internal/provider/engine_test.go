package provider_test

import (
	"maps"
	"sync"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/provider"
	"github.com/proget-community/terraform-provider-proget/internal/tftest"
)

type (
	engine       = tftest.Terraform
	values       = tftest.Values
	unknownValue = tftest.Unknown
	object       = tftest.Object
	diagnostics  = tftest.Diagnostics
)

// allSchemas asks for the schemas once: they are the same for every provider.
var allSchemas = sync.OnceValues(func() (*engine, error) { return tftest.Schemas(provider.Server("test")()) })

// start makes a provider that is not configured yet.
func start(t *testing.T) *engine {
	t.Helper()
	schemas, err := allSchemas()
	must(t, err)
	return schemas.With(t, provider.Server("test")())
}

// connect makes a provider that is configured for the server, as every walk of Terraform does.
func connect(t *testing.T, s *server, settings values) *engine {
	t.Helper()
	e := start(t)
	noErrors(t, e.Configure(t, s.settings(settings)))
	return e
}

// settings are the provider's: those that reach the server, and more.
func (s *server) settings(more values) values {
	all := values{"url": s.URL, "api_key": apiKey, "max_retries": 0}
	maps.Copy(all, more)
	return all
}

// named is the key in the identity of an object: its only attribute.
func named(t *testing.T, e *engine, resource string, o object) string {
	t.Helper()
	for _, part := range e.Identity(t, resource, o) {
		name, _ := part.(string)
		return name
	}
	t.Fatalf("%s has no identity", resource)
	return ""
}

func noErrors(t *testing.T, ds diagnostics) {
	t.Helper()
	if ds.Failed() {
		t.Fatal(ds)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
