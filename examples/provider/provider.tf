terraform {
  required_version = ">= 1.11"

  required_providers {
    proget = {
      source = "proget-community/proget"
    }
  }
}

# The API key comes from the environment: PROGET_API_KEY.
provider "proget" {
  url = "https://proget.example.com"
}
