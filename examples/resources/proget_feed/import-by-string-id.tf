import {
  to = proget_feed.approved
  id = "nuget-approved"
}
