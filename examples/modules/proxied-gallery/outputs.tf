output "unapproved" {
  description = "The feed with all that the gallery has: its name, and its URL for clients."
  value       = { name = proget_feed.unapproved.name, url = proget_feed.unapproved.endpoint_url }
}

output "approved" {
  description = "The feed with what is approved: its name, and its URL for clients."
  value       = { name = proget_feed.approved.name, url = proget_feed.approved.endpoint_url }
}

output "connector" {
  description = "The name of the connector, for further feeds that draw from the gallery."
  value       = proget_connector.gallery.name
}
