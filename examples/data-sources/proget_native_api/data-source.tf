# All feeds with the columns that ProGet's database has, inactive ones included.
data "proget_native_api" "feeds" {
  method    = "Feeds_GetFeeds"
  arguments = { IncludeInactive_Indicator = "Y" } # arguments are text
}

output "inactive_feeds" {
  value = [
    for feed in local.feeds : feed.Feed_Name
    if !contains(["Y", "true"], tostring(feed.Active_Indicator)) # a letter or a flag, by version
  ]
}

# The connectors of a server that is too old to have anything else.
data "proget_native_api" "connectors" {
  method = "Connectors_GetConnectors"
}

locals {
  # The result is sensitive, since a method may answer with secrets. These two do not.
  feeds  = jsondecode(nonsensitive(data.proget_native_api.feeds.result))
  native = jsondecode(nonsensitive(data.proget_native_api.connectors.result))
}

output "connector_urls" {
  # Some versions answer with the connectors, others with an object of several sets.
  value = { for connector in try(local.native.Connectors, local.native) : connector.Connector_Name => connector.Connector_Url... }
}
