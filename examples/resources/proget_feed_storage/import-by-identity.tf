import {
  to = proget_feed_storage.approved
  identity = {
    feed = "nuget-approved"
  }
}
