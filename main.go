// Terraform provider for Inedo ProGet.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/proget-community/terraform-provider-proget/internal/export"
	"github.com/proget-community/terraform-provider-proget/internal/provider"
)

// version is set by the release.
var version = "dev"

func main() {
	if len(os.Args) > 1 && os.Args[1] == "export" {
		provider.Tune()
		os.Exit(export.Main(version, provider.Server(version)(), os.Args[2:]))
	}
	debug := flag.Bool("debug", false, "run under a debugger: print how to attach Terraform to this process")
	flag.Usage = usage
	flag.Parse()
	if reason := misused(*debug, flag.Args()); reason != "" {
		fmt.Fprintf(flag.CommandLine.Output(), "Error: %s\n\n", reason)
		flag.Usage()
		os.Exit(2)
	}

	provider.Tune()
	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	}
	err := tf6server.Serve(provider.Address, provider.Server(version), options...)
	provider.Finish()
	if err != nil {
		log.Fatal(err)
	}
}

// misused says what is wrong where neither Terraform nor a developer with a debugger
// runs this program. Terraform sets the variable, as go-plugin asks it to.
func misused(debug bool, args []string) string {
	switch {
	case len(args) > 0:
		return fmt.Sprintf("there is no command %q", args[0])
	case !debug && os.Getenv("TF_PLUGIN_MAGIC_COOKIE") == "":
		return "there is no command"
	}
	return ""
}

func usage() {
	fmt.Fprint(flag.CommandLine.Output(), `Terraform and OpenTofu run this program; it is no command of its own, but for:

  terraform-provider-proget export [flags]
	writes what a ProGet server has down as a configuration; "export -h" says more

Flags for developers:

`)
	flag.PrintDefaults()
}
