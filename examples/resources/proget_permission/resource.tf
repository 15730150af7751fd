resource "proget_feed" "approved" {
  name      = "nuget-approved"
  feed_type = "nuget"
}

resource "proget_group" "developers" {
  name = "Developers"
}

# Developers publish to one feed. ProGet cannot change a permission: the new one
# is there before the old one goes.
resource "proget_permission" "publish" {
  group = proget_group.developers.name
  task  = "Publish Packages"
  feed  = proget_feed.approved.name

  lifecycle {
    create_before_destroy = true
  }
}
