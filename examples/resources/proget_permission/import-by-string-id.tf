import {
  to = proget_permission.publish
  id = "group:Developers/task:Publish%20Packages/feed:nuget-approved"
}
