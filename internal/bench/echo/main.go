// Command echo is a provider that does nothing: it has the schema of the real
// one and answers every call about a managed object with what came in. What it
// costs is what Terraform and gRPC cost for that schema, so it is the floor that
// the real provider is measured against.
package main

import (
	"log"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/proget-community/terraform-provider-proget/internal/provider"
)

func main() {
	provider.Tune()
	server := func() tfprotov6.ProviderServer { return echo{provider.Server("echo")()} }
	if err := tf6server.Serve(provider.Address, server); err != nil {
		log.Fatal(err)
	}
}
