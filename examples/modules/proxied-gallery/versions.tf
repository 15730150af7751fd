terraform {
  required_version = ">= 1.11"

  required_providers {
    proget = {
      source = "proget-community/proget"
    }
  }
}
