# Docker images, with what another registry has.
resource "proget_connector" "docker" {
  name      = "docker-registry"
  feed_type = "docker"
  url       = "https://docker.example.com"
}

resource "proget_feed" "docker" {
  name       = "docker"
  feed_type  = "docker"
  connectors = [proget_connector.docker.name]

  # Whether a Docker feed is empty cannot be told, so destroying one is refused unless this says "delete".
  deletion_policy = "deactivate"

  # Docker feeds ignore keep_versions_count.
  retention_rules_enabled = true # ProGet 2023.25 and later
  retention_rule {
    delete_cached         = true
    keep_used_within_days = 90
    keep_versions         = ["latest"]
  }
}
