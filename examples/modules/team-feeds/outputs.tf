output "feeds" {
  description = "Name and URL of each feed, by the team's key and the type, as in feeds[\"payments/nuget\"].url."
  value       = { for key, feed in proget_feed.team : key => { name = feed.name, url = feed.endpoint_url } }
}
