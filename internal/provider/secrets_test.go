package provider_test

import (
	"encoding/base64"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/proget-community/terraform-provider-proget/internal/fakeproget"
)

// No secret appears in the log at its most talkative level, nor in the output,
// nor, where write-only serves, in the state. The server repeats what it gets.
func TestAccSecretsAreNotLogged(t *testing.T) {
	t.Parallel()
	const (
		key       = "key-Zq7%1/x"
		header    = "header-Zq7-token"
		password  = `pass-Zq7 "word`
		writeOnly = "write-only-Zq7&word"
		token     = "replication-Zq7-token"
		storage   = "storage-Zq7-secret"
	)
	s := serve(t, fakeproget.Options{
		Profile: "5.2", Secrets: fakeproget.EchoSecrets,
		Keys: []fakeproget.Key{{Value: key, Scopes: []fakeproget.Scope{fakeproget.FullControl}}},
	})
	c := cli(t, "TF_LOG=TRACE",
		"TF_VAR_key="+key, "TF_VAR_header="+header, "TF_VAR_password="+password,
		"TF_VAR_write_only="+writeOnly, "TF_VAR_token="+token, "TF_VAR_storage="+storage)
	config := func(version string) {
		t.Helper()
		must(t, c.Write("main.tf", []byte(required+`
variable "key" { sensitive = true }
variable "header" { sensitive = true }
variable "password" { sensitive = true }
variable "write_only" {
  sensitive = true
  ephemeral = true
}
variable "token" { sensitive = true }
variable "storage" { sensitive = true }

provider "proget" {
  url         = "`+s.URL+`"
  api_key     = var.key
  headers     = { X-Proxy-Token = var.header }
  max_retries = 0
}
resource "proget_connector" "a" {
  name      = "a"
  feed_type = "nuget"
  url       = "https://example.com"
  username  = "u"
  password  = "${var.password}`+version+`"
}
resource "proget_connector" "b" {
  name                = "b"
  feed_type           = "nuget"
  url                 = "https://example.com"
  username            = "u"
  password_wo         = var.write_only
  password_wo_version = `+version+`
}
resource "proget_feed" "a" {
  name            = "a"
  feed_type       = "nuget"
  deletion_policy = "delete"
  package_store   = "<S3 Assembly=\"AWS\"><Properties SecretAccessKey=\"${var.storage}\" /></S3>"
  replication {
    client_mode  = "pullonly"
    source_url   = "https://example.com"
    client_token = var.token
  }
}
`)))
	}
	var output strings.Builder
	do := func(exit int, args ...string) {
		t.Helper()
		output.WriteString(run(t, c, exit, args...).Output)
	}

	config("1")
	do(0, "apply", "-auto-approve")
	config("2")
	for path, secret := range map[string]string{"a": password + "2", "b": writeOnly} {
		s.Fail(fakeproget.Fault{Path: "/api/management/connectors/update/" + path, Status: 400, Body: strings.Join([]string{"refused", key, header, secret}, " ")})
	}
	do(1, "apply", "-auto-approve")
	s.ClearFaults()
	do(0, "apply", "-auto-approve")
	state, err := os.ReadFile(filepath.Join(c.Dir, "terraform.tfstate"))
	must(t, err)
	do(0, "apply", "-destroy", "-auto-approve")

	text := output.String()
	for _, logged := range []string{"/api/management/connectors/create", "/api/management/connectors/update/b", "[TRACE]", "refused"} {
		if !strings.Contains(text, logged) {
			t.Errorf("%q is not in the log, so that this test shows nothing", logged)
		}
	}
	for _, secret := range []string{key, header, password, writeOnly, token, storage} {
		for _, form := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret), base64.StdEncoding.EncodeToString([]byte(secret)), strings.ReplaceAll(secret, `"`, `\"`)} {
			for line := range strings.SplitSeq(text, "\n") {
				if strings.Contains(line, form) {
					t.Errorf("%q is in the log: %.300s", secret, line)
					break
				}
			}
		}
	}
	for _, secret := range []string{key, header, writeOnly} {
		if strings.Contains(string(state), strings.ReplaceAll(secret, "&", `\u0026`)) || strings.Contains(string(state), secret) {
			t.Errorf("%q is in the state", secret)
		}
	}
	if !strings.Contains(string(state), "replication-Zq7-token") {
		t.Error("the state lacks what it has to hold, so that this test shows nothing")
	}
}
