// Terraform provider for Inedo ProGet.
package main

import (
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/proget-community/terraform-provider-proget/internal/provider"
)

// version is set by the release.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "run under a debugger: print how to attach Terraform to this process")
	flag.Parse()

	provider.Tune()
	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	}
	if err := tf6server.Serve(provider.Address, provider.Server(version), options...); err != nil {
		log.Fatal(err)
	}
}
