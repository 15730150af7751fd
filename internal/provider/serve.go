package provider

import (
	"context"
	"os"
	"runtime/debug"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/proget-community/terraform-provider-proget/internal/fastpath"
	"github.com/proget-community/terraform-provider-proget/internal/proget"
)

// Server returns the provider as Terraform talks to it.
func Server(version string) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		p := &progetProvider{version: version}
		framework := providerserver.NewProtocol6(p)()
		if lists, ok := framework.(fastpath.Server); ok {
			return fastpath.New(lists, "proget", p.Resources(context.Background()), func() *proget.Client { return p.configured.ProGet() })
		}
		return framework
	}
}

// Tune sets the process up to live for the seconds of one command.
//
// The plugin SDK writes trace logs that nobody asked for, which Terraform parses
// and drops: about a third of the time of a plan. Any of Terraform's own
// variables for logging turns them on again.
//
// Garbage is collected less often, up to a total of memory that a plan of a
// thousand feeds stays below.
func Tune() {
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(100 << 20)
	for _, variable := range []string{"TF_LOG", "TF_LOG_PROVIDER", "TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK"} {
		if os.Getenv(variable) != "" {
			return
		}
	}
	_ = os.Setenv("TF_LOG_SDK", "off") // fails only for a malformed name
}
