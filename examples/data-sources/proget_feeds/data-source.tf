# All active NuGet feeds of a team.
data "proget_feeds" "payments" {
  feed_type  = "nuget"
  active     = true
  name_regex = "^payments-"
}

output "payments_feeds" {
  value = data.proget_feeds.payments.names
}
