// Command schemajson prints the provider's schema in the form of "terraform
// providers schema -json". It asks the provider in process, so the result is
// whole whatever Terraform is installed: Terraform 1.11 leaves out identities
// and list resources. With -pages it prints the guide that maps ProGet's pages to
// attributes instead.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/proget-community/terraform-provider-proget/internal/provider"
)

func main() {
	pages := flag.Bool("pages", false, "print the guide that maps ProGet's pages to attributes")
	flag.Parse()
	server := providerserver.NewProtocol6(provider.New("docs")())()
	schemas, err := export(context.Background(), server)
	if err != nil {
		fmt.Fprintln(os.Stderr, "schemajson:", err)
		os.Exit(1)
	}
	if *pages {
		fmt.Print(page(schemas.Schemas[address].Resources))
		return
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(schemas); err != nil {
		fmt.Fprintln(os.Stderr, "schemajson:", err)
		os.Exit(1)
	}
}
