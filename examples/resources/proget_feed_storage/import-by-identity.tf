import {
  to = proget_feed_storage.archive
  identity = {
    feed = "nuget-archive"
  }
}
