# What the teams build.
resource "proget_feed" "packages" {
  name      = "packages"
  feed_type = "nuget"
}
