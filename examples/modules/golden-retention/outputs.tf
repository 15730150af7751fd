output "feeds" {
  description = "Name and URL of each feed, by name."
  value       = { for name, feed in proget_feed.this : name => { name = feed.name, url = feed.endpoint_url } }
}
