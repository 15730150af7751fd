# A key for this run alone. Neither plan nor state has it.
ephemeral "proget_api_key" "run" {
  type         = "system"
  display_name = "terraform run"
  system_apis  = ["feeds"]
}

# The second provider does its work with it.
provider "proget" {
  alias   = "feeds"
  url     = "https://proget.example.com"
  api_key = ephemeral.proget_api_key.run.key
}
