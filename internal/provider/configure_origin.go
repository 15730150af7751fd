package provider

import (
	"fmt"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// origin says which server is talked to, and where its address and the
// credential came from. It never holds the credential.
func (s *settings) origin(config proget.Config) string {
	source := fmt.Sprintf("the source %q of pgutil", setting(s.PgutilSource, "PROGET_PGUTIL_SOURCE"))
	from := func(configured types.String, name, variable string) string {
		switch {
		case configured.ValueString() != "":
			return name + " in the provider block"
		case os.Getenv(variable) != "":
			return "the environment variable " + variable
		}
		return source
	}
	who := "no credential is configured, so requests are made as Anonymous"
	switch {
	case config.APIKey != "":
		who = "the API key comes from " + from(s.APIKey, "api_key", "PROGET_API_KEY")
	case config.Username != "":
		who = fmt.Sprintf("the credential is that of user %q, from %s", config.Username, from(s.Username, "username", "PROGET_USERNAME"))
	}
	return fmt.Sprintf("The server is %s, from %s; %s.", config.URL, from(s.URL, "url", "PROGET_URL"), who)
}

// fromEnvironment says that an invalid setting comes from the environment, where
// nobody looks for it, and quotes what is no secret.
func (s *settings) fromEnvironment(name string, config proget.Config) string {
	switch {
	case name == "url" && s.URL.ValueString() == "" && os.Getenv("PROGET_URL") != "":
		if strings.ContainsAny(config.URL, "@?#") { // it may hold a password or a key
			return " It comes from the environment variable PROGET_URL."
		}
		return fmt.Sprintf(" It comes from the environment variable PROGET_URL, which is %q.", config.URL)
	case name == "api_key" && s.APIKey.ValueString() == "" && os.Getenv("PROGET_API_KEY") != "":
		return " It comes from the environment variable PROGET_API_KEY."
	}
	return ""
}
