import {
  to = proget_permission.publish
  identity = {
    group = "Developers"
    task  = "Publish Packages"
    feed  = "nuget-approved"
  }
}
