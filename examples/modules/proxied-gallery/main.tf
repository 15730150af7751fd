resource "proget_connector" "gallery" {
  name      = var.gallery.name
  feed_type = var.feed_type
  url       = var.gallery.url
  filters   = var.gallery.filters

  username            = var.gallery.username
  password_wo         = var.password
  password_wo_version = var.password_version
}

# What developers may look at: everything that the gallery has. What is cached
# goes again when nobody uses it.
resource "proget_feed" "unapproved" {
  name        = "${var.name}-unapproved"
  feed_type   = var.feed_type
  description = "Packages from ${var.gallery.name} that nobody has approved yet."
  connectors  = [proget_connector.gallery.name]

  retention_rules_enabled = var.retention_rules_enabled
  retention_rule {
    delete_cached         = true
    keep_used_within_days = var.keep_cached_days
  }
}

# What builds may use: packages that somebody promoted from the other feed. It
# has no connector, so that nothing gets in by itself.
resource "proget_feed" "approved" {
  name        = "${var.name}-approved"
  feed_type   = var.feed_type
  description = "Packages from ${var.gallery.name} that are approved for builds."
}
