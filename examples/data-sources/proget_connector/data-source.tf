data "proget_connector" "nuget_org" {
  name = "nuget.org"
}

output "nuget_org_filters" {
  value = data.proget_connector.nuget_org.filters
}
