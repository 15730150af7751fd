data "proget_feed_storage" "approved" {
  feed = "nuget-approved"
}

output "bucket" {
  value = try(data.proget_feed_storage.approved.s3.bucket_name, null)
}
