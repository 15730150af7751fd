import {
  to = proget_feed.approved
  identity = {
    name = "nuget-approved"
  }
}
