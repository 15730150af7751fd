package provider_test

import (
	"os"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/tfcli"
)

// required tells the CLI where the provider comes from.
const required = `
terraform {
  required_providers {
    proget = { source = "proget-community/proget" }
  }
}
`

// cli is the CLI with the provider as it is built for users.
func cli(t *testing.T, env ...string) *tfcli.CLI {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("TF_ACC is not set")
	}
	c, err := tfcli.New(t.Context(), t.TempDir())
	must(t, err)
	c.Env = env
	return c
}

// run runs a command, which has to end with the given exit code.
func run(t *testing.T, c *tfcli.CLI, exit int, args ...string) tfcli.Result {
	t.Helper()
	result, err := c.Run(t.Context(), args...)
	must(t, err)
	if got := result.Process.ExitCode(); got != exit {
		t.Fatalf("%s: exit code %d, want %d\n%s", strings.Join(args, " "), got, exit, result.Output)
	}
	return result
}
