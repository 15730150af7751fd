resource "proget_feed" "unapproved" {
  name        = "nuget-unapproved"
  feed_type   = "nuget"
  description = "Packages that nobody has approved yet."
  connectors  = [proget_connector.mirror.name, proget_connector.nuget_org.name]

  retention_rules_enabled = true
  retention_rule {
    delete_cached         = true
    keep_used_within_days = 30
  }
  retention_rule {
    delete_prerelease_versions = true
    keep_versions_count        = 5
  }
}

resource "proget_feed" "approved" {
  name        = "nuget-approved"
  feed_type   = "nuget"
  description = "Packages that builds may use."
}

resource "proget_feed" "team" {
  for_each  = toset(["billing", "search"])
  name      = "${each.key}-artifacts"
  feed_type = "universal"
  variables = { "Owner" = each.key }
}
