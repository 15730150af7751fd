# Tasks that permissions can give for a single feed.
data "proget_tasks" "of_feeds" {
  feed_scoped = true
}

output "task_names" {
  value = data.proget_tasks.of_feeds.names
}
