# Prints an import block for each connector and feed of a server.

terraform {
  required_providers {
    proget = {
      source = "proget-community/proget"
    }
  }
}

data "proget_connectors" "all" {}

data "proget_feeds" "all" {}

locals {
  # Numbered, since names that differ, such as a.b and a_b, may become the same name in Terraform.
  connectors = { for i, name in data.proget_connectors.all.names : "proget_connector.c${i}-${replace(name, "/[^0-9A-Za-z_-]/", "_")}" => name }
  feeds      = { for i, name in data.proget_feeds.all.names : "proget_feed.f${i}-${replace(name, "/[^0-9A-Za-z_-]/", "_")}" => name }
}

output "imports" {
  value = join("\n", [
    for to, id in merge(local.connectors, local.feeds) : "import {\n  to = ${to}\n  id = ${jsonencode(id)}\n\n  provider = proget\n}"
  ])
}
