# All connectors of NuGet feeds that have to do with the mirror.
data "proget_connectors" "mirrors" {
  feed_type  = "nuget"
  name_regex = "mirror"
}

output "mirrors" {
  value = { for connector in data.proget_connectors.mirrors.connectors : connector.name => connector.url }
}
