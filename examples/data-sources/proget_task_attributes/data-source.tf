data "proget_task_attributes" "all" {}

# A task that consists of all rights to feeds.
resource "proget_task" "feeds" {
  name        = "All Rights to Feeds"
  feed_scoped = true
  attributes  = [for name in data.proget_task_attributes.all.names : name if startswith(name, "Feeds_")]
}
