# The connectors of a server that has nothing but the native API, with their filters.
data "proget_native_api" "connectors" {
  method = "Connectors_GetConnectors"
}

locals {
  # Two sets: connectors with the feeds that use them, and filters. Neither is a secret.
  native = jsondecode(nonsensitive(data.proget_native_api.connectors.result))
}

output "connectors" {
  value = {
    for connector in local.native.Connectors : connector.Connector_Name => {
      url = connector.Connector_Url
      filters = [
        for filter in local.native.ConnectorFilters :
        "${filter.Allow_Indicator == "Y" ? "" : "!"}${filter.Rule_Text}"
        if filter.Connector_Id == connector.Connector_Id
      ]
    }...
  }
}

# Arguments are text.
data "proget_native_api" "feed" {
  method    = "Feeds_GetFeed"
  arguments = { Feed_Name = "nuget-approved" }
}
