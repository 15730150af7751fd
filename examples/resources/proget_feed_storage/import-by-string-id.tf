import {
  to = proget_feed_storage.approved
  id = "nuget-approved"
}
