terraform {
  required_version = ">= 1.11"

  required_providers {
    proget = {
      source = "proget-community/proget"
    }
  }
}

# The first step has the key that the installation made, with full control. It
# comes from the environment: PROGET_API_KEY.
provider "proget" {
  url = var.url
}

# The second step manages feeds with a key that may do nothing else. It is made
# when a run begins and deleted when it ends, and no plan or state has it.
ephemeral "proget_api_key" "run" {
  type         = "system"
  display_name = "terraform run"
  system_apis  = ["feeds"]
}

provider "proget" {
  alias   = "feeds"
  url     = var.url
  api_key = ephemeral.proget_api_key.run.key
}
