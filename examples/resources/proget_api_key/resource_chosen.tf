# A key that you choose is in neither plan nor state.
variable "promotion_key" {
  type      = string
  ephemeral = true
  default   = "3f0c9f7a5d1e4b62" # so that the example can be tried
}

resource "proget_feed" "promoted" {
  name      = "promoted"
  feed_type = "nuget"
}

resource "proget_api_key" "promotion" {
  type                = "feed"
  display_name        = "promotion"
  feed                = proget_feed.promoted.name
  package_permissions = ["view", "promote"]
  key_wo              = var.promotion_key
  key_wo_version      = 1 # add one with another key
}
