package provider

import (
	"context"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/proget-community/terraform-provider-proget/internal/crud"
	"github.com/proget-community/terraform-provider-proget/internal/fastpath"
)

// Server returns the provider as Terraform talks to it.
func Server(version string) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		p := &progetProvider{version: version}
		framework := providerserver.NewProtocol6(p)()
		if lists, ok := framework.(fastpath.Server); ok {
			return fastpath.New(lists, "proget", p.Resources(context.Background()), func() *crud.ProviderData { return p.data })
		}
		return framework
	}
}

// Finish cleans up at the end of the process: ephemeral objects that Terraform
// did not close, as after a run that failed, are deleted.
func Finish() { crud.CloseOpened(context.Background()) }

// Tune sets the process up to live for the seconds of one command.
func Tune() {
	quiet()
	collectLess()
}

// quiet turns off the trace log of the plugin SDK. Terraform would parse it and
// drop it, though nobody asked for it: about a third of the time of a plan. Any
// of Terraform's own variables for logging keeps it.
func quiet() {
	for _, variable := range []string{"TF_LOG", "TF_LOG_PROVIDER", "TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK"} {
		if os.Getenv(variable) != "" {
			return
		}
	}
	_ = os.Setenv("TF_LOG_SDK", "off") // fails only for a malformed name
}

// ballast is memory that is never touched, so that it takes no room.
var ballast []byte //nolint:unused // that it is alive is its use

// ballastSize makes the collector run once in some 25 MB while little is alive.
const ballastSize = 24 << 20

// collectLess lets garbage grow by a fixed amount more than Go does, which
// collects a small heap over and over: Go waits until the heap has doubled, and
// the ballast counts as a part of it. The more is alive, the less does that
// matter, so that no heap is too large for it, as it would be for a memory limit
// with a higher percentage. Whoever sets GOGC or GOMEMLIMIT knows better.
func collectLess() {
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		ballast = make([]byte, ballastSize)
	}
}
