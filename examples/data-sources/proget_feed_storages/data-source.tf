# With a request for each feed.
data "proget_feed_storages" "all" {}

output "feeds_on_a_disk_of_their_own" {
  value = [for storage in data.proget_feed_storages.all.feed_storages : storage.feed if try(storage.disk.path, null) != null]
}
