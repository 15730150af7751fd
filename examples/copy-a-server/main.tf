# Reads the connectors and feeds of one ProGet and keeps a second one the same.
# Run it again after a change of the source, or on a schedule: the plan shows
# what differs.

terraform {
  required_providers {
    proget = {
      source = "proget-community/proget"
    }
  }
}

variable "source_url" {
  type        = string
  description = "URL of the ProGet to read."
}

variable "source_api_key" {
  type        = string
  sensitive   = true
  description = "API key for it that may view feeds and connectors."
}

variable "target_url" {
  type        = string
  description = "URL of the ProGet to keep the same."
}

variable "target_api_key" {
  type        = string
  sensitive   = true
  description = "API key for it that may manage feeds and connectors."
}

# ProGet leaves out what a key may not see, and what is not seen is removed from
# the target. Set these to about what the source has.
variable "minimum_feeds" {
  type        = number
  default     = 1
  description = "How many feeds the source has at least."
}

variable "minimum_connectors" {
  type        = number
  default     = 0
  description = "How many connectors the source has at least."
}

# ProGet never reveals passwords, so those of connectors come from here.
variable "connector_passwords" {
  type        = map(string)
  default     = {}
  sensitive   = true
  description = "Passwords by name of connector."
}

provider "proget" {
  alias   = "source"
  url     = var.source_url
  api_key = var.source_api_key
}

provider "proget" {
  url     = var.target_url
  api_key = var.target_api_key
}

data "proget_connectors" "source" {
  provider = proget.source

  lifecycle {
    postcondition {
      condition     = length(self.connectors) >= var.minimum_connectors
      error_message = "The source shows ${length(self.connectors)} connectors, and minimum_connectors is ${var.minimum_connectors}. If connectors were removed on purpose, lower it; otherwise check source_api_key."
    }
  }
}

data "proget_feeds" "source" {
  provider = proget.source

  lifecycle {
    postcondition {
      condition     = length(self.feeds) >= var.minimum_feeds
      error_message = "The source shows ${length(self.feeds)} feeds, and minimum_feeds is ${var.minimum_feeds}. If feeds were removed on purpose, lower it; otherwise check source_api_key."
    }
  }
}

resource "proget_connector" "copy" {
  for_each = { for connector in data.proget_connectors.source.connectors : connector.name => connector }

  name                   = each.value.name
  feed_type              = each.value.feed_type
  url                    = each.value.url
  username               = each.value.username
  password               = lookup(var.connector_passwords, each.key, null)
  timeout                = each.value.timeout
  filters                = each.value.filters
  metadata_cache_enabled = each.value.metadata_cache_enabled
  metadata_cache_minutes = each.value.metadata_cache_minutes
  metadata_cache_count   = each.value.metadata_cache_count
}

resource "proget_feed" "copy" {
  for_each = { for feed in data.proget_feeds.source.feeds : feed.name => feed }

  name                        = each.value.name
  feed_type                   = each.value.feed_type
  alternate_names             = each.value.alternate_names
  description                 = each.value.description
  active                      = each.value.active
  cache_connectors            = each.value.cache_connectors
  drop_path                   = each.value.drop_path
  symbol_server_enabled       = each.value.symbol_server_enabled
  strip_symbols               = each.value.strip_symbols
  strip_source                = each.value.strip_source
  strip_signature             = each.value.strip_signature
  use_api_v3                  = each.value.use_api_v3
  package_filters             = each.value.package_filters
  variables                   = each.value.variables
  package_statistics_enabled  = each.value.package_statistics_enabled
  restrict_package_statistics = each.value.restrict_package_statistics
  deployment_records_enabled  = each.value.deployment_records_enabled
  usage_records_enabled       = each.value.usage_records_enabled
  vulnerabilities_enabled     = each.value.vulnerabilities_enabled
  licenses_enabled            = each.value.licenses_enabled
  use_with_projects           = each.value.use_with_projects

  dynamic "retention_rule" {
    for_each = coalesce(each.value.retention_rules, [])

    content {
      delete_prerelease_versions      = retention_rule.value.delete_prerelease_versions
      delete_cached                   = retention_rule.value.delete_cached
      keep_versions_count             = retention_rule.value.keep_versions_count
      keep_used_within_days           = retention_rule.value.keep_used_within_days
      trigger_download_count          = retention_rule.value.trigger_download_count
      keep_package_ids                = retention_rule.value.keep_package_ids
      delete_package_ids              = retention_rule.value.delete_package_ids
      keep_versions                   = retention_rule.value.keep_versions
      delete_versions                 = retention_rule.value.delete_versions
      size_trigger_kb                 = retention_rule.value.size_trigger_kb
      size_exclusive                  = retention_rule.value.size_exclusive
      keep_consumed_within_days       = retention_rule.value.keep_consumed_within_days
      keep_if_actively_consumed       = retention_rule.value.keep_if_actively_consumed
      keep_package_usage_removed_days = retention_rule.value.keep_package_usage_removed_days
    }
  }

  # Versions before 2023 run the rules without being told to; newer ones do not.
  retention_rules_enabled = each.value.retention_rules == null ? each.value.retention_rules_enabled : coalesce(each.value.retention_rules_enabled, true)

  # By reference, so that the connectors are there first.
  connectors = each.value.connectors == null ? null : [for name in each.value.connectors : proget_connector.copy[name].name]

  # The packages are not copied, and paths and package stores (packages_path,
  # package_store) are the target's own business.
}
