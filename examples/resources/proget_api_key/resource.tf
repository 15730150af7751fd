resource "proget_feed" "packages" {
  name      = "ci-packages"
  feed_type = "nuget"
}

# Lets the build server push packages. ProGet cannot change a key: the new one
# works before the old one goes.
resource "proget_api_key" "build" {
  type                = "feed"
  display_name        = "build server"
  feed                = proget_feed.packages.name
  package_permissions = ["view", "add"]

  lifecycle {
    create_before_destroy = true
  }
}
