# For tools that manage feeds and projects, with everything that they do in the log.
resource "proget_api_key" "automation" {
  type         = "system"
  display_name = "automation"
  description  = "Feeds and projects, nothing else."
  system_apis  = ["feeds", "sca"]
  logging      = "request"
}

# Whatever a user may do, in editions other than Free.
resource "proget_user" "report" {
  name = "report"
}

resource "proget_api_key" "report" {
  type         = "personal"
  display_name = "nightly report"
  user         = proget_user.report.name
}

# Keys of the type "other" are those that came with an upgrade from ProGet 5.3 or
# before. They are imported, not made.
