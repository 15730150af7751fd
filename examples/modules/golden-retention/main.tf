locals {
  # What is cached comes again from where it came, and prereleases are superseded:
  # only these go. Nothing deletes a release that was published here.
  cached = {
    delete_cached              = true
    delete_prerelease_versions = null
    keep_used_within_days      = var.keep_cached_days
    keep_versions_count        = null
  }
  prereleases = {
    delete_cached              = null
    delete_prerelease_versions = true
    keep_used_within_days      = var.keep_prereleases_days
    keep_versions_count        = var.keep_prereleases
  }

  # Docker has neither prereleases nor a number of versions to keep.
  rules = { for name, feed in var.feeds : name => feed.feed_type == "docker" ? [local.cached] : [local.cached, local.prereleases] }
}

resource "proget_feed" "this" {
  for_each = var.feeds

  name        = each.key
  feed_type   = each.value.feed_type
  description = each.value.description
  connectors  = each.value.connectors

  retention_rules_enabled = var.retention_rules_enabled

  dynamic "retention_rule" {
    for_each = local.rules[each.key]

    content {
      delete_cached              = retention_rule.value.delete_cached
      delete_prerelease_versions = retention_rule.value.delete_prerelease_versions
      keep_used_within_days      = retention_rule.value.keep_used_within_days
      keep_versions_count        = retention_rule.value.keep_versions_count
      keep_package_ids           = length(each.value.keep_package_ids) > 0 ? each.value.keep_package_ids : null
    }
  }
}
