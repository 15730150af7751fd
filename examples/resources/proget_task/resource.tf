resource "proget_task" "read" {
  name        = "Read Packages"
  description = "Sees feeds and downloads what they hold."
  feed_scoped = true
  attributes  = ["Feeds_ViewFeed", "Feeds_DownloadPackage"]
}
