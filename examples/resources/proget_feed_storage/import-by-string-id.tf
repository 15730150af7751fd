import {
  to = proget_feed_storage.archive
  id = "nuget-archive"
}
