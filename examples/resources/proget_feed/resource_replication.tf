variable "replication_token" {
  type      = string
  sensitive = true
  default   = "change-me" # so that the example can be tried
}

# ProGet 5.2 to 6.0: a feed that takes its packages from the same feed of another site.
resource "proget_feed" "replica" {
  name      = "replica"
  feed_type = "nuget"

  replication {
    client_mode  = "pullonly"
    source_url   = "https://proget.example.com/nuget/packages"
    client_token = var.replication_token
  }
}
