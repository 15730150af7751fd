data "proget_feed" "approved" {
  name = "nuget-approved"
}

output "nuget_source" {
  value = data.proget_feed.approved.endpoint_url
}
