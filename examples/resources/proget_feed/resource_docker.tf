# Docker images, with what Docker Hub has.
resource "proget_connector" "docker_hub" {
  name      = "docker-hub"
  feed_type = "docker"
  url       = "https://registry-1.docker.io"
}

resource "proget_feed" "docker" {
  name       = "docker"
  feed_type  = "docker"
  connectors = [proget_connector.docker_hub.name]

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
