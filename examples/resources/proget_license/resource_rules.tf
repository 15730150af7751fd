# Until ProGet 2023, a license is a rule as well: allowed everywhere but in one feed.
resource "proget_feed" "products" {
  name      = "products"
  feed_type = "nuget"
}

resource "proget_license" "internal" {
  code          = "INTERNAL-1.0"
  title         = "Internal License 1.0"
  urls          = ["https://licenses.example.com/internal-1.0"]
  allowed       = true
  blocked_feeds = [proget_feed.products.name]
}
