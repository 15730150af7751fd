# Until ProGet 2023: which licenses the packages of a feed may have. The other
# side of this relation is in allowed_feeds and blocked_feeds of proget_license;
# manage it on one side only.
resource "proget_feed" "builds" {
  name      = "builds"
  feed_type = "nuget"

  allowed_licenses       = ["MIT", "Apache-2.0"]
  blocked_licenses       = ["GPL-3.0"]
  allow_unknown_licenses = false
}
