list "proget_task" "of_feeds" {
  provider = proget

  config {
    feed_scoped = true
  }
}
