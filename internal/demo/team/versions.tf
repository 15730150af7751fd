terraform {
  required_providers {
    proget = {
      source = "proget-community/proget"
    }
  }
}

# PROGET_URL and PROGET_API_KEY come from the environment.
provider "proget" {}
