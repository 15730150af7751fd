terraform {
  required_version = ">= 1.11"

  required_providers {
    proget = {
      source = "proget-community/proget"
    }
  }
}

# The address and the key come from the environment: PROGET_URL, PROGET_API_KEY.
provider "proget" {}
