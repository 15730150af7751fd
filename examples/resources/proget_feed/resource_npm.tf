# npm packages of your own, and those of a registry that are not in your scope.
resource "proget_connector" "npm" {
  name      = "npm-registry"
  feed_type = "npm"
  url       = "https://npm.example.com/"
  filters   = ["!@example/*"]
}

resource "proget_feed" "npm" {
  name       = "npm"
  feed_type  = "npm"
  connectors = [proget_connector.npm.name]
}

# Clients: npm config set registry <this>
output "npm_url" {
  value = proget_feed.npm.endpoint_url # ProGet 2022 and later
}
