resource "proget_feed" "packages" {
  name      = "ci-packages"
  feed_type = "nuget"
}

# Lets the build server push packages. A change of the keeper makes a new key,
# which works before the old one goes.
resource "proget_api_key" "build" {
  type                = "feed"
  display_name        = "build server"
  feed                = proget_feed.packages.name
  package_permissions = ["view", "add"]
  keepers             = { rotation = "2026-11" }

  lifecycle {
    create_before_destroy = true
  }
}

variable "deployment_key" {
  description = "A key that another system knows already. It is never kept in plan or state."
  type        = string
  ephemeral   = true
  default     = "70f875c2593ef93d0b21400d5f94ea1d8ed519d0" # so that the example can be tried
}

resource "proget_api_key" "deployment" {
  type           = "system"
  display_name   = "deployment"
  system_apis    = ["feeds", "sca"]
  key_wo         = var.deployment_key
  key_wo_version = 1 # add one to send another key
}
