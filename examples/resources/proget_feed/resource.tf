resource "proget_connector" "nuget_org" {
  name      = "nuget.org"
  feed_type = "nuget"
  url       = "https://api.nuget.org/v3/index.json"
}

# What developers may look at: everything that nuget.org has, kept while it is used.
resource "proget_feed" "unapproved" {
  name        = "nuget-unapproved"
  feed_type   = "nuget"
  description = "Packages from nuget.org that nobody has approved yet."
  connectors  = [proget_connector.nuget_org.name]

  retention_rules_enabled = true # ProGet 2023.25 and later

  # Rules run from top to bottom.
  retention_rule {
    delete_cached         = true
    keep_used_within_days = 30
  }
  retention_rule {
    delete_prerelease_versions = true
    keep_versions_count        = 5
    keep_package_ids           = ["Example.*"]
  }
}

# What builds may use.
resource "proget_feed" "approved" {
  name        = "nuget-approved"
  feed_type   = "nuget"
  description = "Packages that builds may use."

  # The old address goes on working.
  alternate_names = ["nuget"]

  variables = {
    "Owner" = "platform team"
  }
}

# A feed for throw-away environments may be deleted with its packages.
resource "proget_feed" "sandbox" {
  name            = "sandbox"
  feed_type       = "universal"
  deletion_policy = "delete"
}
